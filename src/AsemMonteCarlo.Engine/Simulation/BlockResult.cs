using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>
/// What the study reports of one block of dyads, for the design points of one pass. Buffers are reused from pass to pass.
/// Points count from the pass's first; readings, measures and groups have the places that they have in the study.
/// </summary>
public sealed class BlockResult
{
    private readonly float[] outcomes, doses, trajectories;
    private readonly int dyads, points, measures, days, plain, armsWithDoses, armsWithTrajectories;
    private readonly int[] doseSlots, trajectorySlots;
    private readonly SampledCouple[][] couples;

    internal BlockResult(Design design, int dyads)
    {
        this.dyads = dyads;
        var study = design.Study;
        points = design.LargestPass;
        measures = design.Reads.Count;
        outcomes = new float[design.Readings.Count * points * measures * 2 * dyads];
        doseSlots = Slots(design, design.RecordsDoses, out armsWithDoses);
        doses = new float[design.Readings.Count * points / design.Arms.Count * armsWithDoses * 2 * AsemModel.Pathways.Count * dyads];
        trajectorySlots = Slots(design, arm => study.Trajectories?.Arms.Contains(arm.Name) == true, out armsWithTrajectories);
        days = study.Trajectories is { } store ? study.HorizonDays / store.Every : 0;
        plain = study.Outcomes.Count;
        trajectories = new float[points / design.Arms.Count * armsWithTrajectories * days * plain * 2 * dyads];
        couples = new SampledCouple[points / design.Arms.Count][];
    }

    /// <summary>Number of the block's first dyad.</summary>
    public long FirstDyad { get; internal set; }

    /// <summary>Dyads of the block that belong to the study; the rest only fills the last bundle.</summary>
    public int Dyads { get; internal set; }

    /// <summary>The pass.</summary>
    public Pass Pass { get; internal set; }

    /// <summary>Days at which trajectories are read.</summary>
    public int TrajectoryDays => days;

    /// <summary>The couples of a cell of the pass.</summary>
    public SampledCouple[] Couples(int cell) => couples[cell];

    /// <summary>What was read of one person of every dyad, by place in the block.</summary>
    /// <param name="reading">Place of the reading.</param>
    /// <param name="point">Place of the design point.</param>
    /// <param name="measure">Place of the measure among what the design reads.</param>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public ReadOnlySpan<float> Outcome(int reading, int point, int measure, int person) => outcomes.AsSpan(Offset(reading, point, measure, person), dyads);

    /// <summary>Doses of a pathway received up to a reading by one person of every dyad, in acts, at a point that records them.</summary>
    public ReadOnlySpan<float> Doses(int reading, int point, int pathway, int person) => doses.AsSpan(DoseOffset(reading, point, person) + pathway * dyads, dyads);

    /// <summary>An outcome of the model, by its place in the study, along the trajectory of one person of every dyad, at a point that stores them.</summary>
    /// <param name="day">Place of the day, 0 for the first that is read.</param>
    /// <param name="point">Place of the design point.</param>
    /// <param name="outcome">Place of the outcome.</param>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public ReadOnlySpan<float> Trajectory(int day, int point, int outcome, int person) => trajectories.AsSpan(TrajectoryOffset(day, point, outcome, person), dyads);

    /// <summary>Whether a point stores trajectories.</summary>
    public bool HasTrajectory(int point) => trajectorySlots[point % trajectorySlots.Length] >= 0;

    internal static long Bytes(Design design, int dyads)
    {
        var study = design.Study;
        int arms = design.Arms.Count, cells = design.LargestPass / arms, slots = study.Trajectories is { } store ? store.Arms.Count * (study.HorizonDays / store.Every) * study.Outcomes.Count : 0;
        return (long)cells * dyads * 2 * sizeof(float) * (design.Readings.Count * ((long)arms * design.Reads.Count + (long)design.Arms.Count(design.RecordsDoses) * AsemModel.Pathways.Count) + slots);
    }

    internal void SetCouples(int cell, SampledCouple[] drawn) => couples[cell] = drawn;

    internal Span<float> Row(int reading, int point, int measure, int person) => outcomes.AsSpan(Offset(reading, point, measure, person), dyads);

    internal Span<float> DoseRows(int reading, int point, int person) => doses.AsSpan(DoseOffset(reading, point, person), AsemModel.Pathways.Count * dyads);

    internal Span<float> TrajectoryRow(int day, int point, int outcome, int person) => trajectories.AsSpan(TrajectoryOffset(day, point, outcome, person), dyads);

    internal void ClearDoses() => Array.Clear(doses);

    private static int[] Slots(Design design, Func<Arm, bool> has, out int slots)
    {
        int next = 0;
        int[] places = [.. design.Arms.Select(arm => has(arm) ? next++ : -1)];
        slots = next;
        return places;
    }

    private int Offset(int reading, int point, int measure, int person) => (((reading * points + point) * measures + measure) * 2 + person) * dyads;

    private int DoseOffset(int reading, int point, int person) =>
        (((reading * (points / doseSlots.Length) + point / doseSlots.Length) * armsWithDoses + doseSlots[point % doseSlots.Length]) * 2 + person) * AsemModel.Pathways.Count * dyads;

    private int TrajectoryOffset(int day, int point, int outcome, int person)
    {
        int slot = point / trajectorySlots.Length * armsWithTrajectories + trajectorySlots[point % trajectorySlots.Length];
        return (((slot * days + day) * plain + outcome) * 2 + person) * dyads;
    }
}
