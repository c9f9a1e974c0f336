using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary>What <c>asem run --resume</c> does before it goes on, and what <c>asem run</c> says of a run that it could not finish.</summary>
internal static class ResumeCommand
{
    /// <summary>Environment variable with the seconds between commits, for tests: 0 commits after every block of couples.</summary>
    public const string IntervalVariable = "ASEM_COMMIT_SECONDS";

    private const double LongestInterval = 86400;

    /// <summary>The command that goes on with a run.</summary>
    public static string For(string folder) => $"asem run --resume {ShellWord.Quote(folder)}";

    /// <summary>How far a run is and how to go on with it.</summary>
    public static string Progress(string folder, CommittedProgress progress) => $"{progress} are done; go on with: {For(folder)}";

    /// <summary>An event about how far a run is, for programs.</summary>
    public static JsonObject Event(string name, string folder, CommittedProgress progress) => new() { ["event"] = name, ["output"] = folder, [progress.Unit] = progress.Done, ["of"] = progress.Of };

    /// <summary>Time between commits: the usual, or what the environment asks for.</summary>
    /// <exception cref="StudyException">The environment asks for something else than a number of seconds.</exception>
    public static TimeSpan CommitInterval()
    {
        string? asked = Environment.GetEnvironmentVariable(IntervalVariable);
        if (string.IsNullOrEmpty(asked)) return new RunOptions().CommitInterval;
        if (double.TryParse(asked, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= LongestInterval) return TimeSpan.FromSeconds(seconds);
        throw new StudyException([new StudyError(ErrorKind.OptionValue, $"environment variable {IntervalVariable}", 0, 0, IntervalVariable, $"{Words.Quote(asked)} is no number of seconds from 0 to {LongestInterval}")]);
    }

    /// <summary>The manifest of what a folder holds, finished or not; null where it holds neither.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="TableException">Its file was changed.</exception>
    public static (Manifest Manifest, bool IsFinished)? Begun(string folder)
    {
        string finished = Path.Combine(folder, Manifest.FileName);
        return File.Exists(finished) ? (Manifest.Load(finished), true) : File.Exists(UnfinishedRun.PathIn(folder)) ? (Manifest.Load(UnfinishedRun.PathIn(folder)), false) : null;
    }

    /// <summary>Finds out what there is to go on with of a study of sensitivity.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">The study, or null for the one of the folder.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="asJson">Whether the answer is JSON.</param>
    /// <param name="output">Takes the answer, where the run is finished.</param>
    /// <param name="error">Takes the reason, where the run cannot be gone on with.</param>
    /// <returns>The study and its settings; or none and the exit code, where there is nothing to be done.</returns>
    /// <exception cref="TableException">The folder's file was changed, or something in it cannot be deleted.</exception>
    public static async Task<((ExperimentSource Source, IReadOnlyList<string> Overrides)? Run, int Code)> ReadSensitivityAsync(string folder, ExperimentSource? source, IReadOnlyList<string> overrides, bool asJson, TextWriter output, TextWriter error)
    {
        if (Begun(folder) is not var (manifest, isFinished)) return ((source!, overrides), ExitCode.Done);
        Finding? refused = null;
        if (source is null && overrides.Count > 0) refused = new(ErrorKind.OptionsClash, "settings are those that the run began with; leave --set and --seed out");
        else if (source is not null && SensitivityFolder.Difference(manifest, source, overrides) is { } difference) refused = new(ErrorKind.OtherRun, $"it has another run: {difference}");
        else if (!isFinished && StudyRun.OtherVersion(manifest) is { } version) refused = new(ErrorKind.OtherVersion, $"{version}; go on with the version that began it");
        else if (isFinished) return (null, await FinishedAsync(folder, manifest, asJson, output, error));
        else return (source is null ? SensitivityFolder.Begun(manifest, folder) : (source, overrides), ExitCode.Done);
        return (null, await error.RefuseAsync(refused.Kind, $"--resume {folder}: {refused.Message}"));
    }

    /// <summary>Finds out what there is to go on with.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">Path of the study, or null for the one of the unfinished run.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="asked">The part of the couples that was asked for, or null for the one of the unfinished run.</param>
    /// <param name="asJson">Whether the answer is JSON.</param>
    /// <param name="output">Takes the answer, where the run is finished.</param>
    /// <param name="error">Takes the reason, where the run cannot be gone on with.</param>
    /// <returns>The study and its part; or none and the exit code, where there is nothing to be done.</returns>
    /// <exception cref="StudyException">The study cannot be read.</exception>
    /// <exception cref="TableException">The folder's file was changed, or something in it cannot be deleted.</exception>
    public static async Task<((Study Study, Shard Part)? Run, int Code)> ReadAsync(string folder, string? file, IReadOnlyList<string> overrides, Shard? asked, bool asJson, TextWriter output, TextWriter error)
    {
        Finding? refused = null;
        if (Begun(folder) is var (manifest, isFinished))
        {
            if (StudyRun.OtherVersion(manifest) is { } version && !isFinished) refused = new(ErrorKind.OtherVersion, $"{version}; go on with the version that began it");
            else if (Shard.Parse(manifest.Shard) is not { } part || manifest.Study["population"] is null) refused = new(ErrorKind.WrongVerb, "it has another run: it is none of a study of pathways");
            else if (isFinished && file is null && overrides.Count == 0 && asked is null) return (null, await FinishedAsync(folder, manifest, asJson, output, error));
            else
            {
                var study = file is null ? UnfinishedRun.Study(manifest, overrides) : StudyFile.Load(file, overrides);
                if (UnfinishedRun.Difference(manifest, study, asked ?? part) is { } difference) refused = new(ErrorKind.OtherRun, $"it has another run: {difference}");
                else return isFinished ? (null, await FinishedAsync(folder, manifest, asJson, output, error)) : ((study, part), ExitCode.Done);
            }
        }
        else if (file is not null) return ((StudyFile.Load(file, overrides), asked ?? Shard.Whole), ExitCode.Done);
        else refused = Directory.Exists(folder) ? new(ErrorKind.NoRun, "there is no unfinished run in it; name the study to begin one") : new(ErrorKind.NoSuchFolder, "no such folder; name the study to begin a run in it");
        return (null, await error.RefuseAsync(refused.Kind, $"--resume {folder}: {refused.Message}"));
    }

    /// <summary>Says where a run goes on and which committed files it cannot use.</summary>
    public static void Begin(string folder, CommittedProgress progress, IReadOnlyList<string> notes, bool asJson, bool quiet, TextWriter output, TextWriter error)
    {
        if (asJson)
        {
            var resumed = Event("resumed", folder, progress);
            resumed["notes"] = new JsonArray([.. notes.Select(note => (JsonNode)note)]);
            output.WriteLine(resumed.ToJsonString(JsonSerializerOptions.Web));
            return;
        }
        foreach (string note in notes) error.WriteLine("asem: " + note);
        if (!quiet) error.WriteLine($"asem: going on after {progress}");
    }

    /// <summary>Whether a failure ends a run that can be gone on with; false for those that have nothing to do with the run.</summary>
    public static bool EndsRun(Exception failure) => failure switch
    {
        OperationCanceledException => true,
        // what another process does is none of ours
        FolderInUseException => false,
        DesignPointException or TableException or IOException or UnauthorizedAccessException or InvalidOperationException or OutOfMemoryException => true,
        _ => false,
    };

    /// <summary>Says why a run ended early, how far it is and how to go on.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> SayAsync(string folder, Exception failure, bool asJson, Interruption interruption, TextWriter output, TextWriter error)
    {
        var progress = UnfinishedRun.ProgressIn(folder)!.Value;
        bool isInterrupted = failure is OperationCanceledException;
        if (asJson)
        {
            var unfinished = Event("unfinished", folder, progress);
            unfinished["why"] = isInterrupted ? "interrupted" : failure.Message.TrimEnd('.');
            if (!isInterrupted) unfinished["code"] = ErrorKind.Of(failure).Code;
            unfinished["resume"] = For(folder);
            await output.WriteLineAsync(unfinished.ToJsonString(JsonSerializerOptions.Web));
        }
        try
        {
            await error.WriteLineAsync($"asem: {(isInterrupted ? "interrupted" : Refusal.SentenceOf(failure))}; {Progress(folder, progress)}");
            if (!isInterrupted) await error.TraceAsync(failure);
        }
        catch (IOException)
        {
            // the terminal is gone, which is why the run ends
        }
        return isInterrupted ? interruption.Code : ErrorKind.Of(failure).ExitCode;
    }

    private static async Task<int> FinishedAsync(string folder, Manifest manifest, bool asJson, TextWriter output, TextWriter error)
    {
        UnfinishedRun.RemoveLeftovers(folder);
        if (asJson) await output.WriteLineAsync(new JsonObject { ["event"] = "finished", ["output"] = folder, ["digest"] = manifest.Digest.ToString() }.ToJsonString(JsonSerializerOptions.Web));
        else if (manifest.Tables.Any(table => table.Name == "pathways")) await output.WriteLineAsync($"{folder} is finished already; digest {manifest.Digest}. Its answer: {Path.Combine(folder, "pathways.parquet")}; asem report {ShellWord.Quote(folder)} --output FILE.html shows it.");
        else if (manifest.Tables.Any(table => table.Name == IndicesTable.Schema.Name)) await output.WriteLineAsync($"{folder} is finished already; digest {manifest.Digest}. Its indices: {Path.Combine(folder, "indices.parquet")}.");
        else await output.WriteLineAsync($"{folder} is finished already; digest {manifest.Digest}. It is part {manifest.Shard} of a study: asem merge puts the parts together.");
        return ExitCode.Done;
    }
}
