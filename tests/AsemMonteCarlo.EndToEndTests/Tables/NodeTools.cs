using System.Diagnostics;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>Node with the readers of <c>Node/package.json</c>, installed once into the folder of build results.</summary>
internal static class NodeTools
{
    private static readonly Lazy<string> folder = new(Install);

    /// <summary>Runs Node in the folder of the readers and gives what it prints; skips the test where there is no Node.</summary>
    /// <param name="arguments">Arguments of Node.</param>
    public static string Run(string[] arguments)
    {
        Assert.SkipUnless(OnPath("node") && OnPath("npm"), "There is no Node with npm.");
        return Start("node", arguments, folder.Value);
    }

    private static string Install()
    {
        string place = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "node"));
        Start(Path.Combine(AppContext.BaseDirectory, "Node", "install"), [place], AppContext.BaseDirectory);
        return place;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Start(string program, string[] arguments, string place)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = place, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), $"{program} did not end");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{error.Result}");
        return output.Result;
    }
}
