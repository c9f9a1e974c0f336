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
}

/// <summary>One statistic: its kind and the pathways it speaks of, by their place in the study's switched pathways.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="First">First pathway, or −1.</param>
/// <param name="Second">Second pathway, or −1.</param>
public readonly record struct Statistic(StatisticKind Kind, int First = -1, int Second = -1)
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
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Whether every coalition must have been run.</summary>
    public bool NeedsAllCoalitions => Kind is StatisticKind.Shapley or StatisticKind.ShapleyDifference or StatisticKind.Dividend
        or StatisticKind.Interaction or StatisticKind.BufferingOnly or StatisticKind.EnhancingOnly or StatisticKind.Synergy;

    /// <summary>The statistics that a study's arms allow, in the order of tables.</summary>
    public static IReadOnlyList<Statistic> Of(Study study)
    {
        var list = new List<Statistic>();
        var arms = study.Pathways.Arms;
        int k = study.Pathways.Of.Count;
        bool complete = arms.HasFlag(PathwayArms.AllCoalitions);
        bool Has(PathwayArms arm) => complete || arms.HasFlag(arm);
        if (Has(PathwayArms.All) && Has(PathwayArms.None)) list.Add(new(StatisticKind.Total));
        if (Has(PathwayArms.EachAlone) && Has(PathwayArms.None))
            for (int i = 0; i < k; i++) Add(StatisticKind.Alone, StatisticKind.PerActAlone, StatisticKind.PerEffortAlone, i);
        if (Has(PathwayArms.EachLeftOut) && Has(PathwayArms.All))
            for (int i = 0; i < k; i++) Add(StatisticKind.LeftOut, StatisticKind.PerActLeftOut, StatisticKind.PerEffortLeftOut, i);
        if (!complete) return list;

        // amplifiers are ways of doing other acts and cost nothing of their own
        void Add(StatisticKind effect, StatisticKind perAct, StatisticKind perEffort, int i)
        {
            list.AddRange([new(effect, i), new(perAct, i)]);
            if (!study.Pathways.Of[i].IsAmplifier) list.Add(new(perEffort, i));
        }

        for (int i = 0; i < k; i++) list.Add(new(StatisticKind.Shapley, i));
        foreach (var kind in new[] { StatisticKind.ShapleyDifference, StatisticKind.Dividend, StatisticKind.Interaction })
            for (int i = 0; i < k; i++)
                for (int j = i + 1; j < k; j++) list.Add(new(kind, i, j));
        bool buffers = study.Pathways.Of.Any(IsBuffer), enhances = study.Pathways.Of.Any(p => !IsBuffer(p));
        if (buffers && enhances) list.AddRange([new(StatisticKind.BufferingOnly), new(StatisticKind.EnhancingOnly), new(StatisticKind.Synergy)]);
        return list;
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
