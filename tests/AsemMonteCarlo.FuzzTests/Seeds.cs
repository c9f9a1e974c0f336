using System.Collections.Concurrent;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>What mutations begin with, and where cases put files.</summary>
internal static class Seeds
{
    private static readonly ConcurrentBag<string> made = [];
    private static readonly ThreadLocal<string> folder = new(() =>
    {
        string path = Directory.CreateTempSubdirectory("asem-fuzz-").FullName;
        made.Add(path);
        return path;
    });

    static Seeds() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (string path in made)
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    };

    /// <summary>The shipped files.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "configs");

    /// <summary>A folder of this thread's own.</summary>
    public static string Folder => folder.Value!;

    /// <summary>The texts of shipped files.</summary>
    public static IReadOnlyList<string> Texts(params string[] names) => [.. names.Select(name => File.ReadAllText(Path.Combine(Shipped, name)))];
}
