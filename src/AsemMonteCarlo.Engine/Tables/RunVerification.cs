using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>One pass over a run folder that collects every difference from its manifest.</summary>
internal sealed class RunVerification(string folder)
{
    private readonly List<Finding> findings = [];
    private readonly List<TableSchema> schemas = [];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        string manifestPath = Path.Combine(folder, Manifest.FileName);
        Manifest manifest;
        try
        {
            manifest = Manifest.Read(manifestPath, out bool intact);
            if (!intact) findings.Add(new(ErrorKind.DamagedManifest, Manifest.Changed(manifestPath)));
        }
        catch (TableException e)
        {
            return [new(e.Kind, e.Message)];
        }

        foreach (var table in manifest.Tables)
        {
            try
            {
                await CheckTableAsync(manifest, table, cancellation);
            }
            catch (Exception e) when (e is TableException or IOException or UnauthorizedAccessException)
            {
                findings.Add(new(ErrorKind.Of(e), e.Message));
            }
        }

        CheckColumns(manifest);
        var digest = manifest.Tables.Where(table => table.Name != ColumnsTable.Schema.Name).Aggregate(default(ContentDigest), (sum, table) => sum + table.Digest);
        if (digest != manifest.Digest) findings.Add(new(ErrorKind.ContentDiffers, $"'{manifestPath}' has digest {manifest.Digest}, but its tables sum to {digest}."));
        CheckStrangers(manifest);
        return findings;
    }

    private async Task CheckTableAsync(Manifest manifest, WrittenTable table, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, table.File);
        if (table.File != table.Name + TableFormat.FileEnding || Path.GetFileName(table.File) != table.File)
            findings.Add(new(ErrorKind.ContentDiffers, $"Table '{table.Name}' in the manifest of '{folder}' has file '{table.File}' instead of '{table.Name}{TableFormat.FileEnding}'."));
        else if (!File.Exists(path))
            findings.Add(new(ErrorKind.MissingFile, $"'{path}' is missing."));
        else
        {
            await CheckFileAsync(path, table, cancellation);
            await CheckRowsAsync(path, manifest, table, cancellation);
        }
    }

    private async Task CheckFileAsync(string path, WrittenTable table, CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length != table.Bytes) findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' has {stream.Length} bytes instead of {table.Bytes}."));
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        if (sha256 != table.Sha256) findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' has SHA-256 {sha256} instead of {table.Sha256}."));
    }

    private async Task CheckRowsAsync(string path, Manifest manifest, WrittenTable table, CancellationToken cancellation)
    {
        await using var reader = await TableReader.OpenAsync(path, cancellation);
        schemas.Add(reader.Schema);
        if (reader.Schema.Name != table.Name) findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' says that it is table '{reader.Schema.Name}' instead of '{table.Name}'."));
        if (reader.Metadata.TryGetValue("asem.study", out string? study) && !SameJson(study, manifest.Study))
            findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' has another study in its metadata than the manifest."));

        var hasher = new RowHasher(reader.Schema);
        var spoiled = new HashSet<string>();
        long rows = 0;
        await foreach (var batch in reader.ReadAsync(cancellation))
        {
            hasher.Add(batch.Columns, batch.Rows);
            for (int c = 0; c < batch.Columns.Count; c++)
                if (FirstNaN(batch.Columns[c]) is >= 0 and var row && spoiled.Add(reader.Schema.Columns[c].Name))
                    findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' has NaN in column '{reader.Schema.Columns[c].Name}', row {rows + row + 1}."));
            rows += batch.Rows;
        }

        if (rows != reader.Rows) findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' claims {reader.Rows} rows, but holds {rows}."));
        if (rows != table.Rows) findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' has {rows} rows instead of {table.Rows}."));
        if (!manifest.Counts.TryGetValue(RunFolder.RowsCount(table.Name), out long count) || count != table.Rows)
            findings.Add(new(ErrorKind.ContentDiffers, $"The count '{RunFolder.RowsCount(table.Name)}' in the manifest of '{folder}' is {count} instead of {table.Rows}."));
        if (hasher.Digest != table.Digest) findings.Add(new(ErrorKind.ContentDiffers, $"'{path}' has content digest {hasher.Digest} instead of {table.Digest}."));
    }

    private void CheckColumns(Manifest manifest)
    {
        if (manifest.Tables.FirstOrDefault(table => table.Name == ColumnsTable.Schema.Name) is not { } columns)
        {
            findings.Add(new(ErrorKind.ContentDiffers, $"The manifest of '{folder}' lists no table '{ColumnsTable.Schema.Name}'."));
            return;
        }

        // With an unreadable table, which has its own finding, nothing is known about the columns.
        if (schemas.Count != manifest.Tables.Count) return;
        var expected = ColumnsTable.Rows(schemas.Where(schema => schema.Name != ColumnsTable.Schema.Name));
        var hasher = new RowHasher(ColumnsTable.Schema);
        hasher.Add(expected.Columns, expected.Rows);
        if (hasher.Digest != columns.Digest) findings.Add(new(ErrorKind.ContentDiffers, $"'{Path.Combine(folder, columns.File)}' does not describe the columns that the tables' metadata describe."));
    }

    private void CheckStrangers(Manifest manifest)
    {
        var known = manifest.Tables.Select(table => table.File).Append(Manifest.FileName).ToHashSet();
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            if (!known.Contains(Path.GetFileName(entry))) findings.Add(new(ErrorKind.StrayFile, $"'{entry}' is not in the manifest."));
    }

    private static long FirstNaN(Array column) => column switch
    {
        double[] values => Array.FindIndex(values, double.IsNaN),
        float[] values => Array.FindIndex(values, float.IsNaN),
        double?[] values => Array.FindIndex(values, value => value is { } number && double.IsNaN(number)),
        float?[] values => Array.FindIndex(values, value => value is { } number && float.IsNaN(number)),
        _ => -1,
    };

    private static bool SameJson(string text, JsonNode node)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(text), node);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
