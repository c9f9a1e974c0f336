using System.Runtime.InteropServices;
using AsemMonteCarlo.EndToEndTests.Cli;

namespace AsemMonteCarlo.EndToEndTests.Install;

/// <summary>The program as one file with the runtime in it.</summary>
[Trait("Needs", "Runtime")]
[Collection(Dotnet.Alone)]
public sealed class SingleFileTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void One_file_runs_without_dotnet_and_gives_the_same_bits()
    {
        Dotnet.Run([], "publish", Path.Combine(Dotnet.Repository, "src", "AsemMonteCarlo.Cli"), "-c", Dotnet.Configuration == "release" ? "Release" : "Debug", "-r", RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "-p:PublishSingleFile=true", "-o", here["single"], "-v", "quiet");
        string file = Assert.Single(Directory.GetFiles(here["single"]));
        // licences of others stay readable beside it; it runs without them
        Assert.Equal(Dotnet.Licences.Append(Path.GetFileName(file)).Order(StringComparer.Ordinal), Directory.GetFiles(here["single"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(here["single"], f).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Directory.Delete(Path.Combine(here["single"], "licenses"), recursive: true);
        Assert.StartsWith("asem", Path.GetFileName(file), StringComparison.Ordinal);
        var alone = new Dictionary<string, string> { ["DOTNET_ROOT"] = here["nowhere"], ["PATH"] = "/usr/bin:/bin" };
        Asem.SucceedWith(alone, file, "init", "quick", "-o", here["quick.yaml"]);
        Asem.SucceedWith(alone, file, "run", here.Small(), "-o", here["alone"], "-q");
        Assert.Contains("the whole study was run again", Asem.SucceedWith(alone, file, "verify", here["alone"]).Output, StringComparison.Ordinal);
        Assert.Equal(RunVerbTests.Digest(here.RunSmall()), RunVerbTests.Digest(here["alone"]));
    }
}
