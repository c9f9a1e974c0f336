using System.Globalization;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>Real persons come from a file named on the command line.</summary>
public sealed class PopulationFileTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Scores_of_a_file_are_the_population()
    {
        // everyone is avoidant and not anxious, which the default population never is
        string scores = here.Write("scores.csv", "id,anxiety,avoidance\n" + string.Concat(Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{1.5 + 0.05 * i},{5 + 0.05 * i}\n"))));
        string output = here.RunSmall(null, "--set", "population.file=" + scores);
        var source = RunVerbTests.Manifest(output)["study"]!["population"]!;
        Assert.Equal("scores.csv", source["file"]!.GetValue<string>());
        Assert.Equal(["all", "avoidant"], Parquet.Column<string>(Path.Combine(output, "population.parquet"), "select distinct \"group\" from TABLE order by 1"));
    }

    [Fact]
    public void Columns_with_other_names_are_read()
    {
        string scores = here.Write("scores.csv", "ecr_anx,ecr_avo\n2.5,3\n4.5,2\n3,3\n2,2\n");
        here.RunSmall(null, "--set", "population.file=" + scores, "--set", "population.columns.anxiety=ecr_anx", "--set", "population.columns.avoidance=ecr_avo");
    }

    [Theory]
    [InlineData("anxiety,avoidance\n2,3\n8,3\n", "row 3, column 'anxiety': 8 is outside the range; anxiety goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n2,3\n2,low\n", "row 3, column 'avoidance': 'low' is not a number; avoidance goes from 1 to 7")]
    [InlineData("anxiety,avoidance\n2,3\n,3\n", "row 3, column 'anxiety': is empty")]
    [InlineData("anxiety,avoidanc\n2,3\n3,3\n", "row 1: there is no column 'avoidance'; did you mean 'avoidanc'?")]
    public void A_bad_cell_is_reported_with_row_and_column(string text, string expected)
    {
        string scores = here.Write("scores.csv", text);
        var ended = Asem.Run("run", here.Small(), "--output", here["out"], "--set", "population.file=" + scores);
        Assert.Equal(2, ended.ExitCode);
        string sentence = Assert.Single(ended.ErrorLines);
        Assert.StartsWith(scores + ": ", sentence, StringComparison.Ordinal);
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.False(Directory.Exists(here["out"]));
    }
}
