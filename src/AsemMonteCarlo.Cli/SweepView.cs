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
        bool ranked = Ranking.Of(run.Sums.Cells[0], outcome, 0).Count > 0;
        writer.WriteLine();
        writer.WriteLine(Format($"What pathways do to {outcome.Name} in each cell of the sweep (points on 1–7 after {study.HorizonDays} days, everyone; negative: less with it)"));
        var table = Simple([.. study.Sweep.Select(axis => axis.Name), "level, all on", "all together", .. ranked ? (string[])["first (Shapley value, rank)", "second", "third"] : (string[])["largest added to the others", "second", "third"]]);
        int all = run.Design.PlaceOf(run.Design.Everything), place = Accumulator.Place(study, outcome), last = study.Readings.Count - 1;
        foreach (var cell in run.Design.Cells.Take(MaximumRows))
        {
            var sums = run.Sums.Cells[cell.Id];
            var reader = new Reader(sums);
            var top = ranked
                ? Ranking.Of(sums, outcome, 0).Take(3).Select(r => $"{r.Pathway.Id} {Signed(r.Shapley.Value, 3)} ({Rank(r.Best, r.Worst)})").ToList()
                : [.. study.Pathways.Of.Index().Select(p => (p.Item.Id, Effect: reader.Estimate(StatisticKind.LeftOut, outcome, 0, p.Index))).Where(p => p.Effect is not null).OrderBy(p => p.Effect!.Value.Value).Take(3).Select(p => $"{p.Id} {Interval(p.Effect)}")];
            while (top.Count < 3) top.Add("");
            Row(table, [.. Values(study, cell), all < 0 ? "–" : Format($"{sums.Summary(View.All, last, 0, all, place).Value:F2}"), Interval(reader.Estimate(StatisticKind.Total, outcome, 0)), .. top]);
        }
        Terminal.Write(writer, table);
        if (run.Design.Cells.Count > MaximumRows) writer.WriteLine(Format($"… and {run.Design.Cells.Count - MaximumRows:N0} more cells in pathways.parquet and cells.parquet."));
    }

    private static void Ranges(StringWriter writer, RunResult run, Outcome outcome, int axis)
    {
        var (design, study) = (run.Design, run.Design.Study);
        var ranges = Ranking.OfRanges(run.Sums, axis, outcome);
        if (ranges.Count is 0 or > MaximumRows) return;
        var swept = study.Sweep[axis];
        writer.WriteLine(Format($"Where {swept.Name} matters most: {outcome.Name} at {swept.Values[^1]} less at {swept.Values[0]}, the same persons under the same luck, all pathways on"));
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
        writer.WriteLine($"Difference of {outcome.Name}, all pathways on, from the reference scenario: {study.Reference!.Arm} at {string.Join(", ", study.Sweep.Zip(Values(study, design.Cells[design.ReferenceCell]), (axis, value) => $"{axis.Name} {value}"))}");
        var table = Simple([.. study.Sweep.Select(axis => axis.Name), "difference"]);
        foreach (var (i, c) in differences.Take(MaximumRows)) Row(table, [.. Values(study, design.Cells[c.Cell]), Interval(scenarios[i, View.All, last, 0, place].Estimate(study.Level))]);
        Terminal.Write(writer, table);
    }

    private static IEnumerable<string> Values(Study study, Cell cell) => study.Sweep.Zip(cell.Places, (axis, place) => Format($"{axis.Values[place]}"));
}
