using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>The sums of a part of a study as a table, exactly, so that parts add up to the bits of the whole.</summary>
internal static class ShardTable
{
    /// <summary>Rows of a row group: few, since sums are written and read while a study runs, whose memory they share.</summary>
    public const int RowGroupRows = 1 << 14;


    private static readonly string[] totals = ["numerator", "denominator", "numerator_square", "denominator_square", "product"];

    /// <summary>The schema.</summary>
    public static TableSchema Schema { get; } = new("sums", "Exact sums of a part of a study, for asem merge and for going on with a run; those that are zero are left out.",
    [
        Whole("part", "Which list of sums."), Whole("place", "Place in the list."), Whole("units", "Independent units that contributed."),
        .. totals.SelectMany(t => new[] { Whole(t + "_high", $"Upper 64 bits of the {t.Replace('_', ' ')} in units of 2⁻⁴⁰."), Whole(t + "_low", $"Lower 64 bits of the {t.Replace('_', ' ')} in units of 2⁻⁴⁰.") }),
    ], ["part", "place"]);

    /// <summary>Writes the sums into a table of a run folder.</summary>
    public static async Task WriteAsync(RunFolder folder, StudySums sums, CancellationToken cancellation)
    {
        await using var writer = await folder.OpenTableAsync(Schema, RowGroupRows, cancellation).ConfigureAwait(false);
        await AppendAsync(writer, sums, cancellation).ConfigureAwait(false);
        await writer.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Appends the sums to a table.</summary>
    public static async Task AppendAsync(TableWriter writer, StudySums sums, CancellationToken cancellation)
    {
        var columns = Schema.Columns.Select(_ => new long[RowGroupRows]).ToArray();
        int rows = 0;
        foreach (var (part, list) in sums.Sums.Index())
        {
            for (int place = 0; place < list.Length; place++)
            {
                if (list[place].Units == 0) continue;
                Fill(columns, rows++, part, place, list[place]);
                if (rows < RowGroupRows) continue;
                await writer.AppendAsync(new TableBatch(Schema, rows, columns), cancellation).ConfigureAwait(false);
                rows = 0;
            }
        }
        if (rows > 0) await writer.AppendAsync(new TableBatch(Schema, rows, columns), cancellation).ConfigureAwait(false);
    }

    /// <summary>Adds the sums of a part.</summary>
    /// <exception cref="TableException">The file is damaged, or its sums are not those of the study.</exception>
    public static async Task AddAsync(string path, StudySums sums, CancellationToken cancellation)
    {
        await using var reader = await TableReader.OpenAsync(path, cancellation).ConfigureAwait(false);
        if (!reader.Schema.HasColumnsOf(Schema)) throw new TableException(ErrorKind.OtherColumns, $"'{path}' is not a table of sums of this version.");
        var lists = sums.Sums.ToList();
        await foreach (var batch in reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            long[][] columns = [.. batch.Columns.Cast<long[]>()];
            for (int row = 0; row < batch.Rows; row++)
            {
                long part = columns[0][row], place = columns[1][row];
                if (part < 0 || part >= lists.Count || place < 0 || place >= lists[(int)part].Length) throw new TableException(ErrorKind.OtherColumns, $"'{path}' has sums that the study does not have.");
                lists[(int)part][place].Add(Read(columns, row));
            }
        }
    }

    private static void Fill(long[][] columns, int row, int part, int place, in RatioSums sums)
    {
        Span<Int128> exact = stackalloc Int128[RatioSums.TotalCount];
        sums.CopyTotals(exact);
        columns[0][row] = part;
        columns[1][row] = place;
        columns[2][row] = sums.Units;
        for (int i = 0; i < exact.Length; i++)
        {
            columns[3 + 2 * i][row] = (long)(exact[i] >> 64);
            columns[4 + 2 * i][row] = unchecked((long)(ulong)(UInt128)exact[i]);
        }
    }

    private static RatioSums Read(long[][] columns, int row)
    {
        Span<Int128> exact = stackalloc Int128[RatioSums.TotalCount];
        for (int i = 0; i < exact.Length; i++) exact[i] = new Int128(unchecked((ulong)columns[3 + 2 * i][row]), unchecked((ulong)columns[4 + 2 * i][row]));
        return RatioSums.FromTotals(columns[2][row], exact);
    }

    private static Column Whole(string name, string meaning) => new(name, ColumnType.Integer, false, "1", "", meaning, "computed by the engine");
}
