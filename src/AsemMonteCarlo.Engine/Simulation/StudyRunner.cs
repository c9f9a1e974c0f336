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
/// <param name="Points">Design points.</param>
/// <param name="Accumulator">Sums.</param>
/// <param name="Lanes">Lane type used.</param>
/// <param name="DyadDays">Dyad-days simulated, settling not counted.</param>
/// <param name="Elapsed">Time taken.</param>
/// <param name="Sampling">How couples were sampled.</param>
public sealed record RunResult(IReadOnlyList<DesignPoint> Points, Accumulator Accumulator, string Lanes, long DyadDays, TimeSpan Elapsed, Sampling Sampling);

/// <summary>Runs a study on all cores. Results do not depend on threads, block shape or lane type.</summary>
public static class StudyRunner
{
    // a block's outcomes for all design points stay below this many bytes
    private const long ResultBudget = 64L << 20;

    /// <summary>Runs the study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="threads">Worker threads, at least 1.</param>
    /// <param name="shape">Block shape, or null for the default.</param>
    /// <param name="onBlock">Called for each finished block in the order of dyads, by one thread at a time; may be null.</param>
    /// <param name="progress">Told about progress; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RunResult Run(Study study, int threads, BlockShape? shape = null, Action<BlockResult>? onBlock = null, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var watch = Stopwatch.StartNew();
        var points = Design.Points(study);
        var sampling = new Sampling(study);
        var blocks = shape ?? Shape(points.Count);
        long count = (study.Dyads + blocks.Dyads - 1) / blocks.Dyads;
        int workers = (int)Math.Min(threads, count);
        string lanes = LaneChoice.Current;
        var simulators = LaneChoice.Create(lanes, workers, study, points, sampling, blocks);
        var accumulators = simulators.Select(_ => new Accumulator(study, points)).ToList();
        long total = study.Dyads * points.Count * study.HorizonDays, done = 0, next = -1, written = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var gate = new Lock();
        var turn = new object();
        var failures = new List<Exception>();

        void Work(int worker)
        {
            try
            {
                for (long block = Interlocked.Increment(ref next); block < count; block = Interlocked.Increment(ref next))
                {
                    long first = block * blocks.Dyads;
                    var result = simulators[worker].Run(first, (int)Math.Min(blocks.Dyads, study.Dyads - first), Report, stop.Token);
                    accumulators[worker].Add(result);
                    if (onBlock is not null) InTurn(block, () => onBlock(result));
                }
            }
            catch (Exception failure)
            {
                lock (gate) failures.Add(failure);
                stop.Cancel();
                lock (turn) Monitor.PulseAll(turn);
            }
        }

        void InTurn(long block, Action action)
        {
            lock (turn)
            {
                while (written != block)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    Monitor.Wait(turn, 200);
                }
                action();
                written++;
                Monitor.PulseAll(turn);
            }
        }

        void Report(long dyadDays)
        {
            long sum = Interlocked.Add(ref done, dyadDays);
            progress?.Invoke(new RunProgress(sum, total, watch.Elapsed));
        }

        var pool = Enumerable.Range(1, workers - 1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToList();
        pool.ForEach(thread => thread.Start());
        Work(0);
        pool.ForEach(thread => thread.Join());
        cancellation.ThrowIfCancellationRequested();
        if (failures.FirstOrDefault(f => f is not OperationCanceledException) is { } cause) throw new InvalidOperationException(cause.Message, cause);
        for (int worker = 1; worker < workers; worker++) accumulators[0].Add(accumulators[worker]);
        return new RunResult(points, accumulators[0], lanes, total, watch.Elapsed, sampling);
    }

    private static BlockShape Shape(int points)
    {
        var shape = points >= 16 ? BlockShape.Default : new BlockShape(256, 16);
        long perDyad = points * Model.Outcomes.All.Count * 2L * sizeof(float);
        while (shape.Dyads > 16 && perDyad * shape.Dyads > ResultBudget) shape = shape with { Dyads = shape.Dyads / 2 };
        return shape;
    }
}
