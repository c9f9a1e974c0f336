using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>An index of a design beside the same index from given data.</summary>
/// <param name="Output">The output.</param>
/// <param name="ByDesign">The index by the design.</param>
/// <param name="GivenData">The index by a method on given data.</param>
/// <param name="Tolerance">What chance and the surrogate's error can make of the difference.</param>
internal sealed record Checked(SensitivityOutput Output, SensitivityIndex ByDesign, SensitivityIndex GivenData, double Tolerance)
{
    // beyond it, any two indices would agree
    private const double MostTolerance = 0.2;

    /// <summary>Whether the two agree; null where the tolerance is so wide that agreement would say nothing.</summary>
    public bool? Agrees => Math.Abs(ByDesign.Estimate - GivenData.Estimate) > Tolerance ? false : Tolerance > MostTolerance ? null : true;

    /// <summary>Whether an index from given data agrees with that of the design; null for one that was not checked, or of which nothing can be said.</summary>
    public static Func<SensitivityIndex, bool?> Verdicts(IReadOnlyList<Checked>? checks)
    {
        // equal numbers can be of different outputs
        var agrees = new Dictionary<object, bool?>(ReferenceEqualityComparer.Instance);
        foreach (var check in checks ?? []) agrees[check.GivenData] = check.Agrees;
        return index => agrees.GetValueOrDefault(index);
    }
}

/// <summary>
/// Analyses a stored study anew: the design's indices, and beside them those which methods on given data learn from the rows that
/// are plain draws. The two share outputs and nothing else, so that a disagreement tells of rows that were mixed up, or of a method
/// that does not fit the model. Noise without replicates shows as a surrogate's error so large that nothing can be said.
/// </summary>
internal static class CrossCheck
{
    // two ways to sum the same numbers
    private const double Rounding = 1e-9;

    /// <summary>Analyses anew.</summary>
    /// <param name="study">The study.</param>
    /// <param name="runs">Its runs.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<(StageResult Result, IReadOnlyList<Checked> Checks)> Of(SensitivityStudy study, StoredRuns runs, CancellationToken cancellation)
    {
        // every row is known, so that nothing is run
        var stages = SensitivityRun.Execute(study, 1, runs.Row, cancellation: cancellation);
        var results = new List<(StageResult, IReadOnlyList<Checked>)>();
        foreach (var stage in stages)
        {
            var at = stage.Study;
            bool isAlone = at.Design.Kind.IsGivenData || SensitivityDesign.Create(at).PlainRows.Count == 0;
            var checks = new List<Checked>();
            var outputs = new List<OutputIndices>();
            foreach (var (output, number) in stage.Outputs.Select((o, i) => (o, i)))
            {
                cancellation.ThrowIfCancellationRequested();
                if (isAlone)
                {
                    outputs.Add(output);
                    continue;
                }
                var data = GivenDataIndices.Of(at, number, row => runs.Row(at.Stage, row));
                string estimand = output.Indices.Select(i => i.Estimand).FirstOrDefault() ?? "";
                var given = new List<SensitivityIndex>(data.Rank(at.Design, estimand));
                var surrogate = data.Surrogate();
                if (surrogate is not null) given.AddRange(surrogate.Indices(estimand, at.Design.Seed));
                foreach (var index in given)
                    if (output.Indices.FirstOrDefault(i => i.Index == index.Index && i.Order > 0 && i.Factors.SequenceEqual(index.Factors)) is { } own && double.IsFinite(own.Estimate) && double.IsFinite(index.Estimate))
                        checks.Add(new Checked(output.Output, own, index, Rounding + Half(own) + (index.Method == "rank" ? Half(index) : surrogate!.LeaveOneOutError)));
                outputs.Add(output with { Indices = [.. output.Indices, .. given] });
            }
            results.Add((stage with { Outputs = outputs }, checks));
        }
        return results;
    }

    private static double Half(SensitivityIndex index) => double.IsFinite(index.High - index.Low) ? (index.High - index.Low) / 2 : 0;
}
