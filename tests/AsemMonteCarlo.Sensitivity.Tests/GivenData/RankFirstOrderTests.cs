using AsemMonteCarlo.Sensitivity.GivenData;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.GivenData;

public sealed class RankFirstOrderTests
{
    private static readonly double[] ishigami = [0.3139051911, 0.4424111448, 0];
    private static readonly double[] g = [0.7161921689, 0.1790480422, 0.02367577418, 0.007161921689, 7.161921689e-5, 7.161921689e-5, 7.161921689e-5, 7.161921689e-5];

    [Fact]
    public void Ishigami_and_g_function_have_their_exact_indices_within_four_standard_errors()
    {
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            Check(ishigami, Draws.Ishigami, seed);
            Check(g, Draws.G, seed);
        }

        static void Check(double[] truth, Model model, ulong seed)
        {
            var (columns, y) = Runs(16384, truth.Length, seed, model);
            for (int i = 0; i < truth.Length; i++)
            {
                var e = RankFirstOrder.Estimate(columns[i], y);
                Assert.InRange(e.Value - truth[i], -4 * e.StandardError, 4 * e.StandardError);
                Assert.InRange(e.StandardError, 1e-4, 0.02);
                Assert.Equal(new RowCounts(16384, 0, 0), e.Rows);
            }
        }
    }

    [Fact]
    public void Random_multi_affine_functions_have_their_exact_indices() => Gen.Select(MultiAffine.Random(1, 4), Gen.ULong).Sample((model, seed) =>
    {
        const int Rows = 4096;
        var (columns, y) = Runs(Rows, model.Factors, seed, model.Value);
        double[] parts = model.Variances(0.5, 1 / 12.0);
        if (parts.Sum() < 1e-6) return;
        for (int i = 0; i < model.Factors; i++)
        {
            var e = RankFirstOrder.Estimate(columns[i], y);
            // beside sampling error: squared slopes over squared gaps
            Assert.InRange(e.Value - parts[1 << i] / parts.Sum(), -6 * e.StandardError - 1e-4, 6 * e.StandardError + 1e-4);
        }
    }, iter: 60);

    [Fact]
    public void The_estimate_is_gambos_product_form_up_to_its_ends()
    {
        const int Rows = 2000;
        var (columns, y) = Runs(Rows, 3, 5, Draws.Ishigami);
        for (int i = 0; i < 3; i++)
        {
            int[] order = [.. Enumerable.Range(0, Rows).OrderBy(r => columns[i][r])];
            double mean = y.Average(), products = 0, squares = 0;
            for (int r = 0; r < Rows; r++)
            {
                products += (y[order[r]] - mean) * (y[order[(r + 1) % Rows]] - mean);
                squares += (y[r] - mean) * (y[r] - mean);
            }
            Assert.Equal(products / squares, RankFirstOrder.Estimate(columns[i], y).Value, 0.01);
        }
    }

    [Fact]
    public void Categories_are_compared_within_whatever_their_codes()
    {
        const int Rows = 6000;
        var code = new double[Rows];
        var recoded = new double[Rows];
        var y = new double[Rows];
        double[] effects = [3, -1, 0.5, 2], other = [7, -3, 100, 0.25];
        for (int r = 0; r < Rows; r++)
        {
            int category = (int)(4 * Draws.Uniform(r, 0, 9));
            (code[r], recoded[r]) = (category, other[category]);
            y[r] = effects[category] + 2 * Draws.Normal(r, 1, 9);
        }
        double mean = effects.Average(), variance = effects.Average(e => (e - mean) * (e - mean));
        var a = RankFirstOrder.Estimate(code, y);
        var b = RankFirstOrder.Estimate(recoded, y);
        Assert.True(a.Discrete);
        Assert.InRange(a.Value - variance / (variance + 4), -4 * a.StandardError, 4 * a.StandardError);
        Assert.Equal(a.Value, b.Value, 1e-12);
        Assert.Equal(a.StandardError, b.StandardError, 1e-12);
        // known noise is taken out of the denominator: the category then is everything
        var clean = RankFirstOrder.Estimate(code, y, noiseVariance: 4);
        Assert.InRange(clean.Value - 1, -4 * clean.StandardError, 4 * clean.StandardError);
    }

    [Fact]
    public void Few_rows_per_category_bias_nothing()
    {
        // 500 categories of 4 rows, none of which differs: a variance within that forgot its degrees of freedom would give 1/4
        double[] x = [.. Enumerable.Range(0, 2000).Select(r => (double)(r % 500))], y = [.. Enumerable.Range(0, 2000).Select(r => Draws.Normal(r, 0, 12))];
        var e = RankFirstOrder.Estimate(x, y);
        Assert.True(e.Discrete);
        Assert.InRange(e.Value, -0.1, 0.1);
        Assert.InRange(e.StandardError, 0.01, 0.05);
    }

    [Fact]
    public void Ties_of_a_factor_with_many_values_bias_nothing()
    {
        // pairs of equal values: ordered by output within pairs, neighbours would differ by more than chance
        double[] x = [.. Enumerable.Range(0, 3000).Select(r => (double)(r / 2))], y = [.. Enumerable.Range(0, 3000).Select(r => Draws.Normal(r, 0, 12))];
        var e = RankFirstOrder.Estimate(x, y);
        Assert.False(e.Discrete);
        Assert.InRange(e.Value, -0.08, 0.08);
    }

    [Fact]
    public void A_boolean_that_decides_everything_has_index_one_and_one_that_decides_nothing_about_zero()
    {
        bool[] on = [.. Enumerable.Range(0, 1000).Select(r => Draws.Uniform(r, 0, 2) < 0.3)];
        double[] x = [.. on.Select(b => b ? 1.0 : 0)], z = Draws.Column(1000, 3, 2);
        Assert.Equal(1, RankFirstOrder.Estimate(x, [.. on.Select(b => b ? -5.0 : 4)]).Value, 1e-12);
        var none = RankFirstOrder.Estimate(x, z);
        Assert.InRange(none.Value, -4 * none.StandardError, 4 * none.StandardError);
    }

    [Fact]
    public void Row_order_must_not_matter() => Gen.Select(Gen.Int[4, 200], Gen.Int[1, 30], Gen.Int[1, 10], Gen.ULong).Sample((rows, values, outputs, seed) =>
    {
        // many ties in factor and output
        double[] x = [.. Draws.Column(rows, 0, seed).Select(u => Math.Floor(u * values))], y = [.. Draws.Column(rows, 1, seed).Select(u => Math.Floor(u * outputs) / 3)];
        int[] order = Draws.Order(rows, seed + 1);
        var a = RankFirstOrder.Estimate(x, y);
        var b = RankFirstOrder.Estimate([.. order.Select(i => x[i])], [.. order.Select(i => y[i])]);
        return a.Equals(b);
    }, iter: 300);

    [Fact]
    public void One_nan_must_not_turn_everything_nan()
    {
        var (columns, y) = Runs(500, 3, 1, Draws.Ishigami);
        double[] withBad = [.. y];
        withBad[17] = double.NaN;
        withBad[400] = double.NegativeInfinity;
        var e = RankFirstOrder.Estimate(columns[0], withBad);
        Assert.Equal(new RowCounts(498, 1, 1), e.Rows);
        var without = RankFirstOrder.Estimate([.. columns[0].Where((_, i) => i is not 17 and not 400)], [.. y.Where((_, i) => i is not 17 and not 400)]);
        Assert.Equal((without.Value, without.StandardError), (e.Value, e.StandardError));
        var error = Assert.Throws<ArgumentException>(() => RankFirstOrder.Estimate(columns[0], withBad, NonFinitePolicy.Refuse));
        Assert.Contains("1 rows with missing values and 1 with infinite ones, the first at 17", error.Message, StringComparison.Ordinal);
        Assert.Equal(500, RankFirstOrder.Estimate(columns[0], y, NonFinitePolicy.Refuse).Rows.Used);
    }

    [Fact]
    public void A_mean_far_above_the_deviation_costs_nothing()
    {
        var (columns, y) = Runs(2000, 3, 4, Draws.Ishigami);
        double[] far = [.. y.Select(v => v + 1e8)];
        for (int i = 0; i < 3; i++) Assert.Equal(RankFirstOrder.Estimate(columns[i], y).Value, RankFirstOrder.Estimate(columns[i], far).Value, 1e-6);
    }

    [Fact]
    public void Levels_are_promised_only_where_earned()
    {
        var (columns, y) = Runs(RankFirstOrder.PromisingRows, 3, 4, Draws.Ishigami);
        string[] names = ["a", "b", "c"];
        Assert.All(RankFirstOrder.Indices(names, columns, y), i => Assert.Equal(0.95, i.Level));
        Assert.All(RankFirstOrder.Indices(names, columns, y, independentRows: false), i => Assert.True(double.IsNaN(i.Level)));
        y[0] = double.NaN;
        Assert.All(RankFirstOrder.Indices(names, columns, y, seed: 4), i => Assert.True(double.IsNaN(i.Level) && i.Low < i.Estimate && i.Estimate < i.High && i.High < 1 && i.Runs == RankFirstOrder.PromisingRows - 1 && i.Seed == 4));
    }

    [Fact]
    public void What_cannot_be_estimated_is_nan_and_what_does_not_fit_is_refused()
    {
        Assert.True(double.IsNaN(RankFirstOrder.Estimate([1, 2, 3], [1, 2, 3]).Value));
        Assert.True(double.IsNaN(RankFirstOrder.Estimate([], []).Value));
        Assert.True(double.IsNaN(RankFirstOrder.Estimate([1, 2, 3, 4, 5], [7, 7, 7, 7, 7]).Value));
        Assert.Throws<ArgumentException>(() => RankFirstOrder.Estimate([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankFirstOrder.Estimate([1, 2], [1, 2], noiseVariance: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankFirstOrder.Indices(["a"], [[1, 2]], [1, 2], 0));
    }

    internal delegate double Model(ReadOnlySpan<double> u);

    internal static (double[][] Columns, double[] Output) Runs(int rows, int factors, ulong seed, Model model)
    {
        double[][] columns = [.. Enumerable.Range(0, factors).Select(i => Draws.Column(rows, i, seed))];
        var y = new double[rows];
        var u = new double[factors];
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < factors; i++) u[i] = columns[i][r];
            y[r] = model(u);
        }
        return (columns, y);
    }
}
