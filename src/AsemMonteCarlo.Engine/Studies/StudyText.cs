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
            [StudyKeys.StudyName.Name] = study.Name,
            [StudyKeys.Title.Name] = study.Title,
            [StudyKeys.Seed.Name] = study.Seed,
            [StudyKeys.Replicate.Name] = study.Replicate,
            [StudyKeys.CommonLuck.Name] = StudyKeys.CommonLuck.WordOf(study.CommonLuck),
            [StudyKeys.HorizonDays.Name] = study.HorizonDays,
            [StudyKeys.SettleDays.Name] = study.SettleDays,
            [StudyKeys.Dyads.Name] = study.Dyads,
            [StudyKeys.Population.Name] = Population(study.Population),
            [StudyKeys.Parameters.Name] = Object(free.Select(p => (p.Name, (JsonNode)study.Focal[p]))),
            [StudyKeys.Provider.Name] = Object(free.Where(p => study.Provider[p] != study.Focal[p]).Select(p => (p.Name, (JsonNode)study.Provider[p]))),
            [StudyKeys.Moderators.Name] = Object(AsemModel.Moderators.Select(m => (m.Id, (JsonNode)!study.ModeratorsOff.Contains(m)))),
            [StudyKeys.Forms.Name] = Object(StudyKeys.FormChoices.Select(c => (c.Key.Name, (JsonNode)study.Focal[c.Topic].Name))),
            [StudyKeys.Pathways.Name] = new JsonObject
            {
                [StudyKeys.Arms.Name] = Array(StudyKeys.Arms.Choices.Where(a => study.Pathways.Arms.HasFlag(a.Value)).Select(a => a.Word)),
                [StudyKeys.Of.Name] = Array(study.Pathways.Of.Select(p => p.Id)),
                [StudyKeys.ProviderOnly.Name] = StudyKeys.ProviderOnly.WordOf(study.Pathways.ProviderOnly),
                [StudyKeys.Doses.Name] = Array(study.Pathways.Doses),
                [StudyKeys.WithdrawnFrom.Name] = study.Pathways.WithdrawnFrom,
            },
            [StudyKeys.Timeline.Name] = new JsonArray([.. study.Timeline.Select(Entry)]),
            [StudyKeys.Sweep.Name] = Object(study.Sweep.Select(axis => (axis.Name, (JsonNode)Array(axis.Values)))),
            [StudyKeys.Reference.Name] = Reference(study),
            [StudyKeys.OutcomesReported.Name] = Array(study.Outcomes.Select(o => o.Name)),
            [StudyKeys.OwnOutcomes.Name] = Object(study.OwnOutcomes.Select(m => (m.Name, (JsonNode)Own(m)))),
            [StudyKeys.OwnGroups.Name] = Object(study.OwnGroups.Select(g => (g.Name, (JsonNode)Own(g)))),
            [StudyKeys.Readings.Name] = new JsonArray([.. study.EarlierReadings.Select(day => (JsonNode)day)]),
            [StudyKeys.Store.Name] = Store(study),
            [StudyKeys.Views.Name] = new JsonObject { [StudyKeys.DissolutionOff.Name] = study.DissolutionOffView },
            [StudyKeys.IntervalLevel.Name] = study.Level,
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
        foreach (var topic in AsemModel.FormTopics)
        {
            Line("form topic", topic.Id, topic.Help);
            foreach (var form in topic.Forms) Line("form", form.Name, form.Equation, form.Source);
        }
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
            population[StudyKeys.PopulationFile.Name] = Path.GetFileName(source.File);
            population[StudyKeys.PopulationHash.Name] = source.FileHash;
        }
        population[StudyKeys.PopulationRowKind.Name] = StudyKeys.PopulationRowKind.WordOf(source.Rows);
        population[StudyKeys.Columns.Name] = Object(source.Columns.Select(c => (c.Key, c.Scale is { } scale
            ? new JsonObject { [StudyKeys.ColumnHeader.Name] = c.Header, [StudyKeys.ColumnScale.Name] = new JsonArray(scale.Low, scale.High) }
            : (JsonNode)c.Header)));
        population[StudyKeys.Similarity.Name] = source.Similarity;
        population[StudyKeys.ProfileCut.Name] = source.ProfileCut;
        population[StudyKeys.MinimumProfileShare.Name] = source.MinimumProfileShare;
        // studies from before there were nets have no such line
        if (source.NetSize > 1) population[StudyKeys.NetSize.Name] = source.NetSize;
        return population;
    }

    private static JsonObject Reference(Study study)
    {
        var json = new JsonObject();
        if (study.Reference is not { } reference) return json;
        json[StudyKeys.ReferenceArm.Name] = reference.Arm;
        if (reference.At is { } at) json[StudyKeys.ReferenceAt.Name] = Object(study.Sweep.Zip(at, (axis, place) => (axis.Name, (JsonNode)axis.Values[place])));
        return json;
    }

    private static JsonObject Own(Measure m)
    {
        var json = new JsonObject { [StudyKeys.OwnOf.Name] = m.Of.Name, [StudyKeys.Change.Name] = m.IsChange, [StudyKeys.FromReference.Name] = m.IsFromReference };
        if (m.Below is { } below) json[StudyKeys.Below.Name] = below;
        if (m.AtLeast is { } least) json[StudyKeys.AtLeast.Name] = least;
        if (m.Window is { } window) json[StudyKeys.Window.Name] = new JsonArray(window.First, window.Last);
        return json;
    }

    private static JsonObject Own(RecipientGroup group)
    {
        var json = new JsonObject();
        foreach (var (keys, range) in new[] { (StudyKeys.GroupAnxiety, group.Anxiety), (StudyKeys.GroupAvoidance, group.Avoidance), (StudyKeys.GroupPartnerAnxiety, group.PartnerAnxiety), (StudyKeys.GroupPartnerAvoidance, group.PartnerAvoidance) })
        {
            if (range == default) continue;
            var ends = new JsonObject();
            if (range.From is { } from) ends[keys.From.Name] = from;
            if (range.Below is { } below) ends[keys.Below.Name] = below;
            json[keys.Section.Name] = ends;
        }
        if (group.Profiles.Count > 0) json[StudyKeys.GroupProfile.Name] = Array(group.Profiles.Select(RecipientGroup.NameOf));
        if (group.PartnerProfiles.Count > 0) json[StudyKeys.GroupPartnerProfile.Name] = Array(group.PartnerProfiles.Select(RecipientGroup.NameOf));
        return json;
    }

    private static JsonObject Store(Study study)
    {
        var json = new JsonObject { [StudyKeys.StoreDyads.Name] = study.StoreDyads, [StudyKeys.AllSummaries.Name] = study.StoreAllSummaries };
        if (study.Trajectories is { } store) json[StudyKeys.Trajectories.Name] = new JsonObject { [StudyKeys.TrajectoriesEvery.Name] = store.Every, [StudyKeys.TrajectoriesCouples.Name] = store.Couples is { } couples ? couples : StudyKeys.TrajectoriesCouples.OrWord, [StudyKeys.TrajectoriesArms.Name] = Array(store.Arms) };
        return json;
    }

    private static JsonObject Entry(TimelineEntry entry)
    {
        var json = new JsonObject { [StudyKeys.FromDay.Name] = entry.FromDay };
        switch (entry)
        {
            case ParameterChange change:
                json[StudyKeys.Whose.Name] = StudyKeys.Whose.WordOf(change.Whose);
                json[StudyKeys.Set.Name] = Object(change.Values.Select(v => (v.Parameter.Name, (JsonNode)v.Value)));
                break;
            case ForcedSituation forced:
                json[StudyKeys.Force.Name] = StudyKeys.Force.WordOf(forced.Situation);
                Schedule(json, forced.Schedule, forced.Whose);
                json[StudyKeys.Occurs.Name] = forced.Occurs;
                if (forced.Size is { } size) json[StudyKeys.Size.Name] = size;
                break;
            case ForcedAct act:
                json[StudyKeys.Force.Name] = StudyKeys.Force.WordOf(act.Pathway);
                Schedule(json, act.Schedule, act.Whose);
                json[StudyKeys.ActDose.Name] = act.Dose;
                if (!act.Perceived) json[StudyKeys.Perceived.Name] = false;
                break;
            case PartnerReplacement:
                json[StudyKeys.ReplacePartner.Name] = true;
                break;
        }
        return json;
    }

    private static void Schedule(JsonObject json, Schedule schedule, TimelineRole whose)
    {
        if (schedule.ToDay is { } to) json[StudyKeys.ToDay.Name] = to;
        json[StudyKeys.Every.Name] = schedule.Every;
        json[StudyKeys.Rate.Name] = schedule.Rate;
        json[StudyKeys.Whose.Name] = StudyKeys.Whose.WordOf(whose);
    }

    private static JsonObject Object(IEnumerable<(string Key, JsonNode Value)> values) => new(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));

    private static JsonArray Array(IEnumerable<double> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);
}
