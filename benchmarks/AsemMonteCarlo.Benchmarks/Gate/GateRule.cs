using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>What is known after some pairs of processes.</summary>
internal enum GateVerdict
{
    /// <summary>Neither could be shown within the pairs allowed.</summary>
    Undecided,

    /// <summary>No measure of the suite is slower by the slowdown that must be caught.</summary>
    NoRegression,

    /// <summary>Some measure is slower by more than what is tolerated.</summary>
    Regression,
}

/// <summary>Where a measure stands.</summary>
/// <param name="Measure">Name of the measure.</param>
/// <param name="Pairs">Pairs of processes.</param>
/// <param name="Ratio">Estimate of time after over time before.</param>
/// <param name="Low">Lower bound on which a regression is judged.</param>
/// <param name="High">Upper bound on which its absence is judged.</param>
internal sealed record GateMeasure(string Measure, int Pairs, double Ratio, double Low, double High);

/// <summary>
/// Decides by a group-sequential test on paired ratios of whole processes. At each look and for each measure, the trimmed mean of
/// the logarithms of the ratios has an interval by Yuen (1974). A regression is called once a lower bound lies above the tolerance, at
/// the level of false alarms shared out (Bonferroni) over measures and looks; the suite passes once every upper bound lies below the slowdown, at the level of misses
/// shared out over looks. Sharing out makes both rates upper bounds whatever the dependence between looks and measures; that the processes'
/// noise is as the t distribution has it is what the recorded evidence is for.
/// </summary>
internal static class GateRule
{
    /// <summary>The slowdown that must be caught, as a ratio.</summary>
    public const double Slowdown = 1.05;

    /// <summary>The slowdown that nobody is stopped for, as a ratio: layouts of the same code in memory differ by as much.</summary>
    public const double Tolerated = 1.01;

    /// <summary>Most unchanged commits that may fail.</summary>
    public const double FalseAlarms = 0.01;

    /// <summary>Most slowdowns that may be missed.</summary>
    public const double Misses = 0.05;

    // share of pairs cut off at either end
    private const double Trimmed = 0.2;

    /// <summary>Numbers of pairs after which is looked.</summary>
    public static IReadOnlyList<int> Looks { get; } = [6, 8, 10, 13, 16, 20, 25, 32, 40];

    /// <summary>Judges by the pairs so far; only meant at looks.</summary>
    /// <param name="ratios">Of each measure, time after over time before of every pair, positive.</param>
    public static (GateVerdict Verdict, IReadOnlyList<GateMeasure> Measures) Judge(IReadOnlyDictionary<string, IReadOnlyList<double>> ratios)
    {
        double alarm = FalseAlarms / ratios.Count / Looks.Count, miss = Misses / Looks.Count;
        var measures = ratios.Select(r => Bounds(r.Key, r.Value, alarm, miss)).ToList();
        var verdict = measures.Any(m => m.Low > Tolerated) ? GateVerdict.Regression : measures.All(m => m.High < Slowdown) ? GateVerdict.NoRegression : GateVerdict.Undecided;
        return (verdict, measures);
    }

    /// <summary>Goes through recorded pairs as a live run would.</summary>
    /// <param name="ratios">Of each measure, the ratios in the order in which they are met.</param>
    /// <param name="most">Most pairs.</param>
    public static (GateVerdict Verdict, int Pairs) Replay(IReadOnlyDictionary<string, double[]> ratios, int most)
    {
        int available = Math.Min(most, ratios.Values.Min(r => r.Length)), looked = 0;
        foreach (int look in Looks.TakeWhile(look => look <= available))
        {
            looked = look;
            var (verdict, _) = Judge(ratios.ToDictionary(r => r.Key, IReadOnlyList<double> (r) => new ArraySegment<double>(r.Value, 0, look)));
            if (verdict != GateVerdict.Undecided) return (verdict, look);
        }
        return (GateVerdict.Undecided, looked);
    }

    private static GateMeasure Bounds(string measure, IReadOnlyList<double> ratios, double alarm, double miss)
    {
        int n = ratios.Count, cut = (int)(Trimmed * n), kept = n - 2 * cut;
        double[] sorted = [.. ratios.Select(ratio => Math.Log(ratio)).Order()];
        double mean = sorted.Skip(cut).Take(kept).Average();
        double[] winsorised = [.. sorted.Select(x => Math.Clamp(x, sorted[cut], sorted[n - 1 - cut]))];
        double centre = winsorised.Average(), squares = winsorised.Sum(x => (x - centre) * (x - centre));
        double error = Math.Sqrt(squares / (kept * (kept - 1.0)));
        double Quantile(double level) => StudentT.InvCDF(0, 1, kept - 1, 1 - level);
        return new GateMeasure(measure, n, Math.Exp(mean), Math.Exp(mean - Quantile(alarm) * error), Math.Exp(mean + Quantile(miss) * error));
    }
}
