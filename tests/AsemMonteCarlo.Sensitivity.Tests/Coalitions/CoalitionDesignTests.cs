using System.Numerics;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity.Coalitions;
using CsCheck;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests.Coalitions;

/// <summary>Attribution among switches over all their combinations.</summary>
public sealed class CoalitionDesignTests
{
    [Fact]
    public void Rows_are_all_combinations_with_the_ends_of_each_switch()
    {
        var design = new CoalitionDesign([new("a", Distribution.Boolean()), new("b", Distribution.Discrete([-2, 5]))]);
        Assert.Equal(4, design.Members);
        double[] values = new double[2];
        var rows = new List<(double, double)>();
        for (int row = 0; row < 8; row++)
        {
            design.Row(row, values);
            rows.Add((values[0], values[1]));
        }
        Assert.Equal([(0, -2), (1, -2), (0, 5), (1, 5), (0, -2), (1, -2), (0, 5), (1, 5)], rows);
    }

    [Fact]
    public void What_is_no_switch_and_what_does_not_fit_is_refused()
    {
        Assert.Contains("is no switch", Assert.Throws<ArgumentException>(() => new CoalitionDesign([new("x", Distribution.Uniform(0, 1))])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CoalitionDesign([new("x", Distribution.Discrete([1, 2, 3]))]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoalitionDesign([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoalitionDesign([.. Enumerable.Range(0, 17).Select(i => new Factor($"s{i}", Distribution.Boolean()))]));
        var analysis = new CoalitionAnalysis(new CoalitionDesign([new("a", Distribution.Boolean())]));
        Assert.Throws<ArgumentException>(() => analysis.Add([1, 2, 3]));
        Assert.All(analysis.Indices(), i => Assert.True(double.IsNaN(i.Estimate)));
    }

    // v(S) = Σ c_T [T ⊆ S]: φ_i = Σ_{T∋i} c_T / |T|, and the pair's interaction Σ_{T⊇ij} c_T / (|T| − 1)
    [Fact]
    public void Games_of_dividends_have_their_exact_values() => Gen.Select(Gen.Int[1, 5], Gen.ULong).Sample((k, seed) =>
    {
        double[] c = new double[1 << k];
        for (int t = 1; t < c.Length; t++) c[t] = (Philox.Words((uint)t, 0, 0, 3, seed).Item1 % 2001 - 1000.0) / 64;
        double[] v = [.. Enumerable.Range(0, c.Length).Select(s => Enumerable.Range(0, c.Length).Where(t => (t & s) == t).Sum(t => c[t]))];
        var analysis = new CoalitionAnalysis(Design(k));
        analysis.Add(v);
        var indices = analysis.Indices();
        double One(string index, params int[] switches) => indices.Single(i => i.Index == index && i.Factors.SequenceEqual(switches.Select(s => $"s{s}"))).Estimate;
        for (int i = 0; i < k; i++)
        {
            Assert.Equal(Enumerable.Range(1, c.Length - 1).Where(t => (t >> i & 1) != 0).Sum(t => c[t] / BitOperations.PopCount((uint)t)), One("shapley_value", i), 1e-9);
            Assert.Equal(c[1 << i], One("alone", i), 1e-9);
            Assert.Equal(Enumerable.Range(1, c.Length - 1).Where(t => (t >> i & 1) != 0).Sum(t => c[t]), One("last", i), 1e-9);
            for (int j = i + 1; j < k; j++)
                Assert.Equal(Enumerable.Range(1, c.Length - 1).Where(t => (t >> i & 1) != 0 && (t >> j & 1) != 0).Sum(t => c[t] / (BitOperations.PopCount((uint)t) - 1)), One("interaction", i, j), 1e-9);
        }
        Assert.Equal(v[^1] - v[0], One("all"), 1e-9);
        Assert.All(indices, i => Assert.True(double.IsNaN(i.Low) && i.Estimand == "deterministic"));
    });

    [Fact]
    public void Points_in_any_order_give_the_same_bits_and_a_failed_run_takes_its_point_out_of_its_output_alone()
    {
        double[][] points = [.. Enumerable.Range(0, 9).Select(p => Enumerable.Range(0, 16).Select(i => 1e9 + Noise(p, i, 4)).ToArray())];
        points[4][3] = double.NaN; // coalition 1, output 1
        SensitivityIndex[] Of(IEnumerable<double[]> ordered, int output)
        {
            var analysis = new CoalitionAnalysis(Design(3), 2);
            foreach (double[] point in ordered) analysis.Add(point);
            Assert.Equal(output, analysis.Dropped(output));
            return [.. analysis.Indices(output)];
        }
        foreach (int output in (int[])[0, 1])
        {
            var forth = Of(points, output);
            Assert.Equal(forth.Select(i => (i.Estimate, i.Low, i.High)), Of(points.Reverse(), output).Select(i => (i.Estimate, i.Low, i.High)));
            Assert.All(forth, i => Assert.True(double.IsFinite(i.Estimate) && i.Runs == (9 - output) * 8));
        }
    }

    /// <summary>False alarms of at most 1 % over all indices: the exact binomial test, seeds 1 to 2,000.</summary>
    [Fact]
    public void Intervals_cover_as_stated_with_luck_of_their_own_and_with_common_luck()
    {
        const int seeds = 2000, switches = 3, number = 8;
        const double level = 0.95;
        double[] v = [0, 1, 0.5, 1.75, 0, 1, 0.5, 1.75]; // the third switch does nothing
        foreach (bool isCommon in (bool[])[false, true])
        {
            int[]? hits = null;
            double nothing = 0;
            for (ulong seed = 1; seed <= seeds; seed++)
            {
                var analysis = new CoalitionAnalysis(Design(switches));
                double[] outputs = new double[1 << switches];
                for (int point = 0; point < number; point++)
                {
                    for (int s = 0; s < outputs.Length; s++) outputs[s] = v[s] + Noise(point, isCommon ? 0 : s, seed);
                    analysis.Add(outputs);
                }
                var exact = new CoalitionAnalysis(Design(switches));
                exact.Add(v);
                var truth = exact.Indices();
                var found = analysis.Indices(level: level);
                hits ??= new int[found.Count];
                for (int i = 0; i < hits.Length; i++)
                    if (found[i].Low <= truth[i].Estimate + 1e-12 && truth[i].Estimate - 1e-12 <= found[i].High) hits[i]++;
                nothing = Math.Max(nothing, Math.Abs(found[2 * 3].Estimate));
            }
            // noise that all rows share drops out of every difference
            if (isCommon) Assert.True(nothing < 1e-12);
            if (isCommon) continue;
            var binomial = new Binomial(level, seeds);
            Assert.All(hits!, h => Assert.True(2 * Math.Min(binomial.CumulativeDistribution(h), 1 - binomial.CumulativeDistribution(h - 1)) > 0.01 / hits!.Length, $"{h} of {seeds}"));
        }
    }

    private static CoalitionDesign Design(int switches) => new([.. Enumerable.Range(0, switches).Select(i => new Factor($"s{i}", Distribution.Boolean()))]);

    private static double Noise(int point, int row, ulong seed)
    {
        var (x0, x1, _, _) = Philox.Words((uint)point, (uint)row, 0, 91, seed);
        return DoubleFunctions.NormalQuantile((((ulong)x0 << 20 | x1 >> 12) + 0.5) / (1L << 52));
    }
}
