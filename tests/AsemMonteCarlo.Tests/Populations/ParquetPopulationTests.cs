using System.Globalization;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Tests.Simulation;
using AsemMonteCarlo.Tests.Studies;
using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.Tests.Populations;

public sealed class ParquetPopulationTests
{
    private static readonly double[] anxiety = [.. Enumerable.Range(0, 60).Select(i => 1 + i % 6 + 0.25)], avoidance = [.. Enumerable.Range(0, 60).Select(i => 1 + i * 7 % 60 / 10.0)];

    [Fact]
    public async Task The_same_persons_give_the_same_numbers_from_either_format()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "avoidance,anxiety\n" + string.Concat(anxiety.Zip(avoidance, (a, v) => string.Create(CultureInfo.InvariantCulture, $"{v:R},{a:R}\n"))));
        await WriteAsync(folder, "b.parquet", ("avoidance", avoidance), ("anxiety", anxiety));
        // the ending may be in capitals
        File.Copy(Path.Combine(folder.Path, "b.parquet"), Path.Combine(folder.Path, "c.PARQUET"));
        var studies = Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(file => StudyFile.Bind("dyads: 40\nhorizon_days: 5\nsettle_days: 2\npathways: {of: [safe.bond]}", "x", folder.Path, ["population.file=" + file])).ToList();
        Assert.Equal(studies[0].Population.Values, studies[1].Population.Values);
        Assert.Equal(SmallStudy.Run(studies[0]), SmallStudy.Run(studies[1]));
        Assert.Equal(studies[1].Population.FileHash, studies[2].Population.FileHash);
    }

    [Fact]
    public async Task Whole_numbers_singles_decimals_and_nullable_columns_are_read()
    {
        double[] whole = [1, 7, 3, 4];
        foreach (Array column in new Array[] { new int[] { 1, 7, 3, 4 }, new long?[] { 1, 7, 3, 4 }, new sbyte[] { 1, 7, 3, 4 }, new ushort[] { 1, 7, 3, 4 }, new float[] { 1, 7, 3, 4 }, new double?[] { 1, 7, 3, 4 }, new decimal[] { 1, 7, 3, 4 } })
        {
            using var folder = new TemporaryFolder();
            string path = await WriteAsync(folder, "a.parquet", ("anxiety", column), ("avoidance", whole));
            Assert.Equal(whole, Read(path).Values[0]);
        }
    }

    [Fact]
    public async Task Rows_go_on_counting_through_row_groups()
    {
        using var folder = new TemporaryFolder();
        string path = await WriteAsync(folder, "a.parquet", [[("anxiety", new double[] { 1, 2 }), ("avoidance", new double[] { 1, 2 })], [("anxiety", new double[] { 3, 8 }), ("avoidance", new double[] { 3, 3 })]]);
        Assert.Equal("row 4, column 'anxiety': 8 is outside the range; anxiety goes from 1 to 7", Assert.Single(Errors(path)));
    }

    [Fact]
    public async Task What_is_wrong_is_said_by_row_and_column()
    {
        double[] good = [1, 2, 3, 4], low = [0, 2, 3, 4];
        string[] texts = ["1", "2", "3", "4"];
        bool[] flags = [true, true, true, false];
        await Check("there is no column 'avoidance'; did you mean 'avoidanse'? (columns are 'anxiety', 'avoidanse')", ("anxiety", good), ("avoidanse", good));
        await Check("column 'avoidance' does not hold numbers; avoidance needs a column of whole or real numbers", ("anxiety", good), ("avoidance", texts));
        await Check("column 'avoidance' does not hold numbers; avoidance needs a column of whole or real numbers", ("anxiety", good), ("avoidance", flags));
        await Check("row 3, column 'avoidance': is empty; avoidance goes from 1 to 7", ("anxiety", good), ("avoidance", new double?[] { 1, 2, null, 4 }));
        await Check("row 2, column 'avoidance': 'NaN' is not a number; avoidance goes from 1 to 7", ("anxiety", good), ("avoidance", new[] { 1, double.NaN, 3, 4 }));
        await Check("row 1, column 'avoidance': 0 is outside the range; avoidance goes from 1 to 7", ("anxiety", good), ("avoidance", low));
        await Check("the file has 2 rows; it needs at least 4 persons", ("anxiety", new double[] { 1, 2 }), ("avoidance", new double[] { 1, 2 }));

        static async Task Check(string expected, params (string, Array)[] columns)
        {
            using var folder = new TemporaryFolder();
            Assert.Equal(expected, Assert.Single(Errors(await WriteAsync(folder, "a.parquet", columns))));
        }
    }

    [Fact]
    public void What_is_no_Parquet_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("the file does not begin as a Parquet file does", Assert.Single(Errors(folder.Write("a.parquet", "anxiety,avoidance\n1,2\n"))), StringComparison.Ordinal);
        Assert.StartsWith("the file does not begin as a Parquet file does", Assert.Single(Errors(folder.Write("b.parquet", ""))), StringComparison.Ordinal);
        Assert.StartsWith("the length of its metadata does not fit the file", Assert.Single(Errors(folder.Write("c.parquet", "PAR1xxxx\xff\xff\xff\x7fPAR1"u8.ToArray()))), StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_nested_without_end_is_refused_before_it_can_fill_the_stack()
    {
        using var folder = new TemporaryFolder();
        // 0xEC begins a struct within a struct, in a field that Parquet does not have
        byte[] metadata = [.. Enumerable.Repeat((byte)0xEC, 1_000_000)];
        string path = folder.Write("a.parquet", [.. "PAR1"u8, .. metadata, .. BitConverter.GetBytes(metadata.Length), .. "PAR1"u8]);
        Assert.Contains("its metadata is nested too deep", Assert.Single(Errors(path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x19)]
    [InlineData(0x1C)]
    public async Task Metadata_without_its_end_is_refused_before_the_library_looks_for_it_for_ever(byte end)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = await File.ReadAllBytesAsync(await WriteAsync(folder, "a.parquet", ("anxiety", new double[] { 2, 3, 4 }), ("avoidance", new double[] { 3, 2, 4 })), TestContext.Current.CancellationToken);
        Assert.Equal(0, bytes[^9]);
        bytes[^9] = end;
        Assert.StartsWith("the file is damaged or of a kind that is not read", Assert.Single(Errors(folder.Write("b.parquet", bytes))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_cut_short_is_refused_wherever_it_is_cut()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(await WriteAsync(folder, "a.parquet", ("anxiety", anxiety), ("avoidance", avoidance)));
        for (int length = 0; length < whole.Length; length += 7) Assert.Single(Errors(folder.Write("b.parquet", whole[..length])));
    }

    [Fact]
    public async Task Damage_anywhere_gives_values_in_range_or_errors_and_nothing_worse()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(await WriteAsync(folder, "a.parquet", ("anxiety", anxiety), ("avoidance", Array.ConvertAll(avoidance, v => (double?)v))));
        int refused = 0;
        for (int at = 4; at < whole.Length - 4; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << at % 8);
            string path = folder.Write("b.parquet", damaged);
            try
            {
                Assert.All(Read(path).Values, values => Assert.All(values, v => Assert.InRange(v, 1, 7)));
            }
            catch (StudyException e)
            {
                refused++;
                Assert.All(e.Errors, error => Assert.DoesNotContain('\n', error.Message));
            }
        }
        Assert.InRange(refused, whole.Length / 10, whole.Length);
    }

    private static PopulationFile Read(string path) => PopulationFile.Read(path, PopulationRows.Persons, PopulationColumn.Required(PopulationRows.Persons));

    private static string[] Errors(string path) => [.. Assert.Throws<StudyException>(() => Read(path)).Errors.Select(e => e.Message)];

    private static Task<string> WriteAsync(TemporaryFolder folder, string name, params (string Name, Array Values)[] columns) => WriteAsync(folder, name, [columns]);

    private static async Task<string> WriteAsync(TemporaryFolder folder, string name, (string Name, Array Values)[][] groups)
    {
        string path = Path.Combine(folder.Path, name);
        var schema = new ParquetSchema(groups[0].Select(c => new DataField(c.Name, c.Values.GetType().GetElementType()!)));
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var columns in groups)
        {
            using var group = writer.CreateRowGroup();
            for (int i = 0; i < columns.Length; i++) await WriteAsync(group, schema.DataFields[i], columns[i].Values);
        }
        return path;
    }

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, Array values) => values switch
    {
        double[] v => group.WriteAsync<double>(field, v),
        double?[] v => group.WriteAsync<double>(field, v),
        float[] v => group.WriteAsync<float>(field, v),
        int[] v => group.WriteAsync<int>(field, v),
        long?[] v => group.WriteAsync<long>(field, v),
        sbyte[] v => group.WriteAsync<sbyte>(field, v),
        ushort[] v => group.WriteAsync<ushort>(field, v),
        decimal[] v => group.WriteAsync<decimal>(field, v),
        bool[] v => group.WriteAsync<bool>(field, v),
        string[] v => group.WriteAsync(field, v),
        _ => throw new ArgumentException(values.GetType().Name),
    };
}
