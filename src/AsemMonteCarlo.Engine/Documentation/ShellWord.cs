namespace AsemMonteCarlo.Engine.Documentation;

/// <summary>Words of commands that are printed to be typed, or written into scripts.</summary>
internal static class ShellWord
{
    /// <summary>The text as one word of a POSIX shell; PowerShell takes it too unless it has a quote in it.</summary>
    /// <param name="text">The text, of any characters.</param>
    public static string Quote(string text) => text.Length > 0 && text.All(IsPlain) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // a backslash parts folders in shells of Windows
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or ',' or '+' || c == '\\' && OperatingSystem.IsWindows();
}
