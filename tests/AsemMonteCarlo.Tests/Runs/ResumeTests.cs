using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.Tests.Runs;

/// <summary>A run that ended early, in whatever state, is gone on with to the bits of one that did not.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Plain = """
        name: resumed
        dyads: 120
        horizon_days: 6
        settle_days: 2
        pathways: {arms: all_coalitions, of: [safe.bond, self.validation]}
        """;

    private const string Rich = """
        name: resumed
        dyads: 100
        horizon_days: 8
        settle_days: 3
        pathways: {arms: all_coalitions, of: [safe.bond, self.validation], role: provider, doses: [0.5], withdrawn_from: 4}
        population: {minimum_profile_share: 0.15}
        sweep: {stress.level: [0.5, 2]}
        reference: {arm: none, at: {stress.level: 2}}
        own_outcomes: {less: {of: anxiety, from_reference: true}, late: {of: tension, window: [5, 8]}}
        readings: [3]
        store: {dyads: on, trajectories: {every: 2, couples: 30, arms: [all]}}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, int> Studies => new()
    {
        { Plain, 1 },
        { Plain, 3 },
        { Rich, 1 },
        { Rich, 2 },
        // a pass for every cell, whose rows arrive in any order
        { Rich + "\nluck: independent", 2 },
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task A_folder_left_after_any_commit_is_gone_on_with_to_the_same_digest(string yaml, int threads)
    {
        var study = Bind(yaml);
        var whole = await RunAsync(study, "whole", Always(threads) with { CommitInterval = Timeout.InfiniteTimeSpan });
        var left = new List<string>();
        var committed = await RunAsync(study, "committed", Always(threads) with
        {
            OnCommit = progress =>
            {
                // what the end of the process would leave now
                left.Add($"left{left.Count}");
                RunFolders.Copy(folder["committed"], folder[left[^1]]);
                Assert.InRange(progress.Done, 1, progress.Of!.Value);
            },
        });
        AssertSame(whole, committed);
        // with several workers the next chunk may begin only when the last is committed
        Assert.True(left.Count >= (threads == 1 ? 6 : 1), $"{left.Count} commits");
        foreach (string name in left.Where((_, i) => i % 3 == 0))
        {
            Assert.False(File.Exists(Path.Combine(folder[name], Manifest.FileName)));
            AssertSame(whole, await ResumeAsync(study, name, Always(4 - threads)));
            await AssertFinishedAsync(name);
        }
        await AssertFinishedAsync("committed");
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task A_run_that_is_asked_to_finish_again_and_again_ends_with_the_same_digest(string yaml, int threads)
    {
        var study = Bind(yaml);
        var whole = await RunAsync(study, "whole", Always(1));
        int rounds = 0;
        for (bool begun = false; ; begun = true)
        {
            using var finish = new CancellationTokenSource();
            var options = Always(threads) with { CommitInterval = Timeout.InfiniteTimeSpan, Finish = finish.Token, OnPass = (_, _) => finish.Cancel() };
            try
            {
                AssertSame(whole, begun ? await ResumeAsync(study, "run", options) : await RunAsync(study, "run", options));
                break;
            }
            catch (RunInterruptedException interrupted)
            {
                rounds++;
                Assert.InRange(interrupted.Progress.Done, 1, interrupted.Progress.Of!.Value);
                Assert.Equal(interrupted.Progress, UnfinishedRun.ProgressIn(folder["run"]));
                Assert.DoesNotContain(Directory.GetFiles(folder["run"]), file => file.EndsWith(".partial", StringComparison.Ordinal));
                // neighbours are put together: files of sums grow with the logarithm of the commits
                Assert.InRange(Directory.GetFiles(folder["run"], "part-*.sums.parquet").Length, 1, 4);
            }
        }
        Assert.True(rounds >= 2, $"{rounds} interruptions");
        await AssertFinishedAsync("run");
    }

    [Fact]
    public async Task Every_file_of_a_part_may_be_lost_damaged_or_of_another_run()
    {
        var study = Bind(Rich);
        var whole = await RunAsync(study, "whole", Always(2));
        await InterruptAsync(study, "left", commits: 3);
        await InterruptAsync(study with { Seed = 2 }, "other", commits: 3);
        // one file of each table
        string[] names = [.. Directory.GetFiles(folder["left"], "part-*").Select(path => Path.GetFileName(path)).GroupBy(name => name.Split('.')[^2]).Select(table => table.Order(StringComparer.Ordinal).Last())];
        Assert.Equal(3, names.Length);
        foreach (string name in names)
        {
            foreach (var (harm, expected) in new (Action<string>, string)[] { (File.Delete, "missing"), (RunFolders.Flip, "does not fit|do not fit|damaged|does not end|no seal|not a table"), (Cut, "does not end|too short|no seal|do not fit"), (Swap, "of another run") })
            {
                string run = Fresh("left");
                harm(Path.Combine(folder[run], name));
                IReadOnlyList<string> notes = [];
                long done = 0;
                AssertSame(whole, await ResumeAsync(study, run, Always(2), (before, found) => (done, notes) = (before.Done, found)));
                await AssertFinishedAsync(run);
                // lost sums leave rows that nobody counts, all else is said
                bool isSilent = expected == "missing" && name.Contains("sums", StringComparison.Ordinal);
                Assert.Equal(isSilent, notes.Count == 0);
                if (!isSilent) Assert.Contains(notes, note => System.Text.RegularExpressions.Regex.IsMatch(note, expected) && note.Contains("computed anew", StringComparison.Ordinal));
                Assert.True(done < 100);
            }
        }

        void Swap(string path) => File.Copy(Directory.GetFiles(folder["other"], "part-*." + path.Split('.')[^2] + ".parquet")[0], path, overwrite: true);
    }

    [Fact]
    public async Task Leftovers_of_any_step_are_no_hindrance()
    {
        var study = Bind(Plain);
        var whole = await RunAsync(study, "whole", Always(2));
        await InterruptAsync(study, "left", commits: 2);
        // half-written files, tables without a manifest, sums that were put together while their parts were not deleted yet
        await File.WriteAllTextAsync(Path.Combine(folder["left"], "cells.parquet.partial"), "half", Token);
        await File.WriteAllTextAsync(Path.Combine(folder["left"], "cells.parquet"), "of no use", Token);
        string twice = Fresh("left");
        await InterruptAsync(study, "longer", commits: 4);
        foreach (string part in Directory.GetFiles(folder["longer"], "part-*")) File.Copy(part, Path.Combine(folder[twice], Path.GetFileName(part)), overwrite: true);
        AssertSame(whole, await ResumeAsync(study, twice, Always(2)));
        await AssertFinishedAsync(twice);
        AssertSame(whole, await ResumeAsync(study, "left", Always(2)));
        await AssertFinishedAsync("left");

        // what dies between the manifest and the removal of parts is finished
        await InterruptAsync(study, "ended", commits: 2);
        foreach (string file in Directory.GetFiles(folder["whole"])) File.Copy(file, Path.Combine(folder["ended"], Path.GetFileName(file)));
        Assert.NotEmpty(await RunFolder.VerifyAsync(folder["ended"], Token));
        Assert.True(UnfinishedRun.HasLeftovers(folder["ended"]));
        Assert.True(UnfinishedRun.RemoveLeftovers(folder["ended"]));
        await AssertFinishedAsync("ended");
        Assert.False(UnfinishedRun.RemoveLeftovers(folder["ended"]));
    }

    [Fact]
    public async Task A_folder_in_which_nothing_was_begun_is_begun()
    {
        var study = Bind(Plain);
        var whole = await RunAsync(study, "whole", Always(2));
        AssertSame(whole, await ResumeAsync(study, "new", Always(1)));
        Directory.CreateDirectory(folder["half"]);
        await File.WriteAllTextAsync(Path.Combine(folder["half"], "unfinished.json.partial"), "{", Token);
        AssertSame(whole, await ResumeAsync(study, "half", Always(1)));
        await AssertFinishedAsync("half");
        Directory.CreateDirectory(folder["mine"]);
        await File.WriteAllTextAsync(folder["mine/thesis.txt"], "precious", Token);
        Assert.Contains("'thesis.txt' is", (await Assert.ThrowsAsync<TableException>(() => ResumeAsync(study, "mine", Always(1)))).Message, StringComparison.Ordinal);
        Assert.Equal(["mine/thesis.txt"], Directory.GetFiles(folder["mine"]).Select(file => Path.GetRelativePath(folder.Path, file)));
    }

    [Fact]
    public async Task Another_study_part_precision_or_version_is_refused_by_its_key()
    {
        var study = Bind(Plain);
        await InterruptAsync(study, "left", commits: 1);
        string[] before = Contents("left");
        await RefusedAsync(study with { Seed = 2 }, Always(1), "its 'seed' is 2 instead of 1");
        await RefusedAsync(study with { Dyads = 121 }, Always(1), "its 'dyads' is 121 instead of 120");
        await RefusedAsync(Bind(Plain + "\nstress.level: 2".Replace("stress.level", "parameters: {stress.level", StringComparison.Ordinal) + "}"), Always(1), "'parameters.stress.level' is 2 instead of");
        await RefusedAsync(study, Always(1) with { Shard = new Shard(1, 2) }, "its 'shard' is 1/2 instead of 1/1");
        await RefusedAsync(study, Always(1) with { Lanes = "double" }, "begun in single precision and this is double");
        Assert.Equal(before, Contents("left"));

        var manifest = Manifest.Load(UnfinishedRun.PathIn(folder["left"]));
        (manifest with { AsemVersion = "0.0.1" }).Save(UnfinishedRun.PathIn(folder["left"]));
        await RefusedAsync(study, Always(1), "it was run by version 0.0.1");
        (manifest with { RegistryHash = new string('0', 64) }).Save(UnfinishedRun.PathIn(folder["left"]));
        await RefusedAsync(study, Always(1), "another version of the model");
        await File.AppendAllTextAsync(UnfinishedRun.PathIn(folder["left"]), " ", Token);
        Assert.Contains("unfinished.json", (await Assert.ThrowsAsync<TableException>(() => ResumeAsync(study, "left", Always(1)))).Message, StringComparison.Ordinal);
        Assert.Null(UnfinishedRun.ProgressIn(folder["left"]));

        async Task RefusedAsync(Study other, RunOptions options, string expected) =>
            Assert.Contains(expected, (await Assert.ThrowsAsync<ResumeException>(() => ResumeAsync(other, "left", options))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_is_refused_while_the_first_runs()
    {
        var study = Bind(Plain);
        int refused = 0;
        await RunAsync(study, "run", Always(1) with
        {
            OnCommit = _ =>
            {
                Assert.Contains("Another process is running in folder", Assert.Throws<FolderInUseException>(() => ResumeAsync(study, "run", Always(1)).GetAwaiter().GetResult()).Message, StringComparison.Ordinal);
                refused++;
            },
        });
        Assert.True(refused >= 3);
        await AssertFinishedAsync("run");
    }

    [Fact]
    public async Task A_run_without_a_commit_leaves_no_trace_of_one_and_a_failed_one_no_folder()
    {
        var study = Bind(Rich);
        await RunAsync(study, "short", new RunOptions { Threads = 2 });
        await AssertFinishedAsync("short");
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(study, "failed", new RunOptions { Threads = 2, OnPass = (_, _) => throw new InsufficientMemoryException() }));
        Assert.False(Directory.Exists(folder["failed"]));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StudyRun.ExecuteAsync(study, folder["stopped"], new RunOptions { Threads = 2, OnPass = (_, _) => stop.Cancel() }, stop.Token));
        Assert.False(Directory.Exists(folder["stopped"]));
    }

    [Fact]
    public async Task An_error_or_a_stop_after_a_commit_leaves_what_is_committed()
    {
        var study = Bind(Rich);
        var whole = await RunAsync(study, "whole", Always(2));
        int commits = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(study, "failed", Always(1) with { OnCommit = _ => commits++, OnPass = (_, _) => _ = commits < 2 ? 0 : throw new InsufficientMemoryException() }));
        AssertCommitted("failed");
        AssertSame(whole, await ResumeAsync(study, "failed", Always(2)));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StudyRun.ExecuteAsync(study, folder["stopped"], Always(2) with { OnCommit = _ => stop.Cancel() }, stop.Token));
        AssertCommitted("stopped");
        AssertSame(whole, await ResumeAsync(study, "stopped", Always(2)));

        void AssertCommitted(string name)
        {
            Assert.All(Directory.GetFiles(folder[name]).Select(Path.GetFileName), file => Assert.True(file == UnfinishedRun.FileName || file!.StartsWith("part-", StringComparison.Ordinal), file));
            Assert.NotEqual(0, UnfinishedRun.ProgressIn(folder[name])!.Value.Done);
        }
    }

    [Fact]
    public async Task A_part_of_a_study_is_gone_on_with_too()
    {
        var study = Bind(Rich);
        var whole = await RunAsync(study, "whole", Always(2));
        var second = Always(2) with { Shard = new Shard(2, 2), CommitInterval = TimeSpan.Zero };
        await RunAsync(study, "first part", Always(1) with { Shard = new Shard(1, 2) });
        await InterruptAsync(study, "second part", commits: 1, second.Shard);
        await ResumeAsync(study, "second part", second);
        var merged = await ShardMerge.ExecuteAsync([folder["first part"], folder["second part"]], folder["merged"], text => StudyFile.Bind(text.ToJsonString(), "study", folder.Path, []), Token);
        Assert.Equal(whole.Digest, merged.Manifest.Digest);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // every block is a commit; blocks of the fewest couples
    private static RunOptions Always(int threads) => new() { Threads = Math.Max(1, threads), Shape = new BlockShape(16, 16), CommitInterval = TimeSpan.Zero };

    private static Study Bind(string yaml) => StudyFile.Bind(yaml, "resumed", ".", []);

    private async Task<Manifest> RunAsync(Study study, string name, RunOptions options) => (await StudyRun.ExecuteAsync(study, folder[name], options, Token)).Manifest;

    private async Task<Manifest> ResumeAsync(Study study, string name, RunOptions options, Action<CommittedProgress, IReadOnlyList<string>>? resumed = null) =>
        (await StudyRun.ResumeAsync(study, folder[name], options, resumed, Token)).Manifest;

    private async Task InterruptAsync(Study study, string name, int commits, Shard? shard = null)
    {
        using var finish = new CancellationTokenSource();
        int seen = 0;
        var options = Always(1) with { Finish = finish.Token, Shard = shard ?? Shard.Whole, OnCommit = _ => Count() };
        await Assert.ThrowsAsync<RunInterruptedException>(() => RunAsync(study, name, options));

        void Count()
        {
            if (++seen == commits) finish.Cancel();
        }
    }

    private async Task AssertFinishedAsync(string name)
    {
        Assert.Empty(await RunFolder.VerifyAsync(folder[name], Token));
        Assert.False(UnfinishedRun.HasLeftovers(folder[name]));
    }

    private static void AssertSame(Manifest expected, Manifest actual)
    {
        Assert.Equal(expected.Digest, actual.Digest);
        Assert.Equal(expected.Counts, actual.Counts);
        Assert.Equal(expected.Tables.Select(t => (t.Name, t.Digest, t.Rows)), actual.Tables.Select(t => (t.Name, t.Digest, t.Rows)));
    }

    private string Fresh(string name)
    {
        string copy = $"{name} again {Directory.GetDirectories(folder.Path).Length}";
        RunFolders.Copy(folder[name], folder[copy]);
        return copy;
    }

    private string[] Contents(string name) => [.. Directory.GetFiles(folder[name]).Order(StringComparer.Ordinal).Select(file => file + Convert.ToHexString(File.ReadAllBytes(file)))];

    private static void Cut(string path) => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
}
