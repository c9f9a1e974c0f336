using System.IO.Compression;
using AsemMonteCarlo.EndToEndTests.Cli;

namespace AsemMonteCarlo.EndToEndTests.Install;

/// <summary>Packages of this build, packed into a local feed.</summary>
public sealed class LocalFeed : IDisposable
{
    private static readonly Dictionary<string, string> nothing = [];

    private readonly Workplace here = new();

    public LocalFeed()
    {
        Dotnet.Run(nothing, "pack", Path.Combine(Dotnet.Repository, "AsemMonteCarlo.sln"), "-c", Dotnet.Configuration == "release" ? "Release" : "Debug", "--no-build", "-o", Folder, "-v", "quiet");
        // nothing but the feed, so that no package can come from elsewhere
        Sources = here.Write("nuget.config", $"""<configuration><packageSources><clear /><add key="local" value="{Folder}" /></packageSources></configuration>""");
    }

    /// <summary>The feed.</summary>
    public string Folder => here["feed"];

    /// <summary>A configuration in which the feed is the only source.</summary>
    public string Sources { get; }

    /// <summary>Version of the packages.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Directory.GetFiles(Folder, "AsemMonteCarlo.Numerics.*.nupkg").Single())["AsemMonteCarlo.Numerics.".Length..];

    public void Dispose() => here.Dispose();
}

/// <summary>What is packed can be installed and used without the repository.</summary>
[Collection(Dotnet.Alone)]
public sealed class PackageTests(LocalFeed feed) : IClassFixture<LocalFeed>, IDisposable
{
    private static readonly string[] libraries = ["Numerics", "Model", "Sensitivity", "Engine"];

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Packages_are_the_tool_and_four_libraries_with_symbols_readme_and_licence()
    {
        string[] ids = ["AsemMonteCarlo", .. libraries.Select(l => "AsemMonteCarlo." + l)];
        string[] expected = [.. ids.Select(id => $"{id}.{feed.Version}.nupkg"), .. ids.Skip(1).Select(id => $"{id}.{feed.Version}.snupkg")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetFiles(feed.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string id in ids)
        {
            using var package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"{id}.{feed.Version}.nupkg"));
            using var reader = new StreamReader(package.GetEntry(id + ".nuspec")!.Open());
            string about = reader.ReadToEnd();
            Assert.Contains("<license type=\"expression\">MIT</license>", about, StringComparison.Ordinal);
            Assert.Contains("<readme>README.md</readme>", about, StringComparison.Ordinal);
            Assert.NotNull(package.GetEntry("README.md"));
            Assert.DoesNotContain("MinVer", about, StringComparison.Ordinal);
        }
        using (var tool = ZipFile.OpenRead(Path.Combine(feed.Folder, $"AsemMonteCarlo.{feed.Version}.nupkg")))
            Assert.All(Dotnet.Licences, licence => Assert.Contains(tool.Entries, e => e.FullName.StartsWith("tools/", StringComparison.Ordinal) && e.FullName.EndsWith("/" + licence, StringComparison.Ordinal)));
        foreach (string library in libraries)
        {
            string path = $"lib/net10.0/AsemMonteCarlo.{library}";
            using var package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"AsemMonteCarlo.{library}.{feed.Version}.nupkg"));
            Assert.NotNull(package.GetEntry(path + ".dll"));
            Assert.NotNull(package.GetEntry(path + ".xml"));
            using var symbols = ZipFile.OpenRead(Path.Combine(feed.Folder, $"AsemMonteCarlo.{library}.{feed.Version}.snupkg"));
            Assert.NotNull(symbols.GetEntry(path + ".pdb"));
        }
    }

    [Fact]
    public void The_tool_installs_from_the_feed_and_gives_the_bits_of_the_repository()
    {
        Dotnet.Run([], "tool", "install", "AsemMonteCarlo", "--tool-path", here["tools"], "--version", feed.Version, "--configfile", feed.Sources);
        string asem = Path.Combine(here["tools"], "asem");
        Assert.Equal(Asem.Succeed("--version").Output, Asem.SucceedWith(asem, "--version").Output);
        Asem.SucceedWith(asem, "init", "quick", "-o", here["quick.yaml"]);
        Asem.SucceedWith(asem, "validate", here["quick.yaml"]);
        string small = here.Small();
        Asem.SucceedWith(asem, "run", small, "-o", here["tool"], "-q");
        Assert.Contains("the whole study was run again", Asem.SucceedWith(asem, "verify", here["tool"]).Output, StringComparison.Ordinal);
        Assert.Equal(RunVerbTests.Digest(here.RunSmall()), RunVerbTests.Digest(here["tool"]));
    }

    [Fact]
    public void A_program_uses_the_sensitivity_library_from_the_feed()
    {
        string project = Path.Combine(here["consumer"], "consumer.csproj");
        Directory.CreateDirectory(here["consumer"]);
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost></PropertyGroup>
              <ItemGroup><PackageReference Include="AsemMonteCarlo.Sensitivity" Version="{feed.Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(here["consumer"], "Program.cs"), """
            using AsemMonteCarlo.Numerics.Distributions;
            using AsemMonteCarlo.Sensitivity;
            using AsemMonteCarlo.Sensitivity.Designs;
            using AsemMonteCarlo.Sensitivity.VarianceBased;

            Factor[] factors = [new("a", Distribution.Uniform(0, 1)), new("b", Distribution.Uniform(0, 2))];
            var design = new PickFreezeDesign(factors, seed: 7, randomisations: 8);
            var analysis = new SobolAnalysis(design, new SobolOptions());
            double[] rows = new double[design.Members * 2], outputs = new double[design.Members];
            for (int point = 0; point < 8 * 256; point++)
            {
                design.Block(point, rows);
                for (int m = 0; m < design.Members; m++) outputs[m] = rows[2 * m] + rows[2 * m + 1];
                analysis.Add(point, outputs);
            }
            foreach (var index in analysis.Indices().Where(i => i.Index == "total")) System.Console.WriteLine(System.FormattableString.Invariant($"{index.Factors[0]} {index.Estimate:F2}"));
            """.Replace("using AsemMonteCarlo.Numerics", "using System.Linq;\nusing AsemMonteCarlo.Numerics", StringComparison.Ordinal));
        // packages of its own, so that an earlier build of the same version is not taken for this one
        var packages = new Dictionary<string, string> { ["NUGET_PACKAGES"] = here["packages"] };
        Dotnet.Run(packages, "build", project, "-c", "Release", "-o", here["built"], $"-p:RestoreConfigFile={feed.Sources}", "-v", "quiet");
        // the variance of a sum of independent factors is that of each: 1/12 and 4/12
        Assert.Equal("a 0.20\nb 0.80\n", Dotnet.Run(packages, Path.Combine(here["built"], "consumer.dll")).Output);
    }
}
