using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>Claims, figures, calibration, trace, robustness and controls as a user runs them.</summary>
public sealed class ExperimentVerbTests : IDisposable
{
    private static readonly string[] small = ["--set", "dyads=200", "--set", "settle_days=20"];

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Claims_are_judged_printed_and_written()
    {
        string output = Path.Combine(Path.GetDirectoryName(here.Small())!, "claims");
        var json = JsonNode.Parse(Asem.Succeed(["propositions", "P01", "P03.state", "--no-studies", "--json", .. small]).Output)!.AsArray();
        Assert.Equal(["P01.state", "P01.moderation", "P03.state"], json.Select(c => (string)c!["id"]!));
        Assert.Equal("supported", (string)json[0]!["verdict"]!);
        Assert.True((double)json[0]!["high"]! < 0);
        var run = Asem.Succeed(["propositions", "P01", "--no-studies", "--members", "2", "-o", output, .. small]);
        Assert.Contains("2 claims tried", run.Output, StringComparison.Ordinal);
        Assert.Contains("of 2 supported", run.Output, StringComparison.Ordinal);
        Asem.Succeed("verify", output);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "manifest.json")))!;
        Assert.Equal(64, ((string)manifest["study"]!["sha256"]!).Length);
        Assert.Equal(2, (int)manifest["counts"]!["rows.propositions"]!);
    }

    [Fact]
    public void Claims_of_ones_own_are_read_and_strict_fails_on_a_contradiction()
    {
        string file = Path.Combine(Path.GetDirectoryName(here.Small())!, "mine.yaml");
        File.WriteAllText(file, """
            study: {dyads: 200, horizon_days: 1, settle_days: 20, timeline: [{from_day: 0, force: conflict, size: 1}]}
            propositions:
            - id: mine
              claim: Safe acts raise momentary anxiety.
              passage: nowhere
              kind: emergent
              scenarios: {safe: {on: [safe]}, none: {on: []}}
              estimate: mean(state.state_anxiety@1[safe] - state.state_anxiety@1[none])
              expect: above
              smallest: 0.001
              because: made up

            """);
        Assert.Contains("1 contradicted", Asem.Succeed("propositions", "--file", file).Output, StringComparison.Ordinal);
        Assert.Equal(1, Asem.Run("propositions", "--file", file, "--strict").ExitCode);
        File.AppendAllText(file, "  smalest: 1\n");
        var wrong = Asem.Run("propositions", "--file", file);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("mine.yaml:12", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("unknown key 'smalest'", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_a_study_with_enough_power_is_told_and_ends_of_bands_are_compared()
    {
        var json = JsonNode.Parse(Asem.Succeed("propositions", "P02.moderation", "P01.state", "--power", "0.8", "--json", "-q").Output)!.AsArray();
        // studies of 180 couples find it nearly always
        Assert.InRange((int)json.Single(c => (string)c!["id"]! == "P02.moderation")!["couples_needed"]!, 20, 180);
        Assert.Null(json.Single(c => (string)c!["id"]! == "P01.state")!["couples_needed"]);
        Assert.Equal(2, Asem.Run("propositions", "P01", "--power", "80").ExitCode);
        Assert.Equal(2, Asem.Run("propositions", "P01", "--ends").ExitCode);
        Assert.Contains("lowest third", Asem.Succeed(["propositions", "P01.state", "--no-studies", "--members", "9", "--ends", "--set", "dyads=40", "--set", "settle_days=5"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_predictions_hold()
    {
        var json = JsonNode.Parse(Asem.Succeed("propositions", "--file", "predictions.yaml", "--no-studies", "--json", "-q").Output)!.AsArray();
        Assert.All(json, c => Assert.Equal("supported", (string)c!["verdict"]!));
    }

    [Theory]
    [InlineData("propositions", "P0l")]
    [InlineData("trace", "others.suport")]
    [InlineData("controls", "P999")]
    public void An_unknown_claim_is_named(string verb, string id)
    {
        var run = Asem.Run(verb, id);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"'{id}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_stand_beside_their_bands()
    {
        var json = JsonNode.Parse(Asem.Succeed(["targets", "--use", "filter", "--json", "--set", "dyads=200", "--set", "settle_days=20"]).Output)!.AsArray();
        Assert.Equal(3, json.Count);
        Assert.All(json, t => Assert.True((double)t!["low"]! < (double)t["high"]! && t["value"] is not null));
        Assert.Equal(2, Asem.Run("targets", "--use", "fited").ExitCode);
        Assert.Contains("did you mean 'C3.contrast'?", Asem.Run("targets", "C3.contrasts").Error, StringComparison.Ordinal);
        var members = JsonNode.Parse(Asem.Succeed(["targets", "A8", "--members", "2", "--times", "1", "--json", "--set", "dyads=200", "--set", "settle_days=20"]).Output)!.AsArray();
        Assert.Equal(2, Assert.Single(members)!["ensemble"]!.AsArray().Count);
    }

    [Fact]
    public void A_calibration_runs_goes_on_and_writes_an_ensemble_that_claims_take()
    {
        string folder = Path.Combine(Path.GetDirectoryName(here.Small())!, "fit"), file = Path.Combine(Path.GetDirectoryName(here.Small())!, "figures.yaml");
        File.WriteAllText(file, "study: {dyads: 96, horizon_days: 20, settle_days: 20}\nfree: {situations.conflict: [-4, 0]}\ntargets:\n- {id: rate, quantity: q, source: s, use: fitted, band: [0.2, 0.4], estimate: 'mean(situation.conflict@1..20)'}\n");
        string[] arguments = ["calibrate", "--targets", file, "-o", folder, "--draws", "12", "--elite", "6", "--members", "3", "--recover", "8"];
        var first = Asem.Succeed([.. arguments, "--waves", "1"]);
        Assert.Contains("3 acceptable sets", first.Output, StringComparison.Ordinal);
        var again = Asem.Succeed([.. arguments, "--waves", "1"]);
        Assert.Equal(first.Output, again.Output);
        string[] ensemble = File.ReadAllLines(Path.Combine(folder, "ensemble.csv"));
        Assert.Equal("situations.conflict", ensemble[0]);
        Assert.Equal(4, ensemble.Length);
        Assert.Contains("of 3 supported", Asem.Succeed(["propositions", "P01.state", "--no-studies", "--members", "9", "--ensemble", Path.Combine(folder, "ensemble.csv"), .. small]).Output, StringComparison.Ordinal);
        var other = Asem.Run([.. arguments, "--waves", "1", "--seed", "2"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("another calibration", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibration_does_not_write_among_other_things_and_a_wrong_setting_is_said_once()
    {
        string folder = Path.Combine(Path.GetDirectoryName(here.Small())!, "papers");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "thesis.txt"), "");
        var foreign = Asem.Run("calibrate", "-o", folder, "--draws", "8");
        Assert.Equal(2, foreign.ExitCode);
        Assert.Contains("papers:", foreign.Error, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
        var misspelt = Asem.Run("propositions", "P01", "--set", "bond.paces=0.1");
        Assert.Equal(2, misspelt.ExitCode);
        Assert.Equal(2, misspelt.Error.Split("bond.pace'").Length);
    }

    [Fact]
    public void A_claim_is_traced_to_equations_and_code_and_a_parameter_to_claims()
    {
        string claim = Asem.Succeed("trace", "P05.tension").Output, parameter = Asem.Succeed("trace", "bond.calming_repair").Output;
        Assert.Contains("Bond.CalmingRepair", claim, StringComparison.Ordinal);
        Assert.Contains("7.11", claim, StringComparison.Ordinal);
        Assert.Contains("P05.tension", parameter, StringComparison.Ordinal);
        var all = JsonNode.Parse(Asem.Succeed("trace", "--json").Output)!;
        Assert.True(all["claims"]!.AsArray().Count > 100);
    }

    [Fact]
    public void The_ranking_is_tried_under_all_forms_and_does_not_depend_on_threads()
    {
        string study = here.Small();
        string[] arguments = ["robustness", study, "--draws", "2", "--couples", "16", "--json", "--set", "horizon_days=5", "--set", "settle_days=5"];
        var one = Asem.Succeed([.. arguments, "--threads", "1"]);
        Assert.Equal(one.Output, Asem.Succeed([.. arguments, "--threads", "2"]).Output);
        var json = JsonNode.Parse(one.Output)!;
        Assert.Equal(1, json["pathways"]!.AsArray().Sum(p => (double)p!["first"]!), 1e-9);
        Assert.Equal(3, json["pathways"]!.AsArray().Sum(p => (double)p!["top_three"]!), 1e-9);
        Assert.NotEqual(one.Output, Asem.Succeed([.. arguments, "--ensemble"]).Output);
    }

    [Fact]
    public void Controls_of_a_sound_claim_pass()
    {
        var run = Asem.Succeed("controls", "P01.state", "P03.state", "--flips", "0", "--set", "dyads=400", "--all");
        Assert.Contains("sign of buffering.relief flipped", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 failed", run.Output, StringComparison.Ordinal);
    }
}
