using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.VarianceBased;

public sealed class ShapleyTests
{
    private static readonly Gen<TestFunction> genAffine = Gen.Select(Gen.Int[1, 4], Gen.Double[-2, 2].Array[4], Gen.Double[0.2, 2].Array[4], Gen.Select(Gen.Int[0, 15], Gen.Double[-2, 2]).Array[2, 8])
        .Select((d, means, sds, terms) => TestFunctions.MultiAffine(means[..d], sds[..d], [.. terms.Select(t => (t.Item1 & (1 << d) - 1, t.Item2)), (1, 1.0)])).Where(f => f.Variance > 0.1);

    [Fact]
    public void Effects_of_the_functions_of_Ishigami_and_Sobol_come_near_their_exact_values()
    {
        foreach (var function in (TestFunction[])[TestFunctions.Ishigami(), TestFunctions.Sobol()])
        {
            int d = function.Factors.Count;
            double[] chains = Chains(function, new ChainDesign(function.Factors), 1 << 12).Indices().Values("shapley");
            var mixtures = Mixtures(function, new MixtureDesign(function.Factors), 1 << (d > 4 ? 7 : 11)).Indices();
            Assert.Equal(1, chains.Sum(), 1e-12);
            Assert.Equal(1, mixtures.Values("shapley").Sum(), 1e-12);
            for (int i = 0; i < d; i++)
            {
                Assert.Equal(function.Shapley(i), chains[i], 0.02);
                Assert.Equal(function.Shapley(i), mixtures.Values("shapley")[i], 0.01);
                Assert.Equal(function.Closed(1 << i), mixtures.Values("first_order")[i], 0.01);
                Assert.Equal(function.Total(1 << i), mixtures.Values("total")[i], 0.01);
            }
        }
    }

    [Fact]
    public void Mixtures_give_the_components_of_every_order_of_random_multi_affine_functions() => Gen.Select(genAffine, Gen.ULong).Sample((function, seed) =>
    {
        int d = function.Factors.Count;
        var indices = Mixtures(function, new MixtureDesign(function.Factors, seed: seed, randomisations: 16), 1 << 9).Indices(largestOrder: 4);
        var chains = Chains(function, new ChainDesign(function.Factors, seed: seed, randomisations: 16), 1 << 10).Indices();
        for (int i = 0; i < d; i++)
        {
            Runs.Near(function.Shapley(i), indices[2 * d + i]);
            Runs.Near(function.Shapley(i), chains[i]);
        }
        foreach (var index in indices.Where(x => x.Index == "interaction"))
            Runs.Near(function.Interaction(index.Factors.Sum(f => 1 << (f[1] - '1'))), index);
        Assert.Equal((1 << d) - 1 - d, indices.Count(x => x.Index == "interaction"));
    }, iter: 50);

    [Fact]
    public void Effects_of_the_mean_are_free_of_noise_as_strong_as_the_signal()
    {
        var function = TestFunctions.MultiAffine([1, 0, 0, 0], [1, 1, 1, 1], [(1, 1), (3, 1), (4, 1)]);
        double sd = Math.Sqrt(function.Variance);
        var options = new MixtureOptions { Replicates = 2 };
        var chains = new ChainAnalysis(new ChainDesign(function.Factors), options);
        var mixtures = new MixtureIndexAnalysis(new MixtureDesign(function.Factors), options);
        Run(chains.Design, 1 << 13, 2, chains.Add, (row, number, k) => function.Evaluate(row) + sd * Runs.Noise(number, k, 6));
        Run(mixtures.Design, 1 << 12, 2, mixtures.Add, (row, number, k) => function.Evaluate(row) + sd * Runs.Noise(number, k, 7));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(function.Shapley(i), chains.Indices().Values("shapley")[i], 0.05);
            Assert.Equal(function.Shapley(i), mixtures.Indices().Values("shapley")[i], 0.03);
        }
        Assert.All(chains.Indices(), i => Assert.Equal("mean", i.Estimand));
    }

    [Fact]
    public void Parts_in_any_order_give_the_same_bits_and_failed_runs_take_their_point() => Gen.Select(Gen.ULong, Gen.Int).Sample((seed, shuffle) =>
    {
        var function = TestFunctions.Ishigami();
        var design = new ChainDesign(function.Factors, PointKind.Random, seed);
        var whole = new ChainAnalysis(design);
        var parts = new[] { new ChainAnalysis(design, whole.Options), new ChainAnalysis(design, whole.Options) };
        double[] outputs = new double[4], row = new double[3];
        foreach (long point in Enumerable.Range(0, 200).OrderBy(p => HashCode.Combine(p, shuffle)))
        {
            for (int m = 0; m < 4; m++)
            {
                design.Row(point * 4 + m, row);
                outputs[m] = point == 17 && m == 2 ? double.NaN : function.Evaluate(row);
            }
            parts[HashCode.Combine(point, shuffle) & 1].Add(point, outputs);
        }
        for (long point = 0; point < 200; point++)
        {
            for (int m = 0; m < 4; m++)
            {
                design.Row(point * 4 + m, row);
                outputs[m] = point == 17 && m == 2 ? double.NaN : function.Evaluate(row);
            }
            whole.Add(point, outputs);
        }
        parts[0].Add(parts[1]);
        Assert.Equal(1, whole.Dropped(0));
        Assert.Equal(whole.Indices().Select(i => (i.Estimate, i.Low, i.High)), parts[0].Indices().Select(i => (i.Estimate, i.Low, i.High)));
    }, iter: 20);

    private static ChainAnalysis Chains(TestFunction function, ChainDesign design, int points)
    {
        var analysis = new ChainAnalysis(design);
        Run(design, points, 1, analysis.Add, (row, _, _) => function.Evaluate(row));
        return analysis;
    }

    private static MixtureIndexAnalysis Mixtures(TestFunction function, MixtureDesign design, int points)
    {
        var analysis = new MixtureIndexAnalysis(design);
        Run(design, points, 1, analysis.Add, (row, _, _) => function.Evaluate(row));
        return analysis;
    }

    private delegate void Adding(long point, ReadOnlySpan<double> outputs);

    private static void Run(TwoSampleDesign design, int points, int replicates, Adding add, Func<double[], long, int, double> model)
    {
        int d = design.Factors.Count;
        double[] outputs = new double[design.Members * replicates], block = new double[design.Members * d], row = new double[d];
        for (int point = 0; point < points; point++)
        {
            design.Block(point, block);
            for (int m = 0; m < design.Members; m++)
            {
                block.AsSpan(m * d, d).CopyTo(row);
                for (int k = 0; k < replicates; k++) outputs[m * replicates + k] = model(row, (long)point * design.Members + m, k);
            }
            add(point, outputs);
        }
    }
}
