using AsemMonteCarlo.Engine.Tables;
using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>How long does it take to write a million rows of twenty columns, digest, checksum and synchronisation included?</summary>
public class TableBenchmarks
{
    private const int Rows = 1_000_000, Columns = 20, BatchRows = 50_000;
    private readonly string folder = Directory.CreateTempSubdirectory("asem-benchmark-").FullName;
    private readonly TableSchema schema = new("values", "Random values.", [.. Enumerable.Range(0, Columns).Select(i => new Column($"value_{i}", ColumnType.Single, false, "1", "", "A value.", ""))], ["value_0"]);
    private TableBatch batch = null!;

    [GlobalSetup]
    public void Setup()
    {
        // scores on 1–7 with full mantissas, as outcomes have
        var random = new Random(1);
        batch = new TableBatch(schema, BatchRows, [.. Enumerable.Range(0, Columns).Select(_ => Enumerable.Range(0, BatchRows).Select(_ => 1 + 6 * random.NextSingle()).ToArray())]);
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(folder, recursive: true);

    [BenchmarkCategory(Settings.Quick)]
    [Benchmark]
    public async Task<long> WriteAMillionRows()
    {
        await using var writer = await TableWriter.CreateAsync(Path.Combine(folder, "values.parquet"), schema);
        for (int row = 0; row < Rows; row += BatchRows) await writer.AppendAsync(batch);
        return (await writer.CompleteAsync()).Rows;
    }
}
