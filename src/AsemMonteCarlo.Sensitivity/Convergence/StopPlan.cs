using System.Globalization;
using System.Numerics;
using AsemMonteCarlo.Sensitivity.Designs;

namespace AsemMonteCarlo.Sensitivity.Convergence;

/// <summary>What must have settled before a study may stop (Sarrazin, Pianosi and Wagener 2016, Environmental Modelling and Software 79).</summary>
public enum StopRule
{
    /// <summary>The interval of every index is at most as wide as the tolerance.</summary>
    Index,

    /// <summary>The order of the groups: intervals of neighbours do not overlap, or all that they leave open is at most the tolerance.</summary>
    Ranking,

    /// <summary>Which groups matter: the interval of every index lies on one side of the tolerance.</summary>
    Screening,
}

/// <summary>What a look at a study found.</summary>
/// <param name="Points">Points that the study has.</param>
/// <param name="Level">Level of the intervals that it looked at.</param>
/// <param name="Settled">Whether everything has settled.</param>
/// <param name="Stop">Whether the study stops: it has settled, or has reached its largest size.</param>
/// <param name="Reason">In words, what has settled or what has not.</param>
/// <param name="Indices">The indices looked at, with their intervals.</param>
public sealed record Look(long Points, double Level, bool Settled, bool Stop, string Reason, IReadOnlyList<SensitivityIndex> Indices);

/// <summary>
/// When a study that grows by doubling looks at its results, and whether it stops. Whoever looks often finds something in the end: the
/// error 1 − level is therefore divided among all looks that the plan allows (Bonferroni), and for ranking and screening, which are
/// claims about all groups at once, among the groups too. Intervals reported at the end hold at the stated level whenever it stopped.
/// </summary>
public sealed class StopPlan
{
    /// <summary>A plan.</summary>
    /// <param name="rule">What must settle.</param>
    /// <param name="tolerance">Width of intervals, gap between neighbours, or threshold, by the rule; above 0.</param>
    /// <param name="points">The points of the design.</param>
    /// <param name="first">Points at the first look: a power of two, times the number of randomisations.</param>
    /// <param name="largest">Points at which the study stops in any case, at least <paramref name="first"/>.</param>
    /// <param name="level">Coverage of what is claimed at the end, in (0, 1).</param>
    /// <param name="index">Name of the index that is ranked or screened; intervals of others do not count. With <see cref="StopRule.Index"/>, null for all.</param>
    /// <exception cref="ArgumentException">A number is out of range, the first look is no power of two, or the points have no intervals.</exception>
    public StopPlan(StopRule rule, double tolerance, PointSet points, long first, long largest, double level = 0.95, string? index = null)
    {
        if (!(tolerance > 0)) throw new ArgumentException("the tolerance must be above 0", nameof(tolerance));
        if (!(level is > 0 and < 1)) throw new ArgumentException("the level must be between 0 and 1", nameof(level));
        if (!points.RowsAreIndependent && points.Randomisations < 3) throw new ArgumentException("intervals need three or more randomisations of quasi-random points", nameof(points));
        if (first < 1 || first % points.Randomisations != 0 || !BitOperations.IsPow2(first / points.Randomisations))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the first look must be at {points.Randomisations} times a power of two, not at {first}"), nameof(first));
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, first);
        (Rule, Tolerance, Level, Index) = (rule, tolerance, level, index ?? (rule == StopRule.Index ? null : "total"));
        var looks = new List<long>();
        for (long n = first; n <= largest; n *= 2) looks.Add(n);
        Looks = looks;
    }

    /// <summary>What must settle.</summary>
    public StopRule Rule { get; }

    /// <summary>Width, gap or threshold.</summary>
    public double Tolerance { get; }

    /// <summary>Coverage of what is claimed at the end.</summary>
    public double Level { get; }

    /// <summary>Name of the index that counts; null for all.</summary>
    public string? Index { get; }

    /// <summary>Numbers of points at which the plan looks.</summary>
    public IReadOnlyList<long> Looks { get; }

    /// <summary>Level of the intervals at every look.</summary>
    /// <param name="indices">Number of indices that are ranked or screened.</param>
    public double LevelOfLook(int indices) => 1 - (1 - Level) / Looks.Count / (Rule == StopRule.Index ? 1 : Math.Max(1, indices));

    /// <summary>Looks at the results of one size.</summary>
    /// <param name="points">Points that the study has: one of <see cref="Looks"/>.</param>
    /// <param name="indicesAt">The indices with intervals of a given level.</param>
    /// <exception cref="ArgumentException">The plan does not look at this size, or there is no such index.</exception>
    public Look At(long points, Func<double, IReadOnlyList<SensitivityIndex>> indicesAt)
    {
        if (!Looks.Contains(points)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the plan does not look at {points} points"), nameof(points));
        double level = LevelOfLook(Index is null ? 1 : indicesAt(Level).Count(i => i.Index == Index));
        var all = indicesAt(level);
        SensitivityIndex[] counted = [.. all.Where(i => Index is null || i.Index == Index)];
        if (counted.Length == 0) throw new ArgumentException($"there is no index '{Index}'", nameof(indicesAt));
        string? open = counted.Any(i => double.IsNaN(i.Low)) ? "an index has no interval yet" : Rule switch
        {
            StopRule.Index => Widest(counted),
            StopRule.Ranking => Tied(counted),
            _ => Undecided(counted),
        };
        bool last = points == Looks[^1];
        return new Look(points, level, open is null, open is null || last, open ?? Rule switch
        {
            StopRule.Index => Text($"every interval is at most {Tolerance:g4} wide"),
            StopRule.Ranking => "the order has settled",
            _ => Text($"every {Index} index lies clearly on one side of {Tolerance:g4}"),
        }, all);
    }

    /// <summary>Runs a study until it stops.</summary>
    /// <param name="add">Adds the points from the first number up to but without the second.</param>
    /// <param name="indicesAt">The indices of all points added, with intervals of a given level.</param>
    public Look Run(Action<long, long> add, Func<double, IReadOnlyList<SensitivityIndex>> indicesAt)
    {
        long done = 0;
        foreach (long points in Looks)
        {
            add(done, points);
            done = points;
            var look = At(points, indicesAt);
            if (look.Stop) return look;
        }
        throw new InvalidOperationException("a plan has a last look");
    }

    private string? Widest(SensitivityIndex[] indices)
    {
        var widest = indices.MaxBy(i => i.High - i.Low)!;
        return widest.High - widest.Low <= Tolerance ? null : Text($"the interval of {Name(widest)} is {widest.High - widest.Low:g4} wide");
    }

    private string? Tied(SensitivityIndex[] indices)
    {
        SensitivityIndex[] order = [.. indices.OrderByDescending(i => i.Estimate)];
        // not neighbours alone: a wide interval may overlap with those beyond its neighbour
        for (int i = 0; i < order.Length; i++)
            for (int j = i + 1; j < order.Length; j++)
                if (order[j].High > order[i].Low && Math.Max(order[i].High, order[j].High) - Math.Min(order[i].Low, order[j].Low) > Tolerance)
                    return Text($"it is open whether {Name(order[i])} is larger than {Name(order[j])}");
        return null;
    }

    private string? Undecided(SensitivityIndex[] indices)
    {
        var open = indices.FirstOrDefault(i => i.Low <= Tolerance && Tolerance <= i.High);
        return open is null ? null : Text($"it is open on which side of {Tolerance:g4} {Name(open)} lies");
    }

    private static string Name(SensitivityIndex index) => $"{index.Index} of {string.Join(" and ", index.Factors)}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
