using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using static AsemMonteCarlo.Cli.AnswerView;

namespace AsemMonteCarlo.Cli;

/// <summary>What a study answers beyond the horizon's main arms: own outcomes, time course, fading after withdrawal, dose and response.</summary>
internal static class CourseView
{
    private const int MaximumDays = 12;

    /// <summary>Writes the tables that the study has.</summary>
    public static void Write(StringWriter writer, RunResult run)
    {
        var study = run.Design.Study;
        Own(writer, run);
        if (Ranking.HeadlineOf(study) is not { } outcome) return;
        if (study.Readings.Count > 1)
        {
            var single = Kind(run, StatisticKind.Shapley) ? StatisticKind.Shapley : Kind(run, StatisticKind.LeftOut) ? StatisticKind.LeftOut : StatisticKind.Alone;
            string what = single switch { StatisticKind.Shapley => "Shapley values", StatisticKind.LeftOut => "all pathways less all but it", _ => "it alone less none" };
            Course(writer, run, outcome, Format($"Time course of effects on {outcome.Name} ({(study.Pathways.Of.Count == 1 ? study.Pathways.Of[0].Id : "all together: all less none; each pathway")}: {what})"), StatisticKind.Total, single);
            Course(writer, run, outcome, Format($"Fading: pathways on until day {study.Pathways.WithdrawnFrom} and withdrawn then, less none (compare with the course above)"), StatisticKind.TotalUntil, StatisticKind.AloneUntil);
            Course(writer, run, outcome, Format($"What keeping a pathway after day {study.Pathways.WithdrawnFrom} adds among all others"), null, StatisticKind.Kept);
        }
        Doses(writer, run, outcome, StatisticKind.DoseAlone, $"Dose and response: a pathway alone at a strength less none, {outcome.Name}");
        Doses(writer, run, outcome, StatisticKind.DoseAmongAll, $"Dose and response among all others: all with it at a strength less all but it, {outcome.Name}");
    }

    private static bool Kind(RunResult run, StatisticKind kind) => run.Sums.Cells[0].Statistics.Any(s => s.Kind == kind);

    private static void Own(StringWriter writer, RunResult run)
    {
        var (design, study, sums) = (run.Design, run.Design.Study, run.Sums.Cells[0]);
        if (study.OwnOutcomes.Count == 0) return;
        int last = study.Readings.Count - 1, all = design.PlaceOf(design.Everything), none = design.PlaceOf(0), total = sums.Statistics.ToList().FindIndex(s => s.Kind == StatisticKind.Total);
        writer.WriteLine("Outcomes of the study's own, by group");
        var table = Simple("outcome", "unit", "group", "all pathways on", "none on", "difference");
        string Level(int arm, int group, int measure) => arm >= 0 && design.IsSummarised(design.Arms[arm]) && sums.Summary(View.All, last, group, arm, measure) is { Units: > 0 } mean ? Format($"{mean.Value:F3}") : "–";
        foreach (var (m, measure) in study.Measures.Index().Skip(study.Outcomes.Count))
            foreach (var (g, group) in study.Groups.Index())
            {
                if (sums.Start(g, 0).Units == 0 || g > 0 && g < RecipientGroup.Standard.Count && study.OwnGroups.Count > 0) continue;
                Row(table, measure.Name, measure.Unit, group.Name, Level(all, g, m), Level(none, g, m), total >= 0 && sums.Effect(View.All, last, g, m, total) is { Units: > 0 } effect ? Interval(effect.Estimate(study.Level)) : "–");
            }
        Terminal.Write(writer, table);
    }

    private static void Course(StringWriter writer, RunResult run, Outcome outcome, string title, StatisticKind? together, StatisticKind single)
    {
        var (study, sums) = (run.Design.Study, run.Sums.Cells[0]);
        var rows = sums.Statistics.Index().Where(s => s.Item.Kind == together && study.Pathways.Of.Count > 1 || s.Item.Kind == single).ToList();
        if (rows.Count == 0) return;
        int place = Accumulator.Place(study, outcome), count = study.Readings.Count;
        // evenly spread, the horizon among them
        int[] shown = [.. Enumerable.Range(0, count).Where(r => count <= MaximumDays || (count - 1 - r) % ((count + MaximumDays - 1) / MaximumDays) == 0)];
        writer.WriteLine(title);
        bool fades = single == StatisticKind.AloneUntil;
        // what begins with the withdrawal counts from there
        int begin = fades || single == StatisticKind.Kept ? study.Pathways.WithdrawnFrom!.Value : 0;
        var table = Simple(["day", .. shown.Select(r => Format($"{study.Readings[r]}")), fades ? "half gone after" : single == StatisticKind.Kept ? "half reached after" : "half reached by"]);
        foreach (var (s, statistic) in rows)
        {
            double[] effects = [.. Enumerable.Range(0, count).Select(r => sums.Effect(View.All, r, 0, place, s).Value)];
            // only an effect that its interval sets apart from nothing has a half
            int peak = fades ? study.Readings.ToList().FindLastIndex(day => day <= study.Pathways.WithdrawnFrom) : count - 1;
            bool isClear = peak >= 0 && sums.Effect(View.All, peak, 0, place, s) is { Units: >= 3 } there && there.Estimate(study.Level).IsClearOfZero;
            string half = !isClear ? "–" : Half(study.Readings, effects, fades ? peak : -1, begin);
            Row(table, [statistic.First < 0 ? "all together" : study.Pathways.Of[statistic.First].Id, .. shown.Select(r => double.IsFinite(effects[r]) ? Signed(effects[r], 3) : "–"), half]);
        }
        Terminal.Write(writer, table);
    }

    /// <summary>Days from a beginning on until an effect has first reached half of its last value, or has lost half of that at a peak, by straight lines between readings.</summary>
    /// <param name="readings">Days of the readings.</param>
    /// <param name="effects">The effect at each.</param>
    /// <param name="peak">Place of the peak from which it falls, or −1 where it grows from nothing.</param>
    /// <param name="begin">The day that counts as 0; until then nothing moves.</param>
    internal static string Half(IReadOnlyList<int> readings, double[] effects, int peak, int begin)
    {
        double before = peak < 0 ? 0 : effects[peak], half = 0.5 * (peak < 0 ? effects[^1] : effects[peak]);
        int last = begin;
        for (int r = peak + 1; r < effects.Length; r++)
        {
            if (readings[r] <= begin) continue;
            double share = (half - before) / (effects[r] - before);
            if (share is >= 0 and <= 1) return Format($"{last + share * (readings[r] - last) - begin:F0} days");
            (before, last) = (effects[r], readings[r]);
        }
        return Format($"> {readings[^1] - begin} days");
    }

    private static void Doses(StringWriter writer, RunResult run, Outcome outcome, StatisticKind kind, string title)
    {
        var (study, sums) = (run.Design.Study, run.Sums.Cells[0]);
        if (!Kind(run, kind)) return;
        int place = Accumulator.Place(study, outcome), last = study.Readings.Count - 1;
        writer.WriteLine(title);
        var table = Simple(["pathway", .. study.Pathways.Doses.Select(dose => Format($"at {dose}"))]);
        foreach (var (i, pathway) in study.Pathways.Of.Index())
            Row(table, [Name(pathway), .. study.Pathways.Doses.Select(dose => Interval(sums.Effect(View.All, last, 0, place, sums.Statistics.ToList().IndexOf(new Statistic(kind, i, Strength: dose))).Estimate(study.Level)))]);
        Terminal.Write(writer, table);
    }
}
