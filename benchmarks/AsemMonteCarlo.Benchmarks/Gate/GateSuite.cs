using System.Diagnostics;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>What one process measured.</summary>
/// <param name="Nanoseconds">Time of the fastest of the repetitions, per call.</param>
/// <param name="Bytes">Bytes allocated by a call, or −1 where they depend on scheduling.</param>
internal sealed record GateFigure(double Nanoseconds, long Bytes);

/// <summary>
/// The measures of the gate: the kernels of a day, a whole study in memory, a table, indices of sensitivity. Some five seconds of one core in all. The suites of BenchmarkDotNet are for people; this one is short
/// enough that the process is the unit.
/// </summary>
internal static class GateSuite
{
    /// <summary>Raised when a measure changes, so that commits which measure different things are not compared.</summary>
    public const int Version = 1;

    // a twentieth more is a whole number of both
    private const int Points = 80, Couples = 80;
    private const int Repetitions = 12, RepetitionMilliseconds = 40;

    /// <summary>Measures everything.</summary>
    /// <param name="slower">Whether kernels do a twentieth more work than the figures say, to see that the gate notices.</param>
    public static async Task<IReadOnlyDictionary<string, GateFigure>> MeasureAsync(bool slower)
    {
        var figures = new Dictionary<string, GateFigure>
        {
            ["day"] = Measure(Day(slower ? Points * 21 / 20 : Points)),
            ["study"] = Measure(Run(slower ? Couples * 21 / 20 : Couples)),
            ["indices"] = Measure(Indices),
        };
        string folder = Scratch();
        try
        {
            var (schema, batch) = Rows();
            await WarmAsync(() => WriteAsync(folder, schema, batch));
            double best = double.PositiveInfinity;
            for (int i = 0; i < Repetitions; i++)
            {
                var watch = Stopwatch.StartNew();
                await WriteAsync(folder, schema, batch);
                best = Math.Min(best, watch.Elapsed.TotalNanoseconds);
            }
            // pooled buffers and continuations depend on scheduling
            figures["table"] = new GateFigure(best, -1);
        }
        finally
        {
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

    private static Action Day(int points)
    {
        var block = DayBlocks.Create(LaneChoice.Available[0], 64, points);
        return () => block.Run(10);
    }

    // six pathways, 64 design points: population, settling, simulation, sums
    private static Action Run(int couples)
    {
        var study = StudyFile.Bind("pathways: { of: [safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation, self.efficacy] }", "gate", "",
            [FormattableString.Invariant($"dyads={couples}"), "horizon_days=30", "settle_days=10"]);
        return () => StudyRunner.Run(study, new RunOptions { Threads = 1 });
    }

    private static void Indices()
    {
        var function = TestFunctions.Sobol();
        var design = new PickFreezeDesign(function.Factors);
        var analysis = new SobolAnalysis(design);
        int runs = design.Members, d = function.Factors.Count;
        double[] rows = new double[runs * d], outputs = new double[runs];
        for (int point = 0; point < 1 << 11; point++)
        {
            design.Block(point, rows);
            for (int i = 0; i < runs; i++) outputs[i] = function.Evaluate(rows.AsSpan(i * d, d));
            analysis.Add(point, outputs);
        }
        _ = analysis.Indices();
    }

    private static (TableSchema Schema, TableBatch Batch) Rows()
    {
        const int Rows = 20_000;
        var schema = new TableSchema("values", "Random values.", [.. Enumerable.Range(0, 10).Select(i => new Column($"value_{i}", ColumnType.Single, false, "1", "", "A value.", ""))], ["value_0"]);
        var random = new Random(1);
        return (schema, new TableBatch(schema, Rows, [.. schema.Columns.Select(_ => Enumerable.Range(0, Rows).Select(_ => 1 + 6 * random.NextSingle()).ToArray())]));
    }

    private static async Task WriteAsync(string folder, TableSchema schema, TableBatch batch)
    {
        await using var writer = await TableWriter.CreateAsync(Path.Combine(folder, "values.parquet"), schema);
        await writer.AppendAsync(batch);
        await writer.CompleteAsync();
    }

    private static async Task WarmAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 400) await action();
    }

    private static GateFigure Measure(Action action)
    {
        DayBlocks.Warm(action);
        long bytes = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        double best = double.PositiveInfinity;
        for (int i = 0; i < Repetitions; i++)
        {
            int calls = 0;
            var watch = Stopwatch.StartNew();
            do
            {
                action();
                calls++;
            }
            while (watch.ElapsedMilliseconds < RepetitionMilliseconds);
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / calls);
        }
        return new GateFigure(best, bytes);
    }
}
