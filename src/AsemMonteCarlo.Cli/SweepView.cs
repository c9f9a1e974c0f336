using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using static AsemMonteCarlo.Cli.AnswerView;

namespace AsemMonteCarlo.Cli;

/// <summary>What a sweep answers: pathways by cell, and where along the other axes an axis matters most.</summary>
internal static class SweepView
{
    private const int MaximumRows = 60;

    /// <summary>Writes the tables for the first headline outcome that the study reports.</summary>
    public static void Write(StringWriter writer, RunResult run)
    {
        var study = run.Design.Study;
        if (Ranking.HeadlineOf(study) is not { } outcome) return;
        Cells(writer, run, outcome);
        if (run.Sums.Scenarios is not { } scenarios)
        {
            if (study.Sweep.Any(axis => Sampling.DependsOn.Contains(axis.Parameter))) writer.WriteLine("Who the couples are differs between cells, so no person is in two of them: cells are compared by their levels only.");
            return;
        }
        for (int axis = 0; axis < study.Sweep.Count; axis++) Ranges(writer, run, outcome, axis);
        Differences(writer, run, scenarios, outcome);
    }

    private static void Cells(StringWriter writer, RunResult run, Outcome outcome)
    {
        var study = run.Design.Study;
        var of = study.Pathways.Of;
        var first = new Reader(run.Sums.Cells[0]);
        bool ranked = Ranking.Of(run.Sums.Cells[0], outcome, 0).Count > 0, hasTotal = first.Estimate(StatisticKind.Total, outcome, 0) is not null;
        StatisticKind? kind = ranked ? StatisticKind.Shapley : new[] { StatisticKind.LeftOut, StatisticKind.Alone }.Where(k => of.Index().Any(p => first.Estimate(k, outcome, 0, p.Index) is not null)).Select(k => (StatisticKind?)k).FirstOrDefault();
        int all = run.Design.PlaceOf(run.Design.Everything), place = Accumulator.Place(study, outcome), last = study.Readings.Count - 1, shown = kind is null ? 0 : Math.Min(3, of.Count);
        // everyone, and the groups that the study asks about
        int[] groups = [0, .. Enumerable.Range(study.Groups.Count - study.OwnGroups.Count, study.OwnGroups.Count)];
        string who = groups.Length > 1 ? "everyone and the study's own groups" : "everyone";
        writer.WriteLine();
        writer.WriteLine(kind is null && !hasTotal ? Format($"Levels of {outcome.Name} in each cell of the sweep (points on 1–7 after {study.HorizonDays} days, {who})")
            : Format($"What {(of.Count == 1 ? $"{of[0].Id} does" : "pathways do")} to {outcome.Name} in each cell of the sweep (points on 1–7 after {study.HorizonDays} days, {who}; negative: less with it)"));
        string[] tops = kind is null ? [] : of.Count == 1 ? [of[0].Id] : [kind switch { StatisticKind.Shapley => "first (Shapley value, rank)", StatisticKind.LeftOut => "largest added to the others", _ => "largest alone" }, .. Places[1..shown]];
        // one pathway is the whole
        bool together = hasTotal && (of.Count > 1 || kind is null);
        var table = Simple([.. study.Sweep.Select(axis => axis.Name), .. groups.Length > 1 ? (string[])["group"] : [], .. all < 0 ? (string[])[] : ["level, all on"], .. together ? (string[])[of.Count == AsemModel.Pathways.Count ? "all together" : "together"] : [], .. tops]);
        var rows = (from cell in run.Design.Cells from g in groups where run.Sums.Cells[cell.Id].Start(g, 0).Units > 0 select (cell, g)).ToList();
        foreach (var (cell, g) in rows.Take(MaximumRows))
        {
            var sums = run.Sums.Cells[cell.Id];
            var reader = new Reader(sums);
            string[] top = kind is not { } shownKind ? []
                : of.Count == 1 ? [Interval(reader.Estimate(shownKind, outcome, g, 0))]
                : ranked ? [.. Ranking.Of(sums, outcome, g).Take(shown).Select(r => $"{r.Pathway.Id} {Signed(r.Shapley.Value, 3)} ({Rank(r.Best, r.Worst)})")]
                : [.. of.Index().Select(p => (p.Item.Id, Effect: reader.Estimate(shownKind, outcome, g, p.Index))).Where(p => p.Effect is not null).OrderBy(p => p.Effect!.Value.Value).Take(shown).Select(p => $"{p.Id} {Interval(p.Effect)}")];
            Row(table, [.. Values(study, cell), .. groups.Length > 1 ? (string[])[study.Groups[g].Name] : [], .. all < 0 ? (string[])[] : [Format($"{sums.Summary(View.All, last, g, all, place).Value:F2}")], .. together ? (string[])[Interval(reader.Estimate(StatisticKind.Total, outcome, g))] : [], .. top, .. Enumerable.Repeat("", tops.Length - top.Length)]);
        }
        Terminal.Write(writer, table);
        if (rows.Count > MaximumRows) writer.WriteLine(Format($"… and {rows.Count - MaximumRows:N0} more {(groups.Length > 1 ? "rows" : "cells")} in pathways.parquet and cells.parquet."));
    }

    private static void Ranges(StringWriter writer, RunResult run, Outcome outcome, int axis)
    {
        var (design, study) = (run.Design, run.Design.Study);
        var ranges = Ranking.OfRanges(run.Sums, axis, outcome);
        if (ranges.Count is 0 or > MaximumRows) return;
        var swept = study.Sweep[axis];
        writer.WriteLine(Format($"{(ranges.Count > 1 ? $"Where {swept.Name} matters most" : $"What {swept.Name} changes")}: {outcome.Name} at {swept.Values[^1]} less at {swept.Values[0]}, the same persons under the same luck, {Switched(study.Pathways.Of)} on"));
        bool isRanked = ranges.Count is > 1 and <= ScenarioSums.MaximumSettings;
        var others = study.Sweep.Index().Where(a => a.Index != axis).ToList();
        var table = Simple([.. isRanked ? (string[])["rank"] : [], .. others.Select(a => a.Item.Name), "difference"]);
        foreach (var range in ranges)
            Row(table, [.. isRanked ? (string[])[Rank(range.Best, range.Worst)] : [], .. others.Select(a => Format($"{a.Item.Values[design.Cells[range.Range.Cell].Places[a.Index]]}")), Interval(range.Difference)]);
        Terminal.Write(writer, table);
    }

    private static void Differences(StringWriter writer, RunResult run, ScenarioSums scenarios, Outcome outcome)
    {
        var (design, study) = (run.Design, run.Design.Study);
        int all = design.PlaceOf(design.Everything), place = Accumulator.Place(study, outcome), last = study.Readings.Count - 1;
        var differences = scenarios.Comparisons.Index().Where(c => c.Item.Kind == ComparisonKind.Difference && c.Item.Arm == all).ToList();
        if (differences.Count == 0 || design.ReferenceCell < 0) return;
        writer.WriteLine($"Difference of {outcome.Name}, {Switched(study.Pathways.Of)} on, from the reference scenario: {study.Reference!.Arm} at {string.Join(", ", study.Sweep.Zip(Values(study, design.Cells[design.ReferenceCell]), (axis, value) => $"{axis.Name} {value}"))}");
        var table = Simple([.. study.Sweep.Select(axis => axis.Name), "difference"]);
        foreach (var (i, c) in differences.Take(MaximumRows)) Row(table, [.. Values(study, design.Cells[c.Cell]), Interval(scenarios[i, View.All, last, 0, place].Estimate(study.Level))]);
        Terminal.Write(writer, table);
    }

    private static IEnumerable<string> Values(Study study, Cell cell) => study.Sweep.Zip(cell.Places, (axis, place) => Format($"{axis.Values[place]}"));
}
