using AsemMonteCarlo.Engine.Tables;
using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.Tests.Tables;

public sealed class TableReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_missing_or_truncated_or_foreign_file_is_one_error_that_names_the_file()
    {
        await Samples.WriteAsync(folder["whole.parquet"], Samples.Rows(100));
        byte[] bytes = await File.ReadAllBytesAsync(folder["whole.parquet"], Token);
        await File.WriteAllBytesAsync(folder["cut.parquet"], bytes[..^20], Token);
        await File.WriteAllTextAsync(folder["text.parquet"], "no table at all", Token);
        await File.WriteAllTextAsync(folder["empty.parquet"], "", Token);
        foreach (string name in new[] { "missing.parquet", "cut.parquet", "text.parquet", "empty.parquet" })
        {
            var error = await Assert.ThrowsAsync<TableException>(() => TableReader.OpenAsync(folder[name], Token));
            Assert.StartsWith($"Cannot read table '{folder[name]}': ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_parquet_file_of_another_program_is_refused()
    {
        var physical = new ParquetSchema(new DataField<long>("a"));
        await using (var stream = File.Create(folder["other.parquet"]))
        await using (var writer = await ParquetWriter.CreateAsync(physical, stream, cancellationToken: Token))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(physical.DataFields[0], (ReadOnlyMemory<long>)new long[] { 1 }, cancellationToken: Token);
        }

        var error = await Assert.ThrowsAsync<TableException>(() => TableReader.OpenAsync(folder["other.parquet"], Token));
        Assert.Contains("'asem.seal'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_one_error_that_names_the_file()
    {
        await Samples.WriteAsync(folder["whole.parquet"], Samples.Rows(40), rowGroupRows: 15);
        byte[] bytes = await File.ReadAllBytesAsync(folder["whole.parquet"], Token);
        for (int at = 0; at < bytes.Length; at += 7)
        {
            byte flip = (byte)(1 << (at % 8));
            bytes[at] ^= flip;
            await File.WriteAllBytesAsync(folder["flipped.parquet"], bytes, Token);
            bytes[at] ^= flip;
            var error = await Assert.ThrowsAsync<TableException>(() => TableReader.OpenAsync(folder["flipped.parquet"], Token));
            Assert.StartsWith($"Cannot read table '{folder["flipped.parquet"]}': ", error.Message, StringComparison.Ordinal);
        }
    }
}
