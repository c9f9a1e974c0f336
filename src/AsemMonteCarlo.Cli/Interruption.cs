using System.Runtime.InteropServices;

namespace AsemMonteCarlo.Cli;

/// <summary>
/// Signals that ask the program to end: interrupt (Ctrl-C), terminate and hang-up. The first one stops a verb at once, unless the verb finishes
/// what it has in work; the second one always does. A signal that was ignored when the program began, as with nohup, stays ignored.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource finish = new(), stop = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock gate = new();
    private Action? onFirst;
    private int signals;
    private bool isOver;

    /// <summary>Starts to listen.</summary>
    public Interruption()
    {
        foreach (var (signal, code) in new[] { (PosixSignal.SIGINT, ExitCode.Interrupted), (PosixSignal.SIGTERM, ExitCode.Terminated), (PosixSignal.SIGHUP, ExitCode.HungUp) })
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Take(code);
            }));
    }

    /// <summary>Cancelled where the verb is to end at once.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Exit code of an interrupted verb: 128 and the number of the first signal.</summary>
    public int Code { get; private set; } = ExitCode.Interrupted;

    /// <summary>Makes the first signal ask for an orderly end.</summary>
    /// <param name="told">Called at the first signal.</param>
    /// <returns>A token that the first signal cancels.</returns>
    public CancellationToken FinishFirst(Action told)
    {
        lock (gate) onFirst = told;
        return finish.Token;
    }

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        lock (gate) isOver = true;
        finish.Dispose();
        stop.Dispose();
    }

    private void Take(int code)
    {
        lock (gate)
        {
            if (isOver) return;
            if (signals++ == 0)
            {
                Code = code;
                if (onFirst is not null)
                {
                    onFirst();
                    finish.Cancel();
                    return;
                }
            }
            if (stop.IsCancellationRequested) return;
            stop.Cancel();
        }
        // a verb that does not listen is ended all the same
        Thread.Sleep(patience);
        lock (gate)
        {
            if (!isOver) Environment.Exit(Code);
        }
    }
}
