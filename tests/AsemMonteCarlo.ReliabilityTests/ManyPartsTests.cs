using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.ReliabilityTests;

/// <summary>Thousands of small parts are merged to the digest of one run, with time and memory that a login node has.</summary>
public sealed class ManyPartsTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public async Task Thousands_of_parts_merge_to_the_digest_of_one_run()
    {
        int parts = Reduced.Size(5000, 200);
        var cancellation = TestContext.Current.CancellationToken;
        // a part has sixteen couples
        var study = StudyFile.Load(here.Small(), [$"dyads={16 * parts}", "horizon_days=2"]);
        var (_, whole) = await StudyRun.ExecuteAsync(study, here["whole"], cancellation: cancellation);
        string folder = here["cluster"], file = here.Small();
        Asem.Succeed("cluster", "slurm", file, "--shards", $"{parts}", "--output", folder, "--set", $"dyads={16 * parts}", "--set", "horizon_days=2");
        string Part(int number) => Path.Combine(folder, "parts", "part-" + number.ToString(CultureInfo.InvariantCulture).PadLeft(parts.ToString(CultureInfo.InvariantCulture).Length, '0'));
        var watch = Stopwatch.StartNew();
        for (int number = 1; number <= parts; number++) await StudyRun.ExecuteAsync(study, Part(number), new RunOptions { Threads = 1, Shard = new Shard(number, parts) }, cancellation);
        double running = watch.Elapsed.TotalSeconds;
        watch.Restart();
        Assert.Equal("\n", Asem.Succeed("status", folder, "--missing").Output);
        double status = watch.Elapsed.TotalSeconds;
        watch.Restart();
        string merged = Asem.Succeed(["merge", .. Enumerable.Range(1, parts).Select(Part), "--output", Path.Combine(folder, "run"), "--json"]).Output;
        Assert.Contains(whole.Digest.ToString(), merged, StringComparison.Ordinal);
        string said = string.Create(CultureInfo.InvariantCulture, $"parts: {parts} run in {running:F1} s, their status read in {status:F2} s, merged in {watch.Elapsed.TotalSeconds:F1} s");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Console.WriteLine(said);
    }
}
