using System.Globalization;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using Spectre.Console;
using static AsemMonteCarlo.Cli.AnswerView;

namespace AsemMonteCarlo.Cli;

/// <summary>A replay for people: what happened and what it did, one row a day.</summary>
internal static class ReplayView
{
    private const int MaximumRows = 40;
    private const double LeastDose = 0.05;

    private static readonly (string Header, ReplayColumn Column)[] course =
    [
        ("state\nanxiety", Find("state.state_anxiety")), ("state\navoidance", Find("state.state_avoidance")), ("model\nof self", Find("outcome.model_of_self")), ("model\nof others", Find("outcome.model_of_others")),
        ("trust", Find("state.trust")), ("tension", Find("state.tension")), ("anxiety", Find("outcome.anxiety")), ("avoidance", Find("outcome.avoidance")),
    ];

    // in which a pathway's absence shows
    private static readonly string[] compared = ["model\nof self", "model\nof others", "anxiety", "avoidance"];

    /// <summary>The days of one person, the last day of both, and whether it is the stored one.</summary>
    public static string Text(Replay replay, int person, (long First, long Last)? shown, bool isStored, string? file)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var (study, couple) = (replay.Study, replay.Couple);
        writer.WriteLine();
        writer.WriteLine(study.Title.Length > 0 ? study.Title : study.Name);
        writer.WriteLine(Format($"Couple {replay.Dyad} at design point {replay.Point.Id} ({replay.Point.Arm.Name}{(replay.Point.Arm.DissolutionOff ? ", no bond ends" : "")}{Cell(replay)}); focal person {RecipientGroup.NameOf(couple.A)}, partner {RecipientGroup.NameOf(couple.B)}"));
        writer.WriteLine(Format($"Days of the {(person == 0 ? "focal person" : "partner")}, counted from 1; scores on 1–7, states and models at the day's end, acts in full acts of an average provider, from {LeastDose}"));
        Days(writer, replay, person, shown);
        if (replay.Without is { } without) writer.WriteLine(Format($"Δ: as run less {without.Variant}, by the same luck."));
        LastDay(writer, replay);
        writer.WriteLine(isStored ? $"The last day equals the stored row, {(replay.IsDouble ? "rounded to single precision as stored" : "bit for bit")}." : "The run stores no rows of single couples to compare with (store.dyads: on stores them).");
        if (file is not null) writer.WriteLine($"Every day of both partners, with every draw: {file}");
        return writer.ToString();
    }

    private static string Cell(Replay replay) =>
        replay.Study.Sweep.Count == 0 ? "" : ", " + string.Join(", ", replay.Study.Sweep.Zip(replay.Point.Cell.Places, (axis, place) => Format($"{axis.Name} = {axis.Values[place]}")));

    private static void Days(StringWriter writer, Replay replay, int person, (long First, long Last)? shown)
    {
        var days = replay.AsRun.Days;
        var differing = course.Where(c => replay.Without is not null && compared.Contains(c.Header)).ToList();
        var table = new Table().Border(TableBorder.Simple);
        foreach (string header in (string[])["day", "what happened", "acts received", .. course.Select(c => c.Header), .. differing.Select(c => "Δ " + c.Header)])
        {
            var column = new TableColumn(Markup.Escape(header)).Padding(0, 0);
            table.AddColumn(header is "what happened" or "acts received" ? column : column.NoWrap().RightAligned());
        }
        foreach (int i in Shown(days, shown))
        {
            var of = days[i].Of(person);
            Row(table, [Format($"{days[i].Day}"), Happened(replay, i, person), Acts(of), .. course.Select(c => Number(c.Column.ValueOf(of))), .. differing.Select(c => Difference(c.Column.ValueOf(of), c.Column.ValueOf(replay.Without!.Days[i].Of(person))))]);
        }
        Terminal.Write(writer, table);
    }

    /// <summary>Places of the days that are shown: those asked for, or else evenly spread with the first, the last and those on which the bond ended.</summary>
    internal static IReadOnlyList<int> Shown(IReadOnlyList<ReplayDay> days, (long First, long Last)? asked)
    {
        if (asked is { } range) return [.. Enumerable.Range((int)range.First - 1, (int)(range.Last - range.First) + 1)];
        if (days.Count <= MaximumRows) return [.. Enumerable.Range(0, days.Count)];
        int[] ends = [.. days.Index().Where(d => d.Item.Ended).Select(d => d.Index)];
        int spread = MaximumRows - ends.Length;
        return [.. Enumerable.Range(0, spread).Select(i => (int)((long)i * (days.Count - 1) / (spread - 1))).Concat(ends).Distinct().Order()];
    }

    private static string Happened(Replay replay, int place, int person)
    {
        var day = replay.AsRun.Days[place];
        if (!day.WasTogether) return "apart";
        var of = day.Of(person);
        var words = new List<string>();
        void Say(string word, string mask, string? size = null)
        {
            if (Find(mask).ValueOf(of) is > 0) words.Add(size is null ? word : Format($"{word} {Find(size).ValueOf(of):F1}"));
        }
        if (replay.Study.Timeline.Any(entry => entry is PartnerReplacement && entry.FromDay == place)) words.Add("new partner");
        Say("conflict", "situation.conflict", "situation.conflict_size");
        Say("stressor", "situation.stressor", "situation.stressor_size");
        Say("help offered", "situation.support_offered");
        Say("large request", "situation.asked");
        Say("good news", "situation.sharing");
        Say(Find("situation.success").ValueOf(of) is > 0 ? "challenge met" : "challenge not met", "situation.challenge");
        Say("joint activity", "situation.joint_activity");
        if (day.Ended) words.Add("the bond ends");
        return string.Join(", ", words);
    }

    private static string Acts(ReplayPerson of) =>
        string.Join(", ", AsemModel.Pathways.Zip(ReplayColumns.Received, (pathway, column) => (pathway.Id, Dose: column.ValueOf(of))).Where(act => act.Dose is > LeastDose).Select(act => Format($"{act.Id} {act.Dose:F2}")));

    private static void LastDay(StringWriter writer, Replay replay)
    {
        writer.WriteLine(Format($"The last day, {replay.Study.HorizonDays}: outcomes as a run reads them"));
        string[] persons = ["focal person", "partner"];
        var table = Simple(["outcome", "unit", .. persons, .. replay.Without is null ? [] : persons.Select(p => "Δ " + p)]);
        var (now, other) = (replay.AsRun.Days[^1], replay.Without?.Days[^1]);
        foreach (var column in ReplayColumns.OutcomesOfDay)
            Row(table, [column.Name["outcome.".Length..], column.Unit, .. persons.Select((_, p) => Number(column.ValueOf(now.Of(p)))), .. persons.Where(_ => other is not null).Select((_, p) => Difference(column.ValueOf(now.Of(p)), column.ValueOf(other!.Of(p))))]);
        foreach (var (m, measure) in replay.Study.Measures.Index().Skip(replay.Study.Outcomes.Count))
        {
            double?[] Of(ReplayCourse course) => [.. persons.Select((_, p) => course.Measures[replay.Study.Readings.Count - 1, m, p]).Select(v => float.IsNaN(v) ? null : (double?)v)];
            Row(table, [measure.Name, measure.Unit, .. Of(replay.AsRun).Select(Number), .. replay.Without is null ? [] : Of(replay.AsRun).Zip(Of(replay.Without), Difference)]);
        }
        Terminal.Write(writer, table);
    }

    private static ReplayColumn Find(string name) => ReplayColumns.All.Single(c => c.Name == name);

    private static string Number(double? value) => value is { } number ? Format($"{number:F3}").Replace('-', '−') : "–";

    private static string Difference(double? value, double? other) => value - other is { } difference ? Signed(difference, 3) : "–";
}
