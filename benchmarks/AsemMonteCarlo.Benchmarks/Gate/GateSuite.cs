using System.Diagnostics;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>What one process measured.</summary>
/// <param name="Nanoseconds">Time of the fastest call; of the kernels, the mean over blocks in different places of memory.</param>
/// <param name="Bytes">Bytes allocated by a call, or −1 where they depend on scheduling.</param>
internal sealed record GateFigure(double Nanoseconds, long Bytes);

/// <summary>
/// The measures of the gate: the kernels of a day, a whole study in memory, a table, indices of sensitivity. Some three seconds of one core in all. The suites of BenchmarkDotNet are for people; this one is short
/// enough that the process is the unit. Calls take milliseconds, as the fastest of many short ones repeats best, within one per cent in a process; where the pages of a block lie in the caches makes some
/// three per cent, hence several blocks.
/// </summary>
internal static class GateSuite
{
    /// <summary>Raised when a measure changes, so that commits which measure different things are not compared.</summary>
    public const int Version = 2;

    // a twentieth more is a whole number
    private const int Days = 20;

    private const int Blocks = 4;

    // calls are measured for as long in all
    private const int Milliseconds = 240;

    // code is compiled anew after 30 calls, beside the program, which has to leave a lone processor to the compiler for that
    private const int WarmRounds = 4, WarmCalls = 40, WarmMilliseconds = 120, PauseMilliseconds = 40;

    /// <summary>Measures everything.</summary>
    /// <param name="slower">Whether couples live a twentieth more days than the figures say, to see that the gate notices.</param>
    public static async Task<IReadOnlyDictionary<string, GateFigure>> MeasureAsync(bool slower)
    {
        int days = slower ? Days * 21 / 20 : Days;
        var figures = new Dictionary<string, GateFigure>
        {
            ["day"] = await MeasureAsync([.. Enumerable.Range(0, Blocks).Select(_ => Day(days))]),
            ["study"] = await MeasureAsync([Study(days)]),
            ["indices"] = await MeasureAsync([() => { Indices(); return Task.CompletedTask; }]),
        };
        string folder = Scratch();
        var tables = new List<TableWriter>();
        try
        {
            var places = new List<Func<Task>>();
            for (int i = 0; i < Blocks; i++)
            {
                var batch = RandomTable.Create(columns: 10, rows: 10_000);
                var writer = await TableWriter.CreateAsync(Path.Combine(folder, $"{i}.parquet"), batch.Schema, rowGroupRows: batch.Rows);
                tables.Add(writer);
                places.Add(async () => await writer.AppendAsync(batch));
            }
            // pooled buffers and continuations depend on scheduling
            figures["table"] = await MeasureAsync(places) with { Bytes = -1 };
        }
        finally
        {
            foreach (var writer in tables) await writer.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
        return figures;
    }

    // a file in memory where there is such a folder: disks have moods of their own
    private static string Scratch()
    {
        try
        {
            if (Directory.Exists("/dev/shm")) return Directory.CreateDirectory($"/dev/shm/asem-gate-{Environment.ProcessId}").FullName;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // the usual place does
        }
        return Directory.CreateTempSubdirectory("asem-gate-").FullName;
    }

    private static Func<Task> Day(int days)
    {
        var block = DayBlocks.Create(LaneChoice.Available[0], 64, points: 16);
        return () =>
        {
            block.Run(days);
            return Task.CompletedTask;
        };
    }

    // six pathways, 64 design points: population, settling, simulation, sums
    private static Func<Task> Study(int days)
    {
        var study = StudyFile.Bind("pathways: { of: [safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation, self.efficacy] }", "gate", "",
            [FormattableString.Invariant($"horizon_days={2 * days}"), FormattableString.Invariant($"settle_days={days}"), "dyads=16"]);
        return () =>
        {
            StudyRunner.Run(study, new RunOptions { Threads = 1 });
            return Task.CompletedTask;
        };
    }

    private static void Indices()
    {
        var function = TestFunctions.Sobol();
        var design = new PickFreezeDesign(function.Factors);
        var analysis = new SobolAnalysis(design);
        int runs = design.Members, d = function.Factors.Count;
        double[] rows = new double[runs * d], outputs = new double[runs];
        for (int point = 0; point < 1 << 10; point++)
        {
            design.Block(point, rows);
            for (int i = 0; i < runs; i++) outputs[i] = function.Evaluate(rows.AsSpan(i * d, d));
            analysis.Add(point, outputs);
        }
        _ = analysis.Indices();
    }

    private static async Task<GateFigure> MeasureAsync(List<Func<Task>> places)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            await RepeatAsync(places[0], WarmMilliseconds, WarmCalls);
            Thread.Sleep(PauseMilliseconds);
        }
        long bytes = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            await places[0]();
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        double sum = 0;
        foreach (var place in places) sum += await RepeatAsync(place, Milliseconds / places.Count);
        return new GateFigure(sum / places.Count, bytes);
    }

    // nanoseconds of the fastest call
    private static async Task<double> RepeatAsync(Func<Task> action, int milliseconds, int calls = int.MaxValue)
    {
        double best = double.PositiveInfinity;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < calls && watch.ElapsedMilliseconds < milliseconds; i++)
        {
            var started = watch.Elapsed;
            await action();
            best = Math.Min(best, (watch.Elapsed - started).TotalNanoseconds);
        }
        return best;
    }
}
