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

/// <summary>Ranks pathways by Shapley value, the most reducing first; ties are named where simultaneous intervals of the paired differences contain zero.</summary>
public static class Ranking
{
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
        int[] better = new int[k], worse = new int[k];
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
            else if (statistic.Kind == StatisticKind.ShapleyDifference && sums.Units >= 3)
            {
                double half = Quantiles.Simultaneous(study.Level, k * (k - 1) / 2, Math.Max(2, sums.EffectiveUnits - 1)) * Math.Sqrt(sums.Variance());
                if (sums.Value + half < 0) (better[statistic.Second], worse[statistic.First]) = (better[statistic.Second] + 1, worse[statistic.First] + 1);
                if (sums.Value - half > 0) (better[statistic.First], worse[statistic.Second]) = (better[statistic.First] + 1, worse[statistic.Second] + 1);
            }
        }
        if (!any) return [];
        return [.. Enumerable.Range(0, k).OrderBy(i => shapley[i].Value).ThenBy(i => i).Select(i => new RankedPathway(study.Pathways.Of[i], 1 + better[i], k - worse[i], shapley[i]))];
    }
}
