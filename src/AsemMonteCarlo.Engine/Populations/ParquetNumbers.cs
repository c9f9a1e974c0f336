using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using AsemMonteCarlo.Engine.Studies;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>Reads numbers from Parquet that anyone may have written: flat columns of whole or real numbers, with or without missing values.</summary>
internal static class ParquetNumbers
{
    private const long MaximumColumnBytes = 1L << 30;

    // both marks and the length of the metadata
    private const int FrameBytes = 12;

    /// <summary>Reads all rows.</summary>
    public static void Read(byte[] bytes, ITableCells cells)
    {
        if (Frame(bytes) is { } wrong)
        {
            cells.Report(ErrorKind.UnreadableParquet, wrong);
            return;
        }
        try
        {
            ReadAsync(bytes, cells).GetAwaiter().GetResult();
        }
        // the library answers damage with almost any exception; all mean the same to the user
        catch (Exception damage)
        {
            // of them only what was found here says anything to the user
            string found = damage is InvalidDataException ? $" ({Words.Shorten(damage.Message.TrimEnd('.'), 120)})" : "";
            cells.Report(ErrorKind.UnreadableParquet, $"the file is damaged or of a kind that is not read{found}; write it anew, or save it as CSV");
        }
    }

    // A Parquet file begins with "PAR1" and ends with its metadata, the length of the metadata in 4 little-endian bytes, and "PAR1".
    private static string? Frame(byte[] bytes)
    {
        var mark = "PAR1"u8;
        if (bytes.Length < FrameBytes || !bytes.AsSpan(0, 4).SequenceEqual(mark)) return "the file does not begin as a Parquet file does; files with the ending .parquet are read as Parquet";
        if (bytes.AsSpan(bytes.Length - 4).SequenceEqual("PARE"u8)) return "the file is encrypted; save it without encryption";
        if (!bytes.AsSpan(bytes.Length - 4).SequenceEqual(mark)) return "the file does not end as a Parquet file does, so it is damaged or incomplete";
        return MetadataLength(bytes) > bytes.Length - FrameBytes ? "the length of its metadata does not fit the file, so it is damaged" : null;
    }

    private static long MetadataLength(byte[] bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 8));

    private static ReadOnlySpan<byte> Metadata(byte[] bytes)
    {
        int length = (int)MetadataLength(bytes);
        return bytes.AsSpan(bytes.Length - 8 - length, length);
    }

    private static async Task ReadAsync(byte[] bytes, ITableCells cells)
    {
        ParquetPages.CheckMetadata(Metadata(bytes));
        var stream = new BoundedStream(bytes);
        await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: false).ConfigureAwait(false);
        if (reader.Schema.Fields.Count > CsvReader.MaximumFields) throw new InvalidDataException(CsvReader.TooMany);
        if (cells.Find([.. reader.Schema.Fields.Select(f => f.Name)], "") is not { } places) return;
        var fields = new DataField[places.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            if (reader.Schema.Fields[places[i]] is DataField { IsArray: false } field && Reader(field) is not null) fields[i] = field;
            else cells.Report(ErrorKind.WrongColumns, $"column {Words.Quote(cells.HeaderOf(i))} does not hold numbers; {cells.NameOf(i)} needs a column of whole or real numbers");
        }
        if (cells.HasErrors) return;
        long rows = 0;
        foreach (var group in reader.Metadata!.RowGroups)
        {
            if (group.NumRows is < 0 or > int.MaxValue) throw new InvalidDataException("a row group has an impossible number of rows");
            rows = checked(rows + group.NumRows);
        }
        if (rows != reader.Metadata.NumRows) throw new InvalidDataException("the row groups do not add up to the number of rows");
        if (rows > PopulationFile.MaximumRows)
        {
            cells.Report(ErrorKind.FileTooLarge, string.Create(CultureInfo.InvariantCulture, $"the file has {rows} rows; at most {PopulationFile.MaximumRows} are read"));
            return;
        }
        for (int g = 0, row = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var columns = new double?[fields.Length][];
            for (int i = 0; i < fields.Length; i++)
            {
                stream.End = Check(reader.Metadata.RowGroups[g], fields[i], bytes);
                columns[i] = await Reader(fields[i])!(group, fields[i]).ConfigureAwait(false);
            }
            for (int at = 0; at < columns[0].Length; at++)
            {
                row++;
                for (int i = 0; i < columns.Length; i++)
                {
                    if (columns[i][at] is { } value) cells.Add(i, row, value);
                    else cells.Add(i, row, double.NaN, "");
                }
            }
        }
    }

    // what the metadata claims is held against the file before anything is allocated by it
    private static int Check(RowGroup group, DataField field, byte[] file)
    {
        var column = group.Columns.Find(c => c.MetaData?.PathInSchema is [var name] && name == field.Name)?.MetaData ?? throw new InvalidDataException($"a row group lacks the column {Words.Quote(field.Name)}");
        // the library begins at the first place that is given
        long start = new[] { column.DataPageOffset, column.DictionaryPageOffset ?? 0, column.IndexPageOffset ?? 0 }.Where(place => place != 0).DefaultIfEmpty(0).Min();
        if (column.NumValues != group.NumRows || start < 4 || start >= file.Length) throw new InvalidDataException($"the metadata of the column {Words.Quote(field.Name)} does not fit the file");
        return ParquetPages.Check(file, (int)start, column.NumValues, MaximumColumnBytes);
    }

    private static Func<ParquetRowGroupReader, DataField, Task<double?[]>>? Reader(DataField field) => System.Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Double => Numbers<double>,
        TypeCode.Single => Numbers<float>,
        TypeCode.Int64 => Numbers<long>,
        TypeCode.Int32 => Numbers<int>,
        TypeCode.Int16 => Numbers<short>,
        TypeCode.SByte => Numbers<sbyte>,
        TypeCode.UInt64 => Numbers<ulong>,
        TypeCode.UInt32 => Numbers<uint>,
        TypeCode.UInt16 => Numbers<ushort>,
        TypeCode.Byte => Numbers<byte>,
        TypeCode.Decimal => Numbers<decimal>,
        _ => null,
    };

    private static async Task<double?[]> Numbers<T>(ParquetRowGroupReader group, DataField field)
        where T : struct, INumber<T>
    {
        int rows = checked((int)group.RowCount);
        if (field.IsNullable)
        {
            var nullable = new T?[rows];
            await group.ReadAsync<T>(field, nullable.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(nullable, v => v is { } value ? double.CreateChecked(value) : (double?)null);
        }
        var values = new T[rows];
        await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(values, v => (double?)double.CreateChecked(v));
    }
}
