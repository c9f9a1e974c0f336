using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Screening;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.Screening;

public sealed class MorrisEstimatorTests
{
    private static readonly Gen<(MultiAffine Model, MorrisDesign Design)> genStudy =
        Gen.Select(MultiAffine.Random(1, 5), Gen.ULong, Gen.Int[0, 2], Gen.Int[1, 4]).Select((model, seed, kind, half) => (model, Design(model.Factors, seed, kind, 2 * half)));

    [Fact]
    public void Measures_are_the_plain_formulas_over_effects() => genStudy.Sample(study =>
    {
        var (model, design) = study;
        const int Blocks = 12;
        var estimator = Run(design, Blocks, model.Value);
        for (int i = 0; i < model.Factors; i++)
        {
            // recomputed from the rows alone: the one row pair that differs in factor i alone
            double[] effects = [.. Enumerable.Range(0, Blocks).Select(block => Effect(design, block, i, model.Value))];
            double mean = effects.Average(), sigma = Math.Sqrt(effects.Sum(e => (e - mean) * (e - mean)) / (Blocks - 1));
            double star = effects.Average(Math.Abs), starSigma = Math.Sqrt(effects.Sum(e => Math.Pow(Math.Abs(e) - star, 2)) / (Blocks - 1));
            var m = estimator.Measures(i);
            Assert.Equal(Blocks, m.Effects);
            Assert.Equal(mean, m.Mu, 1e-9);
            Assert.Equal(star, m.MuStar, 1e-9);
            Assert.Equal(sigma, m.Sigma, 1e-7);
            Assert.Equal(sigma / Math.Sqrt(Blocks), m.MuError, 1e-7);
            Assert.Equal(starSigma / Math.Sqrt(Blocks), m.MuStarError, 1e-7);
        }
    }, iter: 100);

    [Fact]
    public void Multi_affine_functions_have_their_exact_mu_and_sigma_within_sampling_error() => genStudy.Sample(study =>
    {
        var (model, design) = study;
        const int Blocks = 1500;
        var estimator = Run(design, Blocks, model.Value);
        int p = design.Levels;
        double variance = design.Kind == MorrisKind.Radial ? 1 / 12.0 : design.Placement == MorrisLevels.Ends ? (p + 1) / (12.0 * (p - 1)) : (1 - 1.0 / p / p) / 12;
        for (int i = 0; i < model.Factors; i++)
        {
            var derivative = model.Derivative(i);
            var m = estimator.Measures(i);
            double exact = derivative.Mean(0.5), sigma = Math.Sqrt(derivative.Variances(0.5, variance).Sum());
            Assert.InRange(m.Mu - exact, -6 * m.MuError - 1e-12, 6 * m.MuError + 1e-12);
            Assert.InRange(m.Sigma - sigma, -0.25 * sigma - 1e-12, 0.25 * sigma + 1e-12);
        }
    }, iter: 40);

    [Fact]
    public void A_linear_model_has_its_coefficients_without_error_and_no_sigma_even_far_from_zero()
    {
        var design = MorrisDesign.Radial([.. "abc".Select(c => new Factor($"{c}", Distribution.Uniform(0, 1)))], 3);
        var estimator = Run(design, 200, x => 1e6 + 3 * x[0] - 2 * x[1]);
        Assert.Equal([3.0, -2.0, 0.0], Enumerable.Range(0, 3).Select(i => Math.Round(estimator.Measures(i).Mu, 8)));
        Assert.Equal([3.0, 2.0, 0.0], Enumerable.Range(0, 3).Select(i => Math.Round(estimator.Measures(i).MuStar, 8)));
        for (int i = 0; i < 3; i++) Assert.InRange(estimator.Measures(i).Sigma, 0, 1e-8);
    }

    [Fact]
    public void A_model_without_a_factor_gives_it_exactly_zero()
    {
        var design = MorrisDesign.Trajectories([.. "abc".Select(c => new Factor($"{c}", Distribution.Uniform(0, 1)))], 3, dummy: true);
        var m = Run(design, 50, x => x[0] * x[1] + Math.Sin(x[2])).Measures(3);
        Assert.Equal(MorrisDesign.DummyName, design.Groups[3]);
        Assert.Equal((0.0, 0.0, 0.0), (m.Mu, m.MuStar, m.Sigma));
    }

    [Fact]
    public void Morris_function_of_twenty_factors_shows_its_three_classes()
    {
        Factor[] factors = [.. Enumerable.Range(1, 20).Select(i => new Factor($"x{i}", Distribution.Uniform(0, 1)))];
        var estimator = Run(MorrisDesign.Trajectories(factors, 0), 60, Morris20);
        var m = Enumerable.Range(0, 20).Select(i => estimator.Measures(i)).ToArray();
        Assert.All(m[..10], x => Assert.True(x.MuStar > 15));
        Assert.All(m[10..], x => Assert.True(x.MuStar < 10));
        Assert.All(m[7..10], x => Assert.True(x.Sigma < 0.2 * x.MuStar)); // 8, 9 and 10 are nearly linear
        Assert.All(m[..7], x => Assert.True(x.Sigma > 0.3 * x.MuStar));
    }

    [Fact]
    public void Row_order_must_not_matter_and_shards_merge_to_the_same_bits() => Gen.Select(genStudy, Gen.ULong, Gen.Int[1, 9]).Sample((study, shuffle, cut) =>
    {
        var (model, design) = study;
        const int Blocks = 10;
        var (rows, outputs) = Rows(design, Blocks, model.Value);
        int[] order = Draws.Order(rows.Length, shuffle);
        var shuffled = MorrisEstimator.Of(design, [.. order.Select(i => rows[i])], [order.Select(i => outputs[i]).ToArray()]);
        var merged = new MorrisEstimator(design);
        foreach (int[] part in Draws.Order(Blocks, shuffle).Chunk(cut))
        {
            var shard = new MorrisEstimator(design);
            foreach (int block in part) shard.Add(block, outputs.AsSpan(block * design.BlockRows, design.BlockRows));
            merged.Add(shard);
        }
        var whole = Run(design, Blocks, model.Value);
        for (int i = 0; i < model.Factors; i++)
        {
            Assert.Equal(whole.Measures(i), shuffled.Measures(i));
            Assert.Equal(whole.Measures(i), merged.Measures(i));
        }
    }, iter: 100);

    [Fact]
    public void One_nan_must_not_turn_everything_nan()
    {
        var design = MorrisDesign.Trajectories([.. "abcd".Select(c => new Factor($"{c}", Distribution.Uniform(0, 1)))], 7);
        var (rows, outputs) = Rows(design, 40, x => x[0] + x[1] * x[2]);
        outputs[12] = double.NaN;
        outputs[77] = double.PositiveInfinity;
        var estimator = MorrisEstimator.Of(design, rows, [outputs]);
        var missing = MorrisEstimator.Of(design, [.. rows.Where(r => r is not 12 and not 77)], [outputs.Where((_, i) => i is not 12 and not 77).ToArray()]);
        Assert.InRange(Enumerable.Range(0, 4).Sum(i => estimator.Measures(i).Dropped), 2, 4); // a run serves one or two effects
        for (int i = 0; i < 4; i++)
        {
            var m = estimator.Measures(i);
            Assert.Equal(40, m.Effects + m.Dropped);
            Assert.True(double.IsFinite(m.Mu) && double.IsFinite(m.MuStar) && double.IsFinite(m.Sigma));
            Assert.Equal(m, missing.Measures(i));
        }
    }

    [Fact]
    public void A_nan_in_one_output_leaves_the_others_alone()
    {
        var design = Design(2, 1, 0, 4);
        var (rows, outputs) = Rows(design, 10, x => x[0] - x[1]);
        double[] bad = [.. outputs];
        bad[3] = double.NaN;
        var both = MorrisEstimator.Of(design, rows, [bad, outputs]);
        var alone = MorrisEstimator.Of(design, rows, [outputs]);
        for (int i = 0; i < 2; i++) Assert.Equal(alone.Measures(i), both.Measures(i, 1));
    }

    [Fact]
    public void Groups_have_mu_star_alone()
    {
        Factor[] factors = [new("a", Distribution.Uniform(0, 1), "g"), new("b", Distribution.Uniform(0, 1), "g"), new("c", Distribution.Uniform(0, 1))];
        var design = MorrisDesign.Trajectories(factors, 2);
        var m = Run(design, 4000, x => 3 * x[0] + x[1] + 5 * x[2]).Measures(0);
        Assert.True(double.IsNaN(m.Mu) && double.IsNaN(m.Sigma));
        // both move by Δ, alike or against each other: |3 + 1| or |3 − 1|
        Assert.InRange(m.MuStar, 3 - 5 * m.MuStarError, 3 + 5 * m.MuStarError);
        Assert.Equal(["g", "c"], design.Groups);
    }

    [Fact]
    public void Replicates_give_sigma_back_without_noise_and_the_dummy_its_zero()
    {
        foreach (var luck in new[] { ReplicateLuck.Independent, ReplicateLuck.Crossed })
        {
            var design = MorrisDesign.Radial([.. "ab".Select(c => new Factor($"{c}", Distribution.Uniform(0, 1)))], 11, dummy: true);
            const int Blocks = 4000, Replicates = 3;
            var estimator = new MorrisEstimator(design, 1, Replicates, luck);
            var values = new double[design.BlockRows * Replicates];
            var x = new double[3];
            for (int block = 0; block < Blocks; block++)
            {
                for (int within = 0; within < design.BlockRows; within++)
                {
                    long row = (long)block * design.BlockRows + within;
                    design.FillUnit(row, x);
                    for (int r = 0; r < Replicates; r++)
                    {
                        // common luck also acts through the first factor
                        double shared = luck == ReplicateLuck.Crossed ? Draws.Normal(r, 5, 3) : 0;
                        values[within * Replicates + r] = 4 * x[0] * x[1] + (1 + x[0]) * shared + Draws.Normal(row, r, 8);
                    }
                }
                estimator.Add(block, values);
            }
            var a = estimator.Measures(0);
            var dummy = estimator.Measures(2);
            Assert.Equal(16 / 12.0, a.SigmaSquaredCorrected, 0.45);
            Assert.True(a.Sigma * a.Sigma > 2.5);
            Assert.Equal(0, dummy.SigmaSquaredCorrected, 0.45);
            Assert.True(dummy.MuStar > 0.5); // what noise alone does to μ*
            if (luck == ReplicateLuck.Crossed) Assert.True(a.MuError > 0.3); // three lucks, however many blocks
        }
    }

    [Fact]
    public void Mu_star_prints_no_level_that_it_has_not_earned()
    {
        var indices = Run(Design(3, 1, 0, 4), 64, x => x[0] * x[1] + x[2]).Indices();
        Assert.Equal(9, indices.Count);
        Assert.All(indices, i => Assert.Equal(i.Index == "mu" ? 0.95 : double.NaN, i.Level));
        Assert.All(indices.Where(i => i.Index == "mu_star"), i => Assert.True(i.Low <= i.Estimate && i.Estimate <= i.High));
        Assert.All(indices, i => Assert.Equal(256, i.Runs));
        Assert.All(Run(Design(3, 1, 0, 4), 63, x => x[0] * x[1] + x[2]).Indices(), i => Assert.True(double.IsNaN(i.Level)));
        // two replicates cannot tell how lucks vary
        var two = new MorrisEstimator(Design(1, 1, 0, 4), 1, 2, ReplicateLuck.Crossed);
        for (int block = 0; block < 5; block++) two.Add(block, [1, 2, 3, 5 + block]);
        Assert.True(double.IsNaN(two.Indices()[0].Level));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var design = Design(2, 1, 0, 4);
        var estimator = new MorrisEstimator(design);
        Assert.Throws<ArgumentException>(() => estimator.Add(0, [1, 2]));
        Assert.Throws<ArgumentException>(() => estimator.Add(new MorrisEstimator(Design(2, 2, 0, 4))));
        Assert.Throws<ArgumentException>(() => MorrisEstimator.Of(design, [0, 0], [new double[2]]));
        Assert.Throws<ArgumentException>(() => MorrisEstimator.Of(design, [-1], [new double[1]]));
        Assert.Throws<ArgumentException>(() => MorrisEstimator.Of(design, [0, 1], [new double[1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Measures(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Indices(0, 1.5));
        Assert.True(double.IsNaN(estimator.Measures(0).MuStar));
    }

    private static MorrisDesign Design(int factors, ulong seed, int kind, int levels)
    {
        Factor[] list = [.. Enumerable.Range(0, factors).Select(i => new Factor($"x{i}", Distribution.Uniform(0, 1)))];
        return kind == 2 ? MorrisDesign.Radial(list, seed) : MorrisDesign.Trajectories(list, seed, levels, (MorrisLevels)kind);
    }

    private delegate double Model(ReadOnlySpan<double> x);

    private static (long[] Rows, double[] Outputs) Rows(MorrisDesign design, int blocks, Model model)
    {
        long[] rows = [.. Enumerable.Range(0, (int)design.Rows(blocks)).Select(r => (long)r)];
        var x = new double[design.Factors.Count];
        return (rows, [.. rows.Select(r =>
        {
            design.FillUnit(r, x);
            return model(x);
        })]);
    }

    private static MorrisEstimator Run(MorrisDesign design, int blocks, Model model)
    {
        var (_, outputs) = Rows(design, blocks, model);
        var estimator = new MorrisEstimator(design);
        for (int block = 0; block < blocks; block++) estimator.Add(block, outputs.AsSpan(block * design.BlockRows, design.BlockRows));
        return estimator;
    }

    private static double Effect(MorrisDesign design, long block, int factor, Model model)
    {
        double[][] rows = [.. Enumerable.Range(0, design.BlockRows).Select(w => Enumerable.Range(0, design.Factors.Count).Select(c => design.Unit(block * design.BlockRows + w, c)).ToArray())];
        var pairs = from a in Enumerable.Range(0, rows.Length)
                    from b in Enumerable.Range(a + 1, rows.Length - a - 1)
                    where Enumerable.Range(0, rows[a].Length).All(c => rows[a][c] != rows[b][c] == (c == factor))
                    select (model(rows[b]) - model(rows[a])) / (rows[b][factor] - rows[a][factor]);
        return Assert.Single(pairs);
    }

    // Morris (1991), section 5; coefficients that he drew at random are set to their mean, 0
    private static double Morris20(ReadOnlySpan<double> x)
    {
        Span<double> w = stackalloc double[20];
        for (int i = 0; i < 20; i++) w[i] = 2 * (i is 2 or 4 or 6 ? 1.1 * x[i] / (x[i] + 0.1) - 0.5 : x[i] - 0.5);
        double y = 0;
        for (int i = 0; i < 20; i++)
        {
            if (i < 10) y += 20 * w[i];
            for (int j = i + 1; j < 6; j++)
            {
                y -= 15 * w[i] * w[j];
                for (int l = j + 1; l < 5; l++)
                {
                    y -= 10 * w[i] * w[j] * w[l];
                    for (int s = l + 1; s < 4; s++) y += 5 * w[i] * w[j] * w[l] * w[s];
                }
            }
        }
        return y;
    }
}
