using System.Globalization;
using System.Text.Json;
using AsemMonteCarlo.Engine.Tables;
using DuckDB.NET.Data;
using ParquetSharp;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>What we write is what readers that are not ours read: every value of every type, in several row groups.</summary>
public sealed class OtherReadersTests : IAsyncLifetime
{
    private const int Rows = 100;

    private static readonly TableSchema Schema = new("samples", "One row of every type.",
    [
        new("label", ColumnType.Text, false, "", "", "A text.", ""),
        new("note", ColumnType.Text, true, "", "", "A text or none.", ""),
        new("dyad", ColumnType.Integer, false, "1", "", "A number.", ""),
        new("end_day", ColumnType.Integer, true, "day", "", "A number or none.", ""),
        new("safe.bond.relief", ColumnType.Real, false, "1", "[0, 1]", "A parameter.", "assumed"),
        new("estimate", ColumnType.Real, true, "1", "", "A number or none.", ""),
        new("anxiety", ColumnType.Single, false, "1", "", "A state.", ""),
        new("skill", ColumnType.Single, true, "1", "", "A state or none.", ""),
        new("together", ColumnType.Flag, false, "1", "", "A flag.", ""),
        new("content", ColumnType.Flag, true, "1", "", "A flag or none.", ""),
    ],
    ["dyad"]);

    private static readonly Array[] Values =
    [
        Make(i => "label" + (i % 3)),
        Make(i => i % 4 == 0 ? null : i % 4 == 1 ? "" : "note é😀 " + i),
        Make(i => i == 1 ? long.MinValue : i),
        Make<long?>(i => i % 3 == 0 ? null : -i),
        Make(i => i == 2 ? double.NegativeInfinity : i * 0.1),
        Make<double?>(i => i % 5 == 0 ? null : i * -1e300),
        Make(i => i == 3 ? -0f : i * 0.1f),
        Make<float?>(i => i % 2 == 0 ? null : float.Epsilon * i),
        Make(i => i % 2 == 0),
        Make<bool?>(i => i % 3 == 0 ? null : i % 3 == 1),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("asem-readers-").FullName;

    private string FilePath => Path.Combine(folder, "samples.parquet");

    public async ValueTask InitializeAsync()
    {
        await using var writer = await TableWriter.CreateAsync(FilePath, Schema, new Dictionary<string, string> { ["asem.study"] = "{\"days\":365}" }, rowGroupRows: 30);
        await writer.AppendAsync(new TableBatch(Schema, Rows, Values));
        await writer.CompleteAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void DuckDB_reads_every_value_and_the_metadata()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"select * from read_parquet('{FilePath}')";
            using var reader = command.ExecuteReader();
            Assert.Equal(Schema.Columns.Select(column => column.Name), Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
            for (int row = 0; row < Rows; row++)
            {
                Assert.True(reader.Read());
                for (int c = 0; c < Values.Length; c++) AssertSame(row, c, reader.IsDBNull(c) ? null : reader.GetValue(c));
            }

            Assert.False(reader.Read());
        }

        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"select decode(value) from parquet_kv_metadata('{FilePath}') where decode(key) = 'asem.columns'";
            AssertColumns((string?)command.ExecuteScalar());
        }

        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"select count(*) from read_parquet('{FilePath}') where \"safe.bond.relief\" > 5 and end_day is not null";
            int expected = Enumerable.Range(0, Rows).Count(i => ((double[])Values[4])[i] > 5 && ((long?[])Values[3])[i] is not null);
            Assert.Equal(expected, Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void ParquetSharp_reads_every_value_and_the_metadata()
    {
        using var file = new ParquetFileReader(FilePath);
        Assert.Equal(Rows, file.FileMetaData.NumRows);
        Assert.Equal(4, file.FileMetaData.NumRowGroups);
        Assert.Equal("{\"days\":365}", file.FileMetaData.KeyValueMetadata["asem.study"]);
        AssertColumns(file.FileMetaData.KeyValueMetadata["asem.columns"]);
        int first = 0;
        for (int g = 0; g < file.FileMetaData.NumRowGroups; g++)
        {
            using var group = file.RowGroup(g);
            int count = (int)group.MetaData.NumRows;
            for (int c = 0; c < Values.Length; c++)
            {
                using var chunk = group.Column(c);
                Assert.Equal(Schema.Columns[c].Name, chunk.ColumnDescriptor.Name);
                Assert.Equal(Compression.Zstd, group.MetaData.GetColumnChunkMetaData(c).Compression);
                using var logical = chunk.LogicalReader();
                var read = logical.Apply(new ReadAll(count));
                for (int i = 0; i < count; i++) AssertSame(first + i, c, read.GetValue(i));
            }

            first += count;
        }

        Assert.Equal(Rows, first);
    }

    private static T[] Make<T>(Func<int, T> value) => [.. Enumerable.Range(0, Rows).Select(value)];

    private static void AssertSame(int row, int column, object? actual)
    {
        object? expected = Values[column].GetValue(row);
        Assert.True(Equals(expected, actual), $"row {row}, column {Schema.Columns[column].Name}: {actual ?? "missing"} instead of {expected ?? "missing"}");
        if (expected is float number) Assert.Equal(BitConverter.SingleToInt32Bits(number), BitConverter.SingleToInt32Bits((float)actual!));
    }

    private static void AssertColumns(string? json)
    {
        using var document = JsonDocument.Parse(json!);
        var relief = document.RootElement.EnumerateArray().Single(column => column.GetProperty("name").GetString() == "safe.bond.relief");
        Assert.Equal(("real", "1", "[0, 1]", "A parameter.", "assumed"),
            (relief.GetProperty("type").GetString(), relief.GetProperty("unit").GetString(), relief.GetProperty("range").GetString(),
             relief.GetProperty("meaning").GetString(), relief.GetProperty("source").GetString()));
        Assert.Equal(Schema.Columns.Count, document.RootElement.GetArrayLength());
    }

    private sealed class ReadAll(int count) : ILogicalColumnReaderVisitor<Array>
    {
        public Array OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> columnReader) => columnReader.ReadAll(count);
    }
}
