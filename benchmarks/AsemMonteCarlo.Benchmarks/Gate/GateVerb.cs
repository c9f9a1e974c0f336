using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Simulation;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary><c>gate</c>: is a commit slower than another? Exit codes: 0 no regression, 1 regression, 2 input wrong, 3 undecided.</summary>
internal static class GateVerb
{
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true };

    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code; 1 says regression and nothing else.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = new RootCommand("Benchmarks of AsemMonteCarlo.") { Create(output) }.Parse(args);
        try
        {
            int code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
            return parsed.Errors.Count > 0 ? 2 : code;
        }
        catch (Exception wrong)
        {
            await error.WriteLineAsync($"gate: {(wrong is OperationCanceledException ? "interrupted" : wrong.Message)}");
            return 2;
        }
    }

    private static Command Create(TextWriter output)
    {
        var before = new Argument<string>("before") { Description = "A commit, or the path of a built tree." };
        var after = new Argument<string>("after") { Description = "Another, or the path of a built tree.", DefaultValueFactory = _ => "HEAD" };
        var minutes = new Option<double>("--minutes") { Description = "Most minutes of measuring; builds not counted.", DefaultValueFactory = _ => 5 };
        var json = new Option<string?>("--json") { Description = "File for the verdict as JSON." };
        var history = new Option<string?>("--history") { Description = "File to which the verdict is added as a line of JSON." };
        var label = new Option<string>("--label") { Description = "Words for the history.", DefaultValueFactory = _ => "" };
        var seed = new Option<int>("--seed") { Description = "Seed of who begins.", DefaultValueFactory = _ => 1 };
        var slower = new Option<bool>("--slower") { Description = "Let the second do a twentieth more work in the kernels, to see that it is caught." };
        var verb = new Command("gate", FormattableString.Invariant($"Builds two commits, measures them in turn in fresh processes and decides: an unchanged commit fails in at most {GateRule.FalseAlarms:P0} of runs, a slowdown of {GateRule.Slowdown - 1:P0} passes in at most {GateRule.Misses:P0}. Exit codes: 0 no regression, 1 regression, 2 input wrong, 3 undecided."))
            { before, after, minutes, json, history, label, seed, slower, Measure(output), Record(output), Replay(output), Rates(output) };
        verb.SetAction(async (parsed, cancellation) =>
        {
            await using var trees = new GateTrees();
            var old = await trees.OfAsync(parsed.GetRequiredValue(before), cancellation);
            var young = await trees.OfAsync(parsed.GetRequiredValue(after), cancellation) with { Slower = parsed.GetValue(slower) };
            var about = new JsonObject
            {
                ["label"] = parsed.GetValue(label),
                ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["machine"] = Machine(),
                ["before"] = await old.CommitAsync(cancellation),
                ["after"] = await young.CommitAsync(cancellation),
            };
            return await DecideAsync(new GatePairs(old, young, parsed.GetValue(seed)), parsed.GetValue(minutes), about, parsed.GetValue(json), parsed.GetValue(history), output, cancellation);
        });
        return verb;
    }

    private static async Task<int> DecideAsync(GatePairs pairs, double minutes, JsonObject about, string? json, string? history, TextWriter output, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var (verdict, measures) = (GateVerdict.Undecided, (IReadOnlyList<GateMeasure>)[]);
        (string Measure, long Before, long After)[] more = [];
        for (int pair = 1; pair <= GateRule.Looks[^1] && verdict == GateVerdict.Undecided; pair++)
        {
            await pairs.NextAsync(cancellation);
            if (GateRule.Looks.Contains(pair))
            {
                (verdict, measures) = GateRule.Judge(pairs.Ratios);
                more = [.. pairs.MoreBytes];
                if (more.Length > 0) verdict = GateVerdict.Regression;
            }
            // another pair would not end in time
            if (watch.Elapsed.TotalMinutes * (pair + 1) / pair > minutes) break;
        }
        foreach (var m in measures) await output.WriteLineAsync(FormattableString.Invariant($"{m.Measure,-8} {m.Ratio,7:F3} of the time before [{m.Low:F3}, {m.High:F3}] after {m.Pairs} pairs"));
        foreach (var (measure, old, young) in more) await output.WriteLineAsync(FormattableString.Invariant($"{measure,-8} allocates {young:N0} bytes in a call, {old:N0} before"));
        string said = verdict switch { GateVerdict.Regression => "regression", GateVerdict.NoRegression => "no regression", _ => "undecided" };
        await output.WriteLineAsync(FormattableString.Invariant($"{said}: {about["after"]} against {about["before"]}, {watch.Elapsed.TotalSeconds:F0} s"));
        about["verdict"] = said;
        about["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1);
        about["suite"] = GateSuite.Version;
        about["slowdown"] = GateRule.Slowdown;
        about["tolerated"] = GateRule.Tolerated;
        about["false_alarms"] = GateRule.FalseAlarms;
        about["misses"] = GateRule.Misses;
        about["measures"] = JsonSerializer.SerializeToNode(measures);
        about["more_bytes"] = new JsonArray([.. more.Select(m => new JsonObject { ["measure"] = m.Measure, ["before"] = m.Before, ["after"] = m.After })]);
        if (json is not null) await File.WriteAllTextAsync(json, about.ToJsonString(indented) + "\n", CancellationToken.None);
        if (history is not null) await File.AppendAllTextAsync(history, about.ToJsonString() + "\n", CancellationToken.None);
        return verdict switch { GateVerdict.NoRegression => 0, GateVerdict.Regression => 1, _ => 3 };
    }

    private static string Machine() => FormattableString.Invariant($"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, {LaneChoice.Available[0]} lanes");

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

    private static Command Record(TextWriter output)
    {
        var before = new Argument<string>("before") { Description = "Folder of a built tree." };
        var after = new Argument<string>("after") { Description = "Folder of another, or the same." };
        var label = new Option<string>("--label") { Description = "What the pairs are of.", Required = true };
        var pairs = new Option<int>("--pairs") { Description = "How many.", DefaultValueFactory = _ => 100 };
        var file = new Option<string>("--output") { Description = "The record; pairs are added to one that is there.", Required = true };
        var slower = new Option<bool>("--slower") { Description = "Let the second do a twentieth more work in the kernels." };
        var verb = new Command("record", "Measures pairs and keeps them, as evidence of the rule's rates.") { before, after, label, pairs, file, slower };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var made = new GatePairs(new GateTree(Path.GetFullPath(parsed.GetRequiredValue(before))), new GateTree(Path.GetFullPath(parsed.GetRequiredValue(after)), parsed.GetValue(slower)), Environment.ProcessId);
            string path = parsed.GetRequiredValue(file);
            if (!File.Exists(path)) await File.WriteAllLinesAsync(path, [GateRecord.Header], cancellation);
            for (int i = 0; i < parsed.GetValue(pairs); i++) await File.AppendAllLinesAsync(path, made.Rows(parsed.GetRequiredValue(label), await made.NextAsync(cancellation)), CancellationToken.None);
            await output.WriteLineAsync($"{path}: {parsed.GetValue(pairs)} pairs more");
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

    private static Command Rates(TextWriter output)
    {
        var files = new Argument<string[]>("histories") { Description = "Histories." };
        var verb = new Command("rates", "Counts verdicts in histories by label, with intervals by Clopper and Pearson (95 %).") { files };
        verb.SetAction(parsed =>
        {
            var verdicts = parsed.GetRequiredValue(files).SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!);
            foreach (var label in verdicts.GroupBy(v => (string?)v["label"] ?? "").OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                int n = label.Count();
                string Share(string verdict)
                {
                    int hits = label.Count(v => (string?)v["verdict"] == verdict);
                    var (low, high) = GateRecord.Interval(hits, n);
                    return FormattableString.Invariant($"{verdict} {hits} [{low:P1}, {high:P1}]");
                }
                output.WriteLine(FormattableString.Invariant($"{label.Key}: {n} runs of {label.Average(v => (double)v["seconds"]!):F0} s: {Share("regression")}, {Share("no regression")}, {Share("undecided")}"));
            }
            return 0;
        });
        return verb;
    }
}
