using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Folders with the results of studies of sensitivity.</summary>
internal static class SensitivityFolder
{
    private const int WaitingBatches = 4;

    /// <summary>Runs a study into a folder; leaves none where it fails.</summary>
    /// <param name="study">The study.</param>
    /// <param name="source">Its file.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="output">The folder, new or empty.</param>
    /// <param name="storeRuns">Whether every run is stored, with which the study can be extended and analysed anew.</param>
    /// <param name="known">Runs made before, or null.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Called with points done; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public static async Task<(IReadOnlyList<OutputIndices> Results, Manifest Manifest)> RunAsync(SensitivityStudy study, ExperimentSource source, IReadOnlyList<string> overrides, string output, bool storeRuns, StoredRuns? known, int threads, Action<long, long>? progress, CancellationToken cancellation)
    {
        bool existed = Directory.Exists(output);
        var origin = IndicesTable.Origin(source, overrides, study);
        try
        {
            await using var folder = RunFolder.Create(output, StudyRun.Metadata(origin));
            await using var runs = storeRuns ? await folder.OpenTableAsync(IndicesTable.RunsSchema(study), cancellation: cancellation).ConfigureAwait(false) : null;
            using var writer = runs is null ? null : new OrderedWriter(runs, WaitingBatches, cancellation);
            var rows = runs is null ? null : new Rows(runs.Schema, batch => writer!.Enqueue(null, batch));
            int outputs = study.Outputs.Count;
            var row = new RowValue[outputs + 2];
            void Keep(long id, ReadOnlyMemory<double> values)
            {
                for (int replicate = 0; replicate < study.Design.Replicates; replicate++)
                {
                    row[0] = id;
                    row[1] = replicate;
                    for (int i = 0; i < outputs; i++) row[i + 2] = values.Span[replicate * outputs + i] is var value && double.IsFinite(value) ? value : default(RowValue);
                    rows!.Add(row);
                }
            }
            var results = SensitivityRun.Execute(study, threads, known is null ? null : known.Row, rows is null ? null : Keep, progress, cancellation);
            rows?.Flush();
            if (writer is not null) await writer.CompleteAsync().ConfigureAwait(false);
            await using var table = await folder.OpenTableAsync(IndicesTable.Schema, cancellation: cancellation).ConfigureAwait(false);
            await table.AppendAsync(IndicesTable.Rows(study, results).Batch(), cancellation).ConfigureAwait(false);
            await table.CompleteAsync(cancellation).ConfigureAwait(false);
            var manifest = await folder.CompleteAsync(new Manifest
            {
                AsemVersion = StudyRun.Version,
                ModelVersion = AsemModel.Version,
                RegistryHash = StudyText.RegistryHash(),
                Seed = study.Design.Seed,
                SpeaksOf = "the factors' distributions",
                Study = origin,
            }, cancellation).ConfigureAwait(false);
            return (results, manifest);
        }
        catch
        {
            StudyRun.Remove(output, existed);
            throw;
        }
    }
}

/// <summary>Runs of a smaller study that a larger one goes on from.</summary>
/// <param name="Outputs">[replicate][output] of each row.</param>
internal sealed record StoredRuns(IReadOnlyDictionary<long, double[]> Outputs)
{
    /// <summary>Outputs of a row, or null where it was not run.</summary>
    public double[]? Row(long row) => Outputs.GetValueOrDefault(row);

    /// <summary>Reads the runs of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="study">The larger study.</param>
    /// <param name="source">Its file.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="StudyException">The folder holds no runs of this study.</exception>
    /// <exception cref="TableException">A file is missing or damaged.</exception>
    public static async Task<StoredRuns> LoadAsync(string folder, SensitivityStudy study, ExperimentSource source, CancellationToken cancellation)
    {
        string file = Path.Combine(folder, "runs.parquet"), manifestFile = Path.Combine(folder, Manifest.FileName);
        StudyException Wrong(string message) => new([new StudyError("--extend " + folder, 0, 0, "", message)]);
        if (!File.Exists(manifestFile)) throw Wrong("there is no finished run in this folder");
        if (!File.Exists(file)) throw Wrong("its runs were not stored; a study that is to be extended is run with --store-runs");
        var manifest = Manifest.Read(manifestFile, out bool intact);
        if (!intact) throw Wrong("its manifest is damaged");
        string?[] differ =
        [
            (string?)manifest.Study["text"] == source.Text ? null : "the text of the study",
            manifest.ModelVersion == AsemModel.Version && manifest.RegistryHash == StudyText.RegistryHash() ? null : "the version of the model",
            manifest.Seed == study.Design.Seed ? null : "the seed",
        ];
        if (differ.OfType<string>().FirstOrDefault() is { } other) throw Wrong($"{other} is another; extend with the same file and only a larger --set design.points");
        int outputs = study.Outputs.Count;
        var known = new Dictionary<long, double[]>();
        await using var table = await TableReader.OpenAsync(file, cancellation).ConfigureAwait(false);
        if (!table.Schema.Equals(IndicesTable.RunsSchema(study))) throw Wrong("its runs have other columns");
        await foreach (var batch in table.ReadAsync(cancellation).ConfigureAwait(false))
        {
            long[] ids = (long[])batch.Columns[0], replicates = (long[])batch.Columns[1];
            for (int i = 0; i < ids.Length; i++)
            {
                if (!known.TryGetValue(ids[i], out double[]? row)) known[ids[i]] = row = new double[outputs * study.Design.Replicates];
                for (int o = 0; o < outputs; o++) row[(int)replicates[i] * outputs + o] = ((double?[])batch.Columns[o + 2])[i] ?? double.NaN;
            }
        }
        return new StoredRuns(known);
    }
}
