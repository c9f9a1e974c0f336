using System.Runtime.InteropServices;
using AsemMonteCarlo.EndToEndTests.Cli;

namespace AsemMonteCarlo.EndToEndTests.Install;

/// <summary>The SDK that runs these tests.</summary>
internal static class Dotnet
{
    /// <summary>Collection of tests that build in the repository, one at a time.</summary>
    public const string Alone = "SDK";

    // no build nodes that outlive the test
    private static readonly Dictionary<string, string> surroundings = new() { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" };

    /// <summary>Root of the repository.</summary>
    public static string Repository { get; } = Root();

    /// <summary>How these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>Licences of others that go with the program, from its folder.</summary>
    public static IReadOnlyList<string> Licences { get; } = ["licenses/echarts.LICENSE.txt", "licenses/echarts.NOTICE.txt"];

    /// <summary>Runs the SDK and insists on success.</summary>
    /// <param name="more">More of the surroundings.</param>
    /// <param name="arguments">Arguments of <c>dotnet</c>.</param>
    public static Ended Run(Dictionary<string, string> more, params string[] arguments)
    {
        string program = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return Asem.SucceedWith(surroundings.Concat(more).ToDictionary(), Path.GetFullPath(program), arguments);
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "AsemMonteCarlo.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
