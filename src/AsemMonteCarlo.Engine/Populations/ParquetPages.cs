using System.IO.Hashing;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>
/// Walks through the structure of a Parquet file that nobody vouches for, before the Parquet library sees it: that library
/// follows wrong sizes into loops without end, and nesting until the stack ends the process.
/// </summary>
internal static class ParquetPages
{
    private const int MaximumDepth = 64;

    // Thrift's compact protocol
    private const int Stop = 0, True = 1, False = 2, Byte = 3, Short = 4, Whole = 5, Long = 6, Real = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;

    private enum PageKind
    {
        Data = 0,
        Dictionary = 2,
        DataV2 = 3,
    }

    /// <summary>Checks that a file's metadata is one struct, nested no deeper than any real one, whose fields have the types that Parquet gives them.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void CheckMetadata(ReadOnlySpan<byte> metadata)
    {
        int at = 0;
        CheckStruct(metadata, ref at, ParquetShape.File, 0);
    }

    private static void CheckStruct(ReadOnlySpan<byte> bytes, ref int at, ParquetShape shape, int depth)
    {
        int number = 0;
        while (Field(bytes, ref at, ref number, out int type))
        {
            if (number is < 1 or > short.MaxValue) throw new InvalidDataException("its metadata is malformed");
            if (shape.Field(number) is not var (expected, item, of))
            {
                Skip(bytes, ref at, type, depth + 1);
                continue;
            }
            if ((type == False ? True : type) != (int)expected) throw new InvalidDataException("its metadata is malformed");
            if (of is not null && expected == ThriftType.Struct) CheckStruct(bytes, ref at, of, depth + 1);
            else if (expected == ThriftType.List)
            {
                byte head = Take(bytes, ref at);
                ulong items = head >> 4 == 15 ? Varint(bytes, ref at) : (ulong)(head >> 4);
                if (items > 0 && (head & 0xF) != (int)item || items > int.MaxValue) throw new InvalidDataException("its metadata is malformed");
                for (ulong i = 0; i < items; i++)
                {
                    if (of is null) SkipItem(bytes, ref at, (int)item, depth + 1);
                    else CheckStruct(bytes, ref at, of, depth + 1);
                }
            }
            else Skip(bytes, ref at, type, depth + 1);
        }
    }

    /// <summary>Checks the pages of a column: their sizes, the number of their values, and their checksums where they have any.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Place of the first page.</param>
    /// <param name="values">Values that the column is to have.</param>
    /// <param name="maximumBytes">Bytes that the column may have when decompressed.</param>
    /// <returns>The place behind the last page.</returns>
    /// <exception cref="InvalidDataException">The pages are not what the column is to have.</exception>
    public static int Check(ReadOnlySpan<byte> file, int start, long values, long maximumBytes)
    {
        int at = start;
        long found = 0, unpacked = 0;
        while (found < values)
        {
            var (kind, uncompressed, compressed, checksum, count) = Header(file, ref at);
            unpacked += uncompressed;
            if (compressed < 0 || compressed > file.Length - at || uncompressed < 0 || unpacked > maximumBytes || count < 0) throw new InvalidDataException("a page has an impossible size");
            if (kind == PageKind.Dictionary && count > uncompressed) throw new InvalidDataException("a dictionary has more values than bytes");
            if (checksum is { } expected && expected != unchecked((int)Crc32.HashToUInt32(file.Slice(at, compressed)))) throw new InvalidDataException("a page does not fit its checksum");
            if (kind is PageKind.Data or PageKind.DataV2) found += count;
            else if (kind != PageKind.Dictionary) throw new InvalidDataException("a page is of a kind that is not read");
            at += compressed;
        }
        return found == values ? at : throw new InvalidDataException("the pages of a column have more values than it has rows");
    }

    private static (PageKind Kind, int Uncompressed, int Compressed, int? Checksum, int Values) Header(ReadOnlySpan<byte> file, ref int at)
    {
        int kind = -1, uncompressed = -1, compressed = -1, values = -1;
        int? checksum = null;
        int field = 0;
        while (Field(file, ref at, ref field, out int type))
        {
            switch (field, type)
            {
                case (1, Whole):
                    kind = Number(file, ref at);
                    break;
                case (2, Whole):
                    uncompressed = Number(file, ref at);
                    break;
                case (3, Whole):
                    compressed = Number(file, ref at);
                    break;
                case (4, Whole):
                    checksum = Number(file, ref at);
                    break;
                // the headers of data, dictionary and data of version 2 all begin with the number of values
                case (5 or 7 or 8, Struct):
                    int inner = 0;
                    while (Field(file, ref at, ref inner, out int innerType))
                    {
                        if (inner == 1 && innerType == Whole) values = Number(file, ref at);
                        else Skip(file, ref at, innerType, 1);
                    }
                    break;
                default:
                    Skip(file, ref at, type, 1);
                    break;
            }
        }
        return ((PageKind)kind, uncompressed, compressed, checksum, values);
    }

    private static bool Field(ReadOnlySpan<byte> bytes, ref int at, ref int field, out int type)
    {
        byte header = Take(bytes, ref at);
        type = header & 0xF;
        if (header == Stop) return false;
        // the library takes only a byte of zeros for the end
        if (type == Stop) throw new InvalidDataException("its metadata is malformed");
        field = header >> 4 == 0 ? Number(bytes, ref at) : field + (header >> 4);
        return true;
    }

    private static void Skip(ReadOnlySpan<byte> bytes, ref int at, int type, int depth)
    {
        if (depth > MaximumDepth) throw new InvalidDataException("its metadata is nested too deep");
        switch (type)
        {
            case True or False:
                break;
            case Byte:
                Take(bytes, ref at);
                break;
            case Short or Whole or Long:
                Varint(bytes, ref at);
                break;
            case Real:
                Advance(bytes, ref at, sizeof(double));
                break;
            case Binary:
                Advance(bytes, ref at, Varint(bytes, ref at));
                break;
            case List or Set:
                byte head = Take(bytes, ref at);
                ulong items = head >> 4 == 15 ? Varint(bytes, ref at) : (ulong)(head >> 4);
                for (ulong i = 0; i < items; i++) SkipItem(bytes, ref at, head & 0xF, depth + 1);
                break;
            case Map:
                ulong pairs = Varint(bytes, ref at);
                byte types = pairs == 0 ? (byte)0 : Take(bytes, ref at);
                for (ulong i = 0; i < pairs; i++)
                {
                    SkipItem(bytes, ref at, types >> 4, depth + 1);
                    SkipItem(bytes, ref at, types & 0xF, depth + 1);
                }
                break;
            case Struct:
                int field = 0;
                while (Field(bytes, ref at, ref field, out int inner)) Skip(bytes, ref at, inner, depth + 1);
                break;
            default:
                throw new InvalidDataException("its metadata is malformed");
        }
    }

    // a flag takes a byte in a list and none in a struct, so every item takes at least one byte and lists end with the file
    private static void SkipItem(ReadOnlySpan<byte> bytes, ref int at, int type, int depth) => Skip(bytes, ref at, type is True or False ? Byte : type, depth);

    private static int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = Varint(bytes, ref at);
        return unchecked((int)(uint)(value >> 1) ^ -(int)(value & 1));
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Take(bytes, ref at);
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("its metadata is malformed");
    }

    private static byte Take(ReadOnlySpan<byte> bytes, ref int at) => at < bytes.Length ? bytes[at++] : throw new InvalidDataException("it ends within its metadata");

    private static void Advance(ReadOnlySpan<byte> bytes, ref int at, ulong count)
    {
        if (count > (ulong)(bytes.Length - at)) throw new InvalidDataException("it ends within its metadata");
        at += (int)count;
    }
}

/// <summary>The bytes of a file of which a part can be closed off: damaged values make the Parquet library read on behind a column.</summary>
/// <param name="bytes">The file.</param>
internal sealed class BoundedStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    /// <summary>Place at and behind which nothing may be read.</summary>
    public long End { get; set; } = bytes.Length;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        Check();
        return base.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        Check();
        return base.Read(buffer);
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Check();
        return base.ReadByte();
    }

    private void Check()
    {
        if (Position >= End) throw new InvalidDataException("a column has fewer values than rows");
    }
}
