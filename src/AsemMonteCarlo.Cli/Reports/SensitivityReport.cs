using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>The report of a study of sensitivity.</summary>
internal static class SensitivityReport
{
    private const int Named = 3, MostFailures = 20;

    /// <summary>Reads it from a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">As <see cref="FinishedSensitivity.OpenAsync"/>.</exception>
    /// <exception cref="Engine.Studies.StudyException">As <see cref="FinishedSensitivity.OpenAsync"/>.</exception>
    public static async Task<ReportContent> ReadAsync(string path, CancellationToken cancellation)
    {
        var run = await FinishedSensitivity.OpenAsync(path, cancellation);
        string[] set = [.. run.Manifest.Study["set"]?.AsArray().Select(s => (string)s!) ?? []];
        return new ReportContent
        {
            FolderPath = path,
            Manifest = run.Manifest,
            Of = "Report of a study of sensitivity by AsemMonteCarlo",
            Title = SensitivityView.Title(run.Study),
            Name = run.Study.Name,
            Shape = AnswerView.Format($"{FigureText.Count(run.Study.Factors.Count, "factor")} in {FigureText.Count(run.Study.Groups, "group")}; {string.Join(", then ", run.Designs.Select(d => run.Design(d).Kind.Name.Replace('_', ' ')))}; {FigureText.Count(run.Manifest.Counts.GetValueOrDefault("runs"), "run")}"),
            Answer = Answer(run),
            Uncertain = Uncertain(run),
            Reading = run.Study.IsOwn ? "Read it as what decides within the model, over the ranges that its factors were given: not as what decides among couples." : "Read it as what decides within the function that was run, over the distributions that its factors were given.",
            Figures = FigureSet.Of(run),
            Heading = family => Heading(run, family),
            Tables = [.. Tables(run)],
            Study = new("The file as it was run, without settings of the command line.", "study.yaml", "application/yaml", (string)run.Manifest.Study["text"]!),
            Commands = $"asem run study.yaml --output again{string.Concat(set.Select(s => $" --set {ShellWord.Quote(s)}"))}\nasem verify again --digest",
            Repeats = $"The second line must print {run.Manifest.Digest}, on any number of threads and any width of vectors{((bool?)run.Manifest.Run["stores_runs"] == true ? "; the run was made with --store-runs, which belongs into the first line" : "")}.{(HasFile(run.Study) ? " Persons that were read from a file are needed where it lay." : "")}",
            Scope = run.Study.IsOwn ? ReportContent.ModelScope : "A built-in function has no couples in it: it shows that the methods find what is known exactly.",
        };
    }

    private static bool HasFile(SensitivityStudy study) => study.Outputs.Any(o => o.Experiment?.Scenarios.Any(s => s.Study.Population.File is not null) == true);

    private static string Heading(FinishedSensitivity run, string family)
    {
        string[] parts = family.Split('-');
        bool many = run.Study.Designs.Count > 1 && parts.Length > 2;
        string method = parts.Length > 1 ? parts[many ? 2 : 1] : "", title = parts[0] switch
        {
            BoxFigure.Family => "Under which conditions",
            IndicesFigure.Pairs => "Pairs",
            ConvergenceFigure.Family => "How the numbers settled",
            _ => SensitivityText.Title(method),
        };
        return title + (many ? $", design {parts[1]}" : "") + (family.EndsWith("common_luck", StringComparison.Ordinal) ? ", at common luck" : "");
    }

    private static List<string> Answer(FinishedSensitivity run)
    {
        var list = new List<string>();
        long last = run.Designs.LastOrDefault();
        foreach (string output in run.Outputs(last))
        {
            list.AddRange(run.Boxes.Where(b => b.Design == last && b.Output == output).Select(b => b.Scenario).Distinct().Select(s => $"Cases of interest of {FigureText.Outcome(output)}: {s}."));
            if (Ranking(run, last, output) is { } sentence) list.Add(sentence);
        }
        foreach (long design in run.Designs.Where(d => d != last))
        {
            int tried = Groups(run, design).Count, kept = Groups(run, design + 1).Count;
            if (kept < tried) list.Add(AnswerView.Format($"Design {design} ({run.Design(design).Kind.Name.Replace('_', ' ')}) left {tried - kept} of {FigureText.Count(tried, "group")} at their defaults, since they move no output by {run.Design(design).Keep:P0} of what the strongest does."));
        }
        return list.Count > 0 ? list : ["The study has no index that could be computed; its tables say why."];
    }

    private static string? Ranking(FinishedSensitivity run, long design, string output)
    {
        var rows = run.Indices.Where(i => i.Design == design && i.Output == output && i.Estimand != "common_luck").ToList();
        var singles = rows.Where(i => i.Order == 1 && i.Method != "prim" && double.IsFinite(i.Estimate.Value)).ToList();
        if (singles.Count == 0) return null;
        string method = singles[0].Method, main = IndicesTable.MainOf(singles.Where(i => i.Method == method).Select(i => i.Index));
        var ranked = singles.Where(i => i.Method == method && i.Index == main).OrderByDescending(i => SensitivityText.Weight(i.Method, i.Estimate.Value)).ToList();
        var panel = new ForestPanel("", SensitivityText.Digits(ranked.Select(r => r.Estimate.Value)), IndicesTable.IsEffect(method));
        string name = FigureText.Outcome(output), words = main switch
        {
            "total" => "explain most of its variance with their interactions (total index)",
            "shapley_value" => "add most when switched on (Shapley value)",
            "shapley" => "explain most of its variance (Shapley effect)",
            "mu_star" => "move it most (mu star)",
            "first_order" => "explain most of its variance alone (first order)",
            _ => $"matter most ({SensitivityText.Index(main)})",
        };
        var text = new System.Text.StringBuilder(AnswerView.Format($"Of what varies {name}, these {words}: {string.Join(", ", ranked.Take(Named).Select(r => $"{run.Words(r.Factors)} {panel.Write(r.Estimate)}"))}."));
        if (ranked.Count > Named && ranked.Count(r => r.Estimate.Low <= 0 && (!IndicesTable.IsEffect(method) || r.Estimate.High >= 0)) is > 0 and var none) text.Append(AnswerView.Format($" {none} of {ranked.Count} are not told apart from nothing."));
        var alone = singles.Where(i => i.Index == "first_order" && i.Method == "sobol").ToList();
        if (alone.Count > 0)
        {
            double sum = alone.Sum(i => i.Estimate.Value);
            // luck counts as interaction where it was not taken out
            string rest = sum >= 1 ? "" : alone[0].Estimand == "mean" || !run.Study.IsOwn ? "; the rest is interactions" : "; the rest is interactions and luck";
            text.Append(AnswerView.Format($" Alone, all together explain {sum:P0}{rest}."));
        }
        if (rows.FirstOrDefault(i => i.Index == "noise_share") is { } noise) text.Append($" Share of noise, the luck of couples: {new ForestPanel("", 3, false).Write(noise.Estimate)}.");
        return text.ToString();
    }

    private static HashSet<string> Groups(FinishedSensitivity run, long design) => [.. run.Indices.Where(i => i.Design == design && i.Order == 1).Select(i => i.Factors)];

    private static List<string> Uncertain(FinishedSensitivity run)
    {
        var list = new List<string>
        {
            $"Intervals{Levels(run)} are error of the design: how far an index could be from what infinitely many points would give.{(run.Designs.All(d => run.Design(d).Stop is null) ? " They hold for each index by itself." : "")}",
            "Everything holds for the distributions that the study gives its factors: wider ranges give a factor more to decide.",
        };
        list.InsertRange(1, run.Designs.Select(d => SensitivityText.Together(run.Design(d), run.Study.Designs.Count > 1 ? AnswerView.Format($" of design {d}") : "")).OfType<string>());
        if (run.Indices.Any(i => double.IsNaN(i.Level) && double.IsFinite(i.Estimate.Low))) list.Add("Intervals whose level is missing in the table do not promise their coverage (mu star of Morris, for instance).");
        long last = run.Designs.LastOrDefault();
        list.AddRange(run.Outputs(last).Select(output => Change(run, last, output)).OfType<string>());
        foreach (var ((design, output), rows) in run.Dropped) list.Add(AnswerView.Format($"{FigureText.Count(rows, "row")} of design {design} could not be used for {FigureText.Outcome(output)}: a run failed there. Indices speak of the other rows."));
        if (run.Convergence.Count == 0)
            list.Add(run.Designs.All(d => run.Design(d).Kind.IsGivenData) ? "How the indices settled is not kept: methods on given data analyse all runs at once." : "How the indices settled is not kept: there were too few points to halve, or the folder is of an earlier version.");
        else if (run.Designs.Any(d => run.Design(d).Kind.IsGivenData)) list.Add("How indices settled is kept for designs of their own, not for methods on given data, which analyse all runs at once.");
        return list;
    }

    private static string Levels(FinishedSensitivity run)
    {
        var byDesign = run.Designs.Select(d => (Design: d, Levels: SensitivityText.Levels(run.Indices.Where(i => i.Design == d && double.IsFinite(i.Level) && double.IsFinite(i.Estimate.Low)).Select(i => i.Level)))).Where(d => d.Levels.Length > 0).ToList();
        string[] all = [.. byDesign.Select(d => d.Levels).Distinct()];
        return all.Length == 0 ? "" : all.Length == 1 ? $" ({all[0]})" : $" ({string.Join("; ", byDesign.Select(d => AnswerView.Format($"design {d.Design}: {d.Levels}")))})";
    }

    // between the last two sizes, the index that moved most
    private static string? Change(FinishedSensitivity run, long design, string output)
    {
        var rows = run.Convergence.Where(i => i.Design == design && i.Output == output && i.Order == 1 && double.IsFinite(i.Estimate.Value)).ToList();
        long[] blocks = [.. rows.Select(r => r.Blocks).Distinct().Order()];
        if (blocks.Length < 2) return null;
        string main = IndicesTable.MainOf(rows.Select(r => r.Index));
        var moved = (from now in rows.Where(r => r.Blocks == blocks[^1] && r.Index == main)
                     join before in rows.Where(r => r.Blocks == blocks[^2] && r.Index == main) on (now.Factors, now.Estimand, now.Method) equals (before.Factors, before.Estimand, before.Method)
                     select (now.Factors, Now: now.Estimate.Value, Before: before.Estimate.Value)).ToList();
        if (moved.Count == 0) return null;
        var (factor, is_, was) = moved.MaxBy(m => Math.Abs(m.Now - m.Before));
        int digits = SensitivityText.Digits(moved.Select(m => m.Now));
        string Number(double value) => AnswerView.Signed(value, digits).TrimStart('+');
        return AnswerView.Format($"From {blocks[^2]:N0} to {blocks[^1]:N0} {(run.Design(design).Kind == DesignKind.Morris ? "trajectories" : "points")}{(run.Study.Designs.Count > 1 ? $" of design {design}" : "")}, {SensitivityText.Index(main)} of {FigureText.Outcome(output)} moved most for {factor}: from {Number(was)} to {Number(is_)}.");
    }

    private static IEnumerable<ReportTable> Tables(FinishedSensitivity run)
    {
        foreach (var family in run.Indices.Where(i => i.Order == 1 && i.Method != "prim").GroupBy(i => (i.Design, i.Output, i.Method, i.Estimator, i.Estimand)))
        {
            string[] names = [.. family.Where(i => double.IsFinite(i.Estimate.Value)).Select(i => i.Index).Distinct()];
            if (names.Length == 0) continue;
            string main = IndicesTable.MainOf(names);
            bool exact = family.Any(i => double.IsFinite(i.Exact));
            var digits = names.ToDictionary(n => n, n => Math.Max(4, SensitivityText.Digits(family.Where(i => i.Index == n).Select(i => i.Estimate.Value))));
            string Cell(IndexRow? row) => row is null ? "–" : new ForestPanel("", digits[row.Index], IndicesTable.IsEffect(row.Method)).Write(row.Estimate);
            yield return new ReportTable(Id("indices", family.Key.Design, family.Key.Output, family.Key.Method, family.Key.Estimand),
                AnswerView.Format($"{FigureText.Outcome(family.Key.Output)}{Design(run, family.Key.Design)}: {SensitivityText.Title(family.Key.Method)} ({family.Key.Estimator.Replace('_', ' ')}), {SensitivityText.About(family.Key.Estimand)}"),
                ["factor", .. names.SelectMany(n => exact ? new[] { SensitivityText.Index(n), "exact" } : [SensitivityText.Index(n)])],
                [.. family.GroupBy(i => i.Factors).OrderByDescending(f => f.FirstOrDefault(i => i.Index == main) is { } row ? SensitivityText.Weight(row.Method, row.Estimate.Value) : double.NegativeInfinity).Select(f => (IReadOnlyList<string>)[run.Words(f.Key), .. names.SelectMany(n =>
                    f.FirstOrDefault(i => i.Index == n) is var row && exact ? new[] { Cell(row), row is { } r && double.IsFinite(r.Exact) ? AnswerView.Format($"{r.Exact:F4}") : "" } : [Cell(row)])])]);
        }
        var whole = run.Indices.Where(i => i.Order == 0 || i.Method == "prim").Where(i => double.IsFinite(i.Estimate.Value)).ToList();
        if (whole.Count > 0)
            yield return new ReportTable("table-whole", "Of the whole: the share of noise, the surrogate's error, the box", ["output", "method", "number", "estimate"],
                [.. whole.Select(i => (IReadOnlyList<string>)[FigureText.Outcome(i.Output) + Design(run, i.Design), i.Method.Replace('_', ' '), SensitivityText.Index(i.Index), new ForestPanel("", 4, false).Write(i.Estimate)])]);
        if (run.Boxes.Any(b => b.Condition is not null))
            yield return new ReportTable("table-boxes", "Conditions under which cases of interest lie; all conditions of an output hold together", ["output", "factor", "at least", "at most", "unit", "tried", "rows left"],
                [.. run.Boxes.Where(b => b.Condition is not null).Select(b => (IReadOnlyList<string>)[FigureText.Outcome(b.Output), run.Words(b.Condition!.Factor), Value(b.Condition.Low), Value(b.Condition.High), b.Condition.Unit, $"{Value(b.Condition.Lowest)} … {Value(b.Condition.Highest)}", AnswerView.Format($"{b.Condition.Share:P0}")])]);
        yield return new ReportTable("table-factors", "Factors and the distributions over which they vary", ["factor", "group", "distribution", "what it is"],
            [.. run.Study.Factors.Select(f => (IReadOnlyList<string>)[f.Name, f.Group ?? "", f.Distribution.ToString() ?? "", run.Study.Labels.GetValueOrDefault(f.Name) ?? (run.Study.IsOwn && FactorTarget.All.TryGetValue(f.Name, out var target) ? target.Words : "")])]);
        if (run.Study.Outputs.Any(o => o.Experiment is not null))
            yield return new ReportTable("table-outputs", "Outputs", ["output", "what is estimated"], [.. run.Study.Outputs.Where(o => o.Experiment is not null).Select(o => (IReadOnlyList<string>)[FigureText.Outcome(o.Column), o.Experiment!.Text])]);
        if (run.Failures.Count > 0)
            yield return new ReportTable("table-failures", AnswerView.Format($"Runs that failed and count for nothing: {FigureText.Count(run.Failures.Sum(f => f.Runs), "run")}; the table failures has each with its factors' values"), ["why", "runs"],
                [.. run.Failures.Take(MostFailures).Select(f => (IReadOnlyList<string>)[f.Reason, AnswerView.Format($"{f.Runs:N0}")])]);
    }

    private static string Design(FinishedSensitivity run, long design) => run.Study.Designs.Count > 1 ? AnswerView.Format($", design {design}") : "";

    private static string Value(double value) => double.IsFinite(value) ? BoxFigure.Number(value) : "–";

    private static string Id(params object[] parts) => string.Concat(string.Join('-', parts.Prepend("table")).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
