using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

public sealed class MemoryTests
{
    [Fact]
    public void Ten_times_the_couples_need_no_more_memory()
    {
        string folder = Directory.CreateTempSubdirectory("asem-memory-").FullName;
        string study = Path.Combine(folder, "memory.yaml");
        File.WriteAllText(study, "horizon_days: 10\nsettle_days: 2\npathways: { arms: [all, none] }\n");
        long few = Peak(study, Path.Combine(folder, "few"), 40_000), many = Peak(study, Path.Combine(folder, "many"), 400_000);
        Directory.Delete(folder, recursive: true);
        Assert.True(many <= 1.05 * few, $"{many:N0} bytes at 400,000 couples, {few:N0} at 40,000");
    }

    // the median of three: the collector's own choices move the peak by a few percent
    private static long Peak(string study, string output, int dyads)
    {
        long[] peaks = [.. Enumerable.Range(0, 3).Select(i =>
        {
            Asem.Succeed("run", study, "--output", $"{output}{i}", "--set", $"dyads={dyads}", "--quiet");
            return (long)JsonNode.Parse(File.ReadAllText(Path.Combine($"{output}{i}", "manifest.json")))!["run"]!["peak_bytes"]!;
        })];
        Array.Sort(peaks);
        return peaks[1];
    }
}
