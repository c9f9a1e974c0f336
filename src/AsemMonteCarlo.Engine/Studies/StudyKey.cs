using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>One key of a study with everything that reading, help, documentation and the JSON Schema say of it.</summary>
/// <param name="path">Dotted key. A part in capitals, such as <c>NAME</c> or <c>DAY</c>, stands for a name or an item of the user's.</param>
/// <param name="help">What it means, in one sentence without the default and what is allowed.</param>
internal abstract class StudyKey(string path, string help)
{
    public string Path { get; } = path;

    public string Help { get; } = help;

    /// <summary>The last part of the key.</summary>
    public string Name { get; } = path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The key in whose map or list it stands, empty for the study.</summary>
    public string Parent { get; } = path.Contains('.', StringComparison.Ordinal) ? path[..path.LastIndexOf('.')] : "";

    /// <summary>Whether it stands for a name or an item of the user's.</summary>
    public bool IsPlaceholder => Name.All(c => char.IsAsciiLetterUpper(c));

    /// <summary>Whether the map in which it stands must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The kind of value in a word or two.</summary>
    public abstract string Kind { get; }

    /// <summary>What is allowed, for people.</summary>
    public abstract string Allowed { get; }

    /// <summary>What holds if it is left out, for people; empty where it is required or an item.</summary>
    public string DefaultText { get; init; } = "";

    /// <summary>The value that leaving it out stands for, where there is a single one.</summary>
    public virtual JsonNode? Default => null;

    /// <summary>Smallest number, for numbers.</summary>
    public virtual JsonNode? Minimum => null;

    /// <summary>Largest number, for numbers.</summary>
    public virtual JsonNode? Maximum => null;

    /// <summary>Unit, for numbers.</summary>
    public virtual string? Unit => null;

    /// <summary>The words, for words.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>The JSON Schema of its values without texts.</summary>
    protected abstract JsonObject Type();

    /// <summary>The JSON Schema of its values.</summary>
    public JsonObject Schema()
    {
        string ending = (Allowed.Length == 0 ? "" : $" Allowed: {Allowed}.") + (DefaultText.Length == 0 ? "" : $" Default: {DefaultText}.");
        var schema = new JsonObject { ["description"] = (Help + ending).Replace("`", "", StringComparison.Ordinal) };
        if (Default is { } value) schema["default"] = value;
        foreach (var (name, node) in Type()) schema[name] = node?.DeepClone();
        return schema;
    }

    /// <summary>The keys below it.</summary>
    protected IEnumerable<StudyKey> Children => StudyKeys.All.Where(key => key.Parent == Path);

    /// <summary>The JSON Schema of a map with the keys declared below it; nothing written counts as an empty one.</summary>
    protected JsonObject Map()
    {
        StudyKey[] keys = [.. Children.Where(key => !key.IsPlaceholder)];
        var map = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)key.Schema()))),
            ["additionalProperties"] = false,
        };
        if (keys.Any(key => key.IsRequired)) map["required"] = new JsonArray([.. keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name)]);
        return map;
    }

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>A number within bounds.</summary>
/// <typeparam name="T">Its type.</typeparam>
internal abstract class NumberKey<T>(string path, T minimum, T maximum, string help, string unit, string bound) : StudyKey(path, help)
    where T : struct
{
    private readonly T? value;

    /// <summary>Smallest value.</summary>
    public T Smallest { get; } = minimum;

    /// <summary>Largest value.</summary>
    public T Largest { get; } = maximum;

    /// <summary>The default; throws <see cref="InvalidOperationException"/> where there is none.</summary>
    public T Otherwise
    {
        get => value ?? throw new InvalidOperationException($"'{Path}' has no default");
        init => (this.value, DefaultText) = (value, Text(value));
    }

    /// <summary>Unit and further bounds, for messages.</summary>
    public string UnitText { get; } = bound.Length == 0 ? unit : unit == "1" ? bound : $"{unit}, {bound}";

    public override string Allowed => $"{Text(Smallest)} … {Text(Largest)}".Replace('-', '−') + (unit == "1" ? "" : " " + unit) + (bound.Length == 0 ? "" : ", " + bound);

    public override JsonNode? Default => value is { } number ? Number(number) : null;

    public override JsonNode? Minimum => Number(Smallest);

    public override JsonNode? Maximum => Number(Largest);

    public override string Unit => unit;

    protected abstract string Text(T number);

    // as JSON writes a number, whatever its size
    private JsonNode Number(T number) => JsonNode.Parse(Text(number))!;
}

/// <summary>A whole number.</summary>
internal sealed class WholeKey(string path, Int128 minimum, Int128 maximum, string help, string unit = "1", string bound = "") : NumberKey<Int128>(path, minimum, maximum, help, unit, bound)
{
    /// <summary>A word that can stand in place of the number, or null.</summary>
    public string? OrWord { get; init; }

    /// <summary>Whether nothing may be written after the key.</summary>
    public bool MayBeLeftEmpty { get; init; }

    public override string Kind => "whole number";

    public override string Allowed => base.Allowed + (OrWord is null ? "" : $", or `{OrWord}`");

    protected override string Text(Int128 number) => number.ToString(CultureInfo.InvariantCulture);

    protected override JsonObject Type()
    {
        var number = new JsonObject { ["type"] = MayBeLeftEmpty ? new JsonArray("integer", "null") : "integer", ["minimum"] = Minimum, ["maximum"] = Maximum };
        return OrWord is null ? number : new JsonObject { ["anyOf"] = new JsonArray(number, new JsonObject { ["const"] = OrWord }) };
    }
}

/// <summary>A number.</summary>
internal sealed class RealKey(string path, double minimum, double maximum, string help, string unit = "1", string bound = "") : NumberKey<double>(path, minimum, maximum, help, unit, bound)
{
    public override string Kind => "number";

    protected override string Text(double number) => Studies.Words.Number(number);

    protected override JsonObject Type() => new() { ["type"] = "number", ["minimum"] = Minimum, ["maximum"] = Maximum };
}

/// <summary>A number within the range of the parameter that the key above names.</summary>
internal sealed class ParameterValueKey(string path, string help) : StudyKey(path, help)
{
    public override string Kind => "number";

    public override string Allowed => "range of the parameter";

    protected override JsonObject Type() => new() { ["type"] = "number" };
}

/// <summary>On or off.</summary>
internal sealed class FlagKey : StudyKey
{
    private readonly bool? value;

    public FlagKey(string path, bool otherwise, string help) : base(path, help) => (value, DefaultText) = (otherwise, otherwise ? "on" : "off");

    /// <summary>A flag without default.</summary>
    public FlagKey(string path, string help) : base(path, help)
    {
    }

    /// <summary>The words of flags.</summary>
    public static IReadOnlyList<string> FlagWords { get; } = ["on", "off", "true", "false"];

    /// <summary>The default; throws <see cref="InvalidOperationException"/> where there is none.</summary>
    public bool Otherwise => value ?? throw new InvalidOperationException($"'{Path}' has no default");

    public override string Kind => "flag";

    public override string Allowed => "flag";

    public override JsonNode? Default => value;

    public override IReadOnlyList<string> Words => FlagWords;

    protected override JsonObject Type() => FlagSchema();

    /// <summary>The JSON Schema of flags: truth values, and the words on and off, which are text in YAML 1.2.</summary>
    public static JsonObject FlagSchema() => new() { ["enum"] = new JsonArray(true, false, "on", "off") };
}

/// <summary>Text.</summary>
internal sealed class TextKey(string path, string help, string allowed = "text") : StudyKey(path, help)
{
    /// <summary>Regular expression of the whole text, or null for any text that is not empty.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether nothing may be written after the key.</summary>
    public bool MayBeLeftEmpty { get; init; }

    /// <summary>Whether text follows the pattern; unlike in JSON Schema, the pattern's end is no line end here.</summary>
    public bool Matches(string text) => Pattern is null || Regex.IsMatch(text, Pattern, RegexOptions.CultureInvariant) && !text.EndsWith('\n');

    public override string Kind => "text";

    public override string Allowed { get; } = allowed;

    protected override JsonObject Type()
    {
        // what looks like a number or a truth value is text where text is asked for
        var types = new JsonArray("string", "number", "boolean");
        if (MayBeLeftEmpty) types.Add("null");
        var text = new JsonObject { ["type"] = types };
        if (Pattern is not null) text["pattern"] = Pattern;
        return text;
    }
}

/// <summary>A word of a study and what it stands for.</summary>
/// <param name="Word">The word.</param>
/// <param name="Value">What it stands for.</param>
/// <param name="Help">What it means.</param>
internal sealed record StudyWord<T>(string Word, T Value, string Help);

/// <summary>One of some words, or a list of them.</summary>
/// <param name="path">Dotted key.</param>
/// <param name="what">What the words are, for messages.</param>
/// <param name="choices">The words.</param>
/// <param name="help">What it means, in one sentence.</param>
/// <param name="isList">Whether a list of words can be given as well as a single one.</param>
internal class WordKey<T>(string path, string what, IReadOnlyList<StudyWord<T>> choices, string help, bool isList = false) : StudyKey(path, help)
{
    private readonly StudyWord<T>? value;

    /// <summary>What the words are, for messages.</summary>
    public string What { get; } = what;

    /// <summary>The words.</summary>
    public IReadOnlyList<StudyWord<T>> Choices { get; } = choices;

    /// <summary>How a long choice is said for people; null lists the words.</summary>
    public string? AllowedText { get; init; }

    /// <summary>The default; throws <see cref="InvalidOperationException"/> where there is none.</summary>
    public T Otherwise
    {
        get => value is null ? throw new InvalidOperationException($"'{Path}' has no default") : value.Value;
        init
        {
            this.value = Choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value));
            DefaultText = $"`{this.value.Word}`";
        }
    }

    /// <summary>The word that stands for a value.</summary>
    public string WordOf(T value) => Choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Word;

    public override string Kind => isList ? "word or list" : "word";

    public override string Allowed => AllowedText ?? (isList ? "one or a list of " : "") + string.Join(", ", Choices.Select(c => $"`{c.Word}`"));

    public override JsonNode? Default => value?.Word;

    public override IReadOnlyList<string> Words => [.. Choices.Select(c => c.Word)];

    protected override JsonObject Type()
    {
        JsonArray Words() => new([.. Choices.Select(c => (JsonNode)new JsonObject { ["const"] = c.Word, ["description"] = c.Help })]);
        if (!isList) return new JsonObject { ["anyOf"] = Words() };
        return new JsonObject { ["anyOf"] = new JsonArray([.. Words().Select(w => w!.DeepClone()), new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = Words() }, ["minItems"] = 1, ["uniqueItems"] = true }]) };
    }
}

/// <summary>A list; its items are declared below it.</summary>
internal sealed class ListKey(string path, string help, string? allowed = null) : StudyKey(path, help)
{
    /// <summary>Most items.</summary>
    public int? Longest { get; init; }

    /// <summary>The number of items, where it is fixed.</summary>
    public int? Length { get; init; }

    /// <summary>Whether a single item can stand without its list.</summary>
    public bool OneWillDo { get; init; }

    public override string Kind => "list";

    public override string Allowed => allowed ?? $"{(OneWillDo ? "one or a list of " : Length is { } length ? string.Create(CultureInfo.InvariantCulture, $"list of {length}, each ") : "list of ")}{Item.Allowed}";

    private StudyKey Item => Children.Single(key => key.IsPlaceholder);

    protected override JsonObject Type()
    {
        var list = new JsonObject { ["type"] = Length is null && !OneWillDo ? new JsonArray("array", "null") : "array", ["items"] = Item.Schema() };
        if ((Longest ?? Length) is { } longest) list["maxItems"] = longest;
        if (Length is { } length) list["minItems"] = length;
        return OneWillDo ? new JsonObject { ["anyOf"] = new JsonArray(list, Item.Schema()) } : list;
    }
}

/// <summary>A map whose keys are declared below it.</summary>
internal sealed class SectionKey(string path, string help) : StudyKey(path, help)
{
    /// <summary>Keys of which the map has exactly one.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    public override string Kind => "map";

    public override string Allowed => "map";

    protected override JsonObject Type()
    {
        var map = Map();
        // an item of a list or a named thing must say something
        if (IsPlaceholder) map["type"] = "object";
        if (ExactlyOneOf.Count > 0) map["oneOf"] = new JsonArray([.. ExactlyOneOf.Select(key => (JsonNode)new JsonObject { ["required"] = new JsonArray(key) })]);
        return map;
    }
}

/// <summary>A list or a text, or in its place a map whose keys are declared below it.</summary>
internal sealed class EitherKey(string path, string help, string allowed) : StudyKey(path, help)
{
    /// <summary>Most items of the list.</summary>
    public int? Longest { get; init; }

    /// <summary>Whether nothing may be written after the key.</summary>
    public bool MayBeLeftEmpty { get; init; }

    public override string Kind => Children.Any(key => key.IsPlaceholder) ? "list or map" : "text or map";

    public override string Allowed { get; } = allowed;

    protected override JsonObject Type()
    {
        var map = Map();
        map["type"] = "object";
        JsonObject other;
        if (Children.FirstOrDefault(key => key.IsPlaceholder) is { } item)
        {
            other = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
            if (Longest is { } longest) other["maxItems"] = longest;
            if (!MayBeLeftEmpty) other["minItems"] = 1;
        }
        else other = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        var either = new JsonArray(other, map);
        if (MayBeLeftEmpty) either.Add(new JsonObject { ["type"] = "null" });
        return new JsonObject { ["anyOf"] = either };
    }
}

/// <summary>A map from names to values.</summary>
/// <param name="path">Dotted key.</param>
/// <param name="help">What it means, in one sentence.</param>
/// <param name="allowed">What is allowed, for people.</param>
/// <param name="names">The possible names, each with the JSON Schema of its values; null where the study chooses the names and the values are declared below.</param>
internal sealed class NamesKey(string path, string help, string allowed, Func<IEnumerable<(string Name, JsonObject Schema)>>? names = null) : StudyKey(path, help)
{
    /// <summary>Regular expression of names that the study chooses.</summary>
    public string? Pattern { get; init; }

    /// <summary>Most names.</summary>
    public int? Most { get; init; }

    /// <summary>Whether names have dots in them, which end no part of a dotted key.</summary>
    public bool HasDottedNames { get; init; }

    public override string Kind => "map";

    public override string Allowed { get; } = allowed;

    protected override JsonObject Type()
    {
        var map = new JsonObject { ["type"] = new JsonArray("object", "null") };
        if (names is not null)
        {
            map["properties"] = new JsonObject(names().Select(n => KeyValuePair.Create(n.Name, (JsonNode?)n.Schema)));
            map["additionalProperties"] = false;
        }
        else map["additionalProperties"] = Children.Single(key => key.IsPlaceholder).Schema();
        if (Pattern is not null) map["propertyNames"] = new JsonObject { ["pattern"] = Pattern };
        if (Most is { } most) map["maxProperties"] = most;
        return map;
    }
}
