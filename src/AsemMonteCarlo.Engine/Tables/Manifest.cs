using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// What a run is and what it wrote: the last file of a run folder, so a folder with a manifest is complete. Its
/// checksum covers the text of the file, so any later change shows.
/// </summary>
public sealed record Manifest
{
    /// <summary>Version of the layout of tables, metadata and manifest that this program writes and reads.</summary>
    public const int CurrentTableSchemaVersion = 1;

    /// <summary>Name of the file in a run folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Version of the layout of tables, metadata and manifest.</summary>
    public int TableSchemaVersion { get; init; } = CurrentTableSchemaVersion;

    /// <summary>Version of the program.</summary>
    public required string AsemVersion { get; init; }

    /// <summary>Version of the model.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Hash of the registry of parameters, states and outcomes.</summary>
    public required string RegistryHash { get; init; }

    /// <summary>Seed of all random streams.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Of whom intervals speak.</summary>
    public string SpeaksOf { get; init; } = "";

    /// <summary>The part of the study's couples, <c>i/n</c>; <c>1/1</c> for all.</summary>
    public string Shard { get; init; } = "1/1";

    /// <summary>The resolved study, with every default filled in.</summary>
    public required JsonNode Study { get; init; }

    /// <summary>Reproducible counts: points, dyads, dyad_days, and <c>rows.NAME</c> for each table (added on completion).</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    /// <summary>The tables in ordinal order of their names (set on completion).</summary>
    public IReadOnlyList<WrittenTable> Tables { get; init; } = [];

    /// <summary>
    /// Sum of the tables' content digests (set on completion). The table of columns is left out: a reworded description must
    /// not look like a changed result.
    /// </summary>
    public ContentDigest Digest { get; init; }

    /// <summary>Whatever differs between two runs of the same study, such as wall time and host. In no digest, and nowhere else.</summary>
    public JsonObject Run { get; init; } = [];

    /// <summary>SHA-256 of the text of the file with this value empty (set on saving).</summary>
    public string Checksum { get; init; } = "";

    private static readonly JsonSerializerOptions Indented = new(TableFormat.Json) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes the manifest durably.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The manifest with its checksum.</returns>
    /// <exception cref="TableException">The file cannot be written.</exception>
    public Manifest Save(string path)
    {
        var signed = this with { Checksum = ComputeChecksum() };
        DurableFile.Write(path, signed.ToText());
        return signed;
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TableException">The file is missing, malformed, of another version, or was changed after the run.</exception>
    public static Manifest Load(string path)
    {
        var manifest = Read(path, out bool intact);
        return intact ? manifest : throw new TableException(ErrorKind.DamagedManifest, Changed(path));
    }

    /// <summary>Reads a manifest that may have been changed.</summary>
    internal static Manifest Read(string path, out bool intact)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableException(ErrorKind.NoRun, $"There is no '{path}': the run did not finish, or this is not a run folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new TableException(e is DecoderFallbackException ? ErrorKind.DamagedManifest : ErrorKind.Of(e), $"Cannot read '{path}': {e.Message}", e);
        }

        try
        {
            RequireVersion(path, text);
            var manifest = JsonSerializer.Deserialize<Manifest>(text, Indented) ?? throw new JsonException("it is null");
            if (manifest.Study is not JsonObject) throw new JsonException("its 'study' is no object");
            intact = manifest.ToText() == text && manifest.ComputeChecksum() == manifest.Checksum;
            return manifest;
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is { } line ? $", line {line + 1}, byte {e.BytePositionInLine + 1}" : "";
            throw new TableException(ErrorKind.DamagedManifest, $"'{path}'{place} is not a manifest: {Said(e)}", e);
        }
    }

    // what the library says of values names types of the runtime
    private static string Said(JsonException e) => e.Message.Contains("System.", StringComparison.Ordinal) ? "a value there is of another kind than a manifest has" : Studies.Words.Shorten(e.Message, 200);

    internal static string Changed(string path) => $"'{path}' was changed after the run: its checksum does not fit its text.";

    private static void RequireVersion(string path, string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("table_schema_version", out var version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number))
            throw new TableException(ErrorKind.DamagedManifest, $"'{path}' is not a manifest: it has no whole number 'table_schema_version'.");
        if (number != CurrentTableSchemaVersion)
            throw new TableException(ErrorKind.OtherFormat, $"'{path}' has table_schema_version {number}, and this asem reads version {CurrentTableSchemaVersion}.");
    }

    private string ToText() => JsonSerializer.Serialize(this, Indented) + "\n";

    private string ComputeChecksum() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((this with { Checksum = "" }).ToText())));
}
