using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary>What <c>asem run</c> does with a study of sensitivity.</summary>
internal static class SensitivityCommand
{
    /// <summary>Runs a study and writes its folder: indices, and the runs where asked for.</summary>
    /// <param name="source">The study.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="path">The folder, new or empty.</param>
    /// <param name="storeRuns">Whether runs are stored.</param>
    /// <param name="extend">Folder of a smaller run of the same study with its runs stored, or null.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="asJson">Whether the answer is JSON.</param>
    /// <param name="quiet">Whether progress is left out.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="error">Takes progress.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static async Task<int> RunAsync(ExperimentSource source, IReadOnlyList<string> overrides, string path, bool storeRuns, string? extend, int threads, bool asJson, bool quiet, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var study = SensitivityStudyFile.Read(source, overrides);
        if (!study.CanRun) throw new StudyException([new StudyError(source.Name, 0, 0, "model", "another program computes the outputs of this study: write its design with asem sample, then read results with asem analyze")]);
        using var status = new StatusLine(error, quiet || asJson);
        var known = extend is null ? null : await StoredRuns.LoadAsync(extend, study, source, cancellation);
        var (results, manifest) = await Task.Run(() => SensitivityFolder.RunAsync(study, source, overrides, path, storeRuns, known, threads, (done, of) => status.Show(AnswerView.Format($"{done:N0} of {of:N0} points")), cancellation), cancellation);
        status.Dispose();
        await output.WriteAsync(asJson ? SensitivityView.Json(study, results) : SensitivityView.Text(study, results));
        if (!asJson) await output.WriteLineAsync($"Tables: {path} (indices.parquet{(storeRuns ? ", runs.parquet" : "")}); digest {manifest.Digest}");
        return ExitCode.Done;
    }
}
