using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// Hashes rows for the content digest. A row is a fixed number of bytes: the XXH128 of the schema (table name, then
/// name and type of each column in ordinal order of names, each ended by a zero byte; 16 bytes), then per column in the
/// same order a marker (0 missing, 1 present) and the value: bits in 8 little-endian bytes, or for Text the
/// XXH128 of its UTF-8 bytes (16 bytes), or zeros when missing. The row's hash is the XXH128 of these bytes.
/// XXH128 values are stored with the most significant byte first, as their canonical form prescribes.
/// </summary>
internal sealed class RowHasher
{
    private const int BlockRows = 64;

    private readonly int[] order;
    private readonly int[] offsets;
    private readonly ColumnType[] types;
    private readonly int stride;
    private readonly byte[] block;
    private UInt128 sum;

    public RowHasher(TableSchema schema)
    {
        order = [.. Enumerable.Range(0, schema.Columns.Count).OrderBy(c => schema.Columns[c].Name, StringComparer.Ordinal)];
        types = [.. schema.Columns.Select(column => column.Type)];
        offsets = new int[order.Length];
        var description = new StringBuilder(schema.Name).Append('\0');
        stride = 16;
        foreach (int c in order)
        {
            offsets[c] = stride;
            stride += 1 + (types[c] == ColumnType.Text ? 16 : 8);
            description.Append(schema.Columns[c].Name).Append('\0').Append((char)types[c]).Append('\0');
        }

        block = new byte[BlockRows * stride];
        byte[] prefix = XxHash128.Hash(Encoding.UTF8.GetBytes(description.ToString()));
        for (int row = 0; row < BlockRows; row++) prefix.CopyTo(block, row * stride);
    }

    public ContentDigest Digest => new(sum);

    /// <summary>Adds the first rows of the arrays, which hold what a <see cref="TableBatch"/> holds.</summary>
    public void Add(IReadOnlyList<Array> columns, int rows)
    {
        for (int start = 0; start < rows; start += BlockRows)
        {
            int count = Math.Min(BlockRows, rows - start);
            for (int c = 0; c < types.Length; c++) Fill(columns[c], start, count, offsets[c]);
            for (int row = 0; row < count; row++)
                unchecked { sum += XxHash128.HashToUInt128(block.AsSpan(row * stride, stride)); }
        }
    }

    private void Fill(Array column, int start, int count, int offset)
    {
        switch (column)
        {
            case string?[] texts:
                for (int i = 0; i < count; i++) PutText(i * stride + offset, texts[start + i]);
                break;
            case long[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, (ulong)values[start + i]);
                break;
            case double[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, BitConverter.DoubleToUInt64Bits(values[start + i]));
                break;
            case float[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, BitConverter.SingleToUInt32Bits(values[start + i]));
                break;
            case bool[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, values[start + i] ? 1UL : 0);
                break;
            case long?[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, values[start + i] is { } value ? (ulong)value : null);
                break;
            case double?[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, values[start + i] is { } value ? BitConverter.DoubleToUInt64Bits(value) : null);
                break;
            case float?[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, values[start + i] is { } value ? BitConverter.SingleToUInt32Bits(value) : null);
                break;
            case bool?[] values:
                for (int i = 0; i < count; i++) Put(i * stride + offset, values[start + i] is { } value ? (value ? 1UL : 0) : null);
                break;
            default:
                throw new TableException(ErrorKind.Bug, $"A column is a {column.GetType().Name}, which no table holds.");
        }
    }

    private void Put(int at, ulong? bits)
    {
        block[at] = bits.HasValue ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(at + 1), bits.GetValueOrDefault());
    }

    private void PutText(int at, string? text)
    {
        block[at] = text is null ? (byte)0 : (byte)1;
        var slot = block.AsSpan(at + 1, 16);
        slot.Clear();
        if (text is null) return;
        int length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        XxHash128.Hash(bytes[..Encoding.UTF8.GetBytes(text, bytes)], slot);
    }
}
