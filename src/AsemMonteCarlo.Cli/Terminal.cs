using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsemMonteCarlo.Cli;

/// <summary>Writes Spectre's tables to any writer, the same bytes for a pipe on every machine.</summary>
internal static class Terminal
{
    private const int PipedWidth = 200;

    /// <summary>Writes a table: as wide as the terminal, or a fixed width when redirected.</summary>
    public static void Write(TextWriter writer, IRenderable content)
    {
        bool terminal = ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No, ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = terminal ? Math.Max(console.Profile.Width, 80) : PipedWidth;
        console.Write(content);
    }
}
