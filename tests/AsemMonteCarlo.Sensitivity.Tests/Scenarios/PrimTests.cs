using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Scenarios;
using CsCheck;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests.Scenarios;

public sealed class PrimTests
{
    private static readonly ScenarioFactor[] five = [.. Enumerable.Range(0, 5).Select(i => new ScenarioFactor($"x{i}"))];

    [Fact]
    public void A_planted_box_is_found_with_its_ends_and_nothing_else()
    {
        var (columns, y, ids) = Planted(8000, 1);
        var result = Prim.Find(five, columns, y, 1, 1, ids);
        Assert.Equal([0, 1], result.Box.Restrictions.Select(r => r.Factor));
        Assert.Equal(0.6, result.Box.Restrictions[0].Low, 0.03);
        Assert.Equal(double.PositiveInfinity, result.Box.Restrictions[0].High);
        Assert.Equal(0.4, result.Box.Restrictions[1].High, 0.03);
        Assert.True(result.Density.Low < 0.9 && 0.85 < result.Density.High);
        Assert.All(result.PValues, p => Assert.True(p < 1e-6));
        Assert.Equal("largest product of coverage and density", result.Rule);
        Assert.StartsWith("x0 is at least 0.", result.Box.Describe(five), StringComparison.Ordinal);
    }

    [Fact]
    public void Measures_are_those_of_the_rows_in_each_box_and_boxes_are_nested() => Gen.Select(Gen.Int[60, 300], Gen.Int[2, 30], Gen.ULong, Gen.Bool).Sample((rows, values, seed, density) =>
    {
        // ordered with ties, categorical, boolean
        double[][] columns = [.. Enumerable.Range(0, 3).Select(i => Draws.Column(rows, i, seed).Select(u => Math.Floor(u * (i == 2 ? 2 : i == 1 ? 4 : values))).ToArray())];
        ScenarioFactor[] factors = [new("a"), new("b", true), new("c", true)];
        double[] y = [.. Enumerable.Range(0, rows).Select(r => Draws.Uniform(r, 5, seed) < 0.2 + 0.5 * columns[0][r] / values + 0.2 * columns[2][r] ? 1.0 : 0)];
        long[] ids = [.. Enumerable.Range(0, rows).Select(r => (long)r)];
        var options = new PrimOptions { Seed = seed, Objective = density ? PeelingObjective.Density : PeelingObjective.GainPerRow };
        var result = Prim.Find(factors, columns, y, 1, 1, ids, options);
        int[] training = [.. Enumerable.Range(0, rows).Where(r => IsTraining(r, seed))];
        bool Inside(ScenarioBox box, int r) => box.Contains([columns[0][r], columns[1][r], columns[2][r]]);
        for (int i = 0; i < result.Trajectory.Count; i++)
        {
            var (box, m) = result.Trajectory[i];
            Assert.Equal(training.Length, m.Rows);
            Assert.Equal(training.Count(r => Inside(box, r)), m.Inside);
            Assert.Equal(training.Count(r => y[r] == 1), m.Cases);
            Assert.Equal(training.Count(r => y[r] == 1 && Inside(box, r)), m.CasesInside);
            if (i > 0)
            {
                var before = result.Trajectory[i - 1];
                Assert.All(training.Where(r => Inside(box, r)), r => Assert.True(Inside(before.Box, r)));
                Assert.True(m.Inside < before.Measures.Inside && m.Mass >= options.MinimumMass);
            }
        }
        Assert.Equal(rows, result.Training.Rows + result.HeldOut.Rows);
        var heldOut = Enumerable.Range(0, rows).Where(r => !IsTraining(r, seed) && Inside(result.Box, r)).ToList();
        Assert.Equal(heldOut.Count, result.HeldOut.Inside);
        Assert.Equal(heldOut.Count(r => y[r] == 1), result.HeldOut.CasesInside);
    }, iter: 60);

    [Fact]
    public void A_peel_is_the_best_of_all_peels() => Gen.Select(Gen.ULong, Gen.Int[40, 120]).Sample((seed, rows) =>
    {
        double[][] columns = [.. Enumerable.Range(0, 2).Select(i => Draws.Column(rows, i, seed))];
        double[] y = [.. Enumerable.Range(0, rows).Select(r => Draws.Uniform(r, 5, seed) < columns[0][r] ? 1.0 : 0)];
        var result = Prim.Find(five[..2], columns, y, 1, 1, [.. Enumerable.Range(0, rows).Select(r => (long)r)], new PrimOptions { Seed = seed, Objective = PeelingObjective.Density, Alpha = 0.1 });
        if (result.Trajectory.Count < 2) return;
        int[] training = [.. Enumerable.Range(0, rows).Where(r => IsTraining(r, seed))];
        int step = Math.Max(1, (int)(0.1 * training.Length));
        double best = columns.SelectMany(c => new[] { training.OrderBy(r => c[r]).Skip(step), training.OrderByDescending(r => c[r]).Skip(step) }).Max(left => left.Average(r => y[r]));
        Assert.Equal(best, result.Trajectory[1].Measures.Density, 1e-12);
    }, iter: 100);

    [Fact]
    public void Booleans_and_categories_enter_the_box_in_words()
    {
        const int Rows = 4000;
        ScenarioFactor[] factors =
        [
            new("therapy", true, null, new Dictionary<double, string> { [0] = "off", [1] = "on" }),
            new("style", true, null, new Dictionary<double, string> { [0] = "secure", [1] = "anxious", [2] = "avoidant", [3] = "fearful" }),
            new("stress", false, "events per week"),
        ];
        double[][] columns = [.. new[] { 2.0, 4, 0 }.Select((levels, i) => Draws.Column(Rows, i, 3).Select(u => levels == 0 ? 10 * u : Math.Floor(u * levels)).ToArray())];
        double[] y = [.. Enumerable.Range(0, Rows).Select(r => Draws.Uniform(r, 9, 3) < (columns[0][r] == 1 && columns[1][r] != 3 && columns[2][r] < 5 ? 0.95 : 0.02) ? 1.0 : 0)];
        var result = Prim.Find(factors, columns, y, 1, 1, [.. Enumerable.Range(0, Rows).Select(r => (long)r)]);
        Assert.Matches("^therapy is on and style is not fearful and stress is at most \\d.\\d\\d events per week$", result.Box.Describe(factors));
        Assert.Equal(5, result.Box.Restrictions[2].High, 0.3);
        Assert.True(result.HeldOut.Density > 0.9 && result.HeldOut.Coverage > 0.8);
        Assert.Equal("stress is between 1 and 2.5 events per week", new ScenarioBox([new(2, 1, 2.5, [])]).Describe(factors));
        Assert.Equal("style is secure or fearful", new ScenarioBox([new(1, double.NegativeInfinity, double.PositiveInfinity, [1, 2])]).Describe(factors));
        Assert.Equal("always", ScenarioBox.Everything.Describe(factors));
    }

    [Fact]
    public void Without_anything_to_find_no_condition_survives_the_held_out_rows()
    {
        int claimed = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            double[][] columns = [.. Enumerable.Range(0, 5).Select(i => Draws.Column(400, i, seed))];
            double[] y = [.. Draws.Column(400, 9, seed).Select(u => u < 0.3 ? 1.0 : 0)];
            var result = Prim.Find(five, columns, y, 1, 1, [.. Enumerable.Range(0, 400).Select(r => (long)r)], new PrimOptions { Seed = seed });
            if (result.Box.Restrictions.Count > 0 && result.PValues.Max() < 0.05) claimed++;
            Assert.True(result.Density.Low <= 0.45);
        }
        Assert.InRange(claimed, 0, 7);
    }

    [Fact]
    public void Row_order_must_not_matter_and_rows_keep_their_half_when_a_design_grows()
    {
        var (columns, y, ids) = Planted(600, 4);
        int[] order = Draws.Order(600, 5);
        var a = Prim.Find(five, columns, y, 1, 1, ids);
        var b = Prim.Find(five, [.. columns.Select(c => order.Select(i => c[i]).ToArray())], [.. order.Select(i => y[i])], 1, 1, [.. order.Select(i => ids[i])]);
        Assert.Equal(a.Trajectory.Select(s => s.Measures), b.Trajectory.Select(s => s.Measures));
        Assert.Equal(a.Box.Describe(five, 15), b.Box.Describe(five, 15));
        Assert.Equal((a.HeldOut, a.Density), (b.HeldOut, b.Density));
        var half = Prim.Find(five, [.. columns.Select(c => c[..300])], y.AsSpan(0, 300), 1, 1, ids.AsSpan(0, 300));
        Assert.Equal(Enumerable.Range(0, 300).Count(r => IsTraining(r, 0)), half.Training.Rows);
        // seed 0 is a seed
        Assert.NotEqual(a.Training, Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Seed = 1 }).Training);
    }

    [Fact]
    public void One_nan_must_not_turn_everything_nan()
    {
        var (columns, y, ids) = Planted(600, 4);
        y[3] = double.NaN;
        columns[2][5] = double.PositiveInfinity;
        var result = Prim.Find(five, columns, y, 1, 1, ids);
        Assert.Equal(new RowCounts(598, 1, 1), result.Rows);
        Assert.True(result.Density.Low > 0);
        Assert.Throws<ArgumentException>(() => Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Policy = NonFinitePolicy.Refuse }));
    }

    [Fact]
    public void Rules_choose_as_they_say()
    {
        var (columns, y, ids) = Planted(4000, 2);
        var wide = Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Rule = BoxRule.Densest(0.9), PValueLimit = 1 });
        var chosen = wide.Trajectory[wide.Chosen].Measures;
        Assert.True(chosen.Coverage >= 0.9);
        Assert.All(wide.Trajectory.Where(s => s.Measures.Coverage >= 0.9), s => Assert.True(s.Measures.Density <= chosen.Density));
        Assert.Equal("densest box that covers at least 90 % of the cases", wide.Rule);
        var narrow = Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Rule = BoxRule.Densest(0.1), PValueLimit = 1 });
        Assert.True(narrow.Training.Density >= wide.Training.Density && narrow.Training.Coverage <= wide.Training.Coverage);
        // pasting lost nothing on the rows that it saw
        Assert.True(narrow.Training.Density >= narrow.Trajectory[narrow.Chosen].Measures.Density);
    }

    [Fact]
    public void Pasting_wins_back_cases_that_coarse_peels_cut_off()
    {
        int won = 0;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var (columns, y, ids) = Planted(1500, seed);
            // every condition is kept, so nothing but pasting can enlarge the chosen box
            var result = Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Alpha = 0.15, PValueLimit = 1, Rule = BoxRule.Densest(0.4) });
            var chosen = result.Trajectory[result.Chosen].Measures;
            Assert.True(result.Training.CasesInside >= chosen.CasesInside && result.Training.Density >= chosen.Density);
            if (result.Training.CasesInside > chosen.CasesInside) won++;
        }
        Assert.True(won >= 2, $"{won}");
    }

    [Fact]
    public void Resamples_restrict_the_factors_that_matter_and_seldom_others()
    {
        var (columns, y, ids) = Planted(2000, 3);
        var result = Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Resamples = 10 });
        Assert.All(result.Restricted.Take(2), share => Assert.InRange(share, 0.8, 1 + 1e-12));
        Assert.All(result.Restricted.Skip(2), share => Assert.InRange(share, 0, 0.4));
        int[] order = Draws.Order(2000, 5);
        var shuffled = Prim.Find(five, [.. columns.Select(c => order.Select(i => c[i]).ToArray())], [.. order.Select(i => y[i])], 1, 1, [.. order.Select(i => ids[i])], new PrimOptions { Resamples = 10 });
        Assert.Equal(result.Restricted, shuffled.Restricted);
        Assert.Empty(Prim.Find(five, columns, y, 1, 1, ids).Restricted);
    }

    [Fact]
    public void Clusters_stay_together_and_widen_the_interval()
    {
        const int Clusters = 400, Size = 10;
        double[][] columns = [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, Clusters * Size).Select(r => Draws.Uniform(r / Size, i, 6)).ToArray())];
        // all rows of a cluster agree: ten copies of one
        double[] y = [.. Enumerable.Range(0, Clusters * Size).Select(r => Draws.Uniform(r / Size, 9, 6) < (columns[0][r] > 0.5 ? 0.8 : 0.1) ? 1.0 : 0)];
        long[] ids = [.. Enumerable.Range(0, Clusters * Size).Select(r => (long)r)], clusters = [.. ids.Select(i => i / Size)];
        var naive = Prim.Find(five, columns, y, 1, 1, ids);
        var whole = Prim.Find(five, columns, y, 1, 1, ids, null, clusters);
        Assert.Equal(0, whole.Training.Rows % Size);
        Assert.InRange((whole.Density.High - whole.Density.Low) / (naive.Density.High - naive.Density.Low), 2, 5); // √10
        Assert.Equal(0.95, whole.Density.Level);
    }

    [Fact]
    public void Binomial_tails_and_exact_intervals_are_right() => Gen.Select(Gen.Int[1, 3000], Gen.Double[0, 1], Gen.Double[0.001, 0.999]).Sample((n, share, p) =>
    {
        int k = (int)(share * (n + 1));
        double expected = k == 0 ? 1 : k > n ? 0 : Beta.CDF(k, n - k + 1, p);
        Assert.Equal(expected, BinomialTails.Upper(k, n, p), 1e-10);
        var (low, high) = BinomialTails.Interval(Math.Min(k, n), n, 0.9);
        if (k > 0) Assert.Equal(0.05, BinomialTails.Upper(Math.Min(k, n), n, low), 1e-9);
        if (k < n) Assert.Equal(0.05, 1 - BinomialTails.Upper(k + 1, n, high), 1e-9);
        Assert.Equal((k == 0, k >= n), (low == 0, high == 1));
    }, iter: 500);

    [Fact]
    public void What_does_not_fit_is_refused_and_no_cases_are_no_error()
    {
        var (columns, y, ids) = Planted(100, 1);
        Assert.Throws<ArgumentException>(() => Prim.Find(five[..4], columns, y, 1, 1, ids));
        Assert.Throws<ArgumentException>(() => Prim.Find(five, columns, y.AsSpan(0, 50), 1, 1, ids));
        Assert.Throws<ArgumentException>(() => Prim.Find(five, columns, y, 1, 1, new long[100]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Prim.Find(five, columns, y, 1, 1, ids, new PrimOptions { Alpha = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoxRule.Densest(2));
        Assert.Throws<ArgumentException>(() => new ScenarioBox([new(1, 0, 1, []), new(1, 0, 2, [])]));
        var none = Prim.Find(five, columns, y, 7, 8, ids);
        Assert.Equal(0, none.HeldOut.Cases);
        Assert.True(double.IsNaN(none.Coverage.Value) && double.IsNaN(none.Coverage.Level) && none.Density.Value == 0);
        Assert.Equal(["coverage", "density", "mass"], none.Indices(five).Select(i => i.Index));
    }

    internal static (double[][] Columns, double[] Y, long[] Ids) Planted(int rows, ulong seed)
    {
        double[][] columns = [.. Enumerable.Range(0, 5).Select(i => Draws.Column(rows, i, seed))];
        double[] y = [.. Enumerable.Range(0, rows).Select(r => Draws.Uniform(r, 9, seed) < (columns[0][r] > 0.6 && columns[1][r] < 0.4 ? 0.9 : 0.05) ? 1.0 : 0)];
        return (columns, y, [.. Enumerable.Range(0, rows).Select(r => (long)r)]);
    }

    private static bool IsTraining(long id, ulong seed) => Numerics.Streams.Philox.Words((uint)id, (uint)(id >> 32), 0, 0x5052494D, seed).X0 >> 31 == 0;
}
