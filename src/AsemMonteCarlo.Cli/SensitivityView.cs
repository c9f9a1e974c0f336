using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Cli;

/// <summary>Sensitivity indices for people and programs.</summary>
internal static class SensitivityView
{
    private const int MostPairs = 15;

    /// <summary>As text: for each output a table with a row for each factor or group, the strongest first, and the strongest pairs.</summary>
    public static string Text(SensitivityStudy study, IReadOnlyList<OutputIndices> results)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var design = SensitivityDesign.Create(study);
        writer.WriteLine(study.Title.Length > 0 ? study.Title : study.Name);
        writer.WriteLine(AnswerView.Format($"{study.Design.Kind.Name}: {Words.Count(study.Factors.Count, "factor")} in {study.Factors.Select(f => f.Group ?? f.Name).Distinct().Count()} groups, {(study.Design.Stop is null ? "" : "up to ")}{design.Rows:N0} rows{(study.Design.Replicates > 1 ? AnswerView.Format($" × {study.Design.Replicates} replicates") : "")}"));
        if (design.Warning is { } warning) writer.WriteLine($"Note: {warning}.");
        foreach (var (output, indices, dropped, scenario, stopped) in results)
        {
            writer.WriteLine();
            writer.WriteLine(output + (dropped > 0 ? AnswerView.Format($" ({dropped:N0} rows left out: a run failed or is missing)") : ""));
            foreach (var family in indices.Where(i => i.Order == 1).GroupBy(i => (i.Method, i.Estimator, i.Estimand)))
            {
                string[] names = [.. family.Select(i => i.Index).Distinct().Where(n => !n.StartsWith("mean_", StringComparison.Ordinal) && !n.StartsWith("maximum_", StringComparison.Ordinal))];
                bool hasExact = family.Any(i => !double.IsNaN(IndicesTable.Exact(study, i)));
                writer.WriteLine(AnswerView.Format($"{family.Key.Method} ({family.Key.Estimator}), {About(family.Key.Estimand)}"));
                var table = AnswerView.Simple(["factor", .. names.SelectMany(n => hasExact ? new[] { n.Replace('_', ' '), "exact" } : [n.Replace('_', ' ')])]);
                string by = names.Contains("total") ? "total" : names.Contains("mu_star") ? "mu_star" : names[0];
                foreach (var factor in family.GroupBy(i => i.Factors[0]).OrderByDescending(g => g.FirstOrDefault(i => i.Index == by)?.Estimate ?? 0))
                    AnswerView.Row(table, [factor.Key, .. names.SelectMany(n => factor.FirstOrDefault(i => i.Index == n) is { } index ? Cells(study, index, hasExact) : hasExact ? ["", ""] : [""])]);
                Terminal.Write(writer, table);
            }
            foreach (var whole in indices.Where(i => i.Order == 0)) writer.WriteLine($"{whole.Index.Replace('_', ' ')}: {Number(whole)}");
            if (stopped is not null) writer.WriteLine($"Stopped at {stopped}.");
            if (scenario is not null) writer.WriteLine($"Cases: {scenario}.");
            var pairs = indices.Where(i => i.Order > 1 && i.Index is "second_order" or "interaction").OrderByDescending(i => Math.Abs(i.Estimate)).Take(MostPairs).ToList();
            if (pairs.Count == 0) continue;
            bool pairsExact = pairs.Any(p => !double.IsNaN(IndicesTable.Exact(study, p)));
            string[] head = pairsExact ? ["pair", "second order", "exact"] : ["pair", "second order"];
            var strongest = AnswerView.Simple(head);
            foreach (var pair in pairs) AnswerView.Row(strongest, [IndicesTable.Joined(pair), .. Cells(study, pair, pairsExact)]);
            Terminal.Write(writer, strongest);
        }
        bool unpromised = results.SelectMany(r => r.Indices).Any(i => double.IsNaN(i.Level) && !double.IsNaN(i.Low));
        writer.WriteLine();
        writer.WriteLine(AnswerView.Format($"Intervals: {study.Design.Level:P0}{(unpromised ? "; those in parentheses do not promise that" : "")}. Shares are of the variance of the output over the factors' distributions; groups are judged as one."));
        return writer.ToString();
    }

    /// <summary>As JSON.</summary>
    public static string Json(SensitivityStudy study, IReadOnlyList<OutputIndices> results) => JsonText.Indented(new JsonArray([.. results.SelectMany(r => r.Indices.Select(i => (JsonNode)new JsonObject
    {
        ["output"] = r.Output, ["method"] = i.Method, ["index"] = i.Index, ["estimator"] = i.Estimator, ["estimand"] = i.Estimand, ["factors"] = new JsonArray([.. i.Factors.Select(f => (JsonNode)f)]),
        ["estimate"] = JsonText.Finite(i.Estimate), ["low"] = JsonText.Finite(i.Low), ["high"] = JsonText.Finite(i.High), ["level"] = JsonText.Finite(i.Level), ["exact"] = JsonText.Finite(IndicesTable.Exact(study, i)), ["runs"] = i.Runs, ["dropped"] = r.Dropped, ["scenario"] = r.Scenario, ["stopped"] = r.Stopped, ["seed"] = i.Seed,
    }))]));

    private static string[] Cells(SensitivityStudy study, SensitivityIndex index, bool hasExact)
    {
        double exact = IndicesTable.Exact(study, index);
        return hasExact ? [Number(index), double.IsNaN(exact) ? "" : AnswerView.Format($"{exact:0.0000}")] : [Number(index)];
    }

    private static string Number(SensitivityIndex i)
    {
        string value = double.IsNaN(i.Estimate) ? "undefined" : AnswerView.Signed(i.Estimate, 4).TrimStart('+');
        if (double.IsNaN(i.Low) || double.IsNaN(i.High)) return value;
        string ends = $"{AnswerView.Signed(i.Low, 4).TrimStart('+')}, {AnswerView.Signed(i.High, 4).TrimStart('+')}";
        return double.IsNaN(i.Level) ? $"{value} ({ends})" : $"{value} [{ends}]";
    }

    private static string About(string estimand) => estimand switch
    {
        "mean" => "of the mean output, noise taken out",
        "common_luck" => "of the output at common luck",
        _ => "of the output as run",
    };
}
