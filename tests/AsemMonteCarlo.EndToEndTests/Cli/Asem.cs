using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>What a process said and how it ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The built <c>asem</c> executable, run as a process with pipes for its output.</summary>
internal static class Asem
{
    private static readonly Dictionary<string, string> nothing = [];
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(10);

    /// <summary>The built executable.</summary>
    public static string Executable => Built("AsemMonteCarlo.Cli", "asem");

    /// <summary>A built program beside this assembly's folder: artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static string Built(string project, string name)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        string path = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, OperatingSystem.IsWindows() ? name + ".exe" : name);
        Assert.True(File.Exists(path), $"{path} is not built");
        return path;
    }

    /// <summary>Runs another program and insists on success.</summary>
    public static Ended SucceedWith(string program, params string[] arguments) => SucceedWith(nothing, program, arguments);

    /// <summary>Runs another program with surroundings of its own and insists on success.</summary>
    public static Ended SucceedWith(Dictionary<string, string> environment, string program, params string[] arguments)
    {
        using var process = Start(environment, arguments, [], program);
        var ended = End(process);
        Assert.True(ended.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {ended.ExitCode}\n{ended.Output}\n{ended.Error}");
        return ended;
    }

    /// <summary>Runs another program in a folder; it may call this one many times.</summary>
    public static Ended RunWith(string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments, [], program, folder);
        return End(process);
    }

    public static Ended Run(params string[] arguments) => Run(nothing, arguments);

    public static Ended Run(Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        return End(process);
    }

    /// <summary>Runs and insists on success.</summary>
    public static Ended Succeed(params string[] arguments) => Succeed(nothing, arguments);

    public static Ended Succeed(Dictionary<string, string> environment, params string[] arguments)
    {
        var ended = Run(environment, arguments);
        Assert.True(ended.ExitCode == 0, $"asem {string.Join(' ', arguments)}: exit code {ended.ExitCode}\n{ended.Error}");
        return ended;
    }

    /// <summary>Starts with the default reaction to interrupts, which a shell in the background would have taken away.</summary>
    public static Process StartInterruptible(Dictionary<string, string> environment, params string[] arguments) =>
        Start(environment, arguments, prefix: ["/usr/bin/env", "--default-signal=INT,TERM,HUP"]);

    /// <summary>Waits for the end.</summary>
    public static Ended End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("asem did not end");
        }
        process.WaitForExit();
        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    private static Process Start(Dictionary<string, string> environment, string[] arguments, string[]? prefix = null, string? program = null, string folder = "")
    {
        string[] command = [.. prefix ?? [], program ?? Executable, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder };
        // what this process was told about lanes is not meant for the one under test
        string[] told = ["ASEM_", "DOTNET_Enable", "DOTNET_MaxVector", "DOTNET_Preferred"];
        foreach (string name in start.Environment.Keys.Where(key => told.Any(t => key.StartsWith(t, StringComparison.Ordinal))).ToList()) start.Environment.Remove(name);
        // the runtime that runs this test, wherever it lies
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}

/// <summary>A temporary folder with a small study in it.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>Four design points, 32 couples, 20 days.</summary>
    public const string SmallStudy = """
        name: small
        seed: 7
        horizon_days: 20
        settle_days: 5
        dyads: 32
        pathways:
          of: [safe.bond, self.efficacy]

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("asem-end-to-end-").FullName;

    public string this[string name] => Path.Combine(folder, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Writes the small study, with lines added, and gives its path.</summary>
    public string Small(string more = "") => Write("small.yaml", SmallStudy + more);

    /// <summary>Runs the small study with settings into a folder of its own and gives the folder.</summary>
    public string RunSmall(Dictionary<string, string>? environment = null, params string[] more)
    {
        string output = this[string.Create(CultureInfo.InvariantCulture, $"run{Directory.GetDirectories(folder).Length}")];
        Asem.Succeed(environment ?? [], ["run", Small(), "--output", output, "--quiet", .. more]);
        return output;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
