using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// A run that is not finished, as its folder has it: <c>unfinished.json</c>, a manifest without tables that is written first and removed last,
/// and the parts committed so far. While it is open, no other process can write the folder.
/// </summary>
public sealed class UnfinishedRun : IDisposable
{
    /// <summary>Name of the file in a run folder.</summary>
    public const string FileName = "unfinished.json";

    private const string PopulationFile = "population_file", Lanes = "lanes", Dyads = "dyads";
    private readonly bool existed;
    private FolderLock? claim;

    private UnfinishedRun(string folder, Manifest manifest, bool existed) => (Folder, Manifest, this.existed) = (folder, manifest, existed);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What is run: the manifest as far as it is known before the first day.</summary>
    public Manifest Manifest { get; }

    /// <summary>Whether an earlier process began it.</summary>
    public bool IsResumed { get; private init; }

    /// <summary>Why files that an earlier process committed are not used: one sentence for each.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>What is committed; null before it was looked for.</summary>
    internal CommittedParts? Parts { get; private set; }

    /// <summary>Where the manifest of the unfinished run of a folder lies.</summary>
    /// <param name="folder">The folder.</param>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>How far the unfinished run of a folder is, by names of files alone; null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    public static CommittedProgress? ProgressIn(string folder)
    {
        try
        {
            return File.Exists(PathIn(folder)) && !File.Exists(Path.Combine(folder, Manifest.FileName)) ? Progress(folder, Manifest.Load(PathIn(folder)), null) : null;
        }
        catch (Exception e) when (e is TableException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The study of an unfinished run, read again from its resolved text.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="overrides">Settings as for <see cref="StudyFile.Load"/>, such as where a population file lies now.</param>
    /// <exception cref="StudyException">A setting is wrong, or the population file is not there any more or another one.</exception>
    public static Study Study(Manifest manifest, IReadOnlyList<string> overrides)
    {
        string[] file = manifest.Run[PopulationFile]?.ToString() is { } path ? [$"{StudyKeys.Population.Name}.{StudyKeys.PopulationFile.Name}={path}"] : [];
        return StudyFile.Bind(manifest.Study.ToJsonString(), "study", Directory.GetCurrentDirectory(), [.. file, .. overrides]);
    }

    /// <summary>Says in which key a study, its part or this program differs from what a run began with, or null.</summary>
    /// <param name="manifest">The manifest of the run, finished or not.</param>
    /// <param name="study">The study.</param>
    /// <param name="shard">The part of its couples.</param>
    /// <param name="lanes">Lane type, or null for the one in force.</param>
    public static string? Difference(Manifest manifest, Study study, Shard shard, string? lanes = null)
    {
        if (StudyRun.OtherVersion(manifest) is { } version) return $"{version}; go on with the version that began it";
        bool isDouble = (lanes ?? LaneChoice.Current) == Precise.Name;
        if (isDouble != StudyRun.IsDouble(manifest)) return $"it was begun in {(isDouble ? "single" : "double")} precision and this is {(isDouble ? "double" : "single")} ({LaneChoice.Variable}), whose bits are others";
        if (manifest.Shard != shard.ToString()) return $"its 'shard' is {shard} instead of {manifest.Shard}";
        return StudyDifference.Sentence(StudyText.Resolved(study), manifest.Study);
    }

    /// <summary>What there is to say of a folder with an unfinished run: how far it is, and which committed files cannot be used.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">Its file was changed.</exception>
    public static async Task<(CommittedProgress Progress, IReadOnlyList<string> Notes)> LookAsync(string folder, CancellationToken cancellation = default)
    {
        var manifest = Manifest.Load(PathIn(folder));
        if (!IsOfCouples(manifest))
        {
            var rows = new RowParts(folder, manifest.Checksum);
            var unused = await rows.ScanAsync(cancellation).ConfigureAwait(false);
            return (Progress(folder, manifest, rows.Rows), unused);
        }
        Study study;
        try
        {
            study = Study(manifest, []);
        }
        catch (StudyException)
        {
            // of another version, or without its population file: by names alone
            return (Progress(folder, manifest, null), []);
        }
        var parts = new RunParts(folder, manifest.Checksum, null, [.. StudyRun.RowTables(new Design(study)).Select(table => table.Schema)]);
        var notes = await parts.ScanAsync(cancellation).ConfigureAwait(false);
        return (Progress(folder, manifest, parts.Dyads), notes);
    }

    // runs of couples say how many there are, from the start
    private static bool IsOfCouples(Manifest manifest) => manifest.Counts.ContainsKey(Dyads);

    private static CommittedProgress Progress(string folder, Manifest manifest, long? done) => IsOfCouples(manifest)
        ? new CommittedProgress(done ?? CommittedParts.CountNamed(folder, ShardTable.Schema.Name), manifest.Counts[Dyads], CommittedProgress.Couples)
        : new CommittedProgress(done ?? CommittedParts.CountNamed(folder, RowParts.Table), null, CommittedProgress.Rows);

    /// <summary>Whether a folder has files of an unfinished run.</summary>
    /// <param name="folder">The folder.</param>
    public static bool HasLeftovers(string folder) => Directory.GetFiles(folder).Any(IsLeftover);

    /// <summary>Removes what an earlier process left beside the tables of a finished run.</summary>
    /// <param name="folder">The folder, which has a manifest.</param>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="TableException">Another process is running in it, or a file cannot be deleted.</exception>
    public static bool RemoveLeftovers(string folder)
    {
        using var claim = FolderLock.Take(folder);
        string[] leftovers = [.. Directory.GetFiles(folder).Where(IsLeftover)];
        if (leftovers.Length == 0) return false;
        try
        {
            // the manifest is safe before parts go
            DurableFile.SynchroniseFolder(folder);
        }
        catch (IOException e)
        {
            throw new TableException(ErrorKind.Of(e), $"Cannot synchronise folder '{folder}': {e.Message}", e);
        }
        Delete(folder, leftovers);
        return true;
    }

    /// <summary>Whether a file belongs to an unfinished run: <c>unfinished.json</c>, a part, or a file half written.</summary>
    private static bool IsLeftover(string file) =>
        Path.GetFileName(file) is FileName or FolderLock.FileName || CommittedParts.IsPart(file) || file.EndsWith(DurableFile.PartialEnding, StringComparison.Ordinal);

    /// <summary>What the manifest of an unfinished run says beside what any manifest does.</summary>
    internal static JsonObject About(Study study, string lanes)
    {
        var about = new JsonObject { [Lanes] = lanes };
        if (study.Population.ReadFrom is { } file) about[PopulationFile] = file;
        return about;
    }

    /// <summary>Begins a run in a new or empty folder.</summary>
    /// <exception cref="TableException">The folder is not empty, another process is running in it, or the disk refuses.</exception>
    internal static UnfinishedRun Begin(string folder, Manifest draft)
    {
        bool existed = Directory.Exists(folder);
        RunFolder.Create(folder);
        return Locked(folder, () =>
        {
            // another process may have been here before the lock
            if (Entries(folder).Any()) throw new TableException(ErrorKind.FolderTaken, $"Folder '{folder}' is not empty; give a new or an empty folder for the results.");
            return Write(folder, draft, existed);
        });
    }

    /// <summary>Opens the unfinished run of a folder; begins it where a process died before it had, or none has been.</summary>
    /// <exception cref="TableException">Another process is running in the folder, its file was changed, it holds something else, or the disk refuses.</exception>
    internal static UnfinishedRun OpenOrBegin(string folder, Manifest draft)
    {
        bool existed = Directory.Exists(folder);
        if (!existed) RunFolder.Create(folder);
        return Locked(folder, () =>
        {
            if (File.Exists(PathIn(folder))) return new UnfinishedRun(folder, Manifest.Load(PathIn(folder)), existed: true) { IsResumed = true };
            if (Entries(folder).FirstOrDefault(entry => !IsLeftover(entry)) is { } stranger) throw new TableException(ErrorKind.FolderTaken, $"There is no unfinished run in folder '{folder}', and '{Path.GetFileName(stranger)}' is; give a new or an empty folder for the results.");
            return Write(folder, draft, existed);
        });
    }

    /// <summary>Finds what is committed and deletes everything else that the run wrote.</summary>
    /// <exception cref="TableException">A file cannot be deleted.</exception>
    internal async Task ScanAsync(CommittedParts parts, CancellationToken cancellation)
    {
        Parts = parts;
        if (!IsResumed) return;
        Notes = await Parts.ScanAsync(cancellation).ConfigureAwait(false);
        try
        {
            Parts.DeleteUnused();
            DeleteUncommitted();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException(ErrorKind.Of(e), $"Cannot delete what is not committed in '{Folder}': {e.Message}", e);
        }
    }

    /// <summary>Removes parts and <c>unfinished.json</c>: the manifest is written.</summary>
    /// <exception cref="TableException">A file cannot be deleted; the results are complete all the same.</exception>
    internal void Finish() => Delete(Folder, Directory.GetFiles(Folder).Where(file => Path.GetFileName(file) != FolderLock.FileName && IsLeftover(file)));

    /// <summary>After a failure, leaves what is committed and nothing else; everything goes where nothing is.</summary>
    internal void Abandon()
    {
        // a manifest that has its name but may not be safe goes with its tables and with the parts, whichever of them the disk keeps
        if (File.Exists(Path.Combine(Folder, Manifest.FileName))) return;
        try
        {
            if (Parts is { Any: true }) DeleteUncommitted();
            else StudyRun.Remove(Folder, existed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the failure that is being reported says more; going on with the run deletes these files
        }
    }

    /// <summary>Lets other processes write the folder.</summary>
    public void Dispose() => claim?.Dispose();

    private static UnfinishedRun Locked(string folder, Func<UnfinishedRun> open)
    {
        var claim = FolderLock.Take(folder);
        try
        {
            var run = open();
            run.claim = claim;
            return run;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static UnfinishedRun Write(string folder, Manifest draft, bool existed)
    {
        try
        {
            return new UnfinishedRun(folder, draft.Save(PathIn(folder)), existed) { IsResumed = Entries(folder).Count() > 1 };
        }
        catch
        {
            // it may have its name without being safe
            File.Delete(PathIn(folder));
            if (!existed && !Entries(folder).Any()) Directory.Delete(folder);
            throw;
        }
    }

    private static IEnumerable<string> Entries(string folder) => Directory.EnumerateFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != FolderLock.FileName);

    private void DeleteUncommitted()
    {
        foreach (string file in Directory.GetFiles(Folder))
            if (file.EndsWith(DurableFile.PartialEnding, StringComparison.Ordinal) || file.EndsWith(TableFormat.FileEnding, StringComparison.Ordinal) && !CommittedParts.IsPart(file)) File.Delete(file);
    }

    // parts before the file that says what they are of
    private static void Delete(string folder, IEnumerable<string> files)
    {
        try
        {
            foreach (string file in files.OrderBy(file => Path.GetFileName(file) == FileName)) File.Delete(file);
            DurableFile.SynchroniseFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException(ErrorKind.Of(e), $"The results in '{folder}' are complete, but what the run leaves beside them cannot be deleted: {e.Message}", e);
        }
    }
}

/// <summary>A run cannot be gone on with as it is asked; the message says why.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">What does not fit.</param>
public sealed class ResumeException(ErrorKind kind, string message) : CodedException(kind, message);

/// <summary>How far a run is.</summary>
/// <param name="Done">Units committed; where there are none, an interrupted run leaves no folder.</param>
/// <param name="Of">Units in all; null where that is known only at the end.</param>
/// <param name="Unit">What a unit is: <c>couples</c>, or <c>rows</c> of the designs of a study of sensitivity.</param>
public readonly record struct CommittedProgress(long Done, long? Of, string Unit)
{
    internal const string Couples = "couples", Rows = "rows";

    /// <inheritdoc/>
    public override string ToString() => Of is { } of ? FormattableString.Invariant($"{Done:N0} of {of:N0} {Unit}") : FormattableString.Invariant($"{Done:N0} {Unit}");
}

/// <summary>A run was asked to finish early; what is committed stays.</summary>
/// <param name="progress">What is committed.</param>
public sealed class RunInterruptedException(CommittedProgress progress) : OperationCanceledException($"The run was interrupted when {progress} were done.")
{
    /// <summary>What is committed.</summary>
    public CommittedProgress Progress => progress;
}
