using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// A 128-bit digest of the rows of one or more tables: the sum of the rows' hashes modulo 2¹²⁸. It depends on every
/// value, but not on the order of rows or columns, row groups, compression, host or time. It finds accidents, not attacks.
/// </summary>
/// <param name="Value">The sum.</param>
[JsonConverter(typeof(ContentDigestConverter))]
public readonly record struct ContentDigest(UInt128 Value)
{
    /// <summary>The digest of the rows of both.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other part.</param>
    public static ContentDigest operator +(ContentDigest left, ContentDigest right) => new(unchecked(left.Value + right.Value));

    /// <summary>Reads the text form.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ContentDigest Parse(string text) => text.Length == 32
        ? new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{text}' is not a content digest, which has 32 hexadecimal digits.");

    /// <summary>32 lower-case hexadecimal digits, most significant first.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>Writes content digests as hexadecimal text in JSON.</summary>
internal sealed class ContentDigestConverter : JsonConverter<ContentDigest>
{
    public override ContentDigest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return ContentDigest.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException("a digest is written in other digits", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, ContentDigest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
