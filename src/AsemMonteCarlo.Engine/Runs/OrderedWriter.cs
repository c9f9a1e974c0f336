using System.Diagnostics;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// Writes the batches of a table on a thread of its own, in the order of their numbers or of arrival, while workers simulate on. Few batches
/// wait at a time; a worker that is ahead waits until the writer has caught up. Thread safe but for completion.
/// </summary>
internal sealed class OrderedWriter : IDisposable
{
    private readonly TableWriter writer;
    private readonly int capacity;
    private readonly SortedDictionary<long, TableBatch> waiting = [];
    private readonly object gate = new();
    private readonly Thread thread;
    private readonly CancellationToken cancellation;
    private long next, arrived;
    private bool isClosed;
    private Exception? failure;

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">The table, which the caller owns.</param>
    /// <param name="capacity">Batches that may wait, at least 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public OrderedWriter(TableWriter writer, int capacity, CancellationToken cancellation)
    {
        this.writer = writer;
        this.capacity = capacity;
        this.cancellation = cancellation;
        thread = new Thread(Work) { IsBackground = true, Name = "writer of " + writer.Schema.Name };
        thread.Start();
    }

    /// <summary>Seconds in which the thread wrote.</summary>
    public double Writing { get; private set; }

    /// <summary>Seconds in which workers waited for it, over all of them.</summary>
    public double Waiting { get; private set; }

    /// <summary>Hands over a batch; waits while too many others do, unless it is the very next.</summary>
    /// <param name="number">Its number, from 0 without gaps; null for the order of arrival, always or never.</param>
    /// <param name="batch">The batch, which now belongs to the writer.</param>
    /// <exception cref="TableException">An earlier batch could not be written.</exception>
    public void Enqueue(long? number, TableBatch batch)
    {
        var watch = Stopwatch.StartNew();
        lock (gate)
        {
            while (waiting.Count >= capacity && number != next && failure is null)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(gate, 200);
            }
            Waiting += watch.Elapsed.TotalSeconds;
            if (failure is not null) throw new TableException(failure.Message, failure);
            waiting.Add(number ?? arrived++, batch);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until everything is written, then completes the table.</summary>
    /// <exception cref="TableException">A batch could not be written.</exception>
    public async Task CompleteAsync()
    {
        Close();
        if (failure is OperationCanceledException) throw new OperationCanceledException(failure.Message, failure, cancellation);
        if (failure is not null) throw new TableException(failure.Message, failure);
        var watch = Stopwatch.StartNew();
        await writer.CompleteAsync(cancellation).ConfigureAwait(false);
        Writing += watch.Elapsed.TotalSeconds;
    }

    /// <summary>Ends the thread; what waits in order is written first.</summary>
    public void Dispose() => Close();

    private void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.PulseAll(gate);
        }
        thread.Join();
    }

    private void Work()
    {
        try
        {
            while (Take() is { } batch)
            {
                var watch = Stopwatch.StartNew();
                writer.AppendAsync(batch, cancellation).AsTask().GetAwaiter().GetResult();
                Writing += watch.Elapsed.TotalSeconds;
            }
        }
        catch (Exception e)
        {
            lock (gate)
            {
                failure = e;
                Monitor.PulseAll(gate);
            }
        }
    }

    private TableBatch? Take()
    {
        lock (gate)
        {
            while (!waiting.ContainsKey(next))
            {
                if (isClosed) return null;
                Monitor.Wait(gate);
            }
            waiting.Remove(next++, out var batch);
            Monitor.PulseAll(gate);
            return batch;
        }
    }
}
