using System.Globalization;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A stored value that is not the one simulated.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Point">Number of the design point.</param>
/// <param name="Dyad">Number of the couple.</param>
/// <param name="Person">Which of the two.</param>
/// <param name="Day">The day.</param>
/// <param name="Simulated">The value simulated.</param>
/// <param name="Stored">The value stored.</param>
internal sealed record RowDifference(string Column, long Point, long Dyad, string Person, long Day, string Simulated, string Stored)
{
    /// <summary>What differs, without the couple.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"column '{Column}' of {Person}, day {Day}, is {Simulated} and stored as {Stored}");
}

/// <summary>Compares rows of single couples that a run stored with rows that were simulated, bit by bit.</summary>
internal static class RowComparison
{
    private const string Point = "point", Dyad = "dyad", Person = "person", Day = "day";

    /// <summary>Reads a stored table once and compares the rows of the couples at the design points that are expected.</summary>
    /// <param name="file">The table, whose rows are told apart by point, dyad, person and day.</param>
    /// <param name="expected">The rows expected, with the columns that are compared; NaN stands for a missing value.</param>
    /// <param name="most">Most differences that are listed, the first of the table.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>How many stored rows there are of these couples at these points, expected or not, and what differs.</returns>
    /// <exception cref="TableException">The table is damaged, or has a row of them that is not expected.</exception>
    public static async Task<(long Found, IReadOnlyList<RowDifference> Differences)> CompareAsync(string file, IReadOnlyList<TableBatch> expected, int most, CancellationToken cancellation = default)
    {
        await using var reader = await TableReader.OpenAsync(file, cancellation).ConfigureAwait(false);
        var known = new Dictionary<(long Point, long Dyad), Dictionary<(string Person, long Day), (TableBatch Batch, int Row)>>();
        foreach (var batch in expected)
        {
            long[] points = batch.Values<long>(Point), dyads = batch.Values<long>(Dyad), days = batch.Values<long>(Day);
            string[] persons = batch.Values<string>(Person);
            for (int row = 0; row < batch.Rows; row++)
            {
                if (!known.TryGetValue((points[row], dyads[row]), out var couple)) known.Add((points[row], dyads[row]), couple = []);
                couple.Add((persons[row], days[row]), (batch, row));
            }
        }

        var differences = new List<RowDifference>();
        long found = 0;
        for (int group = 0; group < reader.RowGroups; group++)
        {
            async Task<Array> Column(string name) => await reader.ReadColumnAsync(group, PlaceOf(reader, file, name), cancellation).ConfigureAwait(false);
            var points = (long[])await Column(Point).ConfigureAwait(false);
            var dyads = (long[])await Column(Dyad).ConfigureAwait(false);
            int[] rows = [.. Enumerable.Range(0, points.Length).Where(row => known.ContainsKey((points[row], dyads[row])))];
            if (rows.Length == 0) continue;
            found += rows.Length;
            var persons = (string[])await Column(Person).ConfigureAwait(false);
            var days = (long[])await Column(Day).ConfigureAwait(false);
            var same = rows.Select(row => known[(points[row], dyads[row])].TryGetValue((persons[row], days[row]), out var at) ? at
                : throw new TableException(ErrorKind.ReplayDiffers, string.Create(CultureInfo.InvariantCulture, $"'{file}' has a row of {persons[row]} of couple {dyads[row]} at design point {points[row]}, day {days[row]}, which its study does not store."))).ToArray();
            foreach (var (c, column) in expected[0].Schema.Columns.Index())
            {
                var stored = await Column(column.Name).ConfigureAwait(false);
                foreach (var (i, row) in rows.Index())
                {
                    object? was = stored.GetValue(row), now = same[i].Batch.Columns[c].GetValue(same[i].Row);
                    if (differences.Count < most && !IsSame(now, was)) differences.Add(new RowDifference(column.Name, points[row], dyads[row], persons[row], days[row], Text(now), Text(was)));
                }
            }
        }
        return (found, differences);
    }

    private static int PlaceOf(TableReader reader, string file, string name)
    {
        for (int c = 0; c < reader.Schema.Columns.Count; c++)
            if (reader.Schema.Columns[c].Name == name) return c;
        throw new TableException(ErrorKind.OtherColumns, $"'{file}' has no column '{name}'.");
    }

    // bits, so that −0 is not 0
    private static bool IsSame(object? now, object? was) => (now, was) switch
    {
        (float.NaN or double.NaN, null) => true,
        (float a, float b) => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b),
        (double a, double b) => BitConverter.DoubleToUInt64Bits(a) == BitConverter.DoubleToUInt64Bits(b),
        _ => Equals(now, was),
    };

    private static string Text(object? value) => value switch
    {
        null or float.NaN or double.NaN => "missing",
        float or double => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
