using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;
using Spectre.Console;

namespace AsemMonteCarlo.Cli;

/// <summary>The answer in words and tables, from the same sums that the Parquet tables hold.</summary>
internal static class AnswerView
{
    internal const int SmallSample = 1000;
    private const int FewCouples = 30;

    /// <summary>The answer for people.</summary>
    public static string Text(RunResult run, Manifest manifest, string path)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var study = run.Design.Study;
        var sums = run.Sums.Cells[0];
        var answer = new Reader(sums);
        writer.WriteLine();
        writer.WriteLine(study.Title.Length > 0 ? study.Title : study.Name);
        writer.WriteLine(Format($"{Words.Count(study.Dyads, "couple")} × {Words.Count(run.Design.PointCount, "design point")} × {Words.Count(study.HorizonDays, "day")}; recipients: {(sums.RecipientsPerDyad == 2 ? "both partners" : "the focal person")}; {(study.CommonLuck ? "common" : "independent")} luck"));
        writer.WriteLine(Calibrated(study) + Format($"Intervals ({study.Level:P0}) are Monte Carlo error at these parameters, not uncertainty about them."));
        writer.WriteLine($"They speak of {run.Sampling.SpeaksOf}.");
        if (study.Dyads < SmallSample) writer.WriteLine(Format($"Small sample: {Words.Count(study.Dyads, "couple")} can only show what the tool does; use configs/pathways.yaml for an answer."));
        writer.WriteLine(Format($"Couples settle for {study.SettleDays} days before day 0 with the study's own strengths, in every arm: an arm without a pathway is a withdrawal from day 0 on."));
        PopulationTable(writer, sums);
        if (run.Design.Cells.Count > 1)
        {
            SweepView.Write(writer, run);
        }
        else
        {
            Levels(writer, run);
            if (sums.Statistics.Count == 0 && run.Sums.Scenarios is null) writer.WriteLine("Nothing to compare: pathways.arms needs 'none' beside 'each_alone', or 'all' beside 'each_left_out', for paired differences.");
            else if (sums.Statistics.Count > 0) Headline(writer, run, answer);
            ByProfile(writer, sums, answer);
            CourseView.Write(writer, run);
            Sides(writer, answer);
            Pairs(writer, sums, answer);
            Costs(writer, study, answer);
            Survivorship(writer, sums, answer);
        }
        Notes(writer);
        writer.WriteLine();
        writer.WriteLine(Format($"{run.DyadDays:N0} dyad-days in {run.Elapsed.TotalSeconds:F1} s on {run.Lanes}-bit lanes; digest {manifest.Digest}").Replace("double-bit", "double").Replace("on 1-bit", "on scalar"));
        writer.WriteLine($"Tables: {path} (open pathways.parquet; columns.parquet says what every column means)");
        return writer.ToString();
    }

    /// <summary>The answer for programs: headline statistics by outcome, group and pathway.</summary>
    public static JsonObject Json(RunResult run)
    {
        var study = run.Design.Study;
        var cells = new JsonArray();
        foreach (var cell in run.Design.Cells)
        {
            var values = new JsonObject();
            foreach (var (axis, place) in study.Sweep.Zip(cell.Places)) values[axis.Name] = axis.Values[place];
            cells.Add(new JsonObject { ["cell"] = cell.Id, ["values"] = values, ["outcomes"] = Cell(run.Sums.Cells[cell.Id]) });
        }
        var answer = new JsonObject { ["study"] = study.Name, ["calibrated"] = false, ["caution"] = "uncalibrated: effect sizes assumed", ["interval_level"] = study.Level, ["interval_meaning"] = "Monte Carlo error at these parameters", ["speaks_of"] = run.Sampling.SpeaksOf, ["outcomes"] = cells[0]!["outcomes"]!.DeepClone() };
        if (run.Design.Cells.Count > 1) answer["cells"] = cells;
        return answer;
    }

    private static string Calibrated(Study study) => Calibrated(p => study.Focal[p] != p.Default || study.Provider[p] != p.Default, study.ModeratorsOff.Contains);

    /// <summary>Whether the parameters are the calibrated ones, in one sentence and a space.</summary>
    /// <param name="isMoved">Whether a parameter is not at its default.</param>
    /// <param name="isOff">Whether a moderator is switched off; its parameters count as left alone.</param>
    internal static string Calibrated(Func<Parameter, bool> isMoved, Func<Moderator, bool> isOff)
    {
        var off = AsemModel.Moderators.Where(isOff).SelectMany(m => m.Neutral).Select(n => n.Parameter).ToHashSet();
        int moved = AsemModel.Parameters.Count(p => p.IsFitted && isMoved(p) && !off.Contains(p));
        return moved > 0 ? Format($"Uncalibrated: {moved} fitted {(moved == 1 ? "parameter is" : "parameters are")} not at {(moved == 1 ? "its" : "their")} calibrated {(moved == 1 ? "value" : "values")}, and effect sizes are assumed. ")
            : Format($"Calibrated: {AsemModel.Parameters.Count(p => p.IsFitted)} of {AsemModel.Parameters.Count} parameters are fitted to published figures, which other sets meet as well; the rest are assumed or held. ");
    }

    private static JsonObject Cell(Accumulator sums)
    {
        var answer = new Reader(sums);
        var study = sums.Study;
        var outcomes = new JsonObject();
        foreach (var outcome in Ranking.Headline.Where(study.Outcomes.Contains))
        {
            var groups = new JsonObject();
            foreach (var (g, group) in study.Groups.Index())
            {
                if (sums.Start(g, 0).Units == 0) continue;
                var list = new JsonArray();
                var ranking = Ranking.Of(sums, outcome, g);
                foreach (var (place, pathway) in study.Pathways.Of.Index())
                {
                    var ranked = ranking.FirstOrDefault(r => r.Pathway == pathway);
                    list.Add(new JsonObject
                    {
                        ["pathway"] = pathway.Id,
                        ["amplifier"] = pathway.IsAmplifier,
                        ["rank_best"] = ranked?.Best,
                        ["rank_worst"] = ranked?.Worst,
                        ["shapley"] = Number(ranked?.Shapley),
                        ["alone"] = Number(answer.Estimate(StatisticKind.Alone, outcome, g, place)),
                        ["left_out"] = Number(answer.Estimate(StatisticKind.LeftOut, outcome, g, place)),
                        ["per_act_left_out"] = Number(answer.Estimate(StatisticKind.PerActLeftOut, outcome, g, place)),
                        ["per_effort_left_out"] = Number(answer.Estimate(StatisticKind.PerEffortLeftOut, outcome, g, place)),
                    });
                }
                groups[group.Name] = new JsonObject { ["total"] = Number(answer.Estimate(StatisticKind.Total, outcome, g)), ["buffering_only"] = Number(answer.Estimate(StatisticKind.BufferingOnly, outcome, g)), ["enhancing_only"] = Number(answer.Estimate(StatisticKind.EnhancingOnly, outcome, g)), ["synergy"] = Number(answer.Estimate(StatisticKind.Synergy, outcome, g)), ["pathways"] = list };
            }
            outcomes[outcome.Name] = groups;
        }
        return outcomes;
    }

    private static JsonObject? Number(Estimate? estimate) => estimate is { } e && double.IsFinite(e.Value)
        ? new JsonObject { ["estimate"] = e.Value, ["low"] = double.IsFinite(e.Low) ? e.Low : null, ["high"] = double.IsFinite(e.High) ? e.High : null, ["standard_error"] = double.IsFinite(e.StandardError) ? e.StandardError : null, ["effective_n"] = e.EffectiveUnits }
        : null;

    private static void PopulationTable(StringWriter writer, Accumulator cell)
    {
        var study = cell.Study;
        writer.WriteLine();
        writer.WriteLine(Format($"Who they are on day 0 (profiles cut both scores at {study.Population.ProfileCut})"));
        var table = Simple("group", "share", "anxiety", "avoidance", study.Population.NetSize == 1 ? "recipients' couples" : "recipients' nets", "effective n", "bond intact under every arm");
        double everyone = cell.Start(0, 0).Denominator;
        for (int g = 0; g < study.Groups.Count; g++)
        {
            var sums = cell.Start(g, 0);
            if (sums.Units == 0) continue;
            Row(table, study.Groups[g].Name, Format($"{100 * sums.Denominator / everyone:F1} %"), Format($"{sums.Value:F2} (SD {cell.StartSpread(g, 0):F2})"),
                Format($"{cell.Start(g, 1).Value:F2} (SD {cell.StartSpread(g, 1):F2})"), Format($"{sums.Units:N0}"), Format($"{sums.EffectiveUnits:N0}"), Format($"{100 * cell.IntactInAllArms(g).Value:F1} %"));
        }
        Terminal.Write(writer, table);
    }

    private static void Levels(StringWriter writer, RunResult run)
    {
        var (study, sums) = (run.Design.Study, run.Sums.Cells[0]);
        int all = run.Design.PlaceOf(run.Design.Everything), none = run.Design.PlaceOf(0), place = Accumulator.Place(study, Outcomes.Insecurity);
        if (all < 0 && none < 0 || place < 0) return;
        writer.WriteLine("Levels of insecurity, points on 1–7 (they describe; only the paired differences below speak of pathways)");
        var table = Simple("group", "day 0", "last day, all pathways on", "last day, none on");
        string Level(int arm, int group) => arm < 0 ? "–" : Format($"{sums.Summary(View.All, study.Readings.Count - 1, group, arm, place).Value:F2}");
        for (int g = 0; g < study.Groups.Count; g++)
            if (sums.Start(g, 2).Units > 0) Row(table, study.Groups[g].Name, Format($"{sums.Start(g, 2).Value:F2}"), Level(all, g), Level(none, g));
        Terminal.Write(writer, table);
    }

    private static void Headline(StringWriter writer, RunResult run, Reader answer)
    {
        var (study, sums) = (run.Design.Study, run.Sums.Cells[0]);
        var ranking = Ranking.Of(sums, Outcomes.Insecurity, 0);
        var order = (ranking.Count > 0 ? ranking.Select(r => r.Pathway) : study.Pathways.Of).ToList();
        writer.WriteLine(Format($"What each pathway does to insecurity (mean of anxiety and avoidance, points on 1–7) after {study.HorizonDays} days; negative: less insecure with it; everyone, at the end or at the end of the bond"));
        var table = Simple(ranking.Count > 0 ? ["rank", "pathway", "Shapley value", "alone: with it less none", "left out: all less all but it"] : ["pathway", "alone: with it less none", "left out: all less all but it"]);
        foreach (var pathway in order)
        {
            int place = study.Pathways.Of.ToList().IndexOf(pathway);
            string[] effects = [Interval(answer.Estimate(StatisticKind.Alone, Outcomes.Insecurity, 0, place)), Interval(answer.Estimate(StatisticKind.LeftOut, Outcomes.Insecurity, 0, place))];
            if (ranking.FirstOrDefault(r => r.Pathway == pathway) is { } ranked) Row(table, [Rank(ranked.Best, ranked.Worst), Name(pathway), Interval(ranked.Shapley), .. effects]);
            else Row(table, [Name(pathway), .. effects]);
        }
        Terminal.Write(writer, table);
        if (answer.Estimate(StatisticKind.Total, Outcomes.Insecurity, 0) is { } total)
            writer.WriteLine($"{Together(study.Pathways.Of, begins: true)}: {Interval(total)}" + (ranking.Count > 1 ? Format($" = sum of the Shapley values {Signed(ranking.Sum(r => r.Shapley.Value), 3)}") : "") + ". Amplifiers act through other pathways and do nothing, or next to nothing, alone.");
        if (ranking.Count > 0) writer.WriteLine("A rank such as 2–4 names a tie: simultaneous paired differences do not separate those pathways.");
        Potency(writer, run, answer, ranking, order);
    }

    private static void Potency(StringWriter writer, RunResult run, Reader answer, IReadOnlyList<RankedPathway> ranking, IReadOnlyList<Pathway> order)
    {
        var (study, sums) = (run.Design.Study, run.Sums.Cells[0]);
        int all = run.Design.PlaceOf(run.Design.Everything);
        if (all < 0 || answer.Estimate(StatisticKind.LeftOut, Outcomes.Insecurity, 0, 0) is null) return;
        double spread = sums.StartSpread(0, 2);
        writer.WriteLine();
        writer.WriteLine(Format($"Exposure is not potency: acts received with all pathways on, and what the pathway adds to the others per act and per full-effort day of the provider (1 SD of insecurity = {spread:F2} points)"));
        var table = Simple("pathway", "acts a year", "per 100 acts", "per 100 effort days", ranking.Count > 0 ? "Shapley value in SD" : "alone in SD");
        foreach (var pathway in order)
        {
            int place = study.Pathways.Of.ToList().IndexOf(pathway);
            var effect = ranking.FirstOrDefault(r => r.Pathway == pathway)?.Shapley ?? answer.Estimate(StatisticKind.Alone, Outcomes.Insecurity, 0, place);
            Row(table, Name(pathway), Format($"{sums.Dose(study.Readings.Count - 1, 0, all, AsemModel.Pathways.ToList().IndexOf(pathway)).Value:F1}"),
                Interval(Scaled(answer.Estimate(StatisticKind.PerActLeftOut, Outcomes.Insecurity, 0, place), 100), 2),
                Interval(Scaled(answer.Estimate(StatisticKind.PerEffortLeftOut, Outcomes.Insecurity, 0, place), 100), 2), effect is { } e ? Signed(e.Value / spread, 2) : "–");
        }
        Terminal.Write(writer, table);
    }

    private static void ByProfile(StringWriter writer, Accumulator sums, Reader answer)
    {
        if (Ranking.Headline.All(outcome => Ranking.Of(sums, outcome, 0).Count == 0)) return;
        var of = sums.Study.Pathways.Of;
        int shown = Math.Min(3, of.Count);
        writer.WriteLine(shown == 1 ? $"What {of[0].Id} does, for whom" : Format($"The {(shown == 2 ? "two" : "three")} pathways that reduce most, by Shapley value (and rank), for whom"));
        var table = Simple(["group", "outcome", .. shown == 1 ? (string[])[of[0].Id] : [of.Count == AsemModel.Pathways.Count ? "all together" : "together", .. Places[..shown]]]);
        foreach (var (g, group) in sums.Study.Groups.Index())
        {
            if (sums.Start(g, 0).Units < 3) continue;
            foreach (var outcome in new[] { Outcomes.Anxiety, Outcomes.Avoidance, Outcomes.Insecurity }.Where(sums.Study.Outcomes.Contains))
            {
                string[] top = shown == 1 ? [] : [.. Ranking.Of(sums, outcome, g).Take(shown).Select(r => $"{r.Pathway.Id} {Interval(r.Shapley)} ({Rank(r.Best, r.Worst)})")];
                Row(table, [group.Name, outcome == Outcomes.Insecurity ? "both" : outcome.Name, Interval(answer.Estimate(StatisticKind.Total, outcome, g)), .. top]);
            }
        }
        Terminal.Write(writer, table);
    }

    private static void Sides(StringWriter writer, Reader answer)
    {
        if (answer.Estimate(StatisticKind.BufferingOnly, Outcomes.Insecurity, 0) is null) return;
        writer.WriteLine("Buffering without enhancing, enhancing without buffering, and both");
        var table = Simple("outcome", "buffering only", "enhancing only", "both", "synergy (both less the sum)");
        foreach (string name in new[] { "insecurity", "anxiety", "avoidance", "tension", "satisfaction", "intact" })
        {
            var outcome = Outcomes.All.Single(o => o.Name == name);
            if (answer.Estimate(StatisticKind.Total, outcome, 0) is null) continue;
            Row(table, name, Interval(answer.Estimate(StatisticKind.BufferingOnly, outcome, 0)), Interval(answer.Estimate(StatisticKind.EnhancingOnly, outcome, 0)),
                Interval(answer.Estimate(StatisticKind.Total, outcome, 0)), Interval(answer.Estimate(StatisticKind.Synergy, outcome, 0)));
        }
        Terminal.Write(writer, table);
    }

    private static void Pairs(StringWriter writer, Accumulator cell, Reader answer)
    {
        var (study, statistics) = (cell.Study, cell.Statistics);
        int place = Accumulator.Place(study, Outcomes.Insecurity), last = study.Readings.Count - 1;
        if (place < 0) return;
        int pairs = study.Pathways.Of.Count * (study.Pathways.Of.Count - 1) / 2;
        var found = Enumerable.Range(0, statistics.Count).Where(s => statistics[s].Kind == StatisticKind.Interaction)
            .Select(s => (Statistic: statistics[s], Sums: cell.Effect(View.All, last, 0, place, s)))
            .Where(x => x.Sums.Units >= 3 && Math.Abs(x.Sums.Value) > Quantiles.Simultaneous(study.Level, pairs, Math.Max(2, x.Sums.EffectiveUnits - 1)) * Math.Sqrt(x.Sums.Variance()))
            .OrderByDescending(x => Math.Abs(x.Sums.Value)).Take(5).ToList();
        if (found.Count == 0) return;
        writer.WriteLine("Strongest pairwise interactions on insecurity that simultaneous intervals set apart from zero (negative: together they reduce more)");
        var table = Simple("pathways", "Shapley interaction index", "Harsanyi dividend of the pair");
        foreach (var (statistic, sums) in found)
            Row(table, $"{study.Pathways.Of[statistic.First].Id} × {study.Pathways.Of[statistic.Second].Id}", Interval(sums.Estimate(study.Level)),
                Interval(answer.Estimate(StatisticKind.Dividend, Outcomes.Insecurity, 0, statistic.First, statistic.Second)));
        Terminal.Write(writer, table);
    }

    private static void Costs(StringWriter writer, Study study, Reader answer)
    {
        if (answer.Estimate(StatisticKind.LeftOut, Outcomes.ProviderEffort, 0, 0) is null) return;
        writer.WriteLine("What it costs and brings the provider, and who is together and secure (all pathways, less all but this one)");
        var table = Simple("pathway", "provider's effort, days a year", "provider's satisfaction", "together and secure", "couples per one more secure person");
        for (int i = 0; i < study.Pathways.Of.Count; i++)
        {
            var secure = answer.Estimate(StatisticKind.LeftOut, Outcomes.TogetherAndSecure, 0, i);
            Row(table, study.Pathways.Of[i].Id, Interval(answer.Estimate(StatisticKind.LeftOut, Outcomes.ProviderEffort, 0, i), 1), Interval(answer.Estimate(StatisticKind.LeftOut, Outcomes.ProviderSatisfaction, 0, i)),
                Interval(secure), PerOneMore(secure, study.RecipientsPerDyad));
        }
        Terminal.Write(writer, table);
    }

    private static void Survivorship(StringWriter writer, Accumulator sums, Reader answer)
    {
        if (answer.Estimate(StatisticKind.Total, Outcomes.Insecurity, 0) is null) return;
        writer.WriteLine($"{Switched(sums.Study.Pathways.Of, begins: true)} less none, by who is counted (after an end a person's states stay as on the last day together)");
        var table = Simple("counted", "insecurity", "anxiety", "avoidance");
        void Counted(string name, View view) => Row(table, name, Interval(answer.Estimate(StatisticKind.Total, Outcomes.Insecurity, 0, view: view)), Interval(answer.Estimate(StatisticKind.Total, Outcomes.Anxiety, 0, view: view)), Interval(answer.Estimate(StatisticKind.Total, Outcomes.Avoidance, 0, view: view)));
        Counted("everyone, at the end or at the end of the bond", View.All);
        int insecurity = Accumulator.Place(sums.Study, Outcomes.Insecurity), total = sums.Statistics.ToList().IndexOf(new Statistic(StatisticKind.Total)), last = sums.Study.Readings.Count - 1;
        double share = sums.Effect(View.Intact, last, 0, insecurity, total).Denominator / sums.Effect(View.All, last, 0, insecurity, total).Denominator;
        Counted(Format($"intact under both arms ({100 * share:F1} %)"), View.Intact);
        if (answer.Estimate(StatisticKind.Total, Outcomes.Insecurity, 0, view: View.NoDissolution) is not null) Counted("everyone, dissolution switched off", View.NoDissolution);
        Terminal.Write(writer, table);
        if (answer.Estimate(StatisticKind.Total, Outcomes.TogetherAndSecure, 0) is not { } secure) return;
        writer.Write($"Share together and secure: {Interval(secure)}");
        writer.WriteLine($"; couples per one more secure person: {PerOneMore(secure, sums.RecipientsPerDyad)}.");
    }

    /// <summary>What the mark of an estimate from few couples means.</summary>
    internal static string FewNote => Format($"~ fewer than {FewCouples} effective couples (or nets): such intervals tend to be too narrow.");

    /// <summary>Whether a text has an estimate from few couples in it.</summary>
    internal static bool HasFew(string text) => text.Contains("~ ", StringComparison.Ordinal);

    internal static Table Simple(params string[] headers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string header in headers) table.AddColumn(Markup.Escape(header));
        return table;
    }

    /// <summary>Headings of the pathways that do most.</summary>
    internal static readonly string[] Places = ["first", "second", "third"];

    /// <summary>The pathways that a run switches, in words.</summary>
    /// <param name="of">They.</param>
    /// <param name="begins">Whether the words begin a sentence; the name of a pathway stays as it is.</param>
    internal static string Switched(IReadOnlyList<Pathway> of, bool begins = false) =>
        of.Count == 1 ? of[0].Id : of.Count == AsemModel.Pathways.Count ? begins ? "All pathways" : "all pathways" : Format($"{(begins ? "The" : "the")} {of.Count} switched pathways");

    /// <summary>The same where what they do together is meant.</summary>
    internal static string Together(IReadOnlyList<Pathway> of, bool begins = false) => Switched(of, begins) + (of.Count == 1 ? "" : " together");

    internal static string Name(Pathway pathway) => pathway.Id + (pathway.IsAmplifier ? " (amplifier)" : "");

    internal static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    internal static string Rank(int best, int worst) => best == worst ? Format($"{best}") : Format($"{best}–{worst}");

    internal static Estimate? Scaled(Estimate? estimate, double factor) =>
        estimate is { } e ? e with { Value = e.Value * factor, Low = e.Low * factor, High = e.High * factor } : null;

    internal static string Interval(Estimate? estimate, int digits = 3)
    {
        if (estimate is not { } e || !double.IsFinite(e.Value)) return "–";
        string value = Signed(e.Value, digits);
        if (e.StandardError == 0 && e.Value == 0) return "0 (nobody differs)";
        if (e.EffectiveUnits < FewCouples) value = "~ " + value;
        return double.IsFinite(e.Low) ? $"{value} [{Signed(e.Low, digits)}, {Signed(e.High, digits)}]" : value;
    }

    private static string PerOneMore(Estimate? share, int recipients)
    {
        if (share is not { } e || !e.IsClearOfZero) return "not told apart from none";
        string range = Format($"{1 / (recipients * Math.Abs(e.Value)):F0} [{1 / (recipients * Math.Max(Math.Abs(e.Low), Math.Abs(e.High))):F0}, {1 / (recipients * Math.Min(Math.Abs(e.Low), Math.Abs(e.High))):F0}]");
        return e.Value < 0 ? range + " per one fewer" : range;
    }

    private static void Notes(StringWriter writer)
    {
        if (HasFew(writer.ToString())) writer.WriteLine(FewNote);
    }

    /// <summary>Most digits behind the point; what is smaller is written with an exponent.</summary>
    internal const int MostDigits = 6;

    internal static string Signed(double value, int digits)
    {
        if (digits > MostDigits) return value == 0 ? "0" : (value > 0 ? "+" : "") + value.ToString("0.00E-0", CultureInfo.InvariantCulture).Replace('-', '−');
        double rounded = Math.Round(value, digits);
        return rounded == 0 ? "0" : (rounded > 0 ? "+" : "−") + Math.Abs(rounded).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    internal static string Format(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Reads statistics at the horizon by what they are.</summary>
    internal sealed class Reader(Accumulator sums)
    {
        public Estimate? Estimate(StatisticKind kind, Outcome outcome, int group, int first = -1, int second = -1, View view = View.All)
        {
            int place = Accumulator.Place(sums.Study, outcome), last = sums.Study.Readings.Count - 1;
            if (place < 0) return null;
            for (int s = 0; s < sums.Statistics.Count; s++)
            {
                if (sums.Statistics[s] != new Statistic(kind, first, second)) continue;
                var found = sums.Effect(view, last, group, place, s);
                return found.Units == 0 ? null : found.Estimate(sums.Study.Level);
            }
            return null;
        }
    }
}
