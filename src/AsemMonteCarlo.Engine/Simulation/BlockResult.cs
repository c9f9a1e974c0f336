using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>Outcomes of one block of dyads for every design point. Buffers are reused from block to block.</summary>
public sealed class BlockResult
{
    private readonly float[] outcomes;
    private readonly float[] doses;
    private readonly int points, outcomeCount, dyads;
    private readonly int[] doseSlots;

    internal BlockResult(IReadOnlyList<DesignPoint> points, int dyads)
    {
        this.points = points.Count;
        this.dyads = dyads;
        outcomeCount = Outcomes.All.Count;
        this.outcomes = new float[this.points * outcomeCount * 2 * dyads];
        doseSlots = new int[this.points];
        int slots = 0;
        for (int i = 0; i < this.points; i++) doseSlots[i] = points[i].RecordsDoses ? slots++ : -1;
        doses = new float[slots * 2 * AsemModel.Pathways.Count * dyads];
        Couples = new SampledCouple[dyads];
    }

    /// <summary>Number of the block's first dyad.</summary>
    public long FirstDyad { get; internal set; }

    /// <summary>Dyads of the block that belong to the study; the rest only fills the last bundle.</summary>
    public int Dyads { get; internal set; }

    /// <summary>The couples.</summary>
    public SampledCouple[] Couples { get; }

    /// <summary>Outcome of one person.</summary>
    /// <param name="point">Place of the design point.</param>
    /// <param name="outcome">Place of the outcome in <see cref="Outcomes.All"/>.</param>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    /// <param name="dyad">Place of the dyad in the block.</param>
    public float this[int point, int outcome, int person, int dyad] => outcomes[Offset(point, outcome, person) + dyad];

    /// <summary>Outcome of one person of every dyad, by place in the block.</summary>
    public ReadOnlySpan<float> Outcome(int point, int outcome, int person) => outcomes.AsSpan(Offset(point, outcome, person), dyads);

    /// <summary>Sum of doses of a pathway received by a person at a design point that records them, in acts over the horizon.</summary>
    public float Dose(int point, int pathway, int person, int dyad) => doses[DoseOffset(point, person) + pathway * dyads + dyad];

    internal ref float Row(int point, int outcome, int person) => ref outcomes[Offset(point, outcome, person)];

    internal Span<float> DoseRows(int point, int person) => doses.AsSpan(DoseOffset(point, person), AsemModel.Pathways.Count * dyads);

    internal void ClearDoses() => Array.Clear(doses);

    private int Offset(int point, int outcome, int person) => ((point * outcomeCount + outcome) * 2 + person) * dyads;

    private int DoseOffset(int point, int person) => (doseSlots[point] * 2 + person) * AsemModel.Pathways.Count * dyads;
}
