using System.Diagnostics;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// What an unfinished run has committed: files <c>part-FIRST-END.TABLE.parquet</c> with the exact sums and the stored rows of the couples from
/// FIRST to before END. A range of couples counts as done only if its sums and, for every table of rows, files that cover it are whole; the sums are
/// written last. Sums of neighbours are put together now and then, so that the files of sums grow with the logarithm of the run. Not thread safe.
/// </summary>
internal sealed class RunParts : CommittedParts
{
    private readonly Blocks? blocks;
    private readonly IReadOnlyList<TableSchema> rowTables;
    private readonly Dictionary<string, SortedSet<Range>> done;

    /// <summary>No parts.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="identity">What the parts of this run are marked with.</param>
    /// <param name="blocks">Blocks of the run, with which parts begin and end; null for looking only, at any.</param>
    /// <param name="rowTables">Tables of rows about couples.</param>
    public RunParts(string folder, string identity, Blocks? blocks, IReadOnlyList<TableSchema> rowTables)
        : base(folder, identity)
    {
        (this.blocks, this.rowTables) = (blocks, rowTables);
        done = rowTables.Append(ShardTable.Schema).ToDictionary(table => table.Name, _ => new SortedSet<Range>());
    }

    /// <inheritdoc/>
    public override bool Any => Sums.Count > 0;

    /// <inheritdoc/>
    protected override string Unit => "couples";

    /// <summary>Couples whose results are committed.</summary>
    public long Dyads => Sums.Sum(range => range.Count);

    /// <summary>Blocks whose results are committed, as ranges.</summary>
    public IReadOnlyList<(long First, long End)> Known => [.. Sums.Select(range => (blocks!.BlockAt(range.First), blocks.BlockAt(range.End)))];

    private SortedSet<Range> Sums => done[ShardTable.Schema.Name];

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> ScanAsync(CancellationToken cancellation)
    {
        var notes = new List<string>();
        foreach (var (range, table) in Named())
        {
            if ((Misfit(range, table) ?? await ProblemAsync(range, table, cancellation).ConfigureAwait(false)) is { } problem) notes.Add(Unused(range, table, problem));
            else done[table].Add(range);
        }
        // sums that were put together before their parts were deleted are there twice; the larger comes first
        foreach (var range in Sums.ToList())
            if (Sums.Any(other => other != range && (other.Contains(range) || other.First < range.First && range.First < other.End))) Sums.Remove(range);
        foreach (var range in Sums.ToList())
        {
            if (rowTables.FirstOrDefault(table => !Covers(done[table.Name], range)) is not { } missing) continue;
            notes.Add(Unused(range, ShardTable.Schema.Name, $"rows of table '{missing.Name}' of these couples are missing"));
            Sums.Remove(range);
        }
        foreach (var table in rowTables) done[table.Name].RemoveWhere(rows => !Sums.Any(range => range.Contains(rows)));
        return notes;
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

    /// <inheritdoc/>
    protected override bool IsUsed(Range range, string table) => done.TryGetValue(table, out var used) && used.Contains(range);

    private Range RangeOf(long first, long end) => new(blocks!.StartOf(first), blocks.StartOf(end));

    private async Task AddAsync(IEnumerable<Range> ranges, StudySums sums, CancellationToken cancellation)
    {
        foreach (var range in ranges)
        {
            await ShardTable.AddAsync(FileOf(range, ShardTable.Schema.Name), sums, cancellation).ConfigureAwait(false);
            sums.AddDyads(range.Count);
        }
    }

    private string? Misfit(Range range, string table) =>
        !done.ContainsKey(table) ? "the study stores no such table"
        : range.Count <= 0 || blocks is not null && (blocks.BlockAt(range.First) < 0 || blocks.BlockAt(range.End) < 0) ? "the run has no block of such couples"
        : null;

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
}
