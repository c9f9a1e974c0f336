namespace AsemMonteCarlo.Tests;

/// <summary>Tables of known answers, which any language can read.</summary>
internal static class Golden
{
    /// <summary>Lines of a table without comments, split at spaces.</summary>
    public static IReadOnlyList<string[]> Rows(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];
}
