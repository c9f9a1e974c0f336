using System.CommandLine;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem verify</c>: checks a run folder against its manifest.</summary>
internal static class VerifyVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("dir") { Description = "Folder that asem run wrote." };
        var digest = new Option<bool>("--digest") { Description = "Print the digest of the contents, computed from the rows, and nothing else. Equal digests mean equal results, bit for bit." };
        var command = new Command("verify", "Check every table of a run folder against its manifest, row by row. Exit 1 if anything differs.") { folder, digest };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
            {
                await error.WriteLineAsync($"asem: {path}: no such folder");
                return ExitCode.InputWrong;
            }
            if (!File.Exists(Path.Combine(path, Manifest.FileName)) && File.Exists(UnfinishedRun.PathIn(path)))
            {
                var (done, of, notes) = await UnfinishedRun.LookAsync(path, cancellation);
                foreach (string note in notes) await error.WriteLineAsync(note);
                await error.WriteLineAsync($"{path} is unfinished: {ResumeCommand.Progress(path, done, of)}");
                return ExitCode.Failed;
            }
            if (parsed.GetValue(digest))
            {
                await output.WriteLineAsync((await RunFolder.DigestAsync(path, cancellation)).ToString());
                return ExitCode.Done;
            }
            var findings = await RunFolder.VerifyAsync(path, cancellation);
            foreach (string finding in findings) await error.WriteLineAsync(finding);
            if (findings.Count > 0 && UnfinishedRun.HasLeftovers(path)) await error.WriteLineAsync($"What the run left beside its tables is removed by: {ResumeCommand.For(path)}");
            if (findings.Count > 0) return ExitCode.Failed;
            await output.WriteLineAsync($"{path}: every table is as written; digest {(await RunFolder.DigestAsync(path, cancellation))}");
            return ExitCode.Done;
        });
        return command;
    }
}
