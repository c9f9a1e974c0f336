using System.Globalization;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Enhancing;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads the timeline of a study.</summary>
/// <param name="settings">Settings of the study, whose moderators hold parameters.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="horizon">Days simulated.</param>
internal sealed class TimelineBinder(StudySettings settings, StudyProblems problems, int horizon)
{
    private static readonly IReadOnlyList<string> kinds = StudyKeys.TimelineItem.ExactlyOneOf;

    // by person and day; not a number where no act falls
    private readonly double[] focal = [.. Enumerable.Repeat(double.NaN, horizon)], provider = [.. Enumerable.Repeat(double.NaN, horizon)];

    public IReadOnlyList<TimelineEntry> Bind(StudyNode? node)
    {
        if (node is null or { IsEmpty: true }) return [];
        if (node.Kind == StudyNodeKind.List)
        {
            var entries = new List<TimelineEntry>();
            foreach (var (i, item) in node.Items.Index())
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"timeline.{i}");
                if (Entry(item, path) is not { } entry) continue;
                if (entry is PartnerReplacement && entries.Any(e => e is PartnerReplacement)) problems.Add(ErrorKind.TimelineClash, item, path, "a partner can be replaced only once in a study");
                if (entry is ForcedAct act && Collides(act))
                    problems.Add(ErrorKind.TimelineClash, item, path, "acts that fall on the same person and day share their occasions: give them the same 'rate', or other days");
                entries.Add(entry);
            }
            return entries;
        }
        problems.Add(ErrorKind.WrongType, node, "timeline", $"'timeline' is {node.Description}; it must be a list of entries, each beginning with '- from_day:'");
        return [];
    }

    // one mask a person and day says who is concerned, so that each has one rate
    private bool Collides(ForcedAct act)
    {
        bool collides = false;
        for (int day = act.FromDay; day < horizon; day++)
        {
            if (!Simulation.TimelineDays.IsOn(act.FromDay, act.Schedule, day)) continue;
            if (act.Whose != TimelineRole.Provider) collides |= Differs(ref focal[day], act.Schedule.Rate);
            if (act.Whose != TimelineRole.Focal) collides |= Differs(ref provider[day], act.Schedule.Rate);
        }
        return collides;

        static bool Differs(ref double known, double rate)
        {
            if (double.IsNaN(known)) known = rate;
            return known != rate;
        }
    }

    private TimelineEntry? Entry(StudyNode node, string path)
    {
        var section = new StudySection(node, path, problems);
        if (node is { Kind: not StudyNodeKind.Map, IsEmpty: false }) return null;
        var given = kinds.Where(k => node.Find(k) is not null).ToArray();
        if (given.Length != 1)
        {
            problems.Add(ErrorKind.KeysClash, node, path, $"an entry of the timeline has exactly one of the keys {Words.OneOf(kinds)}; this one has {(given.Length == 0 ? "none" : string.Join(" and ", given))}{string.Concat(node.Entries.Select(e => given.Length == 0 ? Words.Suggestion(e.Key.Text, kinds) : "").FirstOrDefault(s => s.Length > 0))}");
            return null;
        }
        int from = (int)section.Whole(StudyKeys.FromDay, maximum: horizon - 1, otherwise: 0);
        if (section.Node.Find(StudyKeys.FromDay.Name) is null) problems.Add(ErrorKind.MissingKey, node, section.KeyOf(StudyKeys.FromDay.Name), string.Create(CultureInfo.InvariantCulture, $"'from_day' is missing; give the first day on which the entry holds, 0 to {horizon - 1}"));
        TimelineEntry? entry = given[0] switch
        {
            "set" => Change(section, from),
            "force" => Forced(section, from),
            _ => Replacement(section, from),
        };
        section.RejectOthers(key => Explain(key, entry));
        return entry;
    }

    private ParameterChange Change(StudySection section, int from)
    {
        var whose = Whose(section);
        var set = section.Section(StudyKeys.Set);
        var values = new List<(Parameter Parameter, double Value)>();
        if (!set.Entries.Any()) problems.Add(ErrorKind.Empty, set.Node, set.Path, $"'{set.Path}' is empty; it must be a map of parameters or pathways and their new values");
        foreach (var (key, value) in set.Entries)
        {
            var parameter = Registry.Pathways.TryGetValue(key.Text, out var pathway) ? pathway.Strength : Registry.Parameters.GetValueOrDefault(key.Text);
            Finding? wrong = parameter is null ? new(ErrorKind.UnknownName, problems.IsFull ? "" : Registry.UnknownParameter(key.Text, orPathway: true))
                : parameter.Name.StartsWith("population.", StringComparison.Ordinal) ? new(ErrorKind.WrongPlace, $"'{parameter.Name}' says who the couples are and cannot change on a timeline; set it under 'parameters'")
                : whose != TimelineRole.Both && parameter.Role == ParameterRole.Shared ? new(ErrorKind.WrongPlace, $"'{parameter.Name}' is the same for both partners; leave out 'whose', or change one of {StudySettings.Partner()}")
                : values.Any(v => v.Parameter == parameter) ? new(ErrorKind.Repeated, $"'{parameter.Name}' is set twice in this entry")
                : null;
            if (wrong is not null) problems.Add(wrong.Kind, key, set.KeyOf(key.Text), wrong.Message);
            else if (settings.Value(parameter!, key, value, out double number)) values.Add((parameter!, number));
        }
        return new ParameterChange { FromDay = from, Whose = whose, Values = values };
    }

    private TimelineEntry? Forced(StudySection section, int from)
    {
        var whose = Whose(section);
        var schedule = ReadSchedule(section, from);
        if (!StudyValues.Word(section.Take(StudyKeys.Force)!, section.KeyOf(StudyKeys.Force.Name), StudyKeys.Force, problems, out object what))
        {
            foreach (var key in (StudyKey[])[StudyKeys.Occurs, StudyKeys.Size, StudyKeys.ActDose, StudyKeys.Perceived]) section.Take(key);
            return null;
        }
        if (what is Pathway pathway)
        {
            return new ForcedAct
            {
                FromDay = from,
                Pathway = pathway,
                Schedule = schedule,
                Whose = whose,
                Dose = section.Real(StudyKeys.ActDose),
                Perceived = pathway != OthersSupport.Pathway || section.Flag(StudyKeys.Perceived),
            };
        }
        var situation = (Situation)what;
        bool occurs = section.Flag(StudyKeys.Occurs);
        double? size = null;
        if (situation is Situation.Conflict or Situation.Stressor && section.Take(StudyKeys.Size) is { } node)
        {
            if (!occurs) problems.Add(ErrorKind.KeysClash, node, section.KeyOf(StudyKeys.Size.Name), $"'{section.KeyOf(StudyKeys.Size.Name)}' has no meaning for a situation that is kept from occurring; leave it out or set 'occurs' on");
            else if (StudyValues.Real(node, section.KeyOf(StudyKeys.Size.Name), StudyKeys.Size, problems, out double number)) size = number;
        }
        return new ForcedSituation { FromDay = from, Situation = situation, Schedule = schedule, Whose = whose, Occurs = occurs, Size = size };
    }

    private PartnerReplacement? Replacement(StudySection section, int from)
    {
        var node = section.Take(StudyKeys.ReplacePartner)!;
        string path = section.KeyOf(StudyKeys.ReplacePartner.Name);
        if (StudyValues.Flag(node, path, problems, out bool isReplaced) && !isReplaced) problems.Add(ErrorKind.UnknownWord, node, path, "'replace_partner' can only be true; leave the entry out instead");
        if (isReplaced) return new PartnerReplacement { FromDay = from };
        return null;
    }

    private static Schedule ReadSchedule(StudySection section, int from)
    {
        bool once = ((StudyKey[])[StudyKeys.ToDay, StudyKeys.Every, StudyKeys.Rate]).All(key => section.Node.Find(key.Name) is null);
        int to = (int)section.Whole(StudyKeys.ToDay, minimum: from, otherwise: from);
        return new Schedule
        {
            ToDay = once || section.Node.Find(StudyKeys.ToDay.Name) is not null ? to : null,
            Every = (int)section.Whole(StudyKeys.Every),
            Rate = section.Real(StudyKeys.Rate),
        };
    }

    private static TimelineRole Whose(StudySection section) => section.Word(StudyKeys.Whose);

    private static string? Explain(string key, TimelineEntry? entry) => (key, entry) switch
    {
        ("to_day" or "every" or "rate" or "occurs" or "size" or "dose" or "perceived", ParameterChange) => $"'{key}' belongs to 'force'; a change with 'set' lasts until another one",
        ("size", ForcedSituation) => "'size' belongs to the situations conflict and stressor only",
        ("size" or "occurs", ForcedAct) => $"'{key}' belongs to situations; an act of a pathway has a 'dose'",
        ("dose" or "perceived", ForcedSituation) => $"'{key}' belongs to acts of a pathway; a situation has 'occurs', conflict and stressor also 'size'",
        ("perceived", ForcedAct) => "'perceived' belongs to the pathway others.support only",
        ({ } name, PartnerReplacement) when name is "whose" => "'whose' does not go with 'replace_partner': the provider of the focal person is replaced",
        _ => null,
    };
}
