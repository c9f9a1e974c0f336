using System.Globalization;
using System.Text.Json;
using AsemMonteCarlo.Engine.Simulation;
using Spectre.Console;

namespace AsemMonteCarlo.Cli;

/// <summary>Shows progress: a bar with rate and time left on a terminal, a line now and then when redirected, JSON lines on request, nothing when quiet.</summary>
internal sealed class ProgressView : IDisposable
{
    private readonly Action<RunProgress> show;
    private readonly Lock gate = new();
    private readonly TimeSpan interval;
    private readonly ManualResetEventSlim finished = new();
    private readonly Thread? bar;
    private RunProgress latest;
    private TimeSpan shown = TimeSpan.Zero;

    private ProgressView(TimeSpan interval, Action<RunProgress> show, bool isBar = false)
    {
        this.interval = interval;
        this.show = show;
        if (!isBar) return;
        bar = new Thread(RunBar) { IsBackground = true };
        bar.Start();
    }

    public static ProgressView Create(TextWriter error, TextWriter output, bool json, bool quiet)
    {
        if (json) return new ProgressView(TimeSpan.FromSeconds(1), p => output.WriteLine(JsonLine(p)));
        if (quiet) return new ProgressView(TimeSpan.MaxValue, _ => { });
        if (ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected) return new ProgressView(TimeSpan.MaxValue, _ => { }, isBar: true);
        return new ProgressView(TimeSpan.FromSeconds(10), p => error.WriteLine(Line(p)));
    }

    /// <summary>Takes a report from any worker thread.</summary>
    public void Report(RunProgress progress)
    {
        lock (gate)
        {
            if (progress.DyadDays > latest.DyadDays) latest = progress;
            if (interval == TimeSpan.MaxValue || progress.Elapsed - shown < interval) return;
            shown = progress.Elapsed;
            show(latest);
        }
    }

    /// <summary>Ends the display.</summary>
    public void Finish()
    {
        finished.Set();
        bar?.Join();
    }

    public void Dispose()
    {
        Finish();
        finished.Dispose();
    }

    private static string JsonLine(RunProgress p) => JsonSerializer.Serialize(new { @event = "progress", dyad_days = p.DyadDays, total = p.Total, seconds = p.Elapsed.TotalSeconds });

    private static string Line(RunProgress p)
    {
        double rate = p.Rate;
        var left = TimeSpan.FromSeconds(Math.Ceiling((p.Total - p.DyadDays) / Math.Max(rate, 1)));
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * p.DyadDays / p.Total:F0} % of {p.Total:N0} dyad-days, {rate / 1e6:F1} million a second, {left:c} left");
    }

    private void RunBar()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var task = context.AddTask("simulating");
            while (!finished.Wait(200))
            {
                RunProgress now;
                lock (gate) now = latest;
                if (now.Total == 0) continue;
                task.MaxValue = now.Total;
                task.Value = now.DyadDays;
                task.Description = string.Create(CultureInfo.InvariantCulture, $"simulating, {now.Rate / 1e6:F1} million dyad-days a second");
            }
        });
    }
}
