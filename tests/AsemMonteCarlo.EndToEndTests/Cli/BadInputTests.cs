namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>Bad input ends with exit code 2, one clear sentence with its place on standard error, and no output folder.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("horizon_day: 5\n", "study.yaml:1:1: unknown key 'horizon_day'; did you mean 'horizon_days'?")]
    [InlineData("seed: 1\ndyads: 8\nseed: 2\n", "study.yaml:3:1: duplicate key 'seed'; it stands on line 1 already")]
    [InlineData("dyads: many\n", "study.yaml:1:8: 'dyads' is 'many'; it must be a whole number from 1 to 1099511627776 (couples)")]
    [InlineData("seed: 1\nhorizon_days: 4000\n", "study.yaml:2:15: 'horizon_days' is '4000'; it must be a whole number from 1 to 3660 (days)")]
    [InlineData("parameters:\n  stress.level: 1e9\n", "study.yaml:2:17: 'stress.level' is '1e9'; it must be a number from ")]
    [InlineData("parameters:\n  stress.levle: 1\n", "study.yaml:2:3: unknown parameter 'stress.levle'; did you mean 'stress.level'?")]
    [InlineData("pathways:\n  of: [safe.bnd]\n", "study.yaml:2:8: 'safe.bnd' is no pathway; did you mean 'safe.bond'?")]
    [InlineData("moderators:\n  fatige: off\n", "study.yaml:2:3: unknown moderator 'fatige'; did you mean 'fatigue'?")]
    [InlineData("", "study.yaml:1:1: the study is empty")]
    [InlineData("dyads: [1, 2\nseed: 3\n", "this is not valid YAML: ")]
    [InlineData("- dyads\n", "study.yaml:1:1: a study is a map of keys and values, not ")]
    [InlineData("population:\n  file: nowhere.csv\n", "study.yaml:2:9: there is no file 'nowhere.csv'")]
    public void A_study_that_is_wrong_is_refused_with_the_place(string study, string expected)
    {
        string path = here.Write("study.yaml", study);
        AssertRefused(Asem.Run("run", path, "--output", here["out"]), expected);
        AssertRefused(Asem.Run("validate", path), expected);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        string path = here.Write("study.yaml", "dyads: none\nhorizon_days: 0\nluck: comon\n");
        var ended = Asem.Run("run", path, "--output", here["out"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(["study.yaml:1:8", "study.yaml:2:15", "study.yaml:3:7"], ended.ErrorLines.Select(line => line[line.IndexOf("study.yaml", StringComparison.Ordinal)..line.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.False(Directory.Exists(here["out"]));
    }

    [Theory]
    [InlineData("dyad=3", "--set dyad=3: unknown key 'dyad'; did you mean 'dyads'?")]
    [InlineData("dyads=0", "--set dyads=0: 'dyads' is '0'; it must be a whole number from 1 to ")]
    [InlineData("dyads", "--set dyads: a setting is written key=value, such as dyads=100")]
    [InlineData("safe.bond=3", "it must be a number from 0 to 2")]
    public void A_setting_that_is_wrong_is_refused(string setting, string expected) =>
        AssertRefused(Asem.Run("run", here.Small(), "--output", here["out"], "--set", setting), expected);

    [Fact]
    public void A_study_that_is_not_there_is_refused_and_its_neighbour_named()
    {
        here.Small();
        AssertRefused(Asem.Run("run", here["smal.yaml"], "--output", here["out"]), $"{here["smal.yaml"]}: there is no such file; did you mean 'small.yaml'?");
        AssertRefused(Asem.Run("run", here["small"], "--output", here["out"]), $"{here["small"]}: there is no such file; did you mean '{here["small.yaml"]}'?");
    }

    [Theory]
    [InlineData("Option '--output' is required", "run", "STUDY")]
    [InlineData("unknown option '--thread'; did you mean '--threads'?", "run", "STUDY", "--output", "OUT", "--thread", "2")]
    [InlineData("a verb is needed: plan, run, merge, cluster, status, sample, analyze, propositions, targets, trace, calibrate, robustness, controls, validate, list, init, verify, diff, selftest, replay, figures, report, snippets or completion")]
    [InlineData("--threads 0: allowed are 1 … 1024", "run", "STUDY", "--output", "OUT", "--threads", "0")]
    [InlineData("--threads two: allowed are 1 … 1024", "run", "STUDY", "--output", "OUT", "--threads", "two")]
    [InlineData("asem: '--seed' is '-1'; it must be a whole number from 0 to ", "run", "STUDY", "--output", "OUT", "--seed", "-1")]
    [InlineData("'rnu'; did you mean 'run'?", "rnu", "STUDY", "--output", "OUT")]
    [InlineData("'paramters'; did you mean 'parameters'?", "list", "paramters")]
    [InlineData("no such folder", "verify", "OUT")]
    public void A_command_line_that_is_wrong_is_refused(string expected, params string[] arguments)
    {
        string study = here.Small();
        string[] given = [.. arguments.Select(a => a switch { "STUDY" => study, "OUT" => here["out"], _ => a })];
        AssertRefused(Asem.Run(given), expected);
    }

    private void AssertRefused(Ended ended, string expected)
    {
        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(ended.Output);
        string sentence = Assert.Single(ended.ErrorLines, line => !line.StartsWith("Try: ", StringComparison.Ordinal));
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.Matches(@" \[ASEM\d{3}\]$", sentence);
        Assert.False(Directory.Exists(here["out"]));
    }
}
