using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Sensitivities;

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
