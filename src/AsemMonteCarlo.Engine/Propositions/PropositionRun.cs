using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Propositions;

/// <summary>What an experiment said of a claim.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Low">Lower end of the interval that holds for all claims together.</param>
/// <param name="High">Upper end.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="SameSign">Share of simulated studies that find the published sign; NaN where none is published.</param>
/// <param name="Significant">Share of simulated studies that find it significant at the 5 % level.</param>
internal sealed record PropositionResult(Proposition Proposition, Estimated Estimate, double Low, double High, Verdict Verdict, double SameSign, double Significant)
{
    /// <summary>Couples with which a study finds it significant at the power asked for; null where none was asked for or more are needed than can be told.</summary>
    public int? CouplesNeeded { get; init; }

    /// <summary>Estimates and verdicts at other parameter sets.</summary>
    public IReadOnlyList<(Estimated Estimate, Verdict Verdict)> Elsewhere { get; init; } = [];
}

/// <summary>Runs claims and judges them.</summary>
internal static class PropositionRun
{
    /// <summary>Probability that any of the intervals misses what the model holds, over all claims of a run together (Bonferroni).</summary>
    public const double FamilyError = 0.05;

    /// <summary>Runs claims.</summary>
    /// <param name="propositions">The claims.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="scorePublished">Whether claims are also scored as studies scored them.</param>
    /// <param name="progress">Called with scenarios simulated and their number; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<PropositionResult> Run(IReadOnlyList<Proposition> propositions, int threads, bool scorePublished, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        Proposition[] tried = [.. propositions.Where(p => p.Experiment is not null)];
        var estimates = ExperimentRunner.Estimate([.. tried.Select(p => p.Experiment!)], threads, progress, cancellation: cancellation);
        PublishedScore[] published = scorePublished ? [.. tried.Select(p => p.Published).OfType<PublishedScore>()] : [];
        var scores = new Dictionary<PublishedScore, (double, double)>(ReferenceEqualityComparer.Instance);
        foreach (var score in published) scores[score] = score.Run(threads, cancellation);
        double level = 1 - FamilyError / Math.Max(1, tried.Length);
        var results = new List<PropositionResult>();
        foreach (var proposition in propositions)
        {
            int at = Array.IndexOf(tried, proposition);
            var estimate = at < 0 ? new Estimated(double.NaN, double.NaN, 0, 0) : estimates[at];
            var (low, high) = estimate.Interval(level);
            var (sign, significant) = proposition.Published is { } study && scores.TryGetValue(study, out var found) ? found : (double.NaN, double.NaN);
            results.Add(new PropositionResult(proposition, estimate, low, high, proposition.Judge(low, high), sign, significant));
        }
        return results;
    }

    /// <summary>Runs claims once more under other values of parameters, and adds the verdicts to the results.</summary>
    /// <param name="results">The results.</param>
    /// <param name="values">The other values.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<PropositionResult> Under(IReadOnlyList<PropositionResult> results, Func<ParameterSet, ParameterSet> values, int threads, CancellationToken cancellation = default)
    {
        var elsewhere = Run([.. results.Select(r => r.Proposition with { Experiment = r.Proposition.Experiment?.With(values) })], threads, scorePublished: false, cancellation: cancellation);
        return [.. results.Zip(elsewhere, (r, e) => r with { Elsewhere = [.. r.Elsewhere, (e.Estimate, e.Verdict)] })];
    }
}
