namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// The folder that a run writes: one file per table, <c>columns.parquet</c>, and last <c>manifest.json</c>. Disposed without
/// completion, it keeps the finished tables, drops the unfinished ones, and has no manifest. Not thread safe; writers of different tables are independent.
/// </summary>
public sealed class RunFolder : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string>? metadata;
    private readonly List<TableWriter> writers = [];

    private RunFolder(string path, IReadOnlyDictionary<string, string>? metadata) => (FolderPath, this.metadata) = (path, metadata);

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Makes the folder, or takes an empty one.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="metadata">Metadata for every table, such as <c>asem.study</c> (JSON of the resolved study, which verification compares with the manifest).</param>
    /// <exception cref="TableException">The folder has something in it, is a file, or cannot be made.</exception>
    public static RunFolder Create(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        try
        {
            if (File.Exists(path)) throw new TableException(ErrorKind.FolderTaken, $"'{path}' is a file; give a new or an empty folder for the results.");
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new TableException(ErrorKind.FolderTaken, $"Folder '{path}' is not empty; give a new or an empty folder for the results.");
            Directory.CreateDirectory(path);
            if (Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path))) is { } parent) DurableFile.SynchroniseFolder(parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException(ErrorKind.Of(e), $"Cannot make folder '{path}': {e.Message}", e);
        }

        return new RunFolder(path, metadata);
    }

    /// <summary>Takes the folder of an unfinished run, whatever is in it; tables that are there already are replaced.</summary>
    /// <param name="path">The folder, which exists.</param>
    /// <param name="metadata">Metadata for every table.</param>
    internal static RunFolder Reopen(string path, IReadOnlyDictionary<string, string>? metadata) => new(path, metadata);

    /// <summary>Counts a table that was written apart among the folder's; it is complete before the folder is.</summary>
    /// <param name="writer">Its writer, which the caller owns.</param>
    internal void Add(TableWriter writer) => writers.Add(writer);

    /// <summary>Path of the file of a table.</summary>
    internal string FileOf(string table) => Path.Combine(FolderPath, table + TableFormat.FileEnding);

    /// <summary>Metadata of every table of the folder.</summary>
    internal IReadOnlyDictionary<string, string>? Metadata => metadata;

    /// <summary>Starts a table; the caller appends, completes and disposes the writer.</summary>
    /// <param name="schema">The table; its file is <c>NAME.parquet</c>.</param>
    /// <param name="rowGroupRows">Rows in a row group, at least 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The name is taken, or the file cannot be made.</exception>
    public async Task<TableWriter> OpenTableAsync(TableSchema schema, int rowGroupRows = TableWriter.DefaultRowGroupRows, CancellationToken cancellation = default)
    {
        if (schema.Name == ColumnsTable.Schema.Name || writers.Any(writer => writer.Schema.Name == schema.Name))
            throw new TableException(ErrorKind.Bug, $"The run folder '{FolderPath}' has a table '{schema.Name}' already.");
        return await OpenAsync(schema, rowGroupRows, cancellation);
    }

    /// <summary>Writes <c>columns.parquet</c> and then the manifest. Every table must be complete.</summary>
    /// <param name="draft">The manifest with all that the caller knows; tables, row counts, digest and checksum are filled in here.</param>
    /// <param name="cancellation">Ends the work early, without a manifest.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="TableException">A table is not complete, or the disk refuses.</exception>
    public async Task<Manifest> CompleteAsync(Manifest draft, CancellationToken cancellation = default)
    {
        if (writers.Find(writer => writer.Result is null) is { } unfinished)
            throw new TableException(ErrorKind.Bug, $"Table '{unfinished.Schema.Name}' of run folder '{FolderPath}' is not complete.");
        var results = writers.ConvertAll(writer => writer.Result!);
        var digest = results.Aggregate(default(ContentDigest), (sum, table) => sum + table.Digest);

        var schemas = writers.ConvertAll(writer => writer.Schema);
        var columns = await OpenAsync(ColumnsTable.Schema, TableWriter.DefaultRowGroupRows, cancellation);
        await columns.AppendAsync(ColumnsTable.Rows(schemas), cancellation);
        results.Add(await columns.CompleteAsync(cancellation));

        var counts = new Dictionary<string, long>(draft.Counts);
        results.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        foreach (var table in results) counts[RowsCount(table.Name)] = table.Rows;
        return (draft with { Counts = counts, Tables = results, Digest = digest }).Save(Path.Combine(FolderPath, Manifest.FileName));
    }

    /// <summary>Reads everything in a run folder again and compares it with the manifest.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>What was found; nothing if the folder is intact.</returns>
    public static Task<IReadOnlyList<Finding>> VerifyAsync(string path, CancellationToken cancellation = default) =>
        new RunVerification(path).RunAsync(cancellation);

    /// <summary>The digest of a run's results, after everything was read again.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The folder is not intact; the message is the first finding.</exception>
    public static async Task<ContentDigest> DigestAsync(string path, CancellationToken cancellation = default)
    {
        var findings = await VerifyAsync(path, cancellation);
        if (findings.Count > 0) throw new TableException(findings[0].Kind, findings[0].Message);
        return Manifest.Load(Path.Combine(path, Manifest.FileName)).Digest;
    }

    /// <summary>Disposes all writers; tables that are not complete are deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in writers) await writer.DisposeAsync();
    }

    internal static string RowsCount(string table) => "rows." + table;

    private async Task<TableWriter> OpenAsync(TableSchema schema, int rowGroupRows, CancellationToken cancellation)
    {
        var writer = await TableWriter.CreateAsync(FileOf(schema.Name), schema, metadata, rowGroupRows, cancellation);
        writers.Add(writer);
        return writer;
    }
}
