using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>A row of the table of indices, or of that of convergence.</summary>
/// <param name="Design">The design, from 1.</param>
/// <param name="Output">The output.</param>
/// <param name="Method">Family of the index.</param>
/// <param name="Index">The index.</param>
/// <param name="Estimator">How it was estimated.</param>
/// <param name="Estimand">What it is of, as to noise.</param>
/// <param name="Factors">Its factor or group, several joined, or empty for an index of the whole.</param>
/// <param name="Order">Number of factors.</param>
/// <param name="Estimate">The estimate with its interval.</param>
/// <param name="Level">Coverage of the interval; NaN where it is not promised.</param>
/// <param name="Exact">Exact value; NaN where none is known.</param>
/// <param name="Blocks">Points or trajectories that it rests on; 0 for all.</param>
internal sealed record IndexRow(long Design, string Output, string Method, string Index, string Estimator, string Estimand, string Factors, long Order, Estimate Estimate, double Level, double Exact, long Blocks = 0);

/// <summary>A condition of a box, or why an output has none.</summary>
/// <param name="Design">The design, from 1.</param>
/// <param name="Output">The output.</param>
/// <param name="Condition">The condition; null for none.</param>
/// <param name="Scenario">The whole box in words.</param>
internal sealed record BoxRow(long Design, string Output, BoxCondition? Condition, string Scenario);

/// <summary>The tables of a finished study of sensitivity, as far as figures and reports show them.</summary>
internal sealed class FinishedSensitivity
{
    private FinishedSensitivity(string path, Manifest manifest, SensitivityStudy study) => (FolderPath, Manifest, Study) = (path, manifest, study);

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Its manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>The study, as its manifest holds it.</summary>
    public SensitivityStudy Study { get; }

    /// <summary>Indices, in the order of the table.</summary>
    public IReadOnlyList<IndexRow> Indices { get; private set; } = [];

    /// <summary>Indices with fewer blocks, where the run kept them.</summary>
    public IReadOnlyList<IndexRow> Convergence { get; private set; } = [];

    /// <summary>Conditions of boxes.</summary>
    public IReadOnlyList<BoxRow> Boxes { get; private set; } = [];

    /// <summary>Rows that an output could not use, by design and output, where there are any.</summary>
    public IReadOnlyDictionary<(long Design, string Output), long> Dropped { get; private set; } = new Dictionary<(long, string), long>();

    /// <summary>Why runs failed, and how many for that reason.</summary>
    public IReadOnlyList<(string Reason, long Runs)> Failures { get; private set; } = [];

    /// <summary>Opens the folder of a finished study of sensitivity.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">It is no finished run, or damaged.</exception>
    /// <exception cref="Engine.Studies.StudyException">The study cannot be read again by this version.</exception>
    public static async Task<FinishedSensitivity> OpenAsync(string path, CancellationToken cancellation)
    {
        var manifest = Manifest.Load(Path.Combine(path, Manifest.FileName));
        var (source, overrides) = SensitivityFolder.Begun(manifest, path);
        // nothing is run again: persons of a file that the study names are not needed, and the file may be elsewhere
        var study = SensitivityStudyFile.Read(source with { Folder = null }, overrides);
        var run = new FinishedSensitivity(path, manifest, study with { Name = (string?)manifest.Study[IndicesTable.Name] ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) });
        var (indices, dropped) = (new List<IndexRow>(), new Dictionary<(long, string), long>());
        await foreach (var batch in FolderTables.ReadAsync(path, IndicesTable.Schema.Name, cancellation))
            for (int i = 0; i < batch.Rows; i++)
            {
                indices.Add(IndexOf(batch, i, batch.Values<long>("order")[i], Real(batch, "exact", i), 0));
                if (batch.Values<long>("dropped")[i] is > 0 and var rows) dropped[(indices[^1].Design, indices[^1].Output)] = rows;
            }
        (run.Indices, run.Dropped) = (indices, dropped);
        run.Convergence = await run.RowsAsync(IndicesTable.ConvergenceSchema.Name, (batch, i) => IndexOf(batch, i, batch.Values<string>("factors")[i].Length > 0 ? 1 : 0, double.NaN, batch.Values<long>("blocks")[i]), cancellation);
        run.Boxes = await run.RowsAsync(IndicesTable.BoxesSchema.Name, BoxOf, cancellation);
        var reasons = await run.RowsAsync("failures", (batch, i) => batch.Values<string>("failure")[i], cancellation);
        run.Failures = [.. reasons.GroupBy(r => r).Select(g => (g.Key, g.LongCount())).OrderByDescending(g => g.Item2)];
        return run;
    }

    /// <summary>Numbers of the designs, from 1.</summary>
    public IEnumerable<long> Designs => Indices.Select(i => i.Design).Distinct();

    /// <summary>Outputs of a design, by their names in the tables.</summary>
    public IEnumerable<string> Outputs(long design) => Indices.Where(i => i.Design == design).Select(i => i.Output).Distinct();

    /// <summary>Kind and options of a design.</summary>
    public DesignOptions Design(long design) => Study.Designs[(int)design - 1];

    /// <summary>What a factor is in the study's words, or its name.</summary>
    public string Words(string factor) => Study.Labels.TryGetValue(factor, out string? label) ? $"{label} ({factor})" : factor;

    private async Task<List<T>> RowsAsync<T>(string table, Func<TableBatch, int, T> row, CancellationToken cancellation)
    {
        var rows = new List<T>();
        if (Manifest.Tables.All(t => t.Name != table)) return rows;
        await foreach (var batch in FolderTables.ReadAsync(FolderPath, table, cancellation))
            for (int i = 0; i < batch.Rows; i++) rows.Add(row(batch, i));
        return rows;
    }

    private static IndexRow IndexOf(TableBatch batch, int i, long order, double exact, long blocks)
    {
        string Text(string column) => batch.Values<string>(column)[i];
        return new(batch.Values<long>("design")[i], Text("output"), Text("method"), Text("index"), Text("estimator"), Text("estimand"), Text("factors"), order,
            new Estimate(Real(batch, "estimate", i), double.NaN, Real(batch, "low", i), Real(batch, "high", i), batch.Values<long>("runs")[i], double.PositiveInfinity), Real(batch, "level", i), exact, blocks);
    }

    private static BoxRow BoxOf(TableBatch batch, int i)
    {
        string Text(string column) => batch.Values<string>(column)[i];
        double low = Real(batch, "low", i), high = Real(batch, "high", i);
        var condition = Text("factor").Length == 0 ? null
            : new BoxCondition(Text("factor"), Text("words"), Text("unit"), double.IsNaN(low) ? double.NegativeInfinity : low, double.IsNaN(high) ? double.PositiveInfinity : high, Real(batch, "lowest", i), Real(batch, "highest", i), Real(batch, "below", i), Real(batch, "share", i));
        return new BoxRow(batch.Values<long>("design")[i], Text("output"), condition, Text("scenario"));
    }

    private static double Real(TableBatch batch, string column, int row) => batch.Values<double?>(column)[row] ?? double.NaN;
}
