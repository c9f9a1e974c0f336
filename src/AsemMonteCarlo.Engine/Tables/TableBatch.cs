namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// Some rows of a table, stored by column: <c>string?[]</c> for Text, <c>long[]</c> Integer, <c>double[]</c> Real,
/// <c>float[]</c> Single, <c>bool[]</c> Flag, or the array of the nullable type (<c>double?[]</c> …) in a nullable column.
/// The arrays belong to the maker of the batch, may be longer than the batch, and may be reused after it is appended.
/// </summary>
public sealed class TableBatch
{
    /// <summary>Makes a batch.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="rows">Number of rows, at most the length of the shortest array.</param>
    /// <param name="columns">One array per column, in the order of the schema.</param>
    /// <exception cref="TableException">An array is missing, too short, or has the wrong type.</exception>
    public TableBatch(TableSchema schema, int rows, IReadOnlyList<Array> columns)
    {
        if (columns.Count != schema.Columns.Count)
            throw new TableException(ErrorKind.Bug, $"A batch of table '{schema.Name}' has {columns.Count} columns instead of {schema.Columns.Count}.");
        for (int c = 0; c < columns.Count; c++)
        {
            var column = schema.Columns[c];
            if (columns[c].Length < rows || rows < 0)
                throw new TableException(ErrorKind.Bug, $"Column '{column.Name}' of a batch of table '{schema.Name}' has {columns[c].Length} values instead of {rows}.");
            var actual = columns[c].GetType();
            if (actual != ElementType(column, nullable: false).MakeArrayType() && !(column.Nullable && actual == ElementType(column, nullable: true).MakeArrayType()))
                throw new TableException(ErrorKind.Bug, $"Column '{column.Name}' of a batch of table '{schema.Name}' is a {actual.Name}, but the column holds {(column.Nullable ? "nullable " : "")}{column.Type}.");
        }

        (Schema, Rows, Columns) = (schema, rows, columns);
    }

    /// <summary>The table.</summary>
    public TableSchema Schema { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>One array per column, in the order of the schema.</summary>
    public IReadOnlyList<Array> Columns { get; }

    /// <summary>The array of one column.</summary>
    /// <typeparam name="T">Element type, such as <c>long</c> or <c>double?</c>; a reader gives the nullable type exactly for nullable columns.</typeparam>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="TableException">There is no such column, or it has another type.</exception>
    public T[] Values<T>(string column)
    {
        for (int c = 0; c < Columns.Count; c++)
            if (Schema.Columns[c].Name == column)
                return Columns[c] as T[] ?? throw new TableException(ErrorKind.OtherColumns, $"Column '{column}' of table '{Schema.Name}' is read as {typeof(T).Name}[], but is a {Columns[c].GetType().Name}.");
        throw new TableException(ErrorKind.OtherColumns, $"Table '{Schema.Name}' has no column '{column}'; it has {string.Join(", ", Schema.Columns.Select(c => c.Name))}.");
    }

    internal static Type ElementType(Column column, bool nullable) => column.Type switch
    {
        ColumnType.Text => typeof(string),
        ColumnType.Integer => nullable ? typeof(long?) : typeof(long),
        ColumnType.Real => nullable ? typeof(double?) : typeof(double),
        ColumnType.Single => nullable ? typeof(float?) : typeof(float),
        _ => nullable ? typeof(bool?) : typeof(bool),
    };
}
