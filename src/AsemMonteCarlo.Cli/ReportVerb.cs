using System.CommandLine;
using AsemMonteCarlo.Cli.Reports;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem report</c>: a finished run as one HTML file.</summary>
internal static class ReportVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = FiguresVerb.Run();
        var file = new Option<string>("--output", "-o") { Description = "The HTML file; must not exist.", Required = true };
        var with = new Option<string[]>("--with") { Description = "Folders that asem propositions or asem targets wrote: their tables become parts of the report.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
        var command = new Command("report", "Report a finished run, a study of sensitivity, claims or published figures in one HTML file that needs no network: the answer in words, figures with their numbers, tables, and how to repeat it.") { folder, file, with };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder), page = parsed.GetRequiredValue(file);
            string[] parts = parsed.GetValue(with) ?? [];
            if (await FiguresVerb.RefuseAsync(path, ReportSource.Knows, error) || await RefuseAsync("--output", page, error)) return ExitCode.InputWrong;
            foreach (string part in parts)
                if (await FiguresVerb.RefuseAsync(part, what => what is not null && ReportSource.Judged.Contains(what), error)) return ExitCode.InputWrong;
            await output.WriteLineAsync(await WriteAsync(path, page, cancellation, parts));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Writes the report of a finished run.</summary>
    /// <param name="path">Folder of the run.</param>
    /// <param name="page">The file.</param>
    /// <param name="cancellation">Ends the work early; nothing is written then.</param>
    /// <param name="parts">Folders of claims and published figures that become parts of it.</param>
    /// <returns>What was written, in one line.</returns>
    public static async Task<string> WriteAsync(string path, string page, CancellationToken cancellation, IReadOnlyList<string>? parts = null)
    {
        var content = await ReportSource.ReadAsync(path, cancellation);
        foreach (string part in parts ?? []) content = content with { Parts = [.. content.Parts, await JudgedReport.PartAsync(part, cancellation)] };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(page))!);
        DurableFile.Write(page, ReportPage.Make(content));
        return $"Report of {Words.Quote(content.Name)}, {Words.Count(content.Figures.Count, "figure")}: {page}";
    }

    /// <summary>Says why a file cannot take a report, if so.</summary>
    public static async Task<bool> RefuseAsync(string option, string page, TextWriter error)
    {
        Finding? why = File.Exists(page) ? new(ErrorKind.FileExists, "the file exists; name a new one, so that no earlier report is lost")
            : Directory.Exists(page) ? new(ErrorKind.UnreadableFile, "this is a folder; name a file in it")
            : null;
        return await error.RefuseAsync($"{option} {page}", why);
    }
}
