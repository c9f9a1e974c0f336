using DuckDB.NET.Data;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>Queries over Parquet files by a reader that is not ours.</summary>
internal static class Parquet
{
    /// <summary>Rows of a query; <c>TABLE</c> stands for the file.</summary>
    public static List<object?[]> Rows(string file, string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query.Replace("TABLE", $"read_parquet('{file}')", StringComparison.Ordinal).Replace("FOLDER", Path.GetDirectoryName(file), StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    /// <summary>First column of a query.</summary>
    public static List<T> Column<T>(string file, string query) => [.. Rows(file, query).Select(row => (T)row[0]!)];
}
