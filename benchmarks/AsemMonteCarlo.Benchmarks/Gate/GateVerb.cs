using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary><c>gate</c>: is a commit slower than another? Exit codes: 0 no regression, 1 regression, 2 input wrong, 3 undecided.</summary>
internal static class GateVerb
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = new RootCommand("Benchmarks of AsemMonteCarlo.") { Create(output, error) }.Parse(args);
        int code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        // 1 says regression
        return parsed.Errors.Count > 0 ? 2 : code;
    }

    private static Command Create(TextWriter output, TextWriter error)
    {
        var before = new Argument<string>("before") { Description = "A commit, or the folder of a built tree." };
        var after = new Argument<string>("after") { Description = "Another, or the folder of a built tree.", DefaultValueFactory = _ => "HEAD" };
        var minutes = new Option<double>("--minutes") { Description = "Most minutes of measuring; builds not counted.", DefaultValueFactory = _ => 5 };
        var json = new Option<string?>("--json") { Description = "File for the verdict as JSON." };
        var history = new Option<string?>("--history") { Description = "File to which the verdict is added as a line of JSON." };
        var seed = new Option<int>("--seed") { Description = "Seed of who begins.", DefaultValueFactory = _ => 1 };
        var verb = new Command("gate", FormattableString.Invariant($"Builds two commits, measures them in turn in fresh processes and decides: a slowdown of {GateRule.Slowdown - 1:P0} is caught with probability {1 - GateRule.Misses:P0}, an unchanged commit fails with at most {GateRule.FalseAlarms:P0}. Exit codes: 0 no regression, 1 regression, 2 input wrong, 3 undecided."))
            { before, after, minutes, json, history, seed, Measure(output), Record(output, error), Replay(output) };
        verb.SetAction(parsed =>
        {
            try
            {
                using var trees = new GateTrees();
                var (old, young) = (trees.Of(parsed.GetRequiredValue(before)), trees.Of(parsed.GetRequiredValue(after)));
                return Decide(new GatePairs(old, young, parsed.GetValue(seed)), parsed.GetValue(minutes), parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(json), parsed.GetValue(history), output);
            }
            catch (GateException wrong)
            {
                error.WriteLine($"gate: {wrong.Message}");
                return 2;
            }
        });
        return verb;
    }

    private static int Decide(GatePairs pairs, double minutes, string before, string after, string? json, string? history, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        var (verdict, measures) = (GateVerdict.Undecided, (IReadOnlyList<GateMeasure>)[]);
        for (int pair = 1; pair <= GateRule.Looks[^1] && verdict == GateVerdict.Undecided; pair++)
        {
            pairs.Next();
            if (pairs.MoreBytes.Count > 0) verdict = GateVerdict.Regression;
            if (GateRule.Looks.Contains(pair) || verdict == GateVerdict.Regression)
            {
                var (judged, all) = pair >= GateRule.Looks[0] ? GateRule.Judge(pairs.Ratios) : (verdict, []);
                (verdict, measures) = (verdict == GateVerdict.Regression ? verdict : judged, all);
            }
            // another pair would not end in time
            if (watch.Elapsed.TotalMinutes * (pair + 1) / pair > minutes) break;
        }
        foreach (var m in measures) output.WriteLine(FormattableString.Invariant($"{m.Measure,-8} {m.Ratio,7:F3} of the time before [{m.Low:F3}, {m.High:F3}] after {m.Pairs} pairs"));
        foreach (var (measure, old, young) in pairs.MoreBytes) output.WriteLine(FormattableString.Invariant($"{measure,-8} allocates {young:N0} bytes in a call, {old:N0} before"));
        string said = verdict switch { GateVerdict.Regression => "regression", GateVerdict.NoRegression => "no regression", _ => "undecided" };
        output.WriteLine(FormattableString.Invariant($"{said}: {after} against {before}, {watch.Elapsed.TotalSeconds:F0} s"));
        var verdictJson = new JsonObject
        {
            ["verdict"] = said,
            ["before"] = before,
            ["after"] = after,
            ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
            ["suite"] = GateSuite.Version,
            ["slowdown"] = GateRule.Slowdown,
            ["tolerated"] = GateRule.Tolerated,
            ["false_alarms"] = GateRule.FalseAlarms,
            ["misses"] = GateRule.Misses,
            ["measures"] = JsonSerializer.SerializeToNode(measures),
            ["more_bytes"] = new JsonArray([.. pairs.MoreBytes.Select(m => new JsonObject { ["measure"] = m.Measure, ["before"] = m.Before, ["after"] = m.After })]),
        };
        if (json is not null) File.WriteAllText(json, verdictJson.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        if (history is not null) File.AppendAllText(history, verdictJson.ToJsonString() + "\n");
        return verdict switch { GateVerdict.NoRegression => 0, GateVerdict.Regression => 1, _ => 3 };
    }

    private static Command Measure(TextWriter output)
    {
        var slower = new Option<bool>("--slower") { Description = "Let the kernels do a twentieth more work than the figures say." };
        var verb = new Command("measure", "Measures this build in this process and prints it as JSON.") { slower };
        verb.SetAction(async (parsed, _) =>
        {
            var figures = await GateSuite.MeasureAsync(parsed.GetValue(slower));
            await output.WriteLineAsync(new JsonObject { ["version"] = GateSuite.Version, ["figures"] = JsonSerializer.SerializeToNode(figures) }.ToJsonString());
            return 0;
        });
        return verb;
    }

    private static Command Record(TextWriter output, TextWriter error)
    {
        var before = new Argument<string>("before") { Description = "Folder of a built tree." };
        var after = new Argument<string>("after") { Description = "Folder of another, or the same." };
        var label = new Option<string>("--label") { Description = "What the pairs are of.", Required = true };
        var pairs = new Option<int>("--pairs") { Description = "How many.", DefaultValueFactory = _ => 100 };
        var file = new Option<string>("--output") { Description = "The record; pairs are added to one that is there.", Required = true };
        var slower = new Option<bool>("--slower") { Description = "Let the second do a twentieth more work in the kernels." };
        var verb = new Command("record", "Measures pairs and keeps them, as evidence of the rule's rates.") { before, after, label, pairs, file, slower };
        verb.SetAction(parsed =>
        {
            var made = new GatePairs(new GateTree(Path.GetFullPath(parsed.GetRequiredValue(before))), new GateTree(Path.GetFullPath(parsed.GetRequiredValue(after)), parsed.GetValue(slower)), Environment.ProcessId);
            string path = parsed.GetRequiredValue(file);
            try
            {
                if (!File.Exists(path)) File.WriteAllLines(path, [GateRecord.Header]);
                for (int i = 0; i < parsed.GetValue(pairs); i++) File.AppendAllLines(path, made.Rows(parsed.GetRequiredValue(label), made.Next()));
            }
            catch (GateException wrong)
            {
                error.WriteLine($"gate: {wrong.Message}");
                return 2;
            }
            output.WriteLine($"{path}: {parsed.GetValue(pairs)} pairs more");
            return 0;
        });
        return verb;
    }

    private static Command Replay(TextWriter output)
    {
        var files = new Argument<string[]>("records") { Description = "Records." };
        var resamples = new Option<int>("--resamples") { Description = "Runs begun anew in each record.", DefaultValueFactory = _ => 10_000 };
        var most = new Option<int>("--pairs") { Description = "Most pairs of a run.", DefaultValueFactory = _ => GateRule.Looks[^1] };
        var verb = new Command("replay", "Tries the rule on resamples of recorded pairs, in blocks of neighbours, and prints how runs would have ended.") { files, resamples, most };
        verb.SetAction(parsed =>
        {
            foreach (var (label, ratios) in GateRecord.Read(parsed.GetRequiredValue(files)))
            {
                int n = ratios.Values.First().Length, of = parsed.GetValue(resamples);
                var (regression, none, undecided, used) = GateRecord.Replay(ratios, of, parsed.GetValue(most), seed: 1);
                output.WriteLine(FormattableString.Invariant($"{label}: {n} pairs recorded; of {of:N0} runs {regression / (double)of:P2} regression, {none / (double)of:P2} no regression, {undecided / (double)of:P2} undecided; {used:F1} pairs each"));
                foreach (var (measure, all) in ratios)
                {
                    double[] logs = [.. all.Select(ratio => Math.Log(ratio))];
                    double mean = logs.Average();
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {measure,-8} ratio {Math.Exp(mean):F4}, standard deviation of its logarithm {Math.Sqrt(logs.Sum(x => (x - mean) * (x - mean)) / (n - 1)):F4}"));
                }
            }
            return 0;
        });
        return verb;
    }
}
