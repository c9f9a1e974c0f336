namespace AsemMonteCarlo.Cli;

/// <summary>The folder that a verb writes.</summary>
internal static class OutputFolder
{
    /// <summary>Says why a folder cannot take results, if so.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="error">Takes the reason.</param>
    /// <param name="resumes">Names in the folder that the verb wrote itself and goes on from; null for a verb that never does.</param>
    /// <returns>Whether it was refused.</returns>
    public static async Task<bool> RefuseAsync(string path, TextWriter error, Func<string, bool>? resumes = null)
    {
        if (!File.Exists(path) && (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(entry => resumes?.Invoke(Path.GetFileName(entry)) == true))) return false;
        return await error.RefuseAsync($"--output {path}", new(ErrorKind.FolderTaken, File.Exists(path) ? "this is a file; name a new folder" : "the folder is not empty; name a new one, so that no earlier result is lost"));
    }
}
