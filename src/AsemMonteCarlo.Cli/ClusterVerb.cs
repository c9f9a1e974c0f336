using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using AsemMonteCarlo.Engine.Clusters;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem cluster</c>: a study in parts on many machines.</summary>
internal static class ClusterVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = StudyArgument.Study();
        var folder = new Option<string>("--output", "-o") { Description = "Folder that all machines see: new, empty, or made by this verb of the same study.", Required = true };
        var shards = ExperimentArgument.Whole("--shards", "Parts of the couples, each a job of its own.", 8, 1, Shard.MaximumCount);
        var threads = ExperimentArgument.Whole("--threads", "Threads of each part, and processors that are asked for it.", 1, 1, 1024);
        var set = StudyArgument.Set();
        var options = new Option<string[]>("--sbatch") { Description = "A further option for Slurm, such as --sbatch=--partition=short or --sbatch=--time=4:00:00. May be repeated.", HelpName = "option", AllowMultipleArgumentsPerToken = false };
        options.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!token.Value.StartsWith('-') || token.Value.Any(char.IsControl)) result.AddError(ErrorKind.OptionValue, $"--sbatch {Words.Quote(token.Value)}: write an option as sbatch takes it, such as --sbatch=--partition=short");
        });
        var submit = new Option<bool>("--submit") { Description = "Submit at once." };
        var slurm = new Command("slurm", "Write the scripts by which Slurm runs a study in parts, each restartable, and merges them: the same digest as on one machine.") { study, folder, shards, threads, set, options, submit };
        slurm.SetAction(async (parsed, cancellation) =>
        {
            string file = parsed.GetRequiredValue(study);
            if (ExperimentArgument.SensitivityOrNull(file) is not null) return await error.RefuseAsync(ErrorKind.WrongVerb, "a study of sensitivity is run whole; its design points share nothing that parts could be merged by");
            var sharded = ShardedStudy.Create(parsed.GetRequiredValue(folder), StudyFile.Load(file, parsed.GetValue(set) ?? []), parsed.GetValue(shards));
            SlurmScripts.Write(sharded, Self(), parsed.GetValue(threads), parsed.GetValue(options) ?? []);
            string script = Path.Combine(sharded.Folder, SlurmScripts.Submit);
            if (!parsed.GetValue(submit))
            {
                await output.WriteLineAsync($"{sharded.Folder}: {Words.Count(sharded.Count, "part")}; submit with: bash {ShellWord.Quote(script)}");
                return ExitCode.Done;
            }
            try
            {
                using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
                await process.WaitForExitAsync(cancellation);
                await output.WriteAsync(await said);
                if (process.ExitCode == 0) return ExitCode.Done;
                return await error.RefuseAsync(ErrorKind.CommandFailed, $"{script} ended with exit code {process.ExitCode}: {(await complained).Trim()}".TrimEnd(' ', ':'));
            }
            catch (Win32Exception e)
            {
                return await error.RefuseAsync(ErrorKind.CommandFailed, $"{script} cannot be run: {e.Message}");
            }
        });
        return new Command("cluster", "Run a study in parts on many machines.") { slurm };
    }

    // how this process was started, for scripts on other machines
    private static string[] Self()
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return isHost ? [program, Path.Combine(AppContext.BaseDirectory, typeof(ClusterVerb).Assembly.GetName().Name + ".dll")] : [program];
    }
}
