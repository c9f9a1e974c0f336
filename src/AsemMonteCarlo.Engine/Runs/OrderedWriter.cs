using System.Diagnostics;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// Writes the batches of a table on a thread of its own, in the order of their numbers or of arrival, while workers simulate on. Few batches
/// wait at a time; a worker that is ahead waits until the writer has caught up. Thread safe but for completion.
/// </summary>
internal sealed class OrderedWriter : IDisposable
{
    private readonly Func<int, TableBatch, ValueTask> append;
    private readonly int capacity;
    private readonly SortedDictionary<long, (int Stretch, TableBatch Batch)> waiting = [];
    private readonly object gate = new();
    private readonly Thread thread;
    private readonly CancellationToken cancellation;
    private long next, arrived, written;
    private bool isClosed;
    private Exception? failure;

    /// <summary>Starts the thread for one table.</summary>
    /// <param name="writer">The table, which the caller owns and completes.</param>
    /// <param name="capacity">Batches that may wait, at least 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public OrderedWriter(TableWriter writer, int capacity, CancellationToken cancellation)
        : this(writer.Schema.Name, (_, batch) => writer.AppendAsync(batch, cancellation), capacity, cancellation)
    {
    }

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the table.</param>
    /// <param name="append">Writes a batch of a stretch; called on the thread, one call at a time.</param>
    /// <param name="capacity">Batches that may wait, at least 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public OrderedWriter(string name, Func<int, TableBatch, ValueTask> append, int capacity, CancellationToken cancellation)
    {
        this.append = append;
        this.capacity = capacity;
        this.cancellation = cancellation;
        thread = new Thread(Work) { IsBackground = true, Name = "writer of " + name };
        thread.Start();
    }

    /// <summary>Seconds in which the thread wrote.</summary>
    public double Writing { get; private set; }

    /// <summary>Seconds in which workers waited for it, over all of them.</summary>
    public double Waiting { get; private set; }

    /// <summary>Hands over a batch; waits while too many others do, unless it is the very next.</summary>
    /// <param name="number">Its number, from 0 without gaps; null for the order of arrival, always or never.</param>
    /// <param name="batch">The batch, which now belongs to the writer.</param>
    /// <param name="stretch">The stretch that it belongs to.</param>
    /// <exception cref="TableException">An earlier batch could not be written.</exception>
    public void Enqueue(long? number, TableBatch batch, int stretch = 0)
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
            if (failure is not null) throw new TableException(ErrorKind.Of(failure), failure.Message, failure);
            waiting.Add(number ?? arrived++, (stretch, batch));
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until the first batches are written, all of which were handed over before.</summary>
    /// <param name="count">How many; null for all that were handed over in the order of arrival.</param>
    /// <exception cref="TableException">A batch could not be written.</exception>
    public void WaitFor(long? count)
    {
        lock (gate)
        {
            for (long needed = count ?? arrived; written < needed && failure is null;)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(gate, 200);
            }
            ThrowIfFailed();
        }
    }

    /// <summary>Waits until everything is written, and ends the thread.</summary>
    /// <exception cref="TableException">A batch could not be written.</exception>
    public void Finish()
    {
        Close();
        ThrowIfFailed();
    }

    /// <summary>Ends the thread; what waits in order is written first.</summary>
    public void Dispose() => Close();

    private void ThrowIfFailed()
    {
        if (failure is OperationCanceledException) throw new OperationCanceledException(failure.Message, failure, cancellation);
        if (failure is not null) throw new TableException(ErrorKind.Of(failure), failure.Message, failure);
    }

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
            while (Take() is { } taken)
            {
                var watch = Stopwatch.StartNew();
                append(taken.Stretch, taken.Batch).AsTask().GetAwaiter().GetResult();
                Writing += watch.Elapsed.TotalSeconds;
                lock (gate)
                {
                    written++;
                    Monitor.PulseAll(gate);
                }
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

    private (int Stretch, TableBatch Batch)? Take()
    {
        lock (gate)
        {
            while (!waiting.ContainsKey(next))
            {
                if (isClosed) return null;
                Monitor.Wait(gate);
            }
            waiting.Remove(next++, out var taken);
            Monitor.PulseAll(gate);
            return taken;
        }
    }
}
