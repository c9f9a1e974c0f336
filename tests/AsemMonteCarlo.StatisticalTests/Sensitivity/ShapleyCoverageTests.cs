using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>Do 95 % intervals of Shapley effects, from chains and from all mixtures, contain the exact values? Seeds are 1 to n and never chosen.</summary>
[Trait("Category", "Slow")]
public sealed class ShapleyCoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95;

    public static TheoryData<string, string, PointKind, int, int> Cases => new()
    {
        { "chains", "g-function", PointKind.Random, 1, 4096 },
        { "chains", "g-function", PointKind.Sobol, 16, 16 * 128 },
        { "chains", "ishigami", PointKind.Sobol, 16, 16 * 128 },
        { "chains", "noise", PointKind.Random, 1, 2048 },
        { "chains", "noise", PointKind.Sobol, 16, 16 * 128 },
        { "mixtures", "ishigami", PointKind.Random, 1, 2048 },
        { "mixtures", "ishigami", PointKind.Sobol, 16, 16 * 64 },
        { "mixtures", "noise", PointKind.Sobol, 16, 16 * 64 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Intervals_cover_as_stated_at_a_familywise_error_of_one_percent(string kind, string model, PointKind points, int randomisations, int number)
    {
        int seeds = Reduced.Size(2000, 100);
        var function = model switch
        {
            "g-function" => TestFunctions.Sobol(),
            "ishigami" => TestFunctions.Ishigami(),
            _ => TestFunctions.MultiAffine([1, 0, 0, 0], [1, 1, 1, 1], [(1, 1), (3, 1), (4, 1)]),
        };
        bool noisy = model == "noise";
        double sd = Math.Sqrt(function.Variance);
        var options = new MixtureOptions { Replicates = noisy ? 2 : 1 };
        var studies = new IReadOnlyList<SensitivityIndex>[seeds];
        Parallel.For(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, seed =>
        {
            TwoSampleDesign design = kind == "chains" ? new ChainDesign(function.Factors, points, (ulong)seed, randomisations) : new MixtureDesign(function.Factors, points, (ulong)seed, randomisations);
            var chains = design is ChainDesign c ? new ChainAnalysis(c, options) : null;
            var mixtures = design is MixtureDesign m ? new MixtureIndexAnalysis(m, options) : null;
            double[] rows = new double[design.Members * function.Factors.Count], outputs = new double[design.Members * options.Replicates];
            for (int point = 0; point < number; point++)
            {
                design.Block(point, rows);
                for (int member = 0; member < design.Members; member++)
                {
                    double y = function.Evaluate(rows.AsSpan(member * function.Factors.Count, function.Factors.Count));
                    for (int k = 0; k < options.Replicates; k++) outputs[member * options.Replicates + k] = noisy ? y + sd * Noise((long)point * design.Members + member, k, (ulong)seed) : y;
                }
                chains?.Add(point, outputs);
                mixtures?.Add(point, outputs);
            }
            studies[seed - 1] = [.. (chains?.Indices(level: Level) ?? mixtures!.Indices(level: Level)).Where(i => i.Index == "shapley")];
        });
        var count = new CoverageCount(Level);
        foreach (var study in studies) count.Add([.. study.Select(i => ($"{kind} {model} {points} {i.Factors[0]}", i.Low, i.High, Truth(i))).Where(cell => cell.Item4 > 0)]);
        Assert.Empty(count.Wrong(output, alsoTooOften: true));

        double Truth(SensitivityIndex index) => function.Shapley(function.Factors.ToList().FindIndex(f => f.Name == index.Factors[0]));
    }

    private static double Noise(long number, int replicate, ulong seed)
    {
        var (x0, x1, _, _) = Philox.Words((uint)number, (uint)replicate, 0, 79, seed);
        return DoubleFunctions.NormalQuantile((((ulong)x0 << 20 | x1 >> 12) + 0.5) / (1L << 52));
    }
}
