using System.CommandLine;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem analyze</c>: sensitivity indices from the results of any model.</summary>
internal static class AnalyzeVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = new Argument<string>("study") { Description = "The study of sensitivity whose design was run, or the folder of one that asem run --store-runs ran." };
        var results = new Option<string?>("--results") { Description = "Results, CSV or Parquet: design_id (and replicate, where the design has replicates) and a column for each output, in any order of rows. Needed for a study, not for a folder." };
        var file = new Option<string?>("--output", "-o") { Description = "Write the indices as a tidy Parquet table too; must not be there." };
        var set = StudyArgument.Set();
        var missing = ExperimentArgument.Choice("--missing", "Where a run has no result, or an empty, NaN or infinite one: drop leaves out what needs it and counts, refuse stops.", NonFinitePolicy.Drop);
        var duplicates = ExperimentArgument.Choice("--duplicates", "Where a run has two results: refuse stops, first takes the first.", DuplicateRows.Refuse);
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var command = new Command("analyze", "Estimate sensitivity indices from the results of any model on a design that asem sample wrote; or analyse a stored run anew, by its design and, as a cross-check, from given data.") { study, results, file, set, missing, duplicates, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string? path = parsed.GetValue(file);
            if (path is not null && (File.Exists(path) || !path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)))
                return await (File.Exists(path) ? error.RefuseAsync(ErrorKind.FileExists, $"--output {path}: the file is there already; name a new one") : error.RefuseAsync(ErrorKind.FileEnding, $"--output {path}: the table is Parquet; its name ends in .parquet"));
            string of = parsed.GetRequiredValue(study);
            bool isFolder = Directory.Exists(of);
            if (isFolder != parsed.GetValue(results) is null || isFolder && parsed.GetValue(set) is { Length: > 0 })
                return await (isFolder ? error.RefuseAsync(ErrorKind.OptionsClash, $"{of} is a folder with runs of its own: leave out --results and --set, or name a study") : error.RefuseAsync(ErrorKind.MissingArgument, $"--results is missing: the file with what a model gave for the design of {of}"));
            if (isFolder) return await SensitivityCommand.AnalyzeAgainAsync(of, path, parsed.GetValue(json), output, cancellation);
            var read = SensitivityStudyFile.Read(ExperimentArgument.Study(of), parsed.GetValue(set) ?? []).WithOneDesign();
            var given = await Task.Run(() => ResultsFile.Read(parsed.GetValue(results)!, read, ExperimentArgument.Chosen<DuplicateRows>(parsed.GetValue(duplicates)!), ExperimentArgument.Chosen<NonFinitePolicy>(parsed.GetValue(missing)!)), cancellation);
            StageResult[] indices = [await Task.Run(() => SensitivityRun.Analyze(read, given, cancellation), cancellation)];
            if (given.Missing + given.NotFinite > 0) await error.WriteLineAsync(AnswerView.Format($"Note: {given.Missing:N0} runs have no result, {given.NotFinite:N0} results are empty, NaN or infinite."));
            await output.WriteAsync(parsed.GetValue(json) ? SensitivityView.Json(indices) : SensitivityView.Text(SensitivityView.Title(read), indices));
            if (path is not null) await SensitivityCommand.WriteAsync(path, indices, null, cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}
