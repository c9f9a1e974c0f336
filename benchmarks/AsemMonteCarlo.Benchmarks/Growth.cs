using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>How time grows with what a study asks for, over three decades each. The exponent is the slope between neighbours on logarithmic scales: 1 is linear, below 1 something is paid once.</summary>
internal static class Growth
{
    private const int Repetitions = 3;

    /// <summary>Measures and prints.</summary>
    /// <param name="to">Where to.</param>
    public static async Task PrintAsync(TextWriter to)
    {
        Curve(to, "dyads", "all and none, 30 days, settling 10, one thread", [100, 1_000, 10_000, 100_000], n => Run("pathways: { arms: [all, none] }", 1, $"dyads={n}", $"horizon_days=30", $"settle_days=10"));
        Curve(to, "days", "256 couples, all and none, settling 10, one thread", [4, 37, 365, 3650], n => Run("pathways: { arms: [all, none] }", 1, $"dyads=256", $"horizon_days={n}", $"settle_days=10"));
        Curve(to, "points", "64 couples, all combinations of 0 to 10 pathways, 60 days, settling 10, one thread", [2, 16, 128, 1024], n => Run(Coalitions(n), 1, $"dyads=64", $"horizon_days=60", $"settle_days=10"));
        Curve(to, "threads", "16,384 couples, all and none, 60 days, settling 10", [1, 2, 10, 100, 1000], n => Run("pathways: { arms: [all, none] }", n, $"dyads=16384", $"horizon_days=60", $"settle_days=10"));
        string folder = Directory.CreateTempSubdirectory("asem-growth-").FullName;
        try
        {
            var tables = new Dictionary<int, TableBatch>();
            await CurveAsync(to, "columns", "2,000 rows of real numbers in a file", [1, 10, 100, 1000], n => WriteAsync(folder, tables.TryGetValue(n, out var made) ? made : tables[n] = RandomTable.Create(n, 2000)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Coalitions(int points) => $"pathways: {{ arms: all_coalitions, of: [{string.Join(", ", AsemModel.Pathways.Take(int.Log2(points)).Select(p => p.Id))}] }}";

    private static void Run(string yaml, int threads, params FormattableString[] settings) =>
        StudyRunner.Run(StudyFile.Bind(yaml, "growth", "", [.. settings.Select(FormattableString.Invariant)]), new RunOptions { Threads = threads });

    private static async Task WriteAsync(string folder, TableBatch batch)
    {
        await using var writer = await TableWriter.CreateAsync(Path.Combine(folder, "values.parquet"), batch.Schema);
        await writer.AppendAsync(batch);
        await writer.CompleteAsync();
    }

    private static void Curve(TextWriter to, string what, string how, int[] sizes, Action<int> run) =>
        CurveAsync(to, what, how, sizes, n =>
        {
            run(n);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

    private static async Task CurveAsync(TextWriter to, string what, string how, int[] sizes, Func<int, Task> run)
    {
        // the compiler has its time first
        var warm = Stopwatch.StartNew();
        while (warm.ElapsedMilliseconds < 1500) await run(sizes[1]);
        to.WriteLine($"{what}: {how}");
        to.WriteLine($"{what,10}{"seconds",12}{"µs each",12}{"exponent",10}{"MB",8}");
        double last = double.NaN;
        for (int i = 0; i < sizes.Length; i++)
        {
            double best = double.PositiveInfinity;
            for (int r = 0; r < Repetitions; r++)
            {
                // runs of milliseconds are repeated
                int calls = 0;
                var watch = Stopwatch.StartNew();
                do
                {
                    await run(sizes[i]);
                    calls++;
                }
                while (watch.ElapsedMilliseconds < 100);
                best = Math.Min(best, watch.Elapsed.TotalSeconds / calls);
            }
            string exponent = double.IsNaN(last) ? "" : (Math.Log(best / last) / Math.Log((double)sizes[i] / sizes[i - 1])).ToString("F2", CultureInfo.InvariantCulture);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sizes[i],10:N0}{best,12:F4}{1e6 * best / sizes[i],12:F2}{exponent,10}{Environment.WorkingSet >> 20,8}"));
            last = best;
        }
        to.WriteLine();
    }
}
