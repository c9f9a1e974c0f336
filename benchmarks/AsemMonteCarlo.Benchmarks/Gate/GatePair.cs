using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Benchmarks.Gate;

/// <summary>Something with which commits cannot be compared; the message says what.</summary>
internal sealed class GateException(string message) : Exception(message);

/// <summary>A built tree of which processes can be started.</summary>
/// <param name="Folder">The tree.</param>
/// <param name="Slower">Whether its processes do a twentieth more work in the kernels.</param>
internal sealed record GateTree(string Folder, bool Slower = false)
{
    private const string Name = "AsemMonteCarlo.Benchmarks";

    private string Program => Path.Combine(Folder, "artifacts", "bin", Name, "release", OperatingSystem.IsWindows() ? Name + ".exe" : Name);

    /// <summary>Builds the tree.</summary>
    public void Build()
    {
        var (code, output) = Run("dotnet", Folder, ["build", Path.Combine("benchmarks", Name), "-c", "Release", "-v", "quiet", "-nologo"]);
        if (code != 0) throw new GateException($"{Folder} does not build:\n{output}");
    }

    /// <summary>Measures in a process of its own.</summary>
    /// <returns>Nanoseconds and bytes of each measure.</returns>
    public IReadOnlyDictionary<string, GateFigure> Measure()
    {
        if (!File.Exists(Program)) throw new GateException($"{Program} is not built");
        var (code, output) = Run(Program, Folder, Slower ? ["gate", "measure", "--slower"] : ["gate", "measure"]);
        string line = output.Split('\n').LastOrDefault(l => l.StartsWith('{')) ?? "";
        if (code != 0 || line.Length == 0) throw new GateException($"{Program} gate measure: exit code {code}; a commit without this measure cannot be compared\n{output}");
        var said = JsonNode.Parse(line)!;
        if ((int)said["version"]! != GateSuite.Version) throw new GateException($"{Folder} measures by version {said["version"]} of the suite, this program by {GateSuite.Version}");
        return said["figures"].Deserialize<Dictionary<string, GateFigure>>()!;
    }

    /// <summary>Runs a program; both streams in one text.</summary>
    internal static (int Code, string Output) Run(string program, string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new GateException($"{program} does not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }
}

/// <summary>Pairs of processes, one of each tree, one behind the other; who begins changes by the toss of a seeded coin within every two pairs.</summary>
internal sealed class GatePairs(GateTree before, GateTree after, int seed)
{
    private readonly Random coin = new(seed);
    private readonly Dictionary<string, List<double>> ratios = [];
    private bool beforeFirst;
    private int count;

    /// <summary>Of each measure, time after over time before of every pair so far.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Ratios => ratios.ToDictionary(r => r.Key, IReadOnlyList<double> (r) => r.Value);

    /// <summary>Measures that allocate more bytes in a call than before, in the latest pair.</summary>
    public IReadOnlyList<(string Measure, long Before, long After)> MoreBytes { get; private set; } = [];

    /// <summary>Measures one more pair.</summary>
    /// <returns>The figures of both.</returns>
    public (IReadOnlyDictionary<string, GateFigure> Before, IReadOnlyDictionary<string, GateFigure> After) Next()
    {
        beforeFirst = count++ % 2 == 0 ? coin.Next(2) == 0 : !beforeFirst;
        var first = (beforeFirst ? before : after).Measure();
        var second = (beforeFirst ? after : before).Measure();
        var (old, young) = beforeFirst ? (first, second) : (second, first);
        foreach (var (measure, figure) in old)
        {
            if (!ratios.TryGetValue(measure, out var list)) ratios[measure] = list = [];
            list.Add(young[measure].Nanoseconds / figure.Nanoseconds);
        }
        MoreBytes = [.. old.Where(o => o.Value.Bytes >= 0 && young[o.Key].Bytes > o.Value.Bytes).Select(o => (o.Key, o.Value.Bytes, young[o.Key].Bytes))];
        return (old, young);
    }

    /// <summary>The latest pair as rows of a record.</summary>
    public IEnumerable<string> Rows(string label, (IReadOnlyDictionary<string, GateFigure> Before, IReadOnlyDictionary<string, GateFigure> After) pair) =>
        pair.Before.Select(b => string.Create(CultureInfo.InvariantCulture, $"{label},{count},{(beforeFirst ? "before" : "after")},{b.Key},{b.Value.Nanoseconds:F1},{pair.After[b.Key].Nanoseconds:F1}"));
}
