using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Cli;

/// <summary>JSON as verbs print it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    /// <summary>A document for people and programs, ended by a line break.</summary>
    public static string Indented(JsonNode node) => node.ToJsonString(indented) + "\n";

    /// <summary>A number, or null where it is none.</summary>
    public static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;
}
