using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Errors;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>What the model declares is listed, for people and for programs, and a study is checked without being run.</summary>
public sealed class ListAndValidateTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("parameters", "name")]
    [InlineData("pathways", "id")]
    [InlineData("moderators", "id")]
    [InlineData("forms", "form")]
    [InlineData("states", "name")]
    [InlineData("outcomes", "name")]
    [InlineData("errors", "code")]
    public void Every_declaration_is_listed(string kind, string key)
    {
        IReadOnlyList<string> expected = kind switch
        {
            "parameters" => [.. AsemModel.Parameters.Select(p => p.Name)],
            "pathways" => [.. AsemModel.Pathways.Select(p => p.Id)],
            "moderators" => [.. AsemModel.Moderators.Select(m => m.Id)],
            "forms" => [.. AsemModel.FormTopics.SelectMany(t => t.Forms).Select(f => f.Name)],
            "states" => [.. AsemModel.PartnerStates.Concat(AsemModel.CoupleStates).Select(s => s.Name)],
            "errors" => [.. ErrorKind.All.Select(e => e.Code)],
            _ => [.. Outcomes.All.Select(o => o.Name)],
        };
        var rows = JsonNode.Parse(Asem.Succeed("list", kind, "--json").Output)!.AsArray();
        Assert.Equal(expected, rows.Select(row => row![key]!.GetValue<string>()));
        Assert.All(rows, row => Assert.NotEmpty(row!["help"]!.GetValue<string>()));
        // a table may break a long name over lines, so only its beginning is sought
        string text = Asem.Succeed("list", kind).Output;
        Assert.All(expected, name => Assert.Contains(name[..Math.Min(8, name.Length)], text, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_word_the_lists_are_listed_and_each_of_them_exists()
    {
        string[] lines = Asem.Succeed("list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 15);
        foreach (string line in lines) Asem.Succeed("list", line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
    }

    [Fact]
    public void Studies_here_are_listed_with_their_titles()
    {
        var rows = JsonNode.Parse(Asem.Succeed("list", "studies", "--json").Output)!.AsArray();
        Assert.All(rows, row => Assert.EndsWith(".yaml", row!["path"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.NotEmpty(Asem.Succeed("list", "studies").Output);
    }

    [Fact]
    public void Keys_of_studies_are_listed_with_what_is_allowed()
    {
        var rows = JsonNode.Parse(Asem.Succeed("list", "keys", "--json").Output)!.AsArray();
        var dyads = rows.Single(row => row!["key"]!.GetValue<string>() == "dyads")!;
        Assert.Equal(("4096", 1, 1L << 40, "couples"), (dyads["default"]!.GetValue<string>(), dyads["minimum"]!.GetValue<int>(), dyads["maximum"]!.GetValue<long>(), dyads["unit"]!.GetValue<string>()));
        Assert.Contains("own_outcomes.NAME.of", rows.Select(row => row!["key"]!.GetValue<string>()));
        Assert.Contains("horizon_days", Asem.Succeed("list", "keys").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_of_studies_is_printed() =>
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", JsonNode.Parse(Asem.Succeed("list", "schema").Output)!["$schema"]!.GetValue<string>());

    [Fact]
    public void One_of_a_thing_is_no_plural() =>
        Assert.Equal("small: valid; 4 design points × 1 couple × 1 day = 4 dyad-days\n", Asem.Succeed("validate", here.Small(), "--set", "dyads=1", "--set", "horizon_days=1").Output);

    [Fact]
    public void A_valid_study_is_sized_and_not_run()
    {
        var ended = Asem.Succeed("validate", here.Small(), "--set", "dyads=50");
        Assert.Equal("small: valid; 4 design points × 50 couples × 20 days = 4,000 dyad-days\n", ended.Output);
        Assert.Empty(ended.Error);
        Assert.Equal(["small.yaml"], Directory.GetFileSystemEntries(here["."]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("run", "--output", "--set", "--seed", "--threads", "--json", "--quiet")]
    [InlineData("validate", "--set")]
    [InlineData("list", "--json")]
    [InlineData("init", "--output", "--list")]
    [InlineData("verify", "--digest", "--simulate", "--seed", "--set")]
    [InlineData("selftest", "--json")]
    public void Help_names_every_option(string verb, params string[] options)
    {
        string help = Asem.Succeed(verb, "--help").Output;
        Assert.All(options, option => Assert.Contains(option, help, StringComparison.Ordinal));
    }
}
