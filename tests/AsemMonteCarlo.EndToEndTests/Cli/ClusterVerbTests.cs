using System.Text.Json.Nodes;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>A study in parts without a scheduler: its scripts do what they would do on one, and its folder says how far it is.</summary>
public sealed class ClusterVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Scripts_run_parts_in_any_order_and_merge_them_to_the_digest_of_one_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "schedulers run bash");
        string study = here.Small(), folder = here["cluster"];
        string whole = Asem.Succeed("verify", here.RunSmall(), "--digest").Output;
        Assert.Contains("3 parts", Asem.Succeed("cluster", "slurm", study, "--shards", "3", "--output", folder, "--sbatch=--partition=short").Output, StringComparison.Ordinal);
        Assert.Equal("1-3\n", Asem.Succeed("status", folder, "--missing").Output);
        foreach (string part in (string[])["3", "1"]) Bash(part, Path.Combine(folder, "part.sh"));
        // a finished part is left alone
        Bash("3", Path.Combine(folder, "part.sh"));
        var status = Asem.Run("status", folder, "--json");
        Assert.Equal(1, status.ExitCode);
        var told = JsonNode.Parse(status.Output)!;
        Assert.Equal((2, "2", false), ((int)told["finished"]!, (string)told["missing"]!, (bool)told["merged"]!));
        Bash("2", Path.Combine(folder, "part.sh"));
        Assert.Contains("not merged yet", Asem.Run("status", folder).Output, StringComparison.Ordinal);
        // what a killed merge left is put aside
        Directory.CreateDirectory(Path.Combine(folder, "run.unfinished"));
        File.WriteAllText(Path.Combine(folder, "run.unfinished", "left.parquet"), "");
        Bash("", Path.Combine(folder, "merge.sh"));
        Assert.Contains("merged", Asem.Succeed("status", folder).Output, StringComparison.Ordinal);
        Assert.Equal(whole, Asem.Succeed("verify", Path.Combine(folder, "run"), "--digest").Output);
        Bash("", Path.Combine(folder, "merge.sh"));
        Assert.Contains("finished", Asem.Succeed("status", Path.Combine(folder, "run")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_run_in_parts_or_submitted_is_said()
    {
        string study = here.Small();
        string sensitivity = here.Write("sensitivity.yaml", "model: ishigami\nfactors: {}\n");
        Assert.Contains("run whole", Asem.Run("cluster", "slurm", sensitivity, "--output", here["x"]).Error, StringComparison.Ordinal);
        Assert.Contains("write an option as sbatch takes it", Asem.Run("cluster", "slurm", study, "--output", here["x"], "--sbatch", "partition").Error, StringComparison.Ordinal);
        Assert.Contains("allowed are 1", Asem.Run("cluster", "slurm", study, "--output", here["x"], "--shards", "0").Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(here["x"]));
        Asem.Succeed("cluster", "slurm", study, "--shards", "2", "--output", here["x"]);
        Assert.Contains("2 parts, not 3", Asem.Run("cluster", "slurm", study, "--shards", "3", "--output", here["x"]).Error, StringComparison.Ordinal);
        var other = Asem.Run("cluster", "slurm", study, "--shards", "2", "--output", here["x"], "--set", "seed=9");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("'seed'", other.Error, StringComparison.Ordinal);
        Assert.Contains("no such folder", Asem.Run("status", here["nowhere"]).Error, StringComparison.Ordinal);
        Assert.Contains("there is no run", Asem.Run("status", Directory.CreateDirectory(here["empty"]).FullName).Error, StringComparison.Ordinal);
    }

    private static void Bash(string part, string script)
    {
        var ended = Asem.SucceedWith("/usr/bin/env", "SLURM_ARRAY_TASK_ID=" + part, "bash", script);
        Assert.True(ended.ExitCode == 0, ended.Error);
    }
}
