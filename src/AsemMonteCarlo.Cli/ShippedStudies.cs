using System.Reflection;
using System.Text;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary>A study that comes with the program.</summary>
/// <param name="Name">Its name, by which its file is called.</param>
/// <param name="Title">Its question.</param>
/// <param name="Bytes">The file.</param>
internal sealed record ShippedStudy(string Name, string Title, byte[] Bytes)
{
    /// <summary>Name of its file.</summary>
    public string FileName => Name + ShippedStudies.Ending;
}

/// <summary>The studies that come with the program, taken from its own files and not from a folder.</summary>
internal static class ShippedStudies
{
    /// <summary>Ending of files of studies.</summary>
    public const string Ending = ".yaml";

    // as the project file names them
    private const string Prefix = "configs/";

    /// <summary>The studies in the order of their names.</summary>
    public static IReadOnlyList<ShippedStudy> All { get; } = [.. FileNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)).Select(Study)];

    /// <summary>The title that a study gives on a line of its own, or nothing.</summary>
    public static string TitleOf(IEnumerable<string> lines)
    {
        string start = StudyKeys.Title.Name + ":";
        return lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } line ? line[start.Length..].Trim() : "";
    }

    /// <summary>A file that came with the studies, or null.</summary>
    public static byte[]? File(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (stream is null) return null;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Whether a file of experiments is shipped.</summary>
    public static bool HasExperiments(string name) => File("experiments/" + name) is not null;

    /// <summary>A shipped file of experiments.</summary>
    public static byte[] Experiments(string name) => File("experiments/" + name) ?? throw new InvalidOperationException($"the program came without {name}");

    private static IEnumerable<string> FileNames() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal);

    private static ShippedStudy Study(string file)
    {
        byte[] bytes = File(file)!;
        return new ShippedStudy(file[..^Ending.Length], TitleOf(Encoding.UTF8.GetString(bytes).Split('\n')), bytes);
    }
}
