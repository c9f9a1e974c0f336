using System.Globalization;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Sensitivity.Intervals;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Answers;

/// <summary>
/// Do 95 % intervals of small studies contain the value of one large study? One figure per kind of statistic is counted
/// over seeds; the number of hits is binomial where intervals cover as stated. Effects on single couples are skewed (skewness
/// up to about 4), which costs an interval coverage in proportion to 1/couples: with 64 couples some cover only 0.92.
/// </summary>
[Trait("Category", "Slow")]
public sealed class CoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95, FamilywiseError = 0.01;

    private static readonly Study small = new()
    {
        Name = "coverage",
        Dyads = 256,
        HorizonDays = 30,
        SettleDays = 10,
        Level = Level,
        Pathways = new PathwayDesign { Of = [SafeDeescalate.Pathway, SelfValidation.Pathway, OthersSupport.Pathway], Doses = [0.5], WithdrawnFrom = 15 },
    };

    [Fact]
    public void Intervals_of_every_kind_cover_as_stated_at_a_familywise_error_of_one_percent()
    {
        int seeds = Reduced.Size(1000, 60);
        var cancellation = TestContext.Current.CancellationToken;
        var large = small with { Seed = 999_999_999, Dyads = Reduced.Size(200_000, 40_000) };
        var truth = Figures(StudyRunner.Run(large, new RunOptions { Threads = 2 }, cancellation));
        int[] hits = new int[truth.Count];
        var errors = new double[truth.Count];
        Parallel.For(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, seed =>
        {
            var figures = Figures(StudyRunner.Run(small with { Seed = (ulong)seed }, new RunOptions { Threads = 1 }, cancellation));
            lock (hits)
            {
                for (int i = 0; i < truth.Count; i++)
                {
                    var estimate = figures[i].Estimate;
                    if (estimate.Low <= truth[i].Estimate.Value && truth[i].Estimate.Value <= estimate.High) hits[i]++;
                    errors[i] += (estimate.Value - truth[i].Estimate.Value) / estimate.StandardError / seeds;
                }
            }
        });
        var low = new List<string>();
        for (int i = 0; i < truth.Count; i++)
        {
            // probability of so few hits, were the coverage as stated
            double chance = new Binomial(Level, seeds).CumulativeDistribution(hits[i]);
            string line = string.Create(CultureInfo.InvariantCulture, $"{truth[i].Name,-60} truth {truth[i].Estimate.Value,12:g5} ± {truth[i].Estimate.StandardError,-10:g2} covered {hits[i] / (double)seeds,6:f3}  mean error {errors[i],6:f2} s.e.  chance {chance:g2}");
            output.WriteLine(line);
            if (chance < FamilywiseError / truth.Count) low.Add(line);
        }
        Assert.Empty(low);
    }

    private static List<(string Name, Estimate Estimate)> Figures(RunResult run)
    {
        var list = new List<(string, Estimate)>();
        var sums = run.Sums.Cells[0];
        int Place(Outcome outcome) => Accumulator.Place(sums.Study, outcome);
        int all = run.Design.PlaceOf(run.Design.Everything);
        foreach (var outcome in new[] { Outcomes.Insecurity, Outcomes.Satisfaction })
        {
            var kinds = sums.Statistics.Select((statistic, place) => (statistic, place)).GroupBy(s => s.statistic.Kind).ToList();
            Assert.Equal(Enum.GetValues<StatisticKind>().Length, kinds.Count);
            foreach (var kind in kinds)
                foreach (var (statistic, place) in kind)
                    list.Add(($"{outcome}: {statistic.Label(sums.Study)}", sums.Effect(View.All, 0, 0, Place(outcome), place).Estimate(Level)));
        }
        foreach (var outcome in new[] { Outcomes.Anxiety, Outcomes.TogetherAndSecure, Outcomes.ProviderEffort })
            list.Add(($"{outcome}: mean with all pathways", sums.Summary(View.All, 0, 0, all, Place(outcome)).Estimate(Level)));
        list.Add(("anxiety of the anxious: mean with all pathways", sums.Summary(View.All, 0, 2, all, Place(Outcomes.Anxiety)).Estimate(Level)));
        list.Add(("exposure to self.validation with all pathways", sums.Dose(0, 0, all, 4).Estimate(Level)));
        list.Add(("exposure to others.support with all pathways", sums.Dose(0, 0, all, 8).Estimate(Level)));
        list.Add(("insecurity at the start", sums.Start(0, 2).Estimate(Level)));
        return list;
    }
}
