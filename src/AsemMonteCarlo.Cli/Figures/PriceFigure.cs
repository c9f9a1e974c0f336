using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>What pathways cost and bring the provider.</summary>
internal static class PriceFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "price";

    /// <summary>One figure, where the run reports the provider's effort.</summary>
    public static IEnumerable<Figure> Of(FinishedRun run)
    {
        if (run.CellCount > 1) yield break;
        string[] outcomes = [.. new[] { Model.Outcomes.ProviderEffort, Model.Outcomes.ProviderSatisfaction }.Select(o => o.Name).Where(run.Outcomes.ContainsKey)];
        if (outcomes.Length == 0 || outcomes[0] != Model.Outcomes.ProviderEffort.Name) yield break;
        var rows = run.Pathways.Select(p => (Label: AnswerView.Name(p), p.Id, Colour: Drawings.Colour(p), Estimates: outcomes.Select(o => run.Effect(StatisticKind.LeftOut, o, p)).ToList())).Where(r => r.Estimates[0] is not null)
            .OrderByDescending(r => r.Estimates[0]!.Value.Value).ToList();
        if (rows.Count == 0) yield break;
        var totals = outcomes.Select(o => run.Effect(StatisticKind.Total, o)).ToList();
        // one pathway is the whole
        var all = totals[0] is null || run.Pathways.Count == 1 ? rows : [.. rows, ("all together", "", "both", totals)];
        var panels = outcomes.Select((o, i) => new ForestPanel(i == 0 ? "effort, full-effort days a year" : "satisfaction, −1…1", i == 0 ? 1 : 3)).ToList();
        var drawn = ForestDrawing.Draw(panels, [.. all.Select(r => new ForestRow(r.Label, "", r.Colour, [.. r.Estimates.Select(e => (IReadOnlyList<Estimate?>)[e])]))], "",
            ("buffering", false, "buffering"), ("enhancing", false, "enhancing"), ("both", false, AnswerView.Switched(run.Pathways) + " less none"));
        yield return new Figure
        {
            Name = Family,
            Family = Family,
            Group = FinishedRun.Everyone,
            View = AnswerTables.NameOf(View.All),
            Title = "What each pathway costs and brings the provider",
            Subtitle = AnswerView.Format($"All pathways less all but this one; everyone's partner, after {FigureText.Count(run.Horizon, "day")}"),
            Shows = "How much effort the partner spends more, and how the partner's own satisfaction differs, because a pathway is on beside all others. " + FigureText.Intervals(run),
            NotThis = "Do not read effort as a number of acts or as hours: a full-effort day is the model's unit. Amplifiers are ways of doing other acts and cost nothing of their own. Where partners give and receive at once, satisfaction has both in it.",
            Alternative = string.Join("; ", all.Select(r => $"{r.Label} {AnswerView.Interval(r.Estimates[0], 1)} days")) + ".",
            Data = new FigureData(["statistic", "pathway", .. outcomes.SelectMany(o => new[] { o, o + "_low", o + "_high" })],
                [.. all.Select(r => (IReadOnlyList<object?>)[new Statistic(r.Id.Length > 0 ? StatisticKind.LeftOut : StatisticKind.Total).Name, r.Id.Length > 0 ? r.Id : null, .. r.Estimates.SelectMany(RankingFigure.Values)])]),
            Width = Drawings.Width,
            Height = drawn.Height,
            Drawing = drawn.Drawing,
            Chart = drawn.Chart,
        };
    }
}
