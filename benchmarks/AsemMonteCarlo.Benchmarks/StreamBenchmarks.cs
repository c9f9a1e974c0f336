using AsemMonteCarlo.Numerics.Streams;
using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>What do random words cost, as words and as the draws of a day? Means are per word and per dyad-day.</summary>
public class StreamBenchmarks
{
    private const int Counters = 1024, Dyads = 64, Days = 10;
    private readonly uint[] words = new uint[4 * Counters];
    private Dictionary<string, IDayBlock> blocks = [];

    /// <summary>Lane types of this machine; words take the widest vectors there are whatever the lane type.</summary>
    public static IEnumerable<string> AllLanes => DayBlocks.Lanes;

    [GlobalSetup]
    public void Setup() => blocks = AllLanes.ToDictionary(lanes => lanes, lanes => DayBlocks.Create(lanes, Dyads, 1));

    [BenchmarkCategory(Settings.Quick)]
    [Benchmark(OperationsPerInvoke = 4 * Counters)]
    public void PhiloxWords() => Philox.Fill(words, Counters, 0, 1, 2, 3, 4);

    [Benchmark(OperationsPerInvoke = Dyads * Days)]
    [ArgumentsSource(nameof(AllLanes))]
    public void DayDraws(string lanes)
    {
        var block = blocks[lanes];
        for (int day = 0; day < Days; day++) block.Draw(day);
    }
}
