using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity.Scenarios;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>Do held-out intervals hold the true density, coverage and mass of the box that was found, which can be computed?</summary>
[Trait("Category", "Slow")]
public sealed class PrimCoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95, Dense = 0.85, Sparse = 0.1;

    private static readonly ScenarioFactor[] factors = [.. Enumerable.Range(0, 3).Select(i => new ScenarioFactor($"x{i}"))];

    [Theory]
    [InlineData(1, 300)]
    [InlineData(4, 400)]
    public void Held_out_intervals_cover_what_they_state(int clusterSize, int clusters)
    {
        var count = new CoverageCount(Level);
        for (ulong seed = 1; seed <= (ulong)Reduced.Size(3000, 200); seed++)
        {
            int rows = clusterSize * clusters;
            double[][] columns = [.. factors.Select((_, i) => Enumerable.Range(0, rows).Select(r => Uniform(r / clusterSize, i, seed)).ToArray())];
            // half of the rows of a cluster follow its first
            double[] y = [.. Enumerable.Range(0, rows).Select(r => Uniform(r % 2 == 0 ? r / clusterSize * clusterSize : r, 9, seed) < (columns[0][r] > 0.5 && columns[1][r] < 0.6 ? Dense : Sparse) ? 1.0 : 0)];
            long[] ids = [.. Enumerable.Range(0, rows).Select(r => (long)r)];
            var result = Prim.Find(factors, columns, y, 1, 1, ids, new PrimOptions { Seed = seed, Level = Level }, clusterSize == 1 ? null : [.. ids.Select(i => i / clusterSize)]);
            double box = 1, both = 1;
            for (int i = 0; i < 3; i++)
            {
                var r = result.Box.Restrictions.FirstOrDefault(r => r.Factor == i) ?? new(i, 0, 1, []);
                double low = Math.Max(0, r.Low), high = Math.Min(1, r.High);
                box *= high - low;
                both *= Math.Max(0, Math.Min(high, i == 1 ? 0.6 : 1) - Math.Max(low, i == 0 ? 0.5 : 0));
            }
            double casesInside = Dense * both + Sparse * (box - both), cases = Dense * 0.3 + Sparse * 0.7;
            count.Add([
                ("density", result.Density.Low, result.Density.High, casesInside / box),
                ("coverage", result.Coverage.Low, result.Coverage.High, casesInside / cases),
                ("mass", result.Mass.Low, result.Mass.High, box),
            ]);
        }
        // exact intervals cover at least as often as stated
        Assert.Empty(count.Wrong(output, alsoTooOften: false));
    }

    private static double Uniform(int row, int column, ulong seed) => (Philox.Words((uint)row, 0, (uint)column, 66, seed).X0 + 0.5) / 4294967296.0;
}
