using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

public sealed class OperationCountTests
{
    [Fact]
    public void A_day_of_a_dyad_costs_fewer_than_2500_operations_beside_its_shared_draws()
    {
        // the difference of two numbers of design points leaves out what they share: the draws
        Assert.InRange((Operations(arms: PathwayArms.All | PathwayArms.None) - Operations(PathwayArms.All)) / (16 * 50.0), 1000, 2500);
    }

    private static long Operations(PathwayArms arms)
    {
        var study = new Study { Name = "count", Dyads = 16, HorizonDays = 50, SettleDays = 0, Pathways = new PathwayDesign { Arms = arms } };
        var design = new Design(study);
        var simulator = new BlockSimulator<Counting>(design, StudyRunner.Samplings(design), new BlockShape(16, design.PointCount));
        Counting.Reset();
        simulator.Run(design.Passes[0], 0, 16, _ => { }, CancellationToken.None);
        return Counting.Operations;
    }
}
