using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Coalitions;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Sensitivity.Tests.VarianceBased;

public sealed class MethodsTests
{
    [Fact]
    public void Every_estimator_is_declared_under_the_name_that_indices_carry()
    {
        Factor[] factors = [new("a", Distribution.Uniform(0, 1)), new("b", Distribution.Uniform(0, 1))];
        var sobol = new SobolAnalysis(new PickFreezeDesign(factors));
        SensitivityIndex[] indices =
        [
            .. Enum.GetValues<SobolEstimator>().SelectMany(e => sobol.Indices(estimator: e)),
            .. new ChainAnalysis(new ChainDesign(factors)).Indices(),
            .. new CoalitionAnalysis(new CoalitionDesign([new("s", Distribution.Boolean())])).Indices(),
            .. new MixtureIndexAnalysis(new MixtureDesign(factors)).Indices().Where(i => i.Method == "shapley"),
        ];
        Assert.Equal(indices.Select(i => (i.Method, i.Estimator)).Distinct().Order(), Methods.All.Select(m => (m.Method, m.Name)).Order());
        Assert.All(Methods.All, m => Assert.Matches(@"\d{4}", m.Source));
    }
}
