using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Studies;

/// <summary>Binds studies and lists what is wrong with them as the user sees it.</summary>
internal static class StudyFixture
{
    public static Study Bind(string yaml, params string[] overrides) => StudyFile.Bind(yaml, "study", Path.GetTempPath(), overrides);

    public static string[] Errors(string yaml, params string[] overrides) =>
        [.. Assert.Throws<StudyException>(() => Bind(yaml, overrides)).Errors.Select(e => e.ToString())];

    public static string Config(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AsemMonteCarlo.sln"))) return Path.Combine(folder.FullName, "configs", name);
        }
        throw new DirectoryNotFoundException("the repository is not above the tests");
    }
}

/// <summary>A folder for one test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("asem-test-").FullName;

    public string Path { get; }

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
