using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

public sealed class DiffVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Two_runs_are_compared_by_key_and_by_estimate_for_people_and_programs()
    {
        string a = here.RunSmall(null, "--set", "store.dyads=on"), b = here.RunSmall(null, "--set", "store.dyads=on", "--set", "stress.level=2");
        var text = Asem.Succeed("diff", a, b);
        Assert.Empty(text.Error);
        Assert.Contains("\nWhat differs\n  parameters.stress.level: 1 in A, 2 in B\n\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("Headline estimates: effects on insecurity, everyone, after 20 days", text.Output, StringComparison.Ordinal);
        Assert.Contains("paired on common luck, one by one: 32 couples in both runs.", text.Output, StringComparison.Ordinal);
        Assert.Contains(" of 7 estimates moved beyond noise. Intervals hold for all of them together at 95 % (Bonferroni).", text.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse(Asem.Succeed("diff", a, b, "--json").Output)!;
        Assert.Equal((7, 32, false), ((int)json["compared"]!, (int)json["pairs"]!, (bool)json["same_bits"]!));

        var same = Asem.Succeed("diff", a, here.RunSmall(null, "--set", "store.dyads=on", "--threads", "1"));
        Assert.Contains("The studies are the same", same.Output, StringComparison.Ordinal);
        Assert.Contains("All results are the same bits", same.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_cannot_be_compared_are_refused_with_a_code()
    {
        string run = here.RunSmall(), empty = Directory.CreateDirectory(here["empty"]).FullName;
        AssertRefused("[ASEM110]", "diff", run, here["nowhere"]);
        AssertRefused("[ASEM603]", "diff", empty, run);
        AssertRefused("[ASEM103]", "diff", run);
        Asem.Succeed("run", here.Write("ishigami.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 64}\n"), "--output", here["indices"], "--quiet");
        AssertRefused("[ASEM107]", "diff", run, here["indices"]);
        File.Delete(Path.Combine(run, "pathways.parquet"));
        string other = here.RunSmall(null, "--seed", "9");
        Assert.Equal(2, Asem.Run("diff", empty, other).ExitCode);
        Assert.Equal(1, Asem.Run("diff", run, other).ExitCode);
    }

    private static void AssertRefused(string code, params string[] arguments)
    {
        var ended = Asem.Run(arguments);
        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains(code, ended.Error, StringComparison.Ordinal);
    }
}
