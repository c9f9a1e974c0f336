using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Scenarios;
using AsemMonteCarlo.Sensitivity.Screening;
using AsemMonteCarlo.Sensitivity.Tests.GivenData;
using AsemMonteCarlo.Sensitivity.Tests.Scenarios;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests;

/// <summary>
/// Every interval that promises a level, over few repetitions: seeds 1 to n, exact binomial test at a family-wise error of 1 %.
/// The slow suite does the same over thousands.
/// </summary>
public sealed class ReducedCoverageTests
{
    private const int Repetitions = 200;
    private const double Level = 0.95;

    [Fact]
    public void Intervals_that_promise_a_level_cover_as_stated()
    {
        var hits = new Dictionary<string, int>();
        void Count(string name, SensitivityIndex index, double truth)
        {
            Assert.Equal(Level, index.Level);
            hits[name] = hits.GetValueOrDefault(name) + (index.Low <= truth && truth <= index.High ? 1 : 0);
        }
        double[] ishigami = [0.3139051911, 0.4424111448, 0];
        Factor[] factors = [.. "ab".Select(c => new Factor($"{c}", Distribution.Uniform(0, 1)))];
        ScenarioFactor[] five = [.. Enumerable.Range(0, 5).Select(i => new ScenarioFactor($"x{i}"))];
        for (ulong seed = 1; seed <= Repetitions; seed++)
        {
            // noise makes neighbouring differences depend on each other: a variance without that covers 0.89
            double[] x0 = Draws.Column(RankFirstOrder.PromisingRows, 0, seed);
            double[] noisy = [.. x0.Select((u, r) => Math.Sqrt(12 * 4.0) * u + Draws.Normal(r, 1, seed))];
            Count("rank with noise", RankFirstOrder.Indices(["x"], [x0], noisy, Level)[0], 0.8);

            var (columns, y) = RankFirstOrderTests.Runs(RankFirstOrder.PromisingRows, 3, seed, Draws.Ishigami);
            var rank = RankFirstOrder.Indices(["1", "2", "3"], columns, y, Level);
            for (int i = 0; i < 3; i++) Count($"rank {i}", rank[i], ishigami[i]);

            foreach (var design in new[] { MorrisDesign.Trajectories(factors, seed), MorrisDesign.Radial(factors, seed) })
            {
                var estimator = new MorrisEstimator(design);
                for (int block = 0; block < MorrisEstimator.PromisingEffects; block++)
                    estimator.Add(block, [.. Enumerable.Range(0, 3).Select(w => design.Unit(3 * block + w, 0) * (1 + 2 * design.Unit(3 * block + w, 1)))]);
                Count($"mu {design.Kind}", estimator.Indices(0, Level)[0], 2);
            }

            var (x, cases, ids) = PrimTests.Planted(300, seed);
            var found = Prim.Find(five, x, cases, 1, 1, ids, new PrimOptions { Seed = seed, Level = Level });
            double mass = found.Box.Restrictions.Aggregate(1.0, (m, r) => m * (Math.Min(1, r.High) - Math.Max(0, r.Low)));
            Count("mass", found.Indices(five)[2], mass);
        }
        var binomial = new Binomial(Level, Repetitions);
        Assert.All(hits, h => Assert.True(binomial.CumulativeDistribution(h.Value) >= 0.01 / hits.Count, $"{h.Key}: {h.Value} of {Repetitions}"));
    }
}
