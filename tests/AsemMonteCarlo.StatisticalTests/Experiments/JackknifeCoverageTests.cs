using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;

namespace AsemMonteCarlo.StatisticalTests.Experiments;

/// <summary>
/// Intervals of experiments hold what they promise: over independent samples, the 90 % interval of a statistic covers its value
/// in a very large sample. With n samples the number covered is binomial; bounds are at 4 standard errors, so that a false alarm has
/// probability below 0.0001 for each statistic. Seeds are fixed.
/// </summary>
[Trait("Category", "Slow")]
public sealed class JackknifeCoverageTests
{
    private const string Study = "study: {horizon_days: 20, settle_days: 20}\npropositions:\n- {id: a, claim: c, passage: p, kind: emergent, expect: above, smallest: 0, because: b, ";

    [Theory]
    [InlineData("estimate: 'mean(insecurity@20 - insecurity@0)'")]
    [InlineData("estimate: 'slope(satisfaction@20 on anxiety@0 beyond avoidance@0)'")]
    [InlineData("estimate: 'correlation(satisfaction@20, partner(satisfaction@20))'")]
    [InlineData("estimate: 'beta(anxiety@0 on trust@20 beyond goal_validation@20) - beta(anxiety@0 on goal_validation@20 beyond trust@20)'")]
    [InlineData("rows: days 5..18, estimate: 'variance(within(daily_anxiety)) / variance(daily_anxiety)'")]
    [InlineData("estimate: 'mean(satisfaction@20 where anxiety@0 >= 4) - mean(satisfaction@20 where anxiety@0 < 4)'")]
    public void An_interval_covers_the_value_of_a_large_sample(string estimate)
    {
        int samples = Reduced.Size(400, 120);
        const int couples = 300;
        const double level = 0.9;
        // one long sample is cut into many: couples are independent
        var experiment = PropositionFile.Parse(Study + estimate + "}", [$"dyads={couples * samples}"]).Propositions.Single().Experiment!;
        var rows = ExperimentRunner.Rows([experiment], 2, cancellation: TestContext.Current.CancellationToken)[0];
        double value = Estimator.Evaluate(experiment.Estimate, rows, 0, rows.Couples, Estimator.Groups).Value;
        int covered = 0;
        for (int s = 0; s < samples; s++)
        {
            var (low, high) = Estimator.Evaluate(experiment.Estimate, rows, s * couples, (s + 1) * couples, 50).Interval(level);
            if (low <= value && value <= high) covered++;
        }
        double share = covered / (double)samples, error = Math.Sqrt(level * (1 - level) / samples);
        Assert.InRange(share, level - 4 * error, level + 4 * error);
    }
}
