using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

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
            var table = AnswerView.Simple("id", "figure", "band", "mark", "simulated [interval]", "", "over the ensemble", "in studies of that size");
            foreach (var r in use)
            {
                var t = r.Target;
                if (t.Experiment is null) AnswerView.Row(table, t.Id, t.Quantity, "", t.Mark, "left out", "", "", Words.Shorten(t.LeftOut, 60));
                else AnswerView.Row(table, t.Id, t.Quantity, Band(t), t.Mark, double.IsNaN(r.Estimate.Value) ? "undefined" : $"{AnswerView.Signed(r.Estimate.Value, 3)} [{AnswerView.Signed(r.Estimate.Interval(0.95).Low, 3)}, {AnswerView.Signed(r.Estimate.Interval(0.95).High, 3)}]", r.IsMet ? "met" : "missed", Ensemble(r), PropositionsView.Studies(r.SameSign, r.Significant, t.Published));
            }
            Terminal.Write(writer, table);
        }
        return writer.ToString();
    }

    /// <summary>As JSON.</summary>
    public static string Json(IReadOnlyList<TargetResult> results) => JsonText.Indented(new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
    {
        ["id"] = r.Target.Id,
        ["quantity"] = r.Target.Quantity,
        ["source"] = r.Target.Source,
        ["mark"] = r.Target.Mark,
        ["use"] = r.Target.Use.ToString().ToLowerInvariant(),
        ["low"] = JsonText.Finite(r.Target.Low),
        ["high"] = JsonText.Finite(r.Target.High),
        ["value"] = JsonText.Finite(r.Estimate.Value),
        ["standard_error"] = JsonText.Finite(r.Estimate.StandardError),
        ["met"] = r.Target.Experiment is null ? null : r.IsMet,
        ["ensemble"] = new JsonArray([.. r.Elsewhere.Select(e => JsonText.Finite(e.Value))]),
        ["published_sign"] = JsonText.Finite(r.SameSign),
        ["published_significant"] = JsonText.Finite(r.Significant),
        ["left_out"] = r.Target.LeftOut.Length == 0 ? null : r.Target.LeftOut,
    })]));

    private static string Ensemble(TargetResult r) => r.Elsewhere.Count == 0 ? "" : AnswerView.Format($"{r.Elsewhere.Count(e => e.IsMet)} of {r.Elsewhere.Count} met, {AnswerView.Signed(r.Elsewhere.Min(e => e.Value), 3)} … {AnswerView.Signed(r.Elsewhere.Max(e => e.Value), 3)}");

    private static string Band(Target t) =>
        double.IsInfinity(t.High) ? AnswerView.Format($"≥ {t.Low}") : double.IsInfinity(t.Low) ? AnswerView.Format($"≤ {t.High}") : AnswerView.Format($"{t.Low} … {t.High}");
}
