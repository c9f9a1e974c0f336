using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Differences;

/// <summary>Something in which two runs differ.</summary>
/// <param name="What">The key of the study, or what else differs, in words.</param>
/// <param name="First">Its value in the first run; null where it has none.</param>
/// <param name="Second">Its value in the second run; null where it has none.</param>
public sealed record DifferentValue(string What, JsonNode? First, JsonNode? Second);

/// <summary>What differs between the manifests of two runs: versions, declarations, precision, and every key of the study.</summary>
internal static class StudyDifferences
{
    private const int HashDigits = 12;

    /// <summary>Lists the differences; none where both ran the same study on the same versions.</summary>
    /// <param name="first">Manifest of the first run.</param>
    /// <param name="second">Manifest of the second, of the same kind of study.</param>
    public static IReadOnlyList<DifferentValue> Of(Manifest first, Manifest second)
    {
        var list = new List<DifferentValue>();
        Add(list, "version of the program", first.AsemVersion, second.AsemVersion);
        Add(list, "version of the model", first.ModelVersion, second.ModelVersion);
        Add(list, "hash of the model's parameters, equations and outcomes", Hash(first), Hash(second));
        Add(list, "precision", Precision(first), Precision(second));
        if (ExperimentFolder.WhatIn(first) is null)
        {
            Add(list, "", first.Study, second.Study);
            return list;
        }
        Add(list, "seed", first.Seed, second.Seed);
        // comments and layout are no difference
        Add(list, "", Written(first), Written(second));
        Add(list, "settings of the command line", first.Study["set"], second.Study["set"]);
        Add(list, "points of each design", first.Study["points"], second.Study["points"]);
        return list;
    }

    /// <summary>The precision of a run, in a word.</summary>
    public static string Precision(Manifest manifest) => StudyRun.IsDouble(manifest) ? "double" : "single";

    private static string Hash(Manifest manifest) => manifest.RegistryHash[..Math.Min(HashDigits, manifest.RegistryHash.Length)];

    private static void Add(List<DifferentValue> list, string what, JsonNode? first, JsonNode? second)
    {
        if (JsonNode.DeepEquals(first, second)) return;
        if (first is JsonObject a && second is JsonObject b)
        {
            foreach (string name in a.Select(p => p.Key).Union(b.Select(p => p.Key))) Add(list, what.Length == 0 ? name : $"{what}.{name}", a[name], b[name]);
        }
        else if (first is JsonArray one && second is JsonArray other && one.Count == other.Count && one.Concat(other).All(item => item is JsonObject))
        {
            for (int i = 0; i < one.Count; i++) Add(list, string.Create(CultureInfo.InvariantCulture, $"{what}, entry {i + 1}"), one[i], other[i]);
        }
        else
        {
            list.Add(new DifferentValue(what, first?.DeepClone(), second?.DeepClone()));
        }
    }

    private static JsonNode? Written(Manifest manifest) => manifest.Study["text"] is { } text && StudyTree.Parse((string)text!, new StudyProblems("")) is { } root ? Node(root) : null;

    private static JsonNode? Node(StudyNode node) => node.Kind switch
    {
        StudyNodeKind.Map => new JsonObject(node.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Node(e.Value)))),
        StudyNodeKind.List => new JsonArray([.. node.Items.Select(Node)]),
        _ when node.IsNull => null,
        _ when !node.IsQuoted && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        _ => node.Text,
    };
}
