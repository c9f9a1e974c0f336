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
        Assert.Contains("asem.columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_byte_either_changes_no_value_or_the_digest_or_is_one_error()
    {
        var rows = Samples.Rows(40);
        var written = await Samples.WriteAsync(folder["whole.parquet"], rows, rowGroupRows: 15);
        byte[] bytes = await File.ReadAllBytesAsync(folder["whole.parquet"], Token);
        int damaged = 0;
        for (int at = 0; at < bytes.Length; at += 3)
        {
            bytes[at] ^= 0x41;
            await File.WriteAllBytesAsync(folder["flipped.parquet"], bytes, Token);
            bytes[at] ^= 0x41;
            try
            {
                await using var reader = await TableReader.OpenAsync(folder["flipped.parquet"], Token);
                var hasher = new RowHasher(reader.Schema);
                var read = new List<Samples.Row>();
                await foreach (var batch in reader.ReadAsync(Token))
                {
                    hasher.Add(batch.Columns, batch.Rows);
                    if (reader.Schema.Equals(Samples.Schema)) read.AddRange(Samples.Rows(batch));
                }

                if (!read.SequenceEqual(rows) && reader.Schema.Equals(Samples.Schema)) Assert.NotEqual(written.Digest, hasher.Digest);
            }
            catch (TableException e)
            {
                Assert.Contains("flipped.parquet", e.Message, StringComparison.Ordinal);
                damaged++;
            }
        }

        Assert.True(damaged > 100, $"only {damaged} damaged files were noticed by the reader");
    }
}
