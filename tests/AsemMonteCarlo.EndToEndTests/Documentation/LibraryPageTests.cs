using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.EndToEndTests.Install;

namespace AsemMonteCarlo.EndToEndTests.Documentation;

public sealed class LibraryPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("asem-library-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("RankPathways")]
    [InlineData("OwnOutcome")]
    public void The_sample_is_that_of_the_page_and_short(string name)
    {
        string root = Dotnet.Repository, sample = File.ReadAllText(Path.Combine(root, "samples", name, "Program.cs")), page = File.ReadAllText(Path.Combine(root, "docs", "library.md"));
        Assert.Contains($"<!-- sample -->\n```csharp\n{sample}```\n<!-- /sample -->", page, StringComparison.Ordinal);
        Assert.InRange(sample.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => !line.StartsWith("using ", StringComparison.Ordinal) || line.Contains('=', StringComparison.Ordinal)), 5, 15);
    }

    [Fact]
    public void The_sample_ranks_pathways_and_writes_what_the_command_line_writes()
    {
        string output = Path.Combine(folder, "sample"), study = Path.Combine(folder, "sample.yaml");
        var ended = Asem.SucceedWith(Asem.Built("RankPathways", "RankPathways"), output, "dyads=48", "horizon_days=20", "settle_days=5");
        string[] lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Equal(2, lines.Count(line => line.StartsWith("stress 0.5: ", StringComparison.Ordinal)));
        Assert.Contains("100 %", ended.Error, StringComparison.Ordinal);
        File.WriteAllText(study, "{dyads: 48, horizon_days: 20, settle_days: 5, pathways: {of: [self.validation, others.support]}, sweep: {stress.level: [0.5, 2]}}");
        Asem.Succeed("run", study, "-o", Path.Combine(folder, "run"), "-q");
        Assert.Equal(lines[^1], Asem.Succeed("verify", Path.Combine(folder, "run"), "--digest").Output.Trim());
    }

    [Fact]
    public void The_sample_with_an_outcome_of_its_own_ranks_pathways_by_it_in_every_cell()
    {
        string[] lines = Asem.SucceedWith(Asem.Built("OwnOutcome", "OwnOutcome"), "dyads=64", "horizon_days=60").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, lines.Length);
        foreach (string cell in new[] { "skill -1: ", "skill 1: " })
            foreach (string outcome in new[] { "insecurity ", "higher_score " })
                Assert.Equal(2, lines.Count(line => line.StartsWith(cell + outcome, StringComparison.Ordinal)));
        // other outcomes and other skill are other numbers
        Assert.Equal(8, lines.Select(line => line[line.IndexOf('[', StringComparison.Ordinal)..]).Distinct().Count());
    }
}
