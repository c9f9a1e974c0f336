using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.ReliabilityTests;

/// <summary>A disk that refuses any one write, synchronisation or renaming leaves a folder that is complete, that can be gone on with, or none.</summary>
public sealed class FaultTests : IDisposable
{
    private const string NoSpace = "28", InputOutput = "5", Short = "0";

    private static readonly string[] settings = ["--threads", "1", "--set", "dyads=300", "--set", "store.dyads=on"];

    private static readonly string[] compilers = ["cc", "gcc", "clang"];

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("write", NoSpace)]
    [InlineData("write", InputOutput)]
    [InlineData("write", Short)]
    [InlineData("fsync", NoSpace)]
    [InlineData("fsync", InputOutput)]
    [InlineData("rename", NoSpace)]
    [InlineData("rename", InputOutput)]
    public void A_fault_at_any_call_loses_nothing(string call, string error)
    {
        string library = Compile();
        string study = here.Small(), count = here["count"];
        Asem.Succeed(["run", study, "--output", here["whole"], "--quiet", .. settings]);
        string digest = Asem.Succeed("verify", here["whole"], "--digest").Output.Trim();

        Assert.Equal(0, Run(library, "unharmed", call, error, 0, count).ExitCode);
        int calls = (int)new FileInfo(count).Length;
        Assert.True(calls >= 10, $"{calls} calls");

        int tried = 0, complete = 0, resumed = 0, removed = 0, most = Reduced.Size(int.MaxValue, 3);
        // the first, the last, and evenly between where the sample is reduced
        foreach (int at in Enumerable.Range(0, Math.Min(most, calls)).Select(i => 1 + (int)((long)i * (calls - 1) / Math.Max(1, Math.Min(most, calls) - 1))).Distinct())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"run{at}"), folder = here[name];
            var ended = Run(library, name, call, error, at, here["ignored"]);
            tried++;
            Assert.True(ended.ExitCode is 0 or 1, $"{call} {at}: exit code {ended.ExitCode}\n{ended.Error}");
            if (error == Short) Assert.True(ended.ExitCode == 0, $"{call} {at}: {ended.Error}");
            if (ended.ExitCode == 1) Assert.NotEmpty(ended.Error);
            if (!Directory.Exists(folder))
            {
                Assert.Equal(1, ended.ExitCode);
                removed++;
                continue;
            }
            var verified = Asem.Run("verify", folder, "--simulate", "0");
            if (verified.ExitCode == 0) complete++;
            else
            {
                // a fault may hit the removal of what is left beside complete tables, which is gone on with too
                if (!File.Exists(Path.Combine(folder, "manifest.json"))) Assert.Contains("go on with: asem run --resume", ended.Error, StringComparison.Ordinal);
                Asem.Succeed("run", "--resume", folder, "--quiet");
                verified = Asem.Succeed("verify", folder, "--simulate", "0");
                resumed++;
            }
            Assert.EndsWith($"digest {digest}\n", verified.Output, StringComparison.Ordinal);
            Directory.Delete(folder, recursive: true);
        }
        string what = error switch { NoSpace => "ENOSPC", InputOutput => "EIO", _ => "short" };
        string said = string.Create(CultureInfo.InvariantCulture, $"faults: {call} {what} at {tried} of {calls} calls: {complete} complete, {resumed} gone on with, {removed} before anything was committed, 0 lost");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Console.WriteLine(said);
        if (error != Short) Assert.True(resumed > 0 && removed > 0, said);
    }

    private Ended Run(string library, string name, string call, string error, int at, string count) => Asem.Run(
        new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAULT_FOLDER"] = here[name],
            ["FAULT_CALL"] = call,
            ["FAULT_AT"] = at.ToString(CultureInfo.InvariantCulture),
            ["FAULT_ERROR"] = error,
            ["FAULT_COUNT"] = count,
            // after every block: 300 couples are two
            ["ASEM_COMMIT_SECONDS"] = "0",
        },
        ["run", here.Small(), "--output", here[name], "--quiet", .. settings]);

    private string Compile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "faults are injected by a preloaded library, which Linux knows");
        string? compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').SelectMany(folder => compilers.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(compiler is null, "there is no C compiler: install gcc");
        string library = here["fault.so"];
        using var process = Process.Start(new ProcessStartInfo(compiler, ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, Path.Combine(AppContext.BaseDirectory, "fault.c"), "-ldl"]) { RedirectStandardError = true })!;
        string problems = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, problems);
        return library;
    }
}
