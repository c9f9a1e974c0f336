using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Screening;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>Intervals of the mean elementary effect: means over independent blocks, so Student's interval should cover as stated.</summary>
[Trait("Category", "Slow")]
public sealed class MorrisCoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95;

    private static readonly Factor[] factors = [.. Enumerable.Range(0, 3).Select(i => new Factor($"x{i}", Distribution.Uniform(0, 1)))];

    [Fact]
    public void Intervals_of_mu_cover_as_stated_on_trajectories_and_radial_blocks()
    {
        var count = new CoverageCount(Level);
        for (ulong seed = 1; seed <= (ulong)Reduced.Size(4000, 300); seed++)
        {
            var cells = new List<(string, double, double, double)>();
            foreach (int blocks in new[] { MorrisEstimator.PromisingEffects, 2 * MorrisEstimator.PromisingEffects })
                foreach (var design in new[] { MorrisDesign.Trajectories(factors, seed), MorrisDesign.Trajectories(factors, seed, 8, MorrisLevels.CellMiddles), MorrisDesign.Radial(factors, seed) })
                {
                    var estimator = new MorrisEstimator(design);
                    Run(estimator, blocks, (x, _) => 2 * x[0] + 3 * x[0] * x[1] - x[1] * x[2] + 4 * x[0] * x[1] * x[2]);
                    double[] truth = [2 + 1.5 + 1, 1.5 - 0.5 + 1, -0.5 + 1];
                    cells.AddRange(Cells(estimator, truth, $"{design.Kind} {design.Placement}, {blocks} blocks"));
                }
            count.Add(cells);
        }
        Assert.Empty(count.Wrong(output, alsoTooOften: true));
    }

    [Fact]
    public void With_luck_common_to_all_rows_intervals_hold_the_mean_over_all_lucks()
    {
        var count = new CoverageCount(Level);
        for (ulong seed = 1; seed <= (ulong)Reduced.Size(4000, 300); seed++)
        {
            var cells = new List<(string, double, double, double)>();
            foreach (int replicates in new[] { MorrisEstimator.PromisingLucks, 2 * MorrisEstimator.PromisingLucks })
            {
                var estimator = new MorrisEstimator(MorrisDesign.Radial(factors, seed), 1, replicates, ReplicateLuck.Crossed);
                ulong key = seed;
                Run(estimator, MorrisEstimator.PromisingEffects, (x, r) =>
                {
                    double luck = DoubleFunctions.NormalQuantile((Philox.Words((uint)r, 0, 0, 99, key).X0 + 0.5) / 4294967296.0);
                    return 2 * x[0] + 2 * x[1] * x[2] + luck * (1 + x[0]);
                });
                cells.AddRange(Cells(estimator, [2, 1, 1], $"{replicates} common lucks"));
            }
            count.Add(cells);
        }
        // the degrees of freedom are an approximation: too often is no fault here
        Assert.Empty(count.Wrong(output, alsoTooOften: false));
    }

    private static IEnumerable<(string, double, double, double)> Cells(MorrisEstimator estimator, double[] truth, string name) =>
        estimator.Indices(0, Level).Where(i => i.Index == "mu").Select((index, i) => ($"{index.Factors[0]}, {name}", index.Low, index.High, truth[i]));

    private static void Run(MorrisEstimator estimator, int blocks, Func<double[], int, double> model)
    {
        var design = estimator.Design;
        var values = new double[design.BlockRows * estimator.Replicates];
        var x = new double[design.Factors.Count];
        for (int block = 0; block < blocks; block++)
        {
            for (int row = 0; row < design.BlockRows; row++)
            {
                design.FillUnit((long)block * design.BlockRows + row, x);
                for (int r = 0; r < estimator.Replicates; r++) values[row * estimator.Replicates + r] = model(x, r);
            }
            estimator.Add(block, values);
        }
    }
}
