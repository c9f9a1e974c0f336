using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests.VarianceBased;

/// <summary>The short form of the coverage tests in the statistical suite: seeds 1 to n, exact binomial test at 1 % over all cells.</summary>
public sealed class CoverageTests
{
    private const int Seeds = 200;
    private const double Level = 0.95, FamilywiseError = 0.01;

    [Theory]
    [InlineData(PointKind.Random, 1)]
    [InlineData(PointKind.Sobol, 8)]
    public void Intervals_cover_as_stated(PointKind kind, int randomisations)
    {
        var function = TestFunctions.Ishigami();
        SobolEstimator[] estimators = [.. Enum.GetValues<SobolEstimator>().Skip(1)];
        int[] hits = new int[6 * estimators.Length];
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var analysis = Runs.Sobol(function, new PickFreezeDesign(function.Factors, kind, seed, randomisations), 512);
            for (int e = 0; e < estimators.Length; e++)
            {
                var indices = analysis.Indices(0, estimators[e], level: Level);
                for (int i = 0; i < 6; i++)
                    if (indices[i].Low <= Truth(function, i) && Truth(function, i) <= indices[i].High) hits[6 * e + i]++;
            }
        }
        var binomial = new Binomial(Level, Seeds);
        Assert.All(hits, h => Assert.True(2 * Math.Min(binomial.CumulativeDistribution(h), 1 - binomial.CumulativeDistribution(h - 1)) >= FamilywiseError / hits.Length, $"{h} of {Seeds}"));
    }

    [Fact]
    public void Intervals_still_cover_where_the_study_stopped_because_of_what_it_saw()
    {
        var function = TestFunctions.Ishigami();
        int[] hits = new int[6];
        int early = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var design = new PickFreezeDesign(function.Factors, PointKind.Sobol, seed, 8);
            var analysis = new SobolAnalysis(design);
            var look = new StopPlan(StopRule.Screening, 0.15, design.Points, 8 * 8, 8 * 64, Level).Run(
                (from, to) =>
                {
                    for (long point = from; point < to; point++) Runs.Add(analysis, point, new SobolOptions(), (row, _, _) => function.Evaluate(row));
                },
                level => analysis.Indices(0, level: level));
            if (look.Points < 8 * 64) early++;
            for (int i = 0; i < 6; i++)
                if (look.Indices[i].Low <= Truth(function, i) && Truth(function, i) <= look.Indices[i].High) hits[i]++;
        }
        Assert.InRange(early, 1, Seeds);
        Assert.All(hits, h => Assert.True(new Binomial(Level, Seeds).CumulativeDistribution(h) >= FamilywiseError / hits.Length, $"{h} of {Seeds}"));
    }

    [Fact]
    public void A_resample_of_single_rows_of_one_net_would_be_far_too_wide()
    {
        // what a bootstrap of the points of one scrambled net believes, beside how far nets really are from the truth
        var function = TestFunctions.Sobol();
        double believed = 0, real = 0;
        for (ulong seed = 1; seed <= 16; seed++)
        {
            double estimate = Runs.Sobol(function, new PickFreezeDesign(function.Factors, PointKind.Sobol, seed), 512).Indices()[0].Estimate;
            var random = Runs.Sobol(function, new PickFreezeDesign(function.Factors, PointKind.Random, seed), 512).Indices()[0];
            believed += (random.High - random.Low) / 4 / 16;
            real += Math.Abs(estimate - function.Closed(1)) / 16;
        }
        Assert.True(believed > 2 * real, $"{believed} {real}");
    }

    private static double Truth(TestFunction function, int i) => i < 3 ? function.Closed(1 << i) : function.Total(1 << (i - 3));
}
