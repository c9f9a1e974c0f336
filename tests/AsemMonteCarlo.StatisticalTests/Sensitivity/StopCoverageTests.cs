using System.Globalization;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>Do intervals still cover as stated when the study stopped because of what it saw? Seeds are 1 to n and never chosen.</summary>
[Trait("Category", "Slow")]
public sealed class StopCoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95, FamilywiseError = 0.01;

    public static TheoryData<StopRule, double, PointKind, int> Cases => new()
    {
        { StopRule.Index, 0.1, PointKind.Random, 1 },
        { StopRule.Index, 0.03, PointKind.Sobol, 8 },
        { StopRule.Ranking, 0.02, PointKind.Random, 1 },
        { StopRule.Screening, 0.2, PointKind.Random, 1 },
        { StopRule.Screening, 0.2, PointKind.Sobol, 8 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Intervals_cover_after_stopping_and_what_is_claimed_holds(StopRule rule, double tolerance, PointKind kind, int randomisations)
    {
        int seeds = Reduced.Size(2000, 100), d = 3;
        var function = TestFunctions.Ishigami();
        int[] hits = new int[2 * d];
        int wrong = 0;
        long points = 0;
        Parallel.For(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, seed =>
        {
            var design = new PickFreezeDesign(function.Factors, kind, (ulong)seed, randomisations);
            var analysis = new SobolAnalysis(design);
            double[] rows = new double[design.Members * d], outputs = new double[design.Members];
            var look = new StopPlan(rule, tolerance, design.Points, 128, 128 << 5, Level).Run(
                (from, to) =>
                {
                    for (long point = from; point < to; point++)
                    {
                        design.Block(point, rows);
                        for (int m = 0; m < outputs.Length; m++) outputs[m] = function.Evaluate(rows.AsSpan(m * d, d));
                        analysis.Add(point, outputs);
                    }
                },
                level => analysis.Indices(0, level: level));
            lock (hits)
            {
                points += look.Points;
                for (int i = 0; i < 2 * d; i++)
                {
                    double truth = Truth(i);
                    if (look.Indices[i].Low <= truth && truth <= look.Indices[i].High) hits[i]++;
                }
                var totals = look.Indices.Skip(d).Take(d).ToArray();
                // a claim: the order of two indices whose intervals are apart, or the side of the threshold
                bool holds = rule switch
                {
                    StopRule.Ranking => Enumerable.Range(0, d).All(i => Enumerable.Range(0, d).All(j => !(totals[i].Low > totals[j].High) || Truth(d + i) > Truth(d + j))),
                    StopRule.Screening => Enumerable.Range(0, d).All(i => !(totals[i].Low > tolerance && Truth(d + i) <= tolerance) && !(totals[i].High < tolerance && Truth(d + i) >= tolerance)),
                    _ => true,
                };
                if (!holds) wrong++;
            }
        });
        var binomial = new Binomial(Level, seeds);
        for (int i = 0; i < 2 * d; i++)
        {
            // errors are spent by Bonferroni, so more hits than stated are expected and only too few are a fault
            double chance = binomial.CumulativeDistribution(hits[i]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule,-10} {kind,-7} {(i < d ? "first_order" : "total"),-12} x{i % d + 1} exact {Truth(i):f4} covered after stopping {hits[i] / (double)seeds:f3} chance {chance:g2}; mean points {points / (double)seeds:f0}"));
            Assert.True(chance >= FamilywiseError / (2 * d), $"{hits[i]} of {seeds}");
        }
        double many = 1 - new Binomial(1 - Level, seeds).CumulativeDistribution(wrong - 1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule} {kind}: claims wrong in {wrong} of {seeds}"));
        Assert.True(many >= FamilywiseError, $"claims wrong in {wrong} of {seeds}");

        double Truth(int i) => i < d ? function.Closed(1 << i) : function.Total(1 << (i - d));
    }
}
