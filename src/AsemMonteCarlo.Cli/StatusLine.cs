namespace AsemMonteCarlo.Cli;

/// <summary>One line on a terminal that says what is being done, and is gone afterwards. Nothing where standard error is redirected or quiet is asked for.</summary>
/// <param name="error">Where it is written.</param>
/// <param name="quiet">Whether nothing is shown.</param>
internal sealed class StatusLine(TextWriter error, bool quiet = false) : IDisposable
{
    private readonly bool isShown = !quiet && !Console.IsErrorRedirected;
    private readonly Lock gate = new();
    private int length;

    /// <summary>Shows a text; may be called from any thread.</summary>
    public void Show(string text)
    {
        if (!isShown) return;
        lock (gate)
        {
            error.Write($"\r{text.PadRight(length)}");
            length = text.Length;
        }
    }

    /// <summary>Says something that stays; may be called from any thread.</summary>
    public void Note(string line)
    {
        try
        {
            lock (gate)
            {
                Clear();
                error.WriteLine(line);
            }
        }
        catch (IOException)
        {
            // nobody is there to be told
        }
    }

    public void Dispose()
    {
        lock (gate) Clear();
    }

    private void Clear()
    {
        if (length > 0) error.Write($"\r{new string(' ', length)}\r");
        length = 0;
    }
}
