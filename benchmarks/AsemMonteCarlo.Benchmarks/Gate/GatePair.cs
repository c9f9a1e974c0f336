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

    /// <summary>The commit, with <c>-dirty</c> behind it where files differ from it; empty without git.</summary>
    public async Task<string> CommitAsync(CancellationToken cancellation)
    {
        var (code, output) = await RunAsync("git", Folder, ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], cancellation);
        return code == 0 ? output.Trim() : "";
    }

    /// <summary>Builds the tree.</summary>
    public async Task BuildAsync(CancellationToken cancellation)
    {
        var (code, output) = await RunAsync("dotnet", Folder, ["build", Path.Combine("benchmarks", Name), "-c", "Release", "-v", "quiet", "-nologo"], cancellation);
        if (code != 0) throw new GateException($"{Folder} does not build:\n{output}");
    }

    /// <summary>Measures in a process of its own.</summary>
    /// <returns>Nanoseconds and bytes of each measure.</returns>
    public async Task<IReadOnlyDictionary<string, GateFigure>> MeasureAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Program)) throw new GateException($"{Program} is not built");
        var (code, output) = await RunAsync(Program, Folder, Slower ? ["gate", "measure", "--slower"] : ["gate", "measure"], cancellation);
        string line = output.Split('\n').LastOrDefault(l => l.StartsWith('{')) ?? "";
        if (code != 0 || line.Length == 0) throw new GateException($"{Program} gate measure: exit code {code}; a commit without this measure cannot be compared\n{output}");
        var said = JsonNode.Parse(line)!;
        if ((int)said["version"]! != GateSuite.Version) throw new GateException($"{Folder} measures by version {said["version"]} of the suite, this program by {GateSuite.Version}");
        return said["figures"].Deserialize<Dictionary<string, GateFigure>>()!;
    }

    /// <summary>Runs a program; both streams in one text. What is cancelled is killed.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // the compiler does not wait for a tenth of a second without new code before it starts counting calls
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        using var process = Process.Start(start) ?? throw new GateException($"{program} does not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output + await error);
    }
}

/// <summary>Pairs of processes, one of each tree, one behind the other; who begins changes by the toss of a seeded coin within every two pairs.</summary>
internal sealed class GatePairs(GateTree before, GateTree after, int seed)
{
    private readonly Random coin = new(seed);
    private readonly Dictionary<string, List<double>> ratios = [];
    private readonly Dictionary<string, (long Before, long After)> bytes = [];
    private bool beforeFirst;
    private int count;

    /// <summary>Of each measure, time after over time before of every pair so far.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Ratios => ratios.ToDictionary(r => r.Key, IReadOnlyList<double> (r) => r.Value);

    /// <summary>Measures that allocate more bytes in a call than before, in every pair: by the pair that differs least.</summary>
    public IEnumerable<(string Measure, long Before, long After)> MoreBytes => bytes.Where(b => b.Value.After > b.Value.Before).Select(b => (b.Key, b.Value.Before, b.Value.After));

    /// <summary>Measures one more pair.</summary>
    /// <returns>The figures of both.</returns>
    public async Task<(IReadOnlyDictionary<string, GateFigure> Before, IReadOnlyDictionary<string, GateFigure> After)> NextAsync(CancellationToken cancellation)
    {
        beforeFirst = count++ % 2 == 0 ? coin.Next(2) == 0 : !beforeFirst;
        var first = await (beforeFirst ? before : after).MeasureAsync(cancellation);
        var second = await (beforeFirst ? after : before).MeasureAsync(cancellation);
        var (old, young) = beforeFirst ? (first, second) : (second, first);
        foreach (var (measure, figure) in old)
        {
            if (!ratios.TryGetValue(measure, out var list)) ratios[measure] = list = [];
            list.Add(young[measure].Nanoseconds / figure.Nanoseconds);
            // a process in which the compiler came late allocates more: only what every pair shows counts; more work on purpose is to be seen by its time
            if (figure.Bytes >= 0 && !after.Slower && (!bytes.TryGetValue(measure, out var least) || young[measure].Bytes - figure.Bytes < least.After - least.Before)) bytes[measure] = (figure.Bytes, young[measure].Bytes);
        }
        return (old, young);
    }

    /// <summary>The latest pair as rows of a record.</summary>
    public IEnumerable<string> Rows(string label, (IReadOnlyDictionary<string, GateFigure> Before, IReadOnlyDictionary<string, GateFigure> After) pair) =>
        pair.Before.Select(b => string.Create(CultureInfo.InvariantCulture, $"{label},{count},{(beforeFirst ? "before" : "after")},{b.Key},{b.Value.Nanoseconds:F1},{pair.After[b.Key].Nanoseconds:F1}"));
}
