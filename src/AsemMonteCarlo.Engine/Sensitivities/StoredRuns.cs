using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Runs of a study in a folder: those that a larger study goes on from, and that other methods learn from.</summary>
/// <param name="Outputs">Each row of each design, by design (from 0) and row.</param>
internal sealed record StoredRuns(IReadOnlyDictionary<(int Design, long Row), RowOutputs> Outputs)
{
    private const string File = RowParts.Table + TableFormat.FileEnding;

    /// <summary>A row, or null where it was not run.</summary>
    public RowOutputs? Row(int design, long row) => Outputs.GetValueOrDefault((design, row));

    /// <summary>Reads the runs of a smaller study that a larger one goes on from.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="study">The larger study.</param>
    /// <param name="source">Its file.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="StudyException">The folder holds no runs of this study.</exception>
    /// <exception cref="TableException">A file is missing or damaged.</exception>
    public static async Task<StoredRuns> ForAsync(string folder, SensitivityStudy study, ExperimentSource source, CancellationToken cancellation)
    {
        string where = "--extend " + folder;
        var manifest = Manifest(folder, where);
        string?[] differ =
        [
            (string?)manifest.Study["text"] == source.Text ? null : "the text of the study is another",
            StudyRun.OtherVersion(manifest),
            manifest.Seed == study.Designs[0].Seed ? null : "the seed is another",
        ];
        if (differ.OfType<string>().FirstOrDefault() is { } other) throw Wrong(ErrorKind.NotExtendable, where, $"{other}; extend with the same file and only a larger --set design.points");
        return await ReadAsync(Path.Combine(folder, File), where, study, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a finished study with its runs.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="StudyException">The folder holds no stored runs of a study of sensitivity, or those of another version of the model.</exception>
    /// <exception cref="TableException">A file is missing or damaged.</exception>
    public static async Task<(SensitivityStudy Study, StoredRuns Runs)> OfAsync(string folder, CancellationToken cancellation)
    {
        var manifest = Manifest(folder, folder);
        if (ExperimentFolder.WhatIn(manifest) != IndicesTable.What) throw Wrong(ErrorKind.WrongVerb, folder, "this folder holds no study of sensitivity");
        // factors' own ranges are those of the version
        if (StudyRun.OtherVersion(manifest) is { } other) throw Wrong(ErrorKind.OtherVersion, folder, other);
        var (source, overrides) = SensitivityFolder.Begun(manifest, folder);
        var study = SensitivityStudyFile.Read(source, overrides);
        return (study, await ReadAsync(Path.Combine(folder, File), folder, study, cancellation).ConfigureAwait(false));
    }

    /// <summary>Reads a table of runs.</summary>
    /// <param name="file">The file.</param>
    /// <param name="where">How the user named it.</param>
    /// <param name="study">The study.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="StudyException">It has other columns, or rows that the study has not.</exception>
    /// <exception cref="TableException">It is missing or damaged.</exception>
    public static async Task<StoredRuns> ReadAsync(string file, string where, SensitivityStudy study, CancellationToken cancellation)
    {
        const int before = 3;
        int outputs = study.Outputs.Count;
        var known = new Dictionary<(int, long), RowOutputs>();
        await using var table = await TableReader.OpenAsync(file, cancellation).ConfigureAwait(false);
        if (!table.Schema.HasColumnsOf(IndicesTable.RunsSchema(study))) throw Wrong(ErrorKind.OtherColumns, where, "its runs have other columns");
        await foreach (var batch in table.ReadAsync(cancellation).ConfigureAwait(false))
        {
            long[] designs = (long[])batch.Columns[0], ids = (long[])batch.Columns[1], replicates = (long[])batch.Columns[2];
            string?[] failures = (string?[])batch.Columns[^1];
            for (int i = 0; i < batch.Rows; i++)
            {
                if (designs[i] < 1 || designs[i] > study.Designs.Count || replicates[i] < 0 || replicates[i] >= study.Designs[(int)designs[i] - 1].Replicates) throw Wrong(ErrorKind.OtherColumns, where, "it holds runs that the study has not");
                var key = ((int)designs[i] - 1, ids[i]);
                int all = study.Designs[key.Item1].Replicates, replicate = (int)replicates[i];
                if (!known.TryGetValue(key, out var row)) known[key] = row = new RowOutputs(new double[outputs * all]);
                for (int o = 0; o < outputs; o++) row.Values[replicate * outputs + o] = ((double?[])batch.Columns[o + before])[i] ?? double.NaN;
                if (failures[i] is not { } failure) continue;
                if (row.Failures is null) known[key] = row = row with { Failures = new string?[all] };
                row.Failures[replicate] = failure;
            }
        }
        return new StoredRuns(known);
    }

    private static Manifest Manifest(string folder, string where)
    {
        string file = Path.Combine(folder, Tables.Manifest.FileName);
        if (!System.IO.File.Exists(file)) throw Wrong(ErrorKind.NoRun, where, "there is no finished run in this folder");
        if (!System.IO.File.Exists(Path.Combine(folder, File))) throw Wrong(ErrorKind.NotExtendable, where, "its runs were not stored; a study that is to be extended or analysed anew is run with --store-runs");
        var manifest = Tables.Manifest.Read(file, out bool intact);
        return intact ? manifest : throw Wrong(ErrorKind.DamagedManifest, where, "its manifest is damaged");
    }

    private static StudyException Wrong(ErrorKind kind, string where, string message) => new([new StudyError(kind, where, 0, 0, "", message)]);
}
