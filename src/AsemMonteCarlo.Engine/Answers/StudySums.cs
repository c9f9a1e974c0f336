using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>All sums of a study: one accumulator per cell, and comparisons between scenarios. Merges in any order to the same bits.</summary>
public sealed class StudySums
{
    private readonly ReferenceRows? reference;

    /// <summary>Empty sums.</summary>
    /// <param name="design">The design.</param>
    /// <param name="dyads">Dyads of a block.</param>
    public StudySums(Design design, int dyads)
    {
        Design = design;
        Cells = [.. design.Cells.Select(_ => new Accumulator(design))];
        Scenarios = ScenarioSums.Create(design, dyads);
        if (design.IsComplete && design.Study.OwnOutcomes.Any(m => m.IsFromReference)) reference = new ReferenceRows(design, dyads);
    }

    /// <summary>The design.</summary>
    public Design Design { get; }

    /// <summary>Sums of each cell.</summary>
    public IReadOnlyList<Accumulator> Cells { get; }

    /// <summary>Comparisons between scenarios, or null where the study has none.</summary>
    public ScenarioSums? Scenarios { get; }

    /// <summary>Dyads added.</summary>
    public long Dyads => Cells[0].Dyads;

    /// <summary>Number of sums of a study, each of <see cref="RatioSums"/>.</summary>
    internal static long Count(Design design) =>
        design.Cells.Count * Accumulator.Count(design) + ScenarioSums.List(design).Count * 2L * design.Readings.Count * design.Groups.Count * design.Measures.Count;

    /// <summary>Every sum in a fixed order.</summary>
    internal IEnumerable<RatioSums[]> Sums => [.. Cells.SelectMany(cell => cell.Sums), .. Scenarios is { } scenarios ? (IEnumerable<RatioSums[]>)[scenarios.Sums] : []];

    /// <summary>Adds one pass of a block; a block's passes come in the order of the design.</summary>
    /// <param name="block">The block after the pass; outcomes less the reference are filled in.</param>
    /// <param name="unitOf">Number of the independent unit of a dyad.</param>
    public void Add(BlockResult block, Func<long, long> unitOf)
    {
        reference?.Apply(block);
        var endsUnit = new bool[block.Dyads];
        for (int dyad = 0; dyad < block.Dyads; dyad++) endsUnit[dyad] = dyad == block.Dyads - 1 || unitOf(block.FirstDyad + dyad) != unitOf(block.FirstDyad + dyad + 1);
        for (int cell = 0; cell < block.Pass.Cells; cell++) Cells[block.Pass.FirstCell + cell].Add(block, cell, endsUnit);
        if (Scenarios is null) return;
        Scenarios.Keep(block);
        if (block.Pass == Design.Passes[^1]) Scenarios.Add(block, endsUnit);
    }

    /// <summary>Adds the dyads of other sums of the same study.</summary>
    public void Add(StudySums other)
    {
        foreach (var (mine, others) in Cells.Zip(other.Cells)) mine.Add(others);
        if (other.Scenarios is { } scenarios) Scenarios!.Add(scenarios);
    }

    /// <summary>Empties the sums.</summary>
    internal void Clear()
    {
        foreach (var list in Sums) Array.Clear(list);
        AddDyads(-Dyads);
    }

    /// <summary>Counts dyads whose sums were added by other means.</summary>
    internal void AddDyads(long dyads)
    {
        foreach (var cell in Cells) cell.AddDyads(dyads);
    }

    /// <summary>Outcomes of the reference scenario for the dyads of a block.</summary>
    private sealed class ReferenceRows(Design design, int dyads)
    {
        private readonly int[] measures = [.. design.Measures.Index().Where(m => m.Item.IsFromReference).Select(m => m.Index)];
        private readonly float[] rows = new float[design.Readings.Count * design.Measures.Count * 2 * dyads];

        public void Apply(BlockResult block)
        {
            int arms = design.Arms.Count, fixedCell = design.ReferenceCell - block.Pass.FirstCell;
            if (design.ReferenceCell >= 0 && fixedCell >= 0 && fixedCell < block.Pass.Cells) Keep(block, fixedCell * arms + design.ReferenceArm);
            for (int cell = 0; cell < block.Pass.Cells; cell++)
            {
                if (design.ReferenceCell < 0) Keep(block, cell * arms + design.ReferenceArm);
                for (int point = cell * arms; point < (cell + 1) * arms; point++) Subtract(block, point);
            }
        }

        private void Keep(BlockResult block, int point)
        {
            for (int reading = 0; reading < design.Readings.Count; reading++)
                foreach (int m in measures)
                    for (int person = 0; person < 2; person++) block.Outcome(reading, point, m, person).CopyTo(Row(reading, m, person));
        }

        private void Subtract(BlockResult block, int point)
        {
            for (int reading = 0; reading < design.Readings.Count; reading++)
                foreach (int m in measures)
                    for (int person = 0; person < 2; person++)
                    {
                        var measure = design.Measures[m];
                        var values = block.Row(reading, point, m, person);
                        var minus = Row(reading, m, person);
                        for (int i = 0; i < values.Length; i++) values[i] = measure.LessReference(values[i], minus[i]);
                    }
        }

        private Span<float> Row(int reading, int measure, int person) => rows.AsSpan(((reading * design.Measures.Count + measure) * 2 + person) * dyads, dyads);
    }
}
