using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Answers;

/// <summary>Where rows of a file are used again, intervals speak of the population from which the rows were drawn.</summary>
[Trait("Category", "Slow")]
public sealed class ClusterCoverageTests(ITestOutputHelper output)
{
    private const int Rows = 60, Copies = 5;
    private const double FamilywiseError = 0.01;

    private static readonly Study plain = CoverageStudy.Create("clusters");

    [Fact]
    public void Intervals_of_reused_rows_cover_the_population_at_a_familywise_error_of_one_percent()
    {
        int samples = Reduced.Size(1000, 120);
        var cancellation = TestContext.Current.CancellationToken;
        var truth = CoverageStudy.Figures(StudyRunner.Run(plain with { Seed = 99, Dyads = Reduced.Size(100_000, 30_000) }, null, cancellation));
        int[] hits = new int[truth.Count], narrow = new int[truth.Count];
        Parallel.For(1, samples + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, seed =>
        {
            var study = plain with { Seed = (ulong)seed, Dyads = Rows * Copies, Population = Sample(1000 + seed) };
            var figures = CoverageStudy.Figures(StudyRunner.Run(study, new RunOptions { Threads = 1 }, cancellation));
            lock (hits)
            {
                for (int i = 0; i < truth.Count; i++)
                {
                    double half = (figures[i].High - figures[i].Low) / 2, error = Math.Abs(figures[i].Value - truth[i].Value);
                    if (error <= half) hits[i]++;
                    // as if every dyad were a couple of its own
                    if (error <= half / Math.Sqrt(Copies)) narrow[i]++;
                }
            }
        });
        for (int i = 0; i < truth.Count; i++)
        {
            double chance = new Binomial(CoverageStudy.Level, samples).CumulativeDistribution(hits[i]);
            output.WriteLine($"figure {i}: truth {truth[i].Value:g5}, covered {hits[i] / (double)samples:f3}, as if dyads were independent {narrow[i] / (double)samples:f3}, chance {chance:g2}");
            Assert.True(chance >= FamilywiseError / truth.Count, $"figure {i} covered {hits[i]} of {samples}");
        }
        // scores differ between rows and hardly within, so that ignoring rows would be far too narrow
        Assert.True(narrow[0] < 0.8 * samples, $"{narrow[0]} of {samples}");
    }

    // rows drawn from the very population that a study without a file describes
    private static PopulationSource Sample(int seed)
    {
        var distribution = new ScoreDistribution(ParameterSet.Defaults);
        var columns = PopulationColumn.Possible(PopulationRows.Couples).Where(c => c.Key is "anxiety" or "avoidance" or "partner_anxiety" or "partner_avoidance").ToList();
        var scores = Enumerable.Range(0, Rows).Select(row => distribution.Scores(Couple.Draw(new Luck((ulong)seed, 7, 0), row, 0))).ToList();
        double[] Values(string key) => [.. scores.Select(s => key switch { "anxiety" => s.AnxietyA, "avoidance" => s.AvoidanceA, "partner_anxiety" => s.AnxietyB, _ => s.AvoidanceB })];
        return new PopulationSource { File = "sample.csv", Rows = PopulationRows.Couples, Columns = columns, Values = [.. columns.Select(c => Values(c.Key))] };
    }
}
