using System.Numerics;
using AsemMonteCarlo.Sensitivity.Intervals;
using AsemMonteCarlo.Sensitivity.Screening;

namespace AsemMonteCarlo.Sensitivity.Coalitions;

/// <summary>
/// All 2ᵏ on/off combinations of k switches, again at every point: points differ in nothing but the luck of a stochastic model. Row number =
/// point · <see cref="Members"/> + coalition; bit i of a coalition is switch i, off at its smallest and on at its largest value.
/// </summary>
public sealed class CoalitionDesign
{
    /// <summary>Largest number of switches.</summary>
    public const int MaximumSwitches = 16;

    private readonly (double Off, double On)[] ends;

    /// <summary>A design over switches.</summary>
    /// <param name="factors">Factors with two values each; groups are not looked at.</param>
    /// <param name="seed">Seed that indices carry.</param>
    /// <exception cref="ArgumentException">A factor has more values than two.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than <see cref="MaximumSwitches"/>.</exception>
    public CoalitionDesign(IReadOnlyList<Factor> factors, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count is < 1 or > MaximumSwitches) throw new ArgumentOutOfRangeException(nameof(factors), factors.Count, $"coalitions are of 1 to {MaximumSwitches} switches");
        // the quantiles of two values are those two
        const int steps = 1 << 10;
        foreach (var factor in factors)
            if (Enumerable.Range(0, steps).Select(i => factor.Distribution.Quantile((i + 0.5) / steps)).Distinct().Take(3).Count() != 2)
                throw new ArgumentException($"the factor {factor.Name} is no switch: coalitions need factors of two values, such as boolean ones", nameof(factors));
        (Factors, Seed, ends) = ([.. factors], seed, [.. factors.Select(f => (f.Distribution.Minimum, f.Distribution.Maximum))]);
    }

    /// <summary>The switches.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>Seed that indices carry.</summary>
    public ulong Seed { get; }

    /// <summary>Rows of a point: 2ᵏ.</summary>
    public int Members => 1 << Factors.Count;

    /// <summary>Values of one row.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="values">One place per switch.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Row(long row, Span<double> values)
    {
        if (values.Length != ends.Length) throw new ArgumentException($"{ends.Length} values are needed", nameof(values));
        long coalition = row % Members;
        for (int i = 0; i < ends.Length; i++) values[i] = (coalition >> i & 1) != 0 ? ends[i].On : ends[i].Off;
    }
}

/// <summary>
/// What each switch adds to an output, exactly over all combinations: Shapley values and interactions in the output's own unit, with
/// intervals over points. They are linear in the outputs, so noise adds width and no bias.
/// </summary>
/// <remarks>Sources: Shapley (1953, A value for n-person games); Grabisch and Roubens (1999, An axiomatic approach to the concept of
/// interaction among players in cooperative games). With luck common to the rows of a point, switches that do nothing come out
/// exactly 0 and small effects much tighter; large effects may be looser. Points may come in any order: sums are exact.</remarks>
public sealed class CoalitionAnalysis
{
    private static readonly string[] ofSwitch = ["shapley_value", "alone", "last"];

    private readonly int switches, statistics;
    private readonly UnboundedSum[] sums, squares;
    private readonly long[] points, dropped;
    private readonly double[] values, shapley, interactions;

    /// <summary>Makes an analysis without points.</summary>
    /// <param name="design">The design.</param>
    /// <param name="outputs">Outputs of a run, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no output.</exception>
    public CoalitionAnalysis(CoalitionDesign design, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (Design, Outputs, switches) = (design, outputs, design.Factors.Count);
        statistics = ofSwitch.Length * switches + switches * (switches - 1) / 2 + 1;
        sums = [.. Enumerable.Range(0, outputs * statistics).Select(_ => new UnboundedSum())];
        squares = [.. Enumerable.Range(0, outputs * statistics).Select(_ => new UnboundedSum())];
        (points, dropped) = (new long[outputs], new long[outputs]);
        (values, shapley, interactions) = (new double[design.Members], new double[switches], new double[switches * (switches - 1) / 2]);
    }

    /// <summary>The design.</summary>
    public CoalitionDesign Design { get; }

    /// <summary>Outputs of a run.</summary>
    public int Outputs { get; }

    /// <summary>Takes in the runs of a point.</summary>
    /// <param name="outputs">[coalition][output]; a point with a value that is not finite is left out of that output and counted.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void Add(ReadOnlySpan<double> outputs)
    {
        if (outputs.Length != Design.Members * Outputs) throw new ArgumentException($"{Design.Members * Outputs} values are needed", nameof(outputs));
        int all = Design.Members - 1;
        for (int output = 0; output < Outputs; output++)
        {
            bool usable = true;
            for (int s = 0; s <= all; s++)
            {
                values[s] = outputs[s * Outputs + output];
                usable &= Math.Abs(values[s]) < 1e150; // squares of sums are finite
            }
            if (!usable)
            {
                dropped[output]++;
                continue;
            }
            points[output]++;
            int at = output * statistics;
            double[] v = [.. values];
            CoalitionGame.ToDividends(values);
            CoalitionGame.Shapley(values, shapley);
            CoalitionGame.Interactions(values, interactions);
            for (int i = 0; i < switches; i++)
            {
                Take(at++, shapley[i]);
                Take(at++, v[1 << i] - v[0]);
                Take(at++, v[all] - v[all ^ 1 << i]);
            }
            foreach (double interaction in interactions) Take(at++, interaction);
            Take(at, v[all] - v[0]);
        }
    }

    /// <summary>Points that an output could not use.</summary>
    /// <param name="output">Output, from 0.</param>
    public long Dropped(int output = 0) => dropped[output];

    /// <summary>
    /// For each switch <c>shapley_value</c>, <c>alone</c> (beside nothing else) and <c>last</c> (beside all others); for each pair its
    /// Shapley <c>interaction</c>; <c>all</c>, of all switches together. All in the output's unit; Student intervals over points, none with one point.
    /// </summary>
    /// <param name="output">Output, from 0.</param>
    /// <param name="level">Coverage of intervals, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">No such output, or level out of range.</exception>
    public IReadOnlyList<SensitivityIndex> Indices(int output = 0, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs);
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "a level lies between 0 and 1");
        string[] names = [.. Design.Factors.Select(f => f.Name)];
        var list = new List<SensitivityIndex>();
        int at = output * statistics;
        foreach (string name in names)
            foreach (string index in ofSwitch) list.Add(Index(index, output, at++, level, name));
        for (int i = 0; i < switches; i++)
            for (int j = i + 1; j < switches; j++) list.Add(Index("interaction", output, at++, level, names[i], names[j]));
        list.Add(Index("all", output, at, level));
        return list;
    }

    private SensitivityIndex Index(string index, int output, int at, double level, params string[] factors)
    {
        long n = points[output];
        double mean = n == 0 ? double.NaN : (sums[at].Value.Value) / n;
        // of one point, or of a model without noise, there is nothing to tell an interval from
        double half = n < 2 ? double.NaN : Quantiles.Student(level, n - 1) * Math.Sqrt(TwoDoubles.Variance(n, sums[at].Value, squares[at].Value) / n);
        return new("coalitions", index, "all_combinations", n > 1 ? "mean" : "deterministic", factors, mean, mean - half, mean + half, double.IsNaN(half) ? double.NaN : level, n * Design.Members, Design.Seed);
    }

    private void Take(int at, double statistic)
    {
        sums[at].Add(statistic);
        squares[at].AddSquare(statistic);
    }
}
