using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Studies and the registry as text: for manifests and for comparing.</summary>
public static class StudyText
{
    /// <summary>Situations by the words of studies.</summary>
    public static readonly IReadOnlyDictionary<string, Situation> Situations = new Dictionary<string, Situation>
    {
        ["conflict"] = Situation.Conflict,
        ["request"] = Situation.Request,
        ["stressor"] = Situation.Stressor,
        ["sharing"] = Situation.Sharing,
        ["challenge"] = Situation.Challenge,
        ["success"] = Situation.Success,
        ["joint_activity"] = Situation.JointActivity,
        ["support_offered"] = Situation.SupportOffered,
    };

    /// <summary>Sets of arms by the words of studies.</summary>
    public static readonly IReadOnlyList<(string Word, PathwayArms Value)> ArmWords =
    [
        ("all", PathwayArms.All), ("none", PathwayArms.None), ("each_alone", PathwayArms.EachAlone), ("each_left_out", PathwayArms.EachLeftOut), ("all_coalitions", PathwayArms.AllCoalitions),
    ];

    /// <summary>What the rows of a population file are, by the words of studies.</summary>
    public static readonly IReadOnlyList<(string Word, PopulationRows Value)> RowWords = [("persons", PopulationRows.Persons), ("couples", PopulationRows.Couples)];

    /// <summary>
    /// The study with every key and every value. It is a study itself: read back, it gives the same results. Parameters that a
    /// moderator holds are given by the moderator being off; a population file by its name and SHA-256.
    /// </summary>
    public static JsonObject Resolved(Study study)
    {
        var held = study.ModeratorsOff.SelectMany(m => m.Neutral).Select(n => n.Parameter).ToHashSet();
        var free = AsemModel.Parameters.Where(p => !held.Contains(p)).ToList();
        return new JsonObject
        {
            ["name"] = study.Name,
            ["title"] = study.Title,
            ["seed"] = study.Seed,
            ["replicate"] = study.Replicate,
            ["luck"] = study.CommonLuck ? "common" : "independent",
            ["horizon_days"] = study.HorizonDays,
            ["settle_days"] = study.SettleDays,
            ["dyads"] = study.Dyads,
            ["population"] = Population(study.Population),
            ["parameters"] = Object(free.Select(p => (p.Name, (JsonNode)study.Focal[p]))),
            ["provider"] = Object(free.Where(p => study.Provider[p] != study.Focal[p]).Select(p => (p.Name, (JsonNode)study.Provider[p]))),
            ["moderators"] = Object(AsemModel.Moderators.Select(m => (m.Id, (JsonNode)!study.ModeratorsOff.Contains(m)))),
            ["pathways"] = new JsonObject
            {
                ["arms"] = Array(ArmWords.Where(a => study.Pathways.Arms.HasFlag(a.Value)).Select(a => a.Word)),
                ["of"] = Array(study.Pathways.Of.Select(p => p.Id)),
                ["role"] = study.Pathways.ProviderOnly ? "provider" : "both",
                ["doses"] = Array(study.Pathways.Doses),
                ["withdrawn_from"] = study.Pathways.WithdrawnFrom,
            },
            ["timeline"] = new JsonArray([.. study.Timeline.Select(Entry)]),
            ["sweep"] = Object(study.Sweep.Select(axis => (axis.Name, (JsonNode)Array(axis.Values)))),
            ["reference"] = Reference(study),
            ["outcomes"] = Array(study.Outcomes.Select(o => o.Name)),
            ["own_outcomes"] = Object(study.OwnOutcomes.Select(m => (m.Name, (JsonNode)Own(m)))),
            ["own_groups"] = Object(study.OwnGroups.Select(g => (g.Name, (JsonNode)Own(g)))),
            ["readings"] = new JsonArray([.. study.EarlierReadings.Select(day => (JsonNode)day)]),
            ["store"] = Store(study),
            ["views"] = new JsonObject { ["dissolution_off"] = study.DissolutionOffView },
            ["interval_level"] = study.Level,
        };
    }

    /// <summary>SHA-256, in lower-case hex, over everything declared: a change of any name, unit, default, range, distribution, source, text or order changes it.</summary>
    public static string RegistryHash()
    {
        var text = new StringBuilder();
        void Line(params object[] fields)
        {
            // lengths make the text unambiguous whatever the fields contain
            foreach (object field in fields)
            {
                string value = Convert.ToString(field, CultureInfo.InvariantCulture)!;
                text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
            }
            text.Append('\n');
        }
        Line("model", AsemModel.Version);
        foreach (var group in AsemModel.Groups)
        {
            Line("group", group.Name, group.Help);
            foreach (var p in group.Parameters) Line("parameter", p.Name, p.Symbol, p.Unit, p.Default, p.Minimum, p.Maximum, p.Varies, p.Source, p.Help, p.Role);
        }
        foreach (var p in AsemModel.Pathways) Line("pathway", p.Id, p.Side, p.Target, p.Help, p.IsAmplifier);
        foreach (var m in AsemModel.Moderators) Line(["moderator", m.Id, m.Help, m.Source, .. m.Neutral.SelectMany(n => (object[])[n.Parameter.Name, n.Value])]);
        foreach (var s in AsemModel.PartnerStates) Line("partner state", s.Name, s.Symbol, s.Minimum, s.Maximum, s.Unit, s.Help);
        foreach (var s in AsemModel.CoupleStates) Line("couple state", s.Name, s.Symbol, s.Minimum, s.Maximum, s.Unit, s.Help);
        foreach (var q in PopulationQuantity.All) Line("population quantity", q.Name, q.Kind, q.IsOfCouple, q.Minimum, q.Maximum, q.HasEnds, q.Unit, q.Help);
        foreach (var o in Outcomes.All) Line("outcome", o.Name, o.Unit, o.Minimum, o.Maximum, o.Help, o.IsOnScale);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static JsonObject Population(PopulationSource source)
    {
        var population = new JsonObject();
        if (source.File is not null)
        {
            population["file"] = Path.GetFileName(source.File);
            population["sha256"] = source.FileHash;
        }
        population["rows"] = RowWords.First(w => w.Value == source.Rows).Word;
        population["columns"] = Object(source.Columns.Select(c => (c.Key, c.Scale is { } scale
            ? new JsonObject { ["column"] = c.Header, ["scale"] = new JsonArray(scale.Low, scale.High) }
            : (JsonNode)c.Header)));
        population["similarity"] = source.Similarity;
        population["profile_cut"] = source.ProfileCut;
        population["minimum_profile_share"] = source.MinimumProfileShare;
        return population;
    }

    private static JsonObject Reference(Study study)
    {
        var json = new JsonObject();
        if (study.Reference is not { } reference) return json;
        json["arm"] = reference.Arm;
        if (reference.At is { } at) json["at"] = Object(study.Sweep.Zip(at, (axis, place) => (axis.Name, (JsonNode)axis.Values[place])));
        return json;
    }

    private static JsonObject Own(Measure m)
    {
        var json = new JsonObject { ["of"] = m.Of.Name, ["change"] = m.IsChange, ["from_reference"] = m.IsFromReference };
        if (m.Below is { } below) json["below"] = below;
        if (m.AtLeast is { } least) json["at_least"] = least;
        if (m.Window is { } window) json["window"] = new JsonArray(window.First, window.Last);
        return json;
    }

    private static JsonObject Own(RecipientGroup group)
    {
        var json = new JsonObject();
        foreach (var (name, range) in new[] { ("anxiety", group.Anxiety), ("avoidance", group.Avoidance), ("partner_anxiety", group.PartnerAnxiety), ("partner_avoidance", group.PartnerAvoidance) })
        {
            if (range == default) continue;
            var ends = new JsonObject();
            if (range.From is { } from) ends["from"] = from;
            if (range.Below is { } below) ends["below"] = below;
            json[name] = ends;
        }
        if (group.Profiles.Count > 0) json["profile"] = Array(group.Profiles.Select(RecipientGroup.NameOf));
        if (group.PartnerProfiles.Count > 0) json["partner_profile"] = Array(group.PartnerProfiles.Select(RecipientGroup.NameOf));
        return json;
    }

    private static JsonObject Store(Study study)
    {
        var json = new JsonObject { ["dyads"] = study.StoreDyads, ["all_summaries"] = study.StoreAllSummaries };
        if (study.Trajectories is { } store) json["trajectories"] = new JsonObject { ["every"] = store.Every, ["couples"] = store.Couples is { } couples ? couples : "all", ["arms"] = Array(store.Arms) };
        return json;
    }

    private static JsonObject Entry(TimelineEntry entry)
    {
        var json = new JsonObject { ["from_day"] = entry.FromDay };
        switch (entry)
        {
            case ParameterChange change:
                json["whose"] = Word(change.Whose);
                json["set"] = Object(change.Values.Select(v => (v.Parameter.Name, (JsonNode)v.Value)));
                break;
            case ForcedSituation forced:
                json["force"] = Situations.First(s => s.Value == forced.Situation).Key;
                Schedule(json, forced.Schedule, forced.Whose);
                json["occurs"] = forced.Occurs;
                if (forced.Size is { } size) json["size"] = size;
                break;
            case ForcedAct act:
                json["force"] = act.Pathway.Id;
                Schedule(json, act.Schedule, act.Whose);
                json["dose"] = act.Dose;
                if (!act.Perceived) json["perceived"] = false;
                break;
            case PartnerReplacement:
                json["replace_partner"] = true;
                break;
        }
        return json;
    }

    private static void Schedule(JsonObject json, Schedule schedule, TimelineRole whose)
    {
        if (schedule.ToDay is { } to) json["to_day"] = to;
        json["every"] = schedule.Every;
        json["rate"] = schedule.Rate;
        json["whose"] = Word(whose);
    }

    private static string Word(TimelineRole role) => role switch
    {
        TimelineRole.Focal => "focal",
        TimelineRole.Provider => "provider",
        _ => "both",
    };

    private static JsonObject Object(IEnumerable<(string Key, JsonNode Value)> values) => new(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));

    private static JsonArray Array(IEnumerable<double> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);
}
