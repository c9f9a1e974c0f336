using System.Security.Cryptography;
using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>What was written and is safe on the disk.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="File">File name without folder.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Bytes">Size of the file in bytes.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="Digest">Digest of the rows.</param>
public sealed record WrittenTable(string Name, string File, long Rows, long Bytes, string Sha256, ContentDigest Digest);

/// <summary>
/// Streams rows into a Parquet file that appears under its name only when complete and safe on the disk. Holds one row
/// group in memory. Not thread safe: one caller at a time. Disposed without completion, it leaves nothing behind.
/// </summary>
public sealed class TableWriter : IAsyncDisposable
{
    /// <summary>Default number of rows in a row group.</summary>
    public const int DefaultRowGroupRows = 250_000;

    private readonly string path;
    private readonly int rowGroupRows;
    private readonly FileStream stream;
    private readonly ParquetWriter writer;
    private readonly DataField[] fields;
    private readonly ColumnBuffer[] buffers;
    private readonly RowHasher hasher;
    private int capacity;
    private int buffered;
    private long written;
    private bool usable = true;
    private bool disposed;

    private TableWriter(string path, TableSchema schema, int rowGroupRows, FileStream stream, ParquetWriter writer, DataField[] fields)
    {
        (this.path, Schema, this.rowGroupRows, this.stream, this.writer, this.fields) = (path, schema, rowGroupRows, stream, writer, fields);
        buffers = [.. schema.Columns.Select(column => ColumnBuffer.Create(schema, column))];
        hasher = new RowHasher(schema);
    }

    /// <summary>The table.</summary>
    public TableSchema Schema { get; }

    /// <summary>Number of rows appended so far.</summary>
    public long Rows => written + buffered;

    /// <summary>What was written, once <see cref="CompleteAsync(CancellationToken)"/> has succeeded.</summary>
    public WrittenTable? Result { get; private set; }

    /// <summary>Starts a table.</summary>
    /// <param name="path">The file, whose folder exists; an older file is replaced on completion.</param>
    /// <param name="schema">The table.</param>
    /// <param name="metadata">More file-level metadata, such as <c>asem.study</c>.</param>
    /// <param name="rowGroupRows">Rows in a row group, at least 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The file cannot be made, or the metadata uses a key of the table itself.</exception>
    public static async Task<TableWriter> CreateAsync(
        string path, TableSchema schema, IReadOnlyDictionary<string, string>? metadata = null, int rowGroupRows = DefaultRowGroupRows, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowGroupRows, 1);
        var allMetadata = TableFormat.Metadata(schema, metadata);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path + DurableFile.PartialEnding, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            var physical = TableFormat.PhysicalSchema(schema);
            var writer = await ParquetWriter.CreateAsync(physical, stream, TableFormat.WriterOptions(schema), cancellationToken: cancellation);
            writer.CustomMetadata = allMetadata;
            return new TableWriter(path, schema, rowGroupRows, stream, writer, physical.DataFields);
        }
        catch (Exception e)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
                File.Delete(stream.Name);
            }

            if (e is IOException or UnauthorizedAccessException) throw CannotWrite(path, e);
            throw;
        }
    }

    /// <summary>Appends rows. The batch's arrays are copied, so they may be reused at once.</summary>
    /// <param name="batch">Rows of this table.</param>
    /// <param name="cancellation">Ends the work early; the table can then not be completed.</param>
    /// <exception cref="TableException">
    /// The batch is of another table, has NaN or a missing value in a column that always has a value, or the disk refuses.
    /// The table can then not be completed. (NaN in a nullable column becomes a missing value.)
    /// </exception>
    public async ValueTask AppendAsync(TableBatch batch, CancellationToken cancellation = default)
    {
        Use();
        if (!batch.Schema.Equals(Schema)) throw new TableException($"A batch of table '{batch.Schema.Name}' was appended to table '{Schema.Name}', whose schema differs.");
        for (int start = 0; start < batch.Rows;)
        {
            int count = Math.Min(batch.Rows - start, rowGroupRows - buffered);
            Reserve(buffered + count);
            for (int c = 0; c < buffers.Length; c++) buffers[c].Copy(batch.Columns[c], start, count, buffered, Rows + 1);
            buffered += count;
            start += count;
            if (buffered == rowGroupRows) await WriteRowGroupAsync(cancellation);
        }

        usable = true;
    }

    /// <summary>Writes what is left, brings the file to the disk and gives it its name. The writer takes no more rows.</summary>
    /// <param name="cancellation">Ends the work early, without the file.</param>
    /// <exception cref="TableException">An earlier append failed, the table is already complete, or the disk refuses.</exception>
    public Task<WrittenTable> CompleteAsync(CancellationToken cancellation = default) => CompleteAsync(path, null, cancellation);

    /// <summary>Completes the table under another name than it was started with, with more metadata.</summary>
    /// <param name="place">The file, in the folder of the one that was started.</param>
    /// <param name="metadata">More file-level metadata, or null.</param>
    /// <param name="cancellation">Ends the work early, without the file.</param>
    /// <exception cref="TableException">As for <see cref="CompleteAsync(CancellationToken)"/>.</exception>
    internal async Task<WrittenTable> CompleteAsync(string place, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        Use();
        if (buffered > 0) await WriteRowGroupAsync(cancellation);
        try
        {
            if (metadata is not null) writer.CustomMetadata = writer.CustomMetadata.Concat(metadata).ToDictionary();
            await writer.DisposeAsync();
            FileSeal.Stamp(stream, cancellation);
            DurableFile.Synchronise(stream);
            stream.Position = 0;
            string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
            long bytes = stream.Length;
            await stream.DisposeAsync();
            DurableFile.MoveIntoPlace(stream.Name, place);
            return Result = new WrittenTable(Schema.Name, Path.GetFileName(place), written, bytes, sha256, hasher.Digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(place, e);
        }
    }

    /// <summary>Releases the file; without <see cref="CompleteAsync(CancellationToken)"/> deletes what was written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        usable = false;
        if (Result is not null) return;
        try
        {
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // A full disk refuses the last buffered bytes of a file that is deleted anyway; the handle is closed all the same.
        }

        File.Delete(stream.Name);
    }

    private static TableException CannotWrite(string path, Exception e) => new($"Cannot write table '{path}': {e.Message}", e);

    /// <summary>Until the caller has succeeded, a half-appended batch must not become a table.</summary>
    private void Use()
    {
        if (!usable) throw new TableException($"Table '{path}' takes no more rows, because it is complete or a write to it failed.");
        usable = false;
    }

    private void Reserve(int rows)
    {
        if (rows <= capacity) return;
        capacity = (int)Math.Min(rowGroupRows, Math.Max(rows, 2L * capacity));
        foreach (var buffer in buffers) buffer.Grow(capacity);
    }

    private async Task WriteRowGroupAsync(CancellationToken cancellation)
    {
        hasher.Add([.. buffers.Select(buffer => buffer.Values)], buffered);
        try
        {
            using var group = writer.CreateRowGroup();
            for (int c = 0; c < buffers.Length; c++) await buffers[c].WriteAsync(group, fields[c], buffered, cancellation);
            group.CompleteValidate();
        }
        catch (IOException e)
        {
            throw CannotWrite(path, e);
        }

        written += buffered;
        buffered = 0;
    }
}
