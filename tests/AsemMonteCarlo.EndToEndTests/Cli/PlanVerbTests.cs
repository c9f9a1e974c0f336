using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

public sealed class PlanVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("store.dyads=on", "dyads=700")]
    [InlineData("store.dyads=on", "dyads=300", "sweep.stress.level=[0.5,1,2]", "readings=[5,10]", "own_groups={high: {anxiety: {from: 4}}}", "reference={arm: none}")]
    [InlineData("store.trajectories={every: 5, couples: 40}", "dyads=500", "pathways.doses=[0.5,2]", "pathways.withdrawn_from=10")]
    public void Rows_and_bytes_are_those_of_the_run(params string[] settings)
    {
        string study = here.Small(), output = Path.Combine(Path.GetDirectoryName(study)!, "run");
        string[] set = [.. settings.SelectMany(s => new[] { "--set", s })];
        var plan = JsonNode.Parse(Asem.Succeed(["plan", study, "--json", .. set]).Output)!["plan"]!;
        Asem.Succeed(["run", study, "-o", output, "-q", .. set]);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "manifest.json")))!;
        var tables = manifest["tables"]!.AsArray();
        var planned = plan["tables"]!.AsArray();
        Assert.Equal(tables.Select(t => (string)t!["name"]!).Order(StringComparer.Ordinal), planned.Select(t => (string)t!["table"]!).Order(StringComparer.Ordinal));
        foreach (var table in tables)
        {
            var row = planned.Single(t => (string)t!["table"]! == (string)table!["name"]!)!;
            double rows = (double)table!["rows"]!;
            Assert.InRange((double)row["rows"]!, 0.97 * rows, 1.03 * rows);
        }
        double bytes = new DirectoryInfo(output).EnumerateFiles().Sum(f => f.Length);
        Assert.InRange((double)plan["bytes"]!, 0.9 * bytes, 1.1 * bytes);
        Assert.True((double)plan["seconds"]! > 0 && (double)plan["memory_bytes"]! > 50e6);
    }

    [Fact]
    public void A_limit_gives_a_study_that_keeps_it_or_says_what_to_leave_out()
    {
        string study = here.Small();
        var limited = JsonNode.Parse(Asem.Succeed("plan", study, "--json", "--set", "store.dyads=on", "--set", "dyads=100000000", "--max-gb", "0.01", "--max-hours", "0.1").Output)!;
        double dyads = (double)limited["fits"]!["dyads"]!;
        Assert.InRange(dyads, 64, 1e7);
        Assert.True((double)limited["fits"]!["bytes"]! <= 0.01e9 && (double)limited["fits"]!["seconds"]! <= 360);
        Assert.True((double)limited["plan"]!["bytes"]! > 0.01e9);
        var text = Asem.Succeed("plan", study, "--set", "dyads=100000000", "--max-hours", "0.01");
        Assert.Contains("This keeps the limits: asem run", text.Output, StringComparison.Ordinal);

        var impossible = Asem.Run("plan", study, "--max-gb", "0.000001");
        Assert.Equal(1, impossible.ExitCode);
        Assert.Contains("keep the limits; run fewer arms", impossible.Error, StringComparison.Ordinal);
        var wrong = Asem.Run("plan", study, "--max-hours", "-1");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("a number above 0 is needed", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_of_a_sweep_are_planned_over_its_cells()
    {
        string study = here.Small("sweep: {stress.level: [0.1, 4], others.support: [0, 1]}\n");
        var interval = JsonNode.Parse(Asem.Succeed("plan", study, "--json").Output)!["plan"]!["intervals"]![0]!;
        Asem.Succeed("run", study, "--output", here["run"], "--quiet");
        var widths = Parquet.Column<double>(Path.Combine(here["run"], "pathways.parquet"), """select (high - low) / 2 from TABLE where statistic = 'total' and outcome = 'insecurity' and "group" = 'all' and "view" = 'all'""");
        // the plan measures the same couples where they are as few as these
        Assert.Equal(widths.Min(), (double)interval["half_width"]!, 1e-9);
        Assert.Equal(widths.Max(), (double)interval["half_width_most"]!, 1e-9);
        Assert.Contains(" points, by cell\n", Asem.Succeed("plan", study).Output, StringComparison.Ordinal);
    }
}
