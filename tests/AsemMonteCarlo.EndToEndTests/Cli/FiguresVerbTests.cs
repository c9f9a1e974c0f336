using System.Xml.Linq;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>The figures of a run: drawings that open, numbers that are those of the tables.</summary>
public sealed class FiguresVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Every_figure_that_the_tables_allow_is_a_drawing_with_its_numbers()
    {
        string folder = Figures(here.RunSmall(null, "--set", "store.trajectories.every=5", "--set", "views.dissolution_off=on"));
        string[] names = [.. Directory.GetFiles(folder, "*.svg").Select(f => Path.GetFileNameWithoutExtension(f)!)];
        Assert.Superset(new HashSet<string> { "ranking-insecurity", "ranking-anxiety-all-intact", "ranking-avoidance-all-no_dissolution", "potency-insecurity", "trajectories-anxiety", "price", "interactions-insecurity" }, names.ToHashSet());
        Assert.DoesNotContain(names, name => name.StartsWith("sweep", StringComparison.Ordinal));
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFiles(folder, "*.csv").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));
        foreach (string name in names)
        {
            var drawing = XElement.Load(Path.Combine(folder, name + ".svg"));
            Assert.Equal("svg", drawing.Name.LocalName);
            Assert.DoesNotContain("NaN", drawing.ToString(), StringComparison.Ordinal);
            // nothing is fetched, nothing runs
            Assert.DoesNotContain(drawing.Descendants(), e => e.Name.LocalName is "script" or "image" or "use" or "foreignObject");
            Assert.True(File.ReadAllLines(Path.Combine(folder, name + ".csv")).Length > 1, name);
        }
    }

    [Fact]
    public void Numbers_behind_figures_equal_those_of_the_tables()
    {
        string run = here.RunSmall(null, "--set", "store.trajectories.every=5"), folder = Figures(run), pathways = Path.Combine(run, "pathways.parquet");
        // as many rows agree to the last bit as the figure has
        long Agreeing(string figure, string condition) => Parquet.Column<long>(pathways, $"""select count(*) from TABLE t join read_csv('{Path.Combine(folder, figure + ".csv")}') f on t.pathway is not distinct from f.pathway where t."group" = 'all' and t."view" = 'all' and {condition}""").Single();
        Assert.Equal(2, Agreeing("ranking-anxiety", "t.outcome = f.outcome and t.statistic = 'shapley' and t.estimate = f.shapley and t.low = f.shapley_low and t.high = f.shapley_high"));
        Assert.Equal(2, Agreeing("ranking-anxiety", "t.outcome = f.outcome and t.statistic = 'left_out' and t.estimate = f.left_out and t.low = f.left_out_low and t.high = f.left_out_high"));
        Assert.Equal(2, Agreeing("potency-insecurity", "t.outcome = f.outcome and t.statistic = 'per_act_left_out' and t.estimate = f.per_act_left_out and t.high = f.per_act_left_out_high"));
        Assert.Equal(3, Agreeing("price", "t.outcome = 'provider_effort' and t.statistic = f.statistic and t.estimate = f.provider_effort and t.low = f.provider_effort_low"));
        Assert.Equal(1, Agreeing("interactions-insecurity", "t.outcome = f.outcome and t.statistic = 'interaction' and t.second_pathway = f.second_pathway and t.estimate = f.interaction"));

        // means of trajectories, computed again by another reader; the two sum in different orders
        string trajectories = Path.Combine(run, "trajectories.parquet");
        var means = Parquet.Rows(trajectories, $"""select f.mean, sum(t.weight * t.insecurity) / sum(t.weight) from TABLE t join read_csv('{Path.Combine(folder, "trajectories-insecurity.csv")}') f on t.point = f.point and t.day = f.day group by f.arm, f.day, f.mean""");
        Assert.Equal(2 * 4, means.Count);
        Assert.All(means, row => Assert.Equal((double)row[1]!, (double)row[0]!, 1e-5));
    }

    [Fact]
    public void A_sweep_of_two_parameters_is_a_map_of_its_cells()
    {
        string study = here.Small("sweep: {stress.level: [0.5, 1, 2], fatigue.rest: [0.05, 0.1]}\n"), run = here["sweep"];
        Asem.Succeed("run", study, "--output", run, "--quiet");
        string folder = Figures(run);
        Assert.Equal(["ranges", "sweep"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f).Split('-')[0]).Distinct().Order(StringComparer.Ordinal));
        long agreeing = Parquet.Column<long>(Path.Combine(run, "pathways.parquet"), $"""
            select count(*) from TABLE t join read_parquet('FOLDER/cells.parquet') c using (cell) join read_csv('{Path.Combine(folder, "sweep-insecurity.csv")}') f on c."stress.level" = f."stress.level" and c."fatigue.rest" = f."fatigue.rest"
            where t.statistic = 'total' and t.outcome = 'insecurity' and t."group" = 'all' and t."view" = 'all' and t.estimate = f.total and t.low = f.total_low and t.high = f.total_high
            """).Single();
        Assert.Equal(6, agreeing);
        Assert.Equal(2, Ranges(run, folder, "ranges-stress_level-insecurity", "stress.level", "fatigue.rest"));
        Assert.Equal(3, Ranges(run, folder, "ranges-fatigue_rest-insecurity", "fatigue.rest", "stress.level"));
    }

    [Fact]
    public void A_sweep_of_one_parameter_is_a_course_along_it()
    {
        string study = here.Small("sweep: {stress.level: [0.5, 1, 3]}\nown_groups: {calm: {anxiety: {below: 4}}}\n"), run = here["sweep"];
        Asem.Succeed("run", study, "--output", run, "--quiet");
        string folder = Figures(run);
        Assert.All(Directory.GetFiles(folder), file => Assert.StartsWith("sweep-", Path.GetFileName(file), StringComparison.Ordinal));
        foreach (var (group, file) in new[] { ("all", "sweep-insecurity.csv"), ("calm", "sweep-insecurity-calm.csv") })
            Assert.Equal(3 * 3, Parquet.Column<long>(Path.Combine(run, "pathways.parquet"), $"""
                select count(*) from TABLE t join read_parquet('FOLDER/cells.parquet') c using (cell) join read_csv('{Path.Combine(folder, file)}') f on c."stress.level" = f."stress.level" and t.statistic = f.statistic and t.pathway is not distinct from f.pathway
                where f.statistic in ('total', 'shapley') and t.outcome = 'insecurity' and t."group" = '{group}' and f."group" = '{group}' and t."view" = 'all' and t.estimate = f.estimate and t.low = f.low and t.high = f.high
                """).Single());
    }

    [Fact]
    public void Where_arms_are_not_compared_a_sweep_shows_levels_or_ranges()
    {
        Asem.Succeed("run", here.Small("sweep: {stress.level: [0.5, 1, 2]}\n"), "--output", here["one"], "--quiet", "--set", "pathways.arms=all");
        string folder = Figures(here["one"]);
        Assert.Equal(3, Parquet.Column<long>(Path.Combine(here["one"], "summaries.parquet"), $"""select count(*) from TABLE t join read_csv('{Path.Combine(folder, "sweep-insecurity.csv")}') f on t.mean = f.estimate and t.low = f.low where f.statistic = 'level_all' and t.outcome = 'insecurity' and t."group" = 'all' and t."view" = 'all'""").Single());
        Directory.Delete(folder, recursive: true);
        Asem.Succeed("run", here.Small("sweep: {others.support: [0, 1], stress.level: [0.5, 1, 2], fatigue.rest: [0.05, 0.1]}\n"), "--output", here["three"], "--quiet", "--set", "pathways.arms=all");
        folder = Figures(here["three"]);
        Assert.All(Directory.GetFiles(folder), file => Assert.StartsWith("ranges-", Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Equal(6, Ranges(here["three"], folder, "ranges-others_support_strength-insecurity", "others.support.strength", "stress.level", "fatigue.rest"));
    }

    [Fact]
    public void Why_a_sweep_has_no_figure_is_said()
    {
        Asem.Succeed("run", here.Small("sweep: {population.anxiety_mean: [2, 3], stress.level: [0.5, 2], fatigue.rest: [0.05, 0.1]}\n"), "--output", here["three"], "--quiet");
        var refused = Asem.Run("figures", here["three"], "--output", here["figures"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("the sweep has 3 axes", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_finished_run_or_would_overwrite_is_refused()
    {
        string run = here.RunSmall();
        var missing = Asem.Run("figures", here["nothing"], "--output", here["figures"]);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("no such folder", Assert.Single(missing.ErrorLines), StringComparison.Ordinal);

        var second = Asem.Run("figures", run, "--output", run);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("not empty", Assert.Single(second.ErrorLines), StringComparison.Ordinal);

        Asem.Succeed("run", here.Small(), "--output", here["part"], "--quiet", "--shard", "1/2");
        var part = Asem.Run("figures", here["part"], "--output", here["figures"]);
        Assert.Equal(2, part.ExitCode);
        Assert.Contains("asem merge", Assert.Single(part.ErrorLines), StringComparison.Ordinal);

        Asem.Succeed("run", here.Small(), "--output", here["one"], "--quiet", "--set", "pathways.arms=all");
        var nothing = Asem.Run("figures", here["one"], "--output", here["figures"]);
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("pathways.arms", Assert.Single(nothing.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(here["figures"]));
    }

    [Fact]
    public void A_damaged_table_is_a_failure_and_nothing_is_drawn()
    {
        string run = here.RunSmall(), table = Path.Combine(run, "pathways.parquet");
        byte[] bytes = File.ReadAllBytes(table);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(table, bytes);
        var drawn = Asem.Run("figures", run, "--output", here["figures"]);
        Assert.Equal(1, drawn.ExitCode);
        Assert.Contains("pathways.parquet", Assert.Single(drawn.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(here["figures"]));
    }

    [Fact]
    public void Help_has_an_example() => Assert.Contains("Examples: asem figures out/quick --output", string.Join(' ', Asem.Succeed("figures", "--help").Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

    // rows of a figure of ranges that the table has to the last bit
    private static long Ranges(string run, string folder, string figure, string axis, params string[] others) =>
        Parquet.Column<long>(Path.Combine(run, "scenarios.parquet"), $"""
            select count(*) from TABLE t join read_parquet('FOLDER/cells.parquet') c using (cell) join read_csv('{Path.Combine(folder, figure + ".csv")}') f on t.axis = f.axis and {string.Join(" and ", others.Select(o => $"c.\"{o}\" = f.\"{o}\""))}
            where t.comparison = 'range' and t.axis = '{axis}' and t.arm = 'all' and t.outcome = 'insecurity' and t."group" = 'all' and t."view" = 'all' and t.estimate = f.difference and t.low = f.low and t.high = f.high
            """).Single();

    private string Figures(string run)
    {
        string folder = here["figures"];
        Asem.Succeed("figures", run, "--output", folder);
        return folder;
    }
}
