using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Sensitivity.Tests.VarianceBased;

public sealed class NoiseTests
{
    private const int Points = 1 << 13;

    // interaction of the first two, a third that adds, and one that does nothing
    private static readonly TestFunction function = TestFunctions.MultiAffine([1, 0, 0, 0], [1, 1, 1, 1], [(1, 1), (3, 1), (4, 1)]);
    private static readonly double sd = Math.Sqrt(function.Variance);

    [Fact]
    public void Raw_indices_of_a_noisy_model_count_its_noise_as_interaction()
    {
        // exact values of the contract: S V/(V + σ²) and (ST V + σ²)/(V + σ²), here with σ² = V
        var raw = Runs.Sobol(Design(1), Points, new SobolOptions(), Independent).Indices(0, SobolEstimator.Jansen);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(function.Closed(1 << i) / 2, raw.Values("first_order")[i], 0.04);
            Assert.Equal((function.Total(1 << i) + 1) / 2, raw.Values("total")[i], 0.04);
        }
        // luck shared by the rows of a point cancels from totals but not from the variance
        var common = Runs.Sobol(Design(1), Points, new SobolOptions(), Common).Indices(0, SobolEstimator.Jansen);
        for (int i = 0; i < 4; i++) Assert.Equal(function.Total(1 << i) / 2, common.Values("total")[i], 0.04);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Corrected_indices_of_every_order_are_those_of_the_model_without_its_noise(int replicates)
    {
        foreach (var luck in Enum.GetValues<Luck>())
            foreach (var estimator in Enum.GetValues<SobolEstimator>())
            {
                var analysis = Runs.Sobol(Design(2), Points, new SobolOptions { Replicates = replicates, Luck = luck, SecondOrder = true }, luck == Luck.Independent ? Independent : Common);
                var indices = analysis.Indices(0, estimator);
                Assert.All(indices, i => Assert.Equal("mean", i.Estimand));
                for (int i = 0; i < 4; i++)
                {
                    Assert.Equal(function.Closed(1 << i), indices.Values("first_order")[i], 0.06);
                    Assert.Equal(function.Total(1 << i), indices.Values("total")[i], 0.06);
                }
                Assert.Equal(function.Interaction(3), indices.Values("second_order")[0], 0.08);
                Assert.Equal(0, indices.Values("second_order")[1], 0.08);
                Assert.Equal(function.Superset(3), indices.Values("total_interaction")[0], 0.08);
                Assert.Equal(0.5, indices.Values("noise_share")[0], 0.02);
                Assert.Empty(indices.Single(i => i.Index == "noise_share").Factors);
            }
    }

    [Fact]
    public void A_factor_that_does_nothing_under_noise_as_strong_as_the_signal_has_a_total_index_of_nothing()
    {
        // peers give it one half
        double sum = 0;
        for (ulong seed = 1; seed <= 4; seed++)
            sum += Runs.Sobol(Design(seed), Points, new SobolOptions { Replicates = 2 }, (row, number, k) => Independent(row, number + (long)seed * 1_000_000, k)).Indices().Values("total")[3] / 4;
        Assert.InRange(Math.Abs(sum), 0, 0.01);
    }

    [Fact]
    public void Noise_that_a_factor_scales_is_no_part_of_the_mean_and_is_part_of_common_luck()
    {
        // y = x₁ + x₂ε: E[y | x] = x₁; at one luck ε the second factor has the variance ε² s₂², on average s₂²
        Factor[] factors = [new("x1", Distribution.Normal(0, 1)), new("x2", Distribution.Normal(2, 1))];
        var options = new SobolOptions { Replicates = 2, Luck = Luck.SharedByRows };
        var analysis = Runs.Sobol(new PickFreezeDesign(factors), 1 << 14, options, (row, number, k) => row[0] + row[1] * Runs.Noise(number / 6, k, 5));
        foreach (var estimator in Enum.GetValues<SobolEstimator>())
        {
            var mean = analysis.Indices(0, estimator, Estimand.Mean);
            Assert.Equal(1, mean.Values("first_order")[0], 0.15);
            Assert.Equal(0, mean.Values("total")[1], 0.15);
            var common = analysis.Indices(0, estimator, Estimand.CommonLuck);
            Assert.All(common, i => Assert.Equal("common_luck", i.Estimand));
            Assert.Equal(0.5, common.Values("first_order")[0], 0.06);
            Assert.Equal(0.5, common.Values("first_order")[1], 0.06);
            Assert.Equal(0.5, common.Values("total")[1], 0.06);
        }
    }

    [Fact]
    public void A_model_without_noise_has_a_noise_share_of_zero()
    {
        var analysis = Runs.Sobol(Design(1), 256, new SobolOptions { Replicates = 2 }, (row, _, _) => function.Evaluate(row));
        Assert.Equal(0, analysis.Indices().Values("noise_share")[0], 1e-12);
    }

    [Fact]
    public void Far_means_cost_no_accuracy_under_noise_either()
    {
        double[] near = Estimates(0), far = Estimates(1e8);
        for (int i = 0; i < near.Length; i++) Assert.Equal(near[i], far[i], 1e-5);

        static double[] Estimates(double mean) => [.. Runs.Sobol(Design(1), 256, new SobolOptions { Replicates = 2 }, (row, number, k) => mean + Independent(row, number, k)).Indices().Select(i => i.Estimate)];
    }

    private static PickFreezeDesign Design(ulong seed) => new(function.Factors, seed: seed);

    private static double Independent(double[] row, long number, int replicate) => function.Evaluate(row) + sd * Runs.Noise(number, replicate, 3);

    private static double Common(double[] row, long number, int replicate) => function.Evaluate(row) + sd * Runs.Noise(number / 10, replicate, 4);
}
