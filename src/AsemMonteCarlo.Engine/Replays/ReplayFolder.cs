using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A finished run, or part of one, whose couples can be replayed.</summary>
internal sealed class ReplayFolder
{
    private readonly string path;
    private readonly Manifest manifest;

    private ReplayFolder(string path, Manifest manifest, Study study) => (this.path, this.manifest, Study) = (path, manifest, study);

    /// <summary>The study of the run.</summary>
    public Study Study { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="bind">Reads the study from its resolved text; needed anew for a population file, which a run folder does not hold.</param>
    /// <exception cref="ReplayException">It is no finished run, or one of another version.</exception>
    /// <exception cref="TableException">The manifest is damaged.</exception>
    public static ReplayFolder Open(string path, Func<JsonNode, Study> bind)
    {
        if (!Directory.Exists(path)) throw new ReplayException($"{path}: no such folder");
        string file = Path.Combine(path, Manifest.FileName);
        if (!File.Exists(file)) throw new ReplayException($"{path}: there is no {Manifest.FileName}; a folder without one is not a finished run of asem");
        var manifest = Manifest.Load(file);
        if (ExperimentFolder.WhatIn(manifest) is { } what) throw new ReplayException($"{path}: this folder holds results of {what}, not of a study of pathways");
        if (StudyRun.OtherVersion(manifest) is { } other) throw new ReplayException($"{path}: {other}; replay it with the version that ran it");
        var study = bind(manifest.Study);
        if (ShardMerge.Difference("", StudyText.Resolved(study), manifest.Study) is { } difference) throw new ReplayException($"{path}: its study cannot be read again as it was: {difference}");
        return new ReplayFolder(path, manifest, study);
    }

    /// <summary>Refuses couples that the folder does not hold.</summary>
    /// <param name="point">Number of the design point.</param>
    /// <param name="firstDyad">Number of the first couple.</param>
    /// <param name="lastDyad">Number of the last couple.</param>
    /// <exception cref="ReplayException">The folder has no such point or couples.</exception>
    public void Require(long point, long firstDyad, long lastDyad)
    {
        var design = new Design(Study);
        if (point < 0 || point >= design.PointCount) throw new ReplayException(string.Create(CultureInfo.InvariantCulture, $"--point {point}: the study has the design points 0 to {design.PointCount - 1}"));
        var (first, end) = Dyads(design.Only((int)point, []));
        if (first == end) throw new ReplayException($"{path}: part {manifest.Shard} holds no couples");
        if (firstDyad < first || lastDyad >= end)
        {
            string asked = firstDyad == lastDyad ? "" : string.Create(CultureInfo.InvariantCulture, $"..{lastDyad}"), holder = manifest.Shard == Shard.Whole.ToString() ? "the study has" : $"part {manifest.Shard} holds";
            throw new ReplayException(string.Create(CultureInfo.InvariantCulture, $"--dyad {firstDyad}{asked}: {holder} the couples {first} to {end - 1}"));
        }
    }

    /// <summary>Replays a couple of the folder, in the precision of its run.</summary>
    /// <param name="point">Number of the design point.</param>
    /// <param name="dyad">Number of the couple.</param>
    /// <param name="without">Pathways that are off in a second course.</param>
    /// <param name="cancellation">Stops between days.</param>
    /// <exception cref="ReplayException">The folder has no such point or couple.</exception>
    public Replay Run(long point, long dyad, IReadOnlyList<Pathway> without, CancellationToken cancellation = default)
    {
        Require(point, dyad, dyad);
        return StudyRun.IsDouble(manifest) ? Replay.Run<Precise>(Study, (int)point, dyad, without, cancellation) : Replay.Run<Scalar>(Study, (int)point, dyad, without, cancellation);
    }

    /// <summary>Compares the end of a replay with the rows that the folder stores of it, bit by bit; one in double precision as rounded for storage.</summary>
    /// <returns>Whether rows are stored.</returns>
    /// <exception cref="TableException">A value differs, or the stored table is damaged.</exception>
    public async Task<bool> CompareAsync(Replay replay, CancellationToken cancellation = default)
    {
        if (!manifest.Tables.Any(t => t.Name == AnswerTables.DyadsTable)) return false;
        string file = Path.Combine(path, AnswerTables.DyadsTable + TableFormat.FileEnding);
        await using var reader = await TableReader.OpenAsync(file, cancellation).ConfigureAwait(false);
        int expected = Study.RecipientsPerDyad * Study.Readings.Count, found = 0;
        for (int group = 0; group < reader.RowGroups && found < expected; group++)
        {
            async Task<T[]> Column<T>(string name) => (T[])await reader.ReadColumnAsync(group, reader.Schema.Columns.Index().Single(c => c.Item.Name == name).Index, cancellation).ConfigureAwait(false);
            long[] points = await Column<long>("point").ConfigureAwait(false), dyads = await Column<long>("dyad").ConfigureAwait(false);
            int[] rows = [.. Enumerable.Range(0, points.Length).Where(row => points[row] == replay.Point.Id && dyads[row] == replay.Dyad)];
            if (rows.Length == 0) continue;
            long[] days = await Column<long>("day").ConfigureAwait(false);
            string[] persons = await Column<string>("person").ConfigureAwait(false);
            foreach (var (m, measure) in Study.Measures.Index())
            {
                var stored = await reader.ReadColumnAsync(group, reader.Schema.Columns.Index().Single(c => c.Item.Name == measure.Name).Index, cancellation).ConfigureAwait(false);
                foreach (int row in rows)
                {
                    float? was = stored is float[] values ? values[row] : ((float?[])stored)[row], now = Value(replay, m, persons[row], days[row]);
                    if (Bits(was) != Bits(now))
                        throw new TableException(string.Create(CultureInfo.InvariantCulture, $"The replay does not equal the stored row: column '{measure.Name}' of {persons[row]}, day {days[row]}, is {now?.ToString("R", CultureInfo.InvariantCulture) ?? "missing"} and stored as {was?.ToString("R", CultureInfo.InvariantCulture) ?? "missing"} in '{file}'."));
                }
            }
            found += rows.Length;
        }
        return found == expected ? true : throw new TableException($"'{file}' has {found} rows of the couple instead of {expected}.");
    }

    private static uint? Bits(float? value) => value is { } number ? BitConverter.SingleToUInt32Bits(number) : null;

    // outcomes of the model as the replay's days show them, those of the study's own as its run reads them
    private float? Value(Replay replay, int m, string person, long day)
    {
        int of = person == AnswerTables.NameOf(0) ? 0 : 1, reading = Study.Readings.ToList().IndexOf((int)day);
        var measure = Study.Measures[m];
        if (measure.IsPlain) return (float)replay.AsRun.Days[(int)day - 1].Read(DayQuantity.All[measure.Of.Name], of);
        float value = replay.AsRun.Measures[reading, m, of];
        return float.IsNaN(value) ? null : value;
    }

    private (long First, long End) Dyads(Design design)
    {
        var sampling = StudyRunner.Samplings(design)[0];
        var (first, end) = (Shard.Parse(manifest.Shard) ?? Shard.Whole).Units(sampling);
        return (sampling.FirstDyadOf(first), sampling.FirstDyadOf(end));
    }
}

/// <summary>A couple cannot be replayed because of what was asked for; one sentence.</summary>
/// <param name="message">What is wrong and what is allowed.</param>
internal sealed class ReplayException(string message) : Exception(message);
