using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>The self-test as a user runs it.</summary>
public sealed class SelfTestVerbTests : IDisposable
{
    private readonly Workplace here = new();

    private static string Golden
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (at is not null && !File.Exists(Path.Combine(at.FullName, "AsemMonteCarlo.sln"))) at = at.Parent;
            return Path.Combine(at!.FullName, "tests", "golden");
        }
    }

    public void Dispose() => here.Dispose();

    [Fact]
    public void The_digest_that_came_with_the_program_is_that_of_a_run_of_the_study()
    {
        Asem.Succeed("run", Path.Combine(Golden, "selftest.yaml"), "--output", here["run"], "--quiet");
        string known = File.ReadLines(Path.Combine(Golden, "digests.txt")).Single(line => line.StartsWith("selftest.yaml ", StringComparison.Ordinal)).Split(' ')[1];
        Assert.Equal(known, RunVerbTests.Digest(here["run"]));
        var report = JsonNode.Parse(Asem.Succeed("selftest", "--json").Output)!;
        Assert.True((bool)report["passed"]!);
        Assert.Equal($"digest {known}", (string)report["checks"]!.AsArray().Single(c => (string)c!["name"]! == "study")!["found"]!);
        // a minute is promised, on a machine that has nothing else to do
        Assert.InRange((double)report["seconds"]!, 0.1, 120);
    }

    [Fact]
    public void Without_any_vectors_every_check_passes_and_the_missing_hardware_is_said()
    {
        string text = Asem.Succeed(new Dictionary<string, string> { ["DOTNET_EnableHWIntrinsic"] = "0" }, "selftest").Output;
        Assert.Contains("in software: right, and many times slower", text, StringComparison.Ordinal);
        Assert.Contains("there are no wider lanes here", text, StringComparison.Ordinal);
        Assert.Contains("8 of 8 checks passed", text, StringComparison.Ordinal);
    }
}
