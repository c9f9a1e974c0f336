using System.Globalization;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads what a study reports beyond the model's outcomes at the horizon: own outcomes, own groups, earlier readings, trajectories.</summary>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="horizon">Days simulated.</param>
internal sealed partial class ReportBinder(StudyProblems problems, int horizon)
{
    /// <summary>Most readings, outcomes of a study's own, and groups of its own.</summary>
    public const int MaximumReadings = 400, MaximumOwn = 100;

    // columns that tables of couples have beside outcomes
    private static readonly string[] reserved = ["point", "dyad", "person", "day", "profile", "weight", "anxiety_start", "avoidance_start"];

    public IReadOnlyList<int> Readings(StudyNode? node)
    {
        if (node is null or { IsEmpty: true }) return [];
        var days = new SortedSet<int>();
        if (node.Kind == StudyNodeKind.Map)
        {
            var section = new StudySection(node, "readings", problems);
            int every = (int)section.Whole("every", 1, 3660, 30, "days");
            section.RejectOthers();
            for (int day = every; day < horizon; day += every) days.Add(day);
        }
        else if (node.Kind == StudyNodeKind.List)
        {
            foreach (var item in node.Items)
            {
                if (!StudyValues.Whole(item, "readings", 1, horizon, "days, the horizon included", problems, out var day)) continue;
                if (!days.Add((int)day)) problems.Add(item, "readings", $"day {day} stands in 'readings' twice");
            }
            days.Remove(horizon);
        }
        else problems.Add(node, "readings", $"'readings' is {node.Description}; it must be a list of days such as [30, 90, 180], or {{every: 30}}");
        if (days.Count > MaximumReadings) problems.Add(node, "readings", string.Create(CultureInfo.InvariantCulture, $"'readings' gives {days.Count} days; at most {MaximumReadings} are possible; store.trajectories holds more"));
        return [.. days];
    }

    public IReadOnlyList<Measure> OwnOutcomes(StudySection section, bool hasReference)
    {
        var measures = new List<Measure>();
        string[] names = [.. Outcomes.All.Select(o => o.Name)];
        foreach (var (key, value) in section.Entries)
        {
            string path = section.KeyOf(key.Text);
            if (!Name(key, path, "outcome", names.Contains(key.Text) ? "an outcome of the model" : reserved.Contains(key.Text) ? "a column of the tables" : null)) continue;
            var own = new StudySection(value, path, problems);
            if (value.Kind != StudyNodeKind.Map) continue;
            if (own.Take("of") is not { } of)
            {
                problems.Add(key, own.KeyOf("of"), $"'{own.KeyOf("of")}' is missing; give the outcome of the model that it is made from, such as of: insecurity");
                continue;
            }
            if (!StudyValues.Word(of, own.KeyOf("of"), "outcome", names, problems, out string outcome)) continue;
            double? below = Optional(own, "below"), least = Optional(own, "at_least");
            var measure = new Measure
            {
                Name = key.Text,
                Of = Outcomes.All.First(o => o.Name == outcome),
                IsChange = own.Flag("change", false),
                IsFromReference = own.Flag("from_reference", false),
                Below = below,
                AtLeast = least,
                Window = Window(own),
            };
            own.RejectOthers();
            if (measure.IsPlain) problems.Add(key, path, $"'{path}' is the outcome {outcome} as it stands; give at least one of change, from_reference, below, at_least or window, or leave it out");
            if (measure.IsFromReference && !hasReference) problems.Add(key, own.KeyOf("from_reference"), $"'{own.KeyOf("from_reference")}' needs a reference scenario; add for instance reference: {{arm: none}}");
            if (measure is { IsFromReference: true, HasThreshold: true, Window: not null }) problems.Add(key, path, $"'{path}' has a threshold on a difference from the reference and a window; leave out one of the three");
            if (below <= least) problems.Add(key, path, $"'{path}' is to be at least {Words.Number(least.Value)} and below {Words.Number(below.Value)}, which nothing is");
            measures.Add(measure);
        }
        TooMany(section, measures.Count);
        return measures;
    }

    public IReadOnlyList<RecipientGroup> OwnGroups(StudySection section)
    {
        var groups = new List<RecipientGroup>();
        string[] standard = [.. RecipientGroup.Standard.Select(g => g.Name)], profiles = [.. standard.Skip(1)];
        foreach (var (key, value) in section.Entries)
        {
            string path = section.KeyOf(key.Text);
            if (!Name(key, path, "group", standard.Contains(key.Text) ? "a group of every study" : null)) continue;
            var own = new StudySection(value, path, problems);
            if (value.Kind != StudyNodeKind.Map) continue;
            IReadOnlyList<Profile> Profiles(string name) => own.Take(name) is { } node && StudyValues.WordList(node, own.KeyOf(name), "profile", profiles, problems) is { } words
                ? [.. Enum.GetValues<Profile>().Where(p => words.Contains(RecipientGroup.NameOf(p)))]
                : [];
            groups.Add(new RecipientGroup
            {
                Name = key.Text,
                Anxiety = Range(own, "anxiety"),
                Avoidance = Range(own, "avoidance"),
                PartnerAnxiety = Range(own, "partner_anxiety"),
                PartnerAvoidance = Range(own, "partner_avoidance"),
                Profiles = Profiles("profile"),
                PartnerProfiles = Profiles("partner_profile"),
            });
            own.RejectOthers();
            if (!own.Entries.Any()) problems.Add(key, path, $"'{path}' has no condition, so it would be the group all; give for instance anxiety: {{from: 5}}");
        }
        TooMany(section, groups.Count);
        return groups;
    }

    public TrajectoryStore? Trajectories(StudySection store)
    {
        if (store.Take("trajectories") is not { IsEmpty: false } node) return null;
        var section = new StudySection(node, store.KeyOf("trajectories"), problems);
        int every = (int)section.Whole("every", 1, horizon, Math.Min(7, horizon), "days, up to horizon_days");
        long? couples = section.Take("couples") is not { } sample || sample is { Kind: StudyNodeKind.Scalar, Text: "all" } ? null
            : StudyValues.Whole(sample, section.KeyOf("couples"), 1, 1L << 40, "couples, or the word all", problems, out var number) ? (long)number : null;
        var arms = section.Take("arms") is { } list ? Texts(list, section.KeyOf("arms")) : ["all", "none"];
        section.RejectOthers();
        return new TrajectoryStore(every, couples, arms);
    }

    private List<string> Texts(StudyNode node, string key)
    {
        var texts = new List<string>();
        foreach (var item in node.Kind == StudyNodeKind.List ? node.Items : [node])
            if (StudyValues.Text(item, key, problems, out string text) && !texts.Contains(text)) texts.Add(text);
        return texts;
    }

    private (int, int)? Window(StudySection own)
    {
        if (own.Take("window") is not { } node) return null;
        string path = own.KeyOf("window");
        if (node.Kind != StudyNodeKind.List || node.Items.Count != 2)
        {
            problems.Add(node, path, $"'{path}' is {(node.Kind == StudyNodeKind.List ? $"a list of {node.Items.Count}" : node.Description)}; it must be the first and the last day, such as [270, 365]");
            return null;
        }
        if (!StudyValues.Whole(node.Items[0], path, 1, horizon, "days, up to horizon_days", problems, out var first) | !StudyValues.Whole(node.Items[1], path, 1, horizon, "days, up to horizon_days", problems, out var last)) return null;
        if (first > last) problems.Add(node, path, $"'{path}' begins on day {first} and ends on day {last}; the first day comes first");
        return ((int)first, (int)last);
    }

    private ScoreRange Range(StudySection own, string name)
    {
        if (own.Take(name) is null) return default;
        var section = own.Section(name);
        double? from = Optional(section, "from", 1, 7, "points on 1–7"), below = Optional(section, "below", 1, 7, "points on 1–7");
        section.RejectOthers();
        if (from is null && below is null) problems.Add(section.Node, section.Path, $"'{section.Path}' has no end; give from, below or both, such as {{from: 5}}");
        if (below <= from) problems.Add(section.Node, section.Path, $"'{section.Path}' goes from {Words.Number(from.Value)} to below {Words.Number(below.Value)}, which nobody does");
        return new ScoreRange(from, below);
    }

    private double? Optional(StudySection section, string name, double minimum = -1e6, double maximum = 1e6, string unit = "1") =>
        section.Take(name) is { } node && StudyValues.Real(node, section.KeyOf(name), minimum, maximum, unit, problems, out double value) ? value : null;

    private bool Name(StudyNode key, string path, string what, string? taken)
    {
        string? wrong = taken is not null ? $"{Words.Quote(key.Text)} is the name of {taken}; give the {what} another"
            : !NamePattern().IsMatch(key.Text) ? $"{Words.Quote(key.Text)} cannot name the {what}; a name has up to 64 of a–z, 0–9 and single _ between them, and begins with a letter"
            : null;
        if (wrong is not null) problems.Add(key, path, wrong);
        return wrong is null;
    }

    private void TooMany(StudySection section, int count)
    {
        if (count > MaximumOwn) problems.Add(section.Node, section.Path, string.Create(CultureInfo.InvariantCulture, $"'{section.Path}' has {count} entries; at most {MaximumOwn} are possible"));
    }

    [GeneratedRegex(@"\A(?=.{1,64}\z)[a-z][a-z0-9]*(_[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
