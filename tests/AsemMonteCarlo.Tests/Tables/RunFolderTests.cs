using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Tests.Tables;

public sealed class RunFolderTests : IDisposable
{
    private static readonly TableSchema Points = new("points", "One design point.", [new("point", ColumnType.Integer, false, "1", "", "Number.", "")], ["point"]);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_complete_run_verifies_without_findings()
    {
        var manifest = await WriteRunAsync();
        Assert.Empty(await RunFolder.VerifyAsync(Run, Token));
        Assert.Equal(manifest.Digest, await RunFolder.DigestAsync(Run, Token));
        Assert.Equal(["columns", "points", "samples"], manifest.Tables.Select(table => table.Name));
        Assert.Equal(2, manifest.Counts["rows.points"]);
        Assert.Equal(100, manifest.Counts["rows.samples"]);
        Assert.Equal(7, manifest.Counts["dyads"]);
    }

    [Fact]
    public async Task Manifest_comes_back_as_written()
    {
        var written = await WriteRunAsync();
        var read = Manifest.Load(Path.Combine(Run, Manifest.FileName));
        Assert.Equal(written.Tables, read.Tables);
        Assert.Equal(ulong.MaxValue, read.Seed);
        Assert.Equal("2/3", read.Shard);
        Assert.Equal(365, (int)read.Study["days"]!);
        Assert.Equal(1.5, (double)read.Run["wall_seconds"]!);
        Assert.Equal(written.Checksum, read.Checksum);
    }

    [Fact]
    public async Task What_differs_between_runs_changes_neither_tables_nor_digest()
    {
        var first = await WriteRunAsync(wallSeconds: 1);
        Directory.Delete(Run, recursive: true);
        var second = await WriteRunAsync(wallSeconds: 2);
        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(first.Tables, second.Tables);
    }

    [Fact]
    public async Task Columns_table_describes_every_column_of_every_table()
    {
        await WriteRunAsync();
        await using var reader = await TableReader.OpenAsync(Path.Combine(Run, "columns.parquet"), Token);
        await foreach (var batch in reader.ReadAsync(Token))
        {
            string[] names = [.. batch.Values<string>("table").Zip(batch.Values<string>("column"), (table, column) => table + "/" + column)];
            Assert.Equal(8 + 1 + Samples.Schema.Columns.Count, batch.Rows);
            int at = Array.IndexOf(names, "samples/safe.bond.relief");
            Assert.Equal("real", batch.Values<string>("type")[at]);
            Assert.Equal("[0, 1]", batch.Values<string>("range")[at]);
            Assert.Equal("Meaning of safe.bond.relief.", batch.Values<string>("meaning")[at]);
            Assert.Contains("columns/source", names);
        }
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_refused()
    {
        RunFolder.Create(Run);
        RunFolder.Create(Run);
        await File.WriteAllTextAsync(Path.Combine(Run, "x"), "", Token);
        Assert.Contains("is not empty", Assert.Throws<TableException>(() => RunFolder.Create(Run)).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", Assert.Throws<TableException>(() => RunFolder.Create(Path.Combine(Run, "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_name_can_be_used_once()
    {
        await using var run = RunFolder.Create(Run);
        await run.OpenTableAsync(Points, cancellation: Token);
        await Assert.ThrowsAsync<TableException>(() => run.OpenTableAsync(Points, cancellation: Token));
        await Assert.ThrowsAsync<TableException>(() => run.OpenTableAsync(ColumnsTable.Schema, cancellation: Token));
    }

    [Fact]
    public async Task An_incomplete_run_has_no_manifest_and_no_partial_files()
    {
        await using (var run = RunFolder.Create(Run))
        {
            var writer = await run.OpenTableAsync(Points, cancellation: Token);
            await writer.AppendAsync(new TableBatch(Points, 1, [new long[] { 1 }]), Token);
            var error = await Assert.ThrowsAsync<TableException>(() => run.CompleteAsync(Draft(1), Token));
            Assert.Contains("'points'", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Run));
        Assert.Contains("did not finish", Assert.Single(await RunFolder.VerifyAsync(Run, Token)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TableException>(() => RunFolder.DigestAsync(Run, Token));
    }

    [Theory]
    [InlineData("samples.parquet", 101)]
    [InlineData("points.parquet", 23)]
    [InlineData("columns.parquet", 61)]
    [InlineData("manifest.json", 5)]
    public async Task A_flipped_byte_in_any_file_is_noticed(string name, int step)
    {
        await WriteRunAsync();
        string path = Path.Combine(Run, name);
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        for (int at = 0; at < bytes.Length; at += step)
        {
            byte flip = (byte)(1 << (at % 8));
            bytes[at] ^= flip;
            await File.WriteAllBytesAsync(path, bytes, Token);
            bytes[at] ^= flip;
            var findings = await RunFolder.VerifyAsync(Run, Token);
            Assert.True(findings.Any(finding => finding.Message.Contains(name, StringComparison.Ordinal)), $"flipped bit {at % 8} of byte {at} was not noticed");
        }

        await File.WriteAllBytesAsync(path, bytes, Token);
        Assert.Empty(await RunFolder.VerifyAsync(Run, Token));
    }

    [Fact]
    public async Task A_missing_and_an_extra_file_are_noticed()
    {
        await WriteRunAsync();
        File.Move(Path.Combine(Run, "points.parquet"), Path.Combine(Run, "other.parquet"));
        var findings = await RunFolder.VerifyAsync(Run, Token);
        Assert.Equal(2, findings.Count);
        Assert.Contains(findings, finding => finding.Message.EndsWith("points.parquet' is missing.", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.EndsWith("other.parquet' is not in the manifest.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_of_another_run_is_noticed_even_if_the_manifest_was_made_to_fit()
    {
        await WriteRunAsync();
        string path = Path.Combine(Run, Manifest.FileName);
        var manifest = Manifest.Load(path);
        (manifest with { Study = new JsonObject { ["days"] = 30 } }).Save(path);
        var findings = await RunFolder.VerifyAsync(Run, Token);
        Assert.Equal(3, findings.Count(finding => finding.Message.Contains("another study", StringComparison.Ordinal)));

        var tables = manifest.Tables.Select(table => table.Name == "points" ? table with { Rows = 3, Digest = new ContentDigest(1) } : table).ToArray();
        (manifest with { Tables = tables }).Save(path);
        findings = await RunFolder.VerifyAsync(Run, Token);
        Assert.Contains(findings, finding => finding.Message.Contains("2 rows instead of 3", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("content digest", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("its tables sum to", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("'rows.points'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_value_in_the_manifest_is_noticed()
    {
        await WriteRunAsync();
        string path = Path.Combine(Run, Manifest.FileName);
        string text = await File.ReadAllTextAsync(path, Token);
        await File.WriteAllTextAsync(path, text.Replace("18446744073709551615", "18446744073709551614", StringComparison.Ordinal), Token);
        Assert.Contains("was changed after the run", Assert.Single(await RunFolder.VerifyAsync(Run, Token)).Message, StringComparison.Ordinal);
        Assert.Throws<TableException>(() => Manifest.Load(path));
    }

    [Theory]
    [InlineData("", "not a manifest")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("[]", "table_schema_version")]
    [InlineData("{}", "table_schema_version")]
    [InlineData("{\"table_schema_version\": 2}", "table_schema_version 2")]
    [InlineData("{\"table_schema_version\": 1}", "asem_version")]
    [InlineData("{\"table_schema_version\": 1, \"sed\": 3}", "sed")]
    public async Task A_malformed_manifest_is_one_clear_error(string text, string expected)
    {
        await File.WriteAllTextAsync(folder["manifest.json"], text, Token);
        var error = Assert.Throws<TableException>(() => Manifest.Load(folder["manifest.json"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("manifest.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_durable_file_replaces_an_older_one_and_leaves_no_partial()
    {
        DurableFile.Write(folder["a.txt"], "first and longer");
        DurableFile.Write(folder["a.txt"], "é");
        Assert.Equal([0xC3, 0xA9], File.ReadAllBytes(folder["a.txt"]));
        Directory.CreateDirectory(folder["b.txt"]);
        Assert.Contains("b.txt", Assert.Throws<TableException>(() => DurableFile.Write(folder["b.txt"], "x")).Message, StringComparison.Ordinal);
        Assert.Equal(["a.txt", "b.txt"], folder.Names);
    }

    private static Manifest Draft(double wallSeconds) => new()
    {
        AsemVersion = "0.1.0",
        ModelVersion = "1",
        RegistryHash = "abc",
        Seed = ulong.MaxValue,
        Study = new JsonObject { ["days"] = 365 },
        Counts = new Dictionary<string, long> { ["dyads"] = 7 },
        Shard = "2/3",
        Run = new JsonObject { ["wall_seconds"] = wallSeconds },
    };

    private async Task<Manifest> WriteRunAsync(double wallSeconds = 1.5)
    {
        await using var run = RunFolder.Create(Run, new Dictionary<string, string> { ["asem.study"] = "{\"days\": 365}" });
        var samples = await run.OpenTableAsync(Samples.Schema, rowGroupRows: 30, Token);
        var points = await run.OpenTableAsync(Points, cancellation: Token);
        await samples.AppendAsync(Samples.Batch(Samples.Rows(100)), Token);
        await points.AppendAsync(new TableBatch(Points, 2, [new long[] { 1, 2 }]), Token);
        await samples.CompleteAsync(Token);
        await points.CompleteAsync(Token);
        return await run.CompleteAsync(Draft(wallSeconds), Token);
    }
}
