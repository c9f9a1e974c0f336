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
    /// <param name="progress">Called with the design (from 0), points done and their number; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public static async Task<(IReadOnlyList<StageResult> Results, Manifest Manifest)> RunAsync(SensitivityStudy study, ExperimentSource source, IReadOnlyList<string> overrides, string output, bool storeRuns, StoredRuns? known, int threads, Action<int, long, long>? progress, CancellationToken cancellation)
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
            const int before = 3;
            var row = new RowValue[outputs + before];
            void Keep(int design, long id, ReadOnlyMemory<double> values)
            {
                for (int replicate = 0; replicate < study.Designs[design].Replicates; replicate++)
                {
                    row[0] = design + 1L;
                    row[1] = id;
                    row[2] = replicate;
                    for (int i = 0; i < outputs; i++) row[i + before] = values.Span[replicate * outputs + i] is var value && double.IsFinite(value) ? value : default(RowValue);
                    rows!.Add(row);
                }
            }
            var results = SensitivityRun.Execute(study, threads, known is null ? null : known.Row, rows is null ? null : Keep, progress, cancellation);
            rows?.Flush();
            writer?.Finish();
            if (runs is not null) await runs.CompleteAsync(cancellation).ConfigureAwait(false);
            await using var table = await folder.OpenTableAsync(IndicesTable.Schema, cancellation: cancellation).ConfigureAwait(false);
            await table.AppendAsync(IndicesTable.Rows(results).Batch(), cancellation).ConfigureAwait(false);
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
