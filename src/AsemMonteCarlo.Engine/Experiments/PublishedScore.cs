using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>How a published study would have scored a claim or a figure.</summary>
/// <param name="Experiment">The estimate as the study made it, on as many simulated studies as <paramref name="Studies"/>.</param>
/// <param name="Couples">Couples of the study.</param>
/// <param name="Studies">Simulated studies.</param>
/// <param name="IsAbove">Whether the published sign is positive.</param>
internal sealed record PublishedScore(Experiment Experiment, int Couples, int Studies, bool IsAbove)
{
    private const int SimulatedStudies = 100, FewestStudies = 10, StudyGroups = 25;
    private const long MostCouples = 20_000;

    /// <summary>Largest size of a study that <see cref="CouplesFor"/> can tell.</summary>
    public const int LargestStudy = 6_000;

    private static readonly string[] signs = ["above", "below"];

    /// <summary>Reads how a study of the published size scored an entry, or null.</summary>
    /// <param name="file">The file.</param>
    /// <param name="id">Name of the entry.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="isAbove">Whether the sign is positive unless it is given.</param>
    public static PublishedScore? Read(ExperimentFile file, string id, StudySection entry, bool isAbove)
    {
        if (entry.Take("published") is not { } node) return null;
        // a scored estimate stands under the same conditions unless it names others
        var section = new StudySection(node, "published", file.Problems);
        int couples = (int)file.Real(section, "couples");
        if (couples < 4) file.Problems.Add(ErrorKind.OutOfRange, node, "published.couples", "'published.couples' must be a number of couples, at least 4");
        bool above = file.Word(section, "sign", signs, isAbove ? signs[0] : signs[1]) == signs[0];
        var merged = new StudyNode { Kind = StudyNodeKind.Map, Line = node.Line, Column = node.Column };
        foreach (string key in (string[])["study", "scenarios", "rows", "where", "estimate"])
        {
            var from = node.Find(key) ?? entry.Node.Find(key);
            if (from is not null) merged.Entries.Add(from);
            section.Take(key);
        }
        section.RejectOthers();
        if (couples < 4 || file.Experiment(id, new StudySection(merged, "", file.Problems)) is not { } experiment) return null;
        int studies = (int)Math.Clamp(MostCouples / couples, FewestStudies, SimulatedStudies);
        return new PublishedScore(experiment.WithCouples((long)couples * studies), couples, studies, above);
    }

    /// <summary>Shares of simulated studies that find the published sign, and that find it significant at the 5 % level; NaN where none has an estimate.</summary>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancellation">Stops the run.</param>
    public (double Sign, double Significant) Run(int threads, CancellationToken cancellation)
    {
        var rows = ExperimentRunner.Rows([Experiment], threads, null, cancellation)[0];
        return Score(rows, Couples, Studies);
    }

    /// <summary>The smallest size of a study that finds it significant with a given probability, among sizes a third to a half apart; null beyond the largest that can be told.</summary>
    /// <param name="power">The probability, in (0, 1).</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancellation">Stops the run.</param>
    public int? CouplesFor(double power, int threads, CancellationToken cancellation)
    {
        var rows = ExperimentRunner.Rows([Experiment.WithCouples((long)LargestStudy * FewestStudies)], threads, null, cancellation)[0];
        for (int size = 20, step = 0; size <= LargestStudy; size = step++ % 2 == 0 ? size * 3 / 2 : size * 4 / 3)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Score(rows, size, LargestStudy * FewestStudies / size).Significant >= power) return size;
        }
        return null;
    }

    private (double Sign, double Significant) Score(RowEvaluator rows, int couples, int studies)
    {
        int sign = 0, significant = 0, defined = 0;
        for (int study = 0; study < studies; study++)
        {
            var estimate = Estimator.Evaluate(Experiment.Estimate, rows, study * couples, (study + 1) * couples, StudyGroups);
            if (double.IsNaN(estimate.Value)) continue;
            defined++;
            if (estimate.Value > 0 == IsAbove) sign++;
            var (low, high) = estimate.Interval(0.95);
            if (IsAbove ? low > 0 : high < 0) significant++;
        }
        return defined == 0 ? (double.NaN, double.NaN) : (sign / (double)defined, significant / (double)defined);
    }
}
