using System.Text.RegularExpressions;
using AsemMonteCarlo.EndToEndTests.Install;
using DuckDB.NET.Data;
using ParquetSharp;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>Every value of every table, its type, missing values, order of columns and descriptions, as readers that are not ours see them.</summary>
public sealed partial class EveryReaderTests(EveryTable every) : IClassFixture<EveryTable>
{
    private static readonly Dictionary<string, string> duckTypes = new() { ["VARCHAR"] = "text", ["BIGINT"] = "integer", ["DOUBLE"] = "real", ["FLOAT"] = "single", ["BOOLEAN"] = "flag" };

    [Fact]
    public void There_is_a_file_of_every_table()
    {
        // the document has a heading for every schema; the others are not described there column by column
        var tables = Heading().Matches(File.ReadAllText(Path.Combine(Dotnet.Repository, "docs", "outputs.md"))).Select(m => m.Groups[1].Value).Concat(["design", "failures", "replay", "runs", "sums"]).ToList();
        Assert.InRange(tables.Count, 15, 100);
        Assert.Equal(tables.Order(StringComparer.Ordinal), every.Files.Select(Path.GetFileNameWithoutExtension).Distinct().Order(StringComparer.Ordinal));
        Assert.All(every.Files, file => Assert.NotEmpty(every.Expected[file].Columns[0].Value.Values));
        // some of each type are missing
        foreach (string type in (string[])["text", "integer", "real"])
            Assert.Contains(every.Expected.Values.SelectMany(t => t.Columns), c => c.Value.Type == type && c.Value.Values.Contains("-"));
    }

    [Fact]
    public void DuckDB_reads_every_value()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (string file in every.Files) AssertSame(file, Duck(connection, file));
    }

    [Fact]
    public void ParquetSharp_reads_every_value()
    {
        foreach (string file in every.Files) AssertSame(file, Sharp(file));
    }

    [Theory]
    [Trait("Needs", "Node")]
    [InlineData("polars")]
    [InlineData("hyparquet")]
    public void JavaScript_reads_every_value(string reader)
    {
        var read = TableText.Parse(NodeTools.Run(["read.mjs", reader, .. every.Files]));
        foreach (string file in every.Files) AssertSame(file, read[file]);
    }

    [Fact]
    public void Texts_with_listed_words_have_no_others()
    {
        int checkedColumns = 0;
        foreach (string file in every.Files)
        {
            var described = System.Text.Json.Nodes.JsonNode.Parse(every.Expected[file].Metadata!["asem.columns"])!.AsArray();
            foreach (var column in described.Where(c => (string)c!["type"]! == "text" && (string)c["name"]! is "statistic" or "view" or "person" or "comparison" or "estimand"))
            {
                string[] words = ((string)column!["range"]!).Split(", ");
                Assert.All(every.Expected[file].Columns.Single(c => c.Key == (string)column["name"]!).Value.Values, v => Assert.Contains(v[1..], words));
                checkedColumns++;
            }
        }
        Assert.InRange(checkedColumns, 5, 100);
    }

    private void AssertSame(string file, ReadTable actual)
    {
        var expected = every.Expected[file];
        Assert.Equal(expected.Columns.Select(c => $"{c.Key} {c.Value.Type}"), actual.Columns.Select(c => $"{c.Key} {c.Value.Type}"));
        foreach (var ((name, column), (_, read)) in expected.Columns.Zip(actual.Columns))
        {
            if (column.Values.SequenceEqual(read.Values)) continue;
            int at = column.Values.Zip(read.Values).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.Fail($"{Path.GetFileName(file)}, column {name}, row {at}: {read.Values.ElementAtOrDefault(at)} instead of {column.Values.ElementAtOrDefault(at)}, of {read.Values.Count} and {column.Values.Count}");
        }
        // Polars in Node gives no metadata
        if (actual.Metadata is not { Count: > 0 }) return;
        foreach (string key in (string[])["asem.table", "asem.columns"]) Assert.Equal(expected.Metadata![key], actual.Metadata[key]);
        Assert.Equal(expected.Metadata!.GetValueOrDefault("asem.study"), actual.Metadata.GetValueOrDefault("asem.study"));
    }

    private static ReadTable Duck(DuckDBConnection connection, string file)
    {
        List<object?[]> Query(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<object?[]>();
            while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
            return rows;
        }
        var described = Query($"describe select * from '{file}'");
        var rows = Query($"select * from '{file}'");
        return new(
            [.. described.Select((c, i) => KeyValuePair.Create((string)c[0]!, new ReadColumn(duckTypes.GetValueOrDefault((string)c[1]!, (string)c[1]!), [.. rows.Select(r => TableText.Of(r[i]))])))],
            Query($"select decode(key), decode(value) from parquet_kv_metadata('{file}')").ToDictionary(r => (string)r[0]!, r => (string)r[1]!));
    }

    private static ReadTable Sharp(string path)
    {
        using var file = new ParquetFileReader(path);
        int columns = file.FileMetaData.NumColumns;
        var read = new List<KeyValuePair<string, ReadColumn>>();
        var described = System.Text.Json.Nodes.JsonNode.Parse(file.FileMetaData.KeyValueMetadata["asem.columns"])!.AsArray();
        for (int c = 0; c < columns; c++)
        {
            var descriptor = file.FileMetaData.Schema.Column(c);
            // a column may be without values exactly where it is described so
            Assert.Equal((bool)described[c]!["nullable"]!, descriptor.MaxDefinitionLevel == 1);
            var values = new List<string>();
            for (int g = 0; g < file.FileMetaData.NumRowGroups; g++)
            {
                using var group = file.RowGroup(g);
                using var column = group.Column(c).LogicalReader();
                values.AddRange(column.Apply(new ReadAll((int)group.MetaData.NumRows)).Cast<object?>().Select(TableText.Of));
            }
            string type = descriptor.PhysicalType switch
            {
                PhysicalType.ByteArray when descriptor.LogicalType is StringLogicalType => "text",
                PhysicalType.Int64 => "integer",
                PhysicalType.Double => "real",
                PhysicalType.Float => "single",
                PhysicalType.Boolean => "flag",
                var other => other.ToString(),
            };
            read.Add(new(descriptor.Name, new(type, values)));
        }
        return new(read, new Dictionary<string, string>(file.FileMetaData.KeyValueMetadata));
    }

    [GeneratedRegex("^### `([a-z_]+)[.]parquet`$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    private sealed class ReadAll(int count) : ILogicalColumnReaderVisitor<Array>
    {
        public Array OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> columnReader) => columnReader.ReadAll(count);
    }
}
