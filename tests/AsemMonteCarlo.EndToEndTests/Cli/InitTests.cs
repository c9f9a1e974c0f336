namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>A study to begin with is written, valid, and never over another file.</summary>
public sealed class InitTests : IDisposable
{
    private readonly Workplace here = new();

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Configs, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Configs
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at!.FullName, "AsemMonteCarlo.sln"))) at = at.Parent;
            return Path.Combine(at.FullName, "configs");
        }
    }

    public void Dispose() => here.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_study_is_written_as_it_is_with_what_it_needs_and_runs(string name)
    {
        string path = here["mine.yaml"], shipped = File.ReadAllText(Path.Combine(Configs, name + ".yaml"));
        Assert.StartsWith("wrote " + path, Asem.Succeed("init", name, "--output", path).Output, StringComparison.Ordinal);
        // under the name of its file
        Assert.Equal(shipped.Replace($"\nname: {name}\n", "\nname: mine\n", StringComparison.Ordinal), File.ReadAllText(path));
        if (shipped.Contains("\nfactors:", StringComparison.Ordinal))
        {
            Asem.Succeed("validate", path);
            // a study with several designs is set design by design, counted from 0
            int designs = shipped.Split("  - {kind:").Length - 1;
            string[] places = designs == 0 ? ["design"] : [.. Enumerable.Range(0, designs).Select(i => $"design.{i}")];
            Asem.Succeed(["run", path, "--output", here["out"], "--quiet", .. places.SelectMany(p => new[] { "--set", $"{p}.points=16", "--set", $"{p}.replicates=1" })]);
            return;
        }
        Assert.Equal(File.ReadAllText(Path.Combine(Configs, "asem.schema.json")), File.ReadAllText(here["asem.schema.json"]));
        string[] settings = ["--set", "dyads=16", "--set", "horizon_days=3", "--set", "settle_days=2"];
        // days that the study names lie behind so short a horizon
        if (shipped.Contains("withdrawn_from:", StringComparison.Ordinal)) settings = [.. settings, "--set", "pathways.withdrawn_from=1", "--set", "own_outcomes={}"];
        if (shipped.Contains("\nstore:", StringComparison.Ordinal)) settings = [.. settings, "--set", "store={}"];
        if (Asem.Run("validate", path) is { ExitCode: 2 } refused)
        {
            // the one that needs a file of the user's, and says so
            Assert.Contains("--set population.file=scores.csv", refused.Error, StringComparison.Ordinal);
            settings = [.. settings, "--set", "population.file=" + here.Write("scores.csv", "anxiety,avoidance\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{1 + i % 7},{1 + i * 3 % 7}\n")))];
        }
        Asem.Succeed(["validate", path, .. settings]);
        Asem.Succeed(["run", path, "--output", here["out"], "--quiet", .. settings]);
    }

    [Fact]
    public void Studies_are_listed_with_their_titles()
    {
        string list = Asem.Succeed("init", "--list").Output;
        Assert.All(Names, row => Assert.Contains(row.Data, list, StringComparison.Ordinal));
        Assert.Contains("A first look", list, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_exists_is_not_overwritten()
    {
        string path = here.Write("mine.yaml", "precious");
        AssertRefused(Asem.Run("init", "quick", "--output", path), $"asem: {path}: the file exists and is not overwritten; name another with --output");
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.False(File.Exists(here["asem.schema.json"]));
    }

    [Fact]
    public void A_schema_and_data_that_are_there_are_kept()
    {
        here.Write("asem.schema.json", "{}");
        File.Copy(Path.Combine(Configs, "sample-couples.csv"), here["sample-couples.csv"]);
        Asem.Succeed("init", "sample", "--output", here["mine.yaml"]);
        Assert.Equal("{}", File.ReadAllText(here["asem.schema.json"]));
    }

    [Fact]
    public void Another_file_under_the_name_of_the_data_stops_it()
    {
        string data = here.Write("sample-couples.csv", "mine");
        AssertRefused(Asem.Run("init", "sample", "--output", here["mine.yaml"]), $"asem: {data}: another file has this name, which the study sample reads; nothing was written.");
        Assert.Equal(["sample-couples.csv"], Directory.GetFileSystemEntries(here["."]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("asem: no study 'quck' comes with asem; did you mean 'quick'? (studies are ", "init", "quck")]
    [InlineData(": this is a folder; name a file that ends in .yaml", "init", "quick", "--output", "HERE")]
    [InlineData("; make it first", "init", "quick", "--output", "HERE/none/mine.yaml")]
    public void A_command_line_that_is_wrong_is_refused(string expected, params string[] arguments) =>
        AssertRefused(Asem.Run([.. arguments.Select(a => a.Replace("HERE", here["."], StringComparison.Ordinal))]), expected);

    private static void AssertRefused(Ended ended, string expected)
    {
        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains(expected, Assert.Single(ended.ErrorLines, line => !line.StartsWith("Try: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
