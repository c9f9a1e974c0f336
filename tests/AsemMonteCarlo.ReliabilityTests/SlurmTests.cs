using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.ReliabilityTests;

/// <summary>A study in parts on a real Slurm of one node: parts are preempted, killed, sent back, starved of disk and lost with their node; what comes out has the digest of one machine.</summary>
[Trait("Needs", "Slurm")]
public sealed class SlurmTests : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    // long enough that a part can be caught in the middle
    private static readonly string[] settings = ["--set", $"dyads={Reduced.Size(1_200_000, 360_000)}", "--set", "horizon_days=365"];

    private readonly Workplace here = new();
    private readonly Dictionary<string, string> environment = new() { ["ASEM_COMMIT_SECONDS"] = "0.2" };

    public void Dispose()
    {
        if (environment.ContainsKey("SLURM_CONF")) Shell($"bash {Script} down {here["slurm"]}; umount -l {here["cluster"]}/parts/part-* 2>/dev/null || true");
        here.Dispose();
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "slurm.sh");

    [Fact]
    public void Parts_that_are_preempted_killed_sent_back_starved_and_lost_are_named_and_end_with_the_digest_of_one_machine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/sbin/slurmctld") && File.Exists("/usr/sbin/munged"), "a Slurm of one's own needs root, and the packages slurm-wlm and munge");
        int parts = Reduced.Size(16, 4);
        var watch = Stopwatch.StartNew();
        string study = here.Small(), folder = here["cluster"];
        Asem.Succeed(["run", study, "--output", here["whole"], "--quiet", .. settings]);
        string digest = Asem.Succeed("verify", here["whole"], "--digest").Output.Trim();
        environment["SLURM_CPUS"] = parts.ToString(CultureInfo.InvariantCulture);
        environment["SLURM_CONF"] = Shell($"bash {Script} up {here["slurm"]}").Trim();

        Assert.Contains("submit with: bash", Asem.Succeed(environment, ["cluster", "slurm", study, "--shards", $"{parts}", "--output", folder, .. settings]).Output, StringComparison.Ordinal);
        // the disk of one part is too small for anything
        string starved = Part(folder, parts, parts);
        Directory.CreateDirectory(starved);
        Shell($"mount -t tmpfs -o size=64k tmpfs {starved}");
        string array = Submit(folder);
        // all begin; a part has something to lose once it has committed
        Wait("a commit of parts 1 to 3", () => Enumerable.Range(1, 3).All(n => Committed(folder, n, parts)));
        // whoever is more urgent takes every processor, and parts begin again behind it
        string urgent = Shell($"sbatch --parsable --partition=urgent --ntasks={parts} --output=/dev/null --wrap 'sleep 1'").Trim();
        Wait("the end of the urgent job", () => Shell($"squeue -h -j {urgent} -t PD,R,CG,CF 2>/dev/null || true").Trim().Length == 0);
        int preempted = Shell($"scontrol show job -o {array}").Split('\n').Count(job => job.Contains("Restarts=1", StringComparison.Ordinal));
        Assert.True(preempted >= 3, $"{preempted} parts were preempted");
        Wait("the second start of parts 1 and 2", () => Enumerable.Range(1, 2).All(n => Shell($"squeue -h -t R -j {array}_{n} 2>/dev/null || true").Trim().Length > 0));
        Shell($"scancel --signal=KILL {array}_1");
        Shell($"scontrol requeue {array}_2");
        Wait("the third start of part 2", () => Shell($"squeue -h -t R -j {array}_2 2>/dev/null || true").Trim().Length > 0);
        // the node is lost for a moment; what runs on it is sent back once more
        Shell("scontrol update NodeName=$(hostname -s) State=DOWN Reason=test; sleep 1; scontrol update NodeName=$(hostname -s) State=RESUME || true");
        WaitForJobs();
        var status = JsonNode.Parse(Asem.Run("status", folder, "--json").Output)!;
        Assert.False((bool)status["merged"]!);
        string missing = Asem.Succeed("status", folder, "--missing").Output.Trim();
        // Slurm starts neither a killed part nor one that failed again; those that it sent back are finished
        Assert.Equal($"1,{parts}", missing);
        Assert.Contains("submits", Asem.Run("status", folder).Output, StringComparison.Ordinal);

        Shell($"umount -l {starved}");
        string again = Submit(folder);
        Assert.NotEqual(array, again);
        WaitForJobs();
        var ended = Asem.Succeed("status", folder);
        Assert.Contains("merged", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith($"digest {digest}\n", Asem.Succeed("verify", Path.Combine(folder, "run"), "--simulate", "0").Output, StringComparison.Ordinal);
        // nothing is left to submit
        Assert.Equal("\n", Asem.Succeed("status", folder, "--missing").Output);
        Assert.DoesNotContain("job", Shell($"bash {folder}/submit.sh"), StringComparison.Ordinal);
        string said = string.Create(CultureInfo.InvariantCulture, $"slurm: {parts} parts, {preempted} preempted, 1 killed, 1 sent back, 1 node lost, 1 disk full; submitted again: {missing}; digest as on one machine; {watch.Elapsed.TotalSeconds:F0} s");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Console.WriteLine(said);
    }

    private string Submit(string folder)
    {
        string said = Shell($"bash {folder}/submit.sh");
        return said.Split('\n').First(l => l.StartsWith("parts ", StringComparison.Ordinal)).Split(' ')[^1];
    }

    private static string Part(string folder, int number, int parts) => Path.Combine(folder, "parts", "part-" + number.ToString(CultureInfo.InvariantCulture).PadLeft(parts.ToString(CultureInfo.InvariantCulture).Length, '0'));

    private static bool Committed(string folder, int number, int parts) => Directory.Exists(Part(folder, number, parts)) && Directory.EnumerateFiles(Part(folder, number, parts), "part-*.sums.parquet").Any();

    // sent-back jobs wait some seconds before they begin again
    private void WaitForJobs() => Wait("the end of all jobs", () => Shell("squeue -h -t PD,R,CG,CF,S,RQ").Trim().Length == 0);

    private static void Wait(string what, Func<bool> isThere)
    {
        var watch = Stopwatch.StartNew();
        while (!isThere())
        {
            Assert.True(watch.Elapsed < patience, $"waited in vain for {what}");
            Thread.Sleep(100);
        }
    }

    private string Shell(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command}: exit code {process.ExitCode}\n{error.Result}");
        return output.Result;
    }
}
