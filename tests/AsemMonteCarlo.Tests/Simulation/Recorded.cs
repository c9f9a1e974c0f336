using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Simulation;

/// <summary>Everything that blocks of a run held, by cell, arm, reading, measure, person and dyad.</summary>
internal sealed class Recorded
{
    private readonly Dictionary<(int Cell, int Arm, int Reading, int Measure, int Person), float[]> values = [];
    private readonly Dictionary<(int Cell, int Arm, int Day, int Outcome, int Person), float[]> trajectories = [];
    private readonly Dictionary<(int Cell, int Arm, int Reading, int Pathway, int Person), float[]> doses = [];

    public Recorded(Study study, RunOptions? options = null)
    {
        Study = study;
        Design = new Design(study);
        Couples = new SampledCouple[study.Dyads];
        Result = StudyRunner.Run(study, (options ?? new RunOptions()) with { OnPass = Copy }, TestContext.Current.CancellationToken);
    }

    public Study Study { get; }

    public Design Design { get; }

    public RunResult Result { get; }

    public SampledCouple[] Couples { get; }

    public float[] this[int cell, string arm, int reading, string measure, int person = 0] => values[(cell, Place(arm), reading, Study.Measures.ToList().FindIndex(m => m.Name == measure), person)];

    public float[] Trajectory(int cell, string arm, int day, string outcome, int person = 0) => trajectories[(cell, Place(arm), day, Study.Outcomes.ToList().FindIndex(o => o.Name == outcome), person)];

    public float[] Dose(int cell, string arm, int reading, int pathway, int person = 0) => doses[(cell, Place(arm), reading, pathway, person)];

    public int Place(string arm) => Design.Arms.ToList().FindIndex(a => a.Name == arm && !a.DissolutionOff);

    private void Copy(long number, BlockResult block)
    {
        lock (values)
        {
            for (int dyad = 0; dyad < block.Dyads; dyad++) Couples[block.FirstDyad + dyad] = block.Couples(0)[dyad];
            for (int p = 0; p < block.Pass.Cells * Design.Arms.Count; p++)
            {
                int cell = block.Pass.FirstCell + p / Design.Arms.Count, arm = p % Design.Arms.Count;
                for (int person = 0; person < 2; person++)
                {
                    for (int reading = 0; reading < Study.Readings.Count; reading++)
                    {
                        for (int m = 0; m < Study.Measures.Count; m++) Put(values, (cell, arm, reading, m, person), block, block.Outcome(reading, p, m, person));
                        for (int pathway = 0; pathway < AsemModel.Pathways.Count && Design.RecordsDoses(Design.Arms[arm]); pathway++) Put(doses, (cell, arm, reading, pathway, person), block, block.Doses(reading, p, pathway, person));
                    }
                    for (int day = 0; day < block.TrajectoryDays && block.HasTrajectory(p); day++)
                        for (int o = 0; o < Study.Outcomes.Count; o++) Put(trajectories, (cell, arm, day, o, person), block, block.Trajectory(day, p, o, person));
                }
            }
        }
    }

    private void Put<TKey>(Dictionary<TKey, float[]> to, TKey key, BlockResult block, ReadOnlySpan<float> row)
        where TKey : notnull
    {
        if (!to.TryGetValue(key, out float[]? all)) to[key] = all = new float[Study.Dyads];
        row[..block.Dyads].CopyTo(all.AsSpan((int)block.FirstDyad));
    }
}
