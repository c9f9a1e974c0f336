using System.Text.Json;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>The table that describes every column of every table of a run, for readers that do not look at file metadata.</summary>
public static class ColumnsTable
{
    /// <summary>Its schema.</summary>
    public static readonly TableSchema Schema = new(
        "columns",
        "One column of one table of this run.",
        [
            Text("table", "Name of the table; its file is NAME.parquet."),
            Text("column", "Name of the column."),
            Text("type", "Logical type: text, integer (64 bits), real (64 bits), single (32 bits) or flag."),
            new Column("nullable", ColumnType.Flag, false, "", "", "Whether a value may be missing.", ""),
            Text("unit", "Unit of the values; 1 for pure numbers, empty for text."),
            Text("range", "Allowed values; empty for any."),
            Text("meaning", "What the values are."),
            Text("source", "Citation key, 'assumed', or empty."),
        ],
        ["table", "column"]);

    /// <summary>The rows for the tables of a run, this table's own included, in ordinal order of table names and file order of columns.</summary>
    /// <param name="schemas">The other tables.</param>
    public static TableBatch Rows(IEnumerable<TableSchema> schemas)
    {
        var all = schemas.Append(Schema).OrderBy(schema => schema.Name, StringComparer.Ordinal)
            .SelectMany(schema => schema.Columns.Select(column => (Table: schema.Name, Column: column))).ToArray();
        return new TableBatch(Schema, all.Length,
        [
            Array.ConvertAll(all, row => row.Table),
            Array.ConvertAll(all, row => row.Column.Name),
            Array.ConvertAll(all, row => JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Column.Type.ToString())),
            Array.ConvertAll(all, row => row.Column.Nullable),
            Array.ConvertAll(all, row => row.Column.Unit),
            Array.ConvertAll(all, row => row.Column.Range),
            Array.ConvertAll(all, row => row.Column.Meaning),
            Array.ConvertAll(all, row => row.Column.Source),
        ]);
    }

    private static Column Text(string name, string meaning) => new(name, ColumnType.Text, false, "", "", meaning, "");
}
