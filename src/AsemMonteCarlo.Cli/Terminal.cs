using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsemMonteCarlo.Cli;

/// <summary>Writes Spectre's tables to any writer, the same bytes for a pipe on every machine.</summary>
internal static class Terminal
{
    private const int PipedWidth = 200, Narrowest = 80;

    /// <summary>Letters in a line of the terminal that a writer writes to; null where it is none.</summary>
    public static int? WidthOf(TextWriter writer) => IsTerminal(writer) ? Math.Max(AnsiConsole.Profile.Width, Narrowest) : null;

    /// <summary>Writes a table: as wide as the terminal, or a fixed width when redirected.</summary>
    public static void Write(TextWriter writer, IRenderable content)
    {
        bool terminal = IsTerminal(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No, ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = terminal ? Math.Max(console.Profile.Width, Narrowest) : PipedWidth;
        console.Write(content);
    }

    private static bool IsTerminal(TextWriter writer) => ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected;
}
