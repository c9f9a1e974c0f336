using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Scenarios;
using AsemMonteCarlo.Sensitivity.Screening;
using AsemMonteCarlo.Sensitivity.Surrogates;

namespace AsemMonteCarlo.Sensitivity.Tests.GivenData;

public sealed class MethodsTests
{
    [Fact]
    public void Every_index_comes_from_a_declared_method_and_every_method_gives_one()
    {
        Factor[] factors = [new("a", Distribution.Uniform(0, 1)), new("b", Distribution.Uniform(0, 1))];
        double[][] columns = [Draws.Column(200, 0, 1), [.. Draws.Column(200, 1, 1).Select(u => u < 0.5 ? 0.0 : 1)]];
        double[] y = [.. columns[0].Select((x, i) => x + columns[1][i])], cases = [.. y.Select(v => v > 1 ? 1.0 : 0)];
        string[] names = ["a", "b"];
        SensitivityIndex[] indices =
        [
            .. new MorrisEstimator(MorrisDesign.Trajectories(factors, 1)).Indices(),
            .. new MorrisEstimator(MorrisDesign.Radial(factors, 1)).Indices(),
            .. RankFirstOrder.Indices(names, columns, y),
            .. Pawn.Indices(names, columns, y),
            .. RegionalSensitivity.Indices(names, columns, cases),
            .. Prim.Find([new("a"), new("b", true)], columns, cases, 1, 1, [.. Enumerable.Range(0, 200).Select(i => (long)i)]).Indices([new("a"), new("b")]),
            .. PolynomialChaos.Fit(factors, [columns[0], columns[0]], y).Indices(),
        ];
        Assert.Equal(indices.Select(i => (i.Method, i.Estimator)).Distinct().Order(), Methods.All.Select(m => (m.Method, m.Name)).Order());
    }

    [Fact]
    public void Every_method_says_what_it_needs_assumes_and_costs_and_whence_it_comes() => Assert.All(Methods.All, m =>
    {
        foreach (string text in new[] { m.Needs, m.Assumes, m.Cost, m.Source })
        {
            Assert.False(string.IsNullOrWhiteSpace(text));
            Assert.DoesNotContain('\n', text);
        }
        Assert.Matches(@"\d{4}", m.Source);
    });

    [Fact]
    public void Promised_numbers_are_those_of_the_code()
    {
        string Assumes(string name) => Methods.All.Single(m => m.Name == name).Assumes;
        Assert.Contains($"at least {MorrisEstimator.PromisingEffects} independent trajectories, with common luck at least {MorrisEstimator.PromisingLucks} replicates", Assumes("trajectory"), StringComparison.Ordinal);
        Assert.Contains(RankFirstOrder.PromisingRows.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), Assumes("neighbours"), StringComparison.Ordinal);
        Assert.Contains($"at least {Prim.PromisingClusters} effective clusters", Assumes("held_out"), StringComparison.Ordinal);
        Assert.Contains($"at least {RankFirstOrder.CategoryRows} rows per value", Methods.All.Single(m => m.Name == "one_way").Needs, StringComparison.Ordinal);
    }
}
