using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parquet;
using Parquet.Schema;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>How a schema is stored in a Parquet file: physical fields, encodings and the key-value metadata that make the file explain itself.</summary>
internal static class TableFormat
{
    /// <summary>Metadata key of the JSON array of columns.</summary>
    public const string ColumnsKey = "asem.columns";

    /// <summary>Metadata key of the JSON object about the table.</summary>
    public const string TableKey = "asem.table";

    /// <summary>Ending of table files.</summary>
    public const string FileEnding = ".parquet";

    /// <summary>JSON as all our files have it: snake_case, plain letters outside ASCII, nothing unknown or twice.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private sealed record TableHeader(string Name, string Meaning, IReadOnlyList<string> Key, int TableSchemaVersion);

    public static Dictionary<string, string> Metadata(TableSchema schema, IReadOnlyDictionary<string, string>? more)
    {
        var metadata = new Dictionary<string, string>
        {
            [FileSeal.Key] = FileSeal.Placeholder,
            [TableKey] = JsonSerializer.Serialize(new TableHeader(schema.Name, schema.Meaning, schema.Key, Manifest.CurrentTableSchemaVersion), Json),
            [ColumnsKey] = JsonSerializer.Serialize(schema.Columns, Json),
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
            if (!metadata.TryAdd(key, value))
                throw new TableException(ErrorKind.Bug, $"The metadata key '{key}' of table '{schema.Name}' is written by the table itself and cannot be given.");
        return metadata;
    }

    /// <exception cref="TableException">The metadata is missing, malformed, or of a later version; the message does not name the file.</exception>
    public static TableSchema SchemaFrom(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(TableKey, out string? table) || !metadata.TryGetValue(ColumnsKey, out string? columns))
            throw new TableException(ErrorKind.ForeignTable, $"it has no metadata '{TableKey}' and '{ColumnsKey}', so it was not written by asem");
        try
        {
            var header = JsonSerializer.Deserialize<TableHeader>(table, Json) ?? throw new JsonException("null");
            if (header.TableSchemaVersion != Manifest.CurrentTableSchemaVersion)
                throw new TableException(ErrorKind.OtherFormat, $"it has table schema version {header.TableSchemaVersion}, and this asem reads version {Manifest.CurrentTableSchemaVersion}");
            return new TableSchema(header.Name, header.Meaning, JsonSerializer.Deserialize<Column[]>(columns, Json) ?? throw new JsonException("null"), header.Key);
        }
        catch (JsonException e)
        {
            throw new TableException(ErrorKind.DamagedTable, $"its metadata is malformed ({e.Message})", e);
        }
    }

    public static ParquetSchema PhysicalSchema(TableSchema schema) => new(schema.Columns.Select(
        column => new DataField(column.Name, TableBatch.ElementType(column, nullable: false), isNullable: column.Nullable)));

    public static ParquetOptions WriterOptions(TableSchema schema)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Fastest };
        foreach (var column in schema.Columns)
        {
            options.ColumnEncodingHints[column.Name] = column.Type switch
            {
                ColumnType.Text => EncodingHint.Dictionary,
                ColumnType.Real or ColumnType.Single => EncodingHint.ByteSplitStream,
                _ => EncodingHint.Default,
            };
        }

        return options;
    }
}
