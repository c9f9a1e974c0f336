using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Propositions;

public sealed class PropositionTests
{
    private const string Head = "study: {dyads: 64, horizon_days: 40, settle_days: 10}\npropositions:\n";

    [Theory]
    [InlineData(Expectation.Above, 0.2, 0.3, Verdict.Supported)]
    [InlineData(Expectation.Above, 0.05, 0.3, Verdict.Undecided)]
    [InlineData(Expectation.Above, -0.05, 0.05, Verdict.Trivial)]
    [InlineData(Expectation.Above, -0.3, -0.2, Verdict.Contradicted)]
    [InlineData(Expectation.Below, -0.3, -0.2, Verdict.Supported)]
    [InlineData(Expectation.Below, 0.11, 0.2, Verdict.Contradicted)]
    [InlineData(Expectation.Within, -0.05, 0.05, Verdict.Supported)]
    [InlineData(Expectation.Within, 0.11, 0.2, Verdict.Contradicted)]
    [InlineData(Expectation.Within, -0.2, 0.05, Verdict.Undecided)]
    public void A_verdict_follows_from_interval_and_smallest_effect(Expectation expects, double low, double high, Verdict verdict)
        => Assert.Equal(verdict, new Proposition { Id = "x", Claim = "x", Passage = "x", Expects = expects, Smallest = 0.1 }.Judge(low, high));

    [Theory]
    [InlineData("mean(anxiety@400)", "day 400 does not exist")]
    [InlineData("mean(anxeity@40)", "did you mean 'anxiety'?")]
    [InlineData("mean(anxiety)", "needs a day")]
    [InlineData("meen(anxiety@40)", "did you mean 'mean'?")]
    [InlineData("mean(anxiety@40[other])", "there is no scenario 'other'")]
    [InlineData("mean(within(anxiety@40))", "needs rows of days")]
    [InlineData("anxiety@40", "outside of any statistic")]
    [InlineData("mean(anxiety@40", "')' is missing at the end")]
    [InlineData("mean(situation.conflict@0)", "has no value @0")]
    [InlineData("slope(anxiety@40, avoidance@40)", "'on' is expected")]
    [InlineData("mean(anxiety@40) # x", "the character '#'")]
    [InlineData("mean(anxiety@40 * assigned(3, 2))", "condition k of n")]
    [InlineData("mean(anxiety@40 * assigned(1, anxiety@0))", "condition k of n")]
    public void A_wrong_estimate_is_named_with_its_place(string estimate, string message)
    {
        var problem = Assert.Throws<StudyException>(() => PropositionFile.Parse($"{Head}- {{id: a, claim: c, passage: p, kind: emergent, expect: above, smallest: 0, because: b, estimate: '{estimate}'}}", []));
        var error = Assert.Single(problem.Errors);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("propositions.yaml:3:", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: emergnt", "did you mean 'emergent'?")]
    [InlineData("rests_on: [bond.tension_gian]", "did you mean 'bond.tension_gain'?")]
    [InlineData("scenarios: {a: {on: [bufering]}}", "did you mean 'buffering'?")]
    [InlineData("scenarios: {a: {dyads: 64}, b: {dyads: 32}}", "must agree")]
    [InlineData("rows: days 30..50", "FIRST..LAST")]
    [InlineData("smalest: 1", "unknown key 'smalest'")]
    [InlineData("study: {parameters: {stress.level: 99}}", "stress.level")]
    public void A_wrong_entry_is_named(string line, string message)
    {
        string kind = line.StartsWith("kind", StringComparison.Ordinal) ? "" : "\n  kind: emergent";
        string name = line.Contains("{a:", StringComparison.Ordinal) ? "[a]" : "";
        var problem = Assert.Throws<StudyException>(() => PropositionFile.Parse($"{Head}- id: a\n  claim: c\n  passage: p{kind}\n  expect: above\n  smallest: 0\n  because: b\n  estimate: mean(anxiety@40{name})\n  {line}\n", []));
        Assert.Contains(problem.Errors, e => e.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Statistics_are_those_of_the_formulas()
    {
        var rows = Rows("mean(anxiety@0)", out _);
        double[] x = rows.Evaluate(Over("anxiety@0")), z = rows.Evaluate(Over("avoidance@0")), y = rows.Evaluate(Over("satisfaction@40"));
        Assert.Equal(128, x.Length);
        Assert.Equal(x.Average(), Value(rows, "mean(anxiety@0)"), 1e-9);
        Assert.Equal(Math.Sqrt(Covariance(x, x)), Value(rows, "sd(anxiety@0)"), 1e-9);
        Assert.Equal(Covariance(x, y) / Math.Sqrt(Covariance(x, x) * Covariance(y, y)), Value(rows, "correlation(anxiety@0, satisfaction@40)"), 1e-9);
        Assert.Equal(Covariance(x, y) / Covariance(x, x), Value(rows, "slope(satisfaction@40 on anxiety@0)"), 1e-9);
        // two predictors by the normal equations
        double det = Covariance(x, x) * Covariance(z, z) - Covariance(x, z) * Covariance(x, z), slope = (Covariance(x, y) * Covariance(z, z) - Covariance(z, y) * Covariance(x, z)) / det;
        Assert.Equal(slope, Value(rows, "slope(satisfaction@40 on anxiety@0 beyond avoidance@0)"), 1e-9);
        Assert.Equal(slope * Math.Sqrt(Covariance(x, x) / Covariance(y, y)), Value(rows, "beta(satisfaction@40 on anxiety@0 beyond avoidance@0)"), 1e-9);
        Assert.Equal(x.Where(v => v >= 3).Average() - 2 * x.Average(), Value(rows, "mean(anxiety@0 where anxiety@0 >= 3) - 2 * mean(anxiety@0)"), 1e-9);
        Assert.True(double.IsNaN(Value(rows, "slope(satisfaction@40 on anxiety@0 beyond 2 * anxiety@0)")));
    }

    [Fact]
    public void The_jackknife_of_a_mean_is_its_standard_error_over_groups_of_couples()
    {
        var rows = Rows("mean(anxiety@0)", out _);
        var estimate = Estimator.Evaluate(Estimate("mean(anxiety@0)"), rows, 0, 64, 64);
        double[] couples = [.. rows.Evaluate(Over("anxiety@0")).Chunk(2).Select(c => c.Average())];
        Assert.Equal(Math.Sqrt(couples.Sum(c => (c - couples.Average()) * (c - couples.Average())) / 63 / 64), estimate.StandardError, 1e-9);
        Assert.Equal(63, estimate.DegreesOfFreedom);
        Assert.Equal(128, estimate.Rows);
    }

    [Fact]
    public void Partners_windows_and_centred_days_are_what_they_say()
    {
        var rows = Rows("mean(state.tension@1..3 + state.tension@1 + state.tension@2 + state.tension@3)", out _);
        double[] mean = rows.Evaluate(Over("state.tension@1..3")), one = rows.Evaluate(Over("state.tension@1")), two = rows.Evaluate(Over("state.tension@2")), three = rows.Evaluate(Over("state.tension@3"));
        for (int i = 0; i < mean.Length; i++) Assert.Equal((one[i] + two[i] + three[i]) / 3, mean[i], 1e-6);
        var days = Rows("mean(yesterday(state.state_anxiety) + within(state.state_anxiety) + between(state.state_anxiety))", out _, "days 10..19");
        double[] state = days.Evaluate(Days("state.state_anxiety")), before = days.Evaluate(Days("yesterday(state.state_anxiety)")), within = days.Evaluate(Days("within(state.state_anxiety)")), between = days.Evaluate(Days("between(state.state_anxiety)")), partner = days.Evaluate(Days("partner(state.state_anxiety)"));
        for (int i = 0; i < state.Length; i++)
        {
            if (i % 10 > 0) Assert.Equal(state[i - 1], before[i]);
            Assert.Equal(state[i], within[i] + between[i], 1e-12);
            Assert.Equal(state[i / 20 * 20 + (i + 10) % 20], partner[i]);
        }
        Assert.Equal(0, within.Take(10).Sum(), 1e-12);
    }

    [Fact]
    public void Couples_are_assigned_in_turn_with_both_partners_and_all_days()
    {
        var rows = Rows("mean(state.tension)", out _, "days 10..12");
        double[] second = rows.Evaluate(Days("assigned(2, 3)"));
        for (int i = 0; i < second.Length; i++) Assert.Equal(i / 6 % 3 == 1 ? 1 : 0, second[i]);
        double[] all = [.. second.Zip(rows.Evaluate(Days("assigned(1, 3) + assigned(3, 3)")), (a, b) => a + b)];
        Assert.All(all, a => Assert.Equal(1, a));
    }

    [Fact]
    public void The_ends_of_a_band_are_the_outer_thirds_of_the_members()
    {
        // nine members, of which the claim's estimate follows the figure
        double[] figure = [5, 1, 9, 2, 8, 4, 3, 7, 6];
        var claim = new Proposition { Id = "x", Claim = "x", Passage = "x" };
        var result = new PropositionResult(claim, default, 0, 0, Verdict.Supported, double.NaN, double.NaN) { Elsewhere = [.. figure.Select(f => (new Estimated(10 * f, 0, 0, 0), Verdict.Supported))] };
        var target = new TargetResult(new Target { Id = "f", Quantity = "f", Source = "f", Low = 0, High = 10 }, default, true, double.NaN, double.NaN) { Elsewhere = [.. figure.Select(f => (f, true))] };
        var end = Assert.Single(BandEnds.Compare([result], [target]));
        Assert.Equal((2, 20), end.Low);
        Assert.Equal((8, 80), end.High);
        Assert.Equal(Math.Sqrt(2 * 100.0 / 3), end.Error, 1e-12);
        Assert.True(end.IsClear);
        Assert.Empty(BandEnds.Compare([result with { Elsewhere = [.. result.Elsewhere.Take(8)] }], [target]));
    }

    [Fact]
    public void Observed_scores_have_the_reliability_asked_for_and_one_noise_per_question_and_day()
    {
        var rows = Rows("mean(observed(anxiety@0) + observed(anxiety@40))", out _, dyads: 4000);
        double[] latent = rows.Evaluate(Over("anxiety@0")), first = rows.Evaluate(Over("observed(anxiety@0)")), later = rows.Evaluate(Over("observed(anxiety@40) - anxiety@40"));
        double[] noise = [.. first.Zip(latent, (o, l) => o - l)];
        // 8,000 persons: a correlation's standard error is .011, three of them are allowed
        Assert.Equal(0.92, Covariance(latent, latent) / Covariance(first, first), 0.01);
        Assert.InRange(Covariance(noise, later) / Math.Sqrt(Covariance(noise, noise) * Covariance(later, later)), -0.035, 0.035);
    }

    [Fact]
    public void Quantities_have_the_values_that_a_replay_shows()
    {
        string text = string.Join(" + ", DayQuantity.All.Values.Where(q => ReplayColumns.All.Any(c => c.Name == q.Name)).Select(q => q.Name + "@17"));
        var rows = Rows($"mean({text})", out var study);
        var replay = Replay.Run<Scalar>(study with { Pathways = new PathwayDesign { Arms = PathwayArms.All } }, 0, 5, [], TestContext.Current.CancellationToken);
        int compared = 0;
        foreach (var column in ReplayColumns.All.Where(c => DayQuantity.All.ContainsKey(c.Name)))
        {
            for (int person = 0; person < 2; person++)
            {
                double? shown = column.ValueOf(replay.AsRun.Days[16].Of(person));
                Assert.Equal(shown ?? double.NaN, rows.Evaluate(Over(column.Name + "@17"))[2 * 5 + person]);
                compared++;
            }
        }
        Assert.True(compared > 120);
    }

    [Fact]
    public void Verdicts_do_not_depend_on_threads_and_scenarios_share_their_luck()
    {
        string text = Head + "- {id: a, claim: c, passage: p, kind: emergent, scenarios: {with: {on: [all]}, without: {off: [self.validation]}}, estimate: 'mean(insecurity@40[with] - insecurity@40[without])', expect: below, smallest: 0.001, because: b}\n"
            + "- {id: b, claim: c, passage: p, kind: emergent, scenarios: {x: {on: [all]}, y: {}}, estimate: 'mean(abs(insecurity@40[x] - insecurity@40[y]))', expect: within, smallest: 0.001, because: b}\n"
            + "- {id: c, claim: c, passage: p, left_out: no such construct}\n";
        var claims = PropositionFile.Parse(text, []).Propositions;
        var one = PropositionRun.Run(claims, 1, scorePublished: true, cancellation: TestContext.Current.CancellationToken);
        var two = PropositionRun.Run(claims, 2, scorePublished: true, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(one.Select(r => r.Estimate), two.Select(r => r.Estimate));
        Assert.Equal(0, one[1].Estimate.Value);
        Assert.Equal([Verdict.Supported, Verdict.Supported, Verdict.LeftOut], one.Select(r => r.Verdict));
        Assert.True(one[0].Estimate.Value < -0.001);
    }

    private static RowEvaluator Rows(string estimate, out Study study, string rows = "persons", int dyads = 64)
    {
        string all = rows == "persons" ? "anxiety@0 + avoidance@0 + satisfaction@40 + anxiety@40" : "state.state_anxiety";
        var claim = PropositionFile.Parse($"{Head}- {{id: a, claim: c, passage: p, kind: emergent, expect: above, smallest: 0, because: b, rows: {rows}, estimate: '{estimate} + mean({all})'}}", [$"dyads={dyads}"]).Propositions.Single();
        study = claim.Experiment!.Scenarios[0].Study;
        return ExperimentRunner.Rows([claim.Experiment], 2, cancellation: TestContext.Current.CancellationToken)[0];
    }

    private static double Value(RowEvaluator rows, string estimate) => Estimator.Evaluate(Estimate(estimate), rows, 0, rows.Couples, 8).Value;

    private static Expression Estimate(string text) => ExpressionReader.Estimate(text, [""], 40, false);

    private static Expression Over(string text) => ExpressionReader.OverRows(text, [""], 40, false);

    private static Expression Days(string text) => ExpressionReader.OverRows(text, [""], 40, true);

    private static double Covariance(double[] a, double[] b)
    {
        double x = a.Average(), y = b.Average();
        return a.Zip(b, (p, q) => (p - x) * (q - y)).Average();
    }
}
