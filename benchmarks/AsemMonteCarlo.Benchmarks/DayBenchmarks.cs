using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>How long does a day of one couple take, by lane type, and what do shared draws save? Means are per dyad-day.</summary>
public class DayBenchmarks
{
    private const int Dyads = 64, Points = 64, Days = 10;
    private IDayBlock shared = null!, single = null!;

    /// <summary>Lane types of this machine.</summary>
    public static IEnumerable<string> AllLanes => DayBlocks.Lanes;

    /// <summary>The lane type.</summary>
    [ParamsSource(nameof(AllLanes))]
    public string Lanes { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        shared = DayBlocks.Create(Lanes, Dyads, Points);
        single = DayBlocks.Create(Lanes, Dyads, 1);
        // otherwise the number of calls is chosen while the kernels are still slow, and the measuring ends before they are fast
        DayBlocks.Warm(SharedDraws);
        DayBlocks.Warm(OnePoint);
    }

    [BenchmarkCategory(Settings.Quick)]
    [Benchmark(Baseline = true, OperationsPerInvoke = Dyads * Points * Days)]
    public void SharedDraws() => shared.Run(Days);

    [Benchmark(OperationsPerInvoke = Dyads * Days)]
    public void OnePoint() => single.Run(Days);
}
