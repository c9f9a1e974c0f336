using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// A checksum that a Parquet file carries in its own metadata: the XXH128 of all bytes of the file, with the 32 digits of
/// the checksum itself taken as zeros. It is compared before the Parquet library sees the file, because that library's
/// unmanaged decoding of damaged pages has been seen to end the process, and damage in its pages can go unnoticed.
/// </summary>
internal static class FileSeal
{
    /// <summary>Metadata key.</summary>
    public const string Key = "asem.seal";

    /// <summary>Metadata value to write first; <see cref="Stamp"/> replaces its digits.</summary>
    public const string Placeholder = Prefix + "00000000000000000000000000000000";

    private const string Prefix = "xxh128:";
    private const int Digits = 32;

    // Key and value as Thrift's compact protocol stores them: 0x18 is "next field, text", then the length of the text.
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes($"{Key}\u0018{(char)Placeholder.Length}{Prefix}");

    /// <summary>Seals a finished file that was written with the placeholder.</summary>
    /// <exception cref="TableException">The file has no placeholder.</exception>
    public static void Stamp(FileStream file, CancellationToken cancellation)
    {
        long at = Find(file);
        byte[] digits = Checksum(file, at, cancellation);
        file.Position = at;
        file.Write(digits);
        file.Flush();
    }

    /// <summary>Checks a file against its seal.</summary>
    /// <exception cref="TableException">The file has no seal, or any byte of it changed.</exception>
    public static void Check(FileStream file, CancellationToken cancellation)
    {
        long at = Find(file);
        byte[] digits = new byte[Digits];
        file.Position = at;
        file.ReadExactly(digits);
        if (!digits.AsSpan().SequenceEqual(Checksum(file, at, cancellation))) throw new TableException(ErrorKind.DamagedTable, "its bytes do not fit its seal, so it was damaged after it was written");
        file.Position = 0;
    }

    private static long Find(FileStream file)
    {
        // A Parquet file ends with its metadata, the length of the metadata in 4 little-endian bytes, and "PAR1".
        byte[] end = new byte[8];
        if (file.Length < end.Length) throw new TableException(ErrorKind.DamagedTable, "it is too short for a table");
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (!end.AsSpan(4).SequenceEqual("PAR1"u8) || length > file.Length - end.Length) throw new TableException(ErrorKind.DamagedTable, "it does not end as a Parquet file does");
        byte[] metadata = new byte[length];
        file.Position = file.Length - end.Length - length;
        file.ReadExactly(metadata);
        int mark = metadata.AsSpan().IndexOf(Mark);
        if (mark < 0 || mark + Mark.Length + Digits > length) throw new TableException(ErrorKind.ForeignTable, $"it has no seal '{Key}' in its metadata, so asem did not write it");
        return file.Length - end.Length - length + mark + Mark.Length;
    }

    private static byte[] Checksum(FileStream file, long sealAt, CancellationToken cancellation)
    {
        var hash = new XxHash128();
        byte[] buffer = new byte[1 << 18];
        file.Position = 0;
        int count;
        for (long at = 0; (count = file.Read(buffer)) > 0; at += count)
        {
            cancellation.ThrowIfCancellationRequested();
            long from = Math.Clamp(sealAt - at, 0, count), to = Math.Clamp(sealAt + Digits - at, 0, count);
            buffer.AsSpan((int)from, (int)(to - from)).Fill((byte)'0');
            hash.Append(buffer.AsSpan(0, count));
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
