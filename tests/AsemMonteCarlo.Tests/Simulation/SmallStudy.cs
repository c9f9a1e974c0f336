using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Tests.Simulation;

/// <summary>Studies small enough to run many times, and everything they give.</summary>
internal static class SmallStudy
{
    /// <summary>Four arms, two pathways, some bonds that end.</summary>
    public static Study Create() => new()
    {
        Name = "small",
        Dyads = 200,
        HorizonDays = 25,
        SettleDays = 5,
        Pathways = new PathwayDesign { Of = [SafeBond.Pathway, OthersSupport.Pathway] },
        Focal = Fragile,
        Provider = Fragile,
    };

    /// <summary>Defaults under which about one bond in five ends in a month.</summary>
    public static ParameterSet Fragile { get; } = ParameterSet.Defaults.With(Dissolution.Hazard, -3).With(Dissolution.CommitmentProtects, 3);

    /// <summary>One outcome of every person at one design point: focal persons, then partners.</summary>
    public static float[] Outcome(List<float> all, Study study, int point, Outcome outcome)
    {
        int place = Outcomes.All.ToList().IndexOf(outcome), n = (int)study.Dyads;
        return [.. all.Skip((point * Outcomes.All.Count + place) * 2 * n).Take(2 * n)];
    }

    /// <summary>Every outcome of every person at every design point, on a lane type, then the doses.</summary>
    public static List<float> Run(Study study, string? lanes = null, BlockShape? shape = null)
    {
        var points = Design.Points(study);
        var blocks = shape ?? new BlockShape(64, 64);
        var simulator = LaneChoice.Create(lanes ?? LaneChoice.Available[0], 1, study, points, new Sampling(study), blocks)[0];
        int n = (int)study.Dyads, outcomes = Outcomes.All.Count;
        var all = new float[points.Count * outcomes * 2 * n];
        var doses = new float[points.Count * 10 * 2 * n];
        for (int first = 0; first < n; first += blocks.Dyads)
        {
            var block = simulator.Run(first, Math.Min(blocks.Dyads, n - first), _ => { }, TestContext.Current.CancellationToken);
            Copy(block, points, n, all, doses);
        }
        return [.. all, .. doses];
    }

    /// <summary>The same from the runner, with the sums.</summary>
    public static (List<float> Numbers, List<Estimate> Sums) Run(Study study, int threads, BlockShape? shape)
    {
        var points = Design.Points(study);
        int n = (int)study.Dyads;
        var all = new float[points.Count * Outcomes.All.Count * 2 * n];
        var doses = new float[points.Count * 10 * 2 * n];
        var result = StudyRunner.Run(study, threads, shape, block => Copy(block, points, n, all, doses), cancellation: TestContext.Current.CancellationToken);
        return ([.. all, .. doses], Sums(result.Accumulator, points.Count));
    }

    private static void Copy(BlockResult block, IReadOnlyList<DesignPoint> points, int n, float[] all, float[] doses)
    {
        for (int point = 0; point < points.Count; point++)
            for (int person = 0; person < 2; person++)
                for (int dyad = 0; dyad < block.Dyads; dyad++)
                {
                    int at = person * n + (int)block.FirstDyad + dyad;
                    for (int outcome = 0; outcome < Outcomes.All.Count; outcome++) all[(point * Outcomes.All.Count + outcome) * 2 * n + at] = block[point, outcome, person, dyad];
                    for (int pathway = 0; pathway < 10 && points[point].RecordsDoses; pathway++) doses[(point * 10 + pathway) * 2 * n + at] = block.Dose(point, pathway, person, dyad);
                }
    }

    private static List<Estimate> Sums(Accumulator sums, int points)
    {
        var list = new List<Estimate>();
        for (int group = 0; group < Groups.Names.Count; group++)
        {
            for (int dimension = 0; dimension < 3; dimension++) list.Add(sums.Start(group, dimension).Estimate(0.95));
            list.Add(sums.IntactInAllArms(group).Estimate(0.95));
            for (int point = 0; point < points; point++)
                for (int pathway = 0; pathway < 10; pathway++) list.Add(sums.Dose(group, point, pathway).Estimate(0.95));
            for (int outcome = 0; outcome < Outcomes.All.Count; outcome++)
            {
                foreach (var view in new[] { View.All, View.Intact })
                    for (int point = 0; point < points; point++) list.Add(sums.Summary(view, group, point, outcome).Estimate(0.95));
                foreach (var view in Enum.GetValues<View>())
                    for (int statistic = 0; statistic < sums.Statistics.Count; statistic++) list.Add(sums.Effect(view, group, outcome, statistic).Estimate(0.95));
            }
        }
        return list;
    }
}
