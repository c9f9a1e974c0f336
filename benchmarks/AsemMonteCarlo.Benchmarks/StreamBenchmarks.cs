using AsemMonteCarlo.Numerics.Streams;
using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>What do random words cost, as words and as the draws of a day? Means are per word and per dyad-day.</summary>
public class StreamBenchmarks
{
    private const int Counters = 1024, Dyads = 64;
    private readonly uint[] words = new uint[4 * Counters];
    private IDayBlock block = null!;

    /// <summary>Lane types of this machine.</summary>
    public static IEnumerable<string> AllLanes => DayBlocks.Lanes;

    /// <summary>The lane type of draws; words take the widest vectors there are.</summary>
    [ParamsSource(nameof(AllLanes))]
    public string Lanes { get; set; } = "";

    [GlobalSetup]
    public void Setup() => block = DayBlocks.Create(Lanes, Dyads, 1);

    [Benchmark(OperationsPerInvoke = 4 * Counters)]
    public void PhiloxWords() => Philox.Fill(words, Counters, 0, 1, 2, 3, 4);

    [Benchmark(OperationsPerInvoke = Dyads)]
    public void DayDraws() => block.Draw(7);
}
