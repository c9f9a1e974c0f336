using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.ReliabilityTests;

/// <summary>Runs that are killed at random moments, again and again, end with the digest of one that was left alone.</summary>
public sealed class SoakTests : IDisposable
{
    private const int Kill = 9, Seed = 20180614;

    private static readonly string[] couples = ["--set", "dyads=2500", "--set", "horizon_days=60", "--set", "store.dyads=on", "--set", "store.trajectories={every: 20, couples: 700, arms: [all]}"];

    // two designs one after another, whose rows take some milliseconds
    private const string Sensitivity = """
        study: {dyads: 64, horizon_days: 40, settle_days: 2}
        factors: {population: , provision: }
        design:
          - {kind: morris, points: 24, keep: 0.1}
          - {points: 32, randomisations: 4, replicates: 2}
        outputs:
          - id: insecurity
            estimate: mean(insecurity@40)
        """;

    // commits come as often as they can, so that kills fall into every step of one
    private static readonly Dictionary<string, string> often = new() { ["ASEM_COMMIT_SECONDS"] = "0" };

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public Task Kills_at_random_moments_lose_nothing() => KillAsync("pathways", here.Small(), settings: couples, kills: Reduced.Size(200, 8));

    [Fact]
    public Task Kills_at_random_moments_lose_nothing_of_a_study_of_sensitivity()
    {
        File.WriteAllText(here["sensitivity.yaml"], Sensitivity);
        return KillAsync("sensitivity", here["sensitivity.yaml"], settings: ["--store-runs"], kills: Reduced.Size(100, 4));
    }

    private async Task KillAsync(string what, string study, string[] settings, int kills)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shell's env resets signals");
        var watch = Stopwatch.StartNew();
        Asem.Succeed(often, ["run", study, "--output", here["whole"], "--quiet", "--threads", "2", .. settings]);
        double whole = watch.Elapsed.TotalMilliseconds;
        string digest = Asem.Succeed("verify", here["whole"], "--digest").Output.Trim();

        var random = new Random(Seed);
        int killed = 0, folders = 0, resumed = 0, lost = 0, begun = 0, committed = 0;
        for (; killed < kills; folders++)
        {
            string folder = here[string.Create(CultureInfo.InvariantCulture, $"run{folders}")];
            for (int round = 0; ; round++)
            {
                using var process = Asem.StartInterruptible(often, ["run", study, "--resume", folder, "--quiet", "--threads", random.Next(1, 3).ToString(CultureInfo.InvariantCulture), .. settings]);
                if (killed < kills)
                {
                    // from before the runtime is up to after the end
                    await Task.Delay((int)(random.NextDouble() * 1.1 * whole), TestContext.Current.CancellationToken);
                    if (!process.HasExited) process.Kill();
                }
                var ended = Asem.End(process);
                if (ended.ExitCode == 128 + Kill)
                {
                    killed++;
                    if (File.Exists(Path.Combine(folder, "unfinished.json"))) begun++;
                    if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "part-*.parquet").Any()) committed++;
                    continue;
                }
                Assert.True(ended.ExitCode == 0, ended.Error);
                if (round > 0) resumed++;
                break;
            }
            if (!Asem.Succeed("verify", folder, "--simulate", "0").Output.EndsWith($"digest {digest}\n", StringComparison.Ordinal)) lost++;
            Directory.Delete(folder, recursive: true);
        }
        string said = string.Create(CultureInfo.InvariantCulture, $"soak of {what}: {killed} kills with seed {Seed} ({begun} in a run, {committed} of them after a commit), {folders} runs, {resumed} gone on with, {lost} with another digest, {watch.Elapsed.TotalSeconds:F0} s");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Console.WriteLine(said);
        Assert.Equal(0, lost);
        Assert.True(committed > 0, said);
    }
}
