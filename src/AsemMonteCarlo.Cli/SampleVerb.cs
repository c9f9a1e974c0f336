using System.CommandLine;
using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem sample</c>: the design of a study of sensitivity, for a model in any language.</summary>
internal static class SampleVerb
{
    private const int BatchRows = 1 << 14;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = new Argument<string>("study") { Description = "A study of sensitivity: factors with distributions and a design (docs/sensitivity.md)." };
        var file = new Option<string>("--output", "-o") { Description = "The file to write; CSV or Parquet by its ending.", Required = true };
        var set = StudyArgument.Set();
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("sample", "Write the design of a study of sensitivity: a row for each run that any model should make, with design_id and a column for each factor.") { study, file, set, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            var read = SensitivityStudyFile.Read(ExperimentArgument.Study(parsed.GetRequiredValue(study)), parsed.GetValue(set) ?? []).WithOneDesign();
            string path = parsed.GetRequiredValue(file);
            bool isParquet = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
            if (!isParquet && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) return await error.RefuseAsync(ErrorKind.FileEnding, $"--output {path}: the name ends neither in .csv nor in .parquet, which says what is written");
            if (File.Exists(path) && !parsed.GetValue(force)) return await error.RefuseAsync(ErrorKind.FileExists, $"--output {path}: the file is there already; name a new one, or replace it with --force");
            var design = SensitivityDesign.Create(read);
            if (design.Warning is { } warning) await error.WriteLineAsync($"Note: {warning}.");
            if (isParquet) await WriteParquetAsync(read, design, path, cancellation);
            else await WriteCsvAsync(read, design, path, cancellation);
            await output.WriteLineAsync(AnswerView.Format($"{path}: {design.Rows:N0} rows of {Words.Count(read.Factors.Count, "factor")}{(read.Design.Replicates > 1 ? AnswerView.Format($", each to be run {read.Design.Replicates} times (a column replicate, from 0, in the results)") : "")}. Run your model on each, write design_id and outputs as CSV or Parquet, then: asem analyze {ShellWord.Quote(parsed.GetRequiredValue(study))} --results FILE"));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task WriteParquetAsync(SensitivityStudy study, SensitivityDesign design, string path, CancellationToken cancellation)
    {
        var schema = new TableSchema("design", "A run that the model should make.",
        [
            new("design_id", ColumnType.Integer, false, "1", "0…", "Row of the design; results are joined by it.", "computed by the engine"),
            .. study.Factors.Select(f => new Column(f.Name, ColumnType.Real, false, "", f.Distribution.ToString()!, "Factor" + (f.Group is null ? "." : $" of group {f.Group}."), "study")),
        ], ["design_id"]);
        double[] values = new double[study.Factors.Count];
        RowValue[] row = new RowValue[values.Length + 1];
        await using var table = await TableWriter.CreateAsync(path, schema, cancellation: cancellation);
        for (long first = 0; first < design.Rows; first += BatchRows)
        {
            var rows = new Rows(schema);
            for (long id = first; id < Math.Min(design.Rows, first + BatchRows); id++)
            {
                design.Row(id, values);
                row[0] = id;
                for (int i = 0; i < values.Length; i++) row[i + 1] = values[i];
                rows.Add(row);
            }
            await table.AppendAsync(rows.Batch(), cancellation);
        }
        await table.CompleteAsync(cancellation);
    }

    private static async Task WriteCsvAsync(SensitivityStudy study, SensitivityDesign design, string path, CancellationToken cancellation)
    {
        string part = path + ".part";
        try
        {
            await using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(false)))
            {
                await writer.WriteAsync("design_id," + string.Join(',', study.Factors.Select(f => f.Name)) + "\n");
                double[] values = new double[study.Factors.Count];
                var line = new StringBuilder();
                for (long id = 0; id < design.Rows; id++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    design.Row(id, values);
                    line.Clear().Append(CultureInfo.InvariantCulture, $"{id}");
                    foreach (double value in values) line.Append(CultureInfo.InvariantCulture, $",{value:R}");
                    await writer.WriteAsync(line.Append('\n'), cancellation);
                }
            }
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
