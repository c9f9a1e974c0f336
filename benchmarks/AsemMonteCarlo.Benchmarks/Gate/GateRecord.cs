using System.Globalization;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>Recorded pairs in the order of time, on which the rule is tried: what share of runs, begun anywhere in such a record, would end how?</summary>
internal static class GateRecord
{
    /// <summary>Header of a record.</summary>
    public const string Header = "label,pair,first,measure,before_ns,after_ns";

    // pairs that follow each other share the machine's mood
    private const int Block = 10;

    /// <summary>Reads records.</summary>
    /// <returns>Of each label and measure, the ratios in order.</returns>
    public static IReadOnlyDictionary<string, Dictionary<string, double[]>> Read(IEnumerable<string> files) =>
        files.SelectMany(file => File.ReadLines(file).Skip(1).Select(line => line.Split(',')))
            .GroupBy(cells => cells[0])
            .ToDictionary(label => label.Key, label => label.GroupBy(cells => cells[3]).ToDictionary(m => m.Key, m => m.Select(c => Number(c[5]) / Number(c[4])).ToArray()));

    /// <summary>Replays the rule on resamples of a record, made of blocks of neighbouring pairs.</summary>
    /// <param name="ratios">Of each measure, the ratios in order.</param>
    /// <param name="resamples">How many.</param>
    /// <param name="most">Most pairs of a run.</param>
    /// <param name="seed">Seed.</param>
    public static (int Regression, int None, int Undecided, double Pairs) Replay(IReadOnlyDictionary<string, double[]> ratios, int resamples, int most, int seed)
    {
        var random = new Random(seed);
        int length = ratios.Values.Min(r => r.Length), regression = 0, none = 0;
        long pairs = 0;
        for (int i = 0; i < resamples; i++)
        {
            int[] at = [.. Enumerable.Range(0, (most + Block - 1) / Block).SelectMany(_ => { int first = random.Next(length); return Enumerable.Range(first, Block); }).Take(most).Select(p => p % length)];
            var (verdict, used) = GateRule.Replay(ratios.ToDictionary(r => r.Key, r => at.Select(p => r.Value[p]).ToArray()), most);
            pairs += used;
            if (verdict == GateVerdict.Regression) regression++;
            else if (verdict == GateVerdict.NoRegression) none++;
        }
        return (regression, none, resamples - regression - none, (double)pairs / resamples);
    }

    /// <summary>Bounds of a share by Clopper and Pearson at 95 %.</summary>
    public static (double Low, double High) Interval(int hits, int of) =>
        (hits == 0 ? 0 : Beta.InvCDF(hits, of - hits + 1, 0.025), hits == of ? 1 : Beta.InvCDF(hits + 1, of - hits, 0.975));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
