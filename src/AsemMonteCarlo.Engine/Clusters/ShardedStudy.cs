using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Clusters;

/// <summary>What the files of a part say.</summary>
internal enum PartState
{
    /// <summary>There is nothing of it.</summary>
    Missing,

    /// <summary>It was begun, and can be gone on with.</summary>
    Unfinished,

    /// <summary>Its manifest is there and whole.</summary>
    Finished,

    /// <summary>Its manifest is damaged, or of another study or another part.</summary>
    Wrong,
}

/// <summary>A part of a study and how far it is.</summary>
/// <param name="Number">Number, from 1.</param>
/// <param name="State">What its files say.</param>
/// <param name="Done">Couples that are done; 0 where it is not known.</param>
/// <param name="Why">What is wrong with it, or null.</param>
internal sealed record PartStatus(int Number, PartState State, long Done, Finding? Why);

/// <summary>A folder in which many machines run the parts of a study. Only files count: what a scheduler says of jobs is not asked.</summary>
/// <remarks>Layout: <c>sharded.json</c>, <c>study.json</c> (resolved), <c>parts/part-N</c> (run folders), <c>run</c> (the merged one), <c>logs</c>, and a scheduler's scripts.</remarks>
internal sealed class ShardedStudy
{
    /// <summary>Name of the file that says what the folder is.</summary>
    public const string FileName = "sharded.json";

    /// <summary>Name of the study in the folder.</summary>
    public const string StudyName = "study.json";

    private const string Parts = "parts", Merged = "run";

    private ShardedStudy(string folder, int count, JsonNode study) => (Folder, Count, Study) = (folder, count, study);

    /// <summary>Path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Number of parts.</summary>
    public int Count { get; }

    /// <summary>The resolved study.</summary>
    public JsonNode Study { get; }

    /// <summary>Folder of the merged run.</summary>
    public string RunFolder => Path.Combine(Folder, Merged);

    /// <summary>Whether the parts were merged.</summary>
    public bool IsMerged => File.Exists(Path.Combine(RunFolder, Manifest.FileName));

    /// <summary>Folder of a part: its number with as many digits as the largest has, so that a listing is in order.</summary>
    /// <param name="number">Number, from 1.</param>
    public string PartFolder(int number) => Path.Combine(Folder, Parts, "part-" + number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0'));

    /// <summary>Digits of a part's number.</summary>
    public int Digits => Count.ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>Makes a folder, or finds the one that was made of the same study.</summary>
    /// <param name="folder">Path of the folder: new, empty, or made of the same study in as many parts.</param>
    /// <param name="study">The study.</param>
    /// <param name="count">Number of parts.</param>
    /// <exception cref="StudyException">The folder holds something else.</exception>
    /// <exception cref="TableException">It cannot be written.</exception>
    public static ShardedStudy Create(string folder, Study study, int count)
    {
        var resolved = StudyText.Resolved(study);
        if (File.Exists(Path.Combine(folder, FileName)))
        {
            var known = Open(folder);
            if (known.Count != count) throw Wrong(ErrorKind.OtherStudy, folder, $"it was made for {known.Count} parts, not {count}; name another folder");
            if (StudyDifference.Sentence(resolved, known.Study) is { } difference) throw Wrong(ErrorKind.OtherStudy, folder, $"it was made for another study: {difference}; name another folder");
            return known;
        }
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw Wrong(ErrorKind.FolderTaken, folder, "the folder holds something else; name a new one");
        Directory.CreateDirectory(Path.Combine(folder, Parts));
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        DurableFile.Write(Path.Combine(folder, StudyName), resolved.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        var what = new JsonObject { ["what"] = "a study in parts", ["parts"] = count, ["asem_version"] = StudyRun.Version };
        DurableFile.Write(Path.Combine(folder, FileName), what.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        return new ShardedStudy(folder, count, resolved);
    }

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="StudyException">It is no such folder.</exception>
    public static ShardedStudy Open(string folder)
    {
        try
        {
            var what = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, FileName)));
            var study = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, StudyName)));
            int count = (int?)what?["parts"] ?? 0;
            if (count is >= 1 and <= Shard.MaximumCount && study is JsonObject) return new ShardedStudy(folder, count, study);
            throw Wrong(ErrorKind.NotAPart, folder, $"{FileName} is damaged");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            throw Wrong(ErrorKind.NotAPart, folder, $"this is no folder of a study in parts, as asem cluster makes it ({e.Message})");
        }
    }

    /// <summary>How far every part is, in their order.</summary>
    public IReadOnlyList<PartStatus> Status() => [.. Enumerable.Range(1, Count).Select(Status)];

    /// <summary>Numbers of parts that are not finished, as schedulers write arrays: <c>3,7-9</c>; empty where all are.</summary>
    public static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<string>();
        int first = 0, last = 0;
        foreach (int number in numbers.Order().Append(int.MaxValue))
        {
            if (last > 0 && number != last + 1)
            {
                ranges.Add(first == last ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}"));
                first = number;
            }
            if (last == 0) first = number;
            last = number;
        }
        return string.Join(',', ranges);
    }

    private PartStatus Status(int number)
    {
        string folder = PartFolder(number), file = Path.Combine(folder, Manifest.FileName);
        if (!File.Exists(file))
            return UnfinishedRun.ProgressIn(folder) is { Done: var done } ? new PartStatus(number, PartState.Unfinished, done, null) : new PartStatus(number, PartState.Missing, 0, null);
        try
        {
            var manifest = Manifest.Read(file, out bool intact);
            Finding? why = !intact ? new(ErrorKind.DamagedManifest, "its manifest is damaged")
                : manifest.Shard != new Shard(number, Count).ToString() ? new(ErrorKind.ForeignPart, $"it is part {manifest.Shard}")
                : StudyDifference.Sentence(manifest.Study, Study) is { } difference ? new(ErrorKind.ForeignPart, difference) : null;
            return why is not null ? new PartStatus(number, PartState.Wrong, 0, why) : new PartStatus(number, PartState.Finished, manifest.Counts.GetValueOrDefault("dyads"), null);
        }
        catch (Exception e) when (e is TableException or IOException or UnauthorizedAccessException)
        {
            return new PartStatus(number, PartState.Wrong, 0, new(ErrorKind.Of(e), e.Message));
        }
    }

    private static StudyException Wrong(ErrorKind kind, string folder, string message) => new([new StudyError(kind, folder, 0, 0, "", message)]);
}
