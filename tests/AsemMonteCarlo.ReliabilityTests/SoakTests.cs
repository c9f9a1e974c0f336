using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.ReliabilityTests;

/// <summary>Runs that are killed at random moments, again and again, end with the digest of one that was left alone.</summary>
public sealed class SoakTests : IDisposable
{
    private const int Kill = 9, Seed = 20180614;

    private static readonly string[] settings = ["--set", "dyads=2500", "--set", "horizon_days=60", "--set", "store.dyads=on", "--set", "store.trajectories={every: 20, couples: 700, arms: [all]}"];

    // commits come as often as they can, so that kills fall into every step of one
    private static readonly Dictionary<string, string> often = new() { ["ASEM_COMMIT_SECONDS"] = "0" };

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public async Task Kills_at_random_moments_lose_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shell's env resets signals");
        int kills = Reduced.Size(200, 8);
        string study = here.Small();
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
                    if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "part-*.sums.parquet").Any()) committed++;
                    continue;
                }
                Assert.True(ended.ExitCode == 0, ended.Error);
                if (round > 0) resumed++;
                break;
            }
            if (!Asem.Succeed("verify", folder, "--simulate", "0").Output.EndsWith($"digest {digest}\n", StringComparison.Ordinal)) lost++;
            Directory.Delete(folder, recursive: true);
        }
        string said = string.Create(CultureInfo.InvariantCulture, $"soak: {killed} kills with seed {Seed} ({begun} in a run, {committed} of them after a commit), {folders} runs, {resumed} gone on with, {lost} with another digest, {watch.Elapsed.TotalSeconds:F0} s");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Console.WriteLine(said);
        Assert.Equal(0, lost);
        Assert.True(committed > 0, said);
    }
}
