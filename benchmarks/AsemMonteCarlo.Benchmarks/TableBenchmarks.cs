using AsemMonteCarlo.Engine.Tables;
using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>How long does it take to write a million rows of twenty columns, digest, checksum and synchronisation included?</summary>
public class TableBenchmarks
{
    private const int Rows = 1_000_000, Columns = 20, BatchRows = 50_000;
    private readonly string folder = Directory.CreateTempSubdirectory("asem-benchmark-").FullName;
    private TableBatch batch = null!;

    [GlobalSetup]
    public void Setup() => batch = RandomTable.Create(Columns, BatchRows);

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(folder, recursive: true);

    [BenchmarkCategory(Settings.Quick)]
    [Benchmark]
    public async Task<long> WriteAMillionRows()
    {
        await using var writer = await TableWriter.CreateAsync(Path.Combine(folder, "values.parquet"), batch.Schema);
        for (int row = 0; row < Rows; row += BatchRows) await writer.AppendAsync(batch);
        return (await writer.CompleteAsync()).Rows;
    }
}
