using System.Text;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Studies;

public sealed class PopulationFileTests
{
    [Theory]
    [InlineData("anxiety,avoidance\n1,7\n2.5,3e0\n")]
    [InlineData("anxiety,avoidance\r\n1,7\r\n2.5,3")]
    [InlineData("\uFEFFid, avoidance ,\"anxiety\"\na,7,1\n\"b, \"\"c\"\"\nd\", 3 ,\"2.5\"\n\n\n")]
    public void Scores_are_read_in_order(string text) => Assert.Equal([(1, 7), (2.5, 3)], Read(text).Scores);

    [Fact]
    public void The_hash_is_that_of_the_bytes() =>
        // sha256sum of the text
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("anxiety,avoidance\n1,7\n2,3\n"u8)), Read("anxiety,avoidance\n1,7\n2,3\n").Hash);

    [Theory]
    [InlineData("anxeity,avoidance\n1,2\n1,2\n", "row 1: there is no column 'anxiety'; did you mean 'anxeity'? (columns are 'anxeity', 'avoidance')")]
    [InlineData("anxiety;avoidance\n1;2\n1;2\n", "row 1: columns must be separated by commas; the header is 'anxiety;avoidance'")]
    [InlineData("anxiety,avoidance,anxiety\n1,2,3\n1,2,3\n", "row 1: there are two columns 'anxiety'; each column needs a name of its own")]
    [InlineData("anxiety,avoidance\n1,2\nNA,2\n", "row 3, column 'anxiety': 'NA' is not a number; scores go from 1 to 7")]
    [InlineData("anxiety,avoidance\n1,2\n1,7.5\n", "row 3, column 'avoidance': 7.5 is outside the scale; scores go from 1 to 7")]
    [InlineData("anxiety,avoidance\n0.99,2\n1,7\n", "row 2, column 'anxiety': 0.99 is outside the scale; scores go from 1 to 7")]
    [InlineData("anxiety,avoidance\n,2\n1,7\n", "row 2, column 'anxiety': is empty; scores go from 1 to 7")]
    [InlineData("anxiety,avoidance\n\"1,5\",2\n1,7\n", "row 2, column 'anxiety': '1,5' is not a number; scores go from 1 to 7 with a point before decimals")]
    [InlineData("anxiety,avoidance\nNaN,2\n1,7\n", "row 2, column 'anxiety': 'NaN' is not a number; scores go from 1 to 7")]
    [InlineData("anxiety,avoidance\n1,2\n\n1,7\n", "row 3: is blank; the header has 2")]
    [InlineData("anxiety,avoidance\n1,2,3\n1,7\n", "row 2: has 3 fields; the header has 2")]
    [InlineData("anxiety,avoidance\n1,\"2\n1,7\n", "row 2: a quoted field is not closed")]
    [InlineData("anxiety,avoidance\n1,\"2\"x\n1,7\n", "row 2: text stands behind a quoted field; a comma or the end of the line is expected")]
    [InlineData("anxiety,avoidance\n1,2\"\n1,7\n", "row 2: a quote stands inside a field; put the whole field in quotes and double the quote")]
    [InlineData("anxiety,avoidance\n1,2\n", "the file has 1 rows below the header; it needs at least 2 persons")]
    [InlineData("anxiety,avoidance", "the file has 0 rows below the header; it needs at least 2 persons")]
    [InlineData("", "the file is empty; it needs a header row and at least 2 persons")]
    [InlineData("\n\n", "the file is empty; it needs a header row and at least 2 persons")]
    public void An_error_is_said_with_its_row_and_column(string text, string expected) => Assert.Equal(expected, Assert.Single(Errors(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void At_most_twenty_errors_are_said_and_the_rest_counted()
    {
        string[] errors = Errors(Encoding.UTF8.GetBytes("anxiety,avoidance\n" + string.Concat(Enumerable.Repeat("8,x\n", 15))));
        Assert.Equal(21, errors.Length);
        Assert.Equal(("row 2, column 'anxiety': 8 is outside the scale; scores go from 1 to 7", "and 10 more errors"), (errors[0], errors[20]));
    }

    [Fact]
    public void Text_in_another_encoding_is_refused()
    {
        Assert.Equal("the file is not UTF-8 text; save it as CSV UTF-8", Assert.Single(Errors(Encoding.Latin1.GetBytes("anxiété,avoidance\n1,2\n1,2\n"))));
        Assert.Equal("the file is not UTF-8 text; save it as CSV UTF-8", Assert.Single(Errors(Encoding.Unicode.GetBytes("anxiety,avoidance\n1,2\n1,2\n"))));
    }

    [Fact]
    public void A_study_reads_its_file_from_its_own_folder_with_its_own_columns_and_reports_with_the_rest()
    {
        using var folder = new TemporaryFolder();
        folder.Write("scores.csv", "a,b\n1,2\n3,4\n");
        string study = folder.Write("real.yaml", "population:\n  file: scores.csv\n  anxiety_column: b\n  avoidance_column: a\n");
        Assert.Equal([(2, 1), (4, 3)], StudyFile.Load(study, []).Population.Scores);
        var errors = Assert.Throws<StudyException>(() => StudyFile.Load(study, ["population.anxiety_column=c", "dyads=0"])).Errors;
        Assert.Equal(["--set dyads=0: 'dyads' is '0'; it must be a whole number from 1 to 1099511627776 (couples)", "scores.csv: row 1: there is no column 'c' (columns are 'a', 'b')"], errors.Select(e => e.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains("both to be read from the column 'a'", Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Load(study, ["population.anxiety_column=a"])).Errors).Message, StringComparison.Ordinal);
    }

    private static PopulationFile Read(string text)
    {
        using var folder = new TemporaryFolder();
        return PopulationFile.Read(folder.Write("scores.csv", Encoding.UTF8.GetBytes(text)), "anxiety", "avoidance");
    }

    private static string[] Errors(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("scores.csv", bytes);
        return [.. Assert.Throws<StudyException>(() => PopulationFile.Read(path, "anxiety", "avoidance")).Errors.Select(e => e.Message)];
    }
}
