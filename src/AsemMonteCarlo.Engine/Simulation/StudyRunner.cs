using System.Diagnostics;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>How far a run is.</summary>
/// <param name="DyadDays">Dyad-days simulated.</param>
/// <param name="Total">Dyad-days in all.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct RunProgress(long DyadDays, long Total, TimeSpan Elapsed);

/// <summary>What a run gives back.</summary>
/// <param name="Sums">Sums.</param>
/// <param name="Lanes">Lane type used.</param>
/// <param name="DyadDays">Dyad-days simulated, settling not counted.</param>
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
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        var watch = Stopwatch.StartNew();
        var study = design.Study;
        var samplings = Samplings(design);
        var blocks = new Blocks(samplings[0], options.Shard, options.Shape ?? Shape(design));
        int workers = (int)Math.Clamp(blocks.Count, 1, options.Threads);
        string lanes = options.Lanes ?? LaneChoice.Current;
        if (!LaneChoice.Available.Contains(lanes)) throw new ArgumentException($"There is no lane type '{lanes}' here; there are {string.Join(", ", LaneChoice.Available)}.", nameof(options));
        var simulators = LaneChoice.Create(lanes, workers, design, samplings, blocks.Shape);
        var sums = simulators.Select(_ => new StudySums(design, blocks.Shape.Dyads)).ToList();
        long total = blocks.Dyads * design.PointCount * study.HorizonDays, done = 0, next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var gate = new Lock();
        var failures = new List<Exception>();

        void Work(int worker)
        {
            try
            {
                for (long block = Interlocked.Increment(ref next); block < blocks.Count; block = Interlocked.Increment(ref next))
                {
                    var (first, dyads) = blocks[block];
                    foreach (var pass in design.Passes)
                    {
                        var result = simulators[worker].Run(pass, first, dyads, Report, stop.Token);
                        sums[worker].Add(result, samplings[0].ClusterOf);
                        options.OnPass?.Invoke(block, result);
                    }
                }
            }
            catch (Exception failure)
            {
                lock (gate) failures.Add(failure);
                stop.Cancel();
            }
        }

        void Report(long dyadDays)
        {
            long sum = Interlocked.Add(ref done, dyadDays);
            options.Progress?.Invoke(new RunProgress(sum, total, watch.Elapsed));
        }

        var pool = Enumerable.Range(1, workers - 1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToList();
        pool.ForEach(thread => thread.Start());
        Work(0);
        pool.ForEach(thread => thread.Join());
        cancellation.ThrowIfCancellationRequested();
        if (failures.FirstOrDefault(f => f is not OperationCanceledException) is { } cause) throw new InvalidOperationException(cause.Message, cause);
        for (int worker = 1; worker < workers; worker++) sums[0].Add(sums[worker]);
        return new RunResult(sums[0], lanes, total, watch.Elapsed, samplings[0]);
    }

    /// <summary>Blocks into which the couples of a study are cut, and couples that each simulates.</summary>
    internal static (long Blocks, int Dyads) BlocksOf(Design design, long dyads)
    {
        var blocks = new Blocks(new Sampling(design.Study with { Dyads = dyads }), Shard.Whole, Shape(design));
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

    /// <summary>Where blocks begin and end: each holds whole independent units.</summary>
    private sealed class Blocks
    {
        private readonly Sampling sampling;
        private readonly long first, end, unitsPerBlock, firstBlock;

        public Blocks(Sampling sampling, Shard shard, BlockShape shape)
        {
            this.sampling = sampling;
            (first, end) = shard.Units(sampling);
            int dyads = shape.Dyads;
            if (sampling.LargestCluster > 1) dyads = Enumerable.Range(1, 16).Select(i => 16 * i).Where(d => d >= Math.Min(sampling.LargestCluster, 64)).DefaultIfEmpty(256).OrderBy(d => (double)(d % sampling.LargestCluster) / d).ThenBy(d => Math.Abs(d - shape.Dyads)).First();
            Shape = shape with { Dyads = Math.Max(dyads, (sampling.LargestCluster + 15) / 16 * 16) };
            unitsPerBlock = Shape.Dyads / sampling.LargestCluster;
            // at multiples of a power of two, so that no block's counter carries into the next word
            firstBlock = first / unitsPerBlock;
            Count = end > first ? (end - 1) / unitsPerBlock - firstBlock + 1 : 0;
        }

        public BlockShape Shape { get; }

        public long Count { get; }

        public long Dyads => sampling.FirstDyadOf(end) - sampling.FirstDyadOf(first);

        public (long First, int Dyads) this[long block]
        {
            get
            {
                long from = sampling.FirstDyadOf(Math.Max(first, (firstBlock + block) * unitsPerBlock)), to = sampling.FirstDyadOf(Math.Min(end, (firstBlock + block + 1) * unitsPerBlock));
                return (from, (int)(to - from));
            }
        }
    }
}
