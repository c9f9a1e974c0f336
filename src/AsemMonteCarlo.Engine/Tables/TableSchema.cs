using System.Text.RegularExpressions;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>Name, meaning, columns and key of a table. Checked when made, so that every schema in use is valid.</summary>
public sealed partial record TableSchema
{
    /// <summary>Makes a schema.</summary>
    /// <param name="name">Name in snake_case; the file is called <c>name.parquet</c>.</param>
    /// <param name="meaning">One sentence: what a row is.</param>
    /// <param name="columns">At least one column, in file order.</param>
    /// <param name="key">Names of the columns that together identify a row; may be empty.</param>
    /// <exception cref="TableException">A name is malformed or taken twice (upper and lower case count as equal, as in SQL), or the key names no or a nullable column.</exception>
    public TableSchema(string name, string meaning, IReadOnlyList<Column> columns, IReadOnlyList<string> key)
    {
        if (!TableName().IsMatch(name)) throw new TableException(ErrorKind.Bug, $"Table '{name}' is not named in snake_case.");
        if (columns.Count == 0) throw new TableException(ErrorKind.Bug, $"Table '{name}' has no columns.");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            if (!IsColumnName(column.Name)) throw new TableException(ErrorKind.Bug, $"Column '{column.Name}' of table '{name}' is neither in snake_case nor a dotted parameter name.");
            if (!Enum.IsDefined(column.Type)) throw new TableException(ErrorKind.Bug, $"Column '{column.Name}' of table '{name}' has an unknown type.");
            if (!seen.Add(column.Name)) throw new TableException(ErrorKind.Bug, $"Column '{column.Name}' of table '{name}' appears twice.");
        }

        foreach (string part in key)
            if (columns.FirstOrDefault(column => column.Name == part) is not { Nullable: false })
                throw new TableException(ErrorKind.Bug, $"The key of table '{name}' names '{part}', which is not a column that always has a value.");
        (Name, Meaning, Columns, Key) = (name, meaning, columns, key);
    }

    /// <summary>Whether a text can be the name of a column: snake_case, or parts of it joined by dots.</summary>
    internal static bool IsColumnName(string text) => ColumnName().IsMatch(text);

    /// <summary>Name in snake_case.</summary>
    public string Name { get; }

    /// <summary>One sentence: what a row is.</summary>
    public string Meaning { get; }

    /// <summary>Columns in file order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Names of the columns that together identify a row.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>Whether both have the same columns in the same order, by name, type and whether values may be missing; words about them may differ.</summary>
    /// <param name="other">Another schema.</param>
    internal bool HasColumnsOf(TableSchema other) =>
        Columns.Select(c => (c.Name, c.Type, c.Nullable)).SequenceEqual(other.Columns.Select(c => (c.Name, c.Type, c.Nullable)));

    /// <summary>Whether both say the same, column by column.</summary>
    /// <param name="other">Another schema.</param>
    public bool Equals(TableSchema? other) =>
        ReferenceEquals(this, other) || (other is not null && Name == other.Name && Meaning == other.Meaning && Columns.SequenceEqual(other.Columns) && Key.SequenceEqual(other.Key));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Meaning, Columns.Count);

    [GeneratedRegex(@"^[a-z][a-z0-9]*(_[a-z0-9]+)*\z")]
    private static partial Regex TableName();

    [GeneratedRegex(@"^[a-z][a-z0-9]*([_.][a-z0-9]+)*\z")]
    private static partial Regex ColumnName();
}
