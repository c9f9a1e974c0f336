using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>Kinds of comparisons between scenarios. Each is paired within the same person under the same luck.</summary>
public enum ComparisonKind
{
    /// <summary>A scenario less the study's reference scenario.</summary>
    Difference,

    /// <summary>Along one axis of the sweep, a value less the one before it.</summary>
    Step,

    /// <summary>Along one axis of the sweep, the last value less the first.</summary>
    Range,

    /// <summary>The range along an axis at one setting of the other axes less the range at another setting.</summary>
    RangeDifference,
}

/// <summary>A comparison: (arm in cell less arm in minus cell), less the same between two second cells where there are such.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Axis">Place of the axis, −1 for differences from the reference.</param>
/// <param name="Arm">Place of the arm.</param>
/// <param name="MinusArm">Place of the arm that is subtracted.</param>
/// <param name="Cell">The cell.</param>
/// <param name="MinusCell">The cell that is subtracted.</param>
/// <param name="SecondCell">The cell of the second difference, or −1.</param>
/// <param name="MinusSecondCell">The cell that is subtracted in the second difference, or −1.</param>
public readonly record struct Comparison(ComparisonKind Kind, int Axis, int Arm, int MinusArm, int Cell, int MinusCell, int SecondCell = -1, int MinusSecondCell = -1);

/// <summary>Sums of comparisons between cells of a sweep and with the reference scenario. Exact, so they merge in any order to the same bits.</summary>
public sealed class ScenarioSums
{
    /// <summary>Most settings of the other axes for which ranges are compared pair by pair.</summary>
    public const int MaximumSettings = 24;

    private readonly Design design;
    private readonly IReadOnlyList<RecipientGroup> groups;
    private readonly int[] slots;
    private readonly float[] kept;
    private readonly int slotCount, readings, measures, reads, dyads, intact, persons;
    private readonly RatioSums[] sums;

    private ScenarioSums(Design design, IReadOnlyList<Comparison> comparisons, int dyads)
    {
        this.design = design;
        this.dyads = dyads;
        Comparisons = comparisons;
        groups = design.Groups;
        readings = design.Readings.Count;
        measures = design.Measures.Count;
        reads = design.Reads.Count;
        intact = design.IntactRead;
        persons = design.Study.RecipientsPerDyad;
        slots = new int[design.Arms.Count];
        Array.Fill(slots, -1);
        foreach (var c in comparisons)
        {
            if (slots[c.Arm] < 0) slots[c.Arm] = slotCount++;
            if (slots[c.MinusArm] < 0) slots[c.MinusArm] = slotCount++;
        }
        kept = new float[(long)design.Cells.Count * slotCount * readings * reads * 2 * dyads];
        sums = new RatioSums[(long)comparisons.Count * 2 * readings * groups.Count * measures];
    }

    /// <summary>The comparisons in the order of their places.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>Every sum, for storing and merging.</summary>
    internal RatioSums[] Sums => sums;

    /// <summary>A comparison; the view is all, or intact in all scenarios compared.</summary>
    public RatioSums this[int comparison, View view, int reading, int group, int measure] => sums[Place(comparison, view, reading, group) + measure];

    /// <summary>Empty sums, or null where the study compares no scenarios.</summary>
    /// <param name="design">The design.</param>
    /// <param name="dyads">Dyads of a block.</param>
    public static ScenarioSums? Create(Design design, int dyads) => List(design) is { Count: > 0 } list ? new ScenarioSums(design, list, dyads) : null;

    /// <summary>The comparisons of a study.</summary>
    public static IReadOnlyList<Comparison> List(Design design)
    {
        var list = new List<Comparison>();
        // where cells differ in who the couples are, no person is in two of them
        if (!design.IsComplete || design.Cells.Any(cell => !Sampling.HaveSameCouples(cell.Study, design.Cells[0].Study))) return list;
        if (design.ReferenceArm >= 0)
        {
            foreach (var cell in design.Cells)
                foreach (var (arm, i) in design.Arms.Select((a, i) => (a, i)))
                {
                    int minus = design.ReferenceCell < 0 ? cell.Id : design.ReferenceCell;
                    if (!arm.DissolutionOff && design.RecordsDoses(arm) && (i != design.ReferenceArm || minus != cell.Id)) list.Add(new(ComparisonKind.Difference, -1, i, design.ReferenceArm, cell.Id, minus));
                }
        }
        int[] main = [.. new[] { design.PlaceOf(design.Everything), design.PlaceOf(0) }.Where(a => a >= 0).Distinct()];
        for (int axis = 0; axis < design.Study.Sweep.Count; axis++)
        {
            int count = design.Study.Sweep[axis].Values.Count;
            if (count < 2) continue;
            foreach (int arm in main)
            {
                var firsts = design.Cells.Where(c => c.Places[axis] == 0).ToList();
                Cell At(Cell first, int place) => design.Cells[design.CellAt([.. first.Places.Select((p, i) => i == axis ? place : p)])];
                foreach (var first in firsts)
                    for (int place = 1; place < count; place++) list.Add(new(ComparisonKind.Step, axis, arm, arm, At(first, place).Id, At(first, place - 1).Id));
                foreach (var first in firsts) list.Add(new(ComparisonKind.Range, axis, arm, arm, At(first, count - 1).Id, first.Id));
                if (firsts.Count > MaximumSettings) continue;
                for (int i = 0; i < firsts.Count; i++)
                    for (int j = i + 1; j < firsts.Count; j++)
                        list.Add(new(ComparisonKind.RangeDifference, axis, arm, arm, At(firsts[i], count - 1).Id, firsts[i].Id, At(firsts[j], count - 1).Id, firsts[j].Id));
            }
        }
        return list;
    }

    /// <summary>Keeps what comparisons need of a pass; all passes of a block are kept before <see cref="Add(BlockResult, bool[])"/>.</summary>
    public void Keep(BlockResult block)
    {
        for (int cell = 0; cell < block.Pass.Cells; cell++)
            for (int arm = 0; arm < slots.Length; arm++)
            {
                if (slots[arm] < 0) continue;
                for (int reading = 0; reading < readings; reading++)
                    for (int read = 0; read < reads; read++)
                        for (int person = 0; person < 2; person++)
                            block.Outcome(reading, cell * slots.Length + arm, read, person).CopyTo(kept.AsSpan(KeptPlace(block.Pass.FirstCell + cell, arm, reading, read, person), dyads));
            }
    }

    /// <summary>Adds the dyads of a block whose passes are all kept.</summary>
    /// <param name="block">The block after its last pass.</param>
    /// <param name="ends">For each dyad of the block whether its independent unit ends with it.</param>
    public void Add(BlockResult block, bool[] ends)
    {
        var couples = block.Couples(0);
        double[] first = new double[block.Dyads], second = new double[block.Dyads];
        for (int group = 0; group < groups.Count; group++)
        {
            for (int dyad = 0; dyad < block.Dyads; dyad++)
            {
                first[dyad] = groups[group].Contains(couples[dyad], 0) ? couples[dyad].Weight : 0;
                second[dyad] = persons == 2 && groups[group].Contains(couples[dyad], 1) ? couples[dyad].Weight : 0;
            }
            for (int c = 0; c < Comparisons.Count; c++)
                for (int reading = 0; reading < readings; reading++)
                    for (int measure = 0; measure < measures; measure++)
                    {
                        if (design.Measures[measure].DaysRead(design.Readings[reading]) > 0)
                            Add(ref sums[Place(c, View.All, reading, group) + measure], ref sums[Place(c, View.Intact, reading, group) + measure], Comparisons[c], reading, measure, first, second, ends);
                    }
        }
    }

    /// <summary>Adds the dyads of other sums of the same study.</summary>
    public void Add(ScenarioSums other)
    {
        for (int i = 0; i < sums.Length; i++) sums[i].Add(other.sums[i]);
    }

    private void Add(ref RatioSums all, ref RatioSums survivors, Comparison c, int reading, int measure, double[] first, double[] second, bool[] ends)
    {
        double top = 0, bottom = 0, intactTop = 0, intactBottom = 0;
        for (int dyad = 0; dyad < ends.Length; dyad++)
        {
            if (first[dyad] + second[dyad] > 0)
            {
                double sum = first[dyad] * Difference(c, reading, measure, 0, dyad) + second[dyad] * Difference(c, reading, measure, 1, dyad);
                top += sum;
                bottom += first[dyad] + second[dyad];
                if (IsIntact(c, reading, dyad))
                {
                    intactTop += sum;
                    intactBottom += first[dyad] + second[dyad];
                }
            }
            if (!ends[dyad]) continue;
            all.Add(top, bottom);
            survivors.Add(intactTop, intactBottom);
            top = bottom = intactTop = intactBottom = 0;
        }
    }

    private double Difference(Comparison c, int reading, int measure, int person, int dyad)
    {
        double difference = (double)Kept(c.Cell, c.Arm, reading, measure, person, dyad) - Kept(c.MinusCell, c.MinusArm, reading, measure, person, dyad);
        return c.SecondCell < 0 ? difference : difference - ((double)Kept(c.SecondCell, c.Arm, reading, measure, person, dyad) - Kept(c.MinusSecondCell, c.MinusArm, reading, measure, person, dyad));
    }

    private bool IsIntact(Comparison c, int reading, int dyad) =>
        Kept(c.Cell, c.Arm, reading, intact, 0, dyad) > 0 && Kept(c.MinusCell, c.MinusArm, reading, intact, 0, dyad) > 0
        && (c.SecondCell < 0 || Kept(c.SecondCell, c.Arm, reading, intact, 0, dyad) > 0 && Kept(c.MinusSecondCell, c.MinusArm, reading, intact, 0, dyad) > 0);

    private float Kept(int cell, int arm, int reading, int read, int person, int dyad) => kept[KeptPlace(cell, arm, reading, read, person) + dyad];

    private int KeptPlace(int cell, int arm, int reading, int read, int person) => ((((cell * slotCount + slots[arm]) * readings + reading) * reads + read) * 2 + person) * dyads;

    private int Place(int comparison, View view, int reading, int group) => (((comparison * 2 + (view == View.All ? 0 : 1)) * readings + reading) * groups.Count + group) * measures;
}
