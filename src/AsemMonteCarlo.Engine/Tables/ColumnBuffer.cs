using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>Values of one column waiting for their row group; grows up to the size of a row group and is then reused.</summary>
internal abstract class ColumnBuffer(TableSchema schema, Column column)
{
    /// <summary>The values; an array of the nullable type exactly if the column is nullable.</summary>
    public abstract Array Values { get; }

    protected Column Column { get; } = column;

    public static ColumnBuffer Create(TableSchema schema, Column column) => (column.Type, column.Nullable) switch
    {
        (ColumnType.Text, _) => new TextBuffer(schema, column),
        (ColumnType.Integer, false) => new ValueBuffer<long>(schema, column),
        (ColumnType.Real, false) => new ValueBuffer<double>(schema, column),
        (ColumnType.Single, false) => new ValueBuffer<float>(schema, column),
        (_, false) => new ValueBuffer<bool>(schema, column),
        (ColumnType.Integer, true) => new NullableBuffer<long>(schema, column),
        (ColumnType.Real, true) => new NullableBuffer<double>(schema, column),
        (ColumnType.Single, true) => new NullableBuffer<float>(schema, column),
        (_, true) => new NullableBuffer<bool>(schema, column),
    };

    /// <summary>Makes room for a number of values, keeping the present ones.</summary>
    public abstract void Grow(int capacity);

    /// <summary>Copies values <paramref name="start"/>… of a batch's array to place <paramref name="at"/>.</summary>
    /// <param name="source">The batch's array.</param>
    /// <param name="start">First value to copy.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="at">Place of the first copied value in this buffer, which is large enough.</param>
    /// <param name="row">Row number in the table of the first copied value, for messages; the first row is 1.</param>
    /// <exception cref="TableException">NaN or a missing value in a column that always has a value.</exception>
    public abstract void Copy(Array source, int start, int count, int at, long row);

    /// <summary>Writes the first values as the next column of a row group.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, DataField field, int count, CancellationToken cancellation);

    protected TableException Refusal(string what, long row) =>
        new(ErrorKind.Bug, $"Table '{schema.Name}' has {what} in column '{Column.Name}', row {row}, where a value is required.");

    /// <summary>The compiler resolves the test per type: no boxing, and nothing left of it for integers and flags.</summary>
    protected static bool IsNaN<T>(T value) where T : struct =>
        (value is double real && double.IsNaN(real)) || (value is float single && float.IsNaN(single));

    private sealed class ValueBuffer<T>(TableSchema schema, Column column) : ColumnBuffer(schema, column) where T : struct
    {
        private T[] values = [];

        public override Array Values => values;

        public override void Grow(int capacity) => Array.Resize(ref values, capacity);

        public override void Copy(Array source, int start, int count, int at, long row)
        {
            var from = ((T[])source).AsSpan(start, count);
            for (int i = 0; i < from.Length; i++)
                if (IsNaN(from[i])) throw Refusal("NaN", row + i);
            from.CopyTo(values.AsSpan(at));
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int count, CancellationToken cancellation) =>
            group.WriteAsync<T>(field, (ReadOnlyMemory<T>)values.AsMemory(0, count), cancellationToken: cancellation);
    }

    private sealed class NullableBuffer<T>(TableSchema schema, Column column) : ColumnBuffer(schema, column) where T : struct
    {
        private T?[] values = [];

        public override Array Values => values;

        public override void Grow(int capacity) => Array.Resize(ref values, capacity);

        public override void Copy(Array source, int start, int count, int at, long row)
        {
            var to = values.AsSpan(at, count);
            if (source is T[] plain)
            {
                var from = plain.AsSpan(start, count);
                for (int i = 0; i < to.Length; i++) to[i] = IsNaN(from[i]) ? null : from[i];
            }
            else
            {
                var from = ((T?[])source).AsSpan(start, count);
                for (int i = 0; i < to.Length; i++) to[i] = from[i] is { } value && !IsNaN(value) ? value : null;
            }
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int count, CancellationToken cancellation) =>
            group.WriteAsync<T>(field, (ReadOnlyMemory<T?>)values.AsMemory(0, count), cancellationToken: cancellation);
    }

    private sealed class TextBuffer(TableSchema schema, Column column) : ColumnBuffer(schema, column)
    {
        private string?[] values = [];

        public override Array Values => values;

        public override void Grow(int capacity) => Array.Resize(ref values, capacity);

        public override void Copy(Array source, int start, int count, int at, long row)
        {
            var from = ((string?[])source).AsSpan(start, count);
            if (!Column.Nullable && from.IndexOf((string?)null) is >= 0 and var missing) throw Refusal("a missing text", row + missing);
            from.CopyTo(values.AsSpan(at));
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int count, CancellationToken cancellation) =>
            group.WriteAsync(field, new ArraySegment<string>(values!, 0, count));
    }
}
