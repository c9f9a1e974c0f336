using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Cli;

/// <summary>Sensitivity indices for people and programs.</summary>
internal static class SensitivityView
{
    private const int MostPairs = 15, MostFactors = 30;

    /// <summary>As text: for each design and output a table with a row for each factor or group, the strongest first, and the strongest pairs.</summary>
    /// <param name="title">Title of the study.</param>
    /// <param name="stages">What each design gave.</param>
    public static string Text(string title, IReadOnlyList<StageResult> stages)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine(title);
        foreach (var stage in stages)
        {
            if (stages.Count > 1)
            {
                writer.WriteLine();
                writer.Write(AnswerView.Format($"Design {stage.Study.Stage + 1} of {stages.Count}, "));
            }
            Stage(writer, stage);
        }
        bool unpromised = stages.SelectMany(s => s.Outputs).SelectMany(r => r.Indices).Any(i => double.IsNaN(i.Level) && !double.IsNaN(i.Low));
        double[] levels = [.. stages.SelectMany(s => s.Outputs).SelectMany(r => r.Indices).Where(i => double.IsFinite(i.Level) && !double.IsNaN(i.Low)).Select(i => i.Level).DefaultIfEmpty(stages[^1].Study.Design.Level)];
        writer.WriteLine();
        bool isOfVariance = stages.Any(s => s.Study.Design.Kind != DesignKind.Coalitions);
        writer.WriteLine(AnswerView.Format($"Intervals: {SensitivityText.Levels(levels)}{(unpromised ? "; those in parentheses do not promise that" : "")}. {(isOfVariance ? "Shares are of the variance of the output over the factors' distributions; groups are judged as one." : "Numbers are in the output's own unit: what a switch adds, averaged over all orders of switching on (Shapley value), beside nothing else (alone), beside all others (last).")}"));
        return writer.ToString();
    }

    /// <summary>Title of a study, or its name.</summary>
    public static string Title(SensitivityStudy study) => study.Title.Length > 0 ? study.Title : study.Name;

    /// <summary>What a design will run, in a line.</summary>
    public static string Size(SensitivityStudy study)
    {
        var design = study.Design;
        return AnswerView.Format($"{design.Kind.Name}: {Words.Count(study.Factors.Count, "factor")} in {study.Groups} groups, {(design.Stop is null ? "" : "up to ")}{SensitivityDesign.Create(study).Rows:N0} rows{(design.Replicates > 1 ? AnswerView.Format($" × {design.Replicates} replicates") : "")}");
    }

    /// <summary>As text: where given data tell something else than a design.</summary>
    public static string Text(IReadOnlyList<Checked> checks)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine();
        int apart = checks.Count(c => c.Agrees == false), unsaid = checks.Count(c => c.Agrees is null);
        writer.WriteLine(AnswerView.Format($"Given data beside the design: {checks.Count(c => c.Agrees == true)} of {checks.Count} indices agree within their intervals and the surrogate's error{(unsaid > 0 ? AnswerView.Format($"; of {unsaid} nothing can be said, as noise or too few rows leave too much open") : "")}{(apart == 0 ? "." : AnswerView.Format($"; {apart} do not:"))}"));
        if (apart == 0) return writer.ToString();
        var table = AnswerView.Simple("output", "factor", "index", "design", "given data", "by");
        foreach (var c in checks.Where(c => c.Agrees == false).OrderByDescending(c => Math.Abs(c.ByDesign.Estimate - c.GivenData.Estimate) - c.Tolerance).Take(MostPairs))
            AnswerView.Row(table, c.Output.Label, IndicesTable.Joined(c.ByDesign), c.GivenData.Index.Replace('_', ' '), Number(c.ByDesign), Number(c.GivenData), c.GivenData.Method.Replace('_', ' '));
        Terminal.Write(writer, table);
        writer.WriteLine("Outputs joined to the wrong rows, steps and kinks that one method smooths, or chance in a few of many indices can lie behind it.");
        return writer.ToString();
    }

    private static void Stage(StringWriter writer, StageResult stage)
    {
        var (study, results, kept) = stage;
        var design = SensitivityDesign.Create(study);
        writer.WriteLine(Size(study));
        if (design.Warning is { } warning) writer.WriteLine($"Note: {warning}.");
        foreach (var (output, indices, dropped, box, stopped) in results)
        {
            writer.WriteLine();
            writer.WriteLine(output.Label + (dropped > 0 ? AnswerView.Format($" ({dropped:N0} rows left out: a run failed or is missing)") : ""));
            foreach (var family in indices.Where(i => i.Order == 1).GroupBy(i => (i.Method, i.Estimator, i.Estimand)))
            {
                // the sign of an effect is that of a single factor; an index that no factor has is not shown
                string[] names = [.. family.GroupBy(i => i.Index).Where(g => study.Design.Kind != DesignKind.Morris || g.Any(i => !double.IsNaN(i.Estimate))).Select(g => g.Key).Where(n => !n.StartsWith("mean_", StringComparison.Ordinal) && !n.StartsWith("maximum_", StringComparison.Ordinal))];
                bool hasExact = family.Any(i => !double.IsNaN(IndicesTable.Exact(study, i)));
                writer.WriteLine(AnswerView.Format($"{family.Key.Method} ({family.Key.Estimator}), {About(family.Key.Estimand)}"));
                bool hasSource = family.Any(i => IndicesTable.Source(study, i).Length > 0);
                var table = AnswerView.Simple(["factor", .. hasSource ? (string[])["default"] : [], .. names.SelectMany(n => hasExact ? new[] { n.Replace('_', ' '), "exact" } : [n.Replace('_', ' ')])]);
                string by = IndicesTable.MainOf(names);
                var ranked = family.GroupBy(i => i.Factors[0]).OrderByDescending(g => g.FirstOrDefault(i => i.Index == by) is { } index ? SensitivityText.Weight(index.Method, index.Estimate) : 0).ToList();
                foreach (var factor in ranked.Take(MostFactors))
                    AnswerView.Row(table, [factor.Key, .. hasSource ? (string[])[IndicesTable.Source(study, factor.First())] : [], .. names.SelectMany(n => factor.FirstOrDefault(i => i.Index == n) is { } index ? Cells(study, index, hasExact) : hasExact ? ["", ""] : [""])]);
                Terminal.Write(writer, table);
                if (ranked.Count > MostFactors) writer.WriteLine($"… and {ranked.Count - MostFactors} weaker ones, in the table of indices");
            }
            foreach (var whole in indices.Where(i => i.Order == 0)) writer.WriteLine($"{whole.Index.Replace('_', ' ')}: {Number(whole)}");
            if (stopped is not null) writer.WriteLine($"Stopped at {stopped}.");
            if (box is not null) writer.WriteLine($"Cases: {box.Sentence}.");
            var pairs = indices.Where(i => i.Order > 1 && i.Index is "second_order" or "interaction").OrderByDescending(i => Math.Abs(i.Estimate)).Take(MostPairs).ToList();
            if (pairs.Count == 0) continue;
            bool pairsExact = pairs.Any(p => !double.IsNaN(IndicesTable.Exact(study, p)));
            string index = pairs[0].Index.Replace('_', ' ');
            string[] head = pairsExact ? ["pair", index, "exact"] : ["pair", index];
            var strongest = AnswerView.Simple(head);
            foreach (var pair in pairs) AnswerView.Row(strongest, [IndicesTable.Joined(pair), .. Cells(study, pair, pairsExact)]);
            Terminal.Write(writer, strongest);
        }
        if (kept is null) return;
        writer.WriteLine();
        writer.WriteLine(AnswerView.Format($"{kept.Count} of {study.Groups} groups go on: they have at least {study.Design.Keep:P0} of the largest effect on some output. At their defaults from here on: {(stage.Left.Count == 0 ? "none" : string.Join(", ", stage.Left.Take(MostPairs)))}{(stage.Left.Count > MostPairs ? AnswerView.Format($" and {stage.Left.Count - MostPairs} more") : "")}."));
    }

    /// <summary>As JSON.</summary>
    /// <param name="stages">What each design gave.</param>
    /// <param name="checks">Which indices from given data were checked against a design; null for none.</param>
    public static string Json(IReadOnlyList<StageResult> stages, IReadOnlyList<Checked>? checks = null)
    {
        var agrees = Checked.Verdicts(checks);
        return JsonText.Indented(new JsonArray([.. stages.SelectMany(s => s.Outputs.SelectMany(r => r.Indices.Select(i => (JsonNode)new JsonObject
        {
            ["design"] = s.Study.Stage + 1, ["output"] = r.Output.Column, ["day"] = r.Output.Day, ["group"] = r.Output.Group,
            ["method"] = i.Method, ["index"] = i.Index, ["estimator"] = i.Estimator, ["estimand"] = i.Estimand, ["factors"] = new JsonArray([.. i.Factors.Select(f => (JsonNode)f)]), ["source"] = IndicesTable.Source(s.Study, i),
            ["estimate"] = JsonText.Finite(i.Estimate), ["low"] = JsonText.Finite(i.Low), ["high"] = JsonText.Finite(i.High), ["level"] = JsonText.Finite(i.Level), ["exact"] = JsonText.Finite(IndicesTable.Exact(s.Study, i)),
            ["agrees"] = agrees(i), ["runs"] = i.Runs, ["dropped"] = r.Dropped, ["scenario"] = r.Scenario, ["stopped"] = r.Stopped, ["seed"] = i.Seed,
        })))]));
    }

    private static string[] Cells(SensitivityStudy study, SensitivityIndex index, bool hasExact)
    {
        double exact = IndicesTable.Exact(study, index);
        return hasExact ? [Number(index), double.IsNaN(exact) ? "" : AnswerView.Format($"{exact:0.0000}")] : [Number(index)];
    }

    private static string Number(SensitivityIndex i)
    {
        string value = double.IsNaN(i.Estimate) ? i.Method == "morris" ? "–" : "undefined" : AnswerView.Signed(i.Estimate, 4).TrimStart('+');
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
