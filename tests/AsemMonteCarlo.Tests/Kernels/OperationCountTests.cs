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
        var points = Design.Points(study).Select(p => p with { RecordsDoses = false }).ToList();
        var simulator = new BlockSimulator<Counting>(study, points, new Sampling(study), new TimelinePlan<Counting>(study, points), new BlockShape(16, points.Count));
        Counting.Reset();
        simulator.Run(0, 16, _ => { }, CancellationToken.None);
        return Counting.Operations;
    }
}
