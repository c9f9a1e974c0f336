using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>Rows of one table that an unfinished run has committed, numbered in the order in which the run makes them. Not thread safe.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="identity">What the parts of this run are marked with.</param>
internal sealed class RowParts(string folder, string identity) : CommittedParts(folder, identity)
{
    /// <summary>Name of the table.</summary>
    public const string Table = "runs";

    private readonly SortedSet<Range> done = [];

    /// <inheritdoc/>
    public override bool Any => done.Count > 0;

    /// <summary>The parts, in order.</summary>
    public IReadOnlyCollection<Range> Ranges => done;

    /// <summary>Rows that are committed.</summary>
    public long Rows => done.Sum(range => range.Count);

    /// <inheritdoc/>
    protected override string Unit => "rows";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> ScanAsync(CancellationToken cancellation)
    {
        var notes = new List<string>();
        foreach (var (range, table) in Named())
        {
            string? problem = table != Table ? "the study stores no such table" : range.Count <= 0 ? "it holds nothing" : await ProblemAsync(range, table, cancellation).ConfigureAwait(false);
            if (problem is null) done.Add(range);
            else notes.Add(Unused(range, table, problem));
        }
        foreach (var range in done.ToList())
        {
            if (!done.Any(other => other != range && (other.Contains(range) || other.First < range.First && range.First < other.End))) continue;
            done.Remove(range);
            notes.Add(Unused(range, Table, "another part holds some of them"));
        }
        return notes;
    }

    /// <summary>File of a part.</summary>
    public string FileOf(Range range) => FileOf(range, Table);

    /// <summary>Commits rows.</summary>
    /// <param name="range">Which.</param>
    /// <param name="rows">The rows, in order.</param>
    /// <param name="metadata">Metadata of every table of the run.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public async Task CommitAsync(Range range, TableBatch rows, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        string file = FileOf(range);
        await using (var writer = await TableWriter.CreateAsync(file, rows.Schema, metadata, cancellation: cancellation).ConfigureAwait(false))
        {
            await writer.AppendAsync(rows, cancellation).ConfigureAwait(false);
            await writer.CompleteAsync(file, Marks(range), cancellation).ConfigureAwait(false);
        }
        done.Add(range);
    }

    /// <inheritdoc/>
    protected override bool IsUsed(Range range, string table) => table == Table && done.Contains(range);
}
