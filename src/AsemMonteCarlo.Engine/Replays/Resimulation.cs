using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>What was simulated again of a finished run.</summary>
/// <param name="Findings">One sentence for each difference; none where all bits are the same.</param>
/// <param name="Done">One sentence for each thing that was simulated again and is the same.</param>
/// <param name="Notes">What could not be simulated again, and why.</param>
internal sealed record Resimulated(IReadOnlyList<Finding> Findings, IReadOnlyList<string> Done, IReadOnlyList<string> Notes);

/// <summary>
/// Simulates parts of a finished run again and compares bits. It finds what no checksum can: numbers that were wrong before they
/// were written. Couples at design points are simulated one couple wide, whatever lanes the run had; a small study also whole.
/// </summary>
internal static class Resimulation
{
    /// <summary>Couples at design points that are simulated again, unless another number is asked for.</summary>
    public const int DefaultSample = 64;

    /// <summary>Most couples at design points that are simulated again.</summary>
    public const int MaximumSample = 100_000;

    /// <summary>Most dyad-days of a study that is run again as a whole; in double precision, which is slower, a sixteenth.</summary>
    public const long MaximumDyadDays = 40_000_000;

    private const int MostRows = 1 << 21, MostDifferences = 10;

    /// <summary>Simulates again.</summary>
    /// <param name="path">The folder, whose tables were compared with its manifest.</param>
    /// <param name="bind">Reads the study from its resolved text; needed anew for a population file, which a run folder does not hold.</param>
    /// <param name="sample">Couples at design points of each table that stores couples, up to <see cref="MaximumSample"/>; 0 for nothing at all.</param>
    /// <param name="seed">Decides which, the same ones each time; by default it follows from the run's digest.</param>
    /// <param name="mostDyadDays">Most dyad-days of a study that is run again as a whole.</param>
    /// <param name="mostRows">Rows held in memory at once; a larger sample reads its table several times.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ReplayException">The folder is no run of a study of pathways, or of another version, or its study cannot be read again.</exception>
    /// <exception cref="StudyException">The study cannot be read again, such as for want of its population file.</exception>
    /// <exception cref="TableException">The manifest is damaged, or the temporary folder cannot be written.</exception>
    public static async Task<Resimulated> RunAsync(string path, Func<JsonNode, Study> bind, int sample, ulong? seed = null, long mostDyadDays = MaximumDyadDays, int mostRows = MostRows, CancellationToken cancellation = default)
    {
        var (findings, done, notes) = (new List<Finding>(), new List<string>(), new List<string>());
        if (sample == 0) return new Resimulated(findings, done, notes);
        var folder = ReplayFolder.Open(path, bind);
        var design = new Design(folder.Study);
        ulong luck = seed ?? (ulong)folder.Manifest.Digest.Value;
        await CompareAsync(folder, design, AnswerTables.DyadsTable, sample, luck, mostRows, findings, done, cancellation).ConfigureAwait(false);
        await CompareAsync(folder, design, AnswerTables.TrajectoriesTable, sample, luck, mostRows, findings, done, cancellation).ConfigureAwait(false);
        await RunWholeAsync(folder, mostDyadDays, findings, done, notes, cancellation).ConfigureAwait(false);
        return new Resimulated(findings, done, notes);
    }

    /// <summary>Couples at design points, all different and in order: a pure function of the arguments.</summary>
    /// <param name="points">Numbers of the design points.</param>
    /// <param name="first">Number of the first couple.</param>
    /// <param name="end">Number after that of the last couple.</param>
    /// <param name="sample">How many; all where there are no more.</param>
    /// <param name="seed">Decides which.</param>
    internal static IReadOnlyList<(int Point, long Dyad)> Choose(IReadOnlyList<int> points, long first, long end, int sample, ulong seed)
    {
        long couples = end - first;
        if ((Int128)points.Count * couples <= sample)
            return [.. points.SelectMany(point => Enumerable.Range(0, (int)couples).Select(i => (point, first + i)))];
        var chosen = new SortedSet<(int, long)>();
        for (uint draw = 0; chosen.Count < sample; draw++)
        {
            var (a, b, c, _) = Philox.Words(draw, 0, 0, 0, seed);
            int point = points[(int)((ulong)a * (ulong)points.Count >> 32)];
            chosen.Add((point, first + (long)((UInt128)((ulong)b << 32 | c) * (ulong)couples >> 64)));
        }
        return [.. chosen];
    }

    private static async Task CompareAsync(ReplayFolder folder, Design design, string table, int sample, ulong seed, int mostRows, List<Finding> findings, List<string> done, CancellationToken cancellation)
    {
        if (folder.Manifest.Tables.FirstOrDefault(t => t.Name == table) is not { } written) return;
        var study = folder.Study;
        bool isCourse = table == AnswerTables.TrajectoriesTable;
        var (first, end) = folder.Couples();
        if (isCourse && study.Trajectories!.Couples is { } stored) end = Math.Clamp(stored, first, end);
        int[] points = [.. Enumerable.Range(0, design.PointCount).Where(p => !isCourse || study.Trajectories!.Arms.Contains(design.Arms[p % design.Arms.Count].Name))];
        var chosen = Choose(points, first, end, sample, seed);
        if (chosen.Count == 0) return;

        var samplings = StudyRunner.Samplings(design);
        var schema = isCourse ? AnswerTables.TrajectoriesSchema(study) : AnswerTables.DyadsSchema(study);
        string file = Path.Combine(folder.FolderPath, written.File);
        int each = study.RecipientsPerDyad * (isCourse ? study.HorizonDays / study.Trajectories!.Every : study.Readings.Count);
        long rows = (long)each * chosen.Count, found = 0;
        var differences = new List<RowDifference>();
        try
        {
            foreach (var part in chosen.Chunk(Math.Max(1, mostRows / Math.Max(1, each))))
            {
                var expected = new TableBatch[part.Length];
                Parallel.For(0, part.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
                {
                    var (point, dyad) = part[i];
                    expected[i] = StudyRun.IsDouble(folder.Manifest) ? Simulate<Precise>(design, samplings, schema, point, dyad, cancellation) : Simulate<Scalar>(design, samplings, schema, point, dyad, cancellation);
                });
                var (there, others) = await RowComparison.CompareAsync(file, expected, MostDifferences - differences.Count, cancellation).ConfigureAwait(false);
                found += there;
                differences.AddRange(others);
            }
        }
        catch (TableException problem)
        {
            findings.Add(new(problem.Kind, problem.Message));
            return;
        }
        foreach (var d in differences) findings.Add(new(ErrorKind.ReplayDiffers, string.Create(CultureInfo.InvariantCulture, $"'{file}': couple {d.Dyad} at design point {d.Point}, simulated again, differs: {d}.")));
        if (found != rows) findings.Add(new(ErrorKind.ReplayDiffers, $"'{file}' has {Words.Count(found, "row")} of {Words.Count(chosen.Count, "couple")} at design points instead of {rows.ToString("N0", CultureInfo.InvariantCulture)}."));
        else if (differences.Count == 0)
            done.Add(string.Create(CultureInfo.InvariantCulture, $"{table}: {chosen.Count:N0} of {(double)points.Length * (end - first):N0} couples at design points simulated again; their {Words.Count(rows, "row")} have the same bits (seed {seed})"));
    }

    // the rows that the run's own code makes of the couple
    private static TableBatch Simulate<TLane>(Design design, IReadOnlyList<Sampling> samplings, TableSchema schema, int point, long dyad, CancellationToken cancellation)
        where TLane : struct, ILane<TLane>
    {
        TableBatch Rows(int at)
        {
            var alone = design.Only(at, []);
            var block = Replay.Simulate<TLane>(alone, [samplings[at / design.Arms.Count]], dyad, null, cancellation);
            var batch = schema.Name == AnswerTables.TrajectoriesTable ? AnswerTables.Trajectories(alone, schema, block) : AnswerTables.Dyads(alone, schema, block);
            Array.Fill(batch.Values<long>("point"), point);
            return batch;
        }

        var rows = Rows(point);
        if (schema.Name != AnswerTables.DyadsTable || !design.Measures.Any(m => m.IsFromReference)) return rows;
        var reference = Rows(design.ReferencePointOf(point / design.Arms.Count));
        foreach (var measure in design.Measures.Where(m => m.IsFromReference))
        {
            int c = schema.Columns.Index().First(column => column.Item.Name == measure.Name).Index;
            float[] own = (float[])rows.Columns[c], other = (float[])reference.Columns[c];
            for (int row = 0; row < own.Length; row++) own[row] = measure.LessReference(own[row], other[row]);
        }
        return rows;
    }

    private static async Task RunWholeAsync(ReplayFolder folder, long mostDyadDays, List<Finding> findings, List<string> done, List<string> notes, CancellationToken cancellation)
    {
        var manifest = folder.Manifest;
        bool isDouble = StudyRun.IsDouble(manifest);
        long size = manifest.Counts.GetValueOrDefault("dyad_days"), most = isDouble ? mostDyadDays / 16 : mostDyadDays;
        string days = string.Create(CultureInfo.InvariantCulture, $"{size:N0} dyad-days");
        if (size > most)
        {
            string stored = done.Count + findings.Count > 0 ? "tables other than those of single couples were not simulated again" : "nothing was simulated again, as the run stores no rows of single couples";
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{stored}: a study is run again whole up to {most:N0} dyad-days, and this one has {size:N0}"));
            return;
        }
        var temporary = Directory.CreateTempSubdirectory("asem-verify-");
        try
        {
            string lanes = isDouble ? Precise.Name : LaneChoice.Current != Precise.Name ? LaneChoice.Current : LaneChoice.Available[0];
            var options = new RunOptions { Lanes = lanes, Shard = Shard.Parse(manifest.Shard) ?? Shard.Whole };
            var (_, again) = await StudyRun.ExecuteAsync(folder.Study, Path.Combine(temporary.FullName, "run"), options, cancellation).ConfigureAwait(false);
            int before = findings.Count;
            foreach (string name in manifest.Tables.Select(t => t.Name).Union(again.Tables.Select(t => t.Name)))
            {
                ContentDigest? was = manifest.Tables.FirstOrDefault(t => t.Name == name)?.Digest, now = again.Tables.FirstOrDefault(t => t.Name == name)?.Digest;
                if (was != now) findings.Add(new(ErrorKind.ReplayDiffers, $"'{Path.Combine(folder.FolderPath, name + TableFormat.FileEnding)}' has content digest {was?.ToString() ?? "none"}, and the whole study, run again, gives {now?.ToString() ?? "none"}."));
            }
            if (findings.Count == before) done.Add($"the whole study was run again ({days}): every table has the same content digest");
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }
}
