using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;

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

/// <summary>A path on which the controls of a claim pass.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="RestsOn">Parameters with the values at which they are lesioned.</param>
/// <param name="IsSufficient">Whether the claim fails when all of them are lesioned (emergent) or each is flipped (constructed).</param>
internal sealed record ControlPath(Proposition Proposition, IReadOnlyList<(Parameter Parameter, double Lesion)> RestsOn, bool IsSufficient);

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
            if (claim.Expects == Expectation.Within)
            {
                cases.Add((claim, "smallest effect injected", false, claim.Experiment!, claim.Smallest));
                continue;
            }
            if (claim.RestsOn.Count == 0) continue;
            if (claim.IsConstructed)
                foreach (var (parameter, _) in claim.RestsOn) cases.Add((claim, $"sign of {parameter.Name} flipped", false, claim.Experiment!.With(set => Flip(set, parameter)), 0));
            else cases.Add((claim, $"lesion of {string.Join(", ", claim.RestsOn.Select(r => r.Parameter.Name))}", false, Lesioned(claim, claim.RestsOn), 0));
        }
        var controls = Judge(cases, level, threads, cancellation).ToList();
        progress?.Invoke("lesions, flips on paths, injections");
        foreach (var weight in flips)
        {
            var outside = supported.Where(c => c.Experiment is not null && !c.IsConstructed && c.Expects != Expectation.Within && c.RestsOn.All(r => r.Parameter != weight)).Select(c => (c, $"sign of {weight.Name} flipped", true, c.Experiment!.With(set => Flip(set, weight)), 0.0)).ToList();
            controls.AddRange(Judge(outside, level, threads, cancellation));
            progress?.Invoke(weight.Name);
        }
        return controls;
    }

    /// <summary>
    /// Finds paths on which controls pass: for every claim but null ones the weights whose flip it does not survive, and, for emergent ones, the fewest
    /// further weights, by greedy addition and removal, with which a lesion of the whole path makes it fail.
    /// </summary>
    /// <param name="supported">The claims. What they rest on that is no weight stays on the path where it is needed.</param>
    /// <param name="tried">Claims over which intervals hold together.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Called with a name of what is done; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<ControlPath> Find(IReadOnlyList<Proposition> supported, int tried, int threads, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        double level = 1 - PropositionRun.FamilyError / Math.Max(1, tried);
        Proposition[] claims = [.. supported.Where(c => c.Experiment is not null && c.Expects != Expectation.Within)];
        var flipped = claims.Select(_ => new List<(Parameter Parameter, double Lesion)>()).ToArray();
        foreach (var weight in Weights)
        {
            var controls = Judge([.. claims.Select(c => (c, weight.Name, false, c.Experiment!.With(set => Flip(set, weight)), 0.0))], level, threads, cancellation).ToList();
            for (int i = 0; i < claims.Length; i++)
                if (controls[i].IsPassed) flipped[i].Add(claims[i].RestsOn.FirstOrDefault(r => r.Parameter == weight, (weight, 0)));
            progress?.Invoke(weight.Name);
        }
        bool[] Fails(IReadOnlyList<(int Claim, IReadOnlyList<(Parameter, double)> Path)> paths) =>
            [.. Judge([.. paths.Select(p => (claims[p.Claim], "", false, Lesioned(claims[p.Claim], p.Path), 0.0))], level, threads, cancellation).Select(c => c.IsPassed)];
        var found = new List<ControlPath>();
        for (int i = 0; i < claims.Length; i++)
        {
            var claim = claims[i];
            var fixedPart = flipped[i];
            if (claim.IsConstructed)
            {
                found.Add(new ControlPath(claim, fixedPart, fixedPart.Count > 0));
                continue;
            }
            var path = fixedPart.Concat(claim.RestsOn.Where(r => !fixedPart.Any(f => f.Parameter == r.Parameter))).ToList();
            bool fails = path.Count > 0 && Fails([(i, path)])[0];
            if (!fails)
            {
                // those that alone bring the claim nearest to failing come first
                var candidates = Weights.Where(w => path.All(p => p.Parameter != w)).ToList();
                var alone = Judge([.. candidates.Select(w => (claim, "", false, Lesioned(claim, [.. path, (w, 0)]), 0.0))], level, threads, cancellation).ToList();
                foreach (var (control, weight) in alone.Zip(candidates).OrderBy(c => c.First.IsPassed ? double.NegativeInfinity : claim.Expects == Expectation.Below ? -c.First.Estimate.Value : c.First.Estimate.Value).Take(8))
                {
                    path.Add((weight, 0));
                    fails = Fails([(i, path)])[0];
                    if (fails) break;
                }
            }
            if (fails)
                for (int k = path.Count - 1; k >= 0; k--)
                {
                    if (fixedPart.Any(f => f.Parameter == path[k].Parameter) || path.Count == 1) continue;
                    var without = path.Where((_, j) => j != k).ToList();
                    if (Fails([(i, without)])[0]) path = without;
                }
            found.Add(new ControlPath(claim, path, fails));
            progress?.Invoke(claim.Id);
        }
        return found;
    }

    private static Experiment Lesioned(Proposition claim, IEnumerable<(Parameter Parameter, double Lesion)> path) => claim.Experiment!.With(set => path.Aggregate(set, (s, r) => s.With(r.Parameter, r.Lesion)));

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
