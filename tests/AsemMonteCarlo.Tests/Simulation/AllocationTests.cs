using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Kernels;

namespace AsemMonteCarlo.Tests.Simulation;

[Collection(CompiledAlone.Name)]
public sealed class AllocationTests
{
    [Fact]
    public void Nothing_is_allocated_while_days_pass()
    {
        long few = AllocatedBy(days: 10), many = AllocatedBy(days: 200);
        Assert.True(many <= few, $"{many} bytes in 200 days, {few} in 10");
    }

    private static long AllocatedBy(int days)
    {
        var study = new Study { Name = "allocation", Dyads = 16, HorizonDays = days, SettleDays = days, Pathways = new PathwayDesign { Arms = PathwayArms.All | PathwayArms.None } };
        var design = new Design(study);
        var simulator = new BlockSimulator<Scalar>(design, StudyRunner.Samplings(design), new BlockShape(16, 2));
        // some of the runs still initialise types, or are there when the runtime exchanges compiled code; days that allocate do so in all
        long least = long.MaxValue;
        for (int run = 0; run < 6; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            simulator.Run(design.Passes[0], 0, 16, _ => { }, CancellationToken.None);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
