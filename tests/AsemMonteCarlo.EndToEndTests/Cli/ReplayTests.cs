using System.Globalization;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>A couple of a run folder, day by day, on the command line.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly string[] stored = ["--set", "store.dyads=on"];
    private static readonly string[] compared = ["outcome.anxiety", "state.trust", "draw.conflict", "received.self.efficacy"];

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void The_terminal_shows_every_day_and_that_the_last_equals_the_stored_row()
    {
        string output = here.RunSmall(null, stored);
        string text = Asem.Succeed("replay", output, "--point", "3", "--dyad", "5").Output;
        Assert.Contains("Couple 5 at design point 3 (all); focal person ", text, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 20), Days(text));
        Assert.Contains("The last day equals the stored row, bit for bit.", text, StringComparison.Ordinal);
        // what is printed of the last day is what the table of the run has
        foreach (string outcome in new[] { "anxiety", "provider_effort" })
        {
            object?[] row = Parquet.Rows(Path.Combine(output, "dyads.parquet"), $"select max({outcome}) filter (person = 'focal'), max({outcome}) filter (person = 'partner') from TABLE where point = 3 and dyad = 5").Single();
            string[] line = text.Split('\n').Single(l => l.StartsWith($"  {outcome} ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(row.Select(value => ((float)value!).ToString("F3", CultureInfo.InvariantCulture)), line[^2..]);
        }
    }

    [Fact]
    public void Days_persons_and_pathways_off_are_shown_as_asked()
    {
        string output = here.RunSmall();
        string focal = Asem.Succeed("replay", output, "--point", "3", "--dyad", "5", "--days", "4..6", "--without", "self.efficacy").Output;
        string partner = Asem.Succeed("replay", output, "--point", "3", "--dyad", "5", "--days", "4..6", "--person", "partner").Output;
        Assert.Equal([4, 5, 6], Days(focal));
        Assert.Contains("Δ: as run less without self.efficacy, by the same luck.", focal, StringComparison.Ordinal);
        Assert.Contains("Days of the partner", partner, StringComparison.Ordinal);
        Assert.DoesNotContain("Δ", partner, StringComparison.Ordinal);
        Assert.Contains("The run stores no rows of single couples to compare with", partner, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_horizon_is_thinned_evenly_with_the_first_and_the_last_day()
    {
        string output = here.RunSmall(null, "--set", "horizon_days=400");
        var days = Days(Asem.Succeed("replay", output, "--point", "0", "--dyad", "0").Output);
        Assert.Equal((1, 400), (days[0], days[^1]));
        Assert.InRange(days.Count, 38, 40);
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 11));
    }

    [Fact]
    public void The_file_holds_both_partners_and_variants_and_JSON_the_same_numbers()
    {
        string output = here.RunSmall(null, stored), file = here["replay.parquet"];
        Asem.Succeed("replay", output, "--point", "3", "--dyad", "5", "--without", "safe.bond", "--output", file);
        var rows = Parquet.Rows(file, """select variant, person, count(*), min("day"), max("day") from TABLE group by 1, 2 order by 1, 2""");
        Assert.Equal([["as_run", "focal", 20L, 1L, 20L], ["as_run", "partner", 20L, 1L, 20L], ["without safe.bond", "focal", 20L, 1L, 20L], ["without safe.bond", "partner", 20L, 1L, 20L]], rows.Select(row => row));
        var json = JsonNode.Parse(Asem.Succeed("replay", output, "--point", "3", "--dyad", "5", "--without", "safe.bond", "--json", "--days", "7..8").Output)!;
        Assert.Equal(("all", true), (json["arm"]!.GetValue<string>(), json["equals_stored_row"]!.GetValue<bool>()));
        var days = json["days"]!.AsArray();
        Assert.Equal(8, days.Count);
        foreach (var day in days)
        {
            object?[] row = Parquet.Rows(file, $"""select {string.Join(", ", compared.Select(name => $"\"{name}\""))} from TABLE where variant = '{day!["variant"]}' and "day" = {day["day"]} and person = '{day["person"]}'""").Single();
            Assert.Equal(row.Select(value => (float)value!), compared.Select(name => day[name]!.GetValue<float>()));
        }
    }

    [Fact]
    public void A_run_in_double_precision_is_replayed_in_it_whatever_lanes_are_forced_now()
    {
        string output = here["double"];
        Asem.Succeed(new() { ["ASEM_LANES"] = "double" }, ["run", here.Small(), "--output", output, "--quiet", .. stored]);
        string[] couple = ["replay", output, "--point", "3", "--dyad", "5"];
        Assert.Contains("The last day equals the stored row, rounded to single precision as stored.", Asem.Succeed([.. couple, "--output", here["replay.parquet"]]).Output, StringComparison.Ordinal);
        string text = Asem.Succeed(new() { ["ASEM_LANES"] = "1" }, [.. couple, "--json", "--days", "20..20"]).Output;
        var json = JsonNode.Parse(text)!;
        Assert.Equal(("double", true), (json["precision"]!.GetValue<string>(), json["equals_stored_row"]!.GetValue<bool>()));
        foreach (var day in json["days"]!.AsArray())
        {
            double anxiety = day!["outcome.anxiety"]!.GetValue<double>();
            Assert.NotEqual((float)anxiety, anxiety);
            Assert.Equal([[anxiety]], Parquet.Rows(here["replay.parquet"], $"""select "outcome.anxiety" from TABLE where "day" = 20 and person = '{day["person"]}'""").Select(row => row.Select(value => (double)value!).ToArray()));
            Assert.Equal([[(float)anxiety]], Parquet.Rows(Path.Combine(output, "dyads.parquet"), $"select anxiety from TABLE where point = 3 and dyad = 5 and person = '{day["person"]}'").Select(row => row.Select(value => (float)value!).ToArray()));
        }
    }

    [Fact]
    public void Several_couples_are_as_many_lines_of_JSON_each_as_alone()
    {
        string output = here.RunSmall(null, stored);
        string[] Lines(string dyads) => Asem.Succeed("replay", output, "--point", "3", "--dyad", dyads, "--json", "--days", "19..20").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] several = Lines("5..7");
        Assert.Equal([5, 6, 7], several.Select(line => JsonNode.Parse(line)!["dyad"]!.GetValue<int>()));
        Assert.Equal(Assert.Single(Lines("6")), several[1]);
        Assert.Contains("\"precision\":\"single\"", several[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_says_which_couples_it_holds()
    {
        string part = here.RunSmall(null, [.. stored, "--shard", "2/2"]);
        Assert.Contains("The last day equals the stored row", Asem.Succeed("replay", part, "--point", "3", "--dyad", "20").Output, StringComparison.Ordinal);
        Refused(Asem.Run("replay", part, "--point", "3", "--dyad", "3"), "--dyad 3: part 2/2 holds the couples 16 to 31");
    }

    [Fact]
    public void A_population_file_that_lies_elsewhere_is_named()
    {
        string scores = here.Write("scores.csv", "anxiety,avoidance\n" + string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"{1 + i % 10 * 0.5},{1 + i % 7 * 0.5}\n"))));
        string output = here.RunSmall(null, [.. stored, "--set", "population.file=" + scores]);
        Refused(Asem.Run("replay", output, "--point", "3", "--dyad", "5"), "there is no file 'scores.csv'");
        Assert.Contains("equals the stored row", Asem.Succeed("replay", output, "--point", "3", "--dyad", "5", "--set", "population.file=" + scores).Output, StringComparison.Ordinal);
        File.AppendAllText(scores, "2,2\n");
        Refused(Asem.Run("replay", output, "--point", "3", "--dyad", "5", "--set", "population.file=" + scores), "is not the file that the study names: its SHA-256 is ");
    }

    [Theory]
    [InlineData("--point 4: the study has the design points 0 to 3", "--point", "4", "--dyad", "0")]
    [InlineData("--point -1: allowed are whole numbers from 0", "--point", "-1", "--dyad", "0")]
    [InlineData("--dyad 32: the study has the couples 0 to 31", "--point", "3", "--dyad", "32")]
    [InlineData("--dyad one: allowed are whole numbers from 0", "--point", "3", "--dyad", "one")]
    [InlineData("--dyad 9..8: allowed are whole numbers from 0, or with --json A..B", "--point", "3", "--dyad", "9..8", "--json")]
    [InlineData("--dyad 30..32: the study has the couples 0 to 31", "--point", "3", "--dyad", "30..32", "--json")]
    [InlineData("--dyad 3..4: several couples need --json, without --output", "--point", "3", "--dyad", "3..4")]
    [InlineData("--dyad 3..4: several couples need --json, without --output", "--point", "3", "--dyad", "3..4", "--json", "--output", "some.parquet")]
    [InlineData("Option '--dyad' is required", "--point", "3")]
    [InlineData("--without safe.bnd: no such pathway; did you mean 'safe.bond'? Pathways are ", "--point", "3", "--dyad", "0", "--without", "safe.bnd")]
    [InlineData("--person me: allowed are focal or partner", "--point", "3", "--dyad", "0", "--person", "me")]
    [InlineData("--days 7: write A..B with 1 ≤ A ≤ B", "--point", "3", "--dyad", "0", "--days", "7")]
    [InlineData("--days 9..8: write A..B with 1 ≤ A ≤ B", "--point", "3", "--dyad", "0", "--days", "9..8")]
    [InlineData("--days 9..21: the study has the days 1 to 20", "--point", "3", "--dyad", "0", "--days", "9..21")]
    [InlineData("small.yaml: name a file that ends in .parquet", "--point", "3", "--dyad", "0", "--output", "small.yaml")]
    [InlineData("its study cannot be read again as it was: its 'seed' is 8 instead of 7", "--point", "3", "--dyad", "0", "--set", "seed=8")]
    public void What_is_asked_for_wrongly_is_refused(string expected, params string[] arguments) =>
        Refused(Asem.Run(["replay", here.RunSmall(), .. arguments]), expected);

    [Fact]
    public void Folders_that_are_no_runs_and_files_that_exist_are_refused()
    {
        string[] couple = ["--point", "3", "--dyad", "0"];
        Refused(Asem.Run(["replay", here["nowhere"], .. couple]), "no such folder");
        string output = here.RunSmall(), file = here.Write("old.parquet", "kept");
        Refused(Asem.Run(["replay", output, .. couple, "--output", file]), "it exists already");
        Assert.Equal("kept", File.ReadAllText(file));
        File.Delete(Path.Combine(output, "manifest.json"));
        Refused(Asem.Run(["replay", output, .. couple]), "there is no manifest.json");
    }

    [Fact]
    public void A_stored_row_that_was_changed_fails()
    {
        // another run's table in the place of this one's: sealed, but not this study's rows
        string output = here.RunSmall(null, stored), other = here.RunSmall(null, [.. stored, "--seed", "8"]);
        File.Copy(Path.Combine(other, "dyads.parquet"), Path.Combine(output, "dyads.parquet"), overwrite: true);
        var ended = Asem.Run("replay", output, "--point", "3", "--dyad", "5", "--output", here["replay.parquet"]);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("The replay does not equal the stored row: column 'anxiety' of focal, day 20, is ", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(ended.Output);
        Assert.False(File.Exists(here["replay.parquet"]));
    }

    private static void Refused(Ended ended, string expected)
    {
        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains(expected, Assert.Single(ended.ErrorLines, line => !line.StartsWith("Try: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    // the first number of each row of the table of days
    private static List<int> Days(string text) =>
        [.. text[..text.IndexOf("The last day, ", StringComparison.Ordinal)].Split('\n').SkipWhile(line => !line.StartsWith('─')).Skip(1).Select(line => line.TrimStart().Split(' ')[0]).Where(word => word.Length > 0 && word.All(char.IsAsciiDigit)).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
}
