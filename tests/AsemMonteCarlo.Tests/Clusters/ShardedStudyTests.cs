using AsemMonteCarlo.Engine.Clusters;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Tests.Studies;

namespace AsemMonteCarlo.Tests.Clusters;

/// <summary>A study in parts, as its files tell it, and the scripts that run it.</summary>
public sealed class ShardedStudyTests : IDisposable
{
    private const string Text = "name: parts\nhorizon_days: 3\nsettle_days: 2\ndyads: 64\npathways: {of: [safe.bond]}\n";

    private readonly string folder = Directory.CreateTempSubdirectory("asem-parts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 4 }, "4")]
    [InlineData(new[] { 3, 1, 2 }, "1-3")]
    [InlineData(new[] { 1, 3, 7, 8, 9, 12 }, "1,3,7-9,12")]
    public void Numbers_are_written_as_schedulers_write_arrays(int[] numbers, string text) => Assert.Equal(text, ShardedStudy.Ranges(numbers));

    [Fact]
    public async Task Files_alone_say_how_far_each_part_is()
    {
        var study = StudyFixture.Bind(Text);
        var sharded = ShardedStudy.Create(At("a"), study, 12);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.All(sharded.Status(), p => Assert.Equal(PartState.Missing, p.State));
        Assert.EndsWith("part-07", sharded.PartFolder(7), StringComparison.Ordinal);
        foreach (int number in (int[])[1, 2, 3, 4]) await StudyRun.ExecuteAsync(study, sharded.PartFolder(number), new RunOptions { Shard = new Shard(number, 12) }, cancellation);
        // another part in its place, another study, a damaged manifest, a manifest that is not there yet
        await StudyRun.ExecuteAsync(study, sharded.PartFolder(5), new RunOptions { Shard = new Shard(6, 12) }, cancellation);
        await StudyRun.ExecuteAsync(StudyFixture.Bind(Text + "seed: 9\n"), sharded.PartFolder(6), new RunOptions { Shard = new Shard(6, 12) }, cancellation);
        string manifest = Path.Combine(sharded.PartFolder(3), Manifest.FileName);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("parts", "ports", StringComparison.Ordinal));
        File.Delete(Path.Combine(sharded.PartFolder(4), Manifest.FileName));
        var status = ShardedStudy.Open(At("a")).Status();
        Assert.Equal([PartState.Finished, PartState.Finished, PartState.Wrong, PartState.Missing, PartState.Wrong, PartState.Wrong], status.Take(6).Select(p => p.State));
        Assert.Contains("damaged", status[2].Why!.Message, StringComparison.Ordinal);
        Assert.Contains("part 6/12", status[4].Why!.Message, StringComparison.Ordinal);
        Assert.Contains("seed", status[5].Why!.Message, StringComparison.Ordinal);
        Assert.False(sharded.IsMerged);
    }

    [Fact]
    public void A_folder_of_another_study_or_of_something_else_is_refused_and_that_of_the_same_found_again()
    {
        var study = StudyFixture.Bind(Text);
        ShardedStudy.Create(At("a"), study, 4);
        Assert.Equal(4, ShardedStudy.Create(At("a"), study, 4).Count);
        Assert.Contains("4 parts, not 5", Assert.Throws<StudyException>(() => ShardedStudy.Create(At("a"), study, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("'seed'", Assert.Throws<StudyException>(() => ShardedStudy.Create(At("a"), StudyFixture.Bind(Text + "seed: 9\n"), 4)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(At("b")).FullName, "mine.txt"), "");
        Assert.Contains("something else", Assert.Throws<StudyException>(() => ShardedStudy.Create(At("b"), study, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("no folder of a study in parts", Assert.Throws<StudyException>(() => ShardedStudy.Open(At("b"))).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(At("a"), ShardedStudy.FileName), "{}");
        Assert.Contains("damaged", Assert.Throws<StudyException>(() => ShardedStudy.Open(At("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_are_what_a_shell_can_read_whatever_the_folder_is_called()
    {
        var sharded = ShardedStudy.Create(At("it's a folder"), StudyFixture.Bind(Text), 4);
        SlurmScripts.Write(sharded, ["/opt/as em/asem"], 3, ["--partition=short"]);
        string part = File.ReadAllText(Path.Combine(sharded.Folder, "part.sh"));
        Assert.Contains("#SBATCH --cpus-per-task=3\n", part, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --partition=short\n", part, StringComparison.Ordinal);
        Assert.Contains("exec '/opt/as em/asem' run \"$folder/study.json\" --shard \"$n/4\" --resume", part, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', part);
        if (!OperatingSystem.IsLinux()) return;
        foreach (string script in Directory.EnumerateFiles(sharded.Folder, "*.sh"))
        {
            using var bash = System.Diagnostics.Process.Start("bash", ["-n", script]);
            bash.WaitForExit();
            Assert.Equal(0, bash.ExitCode);
        }
    }

    private string At(string name) => Path.Combine(folder, name);
}
