using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>An interrupted or killed run says how to go on, and the run that goes on has the digest of one that was left alone.</summary>
public sealed partial class InterruptionTests : IDisposable
{
    private const int HangUp = 1, Interrupt = 2, Kill = 9, Terminate = 15;

    // a few seconds of work, and one couple's block that takes longer than a test waits
    private static readonly string[] brief = ["--set", "dyads=8000", "--set", "horizon_days=40"];
    private static readonly string[] heavy = ["--set", "pathways.of=[safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation, self.efficacy, others.activity, others.support, others.expectation, self.attribution]", "--set", "horizon_days=3660", "--set", "dyads=100000"];

    private static readonly Dictionary<string, string> often = new() { ["ASEM_COMMIT_SECONDS"] = "0.05" };

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    [InlineData(HangUp, 129)]
    public async Task A_signal_ends_the_run_in_order_and_resume_gives_the_digest_of_a_whole_one(int signal, int code)
    {
        string[] settings = [.. brief, "--set", "store.trajectories={every: 20, couples: 500, arms: [all]}"];
        string whole = here["whole"], run = here["run"];
        Asem.Succeed(["run", here.Small(), "--output", whole, "--quiet", .. settings]);
        using var process = Start(["run", here.Small(), "--output", run, "--json", .. settings]);
        await CommittedAsync(process);
        Send(process, signal);
        var ended = Asem.End(process);
        Assert.Equal(code, ended.ExitCode);
        Assert.Equal(2, ended.ErrorLines.Count);
        Assert.Contains("the couples in work are finished first", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains($"of 8,000 couples are done; go on with: asem run --resume {run}", ended.ErrorLines[1], StringComparison.Ordinal);
        var said = JsonNode.Parse(ended.Output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(("unfinished", "interrupted"), ((string?)said["event"], (string?)said["why"]));
        long done = (long)said["couples"]!;
        Assert.InRange(done, 1, 7_999);

        var verified = Asem.Run("verify", run);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains(FormattableString.Invariant($"{run} is unfinished: {done:N0} of 8,000 couples are done; go on with: asem run --resume {run}"), Assert.Single(verified.ErrorLines), StringComparison.Ordinal);

        // without the study, which the folder knows
        var resumed = Asem.Succeed("run", "--resume", run, "--threads", "1");
        Assert.Contains(FormattableString.Invariant($"going on after {done:N0} of 8,000 couples"), resumed.Error, StringComparison.Ordinal);
        Assert.Contains(RunVerbTests.Digest(whole), resumed.Output, StringComparison.Ordinal);
        Assert.Equal(Asem.Succeed("verify", whole, "--digest").Output, Asem.Succeed("verify", run, "--digest").Output);
        Assert.Equal(Names(whole), Names(run));

        var again = Asem.Succeed("run", "--resume", run);
        Assert.Contains($"{run} is finished already; digest {RunVerbTests.Digest(whole)}", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_ends_a_study_of_sensitivity_in_order_and_resume_gives_the_digest_of_a_whole_one()
    {
        string whole = here["whole"], run = here["run"], study = here["sensitivity.yaml"];
        File.WriteAllText(study, """
            study: {dyads: 64, horizon_days: 40, settle_days: 2}
            factors: {population: , provision: }
            design: {points: 256, randomisations: 8}
            outputs:
              - id: insecurity
                estimate: mean(insecurity@40)
            """);
        Asem.Succeed("run", study, "--output", whole, "--quiet", "--store-runs");
        using var process = Start(["run", study, "--output", run, "--json", "--store-runs"]);
        await CommittedAsync(process);
        Send(process, Interrupt);
        var ended = Asem.End(process);
        Assert.Equal(130, ended.ExitCode);
        Assert.Contains("the rows in work are finished first", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains($" rows are done; go on with: asem run --resume {run}", ended.ErrorLines[1], StringComparison.Ordinal);
        var said = JsonNode.Parse(ended.Output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(("unfinished", "interrupted"), ((string?)said["event"], (string?)said["why"]));
        long done = (long)said["rows"]!;
        Assert.InRange(done, 1, 256 * 6 - 1);
        Assert.Contains(FormattableString.Invariant($"{run} is unfinished: {done:N0} rows are done; go on with: asem run --resume {run}"), Asem.Run("verify", run).Error, StringComparison.Ordinal);

        var refused = Asem.Run("run", study, "--resume", run, "--set", "design.points=512");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("its settings (--set, --seed) are design.points=512 instead of none", refused.Error, StringComparison.Ordinal);

        // without the study and its options, which the folder knows
        var resumed = Asem.Succeed("run", "--resume", run);
        Assert.Contains(FormattableString.Invariant($"going on after {done:N0} rows"), resumed.Error, StringComparison.Ordinal);
        Assert.Equal(Asem.Succeed("verify", whole, "--digest").Output, Asem.Succeed("verify", run, "--digest").Output);
        Assert.Equal(Names(whole), Names(run));
        Assert.Contains("is finished already", Asem.Succeed("run", "--resume", run).Output, StringComparison.Ordinal);
        Assert.Contains("rows of 1,536 run again have the same bits", Asem.Succeed("verify", run).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_stops_at_once_and_a_run_that_committed_nothing_leaves_nothing()
    {
        Directory.CreateDirectory(here["there"]);
        foreach (string output in new[] { here["out"], here["there"] })
        {
            bool existed = Directory.Exists(output);
            using var process = Start(["run", here.Small(), "--output", output, .. heavy]);
            while (!File.Exists(Path.Combine(output, "unfinished.json"))) await Task.Delay(20, TestContext.Current.CancellationToken);
            await Task.Delay(500, TestContext.Current.CancellationToken);
            Send(process, Interrupt);
            Assert.Contains("interrupt again to stop at once", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.False(process.WaitForExit(300));
            var watch = Stopwatch.StartNew();
            Send(process, Interrupt);
            var ended = Asem.End(process);
            Assert.Equal((130, "asem: interrupted; nothing was written\n"), (ended.ExitCode, ended.Error));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed.TotalSeconds:F1} s");
            Assert.Equal(existed, Directory.Exists(output));
            if (existed) Assert.Empty(Directory.GetFileSystemEntries(output));
        }
    }

    [Fact]
    public async Task A_killed_run_is_gone_on_with_while_no_other_process_can_and_only_as_it_was_begun()
    {
        string whole = here["whole"], run = here["run"], study = here.Small();
        string[] settings = [.. brief, "--set", "store.dyads=on", "--set", "dyads=6000"];
        Asem.Succeed(["run", study, "--output", whole, "--quiet", .. settings]);
        using var process = Start(["run", study, "--output", run, "--json", .. settings]);
        await CommittedAsync(process);
        var second = Asem.Run("run", "--resume", run);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"Another process is running in folder '{run}'", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        Send(process, Kill);
        Assert.Equal(137, Asem.End(process).ExitCode);

        Refused($"'seed' is 8 instead of 7", "--resume", run, "--seed", "8");
        Refused($"'horizon_days' is 20 instead of 40", study, "--resume", run);
        Refused($"'pathways.of' is", [study, "--resume", run, .. settings, "--set", "pathways.of=[safe.bond]"]);
        Refused($"'shard' is 1/2 instead of 1/1", "--resume", run, "--shard", "1/2");
        Refused($"not empty", [study, "--output", run, .. settings]);
        var precise = Asem.Run(new Dictionary<string, string> { ["ASEM_LANES"] = "double" }, "run", "--resume", run);
        Assert.Equal(2, precise.ExitCode);
        Assert.Contains("begun in single precision", precise.Error, StringComparison.Ordinal);

        var resumed = Asem.Succeed(["run", study, "--resume", run, "--json", .. settings]);
        var events = resumed.Output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(("resumed", "answer"), ((string?)events[0]["event"], (string?)events[^1]["event"]));
        Assert.Equal(RunVerbTests.Digest(whole), (string?)events[^1]["digest"]);
        Asem.Succeed("verify", run);
        Refused("'seed' is 8 instead of 7", "--resume", run, "--seed", "8");
        Assert.Equal("finished", (string?)JsonNode.Parse(Asem.Succeed(["run", study, "--resume", run, "--json", .. settings]).Output)!["event"]);
    }

    [Fact]
    public void What_cannot_be_gone_on_with_is_refused()
    {
        string study = here.Small(), empty = here["empty"];
        Directory.CreateDirectory(empty);
        Refused("--output and --resume exclude each other", study, "--resume", empty, "--output", here["out"]);
        Refused("'--output' is required", study);
        Refused("the path of the study", "--output", here["out"]);
        Refused("there is no unfinished run in it; name the study", "--resume", empty);
        Refused("no such folder; name the study", "--resume", here["nowhere"]);
        string factors = here.Write("factors.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 64}\n");
        Refused("--resume and --extend exclude each other", factors, "--resume", empty, "--extend", empty);
        Refused("--fail are for studies of sensitivity", study, "--output", here["out"], "--fail", "fast");
        Refused("--fail fats; did you mean 'fast'?", factors, "--output", here["out"], "--fail", "fats");
        Asem.Succeed("run", factors, "--output", here["indices"], "--quiet");
        Refused("it is none of a study of pathways", study, "--resume", here["indices"]);
        Refused("settings are those that the run began with", "--resume", here["indices"], "--seed", "3");
        var interval = Asem.Run(new Dictionary<string, string> { ["ASEM_COMMIT_SECONDS"] = "soon" }, "run", study, "--output", here["out"]);
        Assert.Equal(2, interval.ExitCode);
        Assert.Contains("ASEM_COMMIT_SECONDS", interval.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(empty));
        // with the study, one is begun
        Asem.Succeed("run", study, "--resume", empty, "--quiet");
        Asem.Succeed("verify", empty);
    }

    [Fact]
    public async Task A_population_file_is_found_again_from_any_folder()
    {
        string study = here.Write("rows.yaml", Workplace.SmallStudy + "population: {file: rows.csv}\n");
        here.Write("rows.csv", "anxiety,avoidance\n" + string.Concat(Enumerable.Range(0, 80).Select(i => FormattableString.Invariant($"{1 + i % 7},{1 + i % 5}\n"))));
        string run = here["run"];
        using (var process = Start(["run", study, "--output", run, "--json", "--set", "horizon_days=200", "--set", "dyads=6000"]))
        {
            await CommittedAsync(process);
            Send(process, Interrupt);
            Assert.Equal(130, Asem.End(process).ExitCode);
        }
        Asem.Succeed("run", "--resume", run, "--quiet");
        Asem.Succeed("verify", run);
    }

    private static Process Start(string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill(2), and the shell's env resets them");
        return Asem.StartInterruptible(often, arguments);
    }

    private static async Task CommittedAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.Contains("\"committed\"", StringComparison.Ordinal)) return;
        Assert.Fail(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static void Refused(string expected, params string[] arguments)
    {
        var ended = Asem.Run(["run", .. arguments]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    private static string?[] Names(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private static void Send(Process process, int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
