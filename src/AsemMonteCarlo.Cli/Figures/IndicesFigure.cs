using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Sensitivity indices of single factors or groups with their intervals, a figure for each design, method and output; and of the strongest pairs.</summary>
internal static class IndicesFigure
{
    /// <summary>Beginning of the families of these figures; the design, where there are several, and the method follow.</summary>
    public const string Family = "indices";

    /// <summary>Beginning of the families of figures of pairs.</summary>
    public const string Pairs = "pairs";

    /// <summary>Most factors that a figure shows; its data has all.</summary>
    public const int MostRows = 30;

    private const int MostPairs = 15;
    private const double LeastRoom = 60;

    private static readonly string[] drawn = ["first_order", "total", "shapley", "shapley_value", "alone", "mu_star", "sigma", "median", "distance"];
    private static readonly string[] pairs = ["second_order", "interaction"];

    /// <summary>Every figure of indices.</summary>
    public static IEnumerable<Figure> Of(FinishedSensitivity run) =>
        from family in run.Indices.Where(i => i.Order == 1 && i.Method != "prim").GroupBy(i => (i.Design, i.Method, i.Estimand))
        from output in family.GroupBy(i => i.Output)
        let figure = Singles(run, [.. output])
        where figure is not null
        select figure;

    /// <summary>Every figure of pairs.</summary>
    public static IEnumerable<Figure> OfPairs(FinishedSensitivity run) =>
        from family in run.Indices.Where(i => i.Order == 2 && pairs.Contains(i.Index) && double.IsFinite(i.Estimate.Value)).GroupBy(i => (i.Design, i.Method, i.Estimand))
        from output in family.GroupBy(i => i.Output)
        select Strongest(run, [.. output]);

    /// <summary>Name of a family: the design, where there are several, and what tells it from others.</summary>
    public static string FamilyOf(FinishedSensitivity run, string family, IndexRow row) =>
        string.Join('-', new[] { family, run.Study.Designs.Count > 1 ? AnswerView.Format($"{row.Design}") : "", row.Method, row.Estimand == "common_luck" ? row.Estimand : "" }.Where(p => p.Length > 0));

    private static Figure? Singles(FinishedSensitivity run, List<IndexRow> rows)
    {
        string[] names = [.. drawn.Where(n => rows.Any(r => r.Index == n && double.IsFinite(r.Estimate.Value)))];
        if (names.Length == 0) return null;
        string main = IndicesTable.MainOf(names);
        var factors = rows.GroupBy(r => r.Factors).Where(f => f.Any(r => names.Contains(r.Index) && double.IsFinite(r.Estimate.Value))).OrderByDescending(f => f.FirstOrDefault(r => r.Index == main) is { } row ? SensitivityText.Weight(row.Method, row.Estimate.Value) : double.NegativeInfinity).ToList();
        var shown = factors.Take(MostRows).ToList();
        string[] panels = Fitting(names, shown, main);
        return Make(run, IndicesFigure.Family, rows[0], panels, shown, [.. names.Where(n => !panels.Contains(n))], factors.Count, [.. factors.SelectMany(f => f)], SensitivityText.Title(rows[0].Method), $"{SensitivityText.Shows(rows[0].Method)}");
    }

    private static Figure Strongest(FinishedSensitivity run, List<IndexRow> rows)
    {
        var shown = rows.OrderByDescending(r => Math.Abs(r.Estimate.Value)).GroupBy(r => r.Factors).Take(MostPairs).ToList();
        return Make(run, Pairs, rows[0], [rows[0].Index], shown, [], rows.Count, rows, "Pairs that do together what neither does alone", rows[0].Method == "coalitions" ? "How much more a pair adds together than apart, averaged over what else is on, in the output's own unit." : "The share of the output's variance that a pair explains together beyond what each explains alone.");
    }

    private static Figure Make(FinishedSensitivity run, string family, IndexRow first, string[] names, List<IGrouping<string, IndexRow>> shown, string[] left, int all, List<IndexRow> data, string title, string shows)
    {
        IReadOnlyList<Estimate?> Both(IGrouping<string, IndexRow> factor, string name) => factor.FirstOrDefault(r => r.Index == name) is not { } row ? [null]
            : double.IsFinite(row.Exact) ? [row.Estimate, new Estimate(row.Exact, double.NaN, double.NaN, double.NaN, 0, double.PositiveInfinity)] : [row.Estimate];
        bool signed = family == Pairs || IndicesTable.IsEffect(first.Method), exact = shown.SelectMany(f => f).Any(r => names.Contains(r.Index) && double.IsFinite(r.Exact));
        var panels = names.Select(n => new ForestPanel(FigureText.Capital(SensitivityText.Index(n)), SensitivityText.Digits(shown.SelectMany(f => f).Where(r => r.Index == n).Select(r => r.Estimate.Value)), signed)).ToList();
        var drawing = ForestDrawing.Draw(panels, [.. shown.Select(f => new ForestRow(f.Key, "", "buffering", [.. names.Select(n => Both(f, n))]))], "", exact ? [("buffering", false, "estimate"), ("buffering", true, "hollow: exact value")] : []);
        var unpromised = shown.SelectMany(f => f).Where(r => names.Contains(r.Index) && double.IsNaN(r.Level) && double.IsFinite(r.Estimate.Low)).Select(r => SensitivityText.Index(r.Index)).Distinct().ToList();
        var levels = shown.SelectMany(f => f).Where(r => names.Contains(r.Index) && double.IsFinite(r.Estimate.Low)).Select(r => r.Level).Where(double.IsFinite).ToList();
        string main = IndicesTable.MainOf(names);
        return new Figure
        {
            Name = FigureText.Name(FamilyOf(run, family, first), first.Output),
            Family = FamilyOf(run, family, first),
            Outcome = first.Output,
            Title = $"{title}: {FigureText.Outcome(first.Output)}",
            Subtitle = AnswerView.Format($"{FigureText.Capital(first.Method.Replace('_', ' '))} ({first.Estimator.Replace('_', ' ')}), {SensitivityText.About(first.Estimand)}; {first.Estimate.Units:N0} runs")
                + (all > shown.Count ? AnswerView.Format($"; the {shown.Count} strongest of {all}") : ""),
            Shows = shows + (left.Length > 0 ? $" {FigureText.Capital(FigureText.And([.. left.Select(SensitivityText.Index)]))} had no room and {(left.Length == 1 ? "stands" : "stand")} in the table." : "")
                + (shown.SelectMany(f => f).All(r => !names.Contains(r.Index) || !double.IsFinite(r.Estimate.Low)) ? " This method gives no intervals here." : AnswerView.Format($" Intervals{(SensitivityText.Levels(levels) is { Length: > 0 } level ? $" ({level})" : "")} are error of the design at these distributions{(unpromised.Count > 0 ? $"; those of {FigureText.And(unpromised)} do not promise that coverage" : "")}.{(levels.Count > 0 && SensitivityText.Together(run.Design(first.Design)) is { } together ? $" {together}" : "")}")),
            NotThis = family == Pairs ? "A pair that is not shown is not shown to be without interaction. Do not add pairs to totals, which hold them already." : SensitivityText.NotThis(first.Method),
            Alternative = $"{FigureText.Capital(SensitivityText.Index(main))}, the largest first: " + string.Join("; ", shown.Take(10).Select(f => $"{f.Key} {panels[Array.IndexOf(names, main)].Write(f.FirstOrDefault(r => r.Index == main)?.Estimate)}")) + ".",
            Data = new FigureData(["design", "output", "method", "index", "estimator", "estimand", "factors", "estimate", "low", "high", "level", "exact"],
                [.. data.Select(r => (IReadOnlyList<object?>)[r.Design, r.Output, r.Method, r.Index, r.Estimator, r.Estimand, r.Factors, .. RankingFigure.Values(r.Estimate), r.Level, r.Exact])]),
            Width = Drawings.Width,
            Height = drawing.Height,
            Drawing = drawing.Drawing,
            Chart = drawing.Chart,
        };
    }

    // as many quantities as have room beside each other with their numbers written out; the main one always
    private static string[] Fitting(string[] names, List<IGrouping<string, IndexRow>> shown, string main)
    {
        const double letters = 11, gaps = 28, labelGap = 22;
        double Written(string name) => shown.SelectMany(f => f).Where(r => r.Index == name).Select(r => double.IsFinite(r.Estimate.Low) ? Drawings.WidthOf("−0.000 [−0.000, −0.000]", letters) : Drawings.WidthOf("−0.000", letters)).DefaultIfEmpty(0).Max() + gaps;
        double room = Drawings.Width - labelGap - shown.Max(f => Drawings.WidthOf(f.Key));
        var fitting = new List<string> { main };
        foreach (string name in names.Where(n => n != main))
            if (fitting.Append(name).Sum(n => Written(n) + LeastRoom) <= room) fitting.Add(name);
        return [.. names.Where(fitting.Contains)];
    }
}
