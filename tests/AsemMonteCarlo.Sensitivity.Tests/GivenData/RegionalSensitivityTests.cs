using AsemMonteCarlo.Sensitivity.GivenData;
using CsCheck;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests.GivenData;

public sealed class RegionalSensitivityTests
{
    private static readonly Gen<(double[] X, bool[] Good)> genRuns = Gen.Select(Gen.Int[2, 9], Gen.Int[2, 6], Gen.ULong).Select((rows, values, seed) =>
    {
        bool[] good = [.. Draws.Column(rows, 1, seed).Select(u => u < 0.5)];
        good[0] = true;
        good[1] = false;
        return (Draws.Column(rows, 0, seed).Select(u => Math.Floor(u * values)).ToArray(), good);
    });

    [Fact]
    public void Statistic_and_exact_p_value_are_those_over_all_assignments() => genRuns.Sample(runs =>
    {
        var (x, good) = runs;
        int n = x.Length, m = good.Count(b => b);
        double Distance(Func<int, bool> inside) => x.Max(at => Math.Abs(
            Enumerable.Range(0, n).Count(i => inside(i) && x[i] <= at) / (double)m - Enumerable.Range(0, n).Count(i => !inside(i) && x[i] <= at) / (double)(n - m)));
        double observed = Distance(i => good[i]);
        int all = 0, asFar = 0;
        for (uint set = 0; set < 1u << n; set++)
        {
            if (System.Numerics.BitOperations.PopCount(set) != m) continue;
            all++;
            if (Distance(i => (set >> i & 1) != 0) >= observed - 1e-9) asFar++;
        }
        var c = RegionalSensitivity.Compare(x, good);
        Assert.True(c.Exact);
        Assert.Equal(observed, c.Statistic, 1e-12);
        Assert.Equal(asFar / (double)all, c.PValue, 1e-12);
        Assert.Equal(m * (n - m) / (double)n, c.EffectiveRows, 1e-9);
    }, iter: 200);

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(0.5, 0.9639452436648751)]
    [InlineData(0.8275735551899077, 0.5)]
    [InlineData(1, 0.26999967167735456)]
    [InlineData(1.3580986393225505, 0.05)]
    [InlineData(2, 0.0006709252557796953)]
    public void Kolmogorovs_distribution_has_its_known_values(double x, double p) => Assert.Equal(p, RegionalSensitivity.Kolmogorov(x), 1e-10);

    [Fact]
    public void The_limit_joins_the_exact_p_value()
    {
        double[] x = Draws.Column(1900, 0, 4);
        bool[] good = [.. x.Select((v, i) => Draws.Uniform(i, 1, 4) < 0.47 + 0.06 * v)];
        var exact = RegionalSensitivity.Compare(x, good);
        Assert.True(exact.Exact);
        Assert.Equal(exact.PValue, RegionalSensitivity.Kolmogorov(Math.Sqrt(exact.EffectiveRows) * exact.Statistic), 0.03);
    }

    [Fact]
    public void P_values_of_a_factor_that_does_not_matter_are_no_smaller_than_chance_allows_with_weights_too()
    {
        const int Repetitions = 1000;
        int plain = 0, weighted = 0;
        for (ulong seed = 1; seed <= Repetitions; seed++)
        {
            double[] x = Draws.Column(200, 0, seed), w = Draws.Column(200, 1, seed);
            if (RegionalSensitivity.CompareRange(x, w, 0.7, 1).PValue <= 0.05) plain++;
            if (RegionalSensitivity.CompareWeighted(x, w).PValue <= 0.05) weighted++;
        }
        var binomial = new Binomial(0.05, Repetitions);
        foreach (int hits in new[] { plain, weighted })
        {
            Assert.True(1 - binomial.CumulativeDistribution(hits - 1) > 0.001, $"{hits}");
            Assert.True(hits > 20, $"{hits}"); // nor of no use
        }
    }

    [Fact]
    public void The_factor_that_decides_is_found_and_its_direction_told()
    {
        var (columns, y) = RankFirstOrderTests.Runs(3000, 3, 2, u => u[0] - 0.3 * u[1]);
        var a = RegionalSensitivity.CompareRange(columns[0], y, 0.5, double.PositiveInfinity);
        var b = RegionalSensitivity.CompareRange(columns[1], y, 0.5, double.PositiveInfinity);
        var c = RegionalSensitivity.CompareRange(columns[2], y, 0.5, double.PositiveInfinity);
        Assert.True(a.Statistic > b.Statistic && b.Statistic > c.Statistic);
        Assert.True(a.PValue < 1e-12 && b.PValue < 1e-6 && c.PValue > 0.001);
        Assert.True(a.Shift > 0.1 && b.Shift < -0.02);
    }

    [Fact]
    public void Weights_of_zero_and_one_are_the_two_samples_and_holm_is_holm()
    {
        double[] x = Draws.Column(50, 0, 1);
        bool[] good = [.. x.Select(v => v < 0.4)];
        Assert.Equal(RegionalSensitivity.Compare(x, good), RegionalSensitivity.CompareWeighted(x, [.. good.Select(g => g ? 1.0 : 0)]));
        double[] holm = RegionalSensitivity.Holm([0.01, 0.04, 0.03, 0.005, double.NaN]);
        Assert.Equal([0.03, 0.06, 0.06, 0.02], holm[..4].Select(p => Math.Round(p, 12)));
        Assert.True(double.IsNaN(holm[4]));
    }

    [Fact]
    public void Row_order_must_not_matter() => Gen.Select(Gen.Int[2, 100], Gen.ULong).Sample((rows, seed) =>
    {
        double[] x = [.. Draws.Column(rows, 0, seed).Select(u => Math.Floor(u * 20))], w = Draws.Column(rows, 1, seed);
        int[] order = Draws.Order(rows, seed + 1);
        return RegionalSensitivity.CompareWeighted(x, w).Equals(RegionalSensitivity.CompareWeighted([.. order.Select(i => x[i])], [.. order.Select(i => w[i])]));
    }, iter: 200);

    [Fact]
    public void One_nan_must_not_turn_everything_nan()
    {
        double[] x = Draws.Column(60, 0, 1), y = Draws.Column(60, 1, 1);
        y[5] = double.NaN;
        y[6] = double.PositiveInfinity;
        var c = RegionalSensitivity.CompareRange(x, y, 0, 0.5);
        Assert.Equal(new RowCounts(58, 1, 1), c.Rows);
        Assert.True(double.IsFinite(c.PValue));
        Assert.Throws<ArgumentException>(() => RegionalSensitivity.CompareRange(x, y, 0, 0.5, NonFinitePolicy.Refuse));
    }

    [Fact]
    public void No_behavioural_rows_are_no_error_and_bad_weights_are()
    {
        Assert.True(double.IsNaN(RegionalSensitivity.Compare([1, 2, 3], new bool[3]).PValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => RegionalSensitivity.CompareWeighted([1, 2], [0, 1.5]));
        Assert.Throws<ArgumentException>(() => RegionalSensitivity.Compare([1, 2], new bool[3]));
        var indices = RegionalSensitivity.Indices(["a"], [[1, 2, 3, 4]], [0, 0, 1, 1]);
        Assert.Equal(["distance", "p_value", "p_value_holm"], indices.Select(i => i.Index));
        Assert.Equal([1, 1 / 3.0, 1 / 3.0], indices.Select(i => i.Estimate));
        Assert.All(indices, i => Assert.True(double.IsNaN(i.Level)));
    }
}
