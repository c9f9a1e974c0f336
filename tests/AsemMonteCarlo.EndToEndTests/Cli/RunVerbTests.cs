using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>A study is run, its folder verified, and an earlier result never lost.</summary>
public sealed class RunVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_run_answers_writes_its_folder_and_is_verified()
    {
        string output = here["out"];
        var run = Asem.Succeed("run", here.Small(), "--output", output, "--quiet");
        Assert.Contains("self.efficacy", run.Output, StringComparison.Ordinal);
        Assert.Contains("Calibrated: 44 of", run.Output, StringComparison.Ordinal);
        Assert.Equal(["cells.parquet", "columns.parquet", "exposure.parquet", "manifest.json", "outcomes.parquet", "pathways.parquet", "points.parquet", "population.parquet", "summaries.parquet"],
            Directory.GetFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        string digest = Manifest(output)["digest"]!.GetValue<string>();
        Assert.Contains(digest, run.Output, StringComparison.Ordinal);
        Assert.Contains(digest, Asem.Succeed("verify", output).Output, StringComparison.Ordinal);
        Assert.Equal(digest + "\n", Asem.Succeed("verify", "--digest", output).Output);
    }

    [Fact]
    public void A_run_on_a_terminal_ends_with_a_ranked_table_and_bars_and_one_into_a_pipe_does_not()
    {
        const string program = "/usr/bin/script";
        Assert.SkipUnless(File.Exists(program), "There is no program that makes a terminal.");
        string wide = Asem.SucceedWith(program, "-qec", $"stty cols 140; '{Asem.Built("AsemMonteCarlo.Cli", "asem")}' run '{here.Small()}' --output '{here["terminal"]}' --quiet", "/dev/null").Output, last = wide[wide.LastIndexOf("What each pathway does", StringComparison.Ordinal)..];
        Assert.Contains("█", last, StringComparison.Ordinal);
        // the one that lowers most comes first
        Assert.True(last.IndexOf("self.efficacy", StringComparison.Ordinal) < last.IndexOf("safe.bond", StringComparison.Ordinal));
        Assert.DoesNotContain("█", Asem.Succeed("run", here.Small(), "--output", here["pipe"], "--quiet").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_into_the_same_folder_is_refused_and_the_files_stay()
    {
        string output = here.RunSmall();
        var before = Contents(output);
        var second = Asem.Run("run", here.Small(), "--output", output, "--seed", "8");
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("not empty", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before, Contents(output));
    }

    [Fact]
    public void An_output_that_is_a_file_is_refused_and_the_file_stays()
    {
        string file = here.Write("results", "precious");
        var run = Asem.Run("run", here.Small(), "--output", file);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("this is a file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Fact]
    public void A_changed_table_is_found()
    {
        string output = here.RunSmall();
        string table = Path.Combine(output, "pathways.parquet");
        byte[] bytes = File.ReadAllBytes(table);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(table, bytes);
        var verified = Asem.Run("verify", output);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("pathways.parquet", verified.Error, StringComparison.Ordinal);
        Assert.Equal(1, Asem.Run("verify", "--digest", output).ExitCode);
    }

    [Fact]
    public void Settings_and_seed_of_the_command_line_win_over_the_file()
    {
        string output = here.RunSmall(null, "--set", "dyads=40", "--set", "safe.bond=0.5", "--set", "fatigue=off", "--seed", "99");
        var study = Manifest(output)["study"]!;
        Assert.Equal(40, study["dyads"]!.GetValue<int>());
        Assert.Equal(99, study["seed"]!.GetValue<int>());
        Assert.Equal(99, Manifest(output)["seed"]!.GetValue<int>());
        Assert.Equal(40, Manifest(output)["counts"]!["dyads"]!.GetValue<int>());
        Assert.Contains("0.5", study.ToJsonString(), StringComparison.Ordinal);
        Assert.NotEqual(Digest(here.RunSmall()), Digest(output));
    }

    [Fact]
    public void Every_line_of_json_output_is_valid_and_the_last_is_the_answer()
    {
        var run = Asem.Succeed("run", here.Small(), "--output", here["out"], "--json");
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var events = lines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(events.SkipLast(1), e => Assert.Equal("progress", e["event"]!.GetValue<string>()));
        var answer = events[^1];
        Assert.Equal("answer", answer["event"]!.GetValue<string>());
        Assert.Equal(Digest(here["out"]), answer["digest"]!.GetValue<string>());
        var everyone = answer["answer"]!["outcomes"]!["insecurity"]!["all"]!["pathways"]!.AsArray();
        Assert.Equal(["safe.bond", "self.efficacy"], everyone.Select(p => p!["pathway"]!.GetValue<string>()));
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Quiet_prints_the_answer_and_nothing_else()
    {
        var run = Asem.Succeed("run", here.Small(), "--output", here["out"], "--quiet");
        Assert.Empty(run.Error);
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public void Piped_output_has_no_escape_codes_even_where_the_surroundings_ask_for_colour()
    {
        var colourful = new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["GITHUB_ACTIONS"] = "true", ["CLICOLOR_FORCE"] = "1" };
        var run = Asem.Succeed(colourful, "run", here.Small(), "--output", here["out"]);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.DoesNotContain('\u001b', Asem.Succeed(colourful, "list", "parameters").Output);
    }

    [Fact]
    public void Intervals_stand_in_single_brackets()
    {
        var run = Asem.Succeed("run", here.Small(), "--output", here["out"], "--quiet");
        Assert.DoesNotContain("[[", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("]]", run.Output, StringComparison.Ordinal);
    }

    internal static JsonNode Manifest(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;

    internal static string Digest(string folder) => Manifest(folder)["digest"]!.GetValue<string>();

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.GetFiles(folder).ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f)));
}
