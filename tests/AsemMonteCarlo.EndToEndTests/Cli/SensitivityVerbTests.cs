using System.Globalization;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>Studies of sensitivity as a user runs them: built-in functions, this model, and a model of another program.</summary>
public sealed class SensitivityVerbTests : IDisposable
{
    private const string Function = "model: ishigami\nfactors: {}\ndesign: {points: 1024, second_order: true}\n";
    private const string External = """
        model: external
        factors:
          x1: {uniform: [-3.141592653589793, 3.141592653589793]}
          x2: {uniform: [-3.141592653589793, 3.141592653589793]}
          x3: {uniform: [-3.141592653589793, 3.141592653589793]}
        design: {points: 1024, second_order: true}

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("asem-sensitivity-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Indices_of_a_function_stand_beside_exact_values_and_a_larger_study_goes_on_from_a_smaller_one()
    {
        string study = Write("function.yaml", Function), small = At("small"), grown = At("grown"), whole = At("whole");
        var rows = JsonNode.Parse(Asem.Succeed("run", study, "-o", whole, "--set", "design.points=4096", "--json").Output)!.AsArray();
        var exact = rows.Where(r => r!["exact"] is not null).ToList();
        Assert.Equal(3 + 3 + 3 * 3, exact.Count);
        // half-widths at this size are below 0.02, and three of them are allowed
        Assert.All(exact, r => Assert.Equal((double)r!["exact"]!, (double)r["estimate"]!, 0.03));
        Asem.Succeed("run", study, "-o", small, "--store-runs", "-q");
        Asem.Succeed("run", study, "-o", grown, "--extend", small, "--set", "design.points=4096", "-q", "--threads", "1");
        Assert.Equal(Asem.Succeed("verify", whole).Output.Split("digest")[1], Asem.Succeed("verify", grown).Output.Split("digest")[1]);
        Assert.Contains("the seed is another", Asem.Run("run", study, "-o", At("x"), "--extend", small, "--seed", "5").Error, StringComparison.Ordinal);
        Assert.Contains("--store-runs", Asem.Run("run", study, "-o", At("x"), "--extend", whole).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("x")));
    }

    [Fact]
    public void A_study_that_stopped_early_goes_on_to_a_tighter_tolerance()
    {
        string study = Write("function.yaml", Function);
        string[] tight = ["--set", "design.points=65536", "--set", "design.stop.rule=index", "--set", "design.stop.tolerance=0.05", "-q"], tighter = [.. tight, "--set", "design.stop.tolerance=0.02"];
        Assert.Contains("Stopped at", Asem.Succeed(["run", study, "-o", At("stopped"), "--store-runs", .. tight]).Output, StringComparison.Ordinal);
        Asem.Succeed(["run", study, "-o", At("grown"), "--extend", At("stopped"), .. tighter]);
        string whole = Asem.Succeed(["run", study, "-o", At("whole"), .. tighter]).Output;
        Assert.Contains("Stopped at", whole, StringComparison.Ordinal);
        Assert.Equal(Asem.Succeed("verify", At("whole"), "--digest").Output, Asem.Succeed("verify", At("grown"), "--digest").Output);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".parquet")]
    public void Another_program_gets_the_same_indices_whatever_the_order_of_its_rows(string ending)
    {
        string study = Write("external.yaml", External), design = At("design" + ending), results = At("results.csv");
        Asem.Succeed("sample", study, "-o", At("design.csv"));
        if (ending != ".csv") Asem.Succeed("sample", study, "-o", design);
        string[] lines = [.. File.ReadAllLines(At("design.csv")).Skip(1)];
        Assert.Equal(1024 * 8, lines.Length);
        // backwards, with a column that is none of our business
        File.WriteAllLines(results, ["y,design_id,x2", .. lines.Reverse().Select(Run)]);
        var theirs = JsonNode.Parse(Asem.Succeed("analyze", study, "--results", results, "--json", "-o", At("indices.parquet")).Output)!.AsArray();
        var ours = JsonNode.Parse(Asem.Succeed("run", Write("function.yaml", Function), "-o", At("run"), "--json").Output)!.AsArray();
        Assert.Equal(ours.Select(r => ((string)r!["index"]!, (double)r["estimate"]!, (double)r["low"]!)), theirs.Select(r => ((string)r!["index"]!, (double)r["estimate"]!, (double)r["low"]!)));
        Assert.True(new FileInfo(At("indices.parquet")).Length > 0);
        Assert.Equal(2, Asem.Run("analyze", study, "--results", results, "-o", At("indices.parquet")).ExitCode);

        static string Run(string line)
        {
            string[] cells = line.Split(',');
            double[] x = [.. cells.Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            double y = Math.Sin(x[0]) * (1 + 0.1 * x[2] * x[2] * x[2] * x[2]) + 7 * Math.Sin(x[1]) * Math.Sin(x[1]);
            return string.Create(CultureInfo.InvariantCulture, $"{y:R},{cells[0]},{x[1]:R}");
        }
    }

    [Fact]
    public void Missing_failed_and_double_results_are_treated_as_asked()
    {
        string study = Write("external.yaml", External.Replace("1024", "64", StringComparison.Ordinal)), results = At("results.csv");
        string[] good = [.. Enumerable.Range(0, 64 * 8).Select(id => string.Create(CultureInfo.InvariantCulture, $"{id},{id % 17}"))];
        File.WriteAllLines(results, ["design_id,y", .. good.Skip(1).Select((l, i) => i == 99 ? "100,nan" : l)]);
        var run = Asem.Run("analyze", study, "--results", results);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 runs have no result, 1 results are empty, NaN or infinite", run.Error, StringComparison.Ordinal);
        Assert.Contains("(16 rows left out", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("undefined", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Asem.Run("analyze", study, "--results", results, "--missing", "refuse").ExitCode);
        File.WriteAllLines(results, ["design_id,y", .. good, "7,1"]);
        Assert.Contains("design row 7 has a result already", Asem.Run("analyze", study, "--results", results).Error, StringComparison.Ordinal);
        Assert.Equal(0, Asem.Run("analyze", study, "--results", results, "--duplicates", "first").ExitCode);
        File.WriteAllLines(results, ["design_id,y", "512,1"]);
        Assert.Contains("they go from 0 to 511", Asem.Run("analyze", study, "--results", results).Error, StringComparison.Ordinal);
        File.WriteAllLines(results, ["id,y", "1,1"]);
        Assert.Contains("there is no column 'design_id'", Asem.Run("analyze", study, "--results", results).Error, StringComparison.Ordinal);
        File.WriteAllLines(results, ["design_id,y", "1,two"]);
        Assert.Contains("'two' is not a number", Asem.Run("analyze", study, "--results", results).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("factors: {x: {unifrom: [0, 1]}}\nmodel: external", "did you mean 'uniform'?")]
    [InlineData("factors: {x: {uniform: [1, 0]}}\nmodel: external", "factors.x")]
    [InlineData("factors: {X: {uniform: [0, 1]}}\nmodel: external", "no name of a column")]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: external\ndesign: {kind: pickfreeze}", "did you mean 'pick_freeze'?")]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: external\ndesign: {pionts: 8}", "did you mean 'points'?")]
    [InlineData("factor: {x: {uniform: [0, 1]}}\nmodel: external", "did you mean 'factors'?")]
    [InlineData("factors: {x: {uniform: [0, 1]}}", "names no outputs")]
    [InlineData("factors: {bond.paces: }\noutputs: [{id: a, estimate: mean(anxiety@1)}]\nstudy: {horizon_days: 1}", "did you mean 'bond.pace'?")]
    [InlineData("factors: {bond.pace: {uniform: [0, 5]}}\noutputs: [{id: a, estimate: mean(anxiety@1)}]\nstudy: {horizon_days: 1}", "leaves the range of bond.pace")]
    public void A_wrong_study_is_named(string text, string message)
    {
        var run = Asem.Run("sample", Write("wrong.yaml", text + "\n"), "-o", At("design.csv"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("wrong.yaml:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_would_be_lost_and_verbs_and_folders_that_do_not_fit_are_refused()
    {
        string study = Write("external.yaml", External), own = Write("function.yaml", Function);
        Assert.Contains("did you mean 'design'?", Asem.Run("validate", study, "--set", "desgn.points=64").Error, StringComparison.Ordinal);
        Assert.Equal(2, Asem.Run("validate", own, "--set", "dyads=64").ExitCode);
        Assert.Contains("design.budget", Asem.Run("plan", own, "--max-hours", "1").Error, StringComparison.Ordinal);
        Assert.Contains("--results is missing", Asem.Run("analyze", study).Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'drop'?", Asem.Run("analyze", study, "--results", "x.csv", "--missing", "dropp").Error, StringComparison.Ordinal);
        Assert.Contains("another program computes", Asem.Run("run", study, "-o", At("x")).Error, StringComparison.Ordinal);
        Asem.Succeed("run", own, "-o", At("run"), "-q");
        var refused = Asem.Run("replay", At("run"), "--point", "0", "--dyad", "0");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("holds results of sensitivity", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pick_freeze", "sobol", "total")]
    [InlineData("morris", "morris", "mu_star")]
    [InlineData("sample", "rank", "first_order")]
    [InlineData("chains", "shapley", "shapley")]
    [InlineData("mixtures", "shapley", "shapley")]
    public void This_model_is_analysed_by_each_design_and_on_any_number_of_threads(string kind, string method, string index)
    {
        string study = Write("own.yaml", """
            study: {dyads: 16, horizon_days: 3, settle_days: 3}
            factors: {stress: , bond.pace: {uniform: [0.02, 0.1]}, buffering.relief: }
            design: {points: 32, replicates: 2, randomisations: 4}
            outputs: [{id: tension, estimate: mean(state.tension@3)}, {id: anxious, estimate: mean(state.state_anxiety@3)}]

            """);
        var one = Asem.Succeed("run", study, "-o", At("one"), "--set", "design.kind=" + kind, "--threads", "1", "--json").Output;
        Assert.Equal(one, Asem.Succeed("run", study, "-o", At("two"), "--set", "design.kind=" + kind, "--threads", "2", "--json").Output);
        var rows = JsonNode.Parse(one)!.AsArray().Where(r => (string)r!["method"]! == method && (string)r["index"]! == index && r["factors"]!.AsArray().Count == 1).ToList();
        Assert.Equal(["anxious", "tension"], rows.Select(r => (string)r!["output"]!).Distinct().Order());
        Assert.Equal(kind == "sample" ? 9 : 3, rows.Select(r => (string)r!["factors"]![0]!).Distinct().Count());
        Assert.All(rows, r => Assert.NotNull(r!["estimate"]));
        Assert.All(rows, r => Assert.Equal("mean", (string)r!["estimand"]!));
        Asem.Succeed("verify", At("one"));
    }

    [Fact]
    public void A_stored_study_of_several_designs_is_analysed_anew_by_its_designs_and_from_given_data()
    {
        string study = Write("stages.yaml", """
            study: {dyads: 8, horizon_days: 3, settle_days: 3}
            factors: {stress: , bond.pace: {uniform: [0.02, 0.1]}, buffering.relief: , measurement: }
            design:
              - {kind: morris, points: 16, luck: common, keep: 0.1}
              - {kind: pick_freeze, points: 64, replicates: 2, randomisations: 4}
            outputs: [{id: tension, days: [1, 3], estimate: mean(state.tension@day)}]

            """);
        var run = JsonNode.Parse(Asem.Succeed("run", study, "-o", At("run"), "--store-runs", "--json", "--threads", "2").Output)!.AsArray();
        Assert.Equal([1, 2], run.Select(r => (int)r!["design"]!).Distinct().Order());
        Assert.DoesNotContain(run, r => (int)r!["design"]! == 2 && (string?)r["factors"]!.AsArray().FirstOrDefault() == "measurement");
        var again = JsonNode.Parse(Asem.Succeed("analyze", At("run"), "--json", "-o", At("again.parquet")).Output)!.AsArray();
        static string Told(JsonNode? r) => string.Join(' ', r!["design"], r["output"], r["day"], r["method"], r["index"], string.Join('+', r["factors"]!.AsArray()), r["estimate"], r["low"], r["high"]);
        Assert.Equal(run.Select(Told), again.Where(r => (string)r!["method"]! is "morris" or "sobol").Select(Told));
        Assert.Contains(again, r => (int)r!["design"]! == 2 && (string)r["method"]! == "sparse_pce");
        Assert.Contains("Given data beside the design", Asem.Succeed("analyze", At("run")).Output, StringComparison.Ordinal);
        Assert.Contains("cannot be extended", Asem.Run("run", study, "-o", At("x"), "--extend", At("run")).Error, StringComparison.Ordinal);
        Assert.Contains("2 designs", Asem.Run("sample", study, "-o", At("x.csv")).Error, StringComparison.Ordinal);
        Assert.Contains("leave out --results", Asem.Run("analyze", At("run"), "--results", "x.csv").Error, StringComparison.Ordinal);
        var plan = JsonNode.Parse(Asem.Succeed("plan", study, "--json").Output)!["designs"]!.AsArray();
        // four groups: 5 rows a trajectory, 10 a point in two replicates
        Assert.Equal([16 * 5, 64 * 10 * 2], plan.Select(d => (long)d!["runs"]!));
        Assert.Equal([16 * 5 * 24, 64 * 10 * 2 * 24], plan.Select(d => (long)d!["dyad_days"]!));
        Assert.All(plan, d => Assert.True((double)d!["seconds"]! > 0));
        string function = Write("function.yaml", Function);
        Asem.Succeed("run", function, "-o", At("stored"), "-q", "--store-runs");
        Assert.Contains(JsonNode.Parse(Asem.Succeed("analyze", At("stored"), "--json").Output)!.AsArray(), r => (bool?)r!["agrees"] == true);
        Asem.Succeed("run", function, "-o", At("function"), "-q");
        Assert.Contains("--store-runs", Asem.Run("analyze", At("function")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_commands_of_the_document_give_a_model_in_Python_its_indices()
    {
        string spring = Path.Combine(Root(), "samples", "spring");
        Asem.Succeed("sample", Path.Combine(spring, "spring.yaml"), "--output", At("design.csv"), "--set", "design.points=64");
        Asem.SucceedWith("python3", Path.Combine(spring, "spring.py"), At("design.csv"), At("results.csv"));
        var rows = JsonNode.Parse(Asem.Succeed("analyze", Path.Combine(spring, "spring.yaml"), "--results", At("results.csv"), "--set", "design.points=64", "--json").Output)!.AsArray();
        double Total(string output, string factor) => (double)rows.Single(r => (string)r!["output"]! == output && (string)r["index"]! == "total" && (string)r["factors"]![0]! == factor)!["estimate"]!;
        // how often it turns is decided by stiffness and mass, and not by how it was pushed; how far it still swings by all
        Assert.True(Total("swing", "mass") > 0.2 && Total("swing", "damping") > 0.1);
        Assert.True(Total("turns", "stiffness") > 0.5);
        Assert.True(Total("turns", "push") < 0.05);
    }

    private string At(string name) => Path.Combine(folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "AsemMonteCarlo.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
