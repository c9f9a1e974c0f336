using System.Text;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Tests.Studies;
using CsCheck;

namespace AsemMonteCarlo.Tests.Populations;

public sealed class PopulationFileTests
{
    [Theory]
    [InlineData("anxiety,avoidance\n1,7\n2.5,3e0\n4,4\n5,5\n")]
    [InlineData("anxiety,avoidance\r\n1,7\r\n2.5,3\r\n4,4\r\n5,5")]
    [InlineData("\uFEFFid, avoidance ,\"anxiety\"\na,7,1\n\"b, \"\"c\"\"\nd\", 3 ,\"2.5\"\ne,4,4\nf,5,5\n\n\n")]
    public void Scores_are_read_in_order(string text)
    {
        var values = Read(text).Values;
        Assert.Equal([1, 2.5, 4, 5], values[0]);
        Assert.Equal([7, 3, 4, 5], values[1]);
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes() =>
        // sha256sum of the text
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("anxiety,avoidance\n1,7\n2,3\n4,4\n5,5\n"u8)), Read("anxiety,avoidance\n1,7\n2,3\n4,4\n5,5\n").Hash);

    [Theory]
    [InlineData("anxeity,avoidance\n1,2\n1,2\n", "row 1: there is no column 'anxiety'; did you mean 'anxeity'? (columns are 'anxeity', 'avoidance')")]
    [InlineData("anxiety;avoidance\n1;2\n1;2\n", "row 1: columns must be separated by commas; the header is 'anxiety;avoidance'")]
    [InlineData("anxiety,avoidance,anxiety\n1,2,3\n1,2,3\n", "row 1: there are two columns 'anxiety'; each column needs a name of its own")]
    [InlineData("anxiety,avoidance\n1,2\nNA,2\n", "row 3, column 'anxiety': 'NA' is not a number; anxiety goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n1,2\n1,7.5\n", "row 3, column 'avoidance': 7.5 is outside the range; avoidance goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n0.99,2\n1,7\n", "row 2, column 'anxiety': 0.99 is outside the range; anxiety goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n,2\n1,7\n", "row 2, column 'anxiety': is empty; anxiety goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n\"1,5\",2\n1,7\n", "row 2, column 'anxiety': '1,5' is not a number; anxiety goes from 1 to 7 with a point before decimals")]
    [InlineData("anxiety,avoidance\nNaN,2\n1,7\n", "row 2, column 'anxiety': 'NaN' is not a number; anxiety goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n1,2\n\n1,7\n", "row 3: is blank; the header has 2")]
    [InlineData("anxiety,avoidance\n1,2,3\n1,7\n", "row 2: has 3 fields; the header has 2")]
    [InlineData("anxiety,avoidance\n1,\"2\n1,7\n", "row 2: a quoted field is not closed")]
    [InlineData("anxiety,avoidance\n1,\"2\"x\n1,7\n", "row 2: text stands behind a quoted field; a comma or the end of the line is expected")]
    [InlineData("anxiety,avoidance\n1,2\"\n1,7\n", "row 2: a quote stands inside a field; put the whole field in quotes and double the quote")]
    [InlineData("anxiety,avoidance\n1,2\n", "the file has 1 row below the header; it needs at least 4 persons")]
    [InlineData("anxiety,avoidance", "the file has 0 rows below the header; it needs at least 4 persons")]
    [InlineData("", "the file is empty; it needs a header row")]
    [InlineData("\n\n", "the file is empty; it needs a header row")]
    public void An_error_is_said_with_its_row_and_column(string text, string expected) => Assert.Equal(expected, Assert.Single(Errors(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void At_most_twenty_errors_are_said_and_the_rest_counted()
    {
        string[] errors = Errors(Encoding.UTF8.GetBytes("anxiety,avoidance\n" + string.Concat(Enumerable.Repeat("8,x\n", 15))));
        Assert.Equal(21, errors.Length);
        Assert.Equal(("row 2, column 'anxiety': 8 is outside the range; anxiety goes from 1 to 7", "and 10 more errors"), (errors[0], errors[20]));
    }

    [Fact]
    public void Text_in_another_encoding_is_refused()
    {
        Assert.Equal("the file is not UTF-8 text; save it as CSV UTF-8", Assert.Single(Errors(Encoding.Latin1.GetBytes("anxiété,avoidance\n1,2\n1,2\n"))));
        Assert.Equal("the file is not UTF-8 text; save it as CSV UTF-8", Assert.Single(Errors(Encoding.Unicode.GetBytes("anxiety,avoidance\n1,2\n1,2\n"))));
    }

    [Fact]
    public void A_file_with_another_ending_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("scores.xlsx", "anxiety,avoidance\n1,2\n");
        var error = Assert.Single(Assert.Throws<StudyException>(() => PopulationFile.Read(path, PopulationRows.Persons, PopulationColumn.Required(PopulationRows.Persons))).Errors);
        Assert.EndsWith("ends neither in .csv nor in .parquet; a population is read from CSV or Parquet, told apart by the ending", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 5, "1,3,5,2", new[] { 1, 4, 7, 2.5 })]
    [InlineData(5, 1, "1,3,5,2", new[] { 7, 4, 1, 5.5 })]
    [InlineData(0, 100, "0,50,100,25", new[] { 1, 4, 7, 2.5 })]
    public void A_scale_is_mapped_onto_the_range_of_the_quantity(double low, double high, string given, double[] expected)
    {
        var columns = PopulationColumn.Required(PopulationRows.Persons).Select(c => c with { Scale = (low, high), Header = "x" }).ToList();
        using var folder = new TemporaryFolder();
        Assert.Equal(expected, PopulationFile.Read(folder.Write("a.csv", "x\n" + given.Replace(',', '\n') + "\n"), PopulationRows.Persons, columns).Values[0]);
        string path = folder.Write("b.csv", "x\n101\n");
        string error = Assert.Throws<StudyException>(() => PopulationFile.Read(path, PopulationRows.Persons, columns)).Errors[0].Message;
        Assert.Equal($"row 2, column 'x': 101 is outside the range; anxiety goes from {Math.Min(low, high)} to {Math.Max(low, high)}", error);
    }

    [Fact]
    public void Scaled_values_never_leave_the_range() => Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[-1e9, 1e9], Gen.Double[0, 1], Gen.Int[0, PopulationQuantity.All.Count - 1]).Where(x => x.Item1 != x.Item2).Sample((low, high, share, which) =>
    {
        var column = new PopulationColumn(PopulationQuantity.All[which], false, "x", (low, high));
        double value = column.FromFile(Math.Clamp(low + share * (high - low), column.Smallest, column.Largest));
        Assert.InRange(value, column.Quantity.Minimum, column.Quantity.Maximum);
        Assert.Equal((column.Quantity.Minimum, column.Quantity.Maximum), (column.FromFile(low), column.FromFile(high)));
    });

    [Fact]
    public void A_study_reads_its_file_from_its_own_folder_with_its_own_columns_and_reports_with_the_rest()
    {
        using var folder = new TemporaryFolder();
        folder.Write("scores.csv", "a,b\n1,2\n3,4\n5,5\n6,6\n");
        string study = folder.Write("real.yaml", "population:\n  file: scores.csv\n  columns: {anxiety: b, avoidance: a}\n");
        Assert.Equal([2, 4, 5, 6], StudyFile.Load(study, ["dyads=4"]).Population.Values[0]);
        var errors = Assert.Throws<StudyException>(() => StudyFile.Load(study, ["population.columns.anxiety=c", "dyads=0"])).Errors;
        Assert.Equal(["--set dyads=0: 'dyads' is '0'; it must be a whole number from 1 to 1099511627776 (couples)", "scores.csv: row 1: there is no column 'c' (columns are 'a', 'b')"], errors.Select(e => $"{e.File}: {e.Message}").Order(StringComparer.Ordinal));
        Assert.Contains("all to be read from the column 'a'", Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Load(study, ["population.columns.anxiety=a"])).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_may_use_each_row_256_times_and_not_more()
    {
        using var folder = new TemporaryFolder();
        folder.Write("scores.csv", "anxiety,avoidance\n1,2\n3,4\n5,5\n6,6\n2,2\n");
        string study = folder.Write("real.yaml", "dyads: 512\npopulation: {file: scores.csv}\n");
        Assert.Equal(512, StudyFile.Load(study, []).Dyads);
        var error = Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Load(study, ["dyads=513"])).Errors);
        Assert.Equal("'dyads' is 513; the 2 couples formed of the persons of 'scores.csv' may each be used at most 256 times, so 'dyads' must be at most 512", error.Message);
    }

    [Fact]
    public void Every_quantity_is_read_scaled_and_written_back_into_the_resolved_study()
    {
        using var folder = new TemporaryFolder();
        var possible = PopulationColumn.Possible(PopulationRows.Couples);
        folder.Write("couples.csv", string.Join(',', possible.Select(c => "h " + c.Key)) + "\n" + string.Concat(Enumerable.Repeat(string.Join(',', possible.Select(_ => "1")) + "\n", 3)));
        string columns = string.Concat(possible.Select(c => c.Quantity.HasEnds ? $"    {c.Key}: {{column: h {c.Key}, scale: [0, 2]}}\n" : $"    {c.Key}: h {c.Key}\n"));
        var study = StudyFile.Bind($"dyads: 3\npopulation:\n  file: couples.csv\n  rows: couples\n  columns:\n{columns}", "x", folder.Path, []);
        Assert.Equal(possible.Select(c => c.Key), study.Population.Columns.Select(c => c.Key));
        for (int i = 0; i < possible.Count; i++)
            Assert.All(study.Population.Values[i], value => Assert.Equal(possible[i].Quantity.HasEnds ? 0.5 * (possible[i].Quantity.Minimum + possible[i].Quantity.Maximum) : 1, value));
        string resolved = StudyText.Resolved(study).ToJsonString();
        var again = StudyFile.Bind(resolved, "y", folder.Path, []);
        Assert.Equal(resolved, StudyText.Resolved(again).ToJsonString());
        Assert.Equal(study.Population.Values, again.Population.Values);
    }

    private static PopulationFile Read(string text)
    {
        using var folder = new TemporaryFolder();
        return PopulationFile.Read(folder.Write("scores.csv", Encoding.UTF8.GetBytes(text)), PopulationRows.Persons, PopulationColumn.Required(PopulationRows.Persons));
    }

    private static string[] Errors(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("scores.csv", bytes);
        return [.. Assert.Throws<StudyException>(() => PopulationFile.Read(path, PopulationRows.Persons, PopulationColumn.Required(PopulationRows.Persons))).Errors.Select(e => e.Message)];
    }
}
