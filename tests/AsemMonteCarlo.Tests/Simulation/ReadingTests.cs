using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Simulation;

/// <summary>Outcomes read on earlier days, along trajectories, over windows, as changes and behind thresholds.</summary>
public sealed class ReadingTests
{
    private const string Small = "dyads: 80\nhorizon_days: 24\nsettle_days: 5\nparameters: {dissolution.hazard: -4}\npathways: {arms: [all, none]}\n";

    // bonds end, parameters change, a partner is replaced: everything that moves what is read when
    private const string Eventful = Small + "timeline: [{from_day: 7, set: {stress.level: 3, orientation.slope: 1}}, {from_day: 13, replace_partner: true}, {from_day: 15, set: {stress.level: 1}}]\n";

    private static readonly Lazy<Recorded> daily = new(() => new Recorded(Bind(Eventful + "readings: {every: 1}\nstore: {trajectories: {every: 1, couples: all, arms: [all]}}\n")));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(20)]
    public void What_is_read_on_a_day_is_what_a_study_of_that_length_ends_with(int day)
    {
        var entries = Bind(Eventful).Timeline.Where(entry => entry.FromDay < day).ToList();
        var shorter = new Recorded(Bind(Small) with { HorizonDays = day, Timeline = entries });
        foreach (string arm in new[] { "all", "none" })
            foreach (var outcome in Outcomes.All) Assert.Equal(shorter[0, arm, 0, outcome.Name], daily.Value[0, arm, day - 1, outcome.Name]);
        for (int pathway = 0; pathway < AsemModel.Pathways.Count; pathway++) Assert.Equal(shorter.Dose(0, "all", 0, pathway), daily.Value.Dose(0, "all", day - 1, pathway));
    }

    [Fact]
    public void Earlier_readings_do_not_change_the_last()
    {
        var plain = new Recorded(Bind(Eventful));
        foreach (var outcome in Outcomes.All) Assert.Equal(plain[0, "all", 0, outcome.Name, 1], daily.Value[0, "all", 23, outcome.Name, 1]);
    }

    [Fact]
    public void A_trajectory_holds_the_readings_of_its_days()
    {
        for (int day = 0; day < 24; day++)
            foreach (var outcome in Outcomes.All) Assert.Equal(daily.Value[0, "all", day, outcome.Name], daily.Value.Trajectory(0, "all", day, outcome.Name));
        var weekly = new Recorded(Bind(Eventful + "store: {trajectories: {every: 7, arms: [none]}}\n"));
        for (int week = 0; week < 3; week++) Assert.Equal(daily.Value[0, "none", 7 * week + 6, "trust"], weekly.Trajectory(0, "none", week, "trust"));
    }

    [Fact]
    public void Own_outcomes_are_made_step_by_step()
    {
        var run = new Recorded(Bind(Eventful + """
            readings: [9, 16]
            own_outcomes:
              late: {of: anxiety, window: [10, 20]}
              gain: {of: avoidance, change: true}
              secure: {of: insecurity, below: 2.5}
              middling: {of: insecurity, at_least: 2, below: 3}
              secure_days: {of: insecurity, below: 2.5, window: [3, 24]}
              lower_days: {of: anxiety, change: true, below: 0, window: [1, 24]}
            """));
        int[] days = [9, 16, 24];
        for (int reading = 0; reading < 3; reading++)
        {
            int day = days[reading];
            float[] Daily(int d, string outcome) => daily.Value[0, "all", d - 1, outcome, 1];
            Assert.Equal(Daily(day, "insecurity").Select(x => x < 2.5f ? 1f : 0), run[0, "all", reading, "secure", 1]);
            Assert.Equal(Daily(day, "insecurity").Select(x => x is >= 2 and < 3 ? 1f : 0), run[0, "all", reading, "middling", 1]);
            for (int dyad = 0; dyad < 80; dyad++)
            {
                Assert.Equal(Daily(day, "avoidance")[dyad] - run.Couples[dyad].Scores.AvoidanceB, run[0, "all", reading, "gain", 1][dyad], 1e-4);
                var window = Enumerable.Range(10, 11).Where(d => d <= day).ToList();
                if (window.Count == 0) Assert.True(float.IsNaN(run[0, "all", reading, "late", 1][dyad]));
                else Assert.Equal(window.Average(d => Daily(d, "anxiety")[dyad]), run[0, "all", reading, "late", 1][dyad], 1e-5);
                Assert.Equal(Enumerable.Range(3, day - 2).Average(d => Daily(d, "insecurity")[dyad] < 2.5f ? 1 : 0), run[0, "all", reading, "secure_days", 1][dyad], 1e-6);
                Assert.InRange(run[0, "all", reading, "lower_days", 1][dyad], 0, 1);
            }
        }
        Assert.Contains(run[0, "all", 2, "lower_days"], x => x is > 0 and < 1);
        // before its window a measure has no row
        Assert.Equal(0, run.Result.Sums.Cells[0].Summary(AsemMonteCarlo.Engine.Answers.View.All, 0, 0, 0, 19).Units);
        Assert.Equal(80, run.Result.Sums.Cells[0].Summary(AsemMonteCarlo.Engine.Answers.View.All, 1, 0, 0, 19).Units);
    }

    [Fact]
    public void Own_groups_hold_whom_they_describe()
    {
        var run = new Recorded(Bind(Small.Replace("dyads: 80", "dyads: 400", StringComparison.Ordinal) + """
            own_groups:
              high: {anxiety: {from: 3.5}, avoidance: {below: 3}}
              mixed: {profile: [anxious, fearful], partner_profile: secure, partner_avoidance: {below: 2}}
            """));
        int high = 0, mixed = 0;
        foreach (var couple in run.Couples)
        {
            var s = couple.Scores;
            high += s is { AnxietyA: >= 3.5, AvoidanceA: < 3 } || s is { AnxietyB: >= 3.5, AvoidanceB: < 3 } ? 1 : 0;
            mixed += s is { AnxietyA: >= 4, AnxietyB: < 4, AvoidanceB: < 2 } || s is { AnxietyB: >= 4, AnxietyA: < 4, AvoidanceA: < 2 } ? 1 : 0;
        }
        var sums = run.Result.Sums.Cells[0];
        Assert.Equal((high, mixed), ((int)sums.Start(5, 0).Units, (int)sums.Start(6, 0).Units));
        Assert.InRange(mixed, 1, high);
    }

    private static Study Bind(string yaml) => StudyFile.Bind(yaml, "readings", ".", []);
}
