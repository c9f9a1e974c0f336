using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem verify</c>: checks a run folder against its manifest, and parts of it against another simulation.</summary>
internal static class VerifyVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("dir") { Description = "Folder that asem run wrote." };
        var digest = new Option<bool>("--digest") { Description = "Print the digest of the contents, computed from the rows, and nothing else. Equal digests mean equal results, bit for bit." };
        var simulate = new Option<int>("--simulate") { Description = string.Create(CultureInfo.InvariantCulture, $"Couples at design points, or rows of a study of sensitivity, to simulate again and compare with the rows stored of them, bit by bit, 0 to {Resimulation.MaximumSample:N0}; a study of at most {Resimulation.MaximumDyadDays:N0} dyad-days is also run again whole. 0: neither."), DefaultValueFactory = _ => Resimulation.DefaultSample };
        simulate.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= Resimulation.MaximumSample)) result.AddError(ErrorKind.OptionValue, string.Create(CultureInfo.InvariantCulture, $"--simulate {Words.Shorten(text)}: allowed are 0 … {Resimulation.MaximumSample:N0}"));
        });
        var seed = new Option<string?>("--seed") { Description = $"Decides which couples are simulated again, {StudyKeys.Seed.Allowed}; by default it follows from the run's digest, so that the same ones are taken each time." };
        seed.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)) result.AddError(ErrorKind.OptionValue, $"--seed {Words.Shorten(text)}: allowed are {StudyKeys.Seed.Allowed}");
        });
        var set = new Option<string[]>("--set") { Description = "population.file=PATH where the population file lies now; nothing else can change." };
        var command = new Command("verify", "Check every table of a run folder against its manifest, row by row, and simulate some of it again. Exit 1 if anything differs.") { folder, digest, simulate, seed, set };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path)) return await error.RefuseAsync(ErrorKind.NoSuchFolder, $"{path}: no such folder");
            if (!File.Exists(Path.Combine(path, Manifest.FileName)) && File.Exists(UnfinishedRun.PathIn(path)))
            {
                var (progress, notes) = await UnfinishedRun.LookAsync(path, cancellation);
                foreach (string note in notes) await error.WriteLineAsync(note);
                await error.WriteLineAsync($"{path} is unfinished: {ResumeCommand.Progress(path, progress)}");
                return ExitCode.Failed;
            }
            if (parsed.GetValue(digest))
            {
                await output.WriteLineAsync((await RunFolder.DigestAsync(path, cancellation)).ToString());
                return ExitCode.Done;
            }
            var findings = await RunFolder.VerifyAsync(path, cancellation);
            foreach (var finding in findings) await error.WriteLineAsync(finding.ToString());
            if (findings.Count > 0 && UnfinishedRun.HasLeftovers(path)) await error.WriteLineAsync($"What the run left beside its tables is removed by: {ResumeCommand.For(path)}");
            if (findings.Count > 0) return ExitCode.Failed;
            await output.WriteLineAsync($"{path}: every table is as written; digest {(await RunFolder.DigestAsync(path, cancellation))}");
            ulong? luck = parsed.GetValue(seed) is { } number ? ulong.Parse(number, CultureInfo.InvariantCulture) : null;
            return await SimulateAsync(path, parsed.GetValue(simulate), luck, parsed.GetValue(set) ?? [], output, error, cancellation);
        });
        return command;
    }

    private static async Task<int> SimulateAsync(string path, int sample, ulong? seed, string[] set, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        Resimulated again;
        try
        {
            bool isSensitivity = ExperimentFolder.WhatIn(Manifest.Load(Path.Combine(path, Manifest.FileName))) == IndicesTable.What;
            again = isSensitivity ? await Task.Run(() => SensitivityResimulation.RunAsync(path, sample, seed, cancellation: cancellation), CancellationToken.None)
                : await Task.Run(() => Resimulation.RunAsync(path, study => StudyFile.Bind(study.ToJsonString(), "study", Directory.GetCurrentDirectory(), set), sample, seed, cancellation: cancellation), CancellationToken.None);
        }
        // who says where the population file lies wants the simulation
        catch (Exception problem) when (problem is ReplayException or StudyException && set.Length == 0)
        {
            await error.WriteLineAsync($"Note: nothing was simulated again: {(problem is StudyException study ? study.Errors[0].ToString() : ((ReplayException)problem).Sentence)}.");
            return ExitCode.Done;
        }
        catch (ReplayException problem)
        {
            await error.WriteLineAsync("asem verify: " + problem.Sentence);
            return problem.Kind.ExitCode;
        }
        foreach (string done in again.Done) await output.WriteLineAsync(done);
        foreach (string note in again.Notes) await error.WriteLineAsync($"Note: {note}.");
        foreach (var finding in again.Findings) await error.WriteLineAsync(finding.ToString());
        return again.Findings.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
