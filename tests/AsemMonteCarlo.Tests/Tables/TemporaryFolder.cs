namespace AsemMonteCarlo.Tests.Tables;

/// <summary>A folder of its own for one test, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("asem-tables-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>What happens to run folders: their process ends, and bits of their files turn over.</summary>
internal static class RunFolders
{
    /// <summary>Copies what the end of the process would leave now.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        // files half written are locked while they are
        foreach (string file in Directory.GetFiles(from).Where(file => !file.EndsWith(".partial", StringComparison.Ordinal))) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>Turns a bit in the middle of a file.</summary>
    public static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
