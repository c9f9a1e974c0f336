using System.CommandLine;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem analyze</c>: sensitivity indices from the results of any model.</summary>
internal static class AnalyzeVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = new Argument<string>("study") { Description = "The study of sensitivity whose design was run." };
        var results = new Option<string>("--results") { Description = "Results, CSV or Parquet: design_id (and replicate, where the design has replicates) and a column for each output, in any order of rows.", Required = true };
        var file = new Option<string?>("--output", "-o") { Description = "Write the indices as a tidy Parquet table too; must not be there." };
        var set = StudyArgument.Set();
        var missing = ExperimentArgument.Choice("--missing", "Where a run has no result, or an empty, NaN or infinite one: drop leaves out what needs it and counts, refuse stops.", NonFinitePolicy.Drop);
        var duplicates = ExperimentArgument.Choice("--duplicates", "Where a run has two results: refuse stops, first takes the first.", DuplicateRows.Refuse);
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var command = new Command("analyze", "Estimate sensitivity indices from the results of any model on a design that asem sample wrote. Example: asem analyze configs/spring.yaml --results results.csv") { study, results, file, set, missing, duplicates, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var read = SensitivityStudyFile.Read(ExperimentArgument.Study(parsed.GetRequiredValue(study)), parsed.GetValue(set) ?? []);
            string? path = parsed.GetValue(file);
            if (path is not null && (File.Exists(path) || !path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)))
            {
                await error.WriteLineAsync(File.Exists(path) ? $"asem: --output {path}: the file is there already; name a new one" : $"asem: --output {path}: the table is Parquet; its name ends in .parquet");
                return ExitCode.InputWrong;
            }
            var given = await Task.Run(() => ResultsFile.Read(parsed.GetRequiredValue(results), read, ExperimentArgument.Chosen<DuplicateRows>(parsed.GetValue(duplicates)!), ExperimentArgument.Chosen<NonFinitePolicy>(parsed.GetValue(missing)!)), cancellation);
            var indices = await Task.Run(() => SensitivityRun.Analyze(read, given, cancellation), cancellation);
            var named = read with { Outputs = [.. given.Outputs.Select(o => new SensitivityOutput(o, null))] };
            if (given.Missing + given.NotFinite > 0) await error.WriteLineAsync(AnswerView.Format($"Note: {given.Missing:N0} runs have no result, {given.NotFinite:N0} results are empty, NaN or infinite."));
            await output.WriteAsync(parsed.GetValue(json) ? SensitivityView.Json(named, indices) : SensitivityView.Text(named, indices));
            if (path is not null)
            {
                await using var table = await TableWriter.CreateAsync(path, IndicesTable.Schema, cancellation: cancellation);
                await table.AppendAsync(IndicesTable.Rows(named, indices).Batch(), cancellation);
                await table.CompleteAsync(cancellation);
            }
            return ExitCode.Done;
        });
        return command;
    }
}
