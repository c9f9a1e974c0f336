namespace AsemMonteCarlo.Engine.Tables;

/// <summary>Collects the rows of a table one by one, without a box around any value, and hands them on in batches.</summary>
/// <param name="schema">The table.</param>
/// <param name="full">Takes a batch when one is full, and reuses nothing of it; null keeps all rows for <see cref="Batch"/>.</param>
internal sealed class Rows(TableSchema schema, Action<TableBatch>? full = null)
{
    private const int BatchRows = 1 << 16;

    private readonly IColumnRows[] columns = [.. schema.Columns.Select(Create)];
    private int count;

    /// <summary>Adds a row.</summary>
    /// <param name="values">One value per column, of its type; missing only in nullable columns.</param>
    /// <exception cref="TableException">The number of values is not that of the columns, or a value is of another type.</exception>
    public void Add(params ReadOnlySpan<RowValue> values)
    {
        if (values.Length != columns.Length) throw new TableException(ErrorKind.Bug, $"A row of table '{schema.Name}' has {values.Length} values instead of {columns.Length}.");
        for (int i = 0; i < values.Length; i++)
            if (!columns[i].Add(values[i])) throw new TableException(ErrorKind.Bug, $"A value of column '{schema.Columns[i].Name}' of table '{schema.Name}' is not of its type.");
        if (++count == BatchRows && full is not null) Flush();
    }

    /// <summary>The rows collected since the last full batch.</summary>
    public TableBatch Batch() => new(schema, count, [.. columns.Select(c => c.Values)]);

    /// <summary>Hands on the rows collected since the last full batch, if any.</summary>
    public void Flush()
    {
        if (count == 0) return;
        full!(Batch());
        foreach (var column in columns) column.Clear();
        count = 0;
    }

    private static IColumnRows Create(Column column) => (column.Type, column.Nullable) switch
    {
        (ColumnType.Text, _) => new ColumnRows<string?>(v => v.Text, column.Nullable, ColumnType.Text),
        (ColumnType.Integer, false) => new ColumnRows<long>(v => v.Whole, false, ColumnType.Integer),
        (ColumnType.Integer, true) => new ColumnRows<long?>(v => v.IsMissing ? null : v.Whole, true, ColumnType.Integer),
        (ColumnType.Real, false) => new ColumnRows<double>(v => v.Real, false, ColumnType.Real),
        (ColumnType.Real, true) => new ColumnRows<double?>(v => v.IsMissing ? null : v.Real, true, ColumnType.Real),
        (ColumnType.Single, false) => new ColumnRows<float>(v => (float)v.Real, false, ColumnType.Real),
        (ColumnType.Single, true) => new ColumnRows<float?>(v => v.IsMissing ? null : (float)v.Real, true, ColumnType.Real),
        (_, false) => new ColumnRows<bool>(v => v.Whole != 0, false, ColumnType.Flag),
        (_, true) => new ColumnRows<bool?>(v => v.IsMissing ? null : v.Whole != 0, true, ColumnType.Flag),
    };

    private interface IColumnRows
    {
        Array Values { get; }

        bool Add(in RowValue value);

        void Clear();
    }

    private sealed class ColumnRows<T>(Func<RowValue, T> read, bool nullable, ColumnType type) : IColumnRows
    {
        private T[] values = [];
        private int count;

        public Array Values => values[..count];

        public bool Add(in RowValue value)
        {
            if (value.IsMissing ? !nullable : value.Type != type) return false;
            if (count == values.Length) Array.Resize(ref values, Math.Max(16, 2 * count));
            values[count++] = read(value);
            return true;
        }

        public void Clear() => count = 0;
    }
}

/// <summary>A value of a row: text, a whole number, a real number, a flag, or missing.</summary>
internal readonly struct RowValue
{
    private RowValue(ColumnType type, string? text, long whole, double real) => (Type, Text, Whole, Real, HasValue) = (type, text, whole, real, true);

    public ColumnType Type { get; }

    public string? Text { get; }

    public long Whole { get; }

    public double Real { get; }

    public bool IsMissing => !HasValue;

    private bool HasValue { get; }

    public static implicit operator RowValue(string? text) => text is null ? default : new(ColumnType.Text, text, 0, 0);

    public static implicit operator RowValue(long whole) => new(ColumnType.Integer, null, whole, 0);

    public static implicit operator RowValue(int whole) => new(ColumnType.Integer, null, whole, 0);

    public static implicit operator RowValue(int? whole) => whole is { } value ? new(ColumnType.Integer, null, value, 0) : default;

    public static implicit operator RowValue(double real) => new(ColumnType.Real, null, 0, real);

    public static implicit operator RowValue(double? real) => real is { } value ? new(ColumnType.Real, null, 0, value) : default;

    public static implicit operator RowValue(bool flag) => new(ColumnType.Flag, null, flag ? 1 : 0, 0);
}
