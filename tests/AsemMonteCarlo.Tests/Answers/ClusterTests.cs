using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Tests.Simulation;

namespace AsemMonteCarlo.Tests.Answers;

/// <summary>Rows of a file that are used again at other luck are one independent unit.</summary>
public sealed class ClusterTests
{
    [Theory]
    [InlineData(60, 2)]
    [InlineData(70, 1)]
    [InlineData(400, 2)]
    public void Errors_are_those_of_the_sums_of_rows(int dyads, int threads)
    {
        var study = Study(rows: 20) with { Dyads = dyads };
        var run = new Recorded(study, new RunOptions { Threads = threads });
        var sampling = run.Result.Sampling;
        Assert.Equal(20, sampling.Clusters);
        int anxiety = Accumulator.Place(study, AsemMonteCarlo.Model.Outcomes.Anxiety), all = run.Place("all"), none = run.Place("none");
        var sums = run.Result.Sums.Cells[0];
        Check(sums.Summary(View.All, 0, 0, all, anxiety), dyad => ((double)run[0, "all", 0, "anxiety"][dyad] + run[0, "all", 0, "anxiety", 1][dyad], 2));
        Check(sums.Effect(View.All, 0, 0, anxiety, 0), dyad => ((double)run[0, "all", 0, "anxiety"][dyad] + run[0, "all", 0, "anxiety", 1][dyad] - run[0, "none", 0, "anxiety"][dyad] - run[0, "none", 0, "anxiety", 1][dyad], 2));
        Check(sums.Dose(0, 0, all, 4), dyad => (((double)run.Dose(0, "all", 0, 4)[dyad] + run.Dose(0, "all", 0, 4, 1)[dyad]) * 365.0 / study.HorizonDays, 2));
        // a group whose members are some of the rows
        Check(sums.Summary(View.All, 0, 1, none, anxiety), dyad =>
        {
            var couple = run.Couples[dyad];
            int first = couple.A == Profile.Secure ? 1 : 0, second = couple.B == Profile.Secure ? 1 : 0;
            return (first * run[0, "none", 0, "anxiety"][dyad] + second * run[0, "none", 0, "anxiety", 1][dyad], first + second);
        });

        void Check(AsemMonteCarlo.Sensitivity.Intervals.RatioSums actual, Func<int, (double Top, int Bottom)> of)
        {
            var units = Enumerable.Range(0, dyads).GroupBy(d => run.Couples[d].Row).Select(g => (Top: g.Sum(d => run.Couples[d].Weight * of(d).Top), Bottom: g.Sum(d => run.Couples[d].Weight * of(d).Bottom))).Where(u => u.Bottom > 0).ToList();
            double bottom = units.Sum(u => u.Bottom), ratio = units.Sum(u => u.Top) / bottom;
            double variance = units.Sum(u => Math.Pow(u.Top - ratio * u.Bottom, 2)) / (bottom * bottom) * units.Count / (units.Count - 1);
            Assert.Equal(units.Count, actual.Units);
            Assert.Equal(ratio, actual.Value, 1e-7);
            Assert.Equal(Math.Sqrt(variance), Math.Sqrt(actual.Variance()), 1e-7);
        }
    }

    [Fact]
    public void Rows_used_more_often_do_not_shrink_intervals_to_nothing()
    {
        double Error(int dyads)
        {
            var study = Study(rows: 20) with { Dyads = dyads };
            return StudyRunner.Run(study, cancellation: TestContext.Current.CancellationToken).Sums.Cells[0].Summary(View.All, 0, 0, 0, 0).Estimate(0.95).StandardError;
        }
        // between rows everything stays; only luck averages out
        Assert.InRange(Error(640) / Error(20), 0.6, 1.1);
    }

    [Fact]
    public void Shapes_threads_and_parts_do_not_show_where_rows_are_reused()
    {
        var study = Study(rows: 20) with { Dyads = 130 };
        var expected = SmallStudy.Sums(StudyRunner.Run(study, new RunOptions { Threads = 1 }, TestContext.Current.CancellationToken));
        foreach (var (dyads, threads) in new[] { (16, 2), (64, 1), (128, 2) })
            Assert.Equal(expected, SmallStudy.Sums(StudyRunner.Run(study, new RunOptions { Threads = threads, Shape = new BlockShape(dyads, 2) }, TestContext.Current.CancellationToken)));
        var sums = new StudySums(new Design(study), 1);
        for (int number = 1; number <= 3; number++) sums.Add(StudyRunner.Run(study, new RunOptions { Shard = new Shard(number, 3) }, TestContext.Current.CancellationToken).Sums);
        Assert.Equal(expected, sums.Sums.SelectMany(list => list).Select(s => s.Units == 0 ? default : s.Estimate(0.95)));
    }

    private static Study Study(int rows)
    {
        var columns = PopulationColumn.Possible(PopulationRows.Couples).Where(c => c.Key is "anxiety" or "avoidance" or "partner_anxiety" or "partner_avoidance").ToList();
        double[][] values = [.. columns.Select((_, column) => Enumerable.Range(0, rows).Select(row => 1.5 + (row * 37 + column * 11) % 97 / 97.0 * 4).ToArray())];
        return SmallStudy.Create() with { Pathways = new PathwayDesign { Arms = PathwayArms.All | PathwayArms.None }, Population = new PopulationSource { File = "made.csv", Rows = PopulationRows.Couples, Columns = columns, Values = values } };
    }
}
