using System.Diagnostics;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>How far a run is.</summary>
/// <param name="DyadDays">Dyad-days simulated, with those known before.</param>
/// <param name="Total">Dyad-days in all.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Known">Dyad-days that an earlier run of the same folder had simulated.</param>
public readonly record struct RunProgress(long DyadDays, long Total, TimeSpan Elapsed, long Known = 0)
{
    /// <summary>Dyad-days simulated a second.</summary>
    public double Rate => (DyadDays - Known) / Math.Max(Elapsed.TotalSeconds, 1e-9);
}

/// <summary>What a run gives back.</summary>
/// <param name="Sums">Sums.</param>
/// <param name="Lanes">Lane type used.</param>
/// <param name="DyadDays">Dyad-days simulated in that time, settling not counted.</param>
/// <param name="Elapsed">Time taken.</param>
/// <param name="Sampling">How couples were sampled, in the first cell.</param>
public sealed record RunResult(StudySums Sums, string Lanes, long DyadDays, TimeSpan Elapsed, Sampling Sampling)
{
    /// <summary>What was simulated.</summary>
    public Design Design => Sums.Design;
}

/// <summary>How a study is run; results do not depend on it, but for the part of the couples.</summary>
public sealed record RunOptions
{
    /// <summary>Worker threads, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Block shape, or null for the default.</summary>
    public BlockShape? Shape { get; init; }

    /// <summary>Lane type, one of <see cref="LaneChoice.Available"/>, or null for <see cref="LaneChoice.Current"/>.</summary>
    public string? Lanes { get; init; }

    /// <summary>The part of the study's couples that is run.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Seconds between commits of what is done; longer by as much as a commit takes longer than 0.2 s, so that commits cost no more than a fiftieth of one worker's time. Infinite for none.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Asks the run to finish the blocks in work, commit what is done and end; see <see cref="Runs.RunInterruptedException"/>.</summary>
    public CancellationToken Finish { get; init; }

    /// <summary>Told after each commit what is committed. May be null.</summary>
    public Action<Runs.CommittedProgress>? OnCommit { get; init; }

    /// <summary>
    /// Called with the number of a block of this run, from 0, and its result after each pass; by several threads at once, but
    /// by one at a time for one block, in the order of its passes. The result is overwritten by the next pass. May be null.
    /// </summary>
    public Action<long, BlockResult>? OnPass { get; init; }

    /// <summary>Told about progress by several threads; may be null.</summary>
    public Action<RunProgress>? Progress { get; init; }
}

/// <summary>Runs a study on all cores. Results do not depend on threads, block shape or lane type.</summary>
public static class StudyRunner
{
    // a block's outcomes for the design points of a pass stay below this many bytes
    private const long ResultBudget = 64L << 20;

    /// <summary>Runs the study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="options">How it is run, or null for the defaults.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="ArgumentException">There are fewer threads than one, or no such lane type here.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RunResult Run(Study study, RunOptions? options = null, CancellationToken cancellation = default) => Run(new Design(study), options, cancellation);

    /// <summary>Runs what a design lays out.</summary>
    /// <param name="design">The design.</param>
    /// <param name="options">How it is run, or null for the defaults.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RunResult Run(Design design, RunOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new RunOptions();
        var samplings = Samplings(design);
        var chunking = new Chunking { OnPass = options.OnPass is { } onPass ? (ticket, result) => onPass(ticket.Block, result) : null };
        return Run(design, samplings, Cut(design, samplings[0], options), options, chunking, cancellation).Result;
    }

    /// <summary>Blocks into which the couples of a run are cut.</summary>
    internal static Blocks Cut(Design design, Sampling sampling, RunOptions options) => new(sampling, options.Shard, options.Shape ?? Shape(design));

    /// <summary>Runs what a design lays out in chunks.</summary>
    /// <param name="design">The design.</param>
    /// <param name="samplings">The population of each cell.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="options">How it is run; what it says of passes is for the caller to keep.</param>
    /// <param name="chunking">The chunks.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>The sums of the last chunk, and that chunk, which ends before the last block where the run was to finish early.</returns>
    internal static (RunResult Result, Chunk Last) Run(Design design, IReadOnlyList<Sampling> samplings, Blocks blocks, RunOptions options, Chunking chunking, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        var watch = Stopwatch.StartNew();
        var study = design.Study;
        long each = (long)design.PointCount * study.HorizonDays, total = blocks.Dyads * each;
        long known = chunking.Known.Sum(range => blocks.StartOf(range.End) - blocks.StartOf(range.First)) * each, done = known;
        int workers = (int)Math.Clamp(blocks.Count - chunking.Known.Sum(range => range.End - range.First), 1, options.Threads);
        string lanes = options.Lanes ?? LaneChoice.Current;
        if (!LaneChoice.Available.Contains(lanes)) throw new ArgumentException($"There is no lane type '{lanes}' here; there are {string.Join(", ", LaneChoice.Available)}.", nameof(options));
        var simulators = LaneChoice.Create(lanes, workers, design, samplings, blocks.Shape);
        var sums = simulators.Select(_ => new StudySums(design, blocks.Shape.Dyads)).ToList();
        var queue = new BlockQueue(blocks.Count, chunking);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Lock gate = new(), handing = new();
        var failures = new List<Exception>();
        StudySums? collected = null;
        int handed = 0;

        void Work(int worker)
        {
            try
            {
                int chunk = 0;
                while (queue.Take() is { } ticket)
                {
                    if (ticket.Chunk != chunk) HandOver(sums[worker]);
                    chunk = ticket.Chunk;
                    var (first, dyads) = blocks[ticket.Block];
                    foreach (var pass in design.Passes)
                    {
                        var result = simulators[worker].Run(pass, first, dyads, Report, stop.Token);
                        sums[worker].Add(result, samplings[0].ClusterOf);
                        chunking.OnPass?.Invoke(ticket, result);
                    }
                }
                if (chunk < queue.OpenChunk) HandOver(sums[worker]);
            }
            catch (Exception failure)
            {
                lock (gate) failures.Add(failure);
                stop.Cancel();
                chunking.OnFailure?.Invoke();
            }
        }

        // nobody waits for anybody: who finds a new chunk begun hands over the old one, and the last to do so commits it
        void HandOver(StudySums mine)
        {
            lock (handing)
            {
                collected ??= new StudySums(design, dyads: 1);
                collected.Add(mine);
                mine.Clear();
                if (++handed < workers) return;
                handed = 0;
                stop.Token.ThrowIfCancellationRequested();
                chunking.Commit(queue.Closed(), collected);
                collected.Clear();
                queue.Committed();
            }
        }

        void Report(long dyadDays)
        {
            long sum = Interlocked.Add(ref done, dyadDays);
            options.Progress?.Invoke(new RunProgress(sum, total, watch.Elapsed, known));
        }

        var pool = Enumerable.Range(1, workers - 1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToList();
        pool.ForEach(thread => thread.Start());
        Work(0);
        pool.ForEach(thread => thread.Join());
        cancellation.ThrowIfCancellationRequested();
        if (failures.FirstOrDefault(f => f is not OperationCanceledException) is { } cause) throw new InvalidOperationException(cause.Message, cause);
        for (int worker = 1; worker < workers; worker++) sums[0].Add(sums[worker]);
        return (new RunResult(sums[0], lanes, total - known, watch.Elapsed, samplings[0]), queue.Last());
    }

    /// <summary>Blocks into which the couples of a study are cut, and couples that each simulates.</summary>
    internal static (long Blocks, int Dyads) BlocksOf(Design design, long dyads)
    {
        var blocks = Cut(design, new Sampling(design.Study with { Dyads = dyads }), new RunOptions());
        return (blocks.Count, blocks.Shape.Dyads);
    }

    /// <summary>The population of each cell; cells of the same couples share one.</summary>
    internal static IReadOnlyList<Sampling> Samplings(Design design)
    {
        var different = new List<(Study Study, Sampling Sampling)>();
        var samplings = new List<Sampling>();
        foreach (var cell in design.Cells)
        {
            var sampling = different.Find(other => Sampling.HaveSameCouples(other.Study, cell.Study)).Sampling;
            if (sampling is null) different.Add((cell.Study, sampling = new Sampling(cell.Study)));
            samplings.Add(sampling);
        }
        return samplings;
    }

    private static BlockShape Shape(Design design)
    {
        var shape = design.LargestPass >= 16 ? BlockShape.Default : new BlockShape(256, 16);
        while (shape.Dyads > 16 && BlockResult.Bytes(design, shape.Dyads) > ResultBudget) shape = shape with { Dyads = shape.Dyads / 2 };
        return shape;
    }
}
