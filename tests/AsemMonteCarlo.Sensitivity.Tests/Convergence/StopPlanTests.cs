using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.Tests.VarianceBased;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Sensitivity.Tests.Convergence;

public sealed class StopPlanTests
{
    private static readonly PointSet points = new RandomPoints(2, 1);

    [Fact]
    public void Looks_are_at_doubled_sizes_alone_and_share_the_error()
    {
        var plan = new StopPlan(StopRule.Ranking, 0.01, points, 64, 1500);
        Assert.Equal([64, 128, 256, 512, 1024], plan.Looks);
        Assert.Equal(1 - 0.05 / 5 / 4, plan.LevelOfLook(4), 1e-15);
        Assert.Equal(1 - 0.05 / 5, new StopPlan(StopRule.Index, 0.01, points, 64, 1500).LevelOfLook(4), 1e-15);
        Assert.Throws<ArgumentException>("points", () => plan.At(100, _ => []));
    }

    [Fact]
    public void Sizes_that_are_no_power_of_two_and_points_without_intervals_are_refused()
    {
        Assert.Throws<ArgumentException>("first", () => new StopPlan(StopRule.Index, 0.1, points, 100, 1000));
        Assert.Throws<ArgumentException>("first", () => new StopPlan(StopRule.Index, 0.1, new SobolPoints(2, 1, 8), 64 + 8, 1000));
        Assert.Throws<ArgumentException>("points", () => new StopPlan(StopRule.Index, 0.1, new SobolPoints(2, 1), 64, 1000));
        Assert.Throws<ArgumentException>("tolerance", () => new StopPlan(StopRule.Index, 0, points, 64, 1000));
    }

    [Theory]
    // two intervals each, tolerance 0.1: rule, first, second, settled
    [InlineData(StopRule.Index, 0.1, 0.19, 0.5, 0.58, true)]
    [InlineData(StopRule.Index, 0.1, 0.19, 0.5, 0.62, false)]
    [InlineData(StopRule.Ranking, 0.1, 0.3, 0.31, 0.5, true)]
    [InlineData(StopRule.Ranking, 0.1, 0.3, 0.29, 0.5, false)]
    [InlineData(StopRule.Ranking, 0.1, 0.18, 0.12, 0.19, true)]
    [InlineData(StopRule.Screening, 0.01, 0.09, 0.2, 0.9, true)]
    [InlineData(StopRule.Screening, 0.01, 0.11, 0.2, 0.9, false)]
    public void Each_rule_settles_where_it_says(StopRule rule, double low1, double high1, double low2, double high2, bool settled)
    {
        var plan = new StopPlan(rule, 0.1, points, 64, 256);
        IReadOnlyList<SensitivityIndex> Indices(double level) => [Index("a", low1, high1, level), Index("b", low2, high2, level)];
        Assert.Equal((settled, settled), (plan.At(64, Indices).Settled, plan.At(64, Indices).Stop));
        var last = plan.At(256, Indices);
        Assert.Equal((settled, true), (last.Settled, last.Stop));
        Assert.NotEmpty(last.Reason);
    }

    [Fact]
    public void A_study_stops_as_soon_as_its_screening_has_settled_and_its_points_are_those_of_one_run()
    {
        var function = TestFunctions.Sobol();
        var design = new PickFreezeDesign(function.Factors, randomisations: 8);
        var analysis = new SobolAnalysis(design);
        var look = new StopPlan(StopRule.Screening, 0.05, design.Points, 8 * 16, 8 * 4096).Run(
            (from, to) =>
            {
                for (long point = from; point < to; point++) Runs.Add(analysis, point, new SobolOptions(), (row, _, _) => function.Evaluate(row));
            },
            level => analysis.Indices(0, level: level));
        Assert.True(look.Settled && look.Points < 8 * 4096, look.Reason);
        var important = look.Indices.Where(i => i.Index == "total" && i.Low > 0.05).Select(i => i.Factors[0]);
        Assert.Equal(["x1", "x2"], important);
        Assert.Equal(Runs.Sobol(function, design, look.Points).Indices(0, level: look.Level).Select(i => (i.Estimate, i.High)), look.Indices.Select(i => (i.Estimate, i.High)));
    }

    private static SensitivityIndex Index(string factor, double low, double high, double level) => new("sobol", "total", "pooled", "deterministic", [factor], (low + high) / 2, low, high, level, 1, 1);
}
