using System.Globalization;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Something in which two runs differ.</summary>
/// <param name="What">The key of the study, or what else differs, in words.</param>
/// <param name="First">Its value in the first run; null where it has none.</param>
/// <param name="Second">Its value in the second run; null where it has none.</param>
public sealed record DifferentValue(string What, JsonNode? First, JsonNode? Second);

/// <summary>Differences of two studies, key by key.</summary>
internal static class StudyDifference
{
    /// <summary>Lists the keys whose values differ, such as <c>timeline[2].rate</c>.</summary>
    /// <param name="first">The first study, or a part of it.</param>
    /// <param name="second">The second.</param>
    /// <param name="key">What is compared; empty for whole studies.</param>
    public static IEnumerable<DifferentValue> Between(JsonNode? first, JsonNode? second, string key = "")
    {
        if (JsonNode.DeepEquals(first, second)) return [];
        if (first is JsonObject a && second is JsonObject b)
            return a.Select(p => p.Key).Union(b.Select(p => p.Key)).SelectMany(name => Between(a[name], b[name], key.Length == 0 ? name : $"{key}.{name}"));
        if (first is JsonArray one && second is JsonArray other && one.Count == other.Count && one.Concat(other).All(item => item is JsonObject))
            return Enumerable.Range(0, one.Count).SelectMany(i => Between(one[i], other[i], string.Create(CultureInfo.InvariantCulture, $"{key}[{i + 1}]")));
        return [new DifferentValue(key, first?.DeepClone(), second?.DeepClone())];
    }

    /// <summary>The first difference in words, or null.</summary>
    /// <param name="actual">What is there.</param>
    /// <param name="expected">What should be.</param>
    public static string? Sentence(JsonNode? actual, JsonNode? expected) => Between(actual, expected).FirstOrDefault() is var (what, was, should)
        ? $"its '{what}' is {Words.Shorten(was?.ToJsonString() ?? "missing")} instead of {Words.Shorten(should?.ToJsonString() ?? "missing")}"
        : null;

    /// <summary>A study as it is written, whatever its layout and comments; null where it is no YAML.</summary>
    public static JsonNode? Written(string text) => StudyTree.Parse(text, new StudyProblems("")) is { } root ? Node(root) : null;

    private static JsonNode? Node(StudyNode node) => node.Kind switch
    {
        StudyNodeKind.Map => new JsonObject(node.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Node(e.Value)))),
        StudyNodeKind.List => new JsonArray([.. node.Items.Select(Node)]),
        _ when node.IsNull => null,
        _ when !node.IsQuoted && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        _ => node.Text,
    };
}
