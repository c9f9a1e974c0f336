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
        var design = new Design(study);
        var blocks = shape ?? new BlockShape(64, 64);
        var simulator = LaneChoice.Create(lanes ?? LaneChoice.Available[0], 1, design, StudyRunner.Samplings(design), blocks)[0];
        var numbers = new Numbers(design);
        for (int first = 0; first < study.Dyads; first += blocks.Dyads)
            foreach (var pass in design.Passes)
                numbers.Copy(simulator.Run(pass, first, (int)Math.Min(blocks.Dyads, study.Dyads - first), _ => { }, TestContext.Current.CancellationToken));
        return numbers.All;
    }

    /// <summary>The same from the runner, with the sums.</summary>
    public static (List<float> Numbers, List<Estimate> Sums) Run(Study study, int threads, BlockShape? shape)
    {
        var numbers = new Numbers(new Design(study));
        var result = StudyRunner.Run(study, new RunOptions { Threads = threads, Shape = shape, OnPass = (_, block) => numbers.Copy(block) }, TestContext.Current.CancellationToken);
        return (numbers.All, Sums(result));
    }

    /// <summary>Every estimate of a run.</summary>
    public static List<Estimate> Sums(RunResult run) => [.. run.Sums.Sums.SelectMany(list => list).Select(sums => sums.Units == 0 ? default : sums.Estimate(0.95))];

    private sealed class Numbers(Design design)
    {
        private readonly int n = (int)design.Study.Dyads, arms = design.Arms.Count;
        private readonly float[] outcomes = new float[design.PointCount * Outcomes.All.Count * 2 * design.Study.Dyads], doses = new float[design.PointCount * AsemModel.Pathways.Count * 2 * design.Study.Dyads];

        public List<float> All => [.. outcomes, .. doses];

        public void Copy(BlockResult block)
        {
            for (int p = 0; p < block.Pass.Cells * arms; p++)
                for (int person = 0; person < 2; person++)
                {
                    int point = block.Pass.FirstCell * arms + p, at = person * n + (int)block.FirstDyad;
                    for (int outcome = 0; outcome < Outcomes.All.Count; outcome++)
                        block.Outcome(0, p, outcome, person)[..block.Dyads].CopyTo(outcomes.AsSpan((point * Outcomes.All.Count + outcome) * 2 * n + at));
                    for (int pathway = 0; pathway < AsemModel.Pathways.Count && design.RecordsDoses(design.Arms[p % arms]); pathway++)
                        block.Doses(0, p, pathway, person)[..block.Dyads].CopyTo(doses.AsSpan((point * AsemModel.Pathways.Count + pathway) * 2 * n + at));
                }
        }
    }
}
