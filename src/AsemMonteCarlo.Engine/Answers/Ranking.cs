using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>A pathway's place among the others.</summary>
/// <param name="Pathway">The pathway.</param>
/// <param name="Best">Best rank that simultaneous paired differences allow, from 1.</param>
/// <param name="Worst">Worst rank that they allow; equal to <paramref name="Best"/> without ties.</param>
/// <param name="Shapley">Its Shapley value.</param>
public sealed record RankedPathway(Pathway Pathway, int Best, int Worst, Estimate Shapley);

/// <summary>The range along an axis of the sweep at one setting of the other axes, and its place among the settings.</summary>
/// <param name="Range">The comparison.</param>
/// <param name="Best">Best rank that simultaneous paired differences allow, from 1; the lowest difference comes first.</param>
/// <param name="Worst">Worst rank that they allow.</param>
/// <param name="Difference">The outcome at the axis's last value less at its first.</param>
public sealed record RankedRange(Comparison Range, int Best, int Worst, Estimate Difference);

/// <summary>Ranks pathways by Shapley value, the most reducing first; ties are named where simultaneous intervals of the paired differences contain zero.</summary>
public static class Ranking
{
    /// <summary>Outcomes that answers are about, the first reported one before all.</summary>
    public static readonly IReadOnlyList<Outcome> Headline = [Outcomes.Insecurity, Outcomes.Anxiety, Outcomes.Avoidance];

    /// <summary>The outcome that a study's answer is about, or null where it reports none of them.</summary>
    public static Outcome? HeadlineOf(Study study) => Headline.FirstOrDefault(study.Outcomes.Contains);

    /// <summary>The ranking for one group and outcome at the horizon; empty unless all coalitions were run.</summary>
    /// <param name="accumulator">Sums of a cell.</param>
    /// <param name="outcome">The outcome; none is ranked where the study does not report it.</param>
    /// <param name="group">Place of the group.</param>
    /// <param name="view">The view.</param>
    public static IReadOnlyList<RankedPathway> Of(Accumulator accumulator, Outcome outcome, int group, View view = View.All)
    {
        var study = accumulator.Study;
        int k = study.Pathways.Of.Count, place = Accumulator.Place(study, outcome), last = study.Readings.Count - 1;
        if (place < 0) return [];
        var shapley = new Estimate[k];
        var differences = new List<(int First, int Second, Estimate Difference)>();
        bool any = false;
        for (int s = 0; s < accumulator.Statistics.Count; s++)
        {
            var statistic = accumulator.Statistics[s];
            var sums = accumulator.Effect(view, last, group, place, s);
            if (statistic.Kind == StatisticKind.Shapley)
            {
                shapley[statistic.First] = sums.Estimate(study.Level);
                any |= sums.Units > 0;
            }
            else if (statistic.Kind == StatisticKind.ShapleyDifference) differences.Add((statistic.First, statistic.Second, sums.Estimate(study.Level)));
        }
        return any ? Of(study.Pathways.Of, shapley, differences, study.Level) : [];
    }

    /// <summary>The ranking by estimates, as tables store them.</summary>
    /// <param name="pathways">The pathways.</param>
    /// <param name="shapley">Their Shapley values.</param>
    /// <param name="differences">Paired differences of two pathways' Shapley values, by their places; NaN errors tell nothing apart.</param>
    /// <param name="level">Joint coverage of the intervals that tell pathways apart.</param>
    public static IReadOnlyList<RankedPathway> Of(IReadOnlyList<Pathway> pathways, IReadOnlyList<Estimate> shapley, IEnumerable<(int First, int Second, Estimate Difference)> differences, double level)
    {
        var told = new Told(pathways.Count, level);
        foreach (var (first, second, difference) in differences) told.Apart(first, second, difference);
        return [.. Enumerable.Range(0, pathways.Count).OrderBy(i => shapley[i].Value).ThenBy(i => i).Select(i => new RankedPathway(pathways[i], told.Best(i), told.Worst(i), shapley[i]))];
    }

    /// <summary>Where along the other axes an axis of the sweep matters most: its ranges at the horizon with all pathways on, the lowest first.</summary>
    /// <param name="sums">Sums of the study.</param>
    /// <param name="axis">Place of the axis.</param>
    /// <param name="outcome">The outcome; nothing is ranked where the study does not report it.</param>
    /// <param name="group">Place of the group.</param>
    /// <returns>One row for each setting of the other axes; ranks are 1 to the number of settings where those are too many to be compared pair by pair.</returns>
    public static IReadOnlyList<RankedRange> OfRanges(StudySums sums, int axis, Outcome outcome, int group = 0)
    {
        var study = sums.Design.Study;
        int place = Accumulator.Place(study, outcome), last = sums.Design.Readings.Count - 1, all = sums.Design.PlaceOf(sums.Design.Everything);
        if (place < 0 || sums.Scenarios is not { } scenarios) return [];
        return OfRanges(scenarios.Comparisons.Index().Where(c => c.Item.Axis == axis && c.Item.Arm == all).Select(c => (c.Item, scenarios[c.Index, View.All, last, group, place].Estimate(study.Level))), study.Level);
    }

    /// <summary>The ranges along one axis by estimates, as tables store them.</summary>
    /// <param name="comparisons">Comparisons along the axis in one arm; of them ranges and their differences count.</param>
    /// <param name="level">Joint coverage of the intervals that tell settings apart.</param>
    public static IReadOnlyList<RankedRange> OfRanges(IEnumerable<(Comparison Comparison, Estimate Difference)> comparisons, double level)
    {
        var all = comparisons.ToList();
        var ranges = all.Where(c => c.Comparison.Kind == ComparisonKind.Range).ToList();
        var places = ranges.Index().ToDictionary(r => r.Item.Comparison.Cell, r => r.Index);
        var told = new Told(ranges.Count, level);
        foreach (var (c, difference) in all)
            if (c.Kind == ComparisonKind.RangeDifference) told.Apart(places[c.Cell], places[c.SecondCell], difference);
        return [.. ranges.Index().Select(r => new RankedRange(r.Item.Comparison, told.Best(r.Index), told.Worst(r.Index), r.Item.Difference)).OrderBy(r => r.Difference.Value)];
    }

    /// <summary>Which of some things simultaneous paired differences tell apart.</summary>
    private sealed class Told(int count, double level)
    {
        private readonly int[] lower = new int[count], higher = new int[count];

        /// <summary>Takes the paired difference of two things into account.</summary>
        public void Apart(int first, int second, in Estimate difference)
        {
            // missing with fewer than three couples
            if (double.IsNaN(difference.StandardError)) return;
            double half = Quantiles.Simultaneous(level, count * (count - 1) / 2, Math.Max(2, difference.EffectiveUnits - 1)) * difference.StandardError;
            if (difference.Value + half < 0) (lower[second], higher[first]) = (lower[second] + 1, higher[first] + 1);
            if (difference.Value - half > 0) (lower[first], higher[second]) = (lower[first] + 1, higher[second] + 1);
        }

        public int Best(int of) => 1 + lower[of];

        public int Worst(int of) => count - higher[of];
    }
}
