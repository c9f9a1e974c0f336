namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>Trees of commits, checked out into temporary folders of this repository and built; removed at the end.</summary>
internal sealed class GateTrees : IDisposable
{
    private readonly List<string> made = [];

    /// <summary>A commit's tree, built, or a folder as it is.</summary>
    /// <param name="name">Anything by which git knows a commit, or a folder.</param>
    /// <exception cref="GateException">There is no such commit, or it does not build.</exception>
    public GateTree Of(string name)
    {
        if (Directory.Exists(name)) return new GateTree(Path.GetFullPath(name));
        var (code, output) = GateTree.Run("git", ".", ["rev-parse", "--verify", "--quiet", name + "^{commit}"]);
        if (code != 0) throw new GateException($"'{name}' is neither a folder nor a commit of this repository");
        string folder = Directory.CreateTempSubdirectory("asem-gate-").FullName;
        made.Add(folder);
        (code, string said) = GateTree.Run("git", ".", ["worktree", "add", "--detach", "--force", folder, output.Trim()]);
        if (code != 0) throw new GateException($"{name} cannot be checked out: {said}");
        var tree = new GateTree(folder);
        tree.Build();
        return tree;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string folder in made) GateTree.Run("git", ".", ["worktree", "remove", "--force", folder]);
    }
}
