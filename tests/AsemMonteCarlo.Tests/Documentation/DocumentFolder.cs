namespace AsemMonteCarlo.Tests.Documentation;

/// <summary>The documents of the repository.</summary>
internal static class DocumentFolder
{
    public static string Path { get; } = Find();

    public static string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AsemMonteCarlo.sln"))) return System.IO.Path.Combine(folder.FullName, "docs");
        }
        throw new DirectoryNotFoundException("the repository is not above the tests");
    }
}
