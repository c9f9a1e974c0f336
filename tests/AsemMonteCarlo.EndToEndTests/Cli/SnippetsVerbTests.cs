using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.EndToEndTests.Tables;
using DuckDB.NET.Data;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>The code that a run prints for other tools gives the ranking that the run prints.</summary>
public sealed class SnippetsVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_run_ends_with_the_code_for_each_tool_and_what_comes_next_unless_it_is_quiet()
    {
        string printed = Asem.Succeed("run", here.Small(), "-o", here["out"]).Output;
        string end = printed[printed.IndexOf("The ranking in other tools", StringComparison.Ordinal)..printed.IndexOf("Next: asem report ", StringComparison.Ordinal)];
        foreach (string tool in (string[])["DuckDB", "Polars", "pandas", "R", "Spark", "Polars in Node", "JavaScript"]) Assert.Contains($"\n{tool}\n    ", end, StringComparison.Ordinal);
        Assert.EndsWith(end[(end.IndexOf('\n', StringComparison.Ordinal) + 1)..], Asem.Succeed("snippets", here["out"]).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DuckDB", Asem.Succeed("run", here.Small(), "-o", here["quiet"], "-q").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sweep: {stress.level: [0.5, 2]}\nreadings: [10]\n")]
    public void DuckDB_gives_the_ranking(string more) => Check(more, DuckDB);

    [Theory]
    [Trait("Needs", "Node")]
    [InlineData("polars-node", "")]
    [InlineData("polars-node", "sweep: {stress.level: [0.5, 2]}\nreadings: [10]\n")]
    [InlineData("node", "")]
    [InlineData("node", "sweep: {stress.level: [0.5, 2]}\nreadings: [10]\n")]
    public void JavaScript_gives_the_ranking(string tool, string more) => Check(more, folder => Node(folder, tool));

    [Fact]
    public void Factors_of_a_study_of_sensitivity_are_ranked()
    {
        string study = here.Write("function.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 512}\n");
        var indices = JsonNode.Parse(Asem.Succeed("run", study, "-o", here["out"], "--json").Output)!.AsArray();
        var expected = indices.Where(i => (string)i!["index"]! == "total").Select(i => ((string)i!["factors"]![0]!, (double)i["estimate"]!)).OrderByDescending(i => i.Item2);
        Assert.Equal(expected, DuckDB(here["out"]));
    }

    [Fact]
    public void Switches_are_ranked_by_the_size_of_their_effects() => CheckSwitches(DuckDB);

    [Theory]
    [Trait("Needs", "Node")]
    [InlineData("polars-node")]
    [InlineData("node")]
    public void JavaScript_ranks_switches_by_the_size_of_their_effects(string tool) => CheckSwitches(folder => Node(folder, tool));

    [Fact]
    public void A_folder_without_a_ranking_and_a_tool_without_code_are_refused()
    {
        Asem.Succeed("run", here.Small(), "-o", here["part"], "-q", "--shard", "1/2");
        Assert.Contains("rank neither", Asem.Run("snippets", here["part"]).Error, StringComparison.Ordinal);
        Assert.Contains("no snippet for 'duckbd'; did you mean 'duckdb'?", Asem.Run("snippets", here["part"], "duckbd").Error, StringComparison.Ordinal);
    }

    public static TheoryData<string> Folders => ["o'ut \"x\"", "all[1]", "*", "who?", "{a,b}", "[a-z]*{1}?", "$HOME `x` %20#y", "😀 ü", "back\\slash"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void DuckDB_reads_the_file_of_a_folder_of_any_name(string folder) => Check("", DuckDB, folder);

    [Theory]
    [Trait("Needs", "Node")]
    [MemberData(nameof(Folders))]
    public void JavaScript_reads_the_file_of_a_folder_of_any_name(string folder)
    {
        foreach (string tool in (string[])["polars-node", "node"]) Check("", at => Node(at, tool), folder);
    }

    [Fact]
    public void Commands_and_code_for_tools_that_are_not_here_quote_the_folder()
    {
        string folder = here["it's 😀 [1]{\\"], printed = Asem.Succeed("run", here.Small(), "-o", folder).Output;
        Assert.Contains($"asem snippets '{folder.Replace("'", "'\\''", StringComparison.Ordinal)}')", printed, StringComparison.Ordinal);
        Assert.Contains("it's 😀 [1]{\\\\/pathways.parquet\", glob=False)", printed, StringComparison.Ordinal);
        Assert.Contains("pd.read_parquet(\"" + here["it's 😀 [1]{\\\\/pathways.parquet\","], printed, StringComparison.Ordinal);
        Assert.Contains("it's 😀 \\\\[1\\\\]\\\\{\\\\\\\\/pathways.parquet\").where", printed, StringComparison.Ordinal);
    }

    private void Check(string more, Func<string, List<(string, double)>> run, string folder = "out")
    {
        string output = here[folder];
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        var answer = JsonNode.Parse(Asem.Succeed("run", here.Small(more), "-o", output, "--json").Output.Trim().Split('\n')[^1])!;
        var expected = answer["answer"]!["outcomes"]!["insecurity"]!["all"]!["pathways"]!.AsArray().Select(p => ((string)p!["pathway"]!, (double)p["shapley"]!["estimate"]!)).OrderBy(p => p.Item2);
        Assert.Equal(expected, run(output));
    }

    private void CheckSwitches(Func<string, List<(string, double)>> run)
    {
        string study = here.Write("switches.yaml", """
            study: {dyads: 32, horizon_days: 20, settle_days: 5}
            factors: {switch.fatigue: , switch.safe.bond: , switch.self.validation: }
            design: {kind: coalitions, points: 4, luck: common}
            outputs: [{id: y, estimate: 0 - mean(state_anxiety@20)}]
            """);
        Asem.Succeed("run", study, "-o", here["switches"], "-q");
        var stored = Parquet.Rows(Path.Combine(here["switches"], "indices.parquet"), "select factors, estimate from TABLE where \"index\" = 'shapley_value' order by abs(estimate) desc").Select(r => ((string)r[0]!, (double)r[1]!)).ToList();
        // signs that would give another order
        Assert.NotEqual(stored, stored.OrderByDescending(r => r.Item2));
        Assert.Equal(stored, run(here["switches"]));
    }

    private static List<(string, double)> DuckDB(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Asem.Succeed("snippets", folder, "duckdb").Output;
        using var reader = command.ExecuteReader();
        var rows = new List<(string, double)>();
        while (reader.Read()) rows.Add((reader.GetString(0), reader.GetDouble(1)));
        return rows;
    }

    private static List<(string, double)> Node(string folder, string tool) =>
        [.. NodeTools.Run(["--input-type=module", "-e", Asem.Succeed("snippets", folder, tool).Output]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',')).Where(cells => cells.Length == 4 && cells[0] is not ("pathway" or "factors")).Select(cells => (cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture)))];
}
