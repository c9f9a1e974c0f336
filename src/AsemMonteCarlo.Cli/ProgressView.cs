using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Simulation;
using Spectre.Console;

namespace AsemMonteCarlo.Cli;

/// <summary>Shows progress: a bar with rate and time left on a terminal, a line now and then when redirected, JSON lines on request, nothing when quiet.</summary>
internal sealed class ProgressView : IDisposable
{
    private readonly Action<RunProgress> show;
    private readonly TextWriter notes;
    private readonly TextWriter? events;
    private readonly Lock gate = new();
    private readonly TimeSpan interval;
    private readonly ManualResetEventSlim finished = new();
    private readonly Thread? bar;
    private RunProgress latest;
    private TimeSpan shown = TimeSpan.Zero;

    private ProgressView(TextWriter notes, TimeSpan interval, Action<RunProgress> show, bool isBar = false, TextWriter? events = null)
    {
        this.notes = notes;
        this.events = events;
        this.interval = interval;
        this.show = show;
        if (!isBar) return;
        bar = new Thread(RunBar) { IsBackground = true };
        bar.Start();
    }

    public static ProgressView Create(TextWriter error, TextWriter output, bool json, bool quiet)
    {
        if (json) return new ProgressView(error, TimeSpan.FromSeconds(1), p => output.WriteLine(JsonLine(p)), events: output);
        if (quiet) return new ProgressView(error, TimeSpan.MaxValue, _ => { });
        if (ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected) return new ProgressView(error, TimeSpan.MaxValue, _ => { }, isBar: true);
        return new ProgressView(error, TimeSpan.FromSeconds(10), p => error.WriteLine(Line(p)));
    }

    /// <summary>Takes a report from any worker thread.</summary>
    public void Report(RunProgress progress)
    {
        lock (gate)
        {
            if (progress.DyadDays > latest.DyadDays) latest = progress;
            if (interval == TimeSpan.MaxValue || progress.Elapsed - shown < interval) return;
            shown = progress.Elapsed;
            try
            {
                show(latest);
            }
            catch (IOException)
            {
                // a terminal that is gone ends no run
            }
        }
    }

    /// <summary>Writes an event between the reports, where they are JSON.</summary>
    public void Event(JsonObject what)
    {
        lock (gate) events?.WriteLine(what.ToJsonString(JsonSerializerOptions.Web));
    }

    /// <summary>Writes a line on standard error between the reports.</summary>
    public void Note(string line)
    {
        try
        {
            lock (gate) notes.WriteLine(bar is null ? line : "\r\u001b[K" + line);
        }
        catch (IOException)
        {
            // nobody is there to be told
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
        try
        {
            ShowBar();
        }
        catch (IOException)
        {
            // a terminal that is gone ends no run
        }
    }

    private void ShowBar()
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
