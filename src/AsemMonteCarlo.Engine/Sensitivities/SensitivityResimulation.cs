using System.Globalization;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>
/// Runs rows of a finished study of sensitivity again, and its analysis as a whole, and compares bits: it finds what no checksum can, numbers
/// that were wrong before they were written.
/// </summary>
internal static class SensitivityResimulation
{
    private const int MostDifferences = 10;

    /// <summary>Runs again.</summary>
    /// <param name="path">The folder, whose tables were compared with its manifest.</param>
    /// <param name="sample">Rows that are run again where runs are stored; 0 for nothing at all.</param>
    /// <param name="seed">Decides which, the same ones each time; by default it follows from the digest.</param>
    /// <param name="mostDyadDays">Most dyad-days of the rows, of which one is run in any case, and of a study that is run again as a whole because its runs were not stored.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="StudyException">The study cannot be read again.</exception>
    /// <exception cref="TableException">The manifest is damaged, or the temporary folder cannot be written.</exception>
    public static async Task<Resimulated> RunAsync(string path, int sample, ulong? seed, long mostDyadDays = Resimulation.MaximumDyadDays, CancellationToken cancellation = default)
    {
        var (findings, done, notes) = (new List<Finding>(), new List<string>(), new List<string>());
        var again = new Resimulated(findings, done, notes);
        if (sample == 0) return again;
        var manifest = Manifest.Load(Path.Combine(path, Manifest.FileName));
        string? why = StudyRun.OtherVersion(manifest) is { } other ? other
            : StudyRun.IsDouble(manifest) != (LaneChoice.Current == Precise.Name) ? $"it was run in {(StudyRun.IsDouble(manifest) ? "double" : "single")} precision, and this is not ({LaneChoice.Variable})"
            : null;
        if (why is not null)
        {
            notes.Add("nothing was simulated again: " + why);
            return again;
        }
        var (source, overrides) = SensitivityFolder.Begun(manifest, path);
        var study = SensitivityStudyFile.Read(source, overrides);
        string stored = Path.Combine(path, RowParts.Table + TableFormat.FileEnding);
        bool isStored = manifest.Tables.Any(t => t.Name == RowParts.Table);
        long size = manifest.Counts.GetValueOrDefault(SensitivityFolder.DyadDays);
        if (!isStored && size > mostDyadDays)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"nothing was simulated again: runs were not stored (--store-runs), and a study is run again whole up to {mostDyadDays:N0} dyad-days, of which this one has {size:N0}"));
            return again;
        }

        var known = isStored ? await StoredRuns.ReadAsync(stored, stored, study, cancellation).ConfigureAwait(false) : null;
        ulong luck = seed ?? (ulong)manifest.Digest.Value;
        HashSet<(int, long)> chosen = known is null ? [] : Choose(known, (int)Math.Clamp(mostDyadDays / Math.Max(1, study.DyadDaysPerRun * study.Designs.Max(d => d.Replicates)), 1, sample), luck);
        var others = known is null ? null : new StoredRuns(known.Outputs.Where(row => !chosen.Contains(row.Key)).ToDictionary());
        var temporary = Directory.CreateTempSubdirectory("asem-verify-");
        try
        {
            string folder = Path.Combine(temporary.FullName, "run");
            var result = await SensitivityFolder.RunAsync(study, source, overrides, folder, new SensitivityOptions { StoreRuns = isStored, Known = others, CommitInterval = Timeout.InfiniteTimeSpan }, cancellation).ConfigureAwait(false);
            if (known is not null)
            {
                string file = Path.Combine(folder, RowParts.Table + TableFormat.FileEnding);
                var rerun = await StoredRuns.ReadAsync(file, file, study, cancellation).ConfigureAwait(false);
                foreach (var (design, row) in chosen.Order().Where(key => !Same(known.Row(key.Item1, key.Item2), rerun.Row(key.Item1, key.Item2))).Take(MostDifferences))
                    findings.Add(new(ErrorKind.ReplayDiffers, string.Create(CultureInfo.InvariantCulture, $"'{stored}': row {row} of design {design + 1}, run again, has other outputs.")));
            }
            foreach (var (name, was) in manifest.Tables.Where(t => t.Name != ColumnsTable.Schema.Name).Select(t => (t.Name, t.Digest)))
            {
                var now = result.Manifest.Tables.FirstOrDefault(t => t.Name == name)?.Digest;
                if (was != now && (name != RowParts.Table || findings.Count == 0)) findings.Add(new(ErrorKind.ReplayDiffers, $"'{Path.Combine(path, name + TableFormat.FileEnding)}' has content digest {was}, and the study, run again, gives {now?.ToString() ?? "none"}."));
            }
            if (findings.Count > 0) return again;
            done.Add(known is null
                ? string.Create(CultureInfo.InvariantCulture, $"the whole study was run again ({size:N0} dyad-days): every table has the same content digest")
                : string.Create(CultureInfo.InvariantCulture, $"runs: {Words.Count(chosen.Count, "row")} of {known.Outputs.Count:N0} run again have the same bits (seed {luck}), and so have the indices, estimated again"));
            return again;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static bool Same(RowOutputs? left, RowOutputs? right) => left is not null && right is not null
        && left.Values.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(right.Values.Select(BitConverter.DoubleToInt64Bits))
        && (left.Failures ?? []).SequenceEqual(right.Failures ?? []);

    private static HashSet<(int, long)> Choose(StoredRuns runs, int sample, ulong seed)
    {
        var rows = runs.Outputs.Keys.Order().ToList();
        if (rows.Count <= sample) return [.. rows];
        var chosen = new HashSet<(int, long)>();
        for (uint draw = 0; chosen.Count < sample; draw++) chosen.Add(rows[(int)((ulong)Philox.Words(draw, 1, 0, 0, seed).Item1 * (ulong)rows.Count >> 32)]);
        return chosen;
    }
}
