using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.SelfTests;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.Tests.SelfTests;

/// <summary>The self-test passes here, and every check of it can fail.</summary>
public sealed class SelfTestTests : IDisposable
{
    private static readonly SelfTestInputs shipped = SelfTestInputs.Shipped();

    // for checks that have nothing to do with studies
    private static readonly SelfTestInputs quick = shipped with { RunAsync = (_, _, _, _, _) => Task.FromResult(ContentDigest.Parse(shipped.Digest)) };

    private static readonly Dictionary<string, (string Check, string Found, SelfTestInputs Inputs)> faults = new()
    {
        ["another byte order"] = ("byte order", "highest byte first", quick with { IsLittleEndian = false }),
        ["a wrong fused multiply-add"] = ("multiply-add", "multiply_add of ", quick with { Functions = Changed(quick.Functions, row => row[1] == "multiply_add") }),
        ["a wrong exponential function"] = ("functions", "exp of ", quick with { Functions = Changed(quick.Functions, row => row[1] == "exp") }),
        ["a wrong quantile in double precision"] = ("functions", "on lane type double", quick with { Functions = Changed(quick.Functions, row => row[0] == "double" && row[1] == "normal_quantile") }),
        ["a wrong word"] = ("streams", "does not give", quick with { Streams = Changed(quick.Streams, _ => true) }),
        ["a wrong exact value"] = ("sensitivity", "the exact value of total of x2 of ishigami is computed as 0.44", quick with { Sensitivity = Changed(quick.Sensitivity, row => row[..3] is ["ishigami", "total", "x2"], 3, "0.5") }),
        ["wrong bits of an index"] = ("sensitivity", "the estimate of first_order of x1 of g-function has the bits ", quick with { Sensitivity = Changed(quick.Sensitivity, row => row[0] == "g-function") }),
        ["a table that is damaged on the disk"] = ("files", "SHA-256", quick with { Written = file => Damage(file) }),
        ["a table that is missing"] = ("files", "is missing", quick with { Written = File.Delete }),
        ["a wrong lane type"] = ("lanes", "lanes give digest ", quick with { RunAsync = (_, folder, lanes, _, _) => Task.FromResult(lanes == Scalar.Name || folder.EndsWith("study", StringComparison.Ordinal) ? ContentDigest.Parse(shipped.Digest) : new ContentDigest(1)) }),
        ["a lane type that fails"] = ("lanes", "out of order", quick with { RunAsync = (study, folder, lanes, threads, stop) => folder.Contains("lanes", StringComparison.Ordinal) ? throw new InvalidOperationException("out of order") : quick.RunAsync(study, folder, lanes, threads, stop) }),
        ["another digest"] = ("study", $"digest {shipped.Digest} instead of 0000", quick with { Digest = new string('0', 32) }),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Faults => [.. faults.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_check_passes_here_and_no_file_is_left()
    {
        var checks = await new SelfTest(shipped with { Folder = folder.Path }).RunAsync(cancellation: Token);
        Assert.Equal(["byte order", "multiply-add", "functions", "streams", "sensitivity", "files", "lanes", "study"], checks.Select(c => c.Name));
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Name}: {check.Found}"));
        Assert.Empty(folder.Names);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_fails_its_check_and_no_other(string name)
    {
        var (check, found, inputs) = faults[name];
        var told = new List<SelfTestCheck>();
        var checks = await new SelfTest(inputs with { Folder = folder.Path }).RunAsync(told.Add, Token);
        Assert.Equal(checks, told);
        var failed = Assert.Single(checks, c => !c.Passed);
        Assert.Equal(check, failed.Name);
        Assert.Contains(found, failed.Found, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task The_verb_prints_a_line_for_each_check_and_the_speed_and_exits_by_the_outcome()
    {
        using var text = new StringWriter();
        Assert.Equal(0, await SelfTestVerb.RunAsync(quick, false, text, Token));
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, lines.Count(line => line.StartsWith("passed  ", StringComparison.Ordinal)));
        Assert.Matches(@"^speed   [\d.]+ ns per dyad-day with one thread", lines[8]);
        Assert.StartsWith("8 of 8 checks passed in ", lines[9], StringComparison.Ordinal);

        using var json = new StringWriter();
        Assert.Equal(1, await SelfTestVerb.RunAsync(quick with { Digest = new string('0', 32) }, true, json, Token));
        var node = JsonNode.Parse(json.ToString())!;
        Assert.False((bool)node["passed"]!);
        Assert.Equal("study", (string)node["checks"]!.AsArray().Single(c => !(bool)c!["passed"]!)!["name"]!);
        Assert.True((double)node["speed"]!["nanoseconds_per_dyad_day"]! > 0 && (double)node["speed"]!["peak_gflop_per_second"]! > 0);
    }

    [Fact]
    public async Task A_self_test_that_is_stopped_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SelfTest(shipped with { Folder = folder.Path, Written = _ => stop.Cancel() }).RunAsync(cancellation: stop.Token));
        Assert.Empty(folder.Names);
    }

    private static IReadOnlyList<string[]> Changed(IReadOnlyList<string[]> rows, Func<string[], bool> which, int column = -1, string? value = null)
    {
        int at = rows.Index().First(row => which(row.Item)).Index;
        string[] changed = [.. rows[at]];
        if (column < 0) column = changed.Length - 1;
        char last = changed[column][^1];
        changed[column] = value ?? changed[column][..^1] + (last == '0' ? '1' : '0');
        return [.. rows.Index().Select(row => row.Index == at ? changed : row.Item)];
    }

    private static void Damage(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[100] ^= 4;
        File.WriteAllBytes(file, bytes);
    }
}
