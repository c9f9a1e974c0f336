using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

public sealed class OperationCountTests
{
    public static TheoryData<string> Forms => FormTests.Names;

    [Theory]
    [InlineData("")]
    [MemberData(nameof(Forms))]
    public void A_day_of_a_dyad_costs_fewer_than_2500_operations_beside_its_shared_draws(string form)
    {
        var set = form.Length == 0 ? ParameterSet.Defaults : ParameterSet.Defaults.With(FormTests.Named(form));
        // the difference of two numbers of design points leaves out what they share: the draws
        Assert.InRange((Operations(set, PathwayArms.All | PathwayArms.None) - Operations(set, PathwayArms.All)) / (16 * 50.0), 1000, 2500);
    }

    private static long Operations(ParameterSet set, PathwayArms arms)
    {
        var study = new Study { Name = "count", Dyads = 16, HorizonDays = 50, SettleDays = 0, Focal = set, Provider = set, Pathways = new PathwayDesign { Arms = arms } };
        var design = new Design(study);
        var simulator = new BlockSimulator<Counting>(design, StudyRunner.Samplings(design), new BlockShape(16, design.PointCount));
        Counting.Reset();
        simulator.Run(design.Passes[0], 0, 16, _ => { }, CancellationToken.None);
        return Counting.Operations;
    }
}
