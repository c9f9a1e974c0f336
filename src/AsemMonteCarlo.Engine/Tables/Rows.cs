namespace AsemMonteCarlo.Engine.Tables;

/// <summary>Collects the rows of a small table one by one. Large tables fill their columns themselves.</summary>
/// <param name="schema">The table.</param>
internal sealed class Rows(TableSchema schema)
{
    private readonly List<object?>[] columns = [.. schema.Columns.Select(_ => new List<object?>())];

    /// <summary>Adds a row.</summary>
    /// <param name="values">One value per column, of its type (whole numbers of any size for Integer); null for missing.</param>
    /// <exception cref="TableException">The number of values is not that of the columns.</exception>
    public void Add(params ReadOnlySpan<object?> values)
    {
        if (values.Length != columns.Length) throw new TableException($"A row of table '{schema.Name}' has {values.Length} values instead of {columns.Length}.");
        for (int i = 0; i < values.Length; i++) columns[i].Add(values[i]);
    }

    /// <summary>The rows collected.</summary>
    public TableBatch Batch()
    {
        var arrays = columns.Select((list, i) =>
        {
            var column = schema.Columns[i];
            var array = Array.CreateInstance(TableBatch.ElementType(column, column.Nullable), list.Count);
            for (int row = 0; row < list.Count; row++)
                array.SetValue(column.Type == ColumnType.Integer && list[row] is { } number ? Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture) : list[row], row);
            return array;
        });
        return new TableBatch(schema, columns[0].Count, [.. arrays]);
    }
}
