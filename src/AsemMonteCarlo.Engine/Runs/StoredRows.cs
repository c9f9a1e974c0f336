using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// A table of rows about couples while the study runs: every stretch of blocks goes into a file of its own, which becomes a part, or the
/// table itself where nothing was ever committed.
/// </summary>
internal sealed class StoredRows : IAsyncDisposable
{
    // batches that may wait for the writer
    private const int WaitingBatches = 3;

    private readonly RunFolder folder;
    private readonly Func<BlockResult, TableBatch> rows;
    private readonly bool isOrdered;
    private readonly OrderedWriter ordered;
    private readonly Dictionary<int, TableWriter> writers = [];
    private readonly CancellationToken cancellation;

    /// <summary>Starts to take rows.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="schema">The table.</param>
    /// <param name="rows">Makes the rows of a pass of a block.</param>
    /// <param name="isOrdered">Whether blocks are written in their order; with many passes a fixed order would make workers wait for whole blocks of each other.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public StoredRows(RunFolder folder, TableSchema schema, Func<BlockResult, TableBatch> rows, bool isOrdered, CancellationToken cancellation)
    {
        (this.folder, Schema, this.rows, this.isOrdered, this.cancellation) = (folder, schema, rows, isOrdered, cancellation);
        ordered = new OrderedWriter(schema.Name, AppendAsync, WaitingBatches, cancellation);
    }

    /// <summary>The table.</summary>
    public TableSchema Schema { get; }

    /// <summary>Seconds in which rows were written.</summary>
    public double Writing => ordered.Writing;

    /// <summary>Seconds in which workers waited for that.</summary>
    public double Waiting => ordered.Waiting;

    /// <summary>Takes a pass of a block. Thread safe.</summary>
    public void Keep(Ticket ticket, BlockResult result) => ordered.Enqueue(isOrdered ? ticket.Order : null, rows(result), ticket.Stretch);

    /// <summary>Completes the rows of a chunk whose blocks were all kept as parts.</summary>
    public async Task CommitAsync(Chunk chunk, RunParts parts)
    {
        ordered.WaitFor(isOrdered ? chunk.Orders : null);
        foreach (var (number, first, end) in chunk.Stretches)
        {
            TableWriter? writer;
            lock (writers) writers.TryGetValue(number, out writer);
            await parts.CompleteRowsAsync(writer!, first, end, cancellation).ConfigureAwait(false);
            await writer!.DisposeAsync().ConfigureAwait(false);
            lock (writers) writers.Remove(number);
        }
    }

    /// <summary>Waits for what is to be written and makes the table of the run: of the parts if there are any, all rows being in them, else of what was written.</summary>
    public async Task CompleteAsync(RunParts parts)
    {
        ordered.Finish();
        if (parts.RowFiles(Schema.Name) is { Count: > 0 } files)
        {
            await ShardMerge.CopyAsync(folder, files, cancellation).ConfigureAwait(false);
            return;
        }
        var writer = writers.Count > 0 ? writers.Values.Single() : await OpenAsync(0).ConfigureAwait(false);
        await writer.CompleteAsync(folder.FileOf(Schema.Name), null, cancellation).ConfigureAwait(false);
        folder.Add(writer);
    }

    /// <summary>Ends the thread and drops what is not complete.</summary>
    public async ValueTask DisposeAsync()
    {
        ordered.Dispose();
        foreach (var writer in writers.Values) await writer.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask AppendAsync(int stretch, TableBatch batch)
    {
        TableWriter? writer;
        lock (writers) writers.TryGetValue(stretch, out writer);
        writer ??= await OpenAsync(stretch).ConfigureAwait(false);
        await writer.AppendAsync(batch, cancellation).ConfigureAwait(false);
    }

    private async Task<TableWriter> OpenAsync(int stretch)
    {
        var writer = await TableWriter.CreateAsync(folder.FileOf(FormattableString.Invariant($"{Schema.Name}.{stretch}")), Schema, folder.Metadata, cancellation: cancellation).ConfigureAwait(false);
        lock (writers) writers.Add(stretch, writer);
        return writer;
    }
}
