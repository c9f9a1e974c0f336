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
    private const double FamilywiseError = 0.01;

    private static readonly Study single = CoverageStudy.Create("nets") with { Dyads = Nets * Size };

    [Fact]
    public void Intervals_over_nets_cover_the_population_at_a_familywise_error_of_one_percent()
    {
        int samples = Reduced.Size(1000, 150);
        var cancellation = TestContext.Current.CancellationToken;
        var truth = CoverageStudy.Figures(StudyRunner.Run(single with { Seed = 99, Dyads = Reduced.Size(200_000, 60_000) }, null, cancellation));
        int[] hits = new int[truth.Count];
        double[] width = new double[truth.Count], widthOfSingle = new double[truth.Count];
        Parallel.For(1, samples + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, seed =>
        {
            var study = single with { Seed = (ulong)seed, Population = new PopulationSource { NetSize = Size } };
            var figures = CoverageStudy.Figures(StudyRunner.Run(study, new RunOptions { Threads = 1 }, cancellation));
            var plain = CoverageStudy.Figures(StudyRunner.Run(single with { Seed = (ulong)seed }, new RunOptions { Threads = 1 }, cancellation));
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
            double chance = new Binomial(CoverageStudy.Level, samples).CumulativeDistribution(hits[i]);
            output.WriteLine($"figure {i}: truth {truth[i].Value:g5}, covered {hits[i] / (double)samples:f3}, width over that of single couples {width[i] / widthOfSingle[i]:f3}, chance {chance:g2}");
            Assert.True(chance >= FamilywiseError / truth.Count, $"figure {i} covered {hits[i]} of {samples}");
        }
        // the mean score on day 0 turns on few traits
        Assert.InRange(width[^1] / widthOfSingle[^1], 0, 0.5);
    }
}
