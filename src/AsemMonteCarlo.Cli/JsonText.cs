using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Cli;

/// <summary>JSON as verbs print it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    // escapes for browsers would be wrong in YAML, which reads JSON but joins no surrogates
    private static readonly JsonSerializerOptions plain = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A study as a file that is JSON and YAML at once.</summary>
    public static string Study(JsonNode study) => study.ToJsonString(plain) + "\n";

    /// <summary>A document for people and programs, ended by a line break.</summary>
    public static string Indented(JsonNode node) => node.ToJsonString(indented) + "\n";

    /// <summary>A number, or null where it is none.</summary>
    public static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;
}
