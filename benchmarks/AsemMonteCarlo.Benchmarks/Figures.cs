using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AsemMonteCarlo.Engine.SelfTests;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>All figures of speed from one run, so that they belong to each other: peak, operations counted, times, and their ratios.</summary>
internal static class Figures
{
    /// <summary>Days that are timed, and how often.</summary>
    public const int Days = 10, Repetitions = 15;

    private const int Dyads = 64, Points = 64;

    /// <summary>Measures and prints; takes some two minutes.</summary>
    public static void Print(TextWriter to)
    {
        to.WriteLine(FormattableString.Invariant($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors; times are the best of {Repetitions}"));
        double peak = PeakRate.Measure(Repetitions);
        to.WriteLine(FormattableString.Invariant($"peak of one core, single precision, {PeakRate.Bits}-bit fused multiply-add: {peak / 1e9:F1} GFLOP/s"));
        var (drawOperations, dayOperations) = Count();
        to.WriteLine(FormattableString.Invariant($"operations per dyad-day: kernels {dayOperations:F0}, draws {drawOperations:F0} (fused multiply-add 2; comparisons, selections, conversions and integer work 0)"));
        to.WriteLine();
        to.WriteLine(FormattableString.Invariant($"block of {Dyads} couples, one thread; shared: one set of draws for {Points} design points; single: for one"));
        to.WriteLine("lanes     shared ns/dyad-day   single ns/dyad-day   draws ns   couple-years/s per core   GFLOP/s   share of peak");
        foreach (string lanes in LaneChoice.Available)
        {
            double shared = Time(DayBlocks.Create(lanes, Dyads, Points)) / (Dyads * Points * Days);
            double single = Time(DayBlocks.Create(lanes, Dyads, 1)) / (Dyads * Days);
            double draws = TimeDraws(DayBlocks.Create(lanes, Dyads, 1)) / (Dyads * Days);
            // the draws of a day are made once and serve all points
            double rate = (dayOperations + drawOperations / Points) / (shared * 1e-9);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lanes,-8}{shared,20:F1}{single,21:F1}{draws,11:F1}{1e9 / shared / 365,26:N0}{rate / 1e9,10:F1}{(lanes == Precise.Name ? "" : (rate / peak).ToString("P1", CultureInfo.InvariantCulture)),16}"));
        }
        to.WriteLine();
        PrintShapes(to);
        to.WriteLine();
        PrintWholeRuns(to);
    }

    /// <summary>Operations per dyad-day of the draws and of the day's kernels.</summary>
    public static (double Draws, double Day) Count()
    {
        var block = new DayBlock<Counting>(Dyads, 1);
        Counting.Reset();
        for (int day = 0; day < Days; day++) block.Draw(day);
        double draws = Counting.Operations;
        Counting.Reset();
        block.Run(Days);
        return (draws / (Dyads * Days), (Counting.Operations - draws) / (Dyads * Days));
    }

    private static double Time(IDayBlock block) => Best(() => block.Run(Days));

    private static double TimeDraws(IDayBlock block) => Best(() =>
    {
        for (int day = 0; day < Days; day++) block.Draw(day);
    });

    /// <summary>Nanoseconds of the fastest call, after the compiler has had its time.</summary>
    private static double Best(Action action)
    {
        double best = double.PositiveInfinity;
        DayBlocks.Warm(action);
        var watch = new Stopwatch();
        for (int i = 0; i < Repetitions; i++)
        {
            int calls = 0;
            watch.Restart();
            do
            {
                action();
                calls++;
            }
            while (watch.ElapsedMilliseconds < 50);
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / calls);
        }
        return best;
    }

    // what is drawn once for many points costs each of them little; what outgrows the caches costs all
    private static void PrintShapes(TextWriter to)
    {
        int[] points = [1, 4, 16, 64, 128];
        to.WriteLine($"ns per dyad-day on {LaneChoice.Available[0]} lanes, draws included, by couples in a block and design points that share draws");
        to.WriteLine("couples" + string.Concat(points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p,8}"))));
        foreach (int dyads in (int[])[16, 32, 64, 128, 256])
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dyads,7}") + string.Concat(points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{Time(DayBlocks.Create(LaneChoice.Available[0], dyads, p)) / (dyads * p * Days),8:F1}"))));
    }

    // the whole engine: population, settling, simulation, statistics of all combinations of six pathways
    private static void PrintWholeRuns(TextWriter to)
    {
        to.WriteLine($"whole engine on {LaneChoice.Current} lanes, 64 design points, ns per dyad-day");
        to.WriteLine("couples    days   1 thread   2 threads   times as fast   two runs of 1 thread at once");
        foreach (var (dyads, days) in ((int, int)[])[(128, 365), (512, 365), (2048, 365), (128, 3650)])
        {
            var study = StudyFile.Bind("pathways: { of: [safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation, self.efficacy] }", "threads", "", [FormattableString.Invariant($"dyads={dyads}"), FormattableString.Invariant($"horizon_days={days}")]);
            // in turn, so that a busy moment of the machine meets all; two runs that share nothing are the most that two threads can reach here
            double one = double.PositiveInfinity, two = one, apart = one;
            for (int i = 0; i < 7; i++)
            {
                one = Math.Min(one, Run(study, 1));
                two = Math.Min(two, Run(study, 2));
                double[] each = new double[2];
                Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, k => each[k] = Run(study, 1));
                apart = Math.Min(apart, each.Max() / 2);
            }
            to.WriteLine(FormattableString.Invariant($"{dyads,7}{days,8}{one,11:F1}{two,12:F1}{one / two,16:F2}{one / apart,31:F2}"));
        }

        static double Run(Study study, int threads)
        {
            var run = StudyRunner.Run(study, new RunOptions { Threads = threads });
            return run.Elapsed.TotalNanoseconds / run.DyadDays;
        }
    }
}
