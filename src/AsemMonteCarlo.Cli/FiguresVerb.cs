using System.CommandLine;
using AsemMonteCarlo.Cli.Reports;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem figures</c>: the figures of a finished run as files.</summary>
internal static class FiguresVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = Run();
        var target = new Option<string>("--output", "-o") { Description = "Folder for the figures; must be new or empty.", Required = true };
        var command = new Command("figures", "Draw the figures that the tables of a finished run allow: each as NAME.svg, with the numbers behind it as NAME.csv.") { folder, target };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder), to = parsed.GetRequiredValue(target);
            if (await RefuseAsync(path, what => what is null or IndicesTable.What, error) || await OutputFolder.RefuseAsync(to, error)) return ExitCode.InputWrong;
            var run = await ReportSource.ReadAsync(path, cancellation);
            var figures = run.Figures;
            if (figures.Count == 0) return await error.RefuseAsync(ErrorKind.WrongVerb, $"{path}: {run.WhyNoFigure}");
            bool existed = Directory.Exists(to);
            var written = new List<string>();
            try
            {
                Directory.CreateDirectory(to);
                foreach (var figure in figures)
                    foreach (var (ending, text) in ((string, string)[])[(".svg", figure.Standalone()), (".csv", figure.Data.Csv())])
                    {
                        string place = Path.Combine(to, figure.Name + ending);
                        DurableFile.Write(place, text);
                        written.Add(place);
                    }
            }
            catch
            {
                // half of the figures would look like all
                written.ForEach(File.Delete);
                if (!existed && Directory.Exists(to) && !Directory.EnumerateFileSystemEntries(to).Any()) Directory.Delete(to);
                throw;
            }
            await output.WriteLineAsync($"{Words.Count(figures.Count, "figure")} of {Words.Quote(run.Name)}: {to}");
            foreach (var family in figures.GroupBy(f => f.Family)) await output.WriteLineAsync($"  {string.Join(", ", family.Take(3).Select(f => f.Name + ".svg"))}{(family.Count() > 3 ? AnswerView.Format($" and {family.Count() - 3} more") : "")}: {family.First().Title}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The argument for a finished run.</summary>
    public static Argument<string> Run() => new("dir") { Description = "Folder that asem run or asem merge wrote." };

    /// <summary>Says why a folder cannot be read as a finished run, if so.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="isKnown">Whether the caller knows what the folder holds; null stands for a run of a study of pathways.</param>
    /// <param name="error">Takes the reason.</param>
    public static async Task<bool> RefuseAsync(string path, Func<string?, bool> isKnown, TextWriter error)
    {
        string manifest = Path.Combine(path, Manifest.FileName);
        Finding? why = !Directory.Exists(path) ? new(ErrorKind.NoSuchFolder, "no such folder")
            : !File.Exists(manifest) ? new(ErrorKind.NoRun, $"there is no {Manifest.FileName}; a folder without one is not a finished run of asem")
            : Manifest.Load(manifest) is { Shard: var part } && part != Shard.Whole.ToString() ? new(ErrorKind.WrongVerb, $"this is part {part} of a study; put the parts together first: asem merge DIR… --output DIR")
            : ExperimentFolder.WhatIn(Manifest.Load(manifest)) is var what && !isKnown(what) ? new(ErrorKind.WrongVerb, $"this folder holds results of {what ?? "a study of pathways"}, which this verb does not read here")
            : null;
        return await error.RefuseAsync(path, why);
    }
}
