using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using Spectre.Console;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem init</c>: writes a commented study to begin with.</summary>
internal static class InitVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var shipped = ShippedStudies.All;
        string[] names = [.. shipped.Select(s => s.Name)];
        var name = new Argument<string>("name") { Description = $"Study to begin with: {string.Join(", ", names)}.", DefaultValueFactory = _ => "quick", HelpName = "name" };
        name.CompletionSources.Add(names);
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !names.Contains(word)) result.AddError(ErrorKind.UnknownItem, $"no study {Words.Quote(word)} comes with asem{Words.Suggestion(word, names)} (studies are {string.Join(", ", names)})");
        });
        var file = new Option<string?>("--output", "-o") { Description = $"File to write (default: NAME{ShippedStudies.Ending} in the current folder). Nothing is ever overwritten." };
        var list = new Option<bool>("--list") { Description = "List the studies instead." };
        var command = new Command("init", $"Write a commented study to begin with, and beside it its JSON Schema, by which editors complete and check it.") { name, file, list };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(list))
            {
                var table = new Table().Border(TableBorder.Simple).AddColumns(new TableColumn("name").NoWrap(), new TableColumn("title"));
                foreach (var each in shipped) table.AddRow(Markup.Escape(each.Name), Markup.Escape(each.Title));
                Terminal.Write(output, table);
                return ExitCode.Done;
            }
            var study = shipped.First(s => s.Name == parsed.GetRequiredValue(name));
            string path = parsed.GetValue(file) ?? study.FileName, folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (Refusal(path, folder) is { } refusal) return await error.RefuseAsync(refusal.Kind, refusal.Message);
            var files = new List<(string Path, byte[] Bytes)> { (path, Named(study, Path.GetFileNameWithoutExtension(path))) };
            // the schema of studies of sensitivity refers to that of studies
            foreach (var (schemaName, text) in SensitivityStudyFile.IsOne(Encoding.UTF8.GetString(study.Bytes)) ? [(SensitivitySchema.FileName, SensitivitySchema.Text), (StudySchema.FileName, StudySchema.Text)] : new[] { (StudySchema.FileName, StudySchema.Text) })
                if (Beside(path, schemaName) is var schema && !File.Exists(schema)) files.Add((schema, Encoding.UTF8.GetBytes(text)));
            if (DataFile(study) is { } data)
            {
                string place = Beside(path, data.Name);
                if (!File.Exists(place)) files.Add((place, data.Bytes));
                else if (!(await File.ReadAllBytesAsync(place, cancellation)).AsSpan().SequenceEqual(data.Bytes))
                {
                    return await error.RefuseAsync(ErrorKind.FileExists, $"{place}: another file has this name, which the study {study.Name} reads; nothing was written. Name another folder with --output");
                }
            }
            foreach (var (target, bytes) in files) await WriteAsync(target, bytes, cancellation);
            await output.WriteLineAsync($"wrote {string.Join(", ", files.Select(f => f.Path))}; check with: asem validate {ShellWord.Quote(path)}");
            return ExitCode.Done;
        });
        return command;
    }

    // a study of another file is another study
    private static byte[] Named(ShippedStudy study, string name)
    {
        string text = Encoding.UTF8.GetString(study.Bytes);
        return name != study.Name && Regex.IsMatch(name, StudyKeys.StudyName.Pattern!) ? Encoding.UTF8.GetBytes(text.Replace($"\nname: {study.Name}\n", $"\nname: {name}\n", StringComparison.Ordinal)) : study.Bytes;
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        // a file that another process has put there meanwhile is not overwritten either
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        try
        {
            await using (stream) await stream.WriteAsync(bytes, cancellation);
        }
        catch
        {
            // half a study on a full disk would be refused as existing at the next attempt
            File.Delete(path);
            throw;
        }
    }

    private static Finding? Refusal(string path, string folder) =>
        Directory.Exists(path) ? new(ErrorKind.UnreadableFile, $"--output {path}: this is a folder; name a file that ends in {ShippedStudies.Ending}")
        : File.Exists(path) ? new(ErrorKind.FileExists, $"{path}: the file exists and is not overwritten; name another with --output")
        : !Directory.Exists(folder) ? new(ErrorKind.NoSuchFolder, $"--output {path}: there is no folder {folder}; make it first")
        : null;

    private static string Beside(string path, string name) => Path.Combine(Path.GetDirectoryName(path) ?? "", name);

    // a file that the study names and that came with it; a study that names none asks for one of the user's
    private static (string Name, byte[] Bytes)? DataFile(ShippedStudy study)
    {
        var tree = StudyTree.Parse(Encoding.UTF8.GetString(study.Bytes), new StudyProblems(study.FileName));
        string? name = tree?.Find(StudyKeys.Population.Name)?.Value.Find(StudyKeys.PopulationFile.Name)?.Value.Text;
        return string.IsNullOrEmpty(name) ? null : ShippedStudies.File(name) is { } bytes ? (name, bytes) : throw new InvalidOperationException($"{study.FileName} names {name}, which does not come with it");
    }
}
