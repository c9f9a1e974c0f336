using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.Tests.Sensitivities;

/// <summary>A study of sensitivity that ended early, in whatever state, is gone on with to the bits of one that did not; runs that fail are rows with a reason.</summary>
public sealed class SensitivityResumeTests : IDisposable
{
    private const string Function = "model: g-function\nfactors: {}\ndesign: {points: 1024, randomisations: 8}\n";

    private const string Staged = """
        model: g-function
        factors: {}
        design:
          - {kind: morris, points: 100, keep: 0.2}
          - {kind: pick_freeze, points: 512, randomisations: 8, replicates: 2}
          - {kind: chains, points: 256, randomisations: 8}
        """;

    private const string Own = """
        study: {dyads: 16, horizon_days: 20, settle_days: 2}
        factors: {population: , provision: }
        design: {points: 16, randomisations: 4}
        outputs:
          - id: insecurity
            estimate: mean(insecurity@20)
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SensitivityOptions Always => new() { Threads = 2, StoreRuns = true, CommitInterval = TimeSpan.Zero };

    public static TheoryData<string, int> Studies => new() { { Function, 1 }, { Staged, 2 }, { Own, 2 }, { "model: ishigami\nfactors: {}\ndesign: {points: 4096, randomisations: 16, stop: {rule: index, tolerance: 0.15, first: 256}}\n", 2 } };

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task A_folder_left_after_any_commit_is_gone_on_with_to_the_same_digest(string text, int threads)
    {
        var whole = await RunAsync(text, "whole", Always with { CommitInterval = Timeout.InfiniteTimeSpan, Threads = 1 });
        var left = new List<string>();
        var committed = await RunAsync(text, "committed", Always with
        {
            Threads = threads,
            OnCommit = progress =>
            {
                // what the end of the process would leave now
                left.Add($"left{left.Count}");
                RunFolders.Copy(folder["committed"], folder[left[^1]]);
                Assert.True(progress.Done > 0 && progress.Of is null && progress.Unit == "rows");
            },
        });
        AssertSame(whole, committed);
        Assert.True(left.Count >= 3, $"{left.Count} commits");
        long before = 0;
        foreach (string name in left)
        {
            long done = -1;
            AssertSame(whole, await ResumeAsync(text, name, Always with { CommitInterval = Timeout.InfiniteTimeSpan, OnResume = (progress, notes) => done = notes.Count == 0 ? progress.Done : -1 }));
            Assert.True(done > before, $"{done} rows known after {before}");
            before = done;
            await AssertFinishedAsync(name);
        }
    }

    [Fact]
    public async Task A_run_that_is_asked_to_finish_commits_its_rows_and_is_gone_on_with_from_there()
    {
        var whole = await RunAsync(Staged, "whole", Always);
        int rounds = 0;
        for (; ; rounds++)
        {
            using var finish = new CancellationTokenSource();
            int calls = 0;
            var options = Always with
            {
                CommitInterval = Timeout.InfiniteTimeSpan,
                Finish = finish.Token,
                Progress = (_, _, _) =>
                {
                    if (++calls == 5 * (rounds + 1)) finish.Cancel();
                },
            };
            try
            {
                AssertSame(whole, await ResumeAsync(Staged, "run", options));
                break;
            }
            catch (RunInterruptedException interrupted)
            {
                Assert.Equal(interrupted.Progress, UnfinishedRun.ProgressIn(folder["run"]));
                var (progress, notes) = await UnfinishedRun.LookAsync(folder["run"], Token);
                Assert.Equal(interrupted.Progress, progress);
                Assert.Empty(notes);
            }
        }
        Assert.True(rounds >= 2, $"{rounds} interruptions");
        await AssertFinishedAsync("run");
    }

    [Fact]
    public async Task Parts_that_are_lost_damaged_or_foreign_are_said_and_computed_anew()
    {
        var whole = await RunAsync(Staged, "whole", Always);
        await InterruptAsync(Staged, "left", 4);
        await InterruptAsync(Staged.Replace("points: 100", "points: 101", StringComparison.Ordinal), "foreign", 4);
        string[] parts = [.. Directory.GetFiles(folder["left"], "part-*").Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.True(parts.Length >= 3);
        foreach (var (harm, expected) in new (Action<string>, string?)[]
        {
            (File.Delete, null),
            (RunFolders.Flip, "fit"),
            (file => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^20]), "end|short|seal|fit"),
            (file => File.Copy(Directory.GetFiles(folder["foreign"], "part-*")[0], file, overwrite: true), "another run"),
        })
            foreach (string part in (string[])[parts[0], parts[1], parts[^1]])
            {
                string run = $"again {Directory.GetDirectories(folder.Path).Length}";
                RunFolders.Copy(folder["left"], folder[run]);
                harm(Path.Combine(folder[run], part));
                IReadOnlyList<string> notes = [];
                AssertSame(whole, await ResumeAsync(Staged, run, Always with { OnResume = (_, said) => notes = said }));
                if (expected is null) Assert.Empty(notes);
                else Assert.Matches(expected, Assert.Single(notes, note => note.Contains("rows are computed anew", StringComparison.Ordinal)));
                await AssertFinishedAsync(run);
            }
    }

    [Theory]
    [InlineData("points: 512", "points: 1024", "'design[2].points' is 1024 instead of 512")]
    [InlineData("keep: 0.2", "keep: 0.3", "'design[1].keep' is 0.3 instead of 0.2")]
    [InlineData("model: g-function", "model: ishigami", "'model' is \"ishigami\" instead of \"g-function\"")]
    [InlineData("\nfactors", "\ntitle: x\nfactors", "'title' is \"x\" instead of missing")]
    public async Task A_changed_study_is_refused_by_the_name_of_its_key(string was, string now, string expected)
    {
        await InterruptAsync(Staged, "run", 1);
        string changed = Staged.Replace(was, now, StringComparison.Ordinal);
        Assert.NotEqual(Staged, changed);
        Assert.Contains(expected, (await Assert.ThrowsAsync<ResumeException>(() => ResumeAsync(changed, "run", Always))).Message, StringComparison.Ordinal);
        Assert.Contains("settings", (await Assert.ThrowsAsync<ResumeException>(() => ResumeAsync(Staged.Replace("design:\n", "design: # as before\n", StringComparison.Ordinal), "run", Always, ["design.seed=3"]))).Message, StringComparison.Ordinal);
        // layout and comments are no part of a study
        await ResumeAsync(Staged.Replace("design:\n", "design: # as before\n", StringComparison.Ordinal), "run", Always);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_fails_is_a_row_with_its_reason_and_the_indices_say_how_many_rows_they_miss(bool throws)
    {
        var source = ExperimentSource.Of(Function, "study");
        var study = SensitivityStudyFile.Read(source, []);
        int calls = 0;
        var broken = study with
        {
            Function = new TestFunction("broken", study.Factors, x =>
            {
                Interlocked.Increment(ref calls);
                return x[0] < 0.01 ? throws ? throw new ArithmeticException("the pump is dry") : double.PositiveInfinity : study.Function!.Evaluate(x);
            }, _ => 0),
        };
        var design = SensitivityDesign.Create(study);
        double[] values = new double[study.Factors.Count];
        var failing = new List<(long Row, double First)>();
        for (long row = 0; row < design.Rows; row++)
        {
            design.Row(row, values);
            if (values[0] < 0.01) failing.Add((row, values[0]));
        }
        var result = await SensitivityFolder.RunAsync(broken, source, [], folder["run"], Always, Token);
        Assert.Equal(failing.Count, result.Failed);
        Assert.Contains(throws ? "the pump is dry" : "no finite value of y", result.FirstFailure, StringComparison.Ordinal);
        Assert.True(result.Results.Single().Outputs.Single().Dropped >= failing.Count);
        Assert.All(result.Results.Single().Outputs.Single().Indices.Where(i => i.Order == 1), i => Assert.True(double.IsFinite(i.Estimate)));
        await AssertFinishedAsync("run");
        await using (var table = await TableReader.OpenAsync(Path.Combine(folder["run"], "failures.parquet"), Token))
        {
            var batch = await table.ReadAsync(Token).SingleAsync(Token);
            Assert.Equal(failing.Select(f => f.Row), batch.Values<long>("design_id").Take(batch.Rows));
            Assert.Equal(failing.Select(f => (double?)f.First), batch.Values<double?>("x1").Take(batch.Rows));
            Assert.All(batch.Values<string>("failure").Take(batch.Rows), why => Assert.Equal(throws ? "the pump is dry" : "no finite value of y", why));
        }

        // the first failure in the order of rows, on any number of threads, and everything before it is kept
        var stopped = await Assert.ThrowsAsync<DesignPointException>(() => SensitivityFolder.RunAsync(broken, source, [], folder["fast"], Always with { StopAtFailure = true, CommitInterval = Timeout.InfiniteTimeSpan }, Token));
        Assert.StartsWith(FormattableString.Invariant($"row {failing[0].Row} of design 1: "), stopped.Message, StringComparison.Ordinal);
        Assert.Equal(failing[0].Row, UnfinishedRun.ProgressIn(folder["fast"])!.Value.Done);
        calls = 0;
        var ended = await SensitivityFolder.ResumeAsync(broken, source, [], folder["fast"], Always, Token);
        Assert.Equal(design.Rows - failing[0].Row, calls);
        AssertSame(result.Manifest, ended.Manifest);
        Assert.Equal(result.Failed, ended.Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Numbers_that_were_wrong_before_they_were_written_are_found_by_running_again(bool stores)
    {
        await RunAsync(Own, "right", Always with { StoreRuns = stores });
        var none = await SensitivityResimulation.RunAsync(folder["right"], 1000, null, cancellation: Token);
        Assert.Empty(none.Findings);
        Assert.Contains(stores ? "96 rows of 96 run again have the same bits" : "the whole study was run again", Assert.Single(none.Done), StringComparison.Ordinal);

        // one bit of one output
        var (study, source) = Read(Own);
        await RunAsync(Own, "stored", Always);
        string file = Path.Combine(folder["stored"], "runs.parquet");
        var runs = await StoredRuns.ReadAsync(file, file, study, Token);
        var harmed = new Dictionary<(int, long), RowOutputs>(runs.Outputs) { [(0, 17)] = new RowOutputs([BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(runs.Row(0, 17)!.Values[0]) ^ 1L << 30)]) };
        await SensitivityFolder.RunAsync(study, source, [], folder["wrong"], Always with { StoreRuns = stores, Known = new StoredRuns(harmed) }, Token);
        Assert.Empty(await RunFolder.VerifyAsync(folder["wrong"], Token));
        var found = await SensitivityResimulation.RunAsync(folder["wrong"], 1000, null, cancellation: Token);
        if (stores) Assert.EndsWith("row 17 of design 1, run again, has other outputs.", found.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains(found.Findings, finding => finding.Message.Contains("indices.parquet", StringComparison.Ordinal));
        Assert.Empty(found.Done);
    }

    private static (SensitivityStudy Study, ExperimentSource Source) Read(string text, IReadOnlyList<string>? set = null)
    {
        var source = ExperimentSource.Of(text, "study");
        return (SensitivityStudyFile.Read(source, set ?? []), source);
    }

    private async Task<Manifest> RunAsync(string text, string name, SensitivityOptions options)
    {
        var (study, source) = Read(text);
        return (await SensitivityFolder.RunAsync(study, source, [], folder[name], options, Token)).Manifest;
    }

    private async Task<Manifest> ResumeAsync(string text, string name, SensitivityOptions options, IReadOnlyList<string>? set = null)
    {
        var (study, source) = set is null ? Read(text) : Read(text, []);
        return (await SensitivityFolder.ResumeAsync(study, source, set ?? [], folder[name], options, Token)).Manifest;
    }

    private async Task InterruptAsync(string text, string name, int commits)
    {
        using var finish = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAsync<RunInterruptedException>(() => RunAsync(text, name, Always with
        {
            Finish = finish.Token,
            OnCommit = _ =>
            {
                if (++seen == commits) finish.Cancel();
            },
        }));
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
    }
}
