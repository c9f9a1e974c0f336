using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary>Claims and verdicts for people and programs.</summary>
internal static class PropositionsView
{
    /// <summary>As text.</summary>
    public static string Text(IReadOnlyList<PropositionResult> results, double? power = null)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var tried = results.Where(r => r.Proposition.Experiment is not null).ToList();
        int free = tried.SelectMany(r => r.Proposition.RestsOn.Select(p => p.Parameter)).Distinct().Count();
        writer.WriteLine(AnswerView.Format($"{Words.Count(tried.Count, "claim")} tried, {results.Count - tried.Count} left out. Intervals hold for all {tried.Count} together at {1 - PropositionRun.FamilyError:P0} (each {1 - PropositionRun.FamilyError / Math.Max(1, tried.Count):P2}); they are Monte Carlo error at these parameters."));
        writer.WriteLine("C holds by construction of the equations, E must emerge; n counts the parameters on its causal path.");
        string[] columns = ["id", "", "n", "claim", "estimate [interval]", "expected", "verdict", "over the ensemble", "in studies of that size", .. power is { } wanted ? [AnswerView.Format($"couples for power {wanted:P0}")] : Array.Empty<string>()];
        var table = AnswerView.Simple(columns);
        foreach (var r in results)
        {
            var p = r.Proposition;
            if (p.Experiment is null)
            {
                AnswerView.Row(table, [p.Id, "–", "", p.Claim, "", "", "left out", "", Words.Shorten(p.LeftOut, 60), .. power is null ? Array.Empty<string>() : [""]]);
                continue;
            }
            string estimate = double.IsNaN(r.Estimate.Value) ? "undefined" : $"{Number(r.Estimate.Value)} [{Number(r.Low)}, {Number(r.High)}]";
            string expected = p.Expects switch { Expectation.Above => $"> {Number(p.Smallest, false)}", Expectation.Below => $"< −{Number(p.Smallest, false)}", _ => $"within ±{Number(p.Smallest, false)}" };
            string[] needed = power is null ? [] : [p.Published is null ? "" : r.CouplesNeeded is { } couples ? AnswerView.Format($"{couples:N0}") : AnswerView.Format($"more than {PublishedScore.LargestStudy:N0}")];
            AnswerView.Row(table, [p.Id, p.IsConstructed ? "C" : "E", AnswerView.Format($"{p.RestsOn.Count}"), p.Claim, estimate, expected, PropositionTable.NameOf(r.Verdict), Ensemble(r), Studies(r.SameSign, r.Significant, p.Published), .. needed]);
        }
        Terminal.Write(writer, table);
        writer.WriteLine(string.Join(", ", results.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => AnswerView.Format($"{g.Count()} {PropositionTable.NameOf(g.Key)}"))) + AnswerView.Format($"; {free} parameters stand on causal paths"));
        return writer.ToString();
    }

    /// <summary>As JSON.</summary>
    public static string Json(IReadOnlyList<PropositionResult> results) => JsonText.Indented(new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
    {
        ["id"] = r.Proposition.Id,
        ["claim"] = r.Proposition.Claim,
        ["passage"] = r.Proposition.Passage,
        ["kind"] = r.Proposition.Experiment is null ? null : r.Proposition.IsConstructed ? "constructed" : "emergent",
        ["estimate"] = r.Proposition.Experiment?.Text,
        ["expects"] = r.Proposition.Experiment is null ? null : r.Proposition.Expects.ToString().ToLowerInvariant(),
        ["smallest"] = r.Proposition.Smallest,
        ["because"] = r.Proposition.Because,
        ["value"] = JsonText.Finite(r.Estimate.Value),
        ["standard_error"] = JsonText.Finite(r.Estimate.StandardError),
        ["low"] = JsonText.Finite(r.Low),
        ["high"] = JsonText.Finite(r.High),
        ["rests_on"] = new JsonArray([.. r.Proposition.RestsOn.Select(p => (JsonNode)p.Parameter.Name)]),
        ["verdict"] = PropositionTable.NameOf(r.Verdict),
        ["ensemble"] = new JsonArray([.. r.Elsewhere.Select(e => (JsonNode)new JsonObject { ["value"] = JsonText.Finite(e.Estimate.Value), ["verdict"] = PropositionTable.NameOf(e.Verdict) })]),
        ["published_sign"] = JsonText.Finite(r.SameSign),
        ["published_significant"] = JsonText.Finite(r.Significant),
        ["couples_needed"] = r.CouplesNeeded,
        ["left_out"] = r.Proposition.LeftOut.Length == 0 ? null : r.Proposition.LeftOut,
    })]));

    /// <summary>Estimates of claims at both ends of figures' bands, as text.</summary>
    public static string Text(IReadOnlyList<PropositionResult> results, IReadOnlyList<BandEnd> ends)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine();
        writer.WriteLine("Figures that are known only approximately: estimates of claims in the third of the ensemble's members in which a figure is lowest, and in the third in which");
        writer.WriteLine("it is highest. Shown are those that differ by more than twice the standard error over members.");
        var table = AnswerView.Simple("claim", "over all members", "figure", "band", "lowest third: figure", "estimate", "highest third: figure", "estimate");
        foreach (var r in results.Where(r => r.Elsewhere.Count > 0))
        {
            double[] all = [.. r.Elsewhere.Select(e => e.Estimate.Value).Order()];
            string range = $"{Number(all[0])} … {Number(all[^1])}";
            var told = ends.Where(e => e.Proposition == r.Proposition && e.IsClear).OrderByDescending(e => Math.Abs(e.High.Estimate - e.Low.Estimate)).ToList();
            if (told.Count == 0) AnswerView.Row(table, r.Proposition.Id, range, "none of them matters", "", "", "", "", "");
            foreach (var (i, e) in told.Index())
                AnswerView.Row(table, i == 0 ? r.Proposition.Id : "", i == 0 ? range : "", e.Figure.Id, AnswerView.Format($"{e.Figure.Low} … {e.Figure.High}"), AnswerView.Format($"{e.Low.Figure:F3}"), Number(e.Low.Estimate), AnswerView.Format($"{e.High.Figure:F3}"), Number(e.High.Estimate));
        }
        Terminal.Write(writer, table);
        return writer.ToString();
    }

    /// <summary>How studies of the published size would have scored it, or nothing.</summary>
    public static string Studies(double sameSign, double significant, PublishedScore? published) =>
        double.IsNaN(sameSign) || published is null ? "" : AnswerView.Format($"sign {sameSign:P0}, p < .05 {significant:P0} ({Words.Count(published.Couples, "couple")})");

    private static string Ensemble(PropositionResult r) => r.Elsewhere.Count == 0 ? "" : AnswerView.Format($"{r.Elsewhere.Count(e => e.Verdict == Verdict.Supported)} of {r.Elsewhere.Count} supported{(r.Elsewhere.Any(e => e.Verdict == Verdict.Contradicted) ? $", {r.Elsewhere.Count(e => e.Verdict == Verdict.Contradicted)} contradicted" : "")}");

    private static string Number(double value, bool signed = true)
    {
        int digits = Math.Abs(value) >= 0.1 ? 3 : 4;
        return signed ? AnswerView.Signed(value, digits) : value.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
