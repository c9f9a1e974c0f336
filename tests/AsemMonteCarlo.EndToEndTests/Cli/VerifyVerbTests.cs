using System.Globalization;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>What verify simulates again, and what it says where it cannot.</summary>
public sealed class VerifyVerbTests : IDisposable
{
    private static readonly string[] stored = ["--set", "store.dyads=on"];

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Stored_couples_and_the_whole_study_are_simulated_again_alike_each_time()
    {
        string output = here.RunSmall(null, stored), plain = here.RunSmall();
        var first = Asem.Succeed("verify", output);
        Assert.Empty(first.Error);
        Assert.Contains("dyads: 64 of 128 couples at design points simulated again; their 128 rows have the same bits (seed ", first.Output, StringComparison.Ordinal);
        Assert.Contains("the whole study was run again (2,560 dyad-days): every table has the same content digest", first.Output, StringComparison.Ordinal);
        Assert.Equal(first.Output, Asem.Succeed("verify", output).Output);
        Assert.Contains("dyads: 7 of 128 couples at design points simulated again; their 14 rows have the same bits (seed 5)", Asem.Succeed("verify", output, "--simulate", "7", "--seed", "5").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("again", Asem.Succeed("verify", output, "--simulate", "0").Output, StringComparison.Ordinal);
        Assert.Equal(2, Asem.Succeed("verify", plain).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("double")]
    public void Runs_on_other_lanes_are_simulated_as_they_were_run(string lanes) =>
        Assert.Contains("the whole study was run again", Asem.Succeed("verify", here.RunSmall(new() { ["ASEM_LANES"] = lanes }, stored)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Numbers_that_were_wrong_before_they_were_written_fail()
    {
        string output = here.RunSmall(null, stored), wrong = here["wrong"];
        await Rewritten.WriteAsync(output, wrong, "dyads", batch => batch.Values<float>("anxiety")[9] += 1e-6f);
        Assert.Equal(0, Asem.Run("verify", wrong, "--simulate", "0").ExitCode);
        var ended = Asem.Run("verify", wrong, "--simulate", "1000");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(ended.ErrorLines, line => line.Contains("dyads.parquet': couple ", StringComparison.Ordinal) && line.Contains("simulated again, differs: column 'anxiety' of ", StringComparison.Ordinal));
        Assert.Contains(ended.ErrorLines, line => line.Contains("dyads.parquet' has content digest ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_simulated_again_is_a_note()
    {
        string output = here.RunSmall(null, stored), path = Path.Combine(output, Manifest.FileName);
        (Manifest.Load(path) with { AsemVersion = "0.0.1" }).Save(path);
        Noted(Asem.Run("verify", output), "it was run by version 0.0.1, and this is version ");

        string function = here.Write("function.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 64}\n");
        Asem.Succeed("run", function, "-o", here["function"], "-q");
        Assert.Contains("the whole study was run again (0 dyad-days): every table has the same content digest", Asem.Succeed("verify", here["function"]).Output, StringComparison.Ordinal);
        path = Path.Combine(here["function"], Manifest.FileName);
        (Manifest.Load(path) with { AsemVersion = "0.0.1" }).Save(path);
        Noted(Asem.Run("verify", here["function"]), "it was run by version 0.0.1, and this is version ");

        string scores = here.Write("scores.csv", "anxiety,avoidance\n" + string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"{1 + i % 10 * 0.5},{1 + i % 7 * 0.5}\n"))));
        string sample = here.RunSmall(null, [.. stored, "--set", "population.file=" + scores]);
        Noted(Asem.Run("verify", sample), "there is no file 'scores.csv'");
        Assert.Contains("the whole study was run again", Asem.Succeed("verify", sample, "--set", "population.file=" + scores).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_make_another_study_are_refused() =>
        Refused(Asem.Run("verify", here.RunSmall(), "--set", "seed=8"), "its study cannot be read again as it was: its 'seed' is 8 instead of 7");

    [Theory]
    [InlineData("--simulate -1: allowed are 0 … 100,000", "--simulate", "-1")]
    [InlineData("--simulate 100001: allowed are 0 … 100,000", "--simulate", "100001")]
    [InlineData("--seed one: allowed are 0 … 18446744073709551615", "--seed", "one")]
    public void What_is_asked_for_wrongly_is_refused(string expected, params string[] arguments) => Refused(Asem.Run(["verify", here["out"], .. arguments]), expected);

    private static void Noted(Ended ended, string expected)
    {
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("every table is as written", ended.Output, StringComparison.Ordinal);
        string note = Assert.Single(ended.ErrorLines);
        Assert.StartsWith("Note: nothing was simulated again: ", note, StringComparison.Ordinal);
        Assert.Contains(expected, note, StringComparison.Ordinal);
    }

    private static void Refused(Ended ended, string expected)
    {
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, Assert.Single(ended.ErrorLines, line => !line.StartsWith("Try: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
