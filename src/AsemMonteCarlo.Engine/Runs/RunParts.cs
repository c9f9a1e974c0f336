using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// What an unfinished run has committed: files <c>part-FIRST-END.TABLE.parquet</c> with the exact sums and the stored rows of the couples from
/// FIRST to before END. A range of couples counts as done only if its sums and, for every table of rows, files that cover it are whole; the sums are
/// written last. Sums of neighbours are put together now and then, so that the files of sums grow with the logarithm of the run. Not thread safe.
/// </summary>
internal sealed partial class RunParts
{
    /// <summary>Metadata key of the run that a part belongs to.</summary>
    public const string IdentityKey = "asem.unfinished";

    /// <summary>Metadata key of the couples of a part.</summary>
    public const string RangeKey = "asem.part";

    private readonly string folder, identity;
    private readonly Blocks? blocks;
    private readonly IReadOnlyList<TableSchema> rowTables;
    private readonly Dictionary<string, SortedSet<Range>> done;

    /// <summary>No parts.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="identity">What the parts of this run are marked with.</param>
    /// <param name="blocks">Blocks of the run, with which parts begin and end; null for looking only, at any.</param>
    /// <param name="rowTables">Tables of rows about couples.</param>
    public RunParts(string folder, string identity, Blocks? blocks, IReadOnlyList<TableSchema> rowTables)
    {
        (this.folder, this.identity, this.blocks, this.rowTables) = (folder, identity, blocks, rowTables);
        done = rowTables.Append(ShardTable.Schema).ToDictionary(table => table.Name, _ => new SortedSet<Range>());
    }

    /// <summary>Couples from First to before End.</summary>
    public readonly record struct Range(long First, long End) : IComparable<Range>
    {
        /// <summary>Number of couples.</summary>
        public long Count => End - First;

        /// <inheritdoc/>
        public int CompareTo(Range other) => First != other.First ? First.CompareTo(other.First) : other.End.CompareTo(End);

        /// <summary>Whether all couples of another range are in this one.</summary>
        public bool Contains(Range other) => First <= other.First && other.End <= End;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{End}");
    }

    /// <summary>Whether anything is committed.</summary>
    public bool Any => Sums.Count > 0;

    /// <summary>Couples whose results are committed.</summary>
    public long Dyads => Sums.Sum(range => range.Count);

    /// <summary>Blocks whose results are committed, as ranges.</summary>
    public IReadOnlyList<(long First, long End)> Known => [.. Sums.Select(range => (blocks!.BlockAt(range.First), blocks.BlockAt(range.End)))];

    private SortedSet<Range> Sums => done[ShardTable.Schema.Name];

    /// <summary>Whether a file of a run folder has the name of a part.</summary>
    public static bool IsPart(string file) => PartName().IsMatch(Path.GetFileName(file));

    /// <summary>Couples that parts seem to hold, by the names of files of sums alone.</summary>
    public static long DyadsNamed(string folder)
    {
        long count = 0, end = 0;
        foreach (var (range, _) in Named(folder).Where(part => part.Table == ShardTable.Schema.Name).OrderBy(part => part.Range))
        {
            count += Math.Max(0, range.End - Math.Max(range.First, end));
            end = Math.Max(end, range.End);
        }
        return count;
    }

    /// <summary>Reads every part through and keeps those that are whole and of this run.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>One sentence for each file that is not used although something was committed with it.</returns>
    public async Task<IReadOnlyList<string>> ScanAsync(CancellationToken cancellation)
    {
        var notes = new List<string>();
        foreach (var (range, table) in Named(folder))
        {
            if (await ProblemAsync(range, table, cancellation).ConfigureAwait(false) is { } problem) notes.Add($"'{FileOf(range, table)}' is not used, and its couples are computed anew: {problem}");
            else done[table].Add(range);
        }
        // sums that were put together before their parts were deleted are there twice; the larger comes first
        foreach (var range in Sums.ToList())
            if (Sums.Any(other => other != range && (other.Contains(range) || other.First < range.First && range.First < other.End))) Sums.Remove(range);
        foreach (var range in Sums.ToList())
        {
            if (rowTables.FirstOrDefault(table => !Covers(done[table.Name], range)) is not { } missing) continue;
            notes.Add($"'{FileOf(range, ShardTable.Schema.Name)}' is not used, and its couples are computed anew: rows of table '{missing.Name}' of these couples are missing");
            Sums.Remove(range);
        }
        foreach (var table in rowTables) done[table.Name].RemoveWhere(rows => !Sums.Any(range => range.Contains(rows)));
        return notes;
    }

    /// <summary>Deletes every file of a part that is not used.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public void DeleteUnused()
    {
        foreach (var (range, table) in Named(folder))
            if (!done.TryGetValue(table, out var used) || !used.Contains(range)) File.Delete(FileOf(range, table));
    }

    /// <summary>Commits a chunk whose rows are complete: its sums, with those of parts within it and of smaller ones before it.</summary>
    /// <param name="chunk">The chunk, of one block at least.</param>
    /// <param name="sums">Its sums, to which those of the other parts are added.</param>
    /// <param name="metadata">Metadata of every table of the run.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The range that is now done, whose sums these are.</returns>
    /// <exception cref="TableException">The disk refuses, or a part was damaged since.</exception>
    public async Task<Range> CommitAsync(Chunk chunk, StudySums sums, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        var range = RangeOf(chunk.First, chunk.End);
        var within = Sums.Where(part => range.Contains(part)).ToList();
        while (Sums.FirstOrDefault(part => part.End == range.First && part.Count <= range.Count, range) is var before && before != range)
        {
            within.Add(before);
            range = new Range(before.First, range.End);
        }
        await AddAsync(within, sums, cancellation).ConfigureAwait(false);
        string file = FileOf(range, ShardTable.Schema.Name);
        await using (var writer = await TableWriter.CreateAsync(file, ShardTable.Schema, metadata, ShardTable.RowGroupRows, cancellation).ConfigureAwait(false))
        {
            await ShardTable.AppendAsync(writer, sums, cancellation).ConfigureAwait(false);
            await writer.CompleteAsync(file, Marks(range), cancellation).ConfigureAwait(false);
        }
        Sums.ExceptWith(within);
        Sums.Add(range);
        foreach (var part in within) File.Delete(FileOf(part, ShardTable.Schema.Name));
        return range;
    }

    /// <summary>Completes a table of rows of a stretch of blocks as a part.</summary>
    /// <param name="writer">Its writer, with all rows.</param>
    /// <param name="first">The first block.</param>
    /// <param name="end">The block after the last.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public async Task CompleteRowsAsync(TableWriter writer, long first, long end, CancellationToken cancellation)
    {
        var range = RangeOf(first, end);
        await writer.CompleteAsync(FileOf(range, writer.Schema.Name), Marks(range), cancellation).ConfigureAwait(false);
        done[writer.Schema.Name].Add(range);
    }

    /// <summary>Adds the sums of the parts.</summary>
    /// <param name="sums">The sums to add to.</param>
    /// <param name="but">A range that is in them already.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A part was damaged since.</exception>
    public Task AddAsync(StudySums sums, Range but, CancellationToken cancellation) => AddAsync(Sums.Where(range => range != but), sums, cancellation);

    /// <summary>Files with the rows of a table, in the order of couples.</summary>
    public IReadOnlyList<string> RowFiles(string table) => [.. done[table].Select(range => FileOf(range, table))];

    private Range RangeOf(long first, long end) => new(blocks!.StartOf(first), blocks.StartOf(end));

    private Dictionary<string, string> Marks(Range range) => new() { [IdentityKey] = identity, [RangeKey] = range.ToString() };

    private async Task AddAsync(IEnumerable<Range> ranges, StudySums sums, CancellationToken cancellation)
    {
        foreach (var range in ranges)
        {
            await ShardTable.AddAsync(FileOf(range, ShardTable.Schema.Name), sums, cancellation).ConfigureAwait(false);
            sums.AddDyads(range.Count);
        }
    }

    private async Task<string?> ProblemAsync(Range range, string table, CancellationToken cancellation)
    {
        if (!done.ContainsKey(table)) return "the study stores no such table";
        if (range.Count <= 0 || blocks is not null && (blocks.BlockAt(range.First) < 0 || blocks.BlockAt(range.End) < 0)) return "the run has no block of such couples";
        try
        {
            await using var reader = await TableReader.OpenAsync(FileOf(range, table), cancellation).ConfigureAwait(false);
            return reader.Metadata.GetValueOrDefault(IdentityKey) != identity ? "it is of another run"
                : reader.Metadata.GetValueOrDefault(RangeKey) != range.ToString() ? "it holds other couples than its name says"
                : reader.Schema.Name != table ? "it is another table than its name says"
                : null;
        }
        catch (TableException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static bool Covers(SortedSet<Range> parts, Range range)
    {
        long next = range.First;
        foreach (var part in parts.Where(range.Contains))
        {
            if (part.First != next) return false;
            next = part.End;
        }
        return next == range.End;
    }

    private static IEnumerable<(Range Range, string Table)> Named(string folder)
    {
        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var match = PartName().Match(Path.GetFileName(file));
            if (match.Success && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long first) && long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long end))
                yield return (new Range(first, end), match.Groups[3].Value);
        }
    }

    private string FileOf(Range range, string table) => Path.Combine(folder, $"part-{range}.{table}{TableFormat.FileEnding}");

    [GeneratedRegex(@"^part-([0-9]+)-([0-9]+)\.([a-z]+)\.parquet$")]
    private static partial Regex PartName();
}
