using System.CommandLine;
using AsemMonteCarlo.Engine.Differences;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem diff</c>: what differs between two runs, and what it does to their answers.</summary>
internal static class DiffVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var first = new Argument<string>("run_a") { Description = "Folder of a finished run, of a study of pathways or of sensitivity." };
        var second = new Argument<string>("run_b") { Description = "Folder of another run, of the same kind of study." };
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var command = new Command("diff", "Compare two finished runs: versions, keys of the study and parameters that differ, and the headline estimates that moved beyond noise. Differences are B less A; couples are paired where both runs have the same seed and store rows of couples.") { first, second, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string a = parsed.GetRequiredValue(first), b = parsed.GetRequiredValue(second);
            if (await RefuseAsync(a, error) || await RefuseAsync(b, error)) return ExitCode.InputWrong;
            var difference = await Task.Run(() => RunDifference.OfAsync(a, b, cancellation), cancellation);
            await output.WriteAsync(parsed.GetValue(json) ? DiffView.Json(difference, a, b) : DiffView.Text(difference, a, b));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<bool> RefuseAsync(string path, TextWriter error)
    {
        Finding? why = !Directory.Exists(path) ? new(ErrorKind.NoSuchFolder, "no such folder")
            : File.Exists(Path.Combine(path, Manifest.FileName)) ? null
            : File.Exists(UnfinishedRun.PathIn(path)) ? new(ErrorKind.NoRun, $"the run is not finished; go on with: {ResumeCommand.For(path)}")
            : new(ErrorKind.NoRun, $"there is no {Manifest.FileName}; a folder without one is not a finished run of asem");
        return await error.RefuseAsync(path, why);
    }
}
