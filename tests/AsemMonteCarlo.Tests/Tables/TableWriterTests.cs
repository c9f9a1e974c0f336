using System.Security.Cryptography;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Tests.Tables;

public sealed class TableWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(1, 10, 10)]
    [InlineData(100, 7, 100)]
    [InlineData(100, 100, 7)]
    [InlineData(100, 1000, 33)]
    [InlineData(100, 1, 9)]
    public async Task Every_type_with_and_without_missing_values_comes_back(int count, int rowGroupRows, int batchRows)
    {
        var rows = Samples.Rows(count);
        var written = await Samples.WriteAsync(folder["samples.parquet"], rows, rowGroupRows, batchRows);

        await using var reader = await TableReader.OpenAsync(folder["samples.parquet"], Token);
        var read = new List<Samples.Row>();
        await foreach (var batch in reader.ReadAsync(Token)) read.AddRange(Samples.Rows(batch));
        Assert.Equal(rows, read);
        Assert.Equal(rows.Select(row => BitConverter.SingleToInt32Bits(row.Anxiety)), read.Select(row => BitConverter.SingleToInt32Bits(row.Anxiety)));
        Assert.Equal(Samples.Schema, reader.Schema);
        Assert.Equal((count + rowGroupRows - 1) / rowGroupRows, reader.RowGroups);
        Assert.Equal(count, reader.Rows);
        Assert.Equal(count, written.Rows);
        Assert.Equal(["samples.parquet"], folder.Names);
    }

    [Fact]
    public async Task Result_describes_the_file_on_the_disk()
    {
        var written = await Samples.WriteAsync(folder["samples.parquet"], Samples.Rows(50));
        byte[] bytes = await File.ReadAllBytesAsync(folder["samples.parquet"], Token);
        Assert.Equal(("samples", "samples.parquet", bytes.LongLength), (written.Name, written.File, written.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), written.Sha256);
    }

    [Fact]
    public async Task Columns_wholly_missing_or_wholly_equal_come_back()
    {
        var rows = Enumerable.Repeat(new Samples.Row("a", null, 1, null, 2, null, 3, null, true, null), 1000).ToArray();
        await Samples.WriteAsync(folder["samples.parquet"], rows);
        await using var reader = await TableReader.OpenAsync(folder["samples.parquet"], Token);
        await foreach (var batch in reader.ReadAsync(Token)) Assert.Equal(rows, Samples.Rows(batch));
    }

    [Fact]
    public async Task Metadata_describes_table_and_columns_and_holds_what_the_caller_gave()
    {
        await using (var writer = await TableWriter.CreateAsync(folder["t.parquet"], Samples.Schema, new Dictionary<string, string> { ["asem.study"] = "{\"days\":365}" }, cancellation: Token))
            await writer.CompleteAsync(Token);
        await using var reader = await TableReader.OpenAsync(folder["t.parquet"], Token);
        Assert.Equal("{\"days\":365}", reader.Metadata["asem.study"]);
        Assert.Equal("""{"name":"samples","meaning":"One row of every type.","key":["dyad"],"table_schema_version":1}""", reader.Metadata["asem.table"]);
        Assert.StartsWith("""[{"name":"label","type":"text","nullable":false,"unit":"1","range":"[0, 1]","meaning":"Meaning of label.","source":"assumed"},""", reader.Metadata["asem.columns"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_the_table_itself_cannot_be_given()
    {
        var error = await Assert.ThrowsAsync<TableException>(() => TableWriter.CreateAsync(folder["t.parquet"], Samples.Schema, new Dictionary<string, string> { ["asem.table"] = "" }, cancellation: Token));
        Assert.Contains("'asem.table'", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task NaN_is_refused_with_column_and_row_and_the_table_cannot_be_completed()
    {
        var rows = Samples.Rows(20);
        rows[7] = rows[7] with { Anxiety = float.NaN };
        await using (var writer = await TableWriter.CreateAsync(folder["t.parquet"], Samples.Schema, rowGroupRows: 3, cancellation: Token))
        {
            var error = await Assert.ThrowsAsync<TableException>(() => writer.AppendAsync(Samples.Batch(rows), Token).AsTask());
            Assert.Contains("NaN in column 'anxiety', row 8", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<TableException>(() => writer.AppendAsync(Samples.Batch(Samples.Rows(1)), Token).AsTask());
            await Assert.ThrowsAsync<TableException>(() => writer.CompleteAsync(Token));
            Assert.Equal(["t.parquet.partial"], folder.Names);
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task NaN_in_a_real_column_is_refused()
    {
        var rows = Samples.Rows(3);
        rows[0] = rows[0] with { Relief = double.NaN };
        var error = await Assert.ThrowsAsync<TableException>(() => Samples.WriteAsync(folder["t.parquet"], rows));
        Assert.Contains("NaN in column 'safe.bond.relief', row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_text_is_refused_where_a_text_is_required()
    {
        var rows = Samples.Rows(3);
        rows[2] = rows[2] with { Label = null! };
        var error = await Assert.ThrowsAsync<TableException>(() => Samples.WriteAsync(folder["t.parquet"], rows));
        Assert.Contains("missing text in column 'label', row 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NaN_in_a_nullable_column_is_written_as_missing_from_either_kind_of_array()
    {
        var schema = new TableSchema("t", "", [new("a", ColumnType.Real, true, "1", "", "", ""), new("b", ColumnType.Single, true, "1", "", "", "")], []);
        await using (var writer = await TableWriter.CreateAsync(folder["t.parquet"], schema, cancellation: Token))
        {
            await writer.AppendAsync(new TableBatch(schema, 2, [new[] { double.NaN, 1.5 }, new float?[] { 2.5f, float.NaN }]), Token);
            await writer.CompleteAsync(Token);
        }

        await using var reader = await TableReader.OpenAsync(folder["t.parquet"], Token);
        await foreach (var batch in reader.ReadAsync(Token))
        {
            Assert.Equal([null, 1.5], batch.Values<double?>("a"));
            Assert.Equal([2.5f, null], batch.Values<float?>("b"));
        }
    }

    [Fact]
    public async Task Arrays_may_be_longer_than_the_batch_and_reused()
    {
        var schema = new TableSchema("t", "", [new("a", ColumnType.Integer, false, "1", "", "", "")], []);
        long[] values = [1, 2, 3, 99];
        await using var writer = await TableWriter.CreateAsync(folder["t.parquet"], schema, cancellation: Token);
        await writer.AppendAsync(new TableBatch(schema, 3, [values]), Token);
        values[0] = 4;
        await writer.AppendAsync(new TableBatch(schema, 1, [values]), Token);
        await writer.CompleteAsync(Token);
        await using var reader = await TableReader.OpenAsync(folder["t.parquet"], Token);
        await foreach (var batch in reader.ReadAsync(Token)) Assert.Equal([1, 2, 3, 4], batch.Values<long>("a"));
    }

    [Fact]
    public async Task An_abandoned_table_leaves_the_older_file_untouched()
    {
        await Samples.WriteAsync(folder["t.parquet"], Samples.Rows(5));
        byte[] before = await File.ReadAllBytesAsync(folder["t.parquet"], Token);
        await using (var writer = await TableWriter.CreateAsync(folder["t.parquet"], Samples.Schema, cancellation: Token))
            await writer.AppendAsync(Samples.Batch(Samples.Rows(9)), Token);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder["t.parquet"], Token));
        Assert.Equal(["t.parquet"], folder.Names);
    }

    [Fact]
    public async Task A_cancelled_completion_leaves_nothing()
    {
        await using (var writer = await TableWriter.CreateAsync(folder["t.parquet"], Samples.Schema, cancellation: Token))
        {
            await writer.AppendAsync(Samples.Batch(Samples.Rows(9)), Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.CompleteAsync(new CancellationToken(canceled: true)));
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_full_disk_is_one_clear_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full on this system");
        File.CreateSymbolicLink(folder["t.parquet.partial"], "/dev/full");
        var error = await Assert.ThrowsAsync<TableException>(() => Samples.WriteAsync(folder["t.parquet"], Samples.Rows(2000), rowGroupRows: 100));
        Assert.Contains("Cannot write table", error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_missing_folder_is_one_clear_error()
    {
        var error = await Assert.ThrowsAsync<TableException>(() => TableWriter.CreateAsync(folder["none/t.parquet"], Samples.Schema, cancellation: Token));
        Assert.Contains("none/t.parquet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_with_a_wrong_array_is_refused_by_name()
    {
        var schema = new TableSchema("t", "", [new("a", ColumnType.Integer, false, "1", "", "", "")], []);
        Assert.Contains("'a'", Assert.Throws<TableException>(() => new TableBatch(schema, 1, [new int[1]])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<TableException>(() => new TableBatch(schema, 1, [new ulong[1]])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<TableException>(() => new TableBatch(schema, 1, [new long?[1]])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<TableException>(() => new TableBatch(schema, 2, [new long[1]])).Message, StringComparison.Ordinal);
        Assert.Throws<TableException>(() => new TableBatch(schema, 0, []));
    }

    [Theory]
    [InlineData("Bad", "a", "b", "b")]
    [InlineData("t", "a", "A", "a")]
    [InlineData("t", "a", "a", "a")]
    [InlineData("t", "a", "b c", "a")]
    [InlineData("t", "a", "b", "c")]
    public void A_schema_with_a_bad_name_or_key_is_refused(string table, string first, string second, string key) =>
        Assert.Throws<TableException>(() => new TableSchema(table, "", [new(first, ColumnType.Integer, false, "1", "", "", ""), new(second, ColumnType.Integer, false, "1", "", "", "")], [key]));
}
