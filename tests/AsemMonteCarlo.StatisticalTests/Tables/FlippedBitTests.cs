using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.StatisticalTests.Tables;

/// <summary>No damage passes: neither of bytes on the disk, nor of numbers before they were written.</summary>
public sealed class FlippedBitTests : IAsyncLifetime
{
    private const int Seed = 20260801;

    private const string Yaml = """
        name: flipped
        horizon_days: 20
        settle_days: 4
        dyads: 32
        readings: [10]
        pathways: {of: [safe.bond, self.efficacy]}
        store: {dyads: on, trajectories: {every: 5, couples: 8, arms: [all]}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("asem-flipped-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Whole => Path.Combine(folder, "whole");

    private string Part => Path.Combine(folder, "part");

    public async ValueTask InitializeAsync()
    {
        var study = StudyFile.Bind(Yaml, "flipped", folder, []);
        await StudyRun.ExecuteAsync(study, Whole, new RunOptions { Threads = 1 }, Token);
        await StudyRun.ExecuteAsync(study, Part, new RunOptions { Threads = 1, Shard = new Shard(1, 2) }, Token);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_flip_of_a_bit_and_every_other_byte_in_any_file_of_a_run_is_found()
    {
        int flips = Reduced.Size(1000, 100);
        var random = new Random(Seed);
        string[] files = [.. new[] { Whole, Part }.SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal)];
        var contents = files.ToDictionary(file => file, File.ReadAllBytes);
        var fell = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var unnoticed = new List<string>();
        for (int i = 0; i < flips; i++)
        {
            // files alike, so that small ones are hit as well
            string file = files[random.Next(files.Length)];
            byte[] bytes = [.. contents[file]];
            int at = random.Next(bytes.Length);
            bytes[at] ^= (byte)(i % 2 == 0 ? 1 << random.Next(8) : random.Next(1, 256));
            string place = $"{Path.GetFileName(file)}: {PartOf(file, contents[file], at)}";
            fell[place] = fell.GetValueOrDefault(place) + 1;
            await File.WriteAllBytesAsync(file, bytes, Token);
            var findings = await RunFolder.VerifyAsync(Path.GetDirectoryName(file)!, Token);
            if (!findings.Any(f => f.Message.Contains(Path.GetFileName(file), StringComparison.Ordinal))) unnoticed.Add(string.Create(CultureInfo.InvariantCulture, $"verify, {place}, byte {at} is {bytes[at]} instead of {contents[file][at]}"));
            // those who read a file without verifying the folder, such as reports, must not see it either
            if (await IsReadAsync(file)) unnoticed.Add(string.Create(CultureInfo.InvariantCulture, $"reader, {place}, byte {at} is {bytes[at]} instead of {contents[file][at]}"));
            await File.WriteAllBytesAsync(file, contents[file], Token);
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{flips} flips, seed {Seed}; where they fell:");
        foreach (var (place, count) in fell) TestContext.Current.TestOutputHelper!.WriteLine($"{count,5}  {place}");
        Assert.True(unnoticed.Count == 0, $"{unnoticed.Count} flips passed:\n{string.Join('\n', unnoticed)}");
        Assert.Empty(await RunFolder.VerifyAsync(Whole, Token));
        Assert.Empty(await RunFolder.VerifyAsync(Part, Token));
        // every part of a file was hit, also those that are small
        string[] parts = [.. fell.Keys.Select(place => place.Split(": ")[1]).Distinct()];
        Assert.Contains("rows", parts);
        Assert.Contains("metadata", parts);
        Assert.Contains("text", parts);
    }

    [Fact]
    public async Task Every_byte_of_the_ends_of_a_table_is_protected()
    {
        // few random flips fall there, and what they say decides how the rest is read
        string file = Path.Combine(Whole, "points.parquet");
        byte[] bytes = await File.ReadAllBytesAsync(file, Token);
        foreach (int at in Enumerable.Range(0, 4).Concat(Enumerable.Range(bytes.Length - 8, 8)))
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                await File.WriteAllBytesAsync(file, bytes, Token);
                Assert.Contains(await RunFolder.VerifyAsync(Whole, Token), f => f.Message.Contains("points.parquet", StringComparison.Ordinal));
                Assert.False(await IsReadAsync(file));
                bytes[at] ^= (byte)(1 << bit);
            }
        await File.WriteAllBytesAsync(file, bytes, Token);
        Assert.Empty(await RunFolder.VerifyAsync(Whole, Token));
    }

    [Fact]
    public async Task Every_flip_of_a_bit_of_a_number_before_it_was_written_is_found_by_a_second_simulation()
    {
        var random = new Random(Seed);
        string[] tables = [.. Manifest.Load(Path.Combine(Whole, Manifest.FileName)).Tables.Select(t => t.Name).Where(name => name != ColumnsTable.Schema.Name)];
        for (int i = 0; i < Reduced.Size(100, 10); i++)
        {
            string wrong = Path.Combine(folder, FormattableString.Invariant($"wrong{i}")), table = tables[i % tables.Length], what = "";
            await Rewritten.WriteAsync(Whole, wrong, table, batch => what = Flip(batch, random));
            Assert.Empty(await RunFolder.VerifyAsync(wrong, Token));
            var again = await Resimulation.RunAsync(wrong, study => StudyFile.Bind(study.ToJsonString(), "study", folder, []), 8, cancellation: Token);
            Assert.True(again.Findings.Any(f => f.Message.Contains($"{table}.parquet", StringComparison.Ordinal)), $"{table}, {what} passed");
            Directory.Delete(wrong, recursive: true);
        }
    }

    private static async Task<bool> IsReadAsync(string file)
    {
        try
        {
            if (Path.GetFileName(file) == Manifest.FileName) Manifest.Load(file);
            else await (await TableReader.OpenAsync(file, Token)).DisposeAsync();
            return true;
        }
        catch (TableException)
        {
            return false;
        }
    }

    private static string PartOf(string file, byte[] bytes, int at)
    {
        if (Path.GetFileName(file) == Manifest.FileName)
        {
            string before = Encoding.UTF8.GetString(bytes.AsSpan(0, at + 1));
            return at < bytes.Length - 1 && before[(before.LastIndexOf('\n') + 1)..].Trim().Length == 0 ? "text, between values" : "text";
        }
        int metadata = bytes.Length - 8 - BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(bytes.Length - 8));
        return at < 4 || at >= bytes.Length - 8 ? "marks and length" : at < metadata ? "rows" : "metadata";
    }

    // any bit of any number of the first rows that leaves it a number
    private static string Flip(TableBatch batch, Random random)
    {
        while (true)
        {
            int c = random.Next(batch.Columns.Count), row = random.Next(batch.Rows), bit = random.Next(64);
            switch (batch.Columns[c])
            {
                case long[] values:
                    values[row] ^= 1L << bit;
                    break;
                case float[] values when Flipped(values[row], bit % 32) is var flipped && !float.IsNaN(flipped):
                    values[row] = flipped;
                    break;
                case double[] values when BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(values[row]) ^ 1L << bit) is var flipped && !double.IsNaN(flipped):
                    values[row] = flipped;
                    break;
                case double?[] values when values[row] is { } value && BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) ^ 1L << bit) is var flipped && !double.IsNaN(flipped):
                    values[row] = flipped;
                    break;
                default:
                    continue;
            }
            return FormattableString.Invariant($"column '{batch.Schema.Columns[c].Name}', row {row}, bit {bit}");
        }
    }

    private static float Flipped(float value, int bit) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ 1 << bit);
}
