using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>The design points of a study.</summary>
public static class Design
{
    /// <summary>Lists the design points; the points of the dissolution-off view come last.</summary>
    public static IReadOnlyList<DesignPoint> Points(Study study)
    {
        var coalitions = Coalitions(study.Pathways);
        var points = new List<DesignPoint>();
        foreach (int coalition in coalitions) points.Add(Point(study, points.Count, coalition, dissolutionOff: false));
        if (study.DissolutionOffView)
        {
            var main = study.Pathways with { Arms = PathwayArms.All | PathwayArms.None | PathwayArms.EachAlone | PathwayArms.EachLeftOut };
            foreach (int coalition in Coalitions(main)) points.Add(Point(study, points.Count, coalition, dissolutionOff: true));
        }
        return points;
    }

    /// <summary>The coalition in which every switched pathway is on.</summary>
    public static int Everything(Study study) => (1 << study.Pathways.Of.Count) - 1;

    /// <summary>Whether the arm of a design point switches a pathway off.</summary>
    public static bool IsSwitchedOff(Study study, DesignPoint point, Pathway pathway)
    {
        for (int i = 0; i < study.Pathways.Of.Count; i++)
            if (study.Pathways.Of[i] == pathway) return (point.Coalition >> i & 1) == 0;
        return false;
    }

    /// <summary>The same values with no bond ending.</summary>
    public static ParameterSet WithoutDissolution(ParameterSet set) => set.Without(AsemModel.Moderators.Single(m => m.Id == "dissolution"));

    /// <summary>Name of an arm.</summary>
    public static string ArmName(Study study, int coalition)
    {
        int everything = Everything(study);
        if (coalition == everything) return "all";
        if (coalition == 0) return "none";
        var on = Enumerable.Range(0, study.Pathways.Of.Count).Where(i => (coalition >> i & 1) != 0).Select(i => study.Pathways.Of[i].Id).ToList();
        if (on.Count == 1) return "only " + on[0];
        if (on.Count == study.Pathways.Of.Count - 1) return "without " + study.Pathways.Of.Select(p => p.Id).Except(on).Single();
        return string.Join(" + ", on);
    }

    private static IReadOnlyList<int> Coalitions(PathwayDesign design)
    {
        int k = design.Of.Count, everything = (1 << k) - 1;
        if (design.Arms.HasFlag(PathwayArms.AllCoalitions)) return [.. Enumerable.Range(0, everything + 1)];
        var set = new SortedSet<int>();
        if (design.Arms.HasFlag(PathwayArms.None)) set.Add(0);
        if (design.Arms.HasFlag(PathwayArms.All)) set.Add(everything);
        for (int i = 0; i < k; i++)
        {
            if (design.Arms.HasFlag(PathwayArms.EachAlone)) set.Add(1 << i);
            if (design.Arms.HasFlag(PathwayArms.EachLeftOut)) set.Add(everything & ~(1 << i));
        }
        return [.. set];
    }

    private static DesignPoint Point(Study study, int id, int coalition, bool dissolutionOff)
    {
        var provider = Switch(study, study.Provider, coalition);
        var focal = study.Pathways.ProviderOnly ? study.Focal : Switch(study, study.Focal, coalition);
        if (dissolutionOff) (focal, provider) = (WithoutDissolution(focal), WithoutDissolution(provider));
        int bits = System.Numerics.BitOperations.PopCount((uint)coalition), k = study.Pathways.Of.Count;
        bool main = bits <= 1 || bits >= k - 1;
        return new DesignPoint(id, ArmName(study, coalition), coalition, dissolutionOff, focal, provider, RecordsDoses: main);
    }

    private static ParameterSet Switch(Study study, ParameterSet set, int coalition)
    {
        for (int i = 0; i < study.Pathways.Of.Count; i++)
            if ((coalition >> i & 1) == 0) set = set.With(study.Pathways.Of[i].Strength, 0);
        return set;
    }
}
