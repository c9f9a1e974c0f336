using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>A key of an output, for documents and the JSON Schema.</summary>
/// <param name="Name">The key.</param>
/// <param name="Help">What it means.</param>
/// <param name="Schema">JSON Schema of its values without text.</param>
internal sealed record OutputKey(string Name, string Help, Func<JsonObject> Schema);

/// <summary>The JSON Schema of studies of sensitivity (draft 2020-12), with which editors complete, explain and check them.</summary>
internal static class SensitivitySchema
{
    /// <summary>Name of the file beside studies.</summary>
    public const string FileName = "asem-sensitivity.schema.json";

    /// <summary>First line of a study that lies beside the schema.</summary>
    public const string FirstLine = "# yaml-language-server: $schema=" + FileName;

    /// <summary>Keys of an output.</summary>
    public static IReadOnlyList<OutputKey> OutputKeys { get; } =
    [
        new("id", "Name of the output; the column of results where another program computes it.", () => Typed("string", "number")),
        new("estimate", "What this model computes, in the words of claims, such as `mean(anxiety@365)`; left out where another program computes.", () => Typed("string")),
        new("where", "Condition on the persons who count.", () => Typed("string")),
        new("scenarios", "Conditions under which the same couples live with the same luck: a map of names and of what differs, such as `{all: {on: [all]}, none: {on: []}}`.", () => Typed("object")),
        new("study", "Settings of this output's study beside those of all outputs.", () => new JsonObject { ["$ref"] = StudySchema.FileName }),
        new("rows", "What a row is: `persons`, or `days FIRST..LAST`.", () => Typed("string")),
        new(SensitivityStudyFile.DaysKey, "Days, each an output of its own, put where the estimate says `@day`.", () => new JsonObject { ["anyOf"] = new JsonArray(Day(), new JsonObject { ["type"] = "array", ["items"] = Day(), ["minItems"] = 1 }) }),
        new(SensitivityStudyFile.GroupsKey, "Groups of persons, each an output of its own: a map of names and conditions; nothing behind a name means everybody.", () => new JsonObject { ["type"] = "object", ["additionalProperties"] = Typed("string", "null") }),
        new("cases", "`[low, high]`, the range in which a row is a case of interest for regional analysis and scenario discovery; `.inf` for an open end. Needs `design.kind: sample`.", () => new JsonObject { ["type"] = "array", ["items"] = Typed("number", "string"), ["minItems"] = 2, ["maxItems"] = 2 }),
    ];

    /// <summary>The schema as text with a line end.</summary>
    public static string Text => StudySchema.Format(Create());

    /// <summary>The schema.</summary>
    public static JsonObject Create() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Study of sensitivity of AsemMonteCarlo",
        ["description"] = $"Which inputs decide how outputs vary: of the Attachment Security Enhancement Model, version {AsemModel.Version}, of a built-in function or of another program's model.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["title"] = Said(Typed("string"), "The question in a sentence."),
            [SensitivityStudyFile.ModelKey] = Said(new JsonObject { ["anyOf"] = new JsonArray([.. SensitivityStudyFile.Models.Select(m => (JsonNode)new JsonObject { ["const"] = m.Key, ["description"] = m.Value.Help })]) }, "Left out where this model computes the outputs."),
            ["study"] = Said(new JsonObject { ["$ref"] = StudySchema.FileName }, "What all outputs' studies have in common: couples, days, parameters."),
            [SensitivityStudyFile.FactorsKey] = Factors(),
            [SensitivityStudyFile.DesignKey] = Said(new JsonObject { ["anyOf"] = new JsonArray(Reference("design"), new JsonObject { ["type"] = "array", ["items"] = Reference("design"), ["minItems"] = 1 }) }, "How the runs are laid out: one design, or some one after another, each with the groups that the one before it kept."),
            [SensitivityStudyFile.OutputsKey] = Said(new JsonObject { ["type"] = "array", ["items"] = Reference("output") }, "What varies. May be left out with a model of another program: every other column of its results is one."),
        },
        ["additionalProperties"] = false,
        ["$defs"] = new JsonObject { ["factor"] = Factor(), ["distribution"] = Values(), ["design"] = Design(), ["output"] = Output() },
    };

    private static JsonObject Factors()
    {
        var properties = new JsonObject();
        foreach (var (name, set) in FactorTarget.Sets) properties[name] = Said(Typed("null"), set.IsGroup ? $"Parameters of the process, judged as one: {set.Help}." : $"Stands for {set.Help}.");
        foreach (var target in FactorTarget.All.Values.Where(t => !FactorTarget.Sets.ContainsKey(t.Name)))
            properties[target.Name] = Said(Reference("factor"), $"{target.Help} Within {Words.Number(target.Minimum)} … {Words.Number(target.Maximum)}{(target.Unit == "1" ? "" : " " + target.Unit)}; varies as {target.Varies} where nothing stands behind it.");
        return new JsonObject
        {
            ["description"] = "Inputs and how they vary. Of this model: parameters, switches of pathways and moderators (switch.NAME), groups of parameters; of others: names of columns.",
            ["type"] = new JsonArray("object", "null"),
            ["properties"] = properties,
            ["additionalProperties"] = Reference("factor"),
        };
    }

    private static JsonObject Factor()
    {
        var properties = new JsonObject
        {
            [SensitivityStudyFile.GroupKey] = Said(Typed("string", "number"), "Factors of one group are varied and judged together."),
            [SensitivityStudyFile.LabelKey] = Said(Typed("string"), "Words for the factor in sentences."),
        };
        // as the examples write them; the names of lists, with hyphens, are read too
        foreach (var kind in Distribution.Kinds)
            properties[kind.Name.Replace('-', '_')] = Said(Reference("distribution"), $"{char.ToUpperInvariant(kind.Help[0])}{kind.Help[1..]}: {string.Join(", ", kind.Parameters.Select(p => $"{p.Name} ({p.Help})"))}.");
        return new JsonObject { ["type"] = new JsonArray("object", "null"), ["properties"] = properties, ["patternProperties"] = new JsonObject { ["-"] = Reference("distribution") }, ["additionalProperties"] = false };
    }

    // by place, or by name
    private static JsonObject Values() => new() { ["type"] = new JsonArray("number", "string", "boolean", "array", "object", "null") };

    private static JsonObject Design()
    {
        JsonObject Below(string parent) => new([.. DesignKeys.All.Where(k => k.Parent == parent && k != DesignKeys.Stop).Select(k => KeyValuePair.Create(k.Name, (JsonNode?)k.Schema()))]);
        var properties = Below(DesignKeys.Root);
        properties[DesignKeys.Stop.Name] = Said(new JsonObject { ["type"] = "object", ["properties"] = Below(DesignKeys.Stop.Path), ["required"] = new JsonArray(DesignKeys.Tolerance.Name), ["additionalProperties"] = false }, DesignKeys.Stop.Help);
        return new JsonObject { ["type"] = new JsonArray("object", "null"), ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonObject Output() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject([.. OutputKeys.Select(k => KeyValuePair.Create(k.Name, (JsonNode?)Said(k.Schema(), k.Help)))]),
        ["required"] = new JsonArray("id"),
        ["additionalProperties"] = false,
    };

    private static JsonObject Day() => new() { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = StudyKeys.LongestHorizon };

    private static JsonObject Reference(string name) => StudySchema.Reference(name);

    private static JsonObject Typed(params string[] types) => new() { ["type"] = types.Length == 1 ? types[0] : new JsonArray([.. types.Select(t => (JsonNode)t)]) };

    private static JsonObject Said(JsonObject schema, string help)
    {
        var said = new JsonObject { ["description"] = help.Replace("`", "", StringComparison.Ordinal) };
        foreach (var (name, value) in schema) said[name] = value?.DeepClone();
        return said;
    }
}
