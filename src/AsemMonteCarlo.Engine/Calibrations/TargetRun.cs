using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>What the model shows of a published figure.</summary>
/// <param name="Target">The figure.</param>
/// <param name="Estimate">The simulated value.</param>
/// <param name="IsMet">Whether it lies in the band.</param>
/// <param name="SameSign">Share of simulated studies that find the published sign; NaN where none is published.</param>
/// <param name="Significant">Share of simulated studies that find it significant at the 5 % level.</param>
internal sealed record TargetResult(Target Target, Estimated Estimate, bool IsMet, double SameSign, double Significant)
{
    /// <summary>Values at other parameter sets, and whether they lie in the band.</summary>
    public IReadOnlyList<(double Value, bool IsMet)> Elsewhere { get; init; } = [];
}

/// <summary>Compares published figures with the model.</summary>
internal static class TargetRun
{
    /// <summary>Simulates figures.</summary>
    /// <param name="targets">The figures.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="scorePublished">Whether figures are also scored as studies scored them.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<TargetResult> Run(IReadOnlyList<Target> targets, int threads, bool scorePublished, CancellationToken cancellation = default)
    {
        Target[] tried = [.. targets.Where(t => t.Experiment is not null)];
        var estimates = ExperimentRunner.Estimate([.. tried.Select(t => t.Experiment!)], threads, null, cancellation: cancellation);
        return [.. targets.Select(target =>
        {
            int at = Array.IndexOf(tried, target);
            var estimate = at < 0 ? new Estimated(double.NaN, double.NaN, 0, 0) : estimates[at];
            var (sign, significant) = scorePublished && target.Published is { } study ? study.Run(threads, cancellation) : (double.NaN, double.NaN);
            return new TargetResult(target, estimate, target.IsMet(estimate), sign, significant);
        })];
    }

    /// <summary>Simulates figures once more under other values of parameters, and adds them to the results.</summary>
    /// <param name="results">The results.</param>
    /// <param name="values">The other values.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<TargetResult> Under(IReadOnlyList<TargetResult> results, Func<ParameterSet, ParameterSet> values, int threads, CancellationToken cancellation = default)
    {
        var elsewhere = Run([.. results.Select(r => r.Target with { Experiment = r.Target.Experiment?.With(values) })], threads, scorePublished: false, cancellation);
        return [.. results.Zip(elsewhere, (r, e) => r with { Elsewhere = [.. r.Elsewhere, (e.Estimate.Value, e.IsMet)] })];
    }
}
