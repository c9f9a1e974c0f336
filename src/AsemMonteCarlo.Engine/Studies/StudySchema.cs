using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>
/// The JSON Schema of studies (draft 2020-12), with which editors complete, explain and check: everything that can be said of a
/// key by itself. What keys demand of each other is left to <see cref="StudyFile"/>. It uses only words that earlier drafts read alike.
/// </summary>
internal static class StudySchema
{
    /// <summary>Name of the file beside studies.</summary>
    public const string FileName = "asem.schema.json";

    /// <summary>First line of a study that lies beside the schema; editors take the path as relative to the study.</summary>
    public const string FirstLine = "# yaml-language-server: $schema=" + FileName;

    private const int LineWidth = 160;

    private static readonly JsonSerializerOptions layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text with a line end.</summary>
    public static string Text => Format(Create());

    /// <summary>A schema as text with a line end, so that people can read it and its changes.</summary>
    public static string Format(JsonObject schema)
    {
        var text = new StringBuilder();
        Write(text, schema, 0);
        return text.Append('\n').ToString();
    }

    /// <summary>The schema.</summary>
    public static JsonObject Create() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Study of AsemMonteCarlo",
        ["description"] = $"A study of the Attachment Security Enhancement Model, version {AsemModel.Version} of the model. Every key may be left out.",
        ["type"] = "object",
        ["properties"] = new JsonObject(StudyKeys.Roots.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)key.Schema()))),
        ["additionalProperties"] = false,
        ["$defs"] = new JsonObject(AsemModel.Parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Range(p)))
            .Append(KeyValuePair.Create("column", (JsonNode?)StudyKeys.Column.Schema())).Append(KeyValuePair.Create("steps", (JsonNode?)StudyKeys.AxisSteps.Schema()))),
    };

    /// <summary>A value that the schema defines once, with a text of its own if given.</summary>
    public static JsonObject Reference(string name, string? description = null)
    {
        var reference = new JsonObject { ["$ref"] = "#/$defs/" + name };
        if (description is not null) reference["description"] = description;
        return reference;
    }

    /// <summary>A value of a parameter.</summary>
    public static JsonObject Value(Parameter parameter)
    {
        var value = Reference(parameter.Name);
        value["default"] = parameter.Default;
        return value;
    }

    /// <summary>A flag that is on by default.</summary>
    public static JsonObject Flag(string description)
    {
        var flag = FlagKey.FlagSchema();
        flag["description"] = description;
        flag["default"] = true;
        return flag;
    }

    /// <summary>Names that an axis of a sweep can have.</summary>
    public static IEnumerable<(string Name, Parameter Parameter)> AxisNames()
    {
        (string Name, Parameter Parameter)[] own = [.. AsemModel.Parameters.Select(p => (p.Name, p)), .. AsemModel.Pathways.Select(p => (p.Id, p.Strength))];
        return own.Concat(own.Where(a => a.Parameter.Role == ParameterRole.Partner).Select(a => (SweepBinder.Provider + a.Name, a.Parameter)));
    }

    /// <summary>Axes of a sweep and the values that they can take.</summary>
    public static IEnumerable<(string Name, JsonObject Schema)> Axes()
    {
        foreach (var (name, parameter) in AxisNames())
        {
            var values = new JsonObject { ["type"] = "array", ["items"] = Reference(parameter.Name), ["minItems"] = 1, ["maxItems"] = StudyKeys.Axis.Longest };
            var grid = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [StudyKeys.AxisFrom.Name] = Reference(parameter.Name), [StudyKeys.AxisTo.Name] = Reference(parameter.Name), [StudyKeys.AxisSteps.Name] = Reference("steps") },
                ["additionalProperties"] = false,
            };
            yield return (name, new JsonObject { ["description"] = parameter.Help, ["anyOf"] = new JsonArray(values, grid) });
        }
    }

    // what fits stands on one line, so that people can read the file and its changes
    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        string line = node?.ToJsonString(layout) ?? "null";
        if (line.Length <= LineWidth || node is JsonValue)
        {
            text.Append(line);
            return;
        }
        string indent = new(' ', 2 * depth + 2);
        bool isList = node is JsonArray;
        var parts = node is JsonArray list ? list.Select(item => ("", item)) : node!.AsObject().Select(p => (JsonSerializer.Serialize(p.Key, layout) + ": ", p.Value));
        text.Append(isList ? '[' : '{');
        foreach (var (i, (name, value)) in parts.Index())
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(indent).Append(name);
            Write(text, value, depth + 1);
        }
        text.Append('\n').Append(' ', 2 * depth).Append(isList ? ']' : '}');
    }

    private static JsonObject Range(Parameter p) => new()
    {
        ["description"] = $"{p.Help} {Words.Number(p.Minimum)} … {Words.Number(p.Maximum)}{(p.Unit == "1" ? "" : " " + p.Unit)}; default {Words.Number(p.Default)}. Source: {p.Source}.",
        ["type"] = "number",
        ["minimum"] = p.Minimum,
        ["maximum"] = p.Maximum,
    };
}
