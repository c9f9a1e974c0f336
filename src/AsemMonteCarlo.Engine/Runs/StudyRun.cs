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
    // batches of a table that may wait for the writer
    private const int WaitingBatches = 3;

    /// <summary>Version of the engine.</summary>
    public static string Version { get; } =
        typeof(StudyRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs the study into a new folder.</summary>
    /// <param name="study">The study.</param>
    /// <param name="output">Path of the folder, which must not exist or be empty.</param>
    /// <param name="options">How it is run, or null for the defaults. A part of the couples writes its sums, for <see cref="ShardMerge"/>, instead of answers.</param>
    /// <param name="cancellation">Stops the run; the folder is then removed.</param>
    /// <exception cref="TableException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(Study study, string output, RunOptions? options = null, CancellationToken cancellation = default) =>
        ExecuteAsync(new Design(study), output, options ?? new RunOptions(), cancellation);

    /// <summary>Runs what a design lays out into a new folder.</summary>
    internal static async Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(Design design, string output, RunOptions options, CancellationToken cancellation)
    {
        var study = design.Study;
        var resolved = StudyText.Resolved(study);
        bool existed = Directory.Exists(output);
        // a folder that is refused is left alone; only what this run wrote is ever removed
        var created = RunFolder.Create(output, Metadata(resolved));
        try
        {
            await using var folder = created;
            await using var dyads = study.StoreDyads ? await folder.OpenTableAsync(AnswerTables.DyadsSchema(study), cancellation: cancellation).ConfigureAwait(false) : null;
            await using var trajectories = study.Trajectories is not null ? await folder.OpenTableAsync(AnswerTables.TrajectoriesSchema(study), cancellation: cancellation).ConfigureAwait(false) : null;
            using var dyadsWriter = dyads is null ? null : new OrderedWriter(dyads, WaitingBatches, cancellation);
            using var trajectoriesWriter = trajectories is null ? null : new OrderedWriter(trajectories, WaitingBatches, cancellation);

            void Write(long block, BlockResult result)
            {
                // with many passes a fixed order would make workers wait for whole blocks of each other
                long? number = design.Passes.Count == 1 ? block : null;
                dyadsWriter?.Enqueue(number, AnswerTables.Dyads(design, dyads!.Schema, result));
                trajectoriesWriter?.Enqueue(number, AnswerTables.Trajectories(design, trajectories!.Schema, result));
                options.OnPass?.Invoke(block, result);
            }

            var run = StudyRunner.Run(design, options with { OnPass = Write }, cancellation);
            var rest = Stopwatch.StartNew();
            if (dyadsWriter is not null) await dyadsWriter.CompleteAsync().ConfigureAwait(false);
            if (trajectoriesWriter is not null) await trajectoriesWriter.CompleteAsync().ConfigureAwait(false);
            if (options.Shard == Shard.Whole) await AnswerTables.WriteAsync(folder, run, cancellation).ConfigureAwait(false);
            else await ShardTable.WriteAsync(folder, run.Sums, cancellation).ConfigureAwait(false);
            var writers = new[] { dyadsWriter, trajectoriesWriter }.OfType<OrderedWriter>().ToList();
            var draft = Draft(study, resolved, run.Design, run.Sampling, run.Sums.Dyads) with
            {
                Shard = options.Shard.ToString(),
                Run = new JsonObject
                {
                    ["lanes"] = run.Lanes,
                    ["threads"] = options.Threads,
                    ["simulation_seconds"] = run.Elapsed.TotalSeconds,
                    ["writing_seconds"] = writers.Sum(w => w.Writing),
                    ["waiting_seconds"] = writers.Sum(w => w.Waiting),
                    ["finishing_seconds"] = rest.Elapsed.TotalSeconds,
                    ["nanoseconds_per_dyad_day"] = run.DyadDays == 0 ? null : run.Elapsed.TotalSeconds * 1e9 / run.DyadDays,
                    ["peak_bytes"] = Process.GetCurrentProcess().PeakWorkingSet64,
                    ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                },
            };
            var manifest = await folder.CompleteAsync(draft, cancellation).ConfigureAwait(false);
            return (run, manifest);
        }
        catch
        {
            Remove(output, existed);
            throw;
        }
    }

    /// <summary>Says that a run is of another version of the program or the model than this, or null.</summary>
    internal static string? OtherVersion(Manifest manifest) =>
        manifest.AsemVersion != Version ? $"it was run by version {manifest.AsemVersion}, and this is version {Version}"
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
        if (!existed && !Directory.EnumerateFileSystemEntries(output).Any()) Directory.Delete(output);
    }
}
