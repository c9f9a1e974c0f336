using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Propositions;

/// <summary>A check of a supported claim's experiment: that it can fail, and that it does not hang on what it is said not to hang on.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="Change">What was changed.</param>
/// <param name="MustHold">Whether the claim must stay supported; else it must not.</param>
/// <param name="Estimate">The estimate under the change.</param>
/// <param name="Verdict">The verdict under the change.</param>
internal sealed record Control(Proposition Proposition, string Change, bool MustHold, Estimated Estimate, Verdict Verdict)
{
    /// <summary>Whether the control came out as it must.</summary>
    public bool IsPassed => Verdict == Verdict.Supported == MustHold;
}

/// <summary>
/// Controls of claims. A constructed claim must fail when the sign of a process on its path is flipped; an emergent one when
/// its minimal set of mechanisms is lesioned, and must survive the flip of any one weight outside that set; a null claim must fail when an effect of
/// its smallest size is injected.
/// </summary>
internal static class Controls
{
    /// <summary>Parameters whose sign can be flipped: weights of an influence, which are nought or more, and no paces, spreads, learning constants or measurements.</summary>
    public static IReadOnlyList<Parameter> Weights { get; } =
        [.. AsemModel.Parameters.Where(p => p.Minimum == 0 && p.Default != 0 && p.Unit != "1/day" && p.Group != PopulationParameters.Group && p.Group != Learning.Group && p.Group != Measurement.Group && !AsemModel.Pathways.Any(w => w.Strength == p))];

    /// <summary>Runs the controls of claims that are supported.</summary>
    /// <param name="supported">The claims; those without a path are left out.</param>
    /// <param name="tried">Claims over which intervals hold together.</param>
    /// <param name="flips">Weights that are flipped for every emergent claim whose path they are not on.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Called with a name of what is done; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<Control> Run(IReadOnlyList<Proposition> supported, int tried, IReadOnlyList<Parameter> flips, int threads, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        double level = 1 - PropositionRun.FamilyError / Math.Max(1, tried);
        var cases = new List<(Proposition Claim, string Change, bool MustHold, Experiment Experiment, double Shift)>();
        foreach (var claim in supported.Where(c => c.Experiment is not null))
        {
            if (claim.Expects == Expectation.Within) cases.Add((claim, "smallest effect injected", false, claim.Experiment!, claim.Smallest));
            if (claim.RestsOn.Count == 0) continue;
            if (claim.IsConstructed)
                foreach (var (parameter, _) in claim.RestsOn) cases.Add((claim, $"sign of {parameter.Name} flipped", false, claim.Experiment!.With(set => Flip(set, parameter)), 0));
            else cases.Add((claim, $"lesion of {string.Join(", ", claim.RestsOn.Select(r => r.Parameter.Name))}", false, claim.Experiment!.With(set => claim.RestsOn.Aggregate(set, (s, r) => s.With(r.Parameter, r.Lesion))), 0));
        }
        var controls = Judge(cases, level, threads, cancellation).ToList();
        progress?.Invoke("lesions, flips on paths, injections");
        foreach (var weight in flips)
        {
            var outside = supported.Where(c => c.Experiment is not null && !c.IsConstructed && c.RestsOn.All(r => r.Parameter != weight)).Select(c => (c, $"sign of {weight.Name} flipped", true, c.Experiment!.With(set => Flip(set, weight)), 0.0)).ToList();
            controls.AddRange(Judge(outside, level, threads, cancellation));
            progress?.Invoke(weight.Name);
        }
        return controls;
    }

    private static ParameterSet Flip(ParameterSet set, Parameter parameter) => set.With(parameter, -set[parameter]);

    private static IEnumerable<Control> Judge(IReadOnlyList<(Proposition Claim, string Change, bool MustHold, Experiment Experiment, double Shift)> cases, double level, int threads, CancellationToken cancellation)
    {
        var estimates = ExperimentRunner.Estimate([.. cases.Select(c => c.Experiment)], threads, null, cancellation: cancellation);
        foreach (var (i, (claim, change, mustHold, _, shift)) in cases.Index())
        {
            // an effect is injected on the side on which the estimate lies already
            var estimate = estimates[i] with { Value = estimates[i].Value + (estimates[i].Value < 0 ? -shift : shift) };
            var (low, high) = estimate.Interval(level);
            yield return new Control(claim, change, mustHold, estimate, claim.Judge(low, high));
        }
    }
}
