using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>Puts the parts of a study together to what one run would have written, bit for bit.</summary>
public static class ShardMerge
{
    private const int LongestList = 8;

    /// <summary>Merges run folders of all parts of one study into a new folder.</summary>
    /// <param name="folders">Folders that runs of a part wrote, in any order.</param>
    /// <param name="output">Path of the folder, which must not exist or be empty.</param>
    /// <param name="study">Reads the study of the parts from its resolved text; needed anew for a population file, which a run folder does not hold.</param>
    /// <param name="cancellation">Stops the merge; the folder is then removed.</param>
    /// <exception cref="ShardException">Parts are of different studies or versions, overlap or are missing; names them.</exception>
    /// <exception cref="TableException">A part is damaged, or the folder cannot be written.</exception>
    public static async Task<(RunResult Result, Manifest Manifest)> ExecuteAsync(IReadOnlyList<string> folders, string output, Func<JsonNode, Study> study, CancellationToken cancellation = default)
    {
        var parts = folders.Select(folder => (Folder: folder, Manifest: Manifest.Load(Path.Combine(folder, Manifest.FileName)))).ToList();
        var ordered = Check(parts);
        var whole = study(parts[0].Manifest.Study);
        var resolved = StudyText.Resolved(whole);
        if (!JsonNode.DeepEquals(resolved, parts[0].Manifest.Study)) throw new ShardException(ErrorKind.OtherStudy, $"the study of '{parts[0].Folder}' cannot be read again as it was: {StudyDifference.Sentence(resolved, parts[0].Manifest.Study)}");

        bool existed = Directory.Exists(output);
        var created = RunFolder.Create(output, StudyRun.Metadata(resolved));
        try
        {
            await using var folder = created;
            var design = new Design(whole);
            var sums = new StudySums(design, dyads: 1);
            foreach (var (path, manifest) in ordered)
            {
                await ShardTable.AddAsync(Path.Combine(path, ShardTable.Schema.Name + TableFormat.FileEnding), sums, cancellation).ConfigureAwait(false);
                sums.AddDyads(manifest.Counts.GetValueOrDefault("dyads"));
            }
            foreach (string table in ordered[0].Manifest.Tables.Select(t => t.Name).Except([ShardTable.Schema.Name, ColumnsTable.Schema.Name]))
                await CopyAsync(folder, [.. ordered.Select(p => Path.Combine(p.Folder, table + TableFormat.FileEnding))], cancellation).ConfigureAwait(false);
            var result = new RunResult(sums, "exact", sums.Dyads * design.PointCount * whole.HorizonDays, TimeSpan.Zero, new Sampling(whole));
            await AnswerTables.WriteAsync(folder, result, cancellation).ConfigureAwait(false);
            var draft = StudyRun.Draft(whole, resolved, design, result.Sampling, sums.Dyads) with
            {
                Run = new JsonObject { ["merged"] = new JsonArray([.. ordered.Select(p => (JsonNode)new JsonObject { ["shard"] = p.Manifest.Shard, ["digest"] = p.Manifest.Digest.ToString(), ["run"] = p.Manifest.Run.DeepClone() })]) },
            };
            return (result, await folder.CompleteAsync(draft, cancellation).ConfigureAwait(false));
        }
        catch
        {
            StudyRun.Remove(output, existed);
            throw;
        }
    }

    private static List<(string Folder, Manifest Manifest)> Check(List<(string Folder, Manifest Manifest)> parts)
    {
        if (parts.Count == 0) throw new ShardException(ErrorKind.NotAPart, "there is nothing to merge; name the folders of all parts");
        var (first, expected) = parts[0];
        var byNumber = new SortedDictionary<int, (string Folder, Manifest Manifest)>();
        foreach (var (folder, manifest) in parts)
        {
            if (Shard.Parse(manifest.Shard) is not { } shard || !manifest.Tables.Any(t => t.Name == ShardTable.Schema.Name)) throw new ShardException(ErrorKind.NotAPart, $"'{folder}' is a whole run and no part of one; parts are written by asem run with --shard");
            if (StudyRun.OtherVersion(manifest) is { } version) throw new ShardException(ErrorKind.OtherVersion, $"'{folder}': {version}; merge it with the version that ran it");
            if (Foreign(expected, manifest) is { } difference) throw new ShardException(ErrorKind.ForeignPart, $"'{folder}' is foreign to '{first}': {difference}");
            if (byNumber.TryGetValue(shard.Number, out var other)) throw new ShardException(ErrorKind.OverlappingParts, $"'{folder}' and '{other.Folder}' overlap: both are part {manifest.Shard}");
            byNumber.Add(shard.Number, (folder, manifest));
        }
        int count = Shard.Parse(expected.Shard)!.Value.Count;
        var missing = Enumerable.Range(1, count).Where(number => !byNumber.ContainsKey(number)).ToList();
        if (missing.Count == 0) return [.. byNumber.Values];
        string list = string.Join(", ", missing.Take(LongestList).Select(number => new Shard(number, count))) + (missing.Count > LongestList ? FormattableString.Invariant($" and {missing.Count - LongestList} more") : "");
        throw new ShardException(ErrorKind.MissingPart, $"{(missing.Count == 1 ? "a part is" : "parts are")} missing: {list}");
    }

    private static string? Foreign(Manifest expected, Manifest actual)
    {
        if (StudyRun.IsDouble(actual) != StudyRun.IsDouble(expected)) return $"one was run in double precision ({LaneChoice.Variable}={Precise.Name}), the other not, and their bits do not go together";
        if (StudyDifference.Sentence(actual.Study, expected.Study) is { } difference) return difference;
        return Shard.Parse(actual.Shard)?.Count == Shard.Parse(expected.Shard)?.Count ? null : $"it is part {actual.Shard}, the other is part {expected.Shard}";
    }

    /// <summary>Writes the rows of files of one table, in their order, into a table of a run folder.</summary>
    internal static async Task CopyAsync(RunFolder folder, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        TableWriter? writer = null;
        try
        {
            foreach (string file in files)
            {
                await using var reader = await TableReader.OpenAsync(file, cancellation).ConfigureAwait(false);
                writer ??= await folder.OpenTableAsync(reader.Schema, cancellation: cancellation).ConfigureAwait(false);
                await foreach (var batch in reader.ReadAsync(cancellation).ConfigureAwait(false)) await writer.AppendAsync(batch, cancellation).ConfigureAwait(false);
            }
            await writer!.CompleteAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (writer is not null) await writer.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>Parts of a study do not fit together; the message names them.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">What does not fit.</param>
public sealed class ShardException(ErrorKind kind, string message) : CodedException(kind, message);
