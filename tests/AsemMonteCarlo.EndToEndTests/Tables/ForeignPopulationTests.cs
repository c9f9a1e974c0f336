using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Studies;
using ParquetSharp;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>Populations in Parquet files that a writer other than ours has written.</summary>
public sealed class ForeignPopulationTests : IDisposable
{
    private const int Rows = 500;

    private static readonly double[] anxiety = [.. Enumerable.Range(0, Rows).Select(i => 1 + i % 25 * 0.25)];
    private static readonly int[] avoidance = [.. Enumerable.Range(0, Rows).Select(i => 1 + i * 7 % 5)];

    private readonly string folder = Directory.CreateTempSubdirectory("asem-foreign-").FullName;

    private string FilePath => Path.Combine(folder, "persons.parquet");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(Compression.Uncompressed)]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    [InlineData(Compression.Lz4)]
    [InlineData(Compression.Brotli)]
    public void Every_usual_compression_is_read(Compression compression) => Check(p => p.Compression(compression));

    [Fact]
    public void Dictionaries_plain_pages_split_streams_and_deltas_are_read()
    {
        Check(p => p.EnableDictionary());
        Check(p => p.DisableDictionary());
        Check(p => p.DisableDictionary().Encoding("anxiety", Encoding.ByteStreamSplit).Encoding("avoidance", Encoding.DeltaBinaryPacked));
    }

    [Fact]
    public void Many_pages_and_both_versions_of_pages_are_read()
    {
        Check(p => p.DataPagesize(200).Version(ParquetVersion.PARQUET_1_0));
        Check(p => p.DataPagesize(200).Version(ParquetVersion.PARQUET_2_6));
    }

    [Fact]
    public void Checksums_of_pages_are_compared()
    {
        Write(p => p.DisableDictionary().Compression(Compression.Uncompressed).EnablePageChecksum());
        byte[] bytes = File.ReadAllBytes(FilePath);
        Assert.Equal(anxiety, Read().Values[0]);
        // the last bit of a value in the middle of the first page, which leaves it in range
        int at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(anxiety[100]));
        bytes[at] ^= 1;
        File.WriteAllBytes(FilePath, bytes);
        Assert.Contains("a page does not fit its checksum", Assert.Single(Assert.Throws<StudyException>(Read).Errors).Message, StringComparison.Ordinal);
    }

    private void Check(Action<WriterPropertiesBuilder> choose)
    {
        Write(choose);
        var values = Read().Values;
        Assert.Equal(anxiety, values[0]);
        Assert.Equal(avoidance.Select(v => 1 + (v - 1) * 1.5), values[1]);
    }

    private PopulationFile Read()
    {
        var columns = PopulationColumn.Required(PopulationRows.Persons);
        return PopulationFile.Read(FilePath, PopulationRows.Persons, [columns[0], columns[1] with { Scale = (1, 5) }]);
    }

    private void Write(Action<WriterPropertiesBuilder> choose)
    {
        using var builder = new WriterPropertiesBuilder();
        choose(builder);
        using var writer = new ParquetFileWriter(FilePath, [new Column<int?>("avoidance"), new Column<string>("name"), new Column<double>("anxiety")], builder.Build());
        for (int first = 0; first < Rows; first += Rows / 2)
        {
            using var group = writer.AppendRowGroup();
            using (var column = group.NextColumn().LogicalWriter<int?>()) column.WriteBatch([.. avoidance.Skip(first).Take(Rows / 2).Select(v => (int?)v)]);
            using (var column = group.NextColumn().LogicalWriter<string>()) column.WriteBatch([.. Enumerable.Repeat("someone", Rows / 2)]);
            using (var column = group.NextColumn().LogicalWriter<double>()) column.WriteBatch([.. anxiety.Skip(first).Take(Rows / 2)]);
        }
        writer.Close();
    }
}
