using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>A table of a report.</summary>
/// <param name="Id">What identifies it on the page.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Cells by row; the first of a row is its heading.</param>
internal sealed record ReportTable(string Id, string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>The tables of a report, from the tables of the run.</summary>
internal static class ReportTables
{
    /// <summary>Rankings of each outcome by group, and what each pathway does by the other statistics.</summary>
    public static IEnumerable<ReportTable> Ranking(FinishedRun run)
    {
        if (run.CellCount > 1) yield break;
        foreach (string outcome in run.Headline)
        {
            var everyone = RankingFigure.Rows(run, outcome, FinishedRun.Everyone, View.All);
            if (everyone.Count == 0) continue;
            bool ranked = everyone[0].Shapley is not null;
            yield return new ReportTable("table-ranking-" + outcome,
                AnswerView.Format($"What each pathway does to {FigureText.Outcome(outcome)}, {run.Outcomes[outcome].Unit}, by profile at the start{(ranked ? ": Shapley value and rank" : "")}; after {FigureText.Count(run.Horizon, "day")}; {FigureText.Sign(outcome)}"),
                ["pathway", .. run.Groups.Select(g => FigureText.Who(g.Name, View.All))],
                [
                    .. everyone.Select(row => (IReadOnlyList<string>)[AnswerView.Name(row.Pathway), .. run.Groups.Select(g => RankingFigure.Rows(run, outcome, g.Name, View.All).FirstOrDefault(r => r.Pathway == row.Pathway) is { } found
                        ? AnswerView.Interval(found.Main) + (found.Rank.Length > 0 ? $" ({found.Rank})" : "") : "–")]),
                    // one pathway is the whole
                    .. run.Pathways.Count == 1 ? (IReadOnlyList<string>[])[] : [[AnswerView.Together(run.Pathways), .. run.Groups.Select(g => AnswerView.Interval(run.Effect(StatisticKind.Total, outcome, group: g.Name)))]],
                ]);
            if (ranked)
                yield return new ReportTable("table-statistics-" + outcome, $"The same for everyone by other statistics: {FigureText.Outcome(outcome)}", ["pathway", "alone", "added to all others", "acts a year", "per 100 acts", "per 100 effort days"],
                    [.. everyone.Select(r => (IReadOnlyList<string>)[AnswerView.Name(r.Pathway), AnswerView.Interval(r.Alone), AnswerView.Interval(r.LeftOut), run.Exposure(r.Pathway) is { } acts ? AnswerView.Format($"{acts.Value:F1}") : "–",
                        AnswerView.Interval(AnswerView.Scaled(run.Effect(StatisticKind.PerActLeftOut, outcome, r.Pathway), 100), 2), AnswerView.Interval(AnswerView.Scaled(run.Effect(StatisticKind.PerEffortLeftOut, outcome, r.Pathway), 100), 2)])]);
        }
    }

    /// <summary>All pathways less none, by who is counted.</summary>
    public static ReportTable? Survivorship(FinishedRun run)
    {
        string[] outcomes = [.. run.Headline];
        if (run.CellCount > 1 || outcomes.Length == 0) return null;
        var rows = (from view in Enum.GetValues<View>()
                    let effects = outcomes.Select(o => run.Effect(StatisticKind.Total, o, view: view)).ToList()
                    where effects.Any(e => e is not null)
                    select (IReadOnlyList<string>)[FigureText.Capital(FigureText.Who(FinishedRun.Everyone, view)), .. effects.Select(e => AnswerView.Interval(e))]).ToList();
        if (rows.Count == 0) return null;
        string intact = run.Groups.Count > 0 && double.IsFinite(run.Groups[0].Intact) ? AnswerView.Format($" Under every arm of the study the bond is intact for {100 * run.Groups[0].Intact:F1} % of recipients.") : "";
        return new ReportTable("table-counted", $"{AnswerView.Switched(run.Pathways, begins: true)} less none, by who is counted. After the end of a bond a person's states stay as on the last day together." + intact, ["counted", .. outcomes.Select(FigureText.Outcome)], rows);
    }

    /// <summary>Who the recipients are, and levels of the first outcome at both ends.</summary>
    public static ReportTable? People(FinishedRun run)
    {
        if (run.Groups.Count == 0) return null;
        string? outcome = run.CellCount == 1 ? run.Headline.FirstOrDefault() : null;
        string Level(string group, bool all) => outcome is not null && run.LevelOf(outcome, all, group) is { } e && double.IsFinite(e.Value) ? AnswerView.Format($"{e.Value:F2}") : "–";
        string Start(RunGroup group, string score) => group.Start.TryGetValue(score, out double mean) && double.IsFinite(mean) ? AnswerView.Format($"{mean:F2}") : "–";
        string[] levels = outcome is null ? [] : [$"{FigureText.Outcome(outcome)}, last day, all on", $"{FigureText.Outcome(outcome)}, last day, none on"];
        return new ReportTable("table-people", $"Recipients on day 0{(run.CellCount > 1 ? " in the first cell" : "")}, and levels. Levels describe; only paired differences speak of pathways.", ["group", "share", "anxiety, day 0", "avoidance, day 0", "insecurity, day 0", .. levels],
            [.. run.Groups.Select(g => (IReadOnlyList<string>)[FigureText.Who(g.Name, View.All), AnswerView.Format($"{100 * g.Share:F1} %"), Start(g, "anxiety"), Start(g, "avoidance"), Start(g, "insecurity"), .. outcome is null ? (string[])[] : [Level(g.Name, true), Level(g.Name, false)]])]);
    }

    /// <summary>What the outcomes that the report speaks of mean.</summary>
    public static ReportTable Outcomes(FinishedRun run) => new("table-outcomes", "Outcomes that the run reports", ["outcome", "unit", "meaning"], [.. run.Outcomes.Select(o => (IReadOnlyList<string>)[o.Key, o.Value.Unit, o.Value.Meaning])]);

    /// <summary>What the pathways are.</summary>
    public static ReportTable Pathways(FinishedRun run) => new("table-pathways", "Pathways that the run switches", ["pathway", "side", "what happens"], [.. run.Pathways.Select(p => (IReadOnlyList<string>)[AnswerView.Name(p), Statistic.IsBuffer(p) ? "buffering" : "enhancing", p.Help])]);

    /// <summary>The files of a folder.</summary>
    public static ReportTable Files(Manifest manifest) => new("table-files", "Tables of the folder", ["file", "rows", "bytes", "content digest"],
        [.. manifest.Tables.Select(t => (IReadOnlyList<string>)[t.File, AnswerView.Format($"{t.Rows:N0}"), AnswerView.Format($"{t.Bytes:N0}"), t.Digest.ToString()])]);
}
