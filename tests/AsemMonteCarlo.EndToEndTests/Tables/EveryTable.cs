using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>
/// A file of every table that there is, and what is in it. The engine's own reader gives the expected values: what it reads has the digest that was
/// computed from the rows in memory before they were written, which verification compares.
/// </summary>
public sealed class EveryTable : IAsyncLifetime
{
    private const string Study = """
        name: every
        seed: 11
        horizon_days: 30
        settle_days: 5
        dyads: 40
        readings: [10]
        pathways: {of: [safe.bond, self.efficacy], doses: [0.5], withdrawn_from: 15}
        sweep: {stress.level: [0.5, 2]}
        reference: {arm: none}
        own_groups: {insecure: {anxiety: {from: 3}}}
        own_outcomes: {helped: {of: insecurity, from_reference: on, below: 0}}
        store: {dyads: on, trajectories: {every: 7, couples: 5, arms: [all, none]}}

        """;

    // without a break-up the denominator is 0 and the run a failure
    private const string Sensitivity = """
        study: {dyads: 16, horizon_days: 40, settle_days: 2}
        factors: {stress.level: {uniform: [0.1, 6]}, population.skill_sd: {uniform: [0.1, 1]}}
        design: {kind: pick_freeze, points: 128}
        outputs:
          - id: change
            scenarios: {all: {on: [all]}, none: {on: []}}
            estimate: mean(insecurity@40[all] - insecurity@40[none]) / variance(intact@40[none])

        """;

    private const string Sample = """
        study: {dyads: 8, horizon_days: 20, settle_days: 5}
        factors: {stress.level: {uniform: [0.25, 4]}, fatigue.rest: }
        design: {kind: sample, sampling: random, points: 128}
        outputs: [{id: stressed, estimate: mean(state_anxiety@20), cases: [-.inf, 0.05]}]

        """;

    private readonly Workplace here = new();

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Folder of a run with every table of pathways.</summary>
    internal string Run => here["run"];

    internal Dictionary<string, ReadTable> Expected { get; } = [];

    public async ValueTask InitializeAsync()
    {
        string[] folders = [Run, here["sensitivity"], here["part"], here["propositions"], here["sample"], here["targets"]];
        string sensitivity = here.Write("sensitivity.yaml", Sensitivity), study = here.Write("every.yaml", Study);
        Asem.Succeed("run", study, "-o", folders[0], "-q");
        Asem.Succeed("run", sensitivity, "-o", folders[1], "-q", "--store-runs");
        Asem.Succeed("run", study, "-o", folders[2], "-q", "--shard", "1/2");
        Asem.Succeed("propositions", "P01", "-o", folders[3], "-q");
        Asem.Succeed("run", here.Write("sample.yaml", Sample), "-o", folders[4], "-q");
        Asem.Succeed("targets", "B1.anxiety", "-o", folders[5]);
        Asem.Succeed("replay", folders[0], "--point", "0", "--dyad", "1", "-o", here["replay.parquet"]);
        Asem.Succeed("sample", sensitivity, "-o", here["design.parquet"]);
        foreach (string folder in folders) Assert.Empty(await RunFolder.VerifyAsync(folder));
        Files = [.. folders.SelectMany(f => Directory.GetFiles(f, "*.parquet").Order(StringComparer.Ordinal)), here["replay.parquet"], here["design.parquet"]];
        foreach (string file in Files) Expected.Add(file, await ReadAsync(file));
    }

    public ValueTask DisposeAsync()
    {
        here.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<ReadTable> ReadAsync(string file)
    {
        await using var table = await TableReader.OpenAsync(file);
        var values = table.Schema.Columns.Select(_ => new List<string>()).ToArray();
        await foreach (var batch in table.ReadAsync())
            for (int c = 0; c < values.Length; c++) values[c].AddRange(batch.Columns[c].Cast<object?>().Take(batch.Rows).Select(TableText.Of));
        return new([.. table.Schema.Columns.Select((c, i) => KeyValuePair.Create(c.Name, new ReadColumn(TableText.Of(c.Type), values[i])))], new Dictionary<string, string>(table.Metadata));
    }
}
