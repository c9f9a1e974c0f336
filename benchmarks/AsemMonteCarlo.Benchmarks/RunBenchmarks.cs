using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>How long does a small study take from its text to sealed tables, with and without a row for each couple? All threads; 64 design points, 90 days.</summary>
public class RunBenchmarks
{
    private readonly string folder = Directory.CreateTempSubdirectory("asem-benchmark-").FullName;
    private Study study = null!;
    private int count;

    /// <summary>Whether rows of couples are stored.</summary>
    [Params(false, true)]
    public bool Rows { get; set; }

    [GlobalSetup]
    public void Setup() => study = StudyFile.Bind(
        "{dyads: 256, horizon_days: 90, settle_days: 30, pathways: {of: [safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation, self.efficacy]}}", "benchmark", "", [$"store.dyads={(Rows ? "on" : "off")}"]);

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(folder, recursive: true);

    [Benchmark]
    [BenchmarkCategory(Settings.Quick)]
    public async Task<long> FromStudyToTables()
    {
        string output = Path.Combine(folder, $"{count++}");
        var (run, _) = await StudyRun.ExecuteAsync(study, output);
        Directory.Delete(output, recursive: true);
        return run.DyadDays;
    }
}
