using System.Globalization;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>What a study simulates: cells of its sweep, arms in each, and which cells share a pass over the days.</summary>
public sealed class Design
{
    /// <summary>Most design points of a study: the width of a stream's number in a draw's counter.</summary>
    public const int MaximumPoints = (1 << 24) - 2;

    private const int PassPoints = 2048, PassCells = 64;
    private readonly Dictionary<Arm, int> places;
    private readonly int firstPoint;

    /// <summary>Lays out a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cells">Most cells of the sweep that are laid out, the first ones; a measurement of a part needs no more.</param>
    public Design(Study study, int cells = int.MaxValue)
        : this(study, ListArms(study))
    {
        var all = ListCells(study);
        IsComplete = all.Count <= cells;
        Cells = IsComplete ? all : all[..cells];
        Passes = ListPasses();
    }

    private Design(Cell cell, Arm arm, Study study, int point)
        : this(study, [arm])
    {
        Cells = [cell with { Id = 0 }];
        Passes = [new Pass(0, 1)];
        firstPoint = point;
    }

    private Design(Study study, IReadOnlyList<Arm> arms)
    {
        Study = study;
        Arms = arms;
        places = arms.Index().ToDictionary(a => a.Item with { Name = "" }, a => a.Index);
        Measures = study.Measures;
        Groups = study.Groups;
        Readings = study.Readings;
        Reads = [.. Measures, .. new[] { Outcomes.Intact, Outcomes.ProviderEffort }.Where(o => !study.Outcomes.Contains(o)).Select(Measure.Plain)];
        Cells = [];
        Passes = [];
    }

    /// <summary>The study.</summary>
    public Study Study { get; }

    /// <summary>Everything that the study reports, made once for the loops over couples.</summary>
    public IReadOnlyList<Measure> Measures { get; }

    /// <summary>The study's groups of recipients.</summary>
    public IReadOnlyList<RecipientGroup> Groups { get; }

    /// <summary>Days after which outcomes are read, the horizon last.</summary>
    public IReadOnlyList<int> Readings { get; }

    /// <summary>The arms, alike in every cell; those of the dissolution-off view come last.</summary>
    public IReadOnlyList<Arm> Arms { get; }

    /// <summary>The cells.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>Whether every cell of the sweep is laid out.</summary>
    public bool IsComplete { get; }

    /// <summary>The passes; the one with the reference scenario comes first.</summary>
    public IReadOnlyList<Pass> Passes { get; }

    /// <summary>What is read of every person: what the study reports, and behind it what its statistics need.</summary>
    public IReadOnlyList<Measure> Reads { get; }

    /// <summary>Place among what is read of whether the bond is intact.</summary>
    public int IntactRead => PlaceOf(Outcomes.Intact);

    /// <summary>Place among what is read of the provider's effort.</summary>
    public int EffortRead => PlaceOf(Outcomes.ProviderEffort);

    /// <summary>Number of design points.</summary>
    public int PointCount => Arms.Count * Cells.Count;

    /// <summary>Number of points of the largest pass.</summary>
    public int LargestPass => Passes.Max(p => p.Cells) * Arms.Count;

    /// <summary>Every design point, made one by one.</summary>
    public IEnumerable<DesignPoint> Points => Cells.SelectMany(PointsOf);

    /// <summary>The coalition in which every switched pathway is on.</summary>
    public int Everything => (1 << Study.Pathways.Of.Count) - 1;

    /// <summary>Cell of the reference scenario, −1 for the cell that is compared or without a reference.</summary>
    public int ReferenceCell => Study.Reference?.At is { } at ? CellAt(at) : -1;

    /// <summary>Arm of the reference scenario, −1 without one.</summary>
    public int ReferenceArm => Study.Reference is { } reference ? Arms.Index().First(a => a.Item.Name == reference.Arm).Index : -1;

    /// <summary>Number of the design point from which outcomes of a cell are subtracted; there is one only where the study has a reference.</summary>
    /// <param name="cell">Number of the cell.</param>
    public int ReferencePointOf(int cell) => (ReferenceCell < 0 ? cell : ReferenceCell) * Arms.Count + ReferenceArm;

    /// <summary>The design points of a cell, one per arm.</summary>
    public IEnumerable<DesignPoint> PointsOf(Cell cell) => Arms.Select((arm, i) => Point(cell, arm, firstPoint + cell.Id * Arms.Count + i));

    /// <summary>One design point alone: a design of one arm in one cell, numbered 0, whose point keeps its number and so its luck.</summary>
    /// <param name="point">Number of the design point.</param>
    /// <param name="without">Pathways that are off besides, as in an arm of the study: for the provider alone where the study switches its pathways alone.</param>
    public Design Only(int point, IReadOnlyList<Pathway> without)
    {
        var (cell, arm) = (Cells[point / Arms.Count], Arms[point % Arms.Count]);
        // pathways that the study does not switch join those that it does
        Pathway[] of = [.. Study.Pathways.Of.Union(without)];
        int off = of.Index().Where(p => without.Contains(p.Item)).Sum(p => 1 << p.Index);
        Study Extended(Study study) => study with { Pathways = study.Pathways with { Of = of } };
        if (off != 0) arm = arm with { Name = $"{arm.Name}, without {string.Join(", ", without)}", Coalition = arm.Coalition & ~off, Withdrawn = arm.Withdrawn & ~off, Dosed = arm.Dosed >= 0 && (off >> arm.Dosed & 1) != 0 ? -1 : arm.Dosed };
        return new Design(cell with { Study = Extended(cell.Study) }, arm, Extended(Study), point);
    }

    /// <summary>Place of an arm, or −1 where it is not run; names do not count.</summary>
    public int PlaceOf(Arm arm) => places.GetValueOrDefault(arm with { Name = "" }, -1);

    /// <summary>Place of the arm with a coalition on, or −1.</summary>
    public int PlaceOf(int coalition, bool dissolutionOff = false) => PlaceOf(new Arm("", coalition, dissolutionOff));

    /// <summary>Whether an arm sums doses received: all but the mass of combinations.</summary>
    public bool RecordsDoses(Arm arm) => arm.IsMain(Study.Pathways.Of.Count) || arm.Withdrawn != 0 || arm.Dosed >= 0;

    /// <summary>Whether levels of an arm are reported.</summary>
    public bool IsSummarised(Arm arm) => Study.StoreAllSummaries || RecordsDoses(arm);

    /// <summary>The cell at places on the axes.</summary>
    public int CellAt(IReadOnlyList<int> at)
    {
        int cell = 0;
        for (int axis = 0; axis < at.Count; axis++) cell = cell * Study.Sweep[axis].Values.Count + at[axis];
        return cell;
    }

    /// <summary>Whether an arm sets the strength of a pathway itself, so that a timeline does not.</summary>
    public static bool IsHeld(Study study, Arm arm, Pathway pathway)
    {
        for (int i = 0; i < study.Pathways.Of.Count; i++)
            if (study.Pathways.Of[i] == pathway) return (arm.Coalition >> i & 1) == 0 || arm.Dosed == i;
        return false;
    }

    /// <summary>The same values with no bond ending.</summary>
    public static ParameterSet WithoutDissolution(ParameterSet set) => set.Without(AsemModel.Moderators.Single(m => m.Id == "dissolution"));

    /// <summary>Values with pathways off.</summary>
    /// <param name="study">The study.</param>
    /// <param name="set">The values.</param>
    /// <param name="off">Bit i is set where the i-th switched pathway is off.</param>
    public static ParameterSet Without(Study study, ParameterSet set, int off)
    {
        if (off == 0) return set;
        var strengths = new double[study.Pathways.Of.Count];
        for (int i = 0; i < strengths.Length; i++) strengths[i] = (off >> i & 1) != 0 ? 0 : set[study.Pathways.Of[i].Strength];
        return set.WithStrengths(pathway =>
        {
            for (int i = 0; i < strengths.Length; i++)
                if (study.Pathways.Of[i] == pathway) return strengths[i];
            return set[pathway.Strength];
        });
    }

    /// <summary>Name of the arm with a coalition on.</summary>
    public static string ArmName(Study study, int coalition)
    {
        int everything = (1 << study.Pathways.Of.Count) - 1;
        if (coalition == everything) return "all";
        if (coalition == 0) return "none";
        var on = Enumerable.Range(0, study.Pathways.Of.Count).Where(i => (coalition >> i & 1) != 0).Select(i => study.Pathways.Of[i].Id).ToList();
        if (on.Count == 1) return "only " + on[0];
        if (on.Count == study.Pathways.Of.Count - 1) return "without " + study.Pathways.Of.Select(p => p.Id).Except(on).Single();
        return string.Join(" + ", on);
    }

    private int PlaceOf(Outcome outcome) => Reads.Index().First(m => m.Item.IsPlain && m.Item.Of == outcome).Index;

    private static List<Arm> ListArms(Study study)
    {
        var pathways = study.Pathways;
        int k = pathways.Of.Count, everything = (1 << k) - 1;
        var main = PathwayArms.All | PathwayArms.None | PathwayArms.EachAlone | PathwayArms.EachLeftOut;
        // effects of doses and of withdrawal are differences from arms as they are
        var needed = pathways.Doses.Count > 0 || pathways.WithdrawnFrom is not null ? pathways.Arms | main : pathways.Arms;
        var arms = Coalitions(needed, k).Select(c => new Arm(ArmName(study, c), c)).ToList();
        for (int i = 0; i < k; i++)
        {
            foreach (double dose in pathways.Doses)
            {
                string at = string.Create(CultureInfo.InvariantCulture, $" at {dose}");
                arms.Add(new Arm("only " + pathways.Of[i].Id + at, 1 << i, Dosed: i, Strength: dose));
                if (k > 1) arms.Add(new Arm("all with " + pathways.Of[i].Id + at, everything, Dosed: i, Strength: dose));
            }
        }
        if (pathways.WithdrawnFrom is { } day)
        {
            string until = string.Create(CultureInfo.InvariantCulture, $" until day {day}");
            arms.Add(new Arm("all" + until, everything, Withdrawn: everything));
            for (int i = 0; i < k && k > 1; i++)
            {
                arms.Add(new Arm("only " + pathways.Of[i].Id + until, 1 << i, Withdrawn: 1 << i));
                arms.Add(new Arm("all, " + pathways.Of[i].Id + until, everything, Withdrawn: 1 << i));
            }
        }
        if (study.DissolutionOffView) arms.AddRange(Coalitions(main, k).Select(c => new Arm(ArmName(study, c), c, DissolutionOff: true)));
        return arms;
    }

    private static IReadOnlyList<int> Coalitions(PathwayArms arms, int k)
    {
        int everything = (1 << k) - 1;
        if (arms.HasFlag(PathwayArms.AllCoalitions)) return [.. Enumerable.Range(0, everything + 1)];
        var set = new SortedSet<int>();
        if (arms.HasFlag(PathwayArms.None)) set.Add(0);
        if (arms.HasFlag(PathwayArms.All)) set.Add(everything);
        for (int i = 0; i < k; i++)
        {
            if (arms.HasFlag(PathwayArms.EachAlone)) set.Add(1 << i);
            if (arms.HasFlag(PathwayArms.EachLeftOut)) set.Add(everything & ~(1 << i));
        }
        return [.. set];
    }

    private static List<Cell> ListCells(Study study)
    {
        if (study.Sweep.Count == 0) return [new Cell(0, [], study)];
        var cells = new List<Cell>();
        var places = new int[study.Sweep.Count];
        while (true)
        {
            ParameterSet focal = study.Focal, provider = study.Provider;
            foreach (var (axis, place) in study.Sweep.Zip(places))
            {
                if (!axis.ProviderOnly) focal = focal.With(axis.Parameter, axis.Values[place]);
                provider = provider.With(axis.Parameter, axis.Values[place]);
            }
            cells.Add(new Cell(cells.Count, [.. places], study with { Focal = focal, Provider = provider }));
            int last = places.Length - 1;
            while (last >= 0 && ++places[last] == study.Sweep[last].Values.Count) places[last--] = 0;
            if (last < 0) return cells;
        }
    }

    private List<Pass> ListPasses()
    {
        int together = Study.CommonLuck ? Math.Clamp(PassPoints / Arms.Count, 1, PassCells) : 1;
        var passes = new List<Pass>();
        for (int first = 0; first < Cells.Count; first += together) passes.Add(new Pass(first, Math.Min(together, Cells.Count - first)));
        if (ReferenceCell is >= 0 and var reference) passes = [.. passes.OrderBy(p => reference >= p.FirstCell && reference < p.FirstCell + p.Cells ? 0 : 1)];
        return passes;
    }

    private DesignPoint Point(Cell cell, Arm arm, int id)
    {
        var study = cell.Study;
        int off = Everything & ~arm.Coalition;
        var provider = Dose(study, arm, Without(study, study.Provider, off));
        var focal = study.Pathways.ProviderOnly ? study.Focal : Dose(study, arm, Without(study, study.Focal, off));
        if (arm.DissolutionOff) (focal, provider) = (WithoutDissolution(focal), WithoutDissolution(provider));
        return new DesignPoint(id, cell, arm, focal, provider, RecordsDoses(arm));
    }

    private static ParameterSet Dose(Study study, Arm arm, ParameterSet set) => arm.Dosed < 0 ? set : set.With(study.Pathways.Of[arm.Dosed].Strength, arm.Strength);
}
