using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Differences;
using AsemMonteCarlo.Engine.Errors;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity.Intervals;
using AsemMonteCarlo.Tests.Studies;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.Tests.Differences;

/// <summary>Differences of finished runs, read from their folders.</summary>
public sealed class RunDifferenceTests : IDisposable
{
    private const string Small = "name: small\ndyads: 40\nhorizon_days: 20\nsettle_days: 5\npathways: {of: [safe.bond, self.validation]}\npopulation: {minimum_profile_share: 0.15}\nstore: {dyads: on}\n";

    private readonly Tables.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Couples_of_one_seed_are_paired_and_the_error_is_that_of_the_rows()
    {
        var difference = await CompareAsync(Small, [], Small, ["stress.level=2"]);
        Assert.Equal(("insecurity", 40, "", true), (difference.Outcome, difference.Pairs, difference.WhyIndependent, difference.HasCommonSeed));
        Assert.Equal(["shapley", "alone", "left_out", "shapley", "alone", "left_out", "total"], difference.Estimates.Select(e => e.Key.Statistic));
        var (a, b) = (await RowsAsync("0"), await RowsAsync("1"));
        foreach (var e in difference.Estimates)
        {
            var direct = new RatioSums();
            foreach (var (couple, (weight, values)) in a) direct.Add(b[couple].Weight * Of(e.Key, b[couple].Values) - weight * Of(e.Key, values), 2 * weight);
            Assert.Equal(direct.Value, e.Difference.Value, 1e-9);
            Assert.Equal(Math.Sqrt(direct.Variance()), e.Difference.StandardError, 1e-9);
            double half = Quantiles.Simultaneous(0.95, 7, Math.Max(2, direct.EffectiveUnits - 1)) * Math.Sqrt(direct.Variance());
            Assert.Equal(direct.Value + half, e.Difference.High, 1e-7);
        }
        // what pairing is for
        var total = (await CompareAsync(Small, [], Small, ["stress.level=1.1"])).Estimates[^1];
        Assert.True(total.Difference.StandardError < 0.7 * Math.Sqrt(total.First.StandardError * total.First.StandardError + total.Second.StandardError * total.Second.StandardError));
    }

    [Theory]
    [InlineData("seed=2", "their seeds differ", false)]
    [InlineData("replicate=2", "their replicates differ", false)]
    [InlineData("store.dyads=off", "B stores no rows of couples", true)]
    public async Task Where_couples_cannot_be_paired_errors_add_in_squares_and_the_reason_is_said(string setting, string why, bool hasCommonSeed)
    {
        var difference = await CompareAsync(Small, [], Small, [setting, "stress.level=2"]);
        Assert.Equal((0, why, hasCommonSeed), (difference.Pairs, difference.WhyIndependent, difference.HasCommonSeed));
        Assert.All(difference.Estimates, e => Assert.Equal(Math.Sqrt(e.First.StandardError * e.First.StandardError + e.Second.StandardError * e.Second.StandardError), e.Difference.StandardError, 1e-12));
        Assert.Contains(hasCommonSeed ? "wider than need be" : $"because {why}.", Text(difference), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_couples_of_a_larger_run_are_paired()
    {
        var difference = await CompareAsync(Small, [], Small, ["dyads=60"]);
        Assert.Equal(40, difference.Pairs);
        Assert.Equal(0, difference.Moved);
        Assert.Equal("dyads: 40 in A, 60 in B", Assert.Single(Lines(difference)));
    }

    [Fact]
    public async Task Couples_from_one_row_of_a_population_file_are_one_unit()
    {
        string rows = "anxiety,avoidance,partner_anxiety,partner_avoidance\n" + string.Concat(Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"{1.5 + 0.4 * i},{5.9 - 0.3 * i},{2 + 0.1 * i},{3 + 0.2 * i}\n")));
        string file = folder["couples.csv"];
        File.WriteAllText(file, rows);
        string study = $"dyads: 30\nhorizon_days: 10\nsettle_days: 3\npathways: {{of: [safe.bond, self.validation]}}\npopulation: {{file: '{file}', rows: couples}}\nstore: {{dyads: on}}\n";
        var difference = await CompareAsync(study, [], study, ["stress.level=2"]);
        Assert.Equal(new Sampling(StudyFixture.Bind(study)).Clusters, difference.Pairs);
        Assert.Equal(12, difference.Pairs);
        Assert.Contains("12 rows of the population file", Text(difference), StringComparison.Ordinal);

        var other = await CompareAsync(study, [], study, ["dyads=36"]);
        Assert.Equal("their couples come from other rows of the population file", other.WhyIndependent);
        string persons = study.Replace("rows: couples", "rows: persons", StringComparison.Ordinal);
        Assert.Equal(other.WhyIndependent, (await CompareAsync(persons, ["population.similarity=0"], persons, ["population.similarity=0.9"])).WhyIndependent);
    }

    [Fact]
    public async Task Every_key_that_differs_is_said_with_both_values()
    {
        var difference = await CompareAsync(Small, [], Small, ["seed=5", "stress.level=1.5", "fatigue=off", "forms.saturation=softsign", "readings=[10]", "timeline=[{from_day: 3, set: {stress.level: 2}}]"]);
        string[] lines = Lines(difference);
        Assert.Contains("seed: 1 in A, 5 in B", lines);
        Assert.Contains("parameters.stress.level: 1 in A, 1.5 in B", lines);
        Assert.Contains("moderators.fatigue: on in A, off in B", lines);
        Assert.Contains("readings: [] in A, [10] in B", lines);
        Assert.Contains(lines, line => line.StartsWith("parameters.fatigue.", StringComparison.Ordinal) && line.EndsWith(" in A, none in B", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("forms.saturation: ", StringComparison.Ordinal) && line.EndsWith(" in A, softsign in B", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("timeline: [] in A, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Versions_declarations_and_precision_are_compared()
    {
        await RunAsync("0", Small);
        await RunAsync("1", Small, "stress.level=2");
        var manifest = Manifest.Load(Path.Combine(folder["1"], Manifest.FileName));
        (manifest with { AsemVersion = "99.1", ModelVersion = "98.2", RegistryHash = new string('f', 64), Run = new JsonObject { ["lanes"] = "double" } }).Save(Path.Combine(folder["1"], Manifest.FileName));
        string[] lines = Lines(await RunDifference.OfAsync(folder["0"], folder["1"], TestContext.Current.CancellationToken));
        Assert.Contains($"version of the program: {StudyRun.Version} in A, 99.1 in B", lines);
        Assert.Contains(lines, line => line.StartsWith("version of the model: ", StringComparison.Ordinal) && line.EndsWith(" in A, 98.2 in B", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("hash of the model's parameters, equations and outcomes: ", StringComparison.Ordinal) && line.EndsWith(" in A, ffffffffffff in B", StringComparison.Ordinal));
        Assert.Contains("precision: single in A, double in B", lines);
    }

    [Fact]
    public async Task The_same_study_gives_the_same_bits_and_nothing_is_compared()
    {
        var difference = await CompareAsync(Small, [], Small, ["title=other words"]);
        Assert.True(difference.IsSameBits);
        Assert.Empty(difference.Estimates);
        Assert.Equal("title: '' in A, other words in B", Assert.Single(Lines(difference)));
        Assert.Contains("All results are the same bits", Text(difference), StringComparison.Ordinal);

        var stored = await CompareAsync(Small, [], Small, ["store.dyads=off"]);
        Assert.False(stored.IsSameBits);
        Assert.Empty(stored.Estimates);
        Assert.Contains("The tables that both runs have are the same bits; one run alone has dyads.", Text(stored), StringComparison.Ordinal);

        var same = await RunDifference.OfAsync(folder["0"], folder["0"], TestContext.Current.CancellationToken);
        Assert.Empty(same.Differing);
        Assert.Contains("The studies are the same", Text(same), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_run_has_alone_is_named_and_the_rest_compared()
    {
        var arms = await CompareAsync(Small, [], Small, ["pathways.arms=[all, none]"]);
        Assert.Equal(["total"], arms.Estimates.Select(e => e.Key.Statistic));
        Assert.Equal(6, arms.OnlyFirst.Count);
        Assert.Empty(arms.OnlySecond);
        Assert.Equal(0, arms.Estimates[0].Difference.Value);
        Assert.Contains("Only in A: shapley ", Text(arms), StringComparison.Ordinal);

        var outcomes = await CompareAsync(Small, [], Small, ["outcomes=[anxiety]"]);
        Assert.Equal(("anxiety", 7), (outcomes.Outcome, outcomes.Estimates.Count));

        var none = await CompareAsync(Small, [], Small, ["outcomes=[tension]"]);
        Assert.Empty(none.Estimates);
        Assert.Contains("no headline outcome in common", Text(none), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_of_sweeps_are_compared_where_their_values_are_the_same()
    {
        var difference = await CompareAsync(Small, ["sweep.stress.level=[0.5, 1]"], Small, ["sweep.stress.level=[1, 2]"]);
        Assert.Equal(7, difference.Estimates.Count);
        Assert.All(difference.Estimates, e => Assert.Equal(("stress.level 1", 0, false), (e.Key.Cell, e.Difference.Value, e.HasMoved)));
        Assert.Equal(40, difference.Pairs);
        Assert.All(difference.OnlyFirst, key => Assert.Equal("stress.level 0.5", key.Cell));
        Assert.All(difference.OnlySecond, key => Assert.Equal("stress.level 2", key.Cell));
    }

    [Fact]
    public async Task Rows_that_do_not_give_the_estimates_and_damaged_tables_end_the_comparison()
    {
        await RunAsync("0", Small);
        await RunAsync("1", Small, "stress.level=2");
        await Rewritten.WriteAsync(folder["1"], folder["wrong"], "dyads", batch => batch.Values<float>("insecurity")[0] += 1);
        var wrong = await Assert.ThrowsAsync<TableException>(() => RunDifference.OfAsync(folder["0"], folder["wrong"], TestContext.Current.CancellationToken));
        Assert.Equal(ErrorKind.ContentDiffers, wrong.Kind);
        string table = Path.Combine(folder["1"], "pathways.parquet");
        byte[] bytes = File.ReadAllBytes(table);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(table, bytes);
        var damaged = await Assert.ThrowsAsync<TableException>(() => RunDifference.OfAsync(folder["0"], folder["1"], TestContext.Current.CancellationToken));
        Assert.Equal(ErrorKind.DamagedTable, damaged.Kind);
    }

    [Fact]
    public async Task Indices_of_sensitivity_are_compared_and_mixed_kinds_and_parts_refused()
    {
        string study = folder["ishigami.yaml"];
        File.WriteAllText(study, "model: ishigami\nfactors: {}\ndesign: {points: 1024}\n");
        await SucceedAsync("run", study, "--output", folder["0"], "--quiet");
        await SucceedAsync("run", study, "--output", folder["1"], "--quiet", "--set", "design.points=2048");
        var difference = await RunDifference.OfAsync(folder["0"], folder["1"], TestContext.Current.CancellationToken);
        Assert.True(difference.IsSensitivity);
        Assert.Contains(difference.Differing, d => d.What == "settings of the command line");
        Assert.Contains(difference.Estimates, e => e.Key is { Statistic: "sobol total", Of: "x1" } && double.IsFinite(e.Difference.Low));
        Assert.Equal(0, difference.Moved);
        Assert.Contains("Sensitivity indices", Text(difference), StringComparison.Ordinal);

        await RunAsync("2", Small);
        var mixed = await Assert.ThrowsAsync<DifferenceException>(() => RunDifference.OfAsync(folder["0"], folder["2"], TestContext.Current.CancellationToken));
        Assert.Equal(ErrorKind.WrongVerb, mixed.Kind);
        await StudyRun.ExecuteAsync(StudyFixture.Bind(Small), folder["part"], new RunOptions { Threads = 1, Shard = new Shard(1, 2) }, TestContext.Current.CancellationToken);
        var part = await Assert.ThrowsAsync<DifferenceException>(() => RunDifference.OfAsync(folder["2"], folder["part"], TestContext.Current.CancellationToken));
        Assert.Equal(ErrorKind.WrongVerb, part.Kind);
    }

    [Fact]
    public async Task Programs_read_one_object()
    {
        var difference = await CompareAsync(Small, [], Small, ["stress.level=2"]);
        var json = JsonNode.Parse(DiffView.Json(difference, "a", "b"))!;
        Assert.Equal((7, 40, false, "insecurity"), ((int)json["compared"]!, (int)json["pairs"]!, (bool)json["same_bits"]!, (string)json["outcome"]!));
        Assert.Equal("parameters.stress.level", (string)json["differences"]![0]!["what"]!);
        Assert.Equal((1.0, 2.0), ((double)json["differences"]![0]!["a"]!, (double)json["differences"]![0]!["b"]!));
        Assert.Equal(difference.Moved, json["estimates"]!.AsArray().Count(e => (bool)e!["moved"]!));
        Assert.All(json["estimates"]!.AsArray(), e => Assert.Equal((double)e!["b"]! - (double)e["a"]!, (double)e["difference"]!, 1e-12));
    }

    // of two pathways; both on, the first, the second, neither
    private static double Of(EstimateKey key, double[] v) => (key.Statistic, key.Of) switch
    {
        ("total", _) => v[0] - v[3],
        ("alone", "safe.bond") => v[1] - v[3],
        ("alone", _) => v[2] - v[3],
        ("left_out", "safe.bond") => v[0] - v[2],
        ("left_out", _) => v[0] - v[1],
        (_, "safe.bond") => 0.5 * (v[1] - v[3] + v[0] - v[2]),
        _ => 0.5 * (v[2] - v[3] + v[0] - v[1]),
    };

    private static string Text(RunDifference difference) => DiffView.Text(difference, "a", "b");

    private static string[] Lines(RunDifference difference) => [.. Text(difference).Split('\n').Where(line => line.Contains(" in A, ", StringComparison.Ordinal)).Select(line => line.Trim())];

    private async Task<RunDifference> CompareAsync(string first, string[] firstSettings, string second, string[] secondSettings)
    {
        foreach (string name in (string[])["0", "1"])
            if (Directory.Exists(folder[name])) Directory.Delete(folder[name], recursive: true);
        await RunAsync("0", first, firstSettings);
        await RunAsync("1", second, secondSettings);
        return await RunDifference.OfAsync(folder["0"], folder["1"], TestContext.Current.CancellationToken);
    }

    private async Task RunAsync(string name, string study, params string[] settings) =>
        await StudyRun.ExecuteAsync(StudyFixture.Bind(study, settings), folder[name], new RunOptions { Threads = 1 }, TestContext.Current.CancellationToken);

    /// <summary>Each couple's weight, and sums over its persons of insecurity with both pathways on, the first, the second and neither.</summary>
    private async Task<Dictionary<long, (double Weight, double[] Values)>> RowsAsync(string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var place = new Dictionary<long, int>();
        await using var points = await TableReader.OpenAsync(Path.Combine(folder[name], "points.parquet"), cancellation);
        await foreach (var batch in points.ReadAsync(cancellation))
            for (int i = 0; i < batch.Rows; i++)
                if (!batch.Values<bool>("dissolution_off")[i]) place[batch.Values<long>("point")[i]] = batch.Values<long>("coalition")[i] switch { 3 => 0, 1 => 1, 2 => 2, _ => 3 };
        var rows = new Dictionary<long, (double Weight, double[] Values)>();
        await using var dyads = await TableReader.OpenAsync(Path.Combine(folder[name], "dyads.parquet"), cancellation);
        await foreach (var batch in dyads.ReadAsync(cancellation))
            for (int i = 0; i < batch.Rows; i++)
            {
                if (!place.TryGetValue(batch.Values<long>("point")[i], out int at)) continue;
                long couple = batch.Values<long>("dyad")[i];
                if (!rows.TryGetValue(couple, out var row)) rows[couple] = row = (batch.Values<double>("weight")[i], new double[4]);
                row.Values[at] += batch.Values<float>("insecurity")[i];
            }
        return rows;
    }

    private static async Task SucceedAsync(params string[] arguments)
    {
        var error = new StringWriter();
        Assert.True(await Application.RunAsync(arguments, TextWriter.Null, error) == 0, error.ToString());
    }
}
