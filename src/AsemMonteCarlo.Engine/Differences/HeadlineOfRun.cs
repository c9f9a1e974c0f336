using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Differences;

/// <summary>A headline estimate of a run of a study of pathways, or an index of a study of sensitivity: what makes it the same in two runs.</summary>
/// <param name="Cell">Values of the sweep's axes at which it was found, in words; for an index the design and the output.</param>
/// <param name="Statistic">The statistic or the index.</param>
/// <param name="Of">The pathway or the factors; empty for the whole.</param>
/// <param name="How">How an index was estimated; empty for pathways.</param>
public readonly record struct EstimateKey(string Cell, string Statistic, string Of, string How = "");

/// <summary>Headline estimates of a run of a study of pathways, read from its folder: everyone, all who began, on the last day.</summary>
internal sealed class HeadlineOfRun
{
    private const string Everyone = "all";

    /// <summary>Statistics of the headline, of a pathway in the order in which answers show them, and of the whole.</summary>
    private static readonly StatisticKind[] kinds = [StatisticKind.Shapley, StatisticKind.Alone, StatisticKind.LeftOut, StatisticKind.Total];

    private readonly string path;
    private readonly List<string> pathways = [];
    private readonly Dictionary<long, string> cells = [];
    private readonly Dictionary<(long Cell, long Coalition), long> points = [];
    private readonly Dictionary<EstimateKey, (Estimate Estimate, long Cell)> estimates = [];

    private HeadlineOfRun(string path, Manifest manifest) => (this.path, Manifest) = (path, manifest);

    /// <summary>The manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>Outcomes that the run reports.</summary>
    public IReadOnlyList<string> Outcomes { get; private set; } = [];

    /// <summary>The last day.</summary>
    public int Day { get; private set; }

    /// <summary>Coverage of the run's intervals.</summary>
    public double Level { get; private set; }

    /// <summary>The study's pathways.</summary>
    public IReadOnlyList<string> Pathways => pathways;

    /// <summary>Whether the run has rows of couples.</summary>
    public bool HasRows => Manifest.Tables.Any(t => t.Name == AnswerTables.DyadsTable);

    /// <summary>Number of couples.</summary>
    public long Couples => Manifest.Counts.GetValueOrDefault("dyads");

    /// <summary>Replicate of the study's luck.</summary>
    public string Replicate { get; private set; } = "";

    /// <summary>SHA-256 of the file with the population; empty without one.</summary>
    public string PopulationFile { get; private set; } = "";

    /// <summary>The estimates in the order of answers: pathways by Shapley value where there is one, the whole last.</summary>
    public IReadOnlyList<EstimateKey> Keys { get; private set; } = [];

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder of a finished run of all couples.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <exception cref="TableException">The folder is damaged.</exception>
    public static HeadlineOfRun Open(string path, Manifest manifest)
    {
        var run = new HeadlineOfRun(path, manifest);
        try
        {
            var study = manifest.Study;
            run.Day = (int)study["horizon_days"]!;
            run.Level = (double)study["interval_level"]!;
            run.Outcomes = [.. study["outcomes"]!.AsArray().Select(o => (string)o!)];
            run.Replicate = study["replicate"]!.ToJsonString();
            run.PopulationFile = (string?)study["population"]!["sha256"] ?? "";
            run.pathways.AddRange(study["pathways"]!["of"]!.AsArray().Select(p => (string)p!));
            return run;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new TableException(ErrorKind.DamagedManifest, $"The study in the manifest of '{path}' cannot be read: a value that every study has is missing there, or of another kind.", e);
        }
    }

    /// <summary>The estimate of a key.</summary>
    public Estimate this[EstimateKey key] => estimates[key].Estimate;

    /// <summary>Whether the run has an estimate.</summary>
    public bool Has(EstimateKey key) => estimates.ContainsKey(key);

    /// <summary>Reads the estimates of an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A table is damaged.</exception>
    public async Task ReadAsync(string outcome, CancellationToken cancellation)
    {
        await ReadCellsAsync(cancellation).ConfigureAwait(false);
        var names = kinds.Select(NameOf).ToList();
        await using var reader = await OpenAsync(AnswerTables.PathwaysSchema.Name, cancellation).ConfigureAwait(false);
        await foreach (var batch in reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            long[] cell = batch.Values<long>("cell"), day = batch.Values<long>("day");
            string[] of = batch.Values<string>("outcome"), view = batch.Values<string>("view"), group = batch.Values<string>("group"), statistic = batch.Values<string>("statistic");
            string?[] pathway = batch.Values<string?>("pathway");
            for (int i = 0; i < batch.Rows; i++)
                if (day[i] == Day && of[i] == outcome && view[i] == AnswerTables.NameOf(View.All) && group[i] == Everyone && names.Contains(statistic[i]))
                    estimates[new(cells.GetValueOrDefault(cell[i], ""), statistic[i], pathway[i] ?? "")] = (EstimateOf(batch, i), cell[i]);
        }
        string shapley = names[0];
        double Rank(EstimateKey key) => key.Of.Length == 0 ? double.PositiveInfinity : estimates.TryGetValue(key with { Statistic = shapley }, out var found) ? found.Estimate.Value : pathways.IndexOf(key.Of);
        Keys = [.. estimates.Keys.OrderBy(key => estimates[key].Cell).ThenBy(Rank).ThenBy(key => pathways.IndexOf(key.Of)).ThenBy(key => names.IndexOf(key.Statistic))];
    }

    /// <summary>What each independent unit contributes to estimates, from the rows of couples.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="keys">The estimates.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>
    /// The terms of each estimate; for each couple the number of its unit, of which couples from one row of a population file are one; and with such
    /// a file a number for each couple that tells rows apart.
    /// </returns>
    /// <exception cref="TableException">A table is damaged, or its rows do not give the estimates.</exception>
    public async Task<(UnitTerms[] Terms, int[] Units, double[]? Rows)> TermsAsync(string outcome, IReadOnlyList<EstimateKey> keys, CancellationToken cancellation)
    {
        await ReadPointsAsync(cancellation).ConfigureAwait(false);
        int couples = checked((int)Couples);
        var shares = new Dictionary<long, List<(int Key, double Share)>>();
        // the weight of recipients is counted once in each cell, at any of its points
        var counted = new Dictionary<long, int>();
        var cellOf = new int[keys.Count];
        foreach (var (k, key) in keys.Index())
        {
            long cell = estimates[key].Cell;
            var mine = Shares(cell, key).ToList();
            foreach (var (point, share) in mine)
            {
                if (!shares.TryGetValue(point, out var list)) shares.Add(point, list = []);
                list.Add((k, share));
            }
            int earlier = Array.FindIndex(cellOf, 0, k, of => estimates[keys[of]].Cell == cell);
            cellOf[k] = earlier < 0 ? k : cellOf[earlier];
            if (earlier < 0) counted.Add(mine[0].Point, k);
        }
        var tops = keys.Select(_ => new double[couples]).ToArray();
        var bottoms = counted.Values.ToDictionary(k => k, _ => new double[couples]);
        var starts = PopulationFile.Length > 0 ? new double[couples] : null;
        long first = counted.First().Key;

        await using var reader = await OpenAsync(AnswerTables.DyadsTable, cancellation).ConfigureAwait(false);
        int Place(string column) => reader.Schema.Columns.Index().FirstOrDefault(c => c.Item.Name == column, (-1, null!)).Index is >= 0 and var place ? place : throw new TableException(ErrorKind.OtherColumns, $"Table '{AnswerTables.DyadsTable}' of '{path}' has no column '{column}'.");
        for (int group = 0; group < reader.RowGroups; group++)
        {
            async Task<T[]> ValuesAsync<T>(string column) => await reader.ReadColumnAsync(group, Place(column), cancellation).ConfigureAwait(false) as T[] ?? throw new TableException(ErrorKind.OtherColumns, $"Column '{column}' of table '{AnswerTables.DyadsTable}' of '{path}' is of another type.");
            long[] point = await ValuesAsync<long>("point").ConfigureAwait(false), dyad = await ValuesAsync<long>("dyad").ConfigureAwait(false), day = await ValuesAsync<long>("day").ConfigureAwait(false);
            double[] weight = await ValuesAsync<double>("weight").ConfigureAwait(false);
            double[]? anxiety = starts is null ? null : await ValuesAsync<double>("anxiety_start").ConfigureAwait(false), avoidance = starts is null ? null : await ValuesAsync<double>("avoidance_start").ConfigureAwait(false);
            float[] value = await ValuesAsync<float>(outcome).ConfigureAwait(false);
            for (int i = 0; i < point.Length; i++)
            {
                if (day[i] != Day || !shares.TryGetValue(point[i], out var list)) continue;
                if (dyad[i] < 0 || dyad[i] >= couples) throw new TableException(ErrorKind.ContentDiffers, $"Table '{AnswerTables.DyadsTable}' of '{path}' has a couple {dyad[i]}; the run has {couples}.");
                int couple = (int)dyad[i];
                foreach (var (k, share) in list) tops[k][couple] += share * (weight[i] * value[i]);
                if (counted.TryGetValue(point[i], out int cell)) bottoms[cell][couple] += weight[i];
                if (starts is not null && point[i] == first) starts[couple] = 3 * starts[couple] + anxiety![i] + Math.PI * avoidance![i];
            }
        }

        var units = new int[couples];
        // a row of a file gives consecutive couples with the same scores; rows that happen to be alike may be one unit as well
        for (int couple = 1; couple < couples; couple++) units[couple] = units[couple - 1] + (starts is not null && starts[couple] == starts[couple - 1] ? 0 : 1);
        var terms = keys.Select((_, k) => new UnitTerms(Sum(tops[k], units), Sum(bottoms[cellOf[k]], units))).ToArray();
        foreach (var (key, given) in keys.Zip(terms)) RequireEstimate(key, given);
        return (terms, units, starts);
    }

    // rounded as the terms of stored estimates are, so that a unit in which nothing differs contributes nothing
    private static double[] Sum(double[] ofCouples, int[] units)
    {
        const double places = 1L << 40;
        var sums = new double[units[^1] + 1];
        for (int couple = 0; couple < units.Length; couple++) sums[units[couple]] += ofCouples[couple];
        for (int unit = 0; unit < sums.Length; unit++) sums[unit] = Math.Round(sums[unit] * places) / places;
        return sums;
    }

    private void RequireEstimate(EstimateKey key, UnitTerms terms)
    {
        const double rounding = 1e-8;
        double rows = DifferenceInterval.Ratio(terms), table = estimates[key].Estimate.Value;
        if (!(Math.Abs(rows - table) <= rounding * Math.Max(1, Math.Abs(table))))
            throw new TableException(ErrorKind.ContentDiffers, string.Create(CultureInfo.InvariantCulture, $"The rows of couples of '{path}' give {rows:g9} for {key.Statistic} {key.Of}, and its table of pathways {table:g9}."));
    }

    /// <summary>The estimate as a sum over design points: the share with which each counts.</summary>
    private IEnumerable<(long Point, double Share)> Shares(long cell, EstimateKey key)
    {
        int k = pathways.Count, i = pathways.IndexOf(key.Of);
        long all = (1L << k) - 1, single = i < 0 ? 0 : 1L << i;
        (long Coalition, double Share)[] shares = key.Statistic switch
        {
            _ when key.Statistic == NameOf(StatisticKind.Total) => [(all, 1), (0, -1)],
            _ when key.Statistic == NameOf(StatisticKind.Alone) => [(single, 1), (0, -1)],
            _ when key.Statistic == NameOf(StatisticKind.LeftOut) => [(all, 1), (all & ~single, -1)],
            _ => [.. Shapley(k, single)],
        };
        return shares.Select(s => (points.TryGetValue((cell, s.Coalition), out long point) ? point : throw new TableException(ErrorKind.ContentDiffers, $"'{path}' has {key.Statistic} {key.Of} and no design point for it."), s.Share));
    }

    private static string NameOf(StatisticKind kind) => new Statistic(kind).Name;

    // what a pathway adds to a coalition counts with (size of the coalition)! (size of the rest)!/k!
    private static IEnumerable<(long Coalition, double Share)> Shapley(int k, long single)
    {
        var factorial = new double[k + 1];
        factorial[0] = 1;
        for (int n = 1; n <= k; n++) factorial[n] = n * factorial[n - 1];
        for (long coalition = 0; coalition < 1L << k; coalition++)
        {
            int others = BitOperations.PopCount((ulong)(coalition & ~single));
            double share = factorial[others] * factorial[k - 1 - others] / factorial[k];
            yield return (coalition, (coalition & single) != 0 ? share : -share);
        }
    }

    private async Task ReadCellsAsync(CancellationToken cancellation)
    {
        await using var reader = await OpenAsync("cells", cancellation).ConfigureAwait(false);
        var axes = reader.Schema.Columns.Select(c => c.Name).Where(name => name != "cell").ToList();
        await foreach (var batch in reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            double[][] values = [.. axes.Select(batch.Values<double>)];
            foreach (var (row, cell) in batch.Values<long>("cell").Take(batch.Rows).Index())
                cells[cell] = string.Join(", ", axes.Select((axis, a) => string.Create(CultureInfo.InvariantCulture, $"{axis} {values[a][row]}")).Order(StringComparer.Ordinal));
        }
    }

    private async Task ReadPointsAsync(CancellationToken cancellation)
    {
        await using var reader = await OpenAsync(AnswerTables.PointsSchema.Name, cancellation).ConfigureAwait(false);
        await foreach (var batch in reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            long[] number = batch.Values<long>("point"), cell = batch.Values<long>("cell"), coalition = batch.Values<long>("coalition"), withdrawn = batch.Values<long>("withdrawn");
            bool[] off = batch.Values<bool>("dissolution_off");
            // arms with another strength come after the plain one of their coalition
            for (int i = 0; i < batch.Rows; i++)
                if (!off[i] && withdrawn[i] == 0) points.TryAdd((cell[i], coalition[i]), number[i]);
        }
    }

    private Task<TableReader> OpenAsync(string table, CancellationToken cancellation) => TableReader.OpenAsync(Path.Combine(path, table + TableFormat.FileEnding), cancellation);

    private static Estimate EstimateOf(TableBatch batch, int row)
    {
        double Real(string column) => batch.Values<double?>(column)[row] ?? double.NaN;
        double units = Real("effective_n");
        return new Estimate(Real("estimate"), Real("standard_error"), Real("low"), Real("high"), (long)Math.Round(double.IsNaN(units) ? 0 : units), units);
    }
}
