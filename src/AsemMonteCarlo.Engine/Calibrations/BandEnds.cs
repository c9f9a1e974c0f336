using AsemMonteCarlo.Engine.Propositions;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>What a claim's estimate is where a figure that is known only approximately lies low in its band, and where it lies high.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Low">Means of figure and estimate over the third of the members in which the figure is lowest.</param>
/// <param name="High">Means over the third in which it is highest.</param>
/// <param name="Error">Standard error of the difference of the estimates over members.</param>
internal sealed record BandEnd(Proposition Proposition, Target Figure, (double Figure, double Estimate) Low, (double Figure, double Estimate) High, double Error)
{
    /// <summary>Whether the estimates differ by more than twice their standard error.</summary>
    public bool IsClear => Math.Abs(High.Estimate - Low.Estimate) > 2 * Error;
}

/// <summary>Compares estimates at both ends of approximately known figures over an ensemble of acceptable parameter sets, all of which meet nearly all figures.</summary>
internal static class BandEnds
{
    /// <summary>Fewest members of which thirds are compared.</summary>
    public const int FewestMembers = 9;

    /// <summary>Compares.</summary>
    /// <param name="results">Claims with their estimates at the members.</param>
    /// <param name="figures">Figures with their values at the same members.</param>
    public static IReadOnlyList<BandEnd> Compare(IReadOnlyList<PropositionResult> results, IReadOnlyList<TargetResult> figures)
    {
        var ends = new List<BandEnd>();
        foreach (var result in results.Where(r => r.Elsewhere.Count >= FewestMembers))
        {
            foreach (var figure in figures)
            {
                int third = result.Elsewhere.Count / 3;
                var members = figure.Elsewhere.Zip(result.Elsewhere, (f, e) => (Figure: f.Value, Estimate: e.Estimate.Value)).OrderBy(m => m.Figure).ToList();
                var (low, lowVariance) = Mean(members[..third]);
                var (high, highVariance) = Mean(members[^third..]);
                ends.Add(new BandEnd(result.Proposition, figure.Target, low, high, Math.Sqrt(lowVariance + highVariance)));
            }
        }
        return ends;
    }

    private static ((double Figure, double Estimate) Mean, double Variance) Mean(List<(double Figure, double Estimate)> members)
    {
        double mean = members.Average(m => m.Estimate);
        return ((members.Average(m => m.Figure), mean), members.Sum(m => (m.Estimate - mean) * (m.Estimate - mean)) / (members.Count - 1) / members.Count);
    }
}
