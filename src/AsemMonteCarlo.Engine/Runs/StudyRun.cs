using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>Runs a study, or a part of its couples, and writes its folder: tables first, the manifest last.</summary>
public static class StudyRun
{
    // seconds of one worker, a fiftieth of the usual interval
    private const double CheapCommit = 0.2;

    /// <summary>Version of the engine.</summary>
    public static string Version { get; } =
        typeof(StudyRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs the study into a new folder. What is done is committed as it goes, so that <see cref="ResumeAsync"/> can go on after any end of the process.</summary>
    /// <param name="study">The study.</param>
    /// <param name="output">Path of the folder, which must not exist or be empty.</param>
    /// <param name="options">How it is run, or null for the defaults. A part of the couples writes its sums, for <see cref="ShardMerge"/>, instead of answers.</param>
    /// <param name="cancellation">Stops the run at once; a folder in which nothing was committed is then removed, as after any error.</param>
    /// <exception cref="ArgumentException">The study reports an outcome that is none of the model's.</exception>
    /// <exception cref="TableException">The folder cannot be written.</exception>
    /// <exception cref="RunInterruptedException">The run was asked to finish early.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(Study study, string output, RunOptions? options = null, CancellationToken cancellation = default) =>
        ExecuteAsync(new Design(study), output, options ?? new RunOptions(), cancellation);

    /// <summary>Goes on with the unfinished run of a folder, or begins it where there is none. The results are those of a run without interruption, bit for bit.</summary>
    /// <param name="study">The study, as it was begun.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it is run, or null for the defaults; the part of the couples as it was begun.</param>
    /// <param name="resumed">Told about the run before it goes on: what is committed, and a sentence for each committed file that cannot be used. May be null.</param>
    /// <param name="cancellation">Stops the run at once.</param>
    /// <exception cref="ResumeException">The study, its part or this program differs from what the run began with; names the key.</exception>
    /// <exception cref="TableException">The folder holds something else, another process is running in it, or it cannot be written.</exception>
    /// <exception cref="RunInterruptedException">The run was asked to finish early.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static async Task<(RunResult Result, Manifest Manifest)> ResumeAsync(Study study, string folder, RunOptions? options = null, Action<CommittedProgress, IReadOnlyList<string>>? resumed = null, CancellationToken cancellation = default)
    {
        options ??= new RunOptions();
        var design = new Design(study);
        var samplings = StudyRunner.Samplings(design);
        using var run = UnfinishedRun.OpenOrBegin(folder, Draft(design, samplings[0], options));
        if (UnfinishedRun.Difference(run.Manifest, study, options.Shard, options.Lanes) is { } difference) throw new ResumeException(ErrorKind.OtherRun, $"'{folder}' has another run: {difference}");
        return await ExecuteAsync(design, samplings, run, options, resumed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs what a design lays out into a new folder.</summary>
    internal static async Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(Design design, string output, RunOptions options, CancellationToken cancellation)
    {
        var samplings = StudyRunner.Samplings(design);
        // a folder that is refused is left alone; only what this run wrote is ever removed
        using var run = UnfinishedRun.Begin(output, Draft(design, samplings[0], options));
        return await ExecuteAsync(design, samplings, run, options, null, cancellation).ConfigureAwait(false);
    }

    private static Manifest Draft(Design design, Sampling sampling, RunOptions options)
    {
        // a folder is a study that anybody can repeat from its text
        if (design.Study.Outcomes.FirstOrDefault(outcome => !Outcomes.All.Contains(outcome)) is { } own)
            throw new ArgumentException($"The outcome '{own}' is none of the model's, so that no study in a folder can name it; StudyRunner.Run runs it without a folder.", nameof(design));
        return Draft(design.Study, StudyText.Resolved(design.Study), design, sampling, StudyRunner.Cut(design, sampling, options).Dyads) with
        {
            Shard = options.Shard.ToString(),
            Run = UnfinishedRun.About(design.Study, options.Lanes ?? LaneChoice.Current),
        };
    }

    private static async Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(Design design, IReadOnlyList<Sampling> samplings, UnfinishedRun unfinished, RunOptions options, Action<CommittedProgress, IReadOnlyList<string>>? resumed, CancellationToken cancellation)
    {
        var rows = new List<StoredRows>();
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var blocks = StudyRunner.Cut(design, samplings[0], options);
            await using var folder = RunFolder.Reopen(unfinished.Folder, Metadata((JsonObject)unfinished.Manifest.Study));
            var parts = new RunParts(unfinished.Folder, unfinished.Manifest.Checksum, blocks, [.. RowTables(design).Select(table => table.Schema)]);
            await unfinished.ScanAsync(parts, cancellation).ConfigureAwait(false);
            long known = parts.Dyads, commits = 0;
            CommittedProgress Progress(long dyads) => new(dyads, blocks.Dyads, CommittedProgress.Couples);
            resumed?.Invoke(Progress(known), unfinished.Notes);
            rows.AddRange(RowTables(design).Select(table => new StoredRows(folder, table.Schema, table.Rows, design.Passes.Count == 1, broken.Token)));

            var sinceCommit = Stopwatch.StartNew();
            double interval = options.CommitInterval.TotalSeconds;
            var committing = new Stopwatch();
            RunParts.Range Commit(Chunk chunk, StudySums sums)
            {
                var watch = Stopwatch.StartNew();
                committing.Start();
                foreach (var table in rows) table.CommitAsync(chunk, parts).GetAwaiter().GetResult();
                var range = parts.CommitAsync(chunk, sums, folder.Metadata, cancellation).GetAwaiter().GetResult();
                committing.Stop();
                commits++;
                // the first takes longer, since the runtime compiles what it calls
                if (commits > 1) interval = options.CommitInterval.TotalSeconds * Math.Max(1, watch.Elapsed.TotalSeconds / CheapCommit);
                sinceCommit.Restart();
                options.OnCommit?.Invoke(Progress(parts.Dyads));
                return range;
            }

            var (run, last) = StudyRunner.Run(design, samplings, blocks, options, new Chunking
            {
                Known = parts.Known,
                IsDue = () => options.CommitInterval >= TimeSpan.Zero && sinceCommit.Elapsed.TotalSeconds >= interval,
                Commit = (chunk, sums) => Commit(chunk, sums),
                OnPass = (ticket, result) =>
                {
                    foreach (var table in rows) table.Keep(ticket, result);
                    options.OnPass?.Invoke(ticket.Block, result);
                },
                OnFailure = broken.Cancel,
                Finish = options.Finish,
            }, cancellation);

            bool isComplete = last.End == blocks.Count;
            var inSums = default(RunParts.Range);
            // what is left is safe before long work begins: rows are copied from the parts
            if (last.Stretches.Count > 0 && (!isComplete || parts.Any && rows.Count > 0)) inSums = Commit(last, run.Sums);
            if (!isComplete) throw new RunInterruptedException(Progress(parts.Dyads));

            var rest = Stopwatch.StartNew();
            await parts.AddAsync(run.Sums, inSums, cancellation).ConfigureAwait(false);
            if (run.Sums.Dyads != blocks.Dyads) throw new InvalidOperationException($"the parts in '{unfinished.Folder}' have {run.Sums.Dyads} couples instead of {blocks.Dyads}");
            foreach (var table in rows) await table.CompleteAsync(parts).ConfigureAwait(false);
            if (options.Shard == Shard.Whole) await AnswerTables.WriteAsync(folder, run, cancellation).ConfigureAwait(false);
            else await ShardTable.WriteAsync(folder, run.Sums, cancellation).ConfigureAwait(false);
            var draft = unfinished.Manifest with
            {
                Run = new JsonObject
                {
                    ["lanes"] = run.Lanes,
                    ["threads"] = options.Threads,
                    ["simulation_seconds"] = run.Elapsed.TotalSeconds,
                    ["writing_seconds"] = rows.Sum(table => table.Writing),
                    ["waiting_seconds"] = rows.Sum(table => table.Waiting),
                    ["commits"] = commits,
                    ["committing_seconds"] = committing.Elapsed.TotalSeconds,
                    ["couples_of_earlier_processes"] = known,
                    ["finishing_seconds"] = rest.Elapsed.TotalSeconds,
                    ["nanoseconds_per_dyad_day"] = run.DyadDays == 0 ? null : run.Elapsed.TotalSeconds * 1e9 / run.DyadDays,
                    ["peak_bytes"] = Process.GetCurrentProcess().PeakWorkingSet64,
                    ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                },
            };
            var manifest = await folder.CompleteAsync(draft, cancellation).ConfigureAwait(false);
            unfinished.Finish();
            return (run, manifest);
        }
        catch
        {
            // their files go first, so that a folder without a commit can go as a whole
            foreach (var table in rows) await table.DisposeAsync().ConfigureAwait(false);
            unfinished.Abandon();
            throw;
        }
        finally
        {
            foreach (var table in rows) await table.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Tables of rows about couples that the study stores.</summary>
    internal static List<(TableSchema Schema, Func<BlockResult, TableBatch> Rows)> RowTables(Design design)
    {
        var tables = new List<(TableSchema, Func<BlockResult, TableBatch>)>();
        if (design.Study.StoreDyads && AnswerTables.DyadsSchema(design.Study) is var dyads) tables.Add((dyads, result => AnswerTables.Dyads(design, dyads, result)));
        if (design.Study.Trajectories is not null && AnswerTables.TrajectoriesSchema(design.Study) is var trajectories) tables.Add((trajectories, result => AnswerTables.Trajectories(design, trajectories, result)));
        return tables;
    }

    // full clones, shallow clones and archives of one commit give it different versions
    private const string UnreleasedHint = " (the version of an unreleased state depends on how its source was fetched: full clone, shallow clone or archive)";

    /// <summary>Says that a run is of another version of the program or the model than this, or null.</summary>
    public static string? OtherVersion(Manifest manifest) =>
        manifest.AsemVersion != Version ? $"it was run by version {manifest.AsemVersion}, and this is version {Version}{(manifest.AsemVersion.Contains('-', StringComparison.Ordinal) || Version.Contains('-', StringComparison.Ordinal) ? UnreleasedHint : "")}"
        : manifest.ModelVersion == AsemModel.Version && manifest.RegistryHash == StudyText.RegistryHash() ? null
        : $"it was run with another version of the model ({manifest.ModelVersion}, registry {manifest.RegistryHash[..8]}), and this is {AsemModel.Version}, registry {StudyText.RegistryHash()[..8]}";

    /// <summary>Whether a run, or a part of it, was made in double precision, whose bits are others.</summary>
    internal static bool IsDouble(Manifest manifest) =>
        (manifest.Run["merged"] is JsonArray parts ? parts.Select(part => part!["run"]) : [manifest.Run]).Any(run => run?["lanes"]?.ToString() == Precise.Name);

    /// <summary>Metadata of every table of a run.</summary>
    internal static Dictionary<string, string> Metadata(JsonObject resolved) => new() { ["asem.study"] = resolved.ToJsonString() };

    /// <summary>What a manifest says of any run of a study.</summary>
    internal static Manifest Draft(Study study, JsonObject resolved, Design design, Sampling sampling, long dyads) => new()
    {
        SpeaksOf = sampling.SpeaksOf,
        AsemVersion = Version,
        ModelVersion = AsemModel.Version,
        RegistryHash = StudyText.RegistryHash(),
        Seed = study.Seed,
        Study = resolved,
        Counts = new Dictionary<string, long>
        {
            ["points"] = design.PointCount,
            ["dyads"] = dyads,
            ["dyad_days"] = dyads * design.PointCount * study.HorizonDays,
        },
    };

    /// <summary>Removes what an unfinished run wrote: an unfinished folder would look like a result.</summary>
    internal static void Remove(string output, bool existed)
    {
        if (!Directory.Exists(output) || File.Exists(Path.Combine(output, Manifest.FileName))) return;
        foreach (string file in Directory.EnumerateFiles(output, "*.parquet").Concat(Directory.EnumerateFiles(output, "*" + DurableFile.PartialEnding))) File.Delete(file);
        // last, so that an end in the middle leaves a run to go on with
        File.Delete(UnfinishedRun.PathIn(output));
        if (!existed && !Directory.EnumerateFileSystemEntries(output).Any()) Directory.Delete(output);
    }
}
