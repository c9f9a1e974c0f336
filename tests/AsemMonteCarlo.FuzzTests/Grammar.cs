using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>
/// Writes studies out of the JSON Schemas, which follow the declared keys: mostly as declared, now and then hostile. New keys are fuzzed by themselves.
/// </summary>
internal sealed class Grammar
{
    private static readonly string[] hostile =
    [
        "0", "-0", "-1", "1", "2", "1e999", "-1e999", "NaN", ".nan", ".inf", "-.inf", "Infinity", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1099511627776", "4294967296", "2147483647",
        "340282366920938463463374607431768211456", "1e-400", "0x10", "0o7", "1_000", "1,000", "+5", "5.", ".5", "1e5", "١٢", "null", "~", "", "''", "'0'", "\"\"", "true", "on", "yes", "[]", "{}", "[[]]", "[{}]", "[null]", "[1, 1]", "{a: b}", "{\"\": \"\"}", "{? [a] : b}", "all", "none",
        "only safe.bond", "*a", "&a 1", "&a [*a]", "!!int 5", "!!python/object:os.run [ls]", "!net/Diagnostics.Process {}", "!<tag:yaml.org,2002:binary> AAAA", "\"\\0\"", "\"\\x00\"", "\"\\u202E\"", "\"\\uD800\"", "'\U0001F600'", "\"a\\nb\"", "|\n  a\n  b", ">-\n  x", "../../../etc/passwd",
        "/etc/passwd", "\"../x\\0.csv\"", "C:\\x", "con.csv", "%s%n", "$(touch x)", "`touch x`", "${HOME}", "\"\t\"", "- 1", "? a", ": b", "@a", "%a", "#c", "a: b: c", "'", "\"", "[", "{", "]", "1970-01-01", "<<", "=", "\u00a0", "\u2028", "\ufeff",
    ];

    private static readonly string[] names = ["a", "near", "x_1", "A", "a b", "a.b", "..", "../../x", "/x", "anxiety", "all", "day", "point", "1", "", "-", "é", "constructor", "name", "x\u0000y"];

    private readonly JsonObject root, definitions;
    private readonly Grammar? other;

    private Grammar(JsonObject root, Grammar? other) => (this.root, definitions, this.other) = (root, root["$defs"]?.AsObject() ?? [], other);

    /// <summary>Studies of pathways.</summary>
    public static Grammar Studies { get; } = new(JsonNode.Parse(StudySchema.Text)!.AsObject(), null);

    /// <summary>Studies of sensitivity.</summary>
    public static Grammar Sensitivities { get; } = new(JsonNode.Parse(SensitivitySchema.Text)!.AsObject(), Studies);

    /// <summary>A value that nobody expects, as text of YAML.</summary>
    public static string Hostile(Dice dice) => dice.Below(40) switch
    {
        0 => new string('9', dice.Few(2000)),
        1 => new string('[', dice.Few(200)) + new string(']', dice.Few(200)),
        2 => string.Concat(Enumerable.Repeat("{a: ", dice.Few(100))) + "1" + new string('}', dice.Few(100)),
        3 => "'" + new string(dice.Of(["x", "é", "☃", "\n ", "../"])[0], dice.Few(5000)) + "'",
        4 => "[" + string.Join(", ", Enumerable.Range(0, dice.Few(3000))) + "]",
        5 => string.Create(CultureInfo.InvariantCulture, $"{dice.Bits()}"),
        6 => BitConverter.UInt64BitsToDouble(dice.Bits()).ToString("R", CultureInfo.InvariantCulture),
        7 => dice.Of(names),
        _ => dice.Of(hostile),
    };

    /// <summary>A study.</summary>
    public string Write(Dice dice)
    {
        // every third study is as declared
        double rate = dice.Below(3) switch { 0 => 0, 1 => 0.02, _ => 0.15 };
        var text = new StringBuilder();
        Map(root, dice, rate, 0, text, this);
        return text.Length == 0 ? "{}\n" : text.ToString();
    }

    /// <summary>A dotted key of the schema with a value, as for <c>--set</c>.</summary>
    public string Setting(Dice dice, double rate)
    {
        var path = new List<string>();
        var (grammar, schema) = (this, root);
        while (true)
        {
            (grammar, schema) = grammar.Resolved(schema, dice);
            var keys = Keys(schema);
            if (keys.Count > 0 && (path.Count == 0 || dice.Chance(0.8)))
            {
                string key = dice.Of(keys);
                path.Add(key);
                schema = schema["properties"]!.AsObject()[key]!.AsObject();
            }
            else if (schema["items"] is JsonObject items && dice.Chance(0.3))
            {
                path.Add(dice.Of(["0", "1", "-1", "99999999999", "x"]));
                schema = items;
            }
            else break;
        }
        string name = dice.Chance(rate / 2) ? dice.Of(names) : string.Join('.', path);
        var value = new StringBuilder();
        if (dice.Chance(rate)) value.Append(Hostile(dice));
        else Flow(schema, dice, rate, 0, value, grammar);
        return name + (dice.Chance(0.02) ? "" : "=") + value;
    }

    private static List<string> Keys(JsonObject schema) => schema["properties"] is JsonObject properties ? [.. properties.Select(p => p.Key)] : [];

    private (Grammar, JsonObject) Resolved(JsonObject schema, Dice dice)
    {
        var (grammar, at) = (this, schema);
        for (int i = 0; i < 10; i++)
        {
            if (at["$ref"]?.GetValue<string>() is { } to)
            {
                if (to == "asem.schema.json") (grammar, at) = (grammar.other!, grammar.other!.root);
                else if (to.StartsWith("asem.schema.json#/$defs/", StringComparison.Ordinal)) (grammar, at) = (grammar.other!, grammar.other!.definitions[to["asem.schema.json#/$defs/".Length..]]!.AsObject());
                else at = grammar.definitions[to["#/$defs/".Length..]]!.AsObject();
            }
            else if ((at["anyOf"] ?? at["oneOf"]) is JsonArray choices && choices[dice.Below(choices.Count)] is JsonObject chosen && at["properties"] is null) at = chosen;
            else break;
        }
        return (grammar, at);
    }

    private static void Map(JsonObject schema, Dice dice, double rate, int depth, StringBuilder text, Grammar grammar)
    {
        string indent = new(' ', 2 * depth);
        foreach (var (key, inner) in Entries(schema, dice, rate, grammar))
        {
            string written = key.Length == 0 || key.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.')) ? $"\"{key.Replace("\0", "\\0", StringComparison.Ordinal)}\"" : key;
            text.Append(indent).Append(written).Append(':');
            if (inner is null || dice.Chance(rate))
            {
                text.Append(' ').Append(Hostile(dice).Replace("\n", "\n" + indent, StringComparison.Ordinal)).Append('\n');
                continue;
            }
            var (owner, resolved) = grammar.Resolved(inner, dice);
            if (Keys(resolved).Count > 0 && depth < 6 && dice.Chance(0.5))
            {
                text.Append('\n');
                Map(resolved, dice, rate, depth + 1, text, owner);
                continue;
            }
            text.Append(' ');
            Flow(resolved, dice, rate, depth + 1, text, owner);
            text.Append('\n');
        }
    }

    private static IEnumerable<(string Key, JsonObject? Schema)> Entries(JsonObject schema, Dice dice, double rate, Grammar grammar)
    {
        var keys = Keys(schema);
        int count = keys.Count <= 4 ? dice.From(0, keys.Count) : dice.Few(Math.Min(keys.Count, 12));
        var chosen = new SortedSet<string>(StringComparer.Ordinal);
        if (schema["required"] is JsonArray required && !dice.Chance(rate)) chosen.UnionWith(required.Select(r => r!.GetValue<string>()));
        // an item of a timeline, or an output of this model
        if (schema["oneOf"] is JsonArray one && dice.Of(one.ToList()) is JsonObject option && option["required"] is JsonArray needed) chosen.UnionWith(needed.Select(r => r!.GetValue<string>()));
        for (int i = 0; i < count && keys.Count > 0; i++) chosen.Add(dice.Of(keys));
        foreach (string key in chosen) yield return (key, schema["properties"]?[key]?.AsObject());
        if (chosen.Count > 0 && dice.Chance(rate)) yield return (chosen.First(), null);
        var free = schema["additionalProperties"] as JsonObject ?? (schema["patternProperties"] as JsonObject)?.First().Value as JsonObject;
        for (int i = free is null ? 0 : dice.Few(4); i > 0; i--) yield return (dice.Chance(rate) ? dice.Of(names) : $"own_{dice.Below(6)}", free);
        if (dice.Chance(rate)) yield return (dice.Of(names), null);
    }

    private static void Flow(JsonObject schema, Dice dice, double rate, int depth, StringBuilder text, Grammar grammar)
    {
        (grammar, schema) = grammar.Resolved(schema, dice);
        if (dice.Chance(rate)) text.Append(Hostile(dice).ReplaceLineEndings(" "));
        else if (schema["const"] is { } constant) text.Append(constant.ToJsonString());
        else if (schema["enum"] is JsonArray words) text.Append(words[dice.Below(words.Count)]!.ToString());
        else if (schema["properties"] is not null || schema["additionalProperties"] is JsonObject || schema["patternProperties"] is not null)
        {
            text.Append('{');
            bool isFirst = true;
            foreach (var (key, inner) in depth > 6 ? [] : Entries(schema, dice, rate, grammar))
            {
                text.Append(isFirst ? "" : ", ").Append('"').Append(key.Replace("\0", "\\0", StringComparison.Ordinal)).Append("\": ");
                isFirst = false;
                if (inner is null) text.Append(Hostile(dice).ReplaceLineEndings(" "));
                else Flow(inner, dice, rate, depth + 1, text, grammar);
            }
            text.Append('}');
        }
        else if (schema["items"] is JsonObject items)
        {
            int least = schema["minItems"]?.GetValue<int>() ?? 0, most = Math.Max(least, Math.Min(8, schema["maxItems"]?.GetValue<int>() ?? 8));
            text.Append('[');
            for (int i = 0, count = dice.From(least, most); i < count; i++)
            {
                if (i > 0) text.Append(", ");
                Flow(items, dice, rate, depth + 1, text, grammar);
            }
            text.Append(']');
        }
        else Scalar(schema, dice, text);
    }

    private static void Scalar(JsonObject schema, Dice dice, StringBuilder text)
    {
        string type = schema["type"] is JsonArray types ? types[dice.Below(types.Count)]!.GetValue<string>() : schema["type"]?.GetValue<string>() ?? "string";
        double low = Number(schema["minimum"], -1e6), high = Number(schema["maximum"], 1e6);
        switch (type)
        {
            case "integer":
                double near = dice.Chance(0.7) ? Math.Min(high, low + 40) : high;
                text.Append(Math.Round(low + (near - low) * dice.Unit()).ToString("F0", CultureInfo.InvariantCulture));
                break;
            case "number":
                text.Append(dice.Of([low, high, Math.Round(low + (high - low) * dice.Unit(), 3)]).ToString("R", CultureInfo.InvariantCulture));
                break;
            case "boolean":
                text.Append(dice.Of(["true", "false"]));
                break;
            case "null":
                text.Append("null");
                break;
            default:
                text.Append(schema["pattern"] is not null ? dice.Of(["x-1", "study", "9"]) : dice.Of(texts));
                break;
        }
    }

    private static double Number(JsonNode? node, double otherwise) => node is JsonValue value && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : otherwise;

    private static readonly string[] texts =
    [
        "mean(anxiety@10)", "mean(avoidance@5 - avoidance@0)", "sd(anxiety@3)", "correlation(anxiety@1, avoidance@2)", "slope(anxiety@7 on anxiety@0 beyond avoidance@0)", "mean(anxiety@day)", "r2(anxiety@7 on anxiety@0, avoidance@0)", "mean(anxiety@1..5 where avoidance@0 > 3)",
        "anxiety@0 >= 4", "persons", "days 1..3", "all", "none", "only safe.bond", "without safe.bond", "y", "x", "'some words'", "near.csv", "../near.csv", "mean(", "((((1))))", "1", "mean(anxiety@1e9)", "-mean(anxiety@1)/0",
    ];
}
