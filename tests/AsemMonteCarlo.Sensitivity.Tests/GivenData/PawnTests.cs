using AsemMonteCarlo.Sensitivity.GivenData;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.GivenData;

public sealed class PawnTests
{
    [Fact]
    public void Distances_are_those_of_the_plain_definition() => Gen.Select(Gen.Int[10, 80], Gen.Int[2, 5], Gen.Int[1, 40], Gen.ULong).Sample((rows, slices, outputs, seed) =>
    {
        // outputs with ties; a factor without
        double[] x = Draws.Column(rows, 0, seed), y = [.. Draws.Column(rows, 1, seed).Select(u => Math.Floor(u * outputs))];
        if (rows < 2 * slices) return;
        int[] order = [.. Enumerable.Range(0, rows).OrderBy(r => x[r])];
        var distances = new List<double>();
        foreach (var slice in Enumerable.Range(0, rows).GroupBy(position => position * slices / rows))
        {
            double[] inside = [.. slice.Select(position => y[order[position]])];
            distances.Add(y.Max(at => Math.Abs(inside.Count(v => v <= at) / (double)inside.Length - y.Count(v => v <= at) / (double)rows)));
        }
        var e = Pawn.Estimate(x, y, slices, 19);
        Assert.Equal(slices, e.Slices);
        Assert.Equal(distances.Max(), e.Index.Maximum, 1e-12);
        Assert.Equal(distances.Average(), e.Index.Mean, 1e-12);
        double[] sorted = [.. distances.Order()];
        Assert.Equal((sorted[(slices - 1) / 2] + sorted[slices / 2]) / 2, e.Index.Median, 1e-12);
    }, iter: 300);

    [Fact]
    public void Factors_that_matter_stand_above_the_dummy_and_a_third_that_does_not_among_it()
    {
        var (columns, y) = RankFirstOrderTests.Runs(1000, 4, 3, u => Draws.Ishigami(u[..3]));
        for (int i = 0; i < 4; i++)
        {
            var e = Pawn.Estimate(columns[i], y);
            if (i < 3)
            {
                // the third has no first-order effect, yet moves the tails
                Assert.Equal(1 / 200.0, e.PValue.Maximum);
                Assert.True(e.Index.Maximum > e.DummyHigh.Maximum);
            }
            else
            {
                Assert.True(e.PValue.Median > 0.01 && e.PValue.Maximum > 0.01 && e.PValue.Mean > 0.01);
                Assert.True(e.Index.Median > 0.03); // never 0, whatever the factor
                Assert.InRange(e.Index.Mean / e.Dummy.Mean, 0.7, 1.3);
            }
        }
    }

    [Fact]
    public void P_values_of_a_factor_that_does_not_matter_are_uniform()
    {
        const int Repetitions = 400;
        double[] p = [.. Enumerable.Range(1, Repetitions).Select(s => Pawn.Estimate(Draws.Column(60, 0, (ulong)s), Draws.Column(60, 1, (ulong)s), 4, 19, (ulong)s).PValue.Mean).Order()];
        Assert.All(p, value => Assert.InRange(value, 1 / 20.0, 1));
        foreach (double alpha in new[] { 0.05, 0.1, 0.5 })
        {
            int hits = p.Count(value => value <= alpha + 1e-12);
            Assert.True(new MathNet.Numerics.Distributions.Binomial(alpha, Repetitions).CumulativeDistribution(hits) > 0.001);
            Assert.True(1 - new MathNet.Numerics.Distributions.Binomial(alpha, Repetitions).CumulativeDistribution(hits - 1) > 0.001);
        }
    }

    [Fact]
    public void An_output_that_does_not_vary_has_distance_zero_and_p_value_one()
    {
        var e = Pawn.Estimate(Draws.Column(100, 0, 1), new double[100]);
        Assert.Equal((0.0, 1.0), (e.Index.Maximum, e.PValue.Maximum)); // ties with the dummies count against the factor
    }

    [Fact]
    public void Row_order_must_not_matter() => Gen.Select(Gen.Int[20, 100], Gen.Int[1, 50], Gen.Int[1, 20], Gen.ULong).Sample((rows, values, outputs, seed) =>
    {
        double[] x = [.. Draws.Column(rows, 0, seed).Select(u => Math.Floor(u * values))], y = [.. Draws.Column(rows, 1, seed).Select(u => Math.Floor(u * outputs))];
        int[] order = Draws.Order(rows, seed + 1);
        return Pawn.Estimate(x, y, 5, 19, seed).Equals(Pawn.Estimate([.. order.Select(i => x[i])], [.. order.Select(i => y[i])], 5, 19, seed));
    }, iter: 100);

    [Fact]
    public void One_nan_must_not_turn_everything_nan()
    {
        double[] x = Draws.Column(100, 0, 1), y = [.. x];
        y[3] = double.NaN;
        x[9] = double.PositiveInfinity;
        var e = Pawn.Estimate(x, y);
        Assert.Equal(new RowCounts(98, 1, 1), e.Rows);
        Assert.True(e.Index.Median > 0.4);
        Assert.Throws<ArgumentException>(() => Pawn.Estimate(x, y, policy: NonFinitePolicy.Refuse));
    }

    [Fact]
    public void Pawn_prints_no_interval_and_has_the_dummy_beside_it()
    {
        var (columns, y) = RankFirstOrderTests.Runs(200, 2, 3, u => u[0]);
        var indices = Pawn.Indices(["a", "b"], columns, y, dummies: 39, seed: 5);
        Assert.Equal(24, indices.Count);
        Assert.All(indices, i => Assert.True(double.IsNaN(i.Level) && double.IsNaN(i.Low) && double.IsNaN(i.High)));
        double At(string index, string factor) => indices.Single(i => i.Index == index && i.Factors[0] == factor).Estimate;
        Assert.True(At("median", "a") > At("median_dummy_high", "a"));
        Assert.Equal(1 / 40.0, At("mean_p_value", "a"));
        Assert.Equal(At("median_dummy", "a"), At("median_dummy", "b")); // slices of the same sizes
    }

    [Fact]
    public void Few_values_are_slices_and_seed_0_is_a_seed()
    {
        double[] x = [.. Enumerable.Range(0, 90).Select(r => r % 3 * 1.5)], y = Draws.Column(90, 0, 2);
        Assert.Equal(3, Pawn.Estimate(x, y).Slices);
        Assert.Equal(1, Pawn.Estimate(new double[90], y).Slices);
        Assert.Equal(Pawn.Estimate(x, y, seed: 0), Pawn.Estimate(x, y, seed: 0));
        Assert.NotEqual(Pawn.Estimate(x, y, seed: 0).Dummy, Pawn.Estimate(x, y, seed: 1).Dummy);
        Assert.True(double.IsNaN(Pawn.Estimate([1, 2], [1, 2]).Index.Mean));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pawn.Estimate(x, y, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pawn.Estimate(x, y, 5, 5));
    }
}
