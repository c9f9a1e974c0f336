using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>What a case may take.</summary>
/// <param name="Seconds">Most seconds of a processor, the best of three tries.</param>
/// <param name="Megabytes">Most megabytes allocated.</param>
internal readonly record struct Limits(double Seconds, double Megabytes);

/// <summary>Makes cases from a seed and their numbers, runs them on all cores, and says which of them break a promise.</summary>
internal static class Fuzzer
{
    /// <summary>The seed of every suite.</summary>
    public const ulong Seed = 20180614;

    private const int MostDefects = 20, HungSeconds = 600;

    // survives the end of the process, so that the case is known that ended it
    private static readonly string trace = Path.Combine(Path.GetTempPath(), $"asem-fuzz-{Environment.ProcessId}.txt");

    /// <summary>Runs cases.</summary>
    /// <param name="name">What is fuzzed.</param>
    /// <param name="full">Cases of the full suite.</param>
    /// <param name="reduced">Cases where ASEM_REDUCED is 1.</param>
    /// <param name="limits">What a case may take.</param>
    /// <param name="make">Makes a case.</param>
    /// <param name="check">Tries it; returns whether the input was accepted. Throws what the program throws.</param>
    /// <param name="show">The input, to be printed where it breaks a promise.</param>
    /// <param name="shrink">Smaller inputs to try in its place.</param>
    public static void Run<T>(string name, int full, int reduced, Limits limits, Func<Dice, T> make, Func<T, bool> check, Func<T, string> show, Func<T, IEnumerable<T>>? shrink = null)
    {
        int cases = Reduced.Size(full, reduced);
        ulong seed = Seed ^ (ulong)name.Aggregate(17L, (hash, c) => hash * 31 + c);
        if (Environment.GetEnvironmentVariable("ASEM_FUZZ_CASE") is { } only)
        {
            Alone(name, make(new Dice(seed, long.Parse(only, CultureInfo.InvariantCulture))), check, show);
            return;
        }
        int threads = Environment.ProcessorCount, next = -1;
        long accepted = 0, most = 0;
        (double Seconds, long Case) slowest = default;
        var gate = new Lock();
        var defects = new ConcurrentQueue<string>();
        var running = new (long Case, long Since)[threads];
        using var map = MemoryMappedFile.CreateFromFile(trace, FileMode.OpenOrCreate, null, 80L * threads);
        using var view = map.CreateViewAccessor();
        var total = Stopwatch.StartNew();
        using var watchdog = new Timer(_ =>
        {
            foreach (var (number, since) in running)
                if (since != 0 && Stopwatch.GetElapsedTime(since).TotalSeconds > HungSeconds) Environment.FailFast($"{name}, seed {Seed}, case {number}: not ended after {HungSeconds} s");
        }, null, 1000, 1000);
        var workers = Enumerable.Range(0, threads).Select(worker => new Thread(() =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < cases && defects.Count < MostDefects;)
            {
                view.WriteArray(80L * worker, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name} {number}").PadRight(79) + "\n"), 0, 80);
                running[worker] = (number, Stopwatch.GetTimestamp());
                T input = default!;
                string? defect;
                double seconds = 0;
                try
                {
                    input = make(new Dice(seed, number));
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    double start = ThreadTime.Seconds;
                    defect = Try(input, check, out bool isAccepted);
                    seconds = ThreadTime.Seconds - start;
                    long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    for (int again = 0; again < 2 && defect is null && seconds > limits.Seconds; again++)
                    {
                        start = ThreadTime.Seconds;
                        Try(input, check, out _);
                        seconds = Math.Min(seconds, ThreadTime.Seconds - start);
                    }
                    if (isAccepted) Interlocked.Increment(ref accepted);
                    lock (gate)
                    {
                        most = Math.Max(most, bytes);
                        if (seconds > slowest.Seconds) slowest = (seconds, number);
                    }
                    if (defect is null && seconds > limits.Seconds) defect = string.Create(CultureInfo.InvariantCulture, $"it took {seconds:F2} s, at most {limits.Seconds} are allowed");
                    if (defect is null && bytes > limits.Megabytes * 1e6) defect = string.Create(CultureInfo.InvariantCulture, $"it allocated {bytes / 1e6:F1} MB, at most {limits.Megabytes} are allowed");
                    if (defect is not null && shrink is not null) input = Shrunk(input, check, shrink, defect);
                }
                catch (Exception broken)
                {
                    defect = "the case could not be made: " + broken;
                }
                if (defect is not null) defects.Enqueue($"{name}, seed {Seed}, case {number}: {defect}\n{Cut(input is null ? "" : show(input))}");
                running[worker] = default;
            }
        }, maxStackSize: 1 << 20)
        { IsBackground = true }).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        view.WriteArray(0, new byte[80 * threads], 0, 80 * threads);
        string said = string.Create(CultureInfo.InvariantCulture, $"{name}: {Math.Min(next, cases):N0} cases in {total.Elapsed.TotalSeconds:F0} s (seed {Seed}), {accepted:N0} accepted; slowest {slowest.Seconds * 1000:F0} ms (case {slowest.Case}), most allocated {most / 1e6:F1} MB");
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Console.WriteLine(said);
        File.Delete(trace);
        Assert.True(defects.IsEmpty, $"{said}\n{defects.Count} defects; one alone with ASEM_FUZZ_CASE=NUMBER\n\n{string.Join("\n\n", defects)}");
    }

    private static string? Try<T>(T input, Func<T, bool> check, out bool isAccepted)
    {
        isAccepted = false;
        try
        {
            isAccepted = check(input);
            return null;
        }
        catch (Exception failure)
        {
            return Reasons.Defect(failure) is { } defect ? defect + (defect.StartsWith(failure.GetType().Name, StringComparison.Ordinal) ? "\n" + Where(failure) : "") : null;
        }
    }

    private static T Shrunk<T>(T input, Func<T, bool> check, Func<T, IEnumerable<T>> shrink, string defect)
    {
        string kind = defect.Split(':')[0];
        long end = Stopwatch.GetTimestamp() + 5 * Stopwatch.Frequency;
        for (bool found = true; found;)
        {
            found = false;
            foreach (T smaller in shrink(input))
            {
                if (Stopwatch.GetTimestamp() > end) return input;
                if (Try(smaller, check, out _)?.Split(':')[0] != kind) continue;
                (input, found) = (smaller, true);
                break;
            }
        }
        return input;
    }

    // the innermost places of ours
    private static string Where(Exception failure) => string.Join('\n', (failure.StackTrace ?? "").Split('\n').Take(6));

    private static string Cut(string text) => text.Length <= 3000 ? text : text[..3000] + $"… ({text.Length} characters)";

    private static void Alone<T>(string name, T input, Func<T, bool> check, Func<T, string> show)
    {
        Console.WriteLine(show(input));
        var watch = Stopwatch.StartNew();
        string? defect = Try(input, check, out bool isAccepted);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {(isAccepted ? "accepted" : "refused")}, {watch.Elapsed.TotalSeconds:F3} s; {defect ?? "as promised"}"));
        Assert.Null(defect);
    }
}
