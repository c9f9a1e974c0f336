using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.StatisticalTests.Answers;

/// <summary>A study small enough to be run a thousand times, and the figures of it whose intervals are to cover.</summary>
internal static class CoverageStudy
{
    public const double Level = 0.95;

    /// <summary>All pathways and none for twenty days.</summary>
    public static Study Create(string name) => new()
    {
        Name = name,
        HorizonDays = 20,
        SettleDays = 5,
        Level = Level,
        Pathways = new PathwayDesign { Arms = PathwayArms.All | PathwayArms.None },
        Outcomes = [Outcomes.Anxiety, Outcomes.Satisfaction],
    };

    /// <summary>Levels, effects, doses, and last the mean score on day 0.</summary>
    public static List<Estimate> Figures(RunResult run)
    {
        var sums = run.Sums.Cells[0];
        int all = run.Design.PlaceOf(run.Design.Everything);
        return
        [
            sums.Summary(View.All, 0, 0, all, 0).Estimate(Level), sums.Summary(View.All, 0, 0, all, 1).Estimate(Level), sums.Effect(View.All, 0, 0, 0, 0).Estimate(Level),
            sums.Effect(View.All, 0, 0, 1, 0).Estimate(Level), sums.Dose(0, 0, all, 4).Estimate(Level), sums.Start(0, 0).Estimate(Level),
        ];
    }
}
