using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Answers;

/// <summary>Where couples come in scrambled nets, intervals are over nets: narrower than those of single couples, and they keep their level.</summary>
[Trait("Category", "Slow")]
public sealed class NetCoverageTests(ITestOutputHelper output)
{
    private const int Nets = 24, Size = 32;
    private const double Level = 0.95, FamilywiseError = 0.01;

    private static readonly Study single = new()
    {
        Name = "nets",
        HorizonDays = 20,
        SettleDays = 5,
        Dyads = Nets * Size,
        Level = Level,
        Pathways = new PathwayDesign { Arms = PathwayArms.All | PathwayArms.None },
        Outcomes = [Outcomes.Anxiety, Outcomes.Satisfaction],
    };

    [Fact]
    public void Intervals_over_nets_cover_the_population_at_a_familywise_error_of_one_percent()
    {
        int samples = Reduced.Size(1000, 150);
        var cancellation = TestContext.Current.CancellationToken;
        var truth = Figures(StudyRunner.Run(single with { Seed = 99, Dyads = Reduced.Size(200_000, 60_000) }, null, cancellation));
        int[] hits = new int[truth.Count];
        double[] width = new double[truth.Count], widthOfSingle = new double[truth.Count];
        Parallel.For(1, samples + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, seed =>
        {
            var study = single with { Seed = (ulong)seed, Population = new PopulationSource { NetSize = Size } };
            var figures = Figures(StudyRunner.Run(study, new RunOptions { Threads = 1 }, cancellation));
            var plain = Figures(StudyRunner.Run(single with { Seed = (ulong)seed }, new RunOptions { Threads = 1 }, cancellation));
            lock (hits)
            {
                for (int i = 0; i < truth.Count; i++)
                {
                    // the truth is an estimate too, from far more couples
                    double half = (figures[i].High - figures[i].Low) / 2, error = Math.Abs(figures[i].Value - truth[i].Value);
                    if (error <= Math.Sqrt(half * half + Math.Pow((truth[i].High - truth[i].Low) / 2, 2))) hits[i]++;
                    width[i] += 2 * half;
                    widthOfSingle[i] += plain[i].High - plain[i].Low;
                }
            }
        });
        for (int i = 0; i < truth.Count; i++)
        {
            double chance = new Binomial(Level, samples).CumulativeDistribution(hits[i]);
            output.WriteLine($"figure {i}: truth {truth[i].Value:g5}, covered {hits[i] / (double)samples:f3}, width over that of single couples {width[i] / widthOfSingle[i]:f3}, chance {chance:g2}");
            Assert.True(chance >= FamilywiseError / truth.Count, $"figure {i} covered {hits[i]} of {samples}");
        }
        // the mean score on day 0 turns on few traits
        Assert.InRange(width[^1] / widthOfSingle[^1], 0, 0.5);
    }

    private static List<Estimate> Figures(RunResult run)
    {
        var sums = run.Sums.Cells[0];
        int all = run.Design.PlaceOf(run.Design.Everything);
        return
        [
            sums.Summary(View.All, 0, 0, all, 0).Estimate(Level), sums.Summary(View.All, 0, 0, all, 1).Estimate(Level), sums.Effect(View.All, 0, 0, 0, 0).Estimate(Level),
            sums.Effect(View.All, 0, 0, 1, 0).Estimate(Level), sums.Dose(0, 0, all, 4).Estimate(Level), sums.Start(0, 0).Estimate(Level),
        ];
    }
}
