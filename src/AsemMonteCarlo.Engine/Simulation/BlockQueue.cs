using AsemMonteCarlo.Engine.Answers;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>A block that a worker has taken.</summary>
/// <param name="Block">Number of the block in the part of the study that is run, from 0.</param>
/// <param name="Order">How many blocks were taken before it.</param>
/// <param name="Chunk">The chunk that it belongs to, from 0.</param>
/// <param name="Stretch">The stretch of blocks without a gap that it belongs to, from 0; a chunk has one or more of its own.</param>
internal readonly record struct Ticket(long Block, long Order, int Chunk, int Stretch);

/// <summary>Blocks that are handed over together: all from First to before End but those known before.</summary>
/// <param name="First">The first block.</param>
/// <param name="End">The block after the last.</param>
/// <param name="Orders">How many blocks were taken up to its end.</param>
/// <param name="Stretches">Its stretches, by number, with their first block and the block after their last.</param>
internal sealed record Chunk(long First, long End, long Orders, IReadOnlyList<(int Number, long First, long End)> Stretches);

/// <summary>How the work of a run is cut into chunks, and who takes them.</summary>
internal sealed record Chunking
{
    /// <summary>Blocks that need no work, as ranges in ascending order: the first and the one after the last.</summary>
    public IReadOnlyList<(long First, long End)> Known { get; init; } = [];

    /// <summary>Whether the current chunk is to end with the blocks taken so far; asked at every block, by one thread at a time.</summary>
    public Func<bool> IsDue { get; init; } = () => false;

    /// <summary>Takes the sums of a chunk that is not the last, by one worker while the others go on; they are cleared afterwards.</summary>
    public Action<Chunk, StudySums> Commit { get; init; } = (_, _) => { };

    /// <summary>Takes a block after each pass, as <see cref="RunOptions.OnPass"/> does.</summary>
    public Action<Ticket, BlockResult>? OnPass { get; init; }

    /// <summary>Called once a worker has failed, so that the others wait for nothing that it would have done. May be null.</summary>
    public Action? OnFailure { get; init; }

    /// <summary>Asks for no further blocks to be begun.</summary>
    public CancellationToken Finish { get; init; }
}

/// <summary>
/// Hands out blocks in ascending order, so that the blocks of a chunk are a range but for those known before. One chunk at a time is open
/// beside the one being committed. Thread safe.
/// </summary>
internal sealed class BlockQueue(long count, Chunking chunking)
{
    private readonly Lock gate = new();
    private readonly List<(int Number, long First, long End)> stretches = [];
    private readonly Queue<Chunk> closed = new();
    private long next, orders, chunkFirst, chunkOrders;
    private int known, chunk, stretch = -1;

    /// <summary>Takes the next block, or none where all are taken or no more are wanted.</summary>
    public Ticket? Take()
    {
        lock (gate)
        {
            if (chunking.Finish.IsCancellationRequested) return null;
            // before a gap of known blocks, so that a chunk does not end in one
            if (next < count && orders > chunkOrders && closed.Count == 0 && chunking.IsDue()) Close();
            while (known < chunking.Known.Count && chunking.Known[known].First <= next) next = Math.Max(next, chunking.Known[known++].End);
            if (next >= count) return null;
            if (stretches.Count == 0 || stretches[^1].End != next) stretches.Add((++stretch, next, next));
            stretches[^1] = stretches[^1] with { End = next + 1 };
            return new Ticket(next++, orders++, chunk, stretch);
        }
    }

    /// <summary>Number of the chunk whose blocks are being handed out.</summary>
    public int OpenChunk
    {
        get
        {
            lock (gate) return chunk;
        }
    }

    /// <summary>The chunk that was closed and is not committed yet.</summary>
    public Chunk Closed()
    {
        lock (gate) return closed.Peek();
    }

    /// <summary>Says that the closed chunk is committed, so that the next may be closed.</summary>
    public void Committed()
    {
        lock (gate) closed.Dequeue();
    }

    /// <summary>The last chunk, once nothing is taken any more.</summary>
    public Chunk Last()
    {
        lock (gate) return new Chunk(chunkFirst, next, orders, [.. stretches]);
    }

    private void Close()
    {
        closed.Enqueue(new Chunk(chunkFirst, next, orders, [.. stretches]));
        stretches.Clear();
        chunkFirst = next;
        chunkOrders = orders;
        chunk++;
    }
}
