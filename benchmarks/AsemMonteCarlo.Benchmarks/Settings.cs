using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>
/// One job for every class: short enough to be run often, long enough for errors below a hundredth on a quiet machine. <c>--anyCategories quick</c> takes one or two
/// of each class.
/// </summary>
internal sealed class Settings : ManualConfig
{
    /// <summary>Category of what a quick look measures.</summary>
    public const string Quick = "quick";

    public Settings()
    {
        AddJob(Job.Default.WithLaunchCount(1).WithWarmupCount(5).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(120))
            .WithEnvironmentVariable("DOTNET_TieredPGO", "0"));
        // a busy machine builds slowly
        WithBuildTimeout(TimeSpan.FromMinutes(10));
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
    }
}
