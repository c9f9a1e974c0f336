using System.CommandLine;
using AsemMonteCarlo.Cli.Figures;
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
        var command = new Command("report", "Report a finished run in one HTML file that needs no network and no scripts: the answer in words, figures with their numbers, tables, and how to repeat it.") { folder, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder), page = parsed.GetRequiredValue(file);
            if (await FiguresVerb.RefuseAsync(path, error) || await RefuseAsync("--output", page, error)) return ExitCode.InputWrong;
            await output.WriteLineAsync(await WriteAsync(path, page, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Writes the report of a finished run.</summary>
    /// <param name="path">Folder of the run.</param>
    /// <param name="page">The file.</param>
    /// <param name="cancellation">Ends the work early; nothing is written then.</param>
    /// <returns>What was written, in one line.</returns>
    public static async Task<string> WriteAsync(string path, string page, CancellationToken cancellation)
    {
        var run = await FinishedRun.OpenAsync(path, cancellation);
        var figures = await FigureSet.OfAsync(run, cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(page))!);
        DurableFile.Write(page, ReportPage.Make(run, figures));
        return $"Report of {Words.Quote(run.Name)}, {Words.Count(figures.Count, "figure")}: {page}";
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
