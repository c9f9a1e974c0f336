using System.Globalization;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Differences;

/// <summary>An estimate of two runs side by side.</summary>
/// <param name="Key">What is estimated.</param>
/// <param name="First">Its estimate in the first run.</param>
/// <param name="Second">Its estimate in the second run.</param>
/// <param name="Difference">The second less the first, with an interval that holds for all estimates compared together; its ends are NaN where there is none.</param>
public sealed record ComparedEstimate(EstimateKey Key, Estimate First, Estimate Second, Estimate Difference)
{
    /// <summary>Whether it moved beyond noise: zero lies outside of the simultaneous interval of the difference.</summary>
    public bool HasMoved => Difference.IsClearOfZero;
}

/// <summary>What differs between two finished runs, and which of their headline estimates moved beyond Monte Carlo noise.</summary>
public sealed record RunDifference
{
    // numbers of one run that are held at once
    private const long MostTerms = 200_000_000;

    // indices come with intervals alone; quantiles of few degrees of freedom widen more for many comparisons than those of many
    private const double DegreesOfIndices = 15;

    /// <summary>Manifest of the first run.</summary>
    public required Manifest First { get; init; }

    /// <summary>Manifest of the second run.</summary>
    public required Manifest Second { get; init; }

    /// <summary>Whether the runs are of studies of sensitivity, whose indices are compared.</summary>
    public required bool IsSensitivity { get; init; }

    /// <summary>Versions, declarations, precision and keys of the study that differ.</summary>
    public required IReadOnlyList<DifferentValue> Differing { get; init; }

    /// <summary>Whether all results are the same bits.</summary>
    public bool IsSameBits => First.Digest == Second.Digest;

    /// <summary>Tables that one run alone has.</summary>
    public IReadOnlyList<string> OtherTables => [.. Names(First).Except(Names(Second)), .. Names(Second).Except(Names(First))];

    /// <summary>Whether the tables that both runs have are the same bits; estimates are then not compared.</summary>
    public bool HasSameTables => IsSameBits || First.Tables.Where(t => t.Name != ColumnsTable.Schema.Name).All(t => Second.Tables.FirstOrDefault(other => other.Name == t.Name) is not { } same || same.Digest == t.Digest);

    /// <summary>The outcome of the estimates: the first of the headline that both runs report. Empty where there is none, and for indices.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Last day of each run, of which the estimates are; 0 for indices.</summary>
    public (int First, int Second) Days { get; init; }

    /// <summary>Joint coverage of the intervals of differences: the larger level of the two runs.</summary>
    public double Level { get; init; }

    /// <summary>Estimates that both runs have, in the order of the first run's answer.</summary>
    public IReadOnlyList<ComparedEstimate> Estimates { get; init; } = [];

    /// <summary>Estimates that the first run alone has.</summary>
    public IReadOnlyList<EstimateKey> OnlyFirst { get; init; } = [];

    /// <summary>Estimates that the second run alone has.</summary>
    public IReadOnlyList<EstimateKey> OnlySecond { get; init; } = [];

    /// <summary>Couples that were paired, or rows of a population file with all couples made from them; 0 where runs are taken as independent.</summary>
    public long Pairs { get; init; }

    /// <summary>Why nothing was paired, in words; empty where couples were.</summary>
    public string WhyIndependent { get; init; } = "";

    /// <summary>Whether the runs share luck, so that intervals as of independent runs are wider than they need be.</summary>
    public bool HasCommonSeed { get; init; }

    /// <summary>Estimates that moved.</summary>
    public int Moved => Estimates.Count(e => e.HasMoved);

    /// <summary>Compares two finished runs, each of all couples of a study of pathways, or both of studies of sensitivity.</summary>
    /// <param name="first">Folder of the first run.</param>
    /// <param name="second">Folder of the second run.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A folder is damaged.</exception>
    /// <exception cref="DifferenceException">A folder holds something else, or the two are of different kinds.</exception>
    public static async Task<RunDifference> OfAsync(string first, string second, CancellationToken cancellation = default)
    {
        var (a, b) = (Read(first), Read(second));
        bool isSensitivity = ExperimentFolder.WhatIn(a) is not null;
        if (isSensitivity != ExperimentFolder.WhatIn(b) is not null)
            throw new DifferenceException(ErrorKind.WrongVerb, $"{first} holds a study of {(isSensitivity ? "sensitivity" : "pathways")} and {second} one of {(isSensitivity ? "pathways" : "sensitivity")}; runs of one kind are compared");
        var difference = new RunDifference { First = a, Second = b, IsSensitivity = isSensitivity, Differing = StudyDifferences.Of(a, b), HasCommonSeed = a.Seed == b.Seed };
        if (difference.HasSameTables) return difference;
        return isSensitivity ? await difference.OfIndicesAsync(first, second, cancellation).ConfigureAwait(false) : await difference.OfPathwaysAsync(first, second, cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<string> Names(Manifest manifest) => manifest.Tables.Select(t => t.Name);

    private static Manifest Read(string folder)
    {
        var manifest = Manifest.Load(Path.Combine(folder, Manifest.FileName));
        if (ExperimentFolder.WhatIn(manifest) is { } what && what != IndicesTable.What) throw new DifferenceException(ErrorKind.WrongVerb, $"{folder}: this folder holds results of {what}, neither of a study of pathways nor of one of sensitivity");
        if (manifest.Shard != Simulation.Shard.Whole.ToString()) throw new DifferenceException(ErrorKind.WrongVerb, $"{folder}: this is part {manifest.Shard} of a study; put the parts together first: asem merge DIR… --output DIR");
        return manifest;
    }

    private async Task<RunDifference> OfPathwaysAsync(string first, string second, CancellationToken cancellation)
    {
        var (a, b) = (HeadlineOfRun.Open(first, First), HeadlineOfRun.Open(second, Second));
        var common = this with { Days = (a.Day, b.Day), Level = Math.Max(a.Level, b.Level), HasCommonSeed = HasCommonSeed && a.Replicate == b.Replicate };
        if (Ranking.Headline.FirstOrDefault(o => a.Outcomes.Contains(o.Name) && b.Outcomes.Contains(o.Name))?.Name is not { } outcome) return common;
        await a.ReadAsync(outcome, cancellation).ConfigureAwait(false);
        await b.ReadAsync(outcome, cancellation).ConfigureAwait(false);
        List<EstimateKey> both = [.. a.Keys.Where(b.Has)];
        common = common with { Outcome = outcome, OnlyFirst = [.. a.Keys.Except(both)], OnlySecond = [.. b.Keys.Except(both)] };
        if (both.Count == 0) return common;

        string why = common.WhyNotPaired(a, b, both.Count);
        if (why.Length == 0)
        {
            var (firstTerms, firstUnits, firstRows) = await a.TermsAsync(outcome, both, cancellation).ConfigureAwait(false);
            var (secondTerms, secondUnits, secondRows) = await b.TermsAsync(outcome, both, cancellation).ConfigureAwait(false);
            int shared = Math.Min(firstUnits.Length, secondUnits.Length);
            // without a file more couples are only added behind; with one they may be of other rows
            if (firstRows is null || secondRows is null || firstRows.AsSpan().SequenceEqual(secondRows))
            {
                return common with
                {
                    Pairs = firstUnits[shared - 1] + 1,
                    Estimates = [.. both.Select((key, k) => new ComparedEstimate(key, a[key], b[key], DifferenceInterval.Paired(a[key], firstTerms[k], b[key], secondTerms[k], common.Level, both.Count)))],
                };
            }
            why = "their couples come from other rows of the population file";
        }
        return common with { WhyIndependent = why, Estimates = [.. both.Select(key => new ComparedEstimate(key, a[key], b[key], DifferenceInterval.Independent(a[key], b[key], common.Level, both.Count)))] };
    }

    private string WhyNotPaired(HeadlineOfRun a, HeadlineOfRun b, int estimates)
    {
        if (!HasCommonSeed) return First.Seed == Second.Seed ? "their replicates differ" : "their seeds differ";
        if (a.PopulationFile != b.PopulationFile) return "their populations come from different files";
        if (!a.HasRows || !b.HasRows) return $"{(a.HasRows ? "B stores" : b.HasRows ? "A stores" : "neither stores")}{(a.HasRows || b.HasRows ? " no" : "")} rows of couples";
        return (estimates + 2) * Math.Max(a.Couples, b.Couples) > MostTerms ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(a.Couples, b.Couples):N0} couples are more than are paired") : "";
    }

    private async Task<RunDifference> OfIndicesAsync(string first, string second, CancellationToken cancellation)
    {
        var (a, b) = (await IndicesAsync(first, cancellation).ConfigureAwait(false), await IndicesAsync(second, cancellation).ConfigureAwait(false));
        var inSecond = b.ToDictionary(i => i.Key, i => (i.Estimate, i.Level));
        var both = a.Where(i => inSecond.ContainsKey(i.Key)).ToList();
        // indices without an interval are shown and not judged
        int judged = Math.Max(1, both.Count(i => double.IsFinite(i.Estimate.StandardError) && double.IsFinite(inSecond[i.Key].Estimate.StandardError)));
        double level = both.SelectMany(i => new[] { i.Level, inSecond[i.Key].Level }).Where(double.IsFinite).DefaultIfEmpty(StudyKeys.IntervalLevel.Otherwise).Max();
        return this with
        {
            Level = level,
            WhyIndependent = "indices are no sums over couples",
            Estimates = [.. both.Select(i => new ComparedEstimate(i.Key, i.Estimate, inSecond[i.Key].Estimate, DifferenceInterval.Independent(i.Estimate, inSecond[i.Key].Estimate, level, judged)))],
            OnlyFirst = [.. a.Select(i => i.Key).Where(key => !inSecond.ContainsKey(key))],
            OnlySecond = [.. b.Select(i => i.Key).Except(a.Select(i => i.Key))],
        };
    }

    private static async Task<List<(EstimateKey Key, Estimate Estimate, double Level)>> IndicesAsync(string folder, CancellationToken cancellation)
    {
        var list = new List<(EstimateKey, Estimate, double)>();
        await using var reader = await TableReader.OpenAsync(Path.Combine(folder, IndicesTable.Schema.Name + TableFormat.FileEnding), cancellation).ConfigureAwait(false);
        await foreach (var batch in reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            string[] Text(string column) => batch.Values<string>(column);
            double Real(string column, int row) => batch.Values<double?>(column)[row] ?? double.NaN;
            long[] design = batch.Values<long>("design");
            string[] output = Text("output"), method = Text("method"), index = Text("index"), estimator = Text("estimator"), estimand = Text("estimand"), factors = Text("factors");
            for (int i = 0; i < batch.Rows; i++)
            {
                double value = Real("estimate", i), low = Real("low", i), high = Real("high", i), level = Real("level", i);
                // the longer side, since intervals may be skewed
                double error = Math.Max(high - value, value - low) / (level is > 0 and < 1 ? Quantiles.Student(level, DegreesOfIndices) : double.NaN);
                list.Add((new EstimateKey(string.Create(CultureInfo.InvariantCulture, $"design {design[i]}, {output[i]}"), $"{method[i]} {index[i]}", factors[i], string.Join(", ", new[] { estimator[i], estimand[i] }.Where(t => t.Length > 0))),
                    new Estimate(value, error, low, high, 0, DegreesOfIndices + 1), level));
            }
        }
        return list;
    }
}

/// <summary>Two folders that are not compared; the message says why.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">Why.</param>
public sealed class DifferenceException(ErrorKind kind, string message) : CodedException(kind, message);
