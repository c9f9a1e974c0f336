using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>Runs a study and writes its folder: tables first, the manifest last.</summary>
public static class StudyRun
{
    /// <summary>Version of the engine.</summary>
    public static string Version { get; } =
        typeof(StudyRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs the study into a new folder.</summary>
    /// <param name="study">The study.</param>
    /// <param name="output">Path of the folder, which must not exist or be empty.</param>
    /// <param name="threads">Worker threads, at least 1.</param>
    /// <param name="progress">Told about progress; may be null.</param>
    /// <param name="cancellation">Stops the run; the folder is then removed.</param>
    /// <exception cref="TableException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static async Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(Study study, string output, int threads, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var resolved = StudyText.Resolved(study);
        bool existed = Directory.Exists(output);
        // a folder that is refused is left alone; only what this run wrote is ever removed
        var created = RunFolder.Create(output, new Dictionary<string, string> { ["asem.study"] = resolved.ToJsonString() });
        try
        {
            await using var folder = created;
            RunResult result;
            double writing = 0;
            if (study.StoreDyads)
            {
                var schema = AnswerTables.DyadsSchema(study);
                var points = Design.Points(study);
                await using var writer = await folder.OpenTableAsync(schema, cancellation: cancellation).ConfigureAwait(false);
                result = StudyRunner.Run(study, threads, onBlock: Write, progress: progress, cancellation: cancellation);
                await writer.CompleteAsync(cancellation).ConfigureAwait(false);

                void Write(BlockResult block)
                {
                    var watch = Stopwatch.StartNew();
                    writer.AppendAsync(AnswerTables.Dyads(study, schema, points, block, study.RecipientsPerDyad), cancellation).AsTask().GetAwaiter().GetResult();
                    writing += watch.Elapsed.TotalSeconds;
                }
            }
            else
            {
                result = StudyRunner.Run(study, threads, progress: progress, cancellation: cancellation);
            }
            var tables = Stopwatch.StartNew();
            await AnswerTables.WriteAsync(folder, study, result, cancellation).ConfigureAwait(false);
            var manifest = await folder.CompleteAsync(Draft(study, resolved, result, threads, writing + tables.Elapsed.TotalSeconds), cancellation).ConfigureAwait(false);
            return (result, manifest);
        }
        catch
        {
            Remove(output, existed);
            throw;
        }
    }

    private static Manifest Draft(Study study, JsonObject resolved, RunResult result, int threads, double writing) => new()
    {
        AsemVersion = Version,
        ModelVersion = AsemModel.Version,
        RegistryHash = StudyText.RegistryHash(),
        Seed = study.Seed,
        Study = resolved,
        Counts = new Dictionary<string, long>
        {
            ["points"] = result.Points.Count,
            ["dyads"] = study.Dyads,
            ["dyad_days"] = result.DyadDays,
        },
        Run = new JsonObject
        {
            ["lanes"] = result.Lanes,
            ["threads"] = threads,
            ["simulation_seconds"] = result.Elapsed.TotalSeconds,
            ["writing_seconds"] = writing,
            ["nanoseconds_per_dyad_day"] = result.Elapsed.TotalSeconds * 1e9 / result.DyadDays,
            ["peak_bytes"] = Process.GetCurrentProcess().PeakWorkingSet64,
            ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        },
    };

    // an unfinished folder would look like a result
    private static void Remove(string output, bool existed)
    {
        if (!Directory.Exists(output) || File.Exists(Path.Combine(output, Manifest.FileName))) return;
        foreach (string file in Directory.EnumerateFiles(output, "*.parquet").Concat(Directory.EnumerateFiles(output, "*" + DurableFile.PartialEnding))) File.Delete(file);
        if (!existed && !Directory.EnumerateFileSystemEntries(output).Any()) Directory.Delete(output);
    }
}
