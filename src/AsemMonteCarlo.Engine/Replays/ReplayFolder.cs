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
    private ReplayFolder(string path, Manifest manifest, Study study) => (FolderPath, Manifest, Study) = (path, manifest, study);

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Its manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>The study of the run.</summary>
    public Study Study { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="bind">Reads the study from its resolved text; needed anew for a population file, which a run folder does not hold.</param>
    /// <exception cref="ReplayException">It is no finished run, or one of another version.</exception>
    /// <exception cref="TableException">The manifest is damaged.</exception>
    public static ReplayFolder Open(string path, Func<JsonNode, Study> bind)
    {
        if (!Directory.Exists(path)) throw new ReplayException(ErrorKind.NoSuchFolder, $"{path}: no such folder");
        string file = Path.Combine(path, Manifest.FileName);
        if (!File.Exists(file)) throw new ReplayException(ErrorKind.NoRun, $"{path}: there is no {Manifest.FileName}; a folder without one is not a finished run of asem");
        var manifest = Manifest.Load(file);
        if (ExperimentFolder.WhatIn(manifest) is { } what) throw new ReplayException(ErrorKind.WrongVerb, $"{path}: this folder holds results of {what}, not of a study of pathways");
        if (StudyRun.OtherVersion(manifest) is { } other) throw new ReplayException(ErrorKind.OtherVersion, $"{path}: {other}; replay it with the version that ran it");
        var study = bind(manifest.Study);
        if (StudyDifference.Sentence(StudyText.Resolved(study), manifest.Study) is { } difference) throw new ReplayException(ErrorKind.OtherStudy, $"{path}: its study cannot be read again as it was: {difference}");
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
        if (point < 0 || point >= design.PointCount) throw new ReplayException(ErrorKind.OutsideRun, string.Create(CultureInfo.InvariantCulture, $"--point {point}: the study has the design points 0 to {design.PointCount - 1}"));
        var (first, end) = Couples();
        if (first == end) throw new ReplayException(ErrorKind.OutsideRun, $"{FolderPath}: part {Manifest.Shard} holds no couples");
        if (firstDyad < first || lastDyad >= end)
        {
            string asked = firstDyad == lastDyad ? "" : string.Create(CultureInfo.InvariantCulture, $"..{lastDyad}"), holder = Manifest.Shard == Shard.Whole.ToString() ? "the study has" : $"part {Manifest.Shard} holds";
            throw new ReplayException(ErrorKind.OutsideRun, string.Create(CultureInfo.InvariantCulture, $"--dyad {firstDyad}{asked}: {holder} the couples {first} to {end - 1}"));
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
        return StudyRun.IsDouble(Manifest) ? Replay.Run<Precise>(Study, (int)point, dyad, without, cancellation) : Replay.Run<Scalar>(Study, (int)point, dyad, without, cancellation);
    }

    /// <summary>Compares the end of a replay with the rows that the folder stores of it, bit by bit; one in double precision as rounded for storage.</summary>
    /// <returns>Whether rows are stored.</returns>
    /// <exception cref="TableException">A value differs, or the stored table is damaged.</exception>
    public async Task<bool> CompareAsync(Replay replay, CancellationToken cancellation = default)
    {
        if (!Manifest.Tables.Any(t => t.Name == AnswerTables.DyadsTable)) return false;
        string file = Path.Combine(FolderPath, AnswerTables.DyadsTable + TableFormat.FileEnding);
        int expected = Study.RecipientsPerDyad * Study.Readings.Count;
        var (found, differences) = await RowComparison.CompareAsync(file, [Shown(replay)], 1, cancellation).ConfigureAwait(false);
        if (differences.Count > 0) throw new TableException(ErrorKind.ReplayDiffers, $"The replay does not equal the stored row: {differences[0]} in '{file}'.");
        return found == expected ? true : throw new TableException(ErrorKind.ReplayDiffers, $"'{file}' has {found} rows of the couple instead of {expected}.");
    }

    // what a replay shows of the outcomes that are stored
    private TableBatch Shown(Replay replay)
    {
        var stored = AnswerTables.DyadsSchema(Study);
        string[] outcomes = [.. Study.Measures.Select(m => m.Name)];
        var schema = new TableSchema(stored.Name, stored.Meaning, [.. stored.Columns.Where(c => stored.Key.Contains(c.Name) || outcomes.Contains(c.Name))], stored.Key);
        var rows = new Rows(schema);
        foreach (int day in Study.Readings)
            for (int person = 0; person < Study.RecipientsPerDyad; person++)
                rows.Add([replay.Point.Id, replay.Dyad, AnswerTables.NameOf(person), day, .. Values(replay, person, day)]);
        return rows.Batch();
    }

    // outcomes of the model as the replay's days show them, those of the study's own as its run reads them
    private IEnumerable<RowValue> Values(Replay replay, int person, int day)
    {
        int reading = Study.Readings.Index().First(r => r.Item == day).Index;
        foreach (var (m, measure) in Study.Measures.Index())
        {
            float value = measure.IsPlain ? (float)replay.AsRun.Days[day - 1].Read(DayQuantity.All[measure.Of.Name], person) : replay.AsRun.Measures[reading, m, person];
            yield return float.IsNaN(value) ? default(RowValue) : value;
        }
    }

    /// <summary>Couples of the folder, from First to before End: all of the study, or those of its part.</summary>
    public (long First, long End) Couples()
    {
        var sampling = new Sampling(Study);
        var (first, end) = (Shard.Parse(Manifest.Shard) ?? Shard.Whole).Units(sampling);
        return (sampling.FirstDyadOf(first), sampling.FirstDyadOf(end));
    }
}

/// <summary>A couple cannot be replayed because of what was asked for; one sentence.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">What is wrong and what is allowed.</param>
internal sealed class ReplayException(ErrorKind kind, string message) : CodedException(kind, message);
