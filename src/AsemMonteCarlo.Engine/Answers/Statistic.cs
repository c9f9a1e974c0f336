using System.Globalization;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>Kinds of statistics about pathways. Each is a paired difference within the same person under the same luck.</summary>
public enum StatisticKind
{
    /// <summary>All pathways on less all off.</summary>
    Total,

    /// <summary>One pathway on less none on.</summary>
    Alone,

    /// <summary>All pathways on less all but one on.</summary>
    LeftOut,

    /// <summary>Shapley value: contribution averaged over all orders of switching pathways on.</summary>
    Shapley,

    /// <summary>Difference of two pathways' Shapley values.</summary>
    ShapleyDifference,

    /// <summary>Harsanyi dividend of a pair: both on less the sum of each alone.</summary>
    Dividend,

    /// <summary>Shapley interaction index of a pair: the interaction averaged over what else is on.</summary>
    Interaction,

    /// <summary>Buffering pathways on less none on.</summary>
    BufferingOnly,

    /// <summary>Enhancing pathways on less none on.</summary>
    EnhancingOnly,

    /// <summary>Total less buffering only less enhancing only.</summary>
    Synergy,

    /// <summary>Effect of a pathway alone per act received.</summary>
    PerActAlone,

    /// <summary>Effect of leaving a pathway out per act that it gives among all others.</summary>
    PerActLeftOut,

    /// <summary>Effect of a pathway alone per full-effort day that it costs the provider.</summary>
    PerEffortAlone,

    /// <summary>Effect of leaving a pathway out per full-effort day that it costs the provider.</summary>
    PerEffortLeftOut,

    /// <summary>One pathway on at a strength less none on.</summary>
    DoseAlone,

    /// <summary>All pathways on with one at a strength, less all but that one on.</summary>
    DoseAmongAll,

    /// <summary>All pathways on until the day of withdrawal and none from then on, less none on.</summary>
    TotalUntil,

    /// <summary>One pathway on until the day of withdrawal and none from then on, less none on.</summary>
    AloneUntil,

    /// <summary>All pathways on less the same with one on only until the day of withdrawal: what keeping it adds.</summary>
    Kept,
}

/// <summary>One statistic: its kind and the pathways it speaks of, by their place in the study's switched pathways.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="First">First pathway, or −1.</param>
/// <param name="Second">Second pathway, or −1.</param>
/// <param name="Strength">Strength of the first pathway, for doses.</param>
public readonly record struct Statistic(StatisticKind Kind, int First = -1, int Second = -1, double? Strength = null)
{
    /// <summary>Name of the kind in tables.</summary>
    public string Name => Kind switch
    {
        StatisticKind.Total => "total",
        StatisticKind.Alone => "alone",
        StatisticKind.LeftOut => "left_out",
        StatisticKind.Shapley => "shapley",
        StatisticKind.ShapleyDifference => "shapley_difference",
        StatisticKind.Dividend => "dividend",
        StatisticKind.Interaction => "interaction",
        StatisticKind.BufferingOnly => "buffering_only",
        StatisticKind.EnhancingOnly => "enhancing_only",
        StatisticKind.Synergy => "synergy",
        StatisticKind.PerActAlone => "per_act_alone",
        StatisticKind.PerActLeftOut => "per_act_left_out",
        StatisticKind.PerEffortAlone => "per_effort_alone",
        StatisticKind.PerEffortLeftOut => "per_effort_left_out",
        StatisticKind.DoseAlone => "dose_alone",
        StatisticKind.DoseAmongAll => "dose_among_all",
        StatisticKind.TotalUntil => "total_until",
        StatisticKind.AloneUntil => "alone_until",
        StatisticKind.Kept => "kept",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Whether every coalition must have been run.</summary>
    public bool NeedsAllCoalitions => Kind is StatisticKind.Shapley or StatisticKind.ShapleyDifference or StatisticKind.Dividend
        or StatisticKind.Interaction or StatisticKind.BufferingOnly or StatisticKind.EnhancingOnly or StatisticKind.Synergy;

    /// <summary>Whether it is an average over coalitions and no plain difference between few arms.</summary>
    public bool IsAverage => Kind is StatisticKind.Shapley or StatisticKind.ShapleyDifference or StatisticKind.Interaction;

    /// <summary>The statistic and its pathways in one text.</summary>
    public string Label(Study study)
    {
        var words = new List<string> { Name };
        foreach (int place in (int[])[First, Second])
            if (place >= 0) words.Add(study.Pathways.Of[place].Id);
        if (Strength is { } strength) words.Add(string.Create(CultureInfo.InvariantCulture, $"at {strength}"));
        return string.Join(' ', words);
    }

    /// <summary>The statistics that a study's arms allow, in the order of tables.</summary>
    public static IReadOnlyList<Statistic> Of(Design design)
    {
        var list = new List<Statistic>();
        var study = design.Study;
        int k = study.Pathways.Of.Count;
        bool complete = study.Pathways.Arms.HasFlag(PathwayArms.AllCoalitions);

        void AddIfRun(Statistic statistic)
        {
            var (with, without) = statistic.Terms(study, dissolutionOff: false);
            if (with.Concat(without).All(arm => design.PlaceOf(arm) >= 0)) list.Add(statistic);
        }

        // amplifiers are ways of doing other acts and cost nothing of their own
        void AddWithCosts(StatisticKind effect, StatisticKind perAct, StatisticKind perEffort, int i)
        {
            AddIfRun(new(effect, i));
            AddIfRun(new(perAct, i));
            if (!study.Pathways.Of[i].IsAmplifier) AddIfRun(new(perEffort, i));
        }

        AddIfRun(new(StatisticKind.Total));
        for (int i = 0; i < k; i++) AddWithCosts(StatisticKind.Alone, StatisticKind.PerActAlone, StatisticKind.PerEffortAlone, i);
        for (int i = 0; i < k; i++) AddWithCosts(StatisticKind.LeftOut, StatisticKind.PerActLeftOut, StatisticKind.PerEffortLeftOut, i);
        for (int i = 0; i < k; i++)
            foreach (double dose in study.Pathways.Doses) AddIfRun(new(StatisticKind.DoseAlone, i, Strength: dose));
        for (int i = 0; i < k; i++)
            foreach (double dose in study.Pathways.Doses) AddIfRun(new(StatisticKind.DoseAmongAll, i, Strength: dose));
        AddIfRun(new(StatisticKind.TotalUntil));
        for (int i = 0; i < k; i++) AddIfRun(new(StatisticKind.AloneUntil, i));
        for (int i = 0; i < k; i++) AddIfRun(new(StatisticKind.Kept, i));
        if (!complete) return list;

        for (int i = 0; i < k; i++) list.Add(new(StatisticKind.Shapley, i));
        foreach (var kind in new[] { StatisticKind.ShapleyDifference, StatisticKind.Dividend, StatisticKind.Interaction })
            for (int i = 0; i < k; i++)
                for (int j = i + 1; j < k; j++) list.Add(new(kind, i, j));
        bool buffers = study.Pathways.Of.Any(IsBuffer), enhances = study.Pathways.Of.Any(p => !IsBuffer(p));
        if (buffers && enhances) list.AddRange([new(StatisticKind.BufferingOnly), new(StatisticKind.EnhancingOnly), new(StatisticKind.Synergy)]);
        return list;
    }

    /// <summary>The arms whose outcomes are added and those whose outcomes are subtracted; for averages over coalitions, all on and all off.</summary>
    internal (Arm[] With, Arm[] Without) Terms(Study study, bool dissolutionOff)
    {
        int k = study.Pathways.Of.Count, everything = (1 << k) - 1, single = First < 0 ? 0 : 1 << First, second = Second < 0 ? 0 : 1 << Second;
        int buffers = 0;
        for (int i = 0; i < k; i++)
            if (IsBuffer(study.Pathways.Of[i])) buffers |= 1 << i;
        int first = First;
        double strength = Strength ?? 0;
        Arm On(int coalition) => new("", coalition, dissolutionOff);
        Arm Until(int coalition, int withdrawn) => new("", coalition, dissolutionOff, Withdrawn: withdrawn);
        Arm At(int coalition) => new("", coalition, dissolutionOff, Dosed: first, Strength: strength);
        return Kind switch
        {
            StatisticKind.Alone or StatisticKind.PerActAlone or StatisticKind.PerEffortAlone => ([On(single)], [On(0)]),
            StatisticKind.LeftOut or StatisticKind.PerActLeftOut or StatisticKind.PerEffortLeftOut => ([On(everything)], [On(everything & ~single)]),
            StatisticKind.Dividend => ([On(single | second), On(0)], [On(single), On(second)]),
            StatisticKind.BufferingOnly => ([On(buffers)], [On(0)]),
            StatisticKind.EnhancingOnly => ([On(everything & ~buffers)], [On(0)]),
            StatisticKind.Synergy => ([On(everything), On(0)], [On(buffers), On(everything & ~buffers)]),
            StatisticKind.DoseAlone => ([At(single)], [On(0)]),
            StatisticKind.DoseAmongAll => ([At(everything)], [On(everything & ~single)]),
            StatisticKind.TotalUntil => ([Until(everything, everything)], [On(0)]),
            StatisticKind.AloneUntil => ([Until(single, single)], [On(0)]),
            StatisticKind.Kept => ([On(everything)], [Until(everything, single)]),
            _ => ([On(everything)], [On(0)]),
        };
    }

    /// <summary>Whether a pathway is on the buffering side.</summary>
    public static bool IsBuffer(Model.Pathway pathway) => pathway.Side is Model.PathwaySide.BufferSafe or Model.PathwaySide.BufferSoft;
}

/// <summary>Which persons and bonds a figure speaks of.</summary>
public enum View
{
    /// <summary>Everyone, at the end of the horizon or of the bond.</summary>
    All,

    /// <summary>Persons whose bond is intact under all arms compared; in summaries of one arm, under that arm, as a study would see them.</summary>
    Intact,

    /// <summary>Everyone, with dissolution switched off.</summary>
    NoDissolution,
}
