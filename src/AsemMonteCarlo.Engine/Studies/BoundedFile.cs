using System.Globalization;
using System.Text;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads text files that users name, without trusting their size or encoding.</summary>
internal static class BoundedFile
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes of a file of at most <paramref name="limit"/> bytes, or null and the reason.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What the user calls it, or null where the name stands before the sentence.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="problem">The reason.</param>
    public static byte[]? Read(string path, string? name, int limit, out Finding? problem)
    {
        problem = null;
        string it = name is null ? "this" : Words.Quote(name);
        try
        {
            if (Directory.Exists(path)) problem = new(ErrorKind.UnreadableFile, $"{it} is a folder; a file is needed");
            else if (!File.Exists(path)) problem = new(ErrorKind.NoSuchFile, $"there is no {(name is null ? "such file" : "file " + it)}{Neighbour(path)}");
            if (problem is not null) return null;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // of the size of the file, so that nothing large is copied; what is no plain file says no size
            using var read = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length, 0, limit) : 0);
            var buffer = new byte[81920];
            for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                read.Write(buffer, 0, count);
                if (read.Length <= limit) continue;
                problem = new(ErrorKind.FileTooLarge, string.Create(CultureInfo.InvariantCulture, $"{it} is larger than {limit >> 20} MiB, the most that is read"));
                return null;
            }
            return read.Length == read.Capacity ? read.GetBuffer() : read.ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = new(ErrorKind.UnreadableFile, $"{it} cannot be read: {Words.Shorten(failure.Message.Split(" (Parameter", 2)[0].TrimEnd('.'), 200)}");
            return null;
        }
    }

    /// <summary>The text of a file and its bytes.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="thing">What it is, for messages: a study, a file.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="problems">Names the file, and receives what is wrong.</param>
    /// <exception cref="StudyException">It cannot be read, or is no UTF-8.</exception>
    public static (byte[] Bytes, string Text) ReadText(string path, string thing, int limit, StudyProblems problems)
    {
        string? text = null;
        if (Read(path, null, limit, out var problem) is not { } bytes) problems.Add(problem!.Kind, "", problem.Message);
        else if ((text = Decode(bytes)) is null) problems.Add(ErrorKind.NotText, "", $"the {thing} is not UTF-8 text; save it as UTF-8");
        else return (bytes, text);
        problems.ThrowIfAny();
        throw new InvalidOperationException();
    }

    /// <summary>UTF-8 text with or without byte order mark, or null where the bytes are none.</summary>
    public static string? Decode(byte[] bytes)
    {
        try
        {
            string text = strict.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Neighbour(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", name = Path.GetFileName(path);
        // a name without its ending or its folder; studies come with a folder of this name
        string[] whole = [path + ".yaml", Path.Combine("configs", name), Path.Combine("configs", name + ".yaml")];
        if (name.Length > 0 && Array.Find(whole, File.Exists) is { } there) return $"; did you mean {Words.Quote(there)}?";
        return Directory.Exists(folder) ? Words.Suggestion(name, Directory.EnumerateFiles(folder).Take(1000).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)) : "";
    }
}
