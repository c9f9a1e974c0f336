using System.Globalization;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>
/// Files <c>part-FIRST-END.TABLE.parquet</c> that an unfinished run has committed, each with what belongs to the units (couples, or rows of
/// designs) from FIRST to before END. Not thread safe.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="identity">What the parts of this run are marked with.</param>
internal abstract partial class CommittedParts(string folder, string identity)
{
    /// <summary>Metadata key of the run that a part belongs to.</summary>
    public const string IdentityKey = "asem.unfinished";

    /// <summary>Metadata key of the units of a part.</summary>
    public const string RangeKey = "asem.part";

    /// <summary>Units from First to before End.</summary>
    public readonly record struct Range(long First, long End) : IComparable<Range>
    {
        /// <summary>Number of units.</summary>
        public long Count => End - First;

        /// <inheritdoc/>
        public int CompareTo(Range other) => First != other.First ? First.CompareTo(other.First) : other.End.CompareTo(End);

        /// <summary>Whether all units of another range are in this one.</summary>
        public bool Contains(Range other) => First <= other.First && other.End <= End;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{End}");
    }

    /// <summary>Whether anything is committed.</summary>
    public abstract bool Any { get; }

    /// <summary>What a unit is, in the plural.</summary>
    protected abstract string Unit { get; }

    /// <summary>Reads every part through and keeps those that are whole and of this run.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>One sentence for each file that is not used although something was committed with it.</returns>
    public abstract Task<IReadOnlyList<string>> ScanAsync(CancellationToken cancellation);

    /// <summary>Whether a file of a run folder has the name of a part.</summary>
    public static bool IsPart(string file) => PartName().IsMatch(Path.GetFileName(file));

    /// <summary>Units that parts seem to hold, by the names of their files alone.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="table">The table whose parts count.</param>
    public static long CountNamed(string folder, string table)
    {
        long count = 0, end = 0;
        foreach (var (range, _) in Named(folder).Where(part => part.Table == table).OrderBy(part => part.Range))
        {
            count += Math.Max(0, range.End - Math.Max(range.First, end));
            end = Math.Max(end, range.End);
        }
        return count;
    }

    /// <summary>Deletes every file of a part that is not used.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public void DeleteUnused()
    {
        foreach (var (range, table) in Named(folder))
            if (!IsUsed(range, table)) File.Delete(FileOf(range, table));
    }

    /// <summary>Whether a part was found whole and counts as done.</summary>
    protected abstract bool IsUsed(Range range, string table);

    /// <summary>What marks a part as one of this run.</summary>
    protected Dictionary<string, string> Marks(Range range) => new() { [IdentityKey] = identity, [RangeKey] = range.ToString() };

    /// <summary>File of a part.</summary>
    protected string FileOf(Range range, string table) => Path.Combine(folder, $"part-{range}.{table}{TableFormat.FileEnding}");

    /// <summary>Parts by the names of files, in their order.</summary>
    protected IEnumerable<(Range Range, string Table)> Named() => Named(folder);

    /// <summary>Says that a part is not used.</summary>
    protected string Unused(Range range, string table, string why) => $"'{FileOf(range, table)}' is not used, and its {Unit} are computed anew: {why}";

    /// <summary>Why a part cannot be used, or null.</summary>
    protected async Task<string?> ProblemAsync(Range range, string table, CancellationToken cancellation)
    {
        try
        {
            await using var reader = await TableReader.OpenAsync(FileOf(range, table), cancellation).ConfigureAwait(false);
            return reader.Metadata.GetValueOrDefault(IdentityKey) != identity ? "it is of another run"
                : reader.Metadata.GetValueOrDefault(RangeKey) != range.ToString() ? $"it holds other {Unit} than its name says"
                : reader.Schema.Name != table ? "it is another table than its name says"
                : null;
        }
        catch (TableException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static IEnumerable<(Range Range, string Table)> Named(string folder)
    {
        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var match = PartName().Match(Path.GetFileName(file));
            if (match.Success && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long first) && long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long end))
                yield return (new Range(first, end), match.Groups[3].Value);
        }
    }

    [GeneratedRegex(@"^part-([0-9]+)-([0-9]+)\.([a-z]+)\.parquet$")]
    private static partial Regex PartName();
}
