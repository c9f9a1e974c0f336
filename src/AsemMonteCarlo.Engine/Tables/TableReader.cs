using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>Reads a table that <see cref="TableWriter"/> wrote: its schema from the metadata and its rows by row group. Not thread safe.</summary>
public sealed class TableReader : IAsyncDisposable
{
    private readonly string path;
    private readonly ParquetReader reader;

    private TableReader(string path, ParquetReader reader, TableSchema schema)
    {
        (this.path, this.reader, Schema) = (path, reader, schema);
        Rows = reader.Metadata!.NumRows;
    }

    /// <summary>The table.</summary>
    public TableSchema Schema { get; }

    /// <summary>All file-level metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata => reader.CustomMetadata;

    /// <summary>Number of rows the file claims.</summary>
    public long Rows { get; }

    /// <summary>Number of row groups.</summary>
    public int RowGroups => reader.RowGroupCount;

    /// <summary>Opens a table, after reading the whole file once to compare it with its seal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The file is missing, damaged, not ours, or its columns are not those of its metadata.</exception>
    public static async Task<TableReader> OpenAsync(string path, CancellationToken cancellation = default)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            FileSeal.Check(stream, cancellation);
            var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: false, cancellationToken: cancellation);
            var schema = TableFormat.SchemaFrom(reader.CustomMetadata);
            RequireColumns(reader.Schema, schema);
            return new TableReader(path, reader, schema);
        }
        catch (Exception e)
        {
            if (stream is not null) await stream.DisposeAsync();
            if (e is OperationCanceledException) throw;
            throw Unreadable(path, e);
        }
    }

    /// <summary>The rows, one batch per row group, in file order. Arrays are new and of the nullable type exactly for nullable columns.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The file is damaged.</exception>
    public async IAsyncEnumerable<TableBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (int g = 0; g < RowGroups; g++) yield return await ReadRowGroupAsync(g, cancellation);
    }

    /// <summary>One column of one row group, as <see cref="ReadAsync"/> gives it.</summary>
    /// <param name="group">Number of the row group, from 0.</param>
    /// <param name="column">Place of the column in the schema.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The file is damaged.</exception>
    public async Task<Array> ReadColumnAsync(int group, int column, CancellationToken cancellation = default)
    {
        try
        {
            using var rows = reader.OpenRowGroupReader(group);
            return await ReadColumnAsync(rows, column, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private static void RequireColumns(ParquetSchema physical, TableSchema schema)
    {
        var expected = TableFormat.PhysicalSchema(schema).DataFields;
        if (physical.Fields.Count != expected.Length || !physical.Fields.OfType<DataField>().Select(Signature).SequenceEqual(expected.Select(Signature)))
            throw new TableException(ErrorKind.OtherColumns, $"its columns are not those that its metadata '{TableFormat.ColumnsKey}' describes");
    }

    private static (string, Type, bool, bool) Signature(DataField field) => (field.Name, field.ClrType, field.IsNullable, field.IsArray);

    // What passes the seal and still fails surfaces in the library as almost any exception; all mean the same to the user.
    private static TableException Unreadable(string path, Exception e) =>
        new(e is TableException { Kind: var kind } && kind != ErrorKind.Bug ? kind : e is IOException or UnauthorizedAccessException ? ErrorKind.Of(e) : ErrorKind.DamagedTable, $"Cannot read table '{path}': {(e is TableException or IOException or UnauthorizedAccessException ? e.Message.TrimEnd('.') : "the file is damaged")}.", e);

    private static async Task<Array> ReadValuesAsync<T>(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellation) where T : struct
    {
        if (field.IsNullable)
        {
            var nullable = new T?[rows];
            await group.ReadAsync<T>(field, nullable.AsMemory(), cancellationToken: cancellation);
            return nullable;
        }

        var values = new T[rows];
        await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellation);
        return values;
    }

    private static async Task<Array> ReadTextsAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellation)
    {
        var texts = new string?[rows];
        await group.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellation);
        return texts;
    }

    private Task<Array> ReadColumnAsync(ParquetRowGroupReader group, int column, CancellationToken cancellation)
    {
        var field = reader.Schema.DataFields[column];
        int rows = checked((int)group.RowCount);
        return Schema.Columns[column].Type switch
        {
            ColumnType.Text => ReadTextsAsync(group, field, rows, cancellation),
            ColumnType.Integer => ReadValuesAsync<long>(group, field, rows, cancellation),
            ColumnType.Real => ReadValuesAsync<double>(group, field, rows, cancellation),
            ColumnType.Single => ReadValuesAsync<float>(group, field, rows, cancellation),
            _ => ReadValuesAsync<bool>(group, field, rows, cancellation),
        };
    }

    private async Task<TableBatch> ReadRowGroupAsync(int index, CancellationToken cancellation)
    {
        try
        {
            using var group = reader.OpenRowGroupReader(index);
            int rows = checked((int)group.RowCount);
            var arrays = new Array[Schema.Columns.Count];
            for (int c = 0; c < arrays.Length; c++) arrays[c] = await ReadColumnAsync(group, c, cancellation);
            return new TableBatch(Schema, rows, arrays);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unreadable(path, e);
        }
    }
}
