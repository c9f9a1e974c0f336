namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>Trees of commits, checked out into temporary folders of this repository and built; removed at the end, however it comes.</summary>
internal sealed class GateTrees : IAsyncDisposable
{
    private readonly List<string> made = [];

    /// <summary>A commit's tree, built, or a folder as it is.</summary>
    /// <param name="name">Anything by which git knows a commit; or a folder, written as a path with a separator, or <c>.</c>.</param>
    /// <param name="cancellation">Stops what is running.</param>
    /// <exception cref="GateException">There is no such commit or folder, or it does not build.</exception>
    public async Task<GateTree> OfAsync(string name, CancellationToken cancellation)
    {
        // a branch may have the name of a folder
        if (name == "." || (name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && Directory.Exists(name))) return new GateTree(Path.GetFullPath(name));
        var (code, output) = await GateTree.RunAsync("git", ".", ["rev-parse", "--verify", "--quiet", name + "^{commit}"], cancellation);
        if (code != 0) throw new GateException($"'{name}' is neither a commit of this repository nor the path of a folder");
        string folder = Directory.CreateTempSubdirectory("asem-gate-").FullName;
        made.Add(folder);
        (code, string said) = await GateTree.RunAsync("git", ".", ["worktree", "add", "--detach", "--force", folder, output.Trim()], cancellation);
        if (code != 0) throw new GateException($"{name} cannot be checked out: {said}");
        var tree = new GateTree(folder);
        await tree.BuildAsync(cancellation);
        return tree;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (string folder in made.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        if (made.Count > 0) await GateTree.RunAsync("git", ".", ["worktree", "prune"], CancellationToken.None);
    }
}
