using System.Globalization;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>
/// Do 95 % intervals of variance-based indices contain the exact values? Seeds are 1 to n and never chosen. A cell is one index of one
/// factor by one estimator; its hits are binomial where it covers as stated.
/// </summary>
[Trait("Category", "Slow")]
public sealed class SobolCoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95, FamilywiseError = 0.01;

    public static TheoryData<string, PointKind, int, int> Cases => new()
    {
        { "g-function", PointKind.Random, 1, 4096 },
        { "g-function", PointKind.Sobol, 16, 16 * 128 },
        { "g-function", PointKind.LatinHypercube, 16, 16 * 128 },
        { "ishigami", PointKind.Random, 1, 2048 },
        { "ishigami", PointKind.Sobol, 16, 16 * 128 },
        { "ishigami", PointKind.Sobol, 8, 8 * 256 },
        { "noise", PointKind.Random, 1, 2048 },
        { "noise", PointKind.Sobol, 16, 16 * 128 },
        { "common luck", PointKind.Random, 1, 2048 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Intervals_cover_as_stated_at_a_familywise_error_of_one_percent(string model, PointKind kind, int randomisations, int points)
    {
        int seeds = Reduced.Size(2000, 100);
        var cancellation = TestContext.Current.CancellationToken;
        var function = model switch
        {
            "g-function" => TestFunctions.Sobol(),
            "ishigami" => TestFunctions.Ishigami(),
            _ => TestFunctions.MultiAffine([1, 0, 0, 0], [1, 1, 1, 1], [(1, 1), (3, 1), (4, 1)]),
        };
        bool noisy = model is "noise" or "common luck";
        var options = new SobolOptions { Replicates = noisy ? 2 : 1, Luck = model == "common luck" ? Luck.SharedByRows : Luck.Independent, SecondOrder = noisy };
        double sd = Math.Sqrt(function.Variance);
        SobolEstimator[] estimators = [.. Enum.GetValues<SobolEstimator>().Skip(1)];
        int cells = 0;
        int[,] hits = new int[0, 0], above = hits;
        double[,] widths = new double[0, 0];
        SensitivityIndex[] names = [];
        Parallel.For(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, seed =>
        {
            var design = new PickFreezeDesign(function.Factors, kind, (ulong)seed, randomisations);
            var analysis = new SobolAnalysis(design, options);
            double[] rows = new double[design.Members * function.Factors.Count], outputs = new double[design.Members * options.Replicates];
            for (int point = 0; point < points; point++)
            {
                design.Block(point, rows);
                for (int m = 0; m < design.Members; m++)
                {
                    double y = function.Evaluate(rows.AsSpan(m * function.Factors.Count, function.Factors.Count));
                    for (int k = 0; k < options.Replicates; k++) outputs[m * options.Replicates + k] = noisy ? y + sd * Noise(model == "noise" ? (long)point * design.Members + m : point, k, (ulong)seed) : y;
                }
                analysis.Add(point, outputs);
            }
            var found = estimators.Select(e => analysis.Indices(0, e, noisy ? model == "noise" ? Estimand.Mean : Estimand.CommonLuck : null, Level).ToArray()).ToArray();
            lock (estimators)
            {
                if (cells == 0)
                {
                    (cells, names) = (found[0].Length, found[0]);
                    (hits, above, widths) = (new int[estimators.Length, cells], new int[estimators.Length, cells], new double[estimators.Length, cells]);
                }
                for (int e = 0; e < estimators.Length; e++)
                    for (int i = 0; i < cells; i++)
                    {
                        double truth = Truth(function, found[e][i]);
                        if (found[e][i].Low <= truth && truth <= found[e][i].High) hits[e, i]++;
                        if (truth > found[e][i].High) above[e, i]++;
                        widths[e, i] += (found[e][i].High - found[e][i].Low) / 2 / seeds;
                    }
            }
        });
        var wrong = new List<string>();
        for (int e = 0; e < estimators.Length; e++)
            for (int i = 0; i < cells; i++)
            {
                // probability of so few, or of so many, hits, were the coverage as stated
                var binomial = new Binomial(Level, seeds);
                double few = binomial.CumulativeDistribution(hits[e, i]), many = 1 - binomial.CumulativeDistribution(hits[e, i] - 1), chance = Math.Min(1, 2 * Math.Min(few, many));
                string line = string.Create(CultureInfo.InvariantCulture, $"{estimators[e],-14} {names[i].Index,-20} {string.Join('+', names[i].Factors),-6} exact {Truth(function, names[i]),10:f6} half-width {widths[e, i],10:f6} covered {hits[e, i] / (double)seeds:f3} exact above {above[e, i] / (double)seeds:f3} chance {chance:g2}");
                output.WriteLine(line);
                // a factor that never shows has an index of exactly 0 in every study: there is nothing to cover
                if (widths[e, i] < 1e-12 && hits[e, i] == seeds) continue;
                if (chance < FamilywiseError / (estimators.Length * cells)) wrong.Add(line);
            }
        Assert.Empty(wrong);
    }

    private static double Truth(TestFunction function, SensitivityIndex index)
    {
        int set = index.Factors.Sum(f => 1 << function.Factors.ToList().FindIndex(x => x.Name == f));
        // additive noise as strong as the signal
        return index.Index switch
        {
            "first_order" or "closed_second_order" => function.Closed(set),
            "total" => function.Total(set),
            "second_order" => function.Interaction(set),
            "total_interaction" => function.Superset(set),
            _ => 0.5,
        };
    }

    private static double Noise(long number, int replicate, ulong seed)
    {
        var (x0, x1, _, _) = Philox.Words((uint)number, (uint)replicate, 0, 77, seed);
        return DoubleFunctions.NormalQuantile((((ulong)x0 << 20 | x1 >> 12) + 0.5) / (1L << 52));
    }
}
