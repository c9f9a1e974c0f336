using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity;
using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>Whatever is in a file of persons or of another program's results, it gives values in their ranges, or reasons.</summary>
[Collection("one after another, on all cores")]
public sealed class FileTests
{
    private static readonly Limits limits = new(2, 256);

    private static readonly IReadOnlyList<PopulationColumn> columns = PopulationColumn.Required(PopulationRows.Persons);

    private static readonly string[] fields = ["1", "7", "3.5", "4e0", "", " ", "NaN", "inf", "-1", "8", "1e999", "1,5", "\"2\"", "\"2,5\"", "\"\"", "\"", "a\"b", "\"a\"b", "é", "\0", "=1+1", "0x5", "1_0", "٣", "+3", "3.", "\"3\r\n\"", "999999999999999999999", "4\u00a0"];

    private static readonly string[] persons = ["anxiety", "avoidance"], results = ["design_id", "replicate", "y", "z", "x1"];

    private static readonly string[] designs = ["points: 8, randomisations: 1", "points: 8, randomisations: 2, replicates: 2, second_order: true", "kind: morris, points: 4", "kind: sample, points: 16, sampling: random", "kind: chains, points: 8, randomisations: 2"];

    private static readonly Lazy<byte[][]> parquet = new(() => [.. Parquets()]);

    [Fact]
    public void Persons_in_CSV() =>
        Fuzzer.Run("persons in CSV", 120_000, 2_000, limits, dice => Mutation.Of(Table(persons, dice), fields, dice), text => Persons("a.csv", Encoding.UTF8.GetBytes(text)), text => text, Mutation.Smaller);

    [Fact]
    public void Persons_in_CSV_with_damaged_bytes() =>
        Fuzzer.Run("persons in CSV, damaged bytes", 40_000, 300, limits, dice => Mutation.Of(Encoding.UTF8.GetBytes(Table(persons, dice)), dice), bytes => Persons("a.csv", bytes), Convert.ToBase64String);

    [Fact]
    public void Persons_in_Parquet() =>
        Fuzzer.Run("persons in Parquet", 40_000, 700, limits, dice => Mutation.Of(dice.Of(parquet.Value), dice), bytes => Persons("a.parquet", bytes), Convert.ToBase64String);

    [Fact]
    public void Results_in_CSV()
    {
        var studies = Studies();
        Fuzzer.Run("results in CSV", 40_000, 600, limits, dice =>
        {
            var study = dice.Of(studies);
            string text = Table(results, dice);
            return (Study: study, Text: dice.Chance(0.5) ? Mutation.Of(text, fields, dice) : text, Drop: dice.Chance(0.5), First: dice.Chance(0.5));
        }, input => Results("r.csv", Encoding.UTF8.GetBytes(input.Text), input.Study, input.Drop, input.First), input => input.Text, input => Mutation.Smaller(input.Text).Select(text => input with { Text = text }));
    }

    [Fact]
    public void Results_in_Parquet()
    {
        var studies = Studies();
        Fuzzer.Run("results in Parquet", 15_000, 200, limits, dice => (Study: dice.Of(studies), Bytes: Mutation.Of(dice.Of(parquet.Value), dice)), input => Results("r.parquet", input.Bytes, input.Study, true, true), input => Convert.ToBase64String(input.Bytes));
    }

    private static SensitivityStudy[] Studies() => [.. designs.Select(design => SensitivityStudyFile.Read(ExperimentSource.Of($"model: external\nfactors:\n  x1: {{uniform: [0, 1]}}\n  x2: {{uniform: [0, 1]}}\ndesign: {{{design}}}\noutputs: [{{id: y}}]\n", "study.yaml"), []).WithOneDesign())];

    private static bool Persons(string name, byte[] bytes)
    {
        string path = Path.Combine(Seeds.Folder, name);
        File.WriteAllBytes(path, bytes);
        var read = PopulationFile.Read(path, PopulationRows.Persons, columns);
        Assert.All(read.Values, values => Assert.All(values, value => Assert.InRange(value, 1, 7)));
        Assert.Single(read.Values.Select(v => v.Length).Distinct());
        return true;
    }

    private static bool Results(string name, byte[] bytes, SensitivityStudy study, bool drop, bool first)
    {
        string path = Path.Combine(Seeds.Folder, name);
        File.WriteAllBytes(path, bytes);
        var read = ResultsFile.Read(path, study, first ? DuplicateRows.First : DuplicateRows.Refuse, drop ? NonFinitePolicy.Drop : NonFinitePolicy.Refuse);
        SensitivityRun.Analyze(study, read, CancellationToken.None);
        return true;
    }

    private static string Table(IReadOnlyList<string> headers, Dice dice)
    {
        string end = dice.Of(["\n", "\n", "\r\n", "\r"]);
        var text = new StringBuilder(string.Join(',', headers)).Append(end);
        for (int row = 0, rows = dice.Few(60); row < rows; row++)
            text.AppendJoin(',', headers.Select(h => dice.Chance(0.03) ? dice.Of(fields) : h == "design_id" ? row.ToString(CultureInfo.InvariantCulture) : h == "replicate" ? dice.Below(2).ToString(CultureInfo.InvariantCulture) : dice.From(1, 7).ToString(CultureInfo.InvariantCulture))).Append(end);
        return text.ToString();
    }

    // files of every encoding that our library writes
    private static IEnumerable<byte[]> Parquets()
    {
        foreach (var compression in (CompressionMethod[])[CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Brotli])
            foreach (bool isNullable in (bool[])[false, true])
                foreach (int rows in (int[])[8, 60])
                    yield return WriteAsync(compression, isNullable, rows).GetAwaiter().GetResult();
    }

    private static async Task<byte[]> WriteAsync(CompressionMethod compression, bool isNullable, int rows)
    {
        var schema = new ParquetSchema(isNullable ? new DataField<double?>("anxiety") : new DataField<double>("anxiety"), new DataField<int>("avoidance"), new DataField<long>("design_id"), new DataField<float>("y"), new DataField<decimal>("z"));
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = compression }))
            for (int g = 0; g < 2; g++)
            {
                using var group = writer.CreateRowGroup();
                if (isNullable) await group.WriteAsync<double>(schema.DataFields[0], Array.ConvertAll(Numbers(rows), v => (double?)v));
                else await group.WriteAsync<double>(schema.DataFields[0], Numbers(rows));
                await group.WriteAsync<int>(schema.DataFields[1], Numbers(rows).Select(v => (int)v).ToArray());
                await group.WriteAsync<long>(schema.DataFields[2], Numbers(rows).Select((_, i) => (long)g * rows + i).ToArray());
                await group.WriteAsync<float>(schema.DataFields[3], Numbers(rows).Select(v => (float)v).ToArray());
                await group.WriteAsync<decimal>(schema.DataFields[4], Numbers(rows).Select(v => (decimal)v).ToArray());
            }
        return stream.ToArray();
    }

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => 1 + i % 6 + 0.25)];
}
