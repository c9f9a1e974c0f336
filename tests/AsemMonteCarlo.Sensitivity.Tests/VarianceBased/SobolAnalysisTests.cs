using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.VarianceBased;

public sealed class SobolAnalysisTests
{
    public static TheoryData<SobolEstimator> Estimators => [.. Enum.GetValues<SobolEstimator>()];

    private static readonly Gen<TestFunction> genAffine = Gen.Select(Gen.Int[1, 4], Gen.Double[-2, 2].Array[4], Gen.Double[0.2, 2].Array[4], Gen.Select(Gen.Int[0, 15], Gen.Double[-2, 2]).Array[2, 8])
        .Select((d, means, sds, terms) => TestFunctions.MultiAffine(means[..d], sds[..d], [.. terms.Select(t => (t.Item1 & (1 << d) - 1, t.Item2)), (1, 1.0)])).Where(f => f.Variance > 0.1);

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Indices_of_the_functions_of_Ishigami_and_Sobol_come_near_their_exact_values(SobolEstimator estimator)
    {
        foreach (var function in (TestFunction[])[TestFunctions.Ishigami(), TestFunctions.Sobol()])
            foreach (bool both in (bool[])[true, false])
            {
                if (!both && estimator is SobolEstimator.AzziniRosati or SobolEstimator.Pooled) continue;
                var indices = Runs.Sobol(function, new PickFreezeDesign(function.Factors, both: both), 1 << 11).Indices(0, estimator);
                double[] first = indices.Values("first_order"), total = indices.Values("total");
                for (int i = 0; i < function.Factors.Count; i++)
                {
                    Assert.Equal(function.Closed(1 << i), first[i], 0.03);
                    Assert.Equal(function.Total(1 << i), total[i], 0.02);
                }
            }
    }

    [Fact]
    public void Indices_of_random_multi_affine_functions_of_every_order_come_near_their_exact_values() => Gen.Select(genAffine, Gen.ULong).Sample((function, seed) =>
    {
        int d = function.Factors.Count;
        var analysis = Runs.Sobol(function, new PickFreezeDesign(function.Factors, seed: seed, randomisations: 16), 1 << 10, new SobolOptions { SecondOrder = true });
        foreach (var estimator in Enum.GetValues<SobolEstimator>())
        {
            var indices = analysis.Indices(0, estimator);
            for (int i = 0; i < d; i++)
            {
                Runs.Near(function.Closed(1 << i), Of(indices, "first_order", i));
                Runs.Near(function.Total(1 << i), Of(indices, "total", i));
                for (int j = i + 1; j < d; j++)
                {
                    Runs.Near(function.Interaction(1 << i | 1 << j), Of(indices, "second_order", i, j));
                    Runs.Near(function.Closed(1 << i | 1 << j), Of(indices, "closed_second_order", i, j));
                    Runs.Near(function.Superset(1 << i | 1 << j), Of(indices, "total_interaction", i, j));
                }
            }
        }

        static SensitivityIndex Of(IReadOnlyList<SensitivityIndex> indices, string index, params int[] factors) =>
            indices.Single(x => x.Index == index && x.Factors.SequenceEqual(factors.Select(f => $"x{f + 1}")));
    }, iter: 60);

    [Fact]
    public void Groups_are_judged_as_one_factor() => Gen.Select(genAffine, Gen.ULong).Where(c => c.Item1.Factors.Count == 4).Sample((function, seed) =>
    {
        Factor[] grouped = [.. function.Factors.Select((f, i) => i is 0 or 2 ? f with { Group = "even" } : f)];
        var analysis = Runs.Sobol(new PickFreezeDesign(grouped, seed: seed, randomisations: 16), 1 << 11, new SobolOptions(), (row, _, _) => function.Evaluate(row));
        var indices = analysis.Indices();
        Assert.Equal(["even", "x2", "x4"], indices.Where(i => i.Index == "total").Select(i => i.Factors[0]));
        foreach (var (place, set) in ((int, int)[])[(0, 5), (1, 2), (2, 8)])
        {
            Runs.Near(function.Closed(set), indices[place]);
            Runs.Near(function.Total(set), indices[3 + place]);
        }
    }, iter: 20);

    [Fact]
    public void Discrete_categorical_and_boolean_factors_are_judged_like_others()
    {
        // y = b·(1 + level) + 2·value: means and variances by hand
        Factor[] factors = [new("b", Distribution.Boolean(0.25)), new("level", Distribution.Categorical(["low", "high"], [1, 3])), new("value", Distribution.Discrete([0, 1, 4]))];
        var function = TestFunctions.MultiAffine([0.25, 0.75, 5.0 / 3], [Math.Sqrt(0.1875), Math.Sqrt(0.1875), Math.Sqrt(26) / 3], [(1, 1), (3, 1), (4, 2)]);
        var indices = Runs.Sobol(new PickFreezeDesign(factors), 1 << 13, new SobolOptions { SecondOrder = true }, (x, _, _) => x[0] * (1 + x[1]) + 2 * x[2]).Indices();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(function.Closed(1 << i), indices.Values("first_order")[i], 2e-3);
            Assert.Equal(function.Total(1 << i), indices.Values("total")[i], 2e-3);
        }
        Assert.Equal(function.Interaction(3), indices.Values("second_order")[0], 2e-3);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_mean_far_above_the_standard_deviation_costs_no_accuracy(SobolEstimator estimator)
    {
        // uncentred estimators lose all digits here; what is left is the rounding of the outputs themselves, 1e-7 of their spread
        var function = TestFunctions.Sobol();
        var design = new PickFreezeDesign(function.Factors);
        double[] near = [.. Runs.Sobol(function, design, 256).Indices(0, estimator).Select(i => i.Estimate)];
        double[] far = [.. Runs.Sobol(function, design, 256, transform: y => 1e9 + y).Indices(0, estimator).Select(i => i.Estimate)];
        for (int i = 0; i < near.Length; i++) Assert.Equal(near[i], far[i], 1e-6);
    }

    [Fact]
    public void The_unit_of_an_output_does_not_matter()
    {
        var function = TestFunctions.Ishigami();
        var design = new PickFreezeDesign(function.Factors, PointKind.Random);
        double[] Estimates(double unit) => [.. Runs.Sobol(function, design, 300, transform: y => y * unit).Indices().SelectMany(i => (double[])[i.Estimate, i.Low, i.High])];
        double[] plain = Estimates(1);
        foreach (double unit in (double[])[1e-12, 1e12, -1e-100, 1e100])
            foreach (var (expected, actual) in plain.Zip(Estimates(unit))) Assert.Equal(expected, actual, 1e-9);
    }

    [Fact]
    public void The_order_of_points_their_parts_and_threads_do_not_show_in_a_single_bit() => Gen.Select(Gen.ULong, Gen.Int[1, 5], Gen.Int, Gen.Bool).Sample((seed, shards, shuffle, random) =>
    {
        var function = TestFunctions.Ishigami();
        var design = new PickFreezeDesign(function.Factors, random ? PointKind.Random : PointKind.Sobol, seed, random ? 1 : 4);
        var options = new SobolOptions { SecondOrder = true, Blocks = 5 };
        var whole = Runs.Sobol(function, design, 64, options);
        var parts = Enumerable.Range(0, shards).Select(_ => new SobolAnalysis(design, options)).ToArray();
        foreach (long point in Enumerable.Range(0, 64).OrderBy(p => HashCode.Combine(p, shuffle)))
            Runs.Add(parts[(int)(HashCode.Combine(point, shuffle, 1) & 0x7FFFFFFF) % shards], point, options, (row, _, _) => function.Evaluate(row));
        var merged = new SobolAnalysis(design, options);
        foreach (var part in parts) merged.Add(part);
        Assert.Equal(Bits(whole), Bits(merged));

        static long[] Bits(SobolAnalysis analysis) => [.. analysis.Indices().SelectMany(i => (double[])[i.Estimate, i.Low, i.High]).Select(BitConverter.DoubleToInt64Bits)];
    }, iter: 40);

    [Fact]
    public void One_run_that_failed_among_two_thousand_takes_its_point_with_it_and_nothing_else()
    {
        var function = TestFunctions.Ishigami();
        var design = new PickFreezeDesign(function.Factors);
        foreach (double failure in (double[])[double.NaN, double.PositiveInfinity])
        {
            var analysis = Runs.Sobol(design, 256, new SobolOptions(), (row, number, _) => number == 777 ? failure : function.Evaluate(row));
            Assert.Equal(1, analysis.Dropped(0));
            Assert.Equal(255, analysis.Points(0));
            var indices = analysis.Indices();
            Assert.All(indices, i => Assert.True(double.IsFinite(i.Estimate)));
            Assert.Equal(255 * 8, indices[0].Runs);
        }
        var refused = Assert.Throws<ArgumentException>(() => Runs.Sobol(design, 256, new SobolOptions { FailedRuns = NonFinitePolicy.Refuse }, (row, number, _) => number == 777 ? double.NaN : 1));
        Assert.Contains("row 777 is NaN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_output_leaves_the_other_outputs_of_its_run_alone()
    {
        var function = TestFunctions.Ishigami();
        var analysis = new SobolAnalysis(new PickFreezeDesign(function.Factors), new SobolOptions { Outputs = 2 });
        double[] outputs = new double[2 * 8], row = new double[3];
        for (int point = 0; point < 64; point++)
        {
            for (int m = 0; m < 8; m++)
            {
                analysis.Design.Row(point * 8 + m, row);
                outputs[2 * m] = function.Evaluate(row);
                outputs[2 * m + 1] = point == 5 ? double.NaN : 3 * row[0];
            }
            analysis.Add(point, outputs);
        }
        Assert.Equal((0, 1), (analysis.Dropped(0), analysis.Dropped(1)));
        Assert.Equal(Runs.Sobol(function, analysis.Design, 64).Indices().Select(i => i.Estimate), analysis.Indices(0).Select(i => i.Estimate));
        Assert.Equal(1, analysis.Indices(1)[0].Estimate, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_factor_that_does_nothing_gets_an_interval_as_narrow_as_its_index(SobolEstimator estimator)
    {
        // intervals that resample the variance under one and the same numerator are thousands of times too wide here
        var function = TestFunctions.Sobol();
        Factor[] factors = [.. function.Factors, new Factor("nothing", Distribution.Uniform(0, 1))];
        var analysis = Runs.Sobol(new PickFreezeDesign(factors, PointKind.Random), 1 << 12, new SobolOptions(), (row, _, _) => function.Evaluate(row.AsSpan(0, 8)));
        var totals = analysis.Indices(0, estimator).Where(i => i.Index == "total").ToArray();
        Assert.InRange(totals[8].High - totals[8].Low, 0, 1e-12);
        Assert.Equal(0, totals[8].Estimate, 1e-12);
        for (int i = 4; i < 8; i++) Assert.InRange(totals[i].High - totals[i].Low, 1e-7, 4e-5);
        Assert.All(totals, t => Assert.Equal((t.Low + t.High) / 2, t.Estimate, 1e-12));
    }

    [Fact]
    public void One_net_promises_no_interval_and_several_scramblings_do()
    {
        var function = TestFunctions.Ishigami();
        Assert.All(Runs.Sobol(function, new PickFreezeDesign(function.Factors), 64).Indices(), i => Assert.True(double.IsNaN(i.Low) && double.IsNaN(i.Level)));
        Assert.All(Runs.Sobol(function, new PickFreezeDesign(function.Factors, randomisations: 8), 64).Indices(), i => Assert.True(i.Low <= i.Estimate && i.Estimate <= i.High && i.Level == 0.95));
    }

    [Fact]
    public void A_constant_output_has_no_indices_and_breaks_nothing()
    {
        var design = new PickFreezeDesign(TestFunctions.Ishigami().Factors, PointKind.Random);
        Assert.All(Runs.Sobol(design, 128, new SobolOptions(), (_, _, _) => 3).Indices(), i => Assert.True(double.IsNaN(i.Estimate)));
        Assert.All(new SobolAnalysis(design).Indices(), i => Assert.True(double.IsNaN(i.Estimate)));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        var function = TestFunctions.Ishigami();
        var half = new PickFreezeDesign(function.Factors, both: false);
        Assert.Throws<ArgumentException>("estimator", () => new SobolAnalysis(half).Indices(0, SobolEstimator.Pooled));
        Assert.Throws<ArgumentException>("estimand", () => new SobolAnalysis(half).Indices(0, estimand: Estimand.Mean));
        Assert.Throws<ArgumentException>("estimand", () => new SobolAnalysis(half, new SobolOptions { Replicates = 2 }).Indices(0, estimand: Estimand.Deterministic));
        Assert.Throws<ArgumentException>("estimand", () => new SobolAnalysis(half, new SobolOptions { Replicates = 2 }).Indices(0, estimand: Estimand.CommonLuck));
        Assert.Throws<ArgumentException>("outputs", () => new SobolAnalysis(half).Add(0, new double[3]));
        Assert.Throws<ArgumentException>("other", () => new SobolAnalysis(half).Add(new SobolAnalysis(new PickFreezeDesign(function.Factors))));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_points()
    {
        var function = TestFunctions.Ishigami();
        var design = new PickFreezeDesign(function.Factors, PointKind.Random);
        var analysis = new SobolAnalysis(design);
        double[] outputs = new double[design.Members];
        void Add(int from, int to)
        {
            for (int point = from; point < to; point++)
            {
                outputs.AsSpan().Fill(point % 7);
                outputs[3] = point % 11;
                analysis.Add(point, outputs);
            }
        }
        Add(0, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Add(1000, 20_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void Exact_values_are_those_of_the_literature()
    {
        var ishigami = TestFunctions.Ishigami();
        Assert.Equal(13.8445879407, ishigami.Variance, 1e-10);
        double[][] expected = [[0.3139051911, 0.4424111448, 0], [0.5575888552, 0.4424111448, 0.2436836641], [0.4357470232, 0.4424111448, 0.1218418320]];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected[0][i], ishigami.Closed(1 << i), 1e-10);
            Assert.Equal(expected[1][i], ishigami.Total(1 << i), 1e-10);
            Assert.Equal(expected[2][i], ishigami.Shapley(i), 1e-10);
        }
        Assert.Equal(0.2436836641, ishigami.Interaction(5), 1e-10);
        var g = TestFunctions.Sobol();
        Assert.Equal(0.465424431902, g.Variance, 1e-12);
        double[][] eight =
        [
            [0.7161921689, 0.1790480422, 0.02367577418, 0.007161921689, 7.161921689e-5],
            [0.7871441267, 0.2421981928, 0.03431691015, 0.01046038707, 1.049490519e-4],
            [0.7515188631, 0.2104772937, 0.02888045942, 0.008771892882, 8.78727317e-5],
        ];
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(eight[0][Math.Min(i, 4)], g.Closed(1 << i), 1e-10);
            Assert.Equal(eight[1][Math.Min(i, 4)], g.Total(1 << i), 1e-10);
            Assert.Equal(eight[2][Math.Min(i, 4)], g.Shapley(i), 1e-10);
        }
    }
}
