using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>What a row of the table of pathways speaks of, at the horizon.</summary>
/// <param name="Cell">Cell of the sweep.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="View">Who is counted.</param>
/// <param name="Group">The group of recipients.</param>
/// <param name="Kind">The statistic.</param>
/// <param name="First">The pathway, or empty.</param>
/// <param name="Second">The second pathway, or empty.</param>
internal readonly record struct EffectKey(long Cell, string Outcome, View View, string Group, StatisticKind Kind, string First = "", string Second = "");

/// <summary>An axis of the sweep as the table of cells describes it.</summary>
/// <param name="Name">Name in studies and tables.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Values">The values that it takes, ascending.</param>
internal sealed record RunAxis(string Name, string Unit, string Meaning, IReadOnlyList<double> Values);

/// <summary>A group of recipients as the table of the population describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Share of the population's recipients.</param>
/// <param name="Start">Mean on day 0 by score.</param>
/// <param name="Intact">Share whose bond is intact under every arm.</param>
internal sealed record RunGroup(string Name, double Share, IReadOnlyDictionary<string, double> Start, double Intact);

/// <summary>The tables of a finished run, as far as figures and reports show them: everything they say is read from its folder.</summary>
internal sealed class FinishedRun
{
    /// <summary>The group of everyone.</summary>
    public const string Everyone = "all";

    // what else a reader could want is in the tables
    private static readonly Dictionary<string, StatisticKind> statistics = new[]
    {
        StatisticKind.Total, StatisticKind.Alone, StatisticKind.LeftOut, StatisticKind.Shapley, StatisticKind.ShapleyDifference, StatisticKind.Interaction, StatisticKind.Dividend,
        StatisticKind.PerActLeftOut, StatisticKind.PerEffortLeftOut, StatisticKind.BufferingOnly, StatisticKind.EnhancingOnly, StatisticKind.Synergy,
    }.ToDictionary(kind => new Statistic(kind).Name);

    private static readonly Dictionary<string, ComparisonKind> kinds = new[] { ComparisonKind.Difference, ComparisonKind.Range, ComparisonKind.RangeDifference }.ToDictionary(AnswerTables.NameOf);

    private static readonly Dictionary<string, View> views = Enum.GetValues<View>().ToDictionary(AnswerTables.NameOf);

    private readonly Dictionary<EffectKey, Estimate> effects = [];
    private readonly Dictionary<(string Group, string Pathway), Estimate> exposure = [];
    private readonly Dictionary<(long Point, string Outcome, string Group), Estimate> levels = [];
    private readonly Dictionary<long, double[]> cells = [];
    private readonly Dictionary<(long Cell, long Coalition), long> points = [];
    private readonly Dictionary<(string Axis, string Outcome, string Group), List<(Comparison Comparison, Estimate Difference)>> comparisons = [];
    private string everythingArm = "";

    private FinishedRun(string path, Manifest manifest) => (FolderPath, Manifest) = (path, manifest);

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Its manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>The study's pathways, in its order.</summary>
    public IReadOnlyList<Pathway> Pathways { get; private set; } = [];

    /// <summary>The last day.</summary>
    public int Horizon { get; private set; }

    /// <summary>Coverage of the intervals.</summary>
    public double Level { get; private set; }

    /// <summary>The study's title, or its name where it has none.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The study's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of couples in each arm.</summary>
    public long Couples { get; private set; }

    /// <summary>Days before day 0 in which couples settle.</summary>
    public int SettleDays { get; private set; }

    /// <summary>Whether pathways are switched for the provider alone, so that only the focal person is a recipient.</summary>
    public bool IsProviderOnly { get; private set; }

    /// <summary>Outcomes that the run reports, by name: unit and meaning.</summary>
    public IReadOnlyDictionary<string, (string Unit, string Meaning)> Outcomes { get; private set; } = new Dictionary<string, (string, string)>();

    /// <summary>Groups of recipients with anyone in them, everyone first.</summary>
    public IReadOnlyList<RunGroup> Groups { get; private set; } = [];

    /// <summary>Axes of the sweep; none without a sweep.</summary>
    public IReadOnlyList<RunAxis> Axes { get; private set; } = [];

    /// <summary>The arm of the scenario with which cells are compared, or empty.</summary>
    public string ReferenceArm { get; private set; } = "";

    /// <summary>Number of cells of the sweep, 1 without one.</summary>
    public int CellCount => cells.Count;

    /// <summary>Outcomes that answers are about, of those that the run reports.</summary>
    public IEnumerable<string> Headline => Ranking.Headline.Select(o => o.Name).Where(Outcomes.ContainsKey);

    /// <summary>Opens the folder of a finished run, of all its couples.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">It is no finished run, damaged, or speaks of pathways that this version does not know.</exception>
    public static async Task<FinishedRun> OpenAsync(string path, CancellationToken cancellation)
    {
        var run = new FinishedRun(path, Manifest.Load(Path.Combine(path, Manifest.FileName)));
        try
        {
            run.ReadStudy();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new TableException(ErrorKind.DamagedManifest, $"The study in the manifest of '{path}' cannot be read: a value that every study has is missing there, or of another kind.", e);
        }
        await run.ReadCellsAsync(cancellation);
        await foreach (var batch in run.TableAsync("points", cancellation)) run.ReadPoints(batch);
        await foreach (var batch in run.TableAsync("outcomes", cancellation))
            run.Outcomes = Enumerable.Range(0, batch.Rows).ToDictionary(i => batch.Values<string>("outcome")[i], i => (batch.Values<string>("unit")[i], batch.Values<string>("meaning")[i]));
        await run.ReadPopulationAsync(cancellation);
        await foreach (var batch in run.TableAsync("pathways", cancellation)) run.ReadPathways(batch);
        await foreach (var batch in run.TableAsync("exposure", cancellation)) run.ReadExposure(batch);
        await foreach (var batch in run.TableAsync("summaries", cancellation)) run.ReadSummaries(batch);
        if (run.Has(AnswerTables.ScenariosSchema.Name))
            await foreach (var batch in run.TableAsync(AnswerTables.ScenariosSchema.Name, cancellation)) run.ReadScenarios(batch);
        return run;
    }

    /// <summary>A statistic about pathways at the horizon, or null where the run has none.</summary>
    public Estimate? Effect(EffectKey key) => effects.TryGetValue(key, out var found) ? found : null;

    /// <summary>A statistic about pathways in the first cell, or null where the run has none.</summary>
    public Estimate? Effect(StatisticKind kind, string outcome, Pathway? first = null, Pathway? second = null, string group = Everyone, View view = View.All, long cell = 0) =>
        Effect(new(cell, outcome, view, group, kind, first?.Id ?? "", second?.Id ?? ""));

    /// <summary>Acts of a pathway that are received a year with all pathways on, or null where the run does not say.</summary>
    public Estimate? Exposure(Pathway pathway, string group = Everyone) => exposure.TryGetValue((group, pathway.Id), out var found) ? found : null;

    /// <summary>Level of an outcome at the horizon with all pathways on or with none, or null where the run does not say.</summary>
    public Estimate? LevelOf(string outcome, bool all, string group = Everyone, long cell = 0) =>
        PointOf(all ? Everything : 0, cell) is { } point && levels.TryGetValue((point, outcome, group), out var found) ? found : null;

    /// <summary>The value of each axis in a cell.</summary>
    public double[] Values(long cell) => cells[cell];

    /// <summary>The ranking in a cell; empty unless all combinations were run.</summary>
    public IReadOnlyList<RankedPathway> Rank(string outcome, string group = Everyone, View view = View.All, long cell = 0)
    {
        var shapley = Pathways.Select(p => Effect(StatisticKind.Shapley, outcome, p, null, group, view, cell)).ToList();
        if (shapley.Count == 0 || shapley.Any(s => s is null)) return [];
        var differences = new List<(int, int, Estimate)>();
        for (int i = 0; i < Pathways.Count; i++)
            for (int j = i + 1; j < Pathways.Count; j++)
                if (Effect(StatisticKind.ShapleyDifference, outcome, Pathways[i], Pathways[j], group, view, cell) is { } difference) differences.Add((i, j, difference));
        return Ranking.Of(Pathways, [.. shapley.Select(s => s!.Value)], differences, Level);
    }

    /// <summary>Where an axis of the sweep matters most, see <see cref="Ranking.OfRanges(StudySums, int, Outcome, int)"/>; empty where the run compares no cells.</summary>
    public IReadOnlyList<RankedRange> Ranges(RunAxis axis, string outcome, string group = Everyone) => Ranking.OfRanges(comparisons.GetValueOrDefault((axis.Name, outcome, group)) ?? [], Level);

    /// <summary>Cells less the reference scenario with all pathways on; empty where the reference is no single cell.</summary>
    public IReadOnlyList<(Comparison Comparison, Estimate Difference)> Differences(string outcome, string group = Everyone) =>
        comparisons.GetValueOrDefault(("", outcome, group)) is { } found && CellCount > 1 && found.Select(d => d.Comparison.MinusCell).Distinct().Count() == 1 ? found : [];

    /// <summary>Number of the design point in which some pathways are on from the first day to the last, and bonds can end; null where it is not run.</summary>
    /// <param name="coalition">Bit i is set where the i-th pathway is on.</param>
    /// <param name="cell">Cell of the sweep.</param>
    public long? PointOf(long coalition, long cell = 0) => points.TryGetValue((cell, coalition), out long point) ? point : null;

    /// <summary>Whether the parameters are the calibrated ones of this version, in one sentence.</summary>
    public string Calibrated()
    {
        bool Differs(string section, Parameter p) => Manifest.Study[section]?[p.Name] is JsonValue value && value.TryGetValue(out double number) && number != p.Default;
        return AnswerView.Calibrated(p => Differs("parameters", p) || Differs("provider", p), m => Manifest.Study["moderators"]?[m.Id] is JsonValue on && on.TryGetValue(out bool isOn) && !isOn).TrimEnd();
    }

    /// <summary>Whether the run has a table.</summary>
    public bool Has(string table) => Manifest.Tables.Any(t => t.Name == table);

    /// <summary>The batches of a table.</summary>
    public IAsyncEnumerable<TableBatch> TableAsync(string table, CancellationToken cancellation) => FolderTables.ReadAsync(FolderPath, table, cancellation);

    /// <summary>Coalition of all pathways.</summary>
    public long Everything => (1L << Pathways.Count) - 1;

    /// <summary>Coalition of the pathways on one side.</summary>
    public long Side(bool buffering) => Pathways.Index().Where(p => Statistic.IsBuffer(p.Item) == buffering).Sum(p => 1L << p.Index);

    private Task<TableReader> OpenTableAsync(string table, CancellationToken cancellation) => TableReader.OpenAsync(Path.Combine(FolderPath, table + ".parquet"), cancellation);

    private void ReadStudy()
    {
        var study = Manifest.Study;
        Name = study["name"]!.GetValue<string>();
        string title = study["title"]?.GetValue<string>() ?? "";
        Title = title.Length > 0 ? title : Name;
        Horizon = study["horizon_days"]!.GetValue<int>();
        SettleDays = study["settle_days"]!.GetValue<int>();
        IsProviderOnly = study["pathways"]!["role"]!.GetValue<string>() == "provider";
        Level = study["interval_level"]!.GetValue<double>();
        Couples = study["dyads"] is JsonValue number && number.TryGetValue(out long dyads) ? dyads : Manifest.Counts.GetValueOrDefault("dyads");
        Pathways = [.. study["pathways"]!["of"]!.AsArray().Select(id => Known(id!.GetValue<string>()))];
    }

    private Pathway Known(string id) => AsemModel.Pathways.FirstOrDefault(p => p.Id == id) ?? throw new TableException(ErrorKind.OtherColumns, $"'{FolderPath}' speaks of the pathway '{id}', which this version of asem does not know; it was written by version {Manifest.AsemVersion}.");

    private async Task ReadCellsAsync(CancellationToken cancellation)
    {
        await using var reader = await OpenTableAsync("cells", cancellation);
        var columns = reader.Schema.Columns.Where(c => c.Name != "cell").ToList();
        await foreach (var batch in reader.ReadAsync(cancellation))
        {
            double[][] values = [.. columns.Select(c => batch.Values<double>(c.Name))];
            foreach (var (row, cell) in batch.Values<long>("cell").Take(batch.Rows).Index()) cells[cell] = [.. values.Select(v => v[row])];
        }
        Axes = [.. columns.Index().Select(c => new RunAxis(c.Item.Name, c.Item.Unit, c.Item.Meaning, [.. cells.Values.Select(v => v[c.Index]).Distinct().Order()]))];
    }

    private void ReadPoints(TableBatch batch)
    {
        long[] number = batch.Values<long>("point"), cell = batch.Values<long>("cell"), coalition = batch.Values<long>("coalition"), withdrawn = batch.Values<long>("withdrawn");
        bool[] off = batch.Values<bool>("dissolution_off");
        string[] arm = batch.Values<string>("arm");
        // arms with another strength come after the plain one of their coalition
        for (int i = 0; i < batch.Rows; i++)
            if (!off[i] && withdrawn[i] == 0 && points.TryAdd((cell[i], coalition[i]), number[i]) && coalition[i] == Everything) everythingArm = arm[i];
    }

    private async Task ReadPopulationAsync(CancellationToken cancellation)
    {
        var rows = new List<(string Group, string Score, double Mean, double Share, double Intact)>();
        await foreach (var batch in TableAsync("population", cancellation))
            for (int i = 0; i < batch.Rows; i++)
                if (batch.Values<long>("cell")[i] == 0) rows.Add((batch.Values<string>("group")[i], batch.Values<string>("score")[i], Real(batch, "mean", i), Real(batch, "share", i), Real(batch, "intact_in_all_arms", i)));
        Groups = [.. rows.GroupBy(r => r.Group).Select(g => new RunGroup(g.Key, g.First().Share, g.ToDictionary(r => r.Score, r => r.Mean), g.First().Intact))];
    }

    private void ReadPathways(TableBatch batch)
    {
        long[] cell = batch.Values<long>("cell"), day = batch.Values<long>("day");
        string[] outcome = batch.Values<string>("outcome"), view = batch.Values<string>("view"), group = batch.Values<string>("group"), statistic = batch.Values<string>("statistic");
        string?[] first = batch.Values<string?>("pathway"), second = batch.Values<string?>("second_pathway");
        for (int i = 0; i < batch.Rows; i++)
            if (day[i] == Horizon && statistics.TryGetValue(statistic[i], out var kind))
                effects[new(cell[i], string.Intern(outcome[i]), views[view[i]], string.Intern(group[i]), kind, string.Intern(first[i] ?? ""), string.Intern(second[i] ?? ""))] = EstimateOf(batch, "estimate", i);
    }

    private void ReadExposure(TableBatch batch)
    {
        if (PointOf(Everything, 0) is not { } all) return;
        for (int i = 0; i < batch.Rows; i++)
            if (batch.Values<long>("point")[i] == all && batch.Values<long>("day")[i] == Horizon)
                exposure[(batch.Values<string>("group")[i], batch.Values<string>("pathway")[i])] = EstimateOf(batch, "acts_per_year", i);
    }

    private void ReadSummaries(TableBatch batch)
    {
        var wanted = cells.Keys.SelectMany(cell => new[] { PointOf(Everything, cell), PointOf(0, cell) }).OfType<long>().ToHashSet();
        long[] point = batch.Values<long>("point"), day = batch.Values<long>("day");
        string[] view = batch.Values<string>("view"), outcome = batch.Values<string>("outcome"), group = batch.Values<string>("group");
        for (int i = 0; i < batch.Rows; i++)
            if (day[i] == Horizon && view[i] == AnswerTables.NameOf(View.All) && wanted.Contains(point[i])) levels[(point[i], outcome[i], group[i])] = EstimateOf(batch, "mean", i);
    }

    private void ReadScenarios(TableBatch batch)
    {
        string[] kind = batch.Values<string>("comparison"), arm = batch.Values<string>("arm"), minusArm = batch.Values<string>("minus_arm"), view = batch.Values<string>("view"), outcome = batch.Values<string>("outcome"), group = batch.Values<string>("group");
        string?[] axis = batch.Values<string?>("axis");
        long[] day = batch.Values<long>("day"), cell = batch.Values<long>("cell"), minusCell = batch.Values<long>("minus_cell");
        long?[] second = batch.Values<long?>("second_cell"), minusSecond = batch.Values<long?>("minus_second_cell");
        for (int i = 0; i < batch.Rows; i++)
        {
            if (day[i] != Horizon || view[i] != AnswerTables.NameOf(View.All) || arm[i] != everythingArm || !kinds.TryGetValue(kind[i], out var of)) continue;
            if (of == ComparisonKind.Difference) ReferenceArm = minusArm[i];
            var key = (axis[i] ?? "", outcome[i], group[i]);
            if (!comparisons.TryGetValue(key, out var list)) comparisons[key] = list = [];
            list.Add((new Comparison(of, -1, 0, 0, (int)cell[i], (int)minusCell[i], (int)(second[i] ?? -1), (int)(minusSecond[i] ?? -1)), EstimateOf(batch, "estimate", i)));
        }
    }

    private static double Real(TableBatch batch, string column, int row) => batch.Values<double?>(column)[row] ?? double.NaN;

    private static Estimate EstimateOf(TableBatch batch, string value, int row)
    {
        double units = Real(batch, "effective_n", row);
        return new Estimate(Real(batch, value, row), Real(batch, "standard_error", row), Real(batch, "low", row), Real(batch, "high", row), (long)Math.Round(double.IsNaN(units) ? 0 : units), units);
    }
}
