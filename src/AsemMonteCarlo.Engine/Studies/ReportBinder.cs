using System.Globalization;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads what a study reports beyond the model's outcomes at the horizon: own outcomes, own groups, earlier readings, trajectories.</summary>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="horizon">Days simulated.</param>
internal sealed partial class ReportBinder(StudyProblems problems, int horizon)
{
    /// <summary>Regular expression of the names that a study chooses.</summary>
    public const string NameRule = "^(?=.{1,64}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$";

    public IReadOnlyList<int> Readings(StudyNode? node)
    {
        if (node is null or { IsEmpty: true }) return [];
        var days = new SortedSet<int>();
        if (node.Kind == StudyNodeKind.Map)
        {
            var section = new StudySection(node, "readings", problems);
            int every = (int)section.Whole(StudyKeys.ReadingsEvery);
            section.RejectOthers();
            for (int day = every; day < horizon; day += every) days.Add(day);
        }
        else if (node.Kind == StudyNodeKind.List)
        {
            foreach (var item in node.Items)
            {
                if (!StudyValues.Whole(item, "readings", StudyKeys.Reading, problems, out var day, maximum: horizon)) continue;
                if (!days.Add((int)day)) problems.Add(ErrorKind.Repeated, item, "readings", $"day {day} stands in 'readings' twice");
            }
        }
        else problems.Add(ErrorKind.WrongType, node, "readings", $"'readings' is {node.Description}; it must be a list of days such as [30, 90, 180], or {{every: 30}}");
        if (days.Count > StudyKeys.Readings.Longest) problems.Add(ErrorKind.TooMany, node, "readings", string.Create(CultureInfo.InvariantCulture, $"'readings' gives {days.Count} days; at most {StudyKeys.Readings.Longest} are possible; store.trajectories holds more"));
        days.Remove(horizon);
        return [.. days];
    }

    public IReadOnlyList<Measure> OwnOutcomes(StudySection section, bool hasReference)
    {
        var measures = new List<Measure>();
        string[] names = [.. Outcomes.All.Select(o => o.Name)];
        foreach (var (key, value) in section.Entries)
        {
            string path = section.KeyOf(key.Text);
            if (!Name(key, path, "outcome", names.Contains(key.Text) ? "an outcome of the model" : AnswerTables.Recipient.Any(c => c.Name == key.Text) ? "a column of the tables" : null)) continue;
            var own = new StudySection(value, path, problems);
            if (value is { Kind: not StudyNodeKind.Map, IsEmpty: false }) continue;
            if (own.Take(StudyKeys.OwnOf) is not { } of)
            {
                problems.Add(ErrorKind.MissingKey, key, own.KeyOf(StudyKeys.OwnOf.Name), $"'{own.KeyOf(StudyKeys.OwnOf.Name)}' is missing; give the outcome of the model that it is made from, such as of: insecurity");
                continue;
            }
            if (!StudyValues.Word(of, own.KeyOf(StudyKeys.OwnOf.Name), StudyKeys.OwnOf, problems, out var outcome)) continue;
            int before = problems.Count;
            double? below = own.Optional(StudyKeys.Below), least = own.Optional(StudyKeys.AtLeast);
            var measure = new Measure
            {
                Name = key.Text,
                Of = outcome,
                IsChange = own.Flag(StudyKeys.Change),
                IsFromReference = own.Flag(StudyKeys.FromReference),
                Below = below,
                AtLeast = least,
                Window = Window(own),
            };
            own.RejectOthers();
            measures.Add(measure);
            // what is wrong already may be what would have made a difference
            if (problems.Count > before) continue;
            if (measure.IsPlain) problems.Add(ErrorKind.Empty, key, path, $"'{path}' is the outcome {outcome.Name} as it stands; give at least one of change, from_reference, below, at_least or window, or leave it out");
            if (measure.IsFromReference && !hasReference) problems.Add(ErrorKind.MissingKey, key, own.KeyOf(StudyKeys.FromReference.Name), $"'{own.KeyOf(StudyKeys.FromReference.Name)}' needs a reference scenario; add for instance reference: {{arm: none}}");
            if (measure is { IsFromReference: true, HasThreshold: true, Window: not null }) problems.Add(ErrorKind.KeysClash, key, path, $"'{path}' has a threshold on a difference from the reference and a window; leave out one of the three");
            if (below <= least) problems.Add(ErrorKind.Backwards, key, path, $"'{path}' is to be at least {Words.Number(least.Value)} and below {Words.Number(below.Value)}, which nothing is");
        }
        TooMany(section, measures.Count, StudyKeys.OwnOutcomes);
        return measures;
    }

    public IReadOnlyList<RecipientGroup> OwnGroups(StudySection section)
    {
        var groups = new List<RecipientGroup>();
        string[] standard = [.. RecipientGroup.Standard.Select(g => g.Name)];
        foreach (var (key, value) in section.Entries)
        {
            string path = section.KeyOf(key.Text);
            if (!Name(key, path, "group", standard.Contains(key.Text) ? "a group of every study" : null)) continue;
            var own = new StudySection(value, path, problems);
            if (value is { Kind: not StudyNodeKind.Map, IsEmpty: false }) continue;
            groups.Add(new RecipientGroup
            {
                Name = key.Text,
                Anxiety = Range(own, StudyKeys.GroupAnxiety),
                Avoidance = Range(own, StudyKeys.GroupAvoidance),
                PartnerAnxiety = Range(own, StudyKeys.GroupPartnerAnxiety),
                PartnerAvoidance = Range(own, StudyKeys.GroupPartnerAvoidance),
                Profiles = own.Words(StudyKeys.GroupProfile) ?? [],
                PartnerProfiles = own.Words(StudyKeys.GroupPartnerProfile) ?? [],
            });
            own.RejectOthers();
            if (!own.Entries.Any()) problems.Add(ErrorKind.Empty, key, path, $"'{path}' has no condition, so it would be the group all; give for instance anxiety: {{from: 5}}");
        }
        TooMany(section, groups.Count, StudyKeys.OwnGroups);
        return groups;
    }

    public TrajectoryStore? Trajectories(StudySection store)
    {
        if (store.Take(StudyKeys.Trajectories) is not { IsEmpty: false } node) return null;
        var section = new StudySection(node, StudyKeys.Trajectories.Path, problems);
        int every = (int)section.Whole(StudyKeys.TrajectoriesEvery, maximum: horizon, otherwise: Int128.Min(StudyKeys.TrajectoriesEvery.Otherwise, horizon));
        long? couples = section.Take(StudyKeys.TrajectoriesCouples) is not { } sample || sample.Kind == StudyNodeKind.Scalar && sample.Text == StudyKeys.TrajectoriesCouples.OrWord ? null
            : StudyValues.Whole(sample, StudyKeys.TrajectoriesCouples.Path, StudyKeys.TrajectoriesCouples, problems, out var number) ? (long)number : null;
        var arms = section.Take(StudyKeys.TrajectoriesArms) is { } list ? Texts(list, StudyKeys.TrajectoriesArms.Path) : ["all", "none"];
        section.RejectOthers();
        return new TrajectoryStore(every, couples, arms);
    }

    private List<string> Texts(StudyNode node, string key)
    {
        var texts = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var item in node.Kind == StudyNodeKind.List ? node.Items : [node])
            if (StudyValues.Text(item, key, problems, out string text)) texts.TryAdd(text, true);
        return [.. texts.Keys];
    }

    private (int, int)? Window(StudySection own)
    {
        if (own.Take(StudyKeys.Window) is not { } node) return null;
        string path = own.KeyOf(StudyKeys.Window.Name);
        if (node.Kind != StudyNodeKind.List || node.Items.Count != StudyKeys.Window.Length)
        {
            problems.Add(ErrorKind.WrongType, node, path, $"'{path}' is {(node.Kind == StudyNodeKind.List ? $"a list of {node.Items.Count}" : node.Description)}; it must be the first and the last day, such as [270, 365]");
            return null;
        }
        if (!StudyValues.Whole(node.Items[0], path, StudyKeys.WindowDay, problems, out var first, maximum: horizon) | !StudyValues.Whole(node.Items[1], path, StudyKeys.WindowDay, problems, out var last, maximum: horizon)) return null;
        if (first > last) problems.Add(ErrorKind.Backwards, node, path, $"'{path}' begins on day {first} and ends on day {last}; the first day comes first");
        return ((int)first, (int)last);
    }

    private ScoreRange Range(StudySection own, StudyKeys.RangeKeys keys)
    {
        if (own.Take(keys.Section) is null) return default;
        int before = problems.Count;
        var section = own.Section(keys.Section);
        double? from = section.Optional(keys.From), below = section.Optional(keys.Below);
        section.RejectOthers();
        if (problems.Count > before) return new ScoreRange(from, below);
        if (from is null && below is null) problems.Add(ErrorKind.Empty, section.Node, section.Path, $"'{section.Path}' has no end; give from, below or both, such as {{from: 5}}");
        if (below <= from) problems.Add(ErrorKind.Backwards, section.Node, section.Path, $"'{section.Path}' goes from {Words.Number(from.Value)} to below {Words.Number(below.Value)}, which nobody does");
        return new ScoreRange(from, below);
    }

    private bool Name(StudyNode key, string path, string what, string? taken)
    {
        string? wrong = taken is not null ? $"{Words.Quote(key.Text)} is the name of {taken}; give the {what} another"
            : !NamePattern().IsMatch(key.Text) || key.Text.EndsWith('\n') ? $"{Words.Quote(key.Text)} cannot name the {what}; a name has up to 64 of a–z, 0–9 and single _ between them, and begins with a letter"
            : null;
        if (wrong is not null) problems.Add(taken is null ? ErrorKind.InvalidName : ErrorKind.Repeated, key, path, wrong);
        return wrong is null;
    }

    private void TooMany(StudySection section, int count, NamesKey key)
    {
        if (count > key.Most) problems.Add(ErrorKind.TooMany, section.Node, section.Path, string.Create(CultureInfo.InvariantCulture, $"'{section.Path}' has {count} entries; at most {key.Most} are possible"));
    }

    [GeneratedRegex(NameRule, RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
