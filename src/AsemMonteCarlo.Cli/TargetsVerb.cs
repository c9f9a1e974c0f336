using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem targets</c>: published figures beside what the model shows.</summary>
internal static class TargetsVerb
{
    /// <summary>The shipped file of figures.</summary>
    public const string Shipped = "targets.yaml";

    public static Command Create(TextWriter output)
    {
        var file = File();
        var set = StudyArgument.Set();
        var uses = new Option<string[]>("--use") { Description = "Only figures of these uses: fitted, predicted, held, filter, decade (default: all but decade).", Arity = ArgumentArity.OneOrMore };
        uses.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!Enum.TryParse<TargetUse>(token.Value, ignoreCase: true, out _) || char.IsAsciiDigit(token.Value[0])) result.AddError($"--use {token.Value}: allowed are {string.Join(", ", Enum.GetNames<TargetUse>().Select(n => n.ToLowerInvariant()))}");
        });
        var noStudies = new Option<bool>("--no-studies") { Description = "Leave out how published studies would have scored figures." };
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var threads = RunVerb.Threads();
        var command = new Command("targets", "Compare the model at its present parameters with published figures. Example: asem targets --use fitted") { file, set, uses, noStudies, json, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (_, targets) = Load(parsed.GetValue(file), parsed.GetValue(set) ?? []);
            TargetUse[] wanted = parsed.GetValue(uses) is { Length: > 0 } given ? [.. given.Select(u => Enum.Parse<TargetUse>(u, ignoreCase: true))] : [TargetUse.Fitted, TargetUse.Predicted, TargetUse.Held, TargetUse.Filter];
            var chosen = targets.Targets.Where(t => wanted.Contains(t.Use)).ToList();
            var results = await Task.Run(() => TargetRun.Run(chosen, parsed.GetValue(threads), !parsed.GetValue(noStudies), cancellation), cancellation);
            await output.WriteAsync(parsed.GetValue(json) ? TargetsView.Json(results) : TargetsView.Text(results));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The option for a file of figures.</summary>
    public static Option<string?> File() => new("--targets") { Description = "A file of figures of your own, in the vocabulary of docs/propositions.md (default: the shipped ones)." };

    /// <summary>The figures of a file, or the shipped ones.</summary>
    public static (byte[] Bytes, TargetFile File) Load(string? file, IReadOnlyList<string> overrides)
    {
        if (file is not null)
        {
            var targets = TargetFile.Load(file, overrides);
            return (System.IO.File.ReadAllBytes(file), targets);
        }
        byte[] bytes = ShippedStudies.Experiments(Shipped);
        return (bytes, TargetFile.Parse(Encoding.UTF8.GetString(bytes), overrides));
    }
}

/// <summary>Published figures for people and programs.</summary>
internal static class TargetsView
{
    /// <summary>As text, a table for each use.</summary>
    public static string Text(IReadOnlyList<TargetResult> results)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine("Published figures and what the model shows at these parameters; intervals (95 %) are Monte Carlo error.");
        foreach (var use in results.GroupBy(r => r.Target.Use).OrderBy(g => g.Key))
        {
            var tried = use.Where(r => r.Target.Experiment is not null).ToList();
            writer.WriteLine();
            writer.WriteLine(AnswerView.Format($"{use.Key}: {tried.Count(r => r.IsMet)} of {tried.Count} within their bands{(tried.Any(r => r.Target.Mark == "approximate") ? $" ({tried.Count(r => r.IsMet && r.Target.Mark == "approximate")} of {tried.Count(r => r.Target.Mark == "approximate")} approximate ones)" : "")}, {use.Count() - tried.Count} left out"));
            var table = AnswerView.Simple("id", "figure", "band", "mark", "simulated [interval]", "", "in studies of that size");
            foreach (var r in use)
            {
                var t = r.Target;
                string studies = double.IsNaN(r.SameSign) ? "" : AnswerView.Format($"sign {r.SameSign:P0}, p < .05 {r.Significant:P0} ({t.Published!.Couples})");
                if (t.Experiment is null) AnswerView.Row(table, t.Id, t.Quantity, "", t.Mark, "left out", "", Words.Shorten(t.LeftOut, 60));
                else AnswerView.Row(table, t.Id, t.Quantity, Band(t), t.Mark, double.IsNaN(r.Estimate.Value) ? "undefined" : $"{AnswerView.Signed(r.Estimate.Value, 3)} [{AnswerView.Signed(r.Estimate.Interval(0.95).Low, 3)}, {AnswerView.Signed(r.Estimate.Interval(0.95).High, 3)}]", r.IsMet ? "met" : "missed", studies);
            }
            Terminal.Write(writer, table);
        }
        return writer.ToString();
    }

    /// <summary>As JSON.</summary>
    public static string Json(IReadOnlyList<TargetResult> results) => new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
    {
        ["id"] = r.Target.Id,
        ["quantity"] = r.Target.Quantity,
        ["source"] = r.Target.Source,
        ["mark"] = r.Target.Mark,
        ["use"] = r.Target.Use.ToString().ToLowerInvariant(),
        ["low"] = Finite(r.Target.Low),
        ["high"] = Finite(r.Target.High),
        ["value"] = Finite(r.Estimate.Value),
        ["standard_error"] = Finite(r.Estimate.StandardError),
        ["met"] = r.Target.Experiment is null ? null : r.IsMet,
        ["published_sign"] = Finite(r.SameSign),
        ["published_significant"] = Finite(r.Significant),
        ["left_out"] = r.Target.LeftOut.Length == 0 ? null : r.Target.LeftOut,
    })]).ToJsonString(new JsonSerializerOptions(JsonSerializerOptions.Web) { WriteIndented = true }) + "\n";

    private static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Band(Target t) =>
        double.IsInfinity(t.High) ? AnswerView.Format($"≥ {t.Low}") : double.IsInfinity(t.Low) ? AnswerView.Format($"≤ {t.High}") : AnswerView.Format($"{t.Low} … {t.High}");
}
