using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
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
    /// <param name="path">The folder.</param>
    /// <param name="resumes">Whether the folder may hold the unfinished run, which is gone on with; else it is new or empty.</param>
    /// <param name="extend">Folder of a smaller run of the same study with its runs stored, or null.</param>
    /// <param name="report">HTML file for a report, or null.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="asJson">Whether the answer is JSON.</param>
    /// <param name="quiet">Whether progress is left out.</param>
    /// <param name="interruption">Signals, of which the first asks for an orderly end.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="error">Takes progress.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static async Task<int> RunAsync(ExperimentSource source, IReadOnlyList<string> overrides, string path, bool resumes, string? extend, string? report, SensitivityOptions options, bool asJson, bool quiet, Interruption interruption, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var study = SensitivityStudyFile.Read(source, overrides);
        if (!study.CanRun) throw new StudyException([new StudyError(ErrorKind.WrongVerb, source.Name, 0, 0, "model", "another program computes the outputs of this study: write its design with asem sample, then read results with asem analyze")]);
        if (extend is not null && study.Designs.Count > 1) throw new StudyException([new StudyError(ErrorKind.NotExtendable, "--extend " + extend, 0, 0, "", "a study with designs one after another cannot be extended: a larger first one may keep other groups; run it anew")]);
        if (SensitivityNeeds.Lacking(study, RunRoom.Of(path)) is { } lacking) throw new StudyException([new StudyError(ErrorKind.DoesNotFit, source.Name, 0, 0, "", lacking)]);
        using var status = new StatusLine(error, quiet || asJson);
        var known = extend is null ? null : await StoredRuns.ForAsync(extend, study, source, cancellation);
        void Event(JsonObject what) => output.WriteLine(what.ToJsonString(JsonSerializerOptions.Web));
        var how = options with
        {
            Known = known,
            Progress = (design, done, of) => status.Show(AnswerView.Format($"{(study.Designs.Count > 1 ? AnswerView.Format($"design {design + 1} of {study.Designs.Count}, ") : "")}{done:N0} of {of:N0} points")),
            OnResume = resumes ? (done, notes) => ResumeCommand.Begin(path, done, notes, asJson, quiet, output, error) : null,
            OnCommit = asJson ? done => Event(ResumeCommand.Event("committed", path, done)) : null,
            Finish = interruption.FinishFirst(() => status.Note("asem: interrupted; the rows in work are finished first, interrupt again to stop at once")),
        };
        SensitivityResult done;
        try
        {
            done = await Task.Run(() => resumes ? SensitivityFolder.ResumeAsync(study, source, overrides, path, how, cancellation) : SensitivityFolder.RunAsync(study, source, overrides, path, how, cancellation), CancellationToken.None);
        }
        catch (Exception failure) when (UnfinishedRun.ProgressIn(path) is not null && ResumeCommand.EndsRun(failure))
        {
            status.Dispose();
            return await ResumeCommand.SayAsync(path, failure, asJson, interruption, output, error);
        }
        status.Dispose();
        await output.WriteAsync(asJson ? SensitivityView.Json(done.Results) : SensitivityView.Text(SensitivityView.Title(study), done.Results));
        if (done.Failed > 0) await error.WriteLineAsync($"Note: {Words.Count(done.Failed, "run")} failed and count for nothing; the first: {done.FirstFailure}. All of them: {Path.Combine(path, "failures.parquet")}");
        if (!asJson) await output.WriteLineAsync($"Tables: {path} ({string.Join(", ", done.Manifest.Tables.Where(t => t.Name != ColumnsTable.Schema.Name).Select(t => t.File))}); digest {done.Manifest.Digest}");
        if (!asJson && !quiet) await output.WriteAsync(await SnippetsVerb.AfterRunAsync(path, cancellation));
        if (!asJson) BarsView.Write(output, BarsView.Of(done.Results));
        if (report is not null)
        {
            string written = await ReportVerb.WriteAsync(path, report, cancellation);
            // the answer is one JSON document, which a second one would break
            await (asJson ? error : output).WriteLineAsync(written);
        }
        return ExitCode.Done;
    }

    /// <summary>Says what a study will take here.</summary>
    /// <param name="source">The study.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="asJson">Whether the answer is JSON.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    public static async Task<int> PlanAsync(ExperimentSource source, IReadOnlyList<string> overrides, int threads, bool asJson, TextWriter output, CancellationToken cancellation)
    {
        var study = SensitivityStudyFile.Read(source, overrides);
        var designs = new JsonArray();
        if (!asJson) await output.WriteLineAsync(SensitivityView.Title(study));
        for (int stage = 0; stage < study.Designs.Count; stage++)
        {
            var at = study.At(stage);
            var design = at.Design;
            long runs = checked(SensitivityDesign.Create(at).Rows * design.Replicates);
            // given-data methods hold what they learn from; others hold sums
            double held = SensitivityNeeds.Held(at);
            double? seconds = study.CanRun ? await Task.Run(() => SensitivityRun.Measure(at, threads), cancellation) * runs : null;
            if (asJson)
            {
                designs.Add(new JsonObject { ["design"] = stage + 1, ["kind"] = design.Kind.Name, ["factors"] = study.Factors.Count, ["groups"] = study.Groups, ["points"] = design.Points, ["runs"] = runs, ["dyad_days"] = study.IsOwn ? runs * study.DyadDaysPerRun : null, ["held_bytes"] = held, ["seconds"] = seconds });
                continue;
            }
            string most = stage > 0 && study.Designs.Take(stage).Any(d => d.Keep is not null) ? "at most (if all groups go on) " : "";
            await output.WriteLineAsync((study.Designs.Count > 1 ? AnswerView.Format($"Design {stage + 1}, ") : "") + SensitivityView.Size(at));
            await output.WriteLineAsync(AnswerView.Format($"  {most}{Words.Count(runs, "run")}{(study.IsOwn ? AnswerView.Format($" = {runs * study.DyadDaysPerRun:N0} dyad-days") : "")}{(seconds is { } s ? ", here " + PlanVerb.Time(s) : ", by another program")}; {(held > 0 ? $"factors and outputs of all rows are held: {Words.Size(held)}" : "memory does not grow with the number of points")}"));
        }
        if (asJson) await output.WriteLineAsync(new JsonObject { ["study"] = study.Name, ["designs"] = designs }.ToJsonString(System.Text.Json.JsonSerializerOptions.Web));
        return ExitCode.Done;
    }

    /// <summary>Analyses a stored study anew, by its design and by methods on given data.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="file">Parquet file for the indices, or null.</param>
    /// <param name="asJson">Whether the answer is JSON.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<int> AnalyzeAgainAsync(string folder, string? file, bool asJson, TextWriter output, CancellationToken cancellation)
    {
        var (study, runs) = await StoredRuns.OfAsync(folder, cancellation);
        var analysed = await Task.Run(() => CrossCheck.Of(study, runs, cancellation), cancellation);
        StageResult[] stages = [.. analysed.Select(a => a.Result)];
        Checked[] checks = [.. analysed.SelectMany(a => a.Checks)];
        if (asJson) await output.WriteAsync(SensitivityView.Json(stages, checks));
        else
        {
            await output.WriteAsync(SensitivityView.Text(SensitivityView.Title(study), stages));
            await output.WriteAsync(checks.Length > 0 ? SensitivityView.Text(checks) : "\nNo index is there both by a design and from given data: of this study's rows too few are plain draws, or factors come in groups only.\n");
        }
        if (file is not null) await WriteAsync(file, stages, checks, cancellation);
        return ExitCode.Done;
    }

    /// <summary>Writes indices as a tidy table.</summary>
    /// <param name="file">The Parquet file.</param>
    /// <param name="stages">What each design gave.</param>
    /// <param name="checks">Which indices from given data were checked against a design; null for none.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static async Task WriteAsync(string file, IReadOnlyList<StageResult> stages, IReadOnlyList<Checked>? checks, CancellationToken cancellation)
    {
        await using var table = await TableWriter.CreateAsync(file, IndicesTable.Schema, cancellation: cancellation);
        await table.AppendAsync(IndicesTable.Rows(stages, checks).Batch(), cancellation);
        await table.CompleteAsync(cancellation);
    }
}
