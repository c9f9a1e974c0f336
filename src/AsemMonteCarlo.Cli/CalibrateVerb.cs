using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem calibrate</c>: fits parameters to published figures.</summary>
internal static class CalibrateVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = TargetsVerb.File();
        var set = StudyArgument.Set();
        var folder = new Option<string>("--output", "-o") { Description = "Folder for the waves; one that holds waves of the same calibration is resumed.", Required = true };
        var draws = ExperimentArgument.Whole("--draws", "Parameter sets in each wave.", 400, 8, 1_000_000);
        var waves = ExperimentArgument.Whole("--waves", "Waves after the first, which draws from the prior.", 8, 0, 100);
        var elite = ExperimentArgument.Whole("--elite", "Best sets from which the next wave is drawn.", 80, 4, 1_000_000);
        var members = ExperimentArgument.Whole("--members", "Acceptable sets kept as the ensemble, at most.", 32, 1, 10_000);
        var hidden = ExperimentArgument.Whole("--recover", "Known sets that are hidden and found again, to judge the method; 0 for none.", 0, 0, 10_000);
        var seed = ExperimentArgument.Whole("--seed", "Seed of the sets tried.", 1, 0, int.MaxValue);
        var threads = RunVerb.Threads();
        var command = new Command("calibrate", "Fit the free parameters of a file of figures to its fitted figures; results are an ensemble of acceptable sets.") { file, set, folder, draws, waves, elite, members, hidden, seed, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] overrides = parsed.GetValue(set) ?? [];
            var (source, targets) = TargetsVerb.Load(parsed.GetValue(file), overrides);
            if (targets.Free.Count == 0) throw new StudyException([new StudyError(ErrorKind.MissingKey, source.Name, 0, 0, "free", "the file frees no parameter; list some under 'free:', each with [low, high] or nothing for its own prior")]);
            string to = parsed.GetRequiredValue(folder);
            if (await OutputFolder.RefuseAsync(to, error, CalibrationRun.Writes)) return ExitCode.InputWrong;
            var options = new CalibrationOptions(parsed.GetValue(draws), parsed.GetValue(waves), Math.Min(parsed.GetValue(elite), parsed.GetValue(draws)), parsed.GetValue(members), (ulong)parsed.GetValue(seed), parsed.GetValue(threads));
            var calibration = new Calibration(targets, options);
            using var status = new StatusLine(error);
            CalibrationResult result;
            try
            {
                result = await Task.Run(() => CalibrationRun.ExecuteAsync(calibration, options, source, overrides, targets.Free, to, parsed.GetValue(hidden), (name, done) => status.Show($"{name}: {done} sets"), cancellation), cancellation);
            }
            catch (OperationCanceledException)
            {
                status.Dispose();
                await error.WriteLineAsync($"asem: interrupted; the waves that are finished stand in {to}, and the same command goes on from them");
                return ExitCode.Interrupted;
            }
            status.Dispose();
            await output.WriteAsync(Text(calibration, targets, result, to));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(Calibration calibration, TargetFile file, CalibrationResult result, string folder)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine(AnswerView.Format($"{Words.Count(result.Draws.Count, "set")} tried of {Words.Count(file.Free.Count, "free parameter")} against {Words.Count(calibration.Targets.Count, "figure")}"));
        var table = AnswerView.Simple("wave", "lowest loss", "median loss");
        foreach (var wave in result.Draws.GroupBy(d => d.Wave))
        {
            double[] losses = [.. wave.Select(d => d.Loss).Order()];
            AnswerView.Row(table, AnswerView.Format($"{wave.Key}"), AnswerView.Format($"{losses[0]:F1}"), AnswerView.Format($"{losses[losses.Length / 2]:F1}"));
        }
        Terminal.Write(writer, table);
        writer.WriteLine(AnswerView.Format($"{result.Acceptable} acceptable sets with other luck (every filter met and {CalibrationRun.AcceptableShare:P0} of the fitted figures){(result.Acceptable == 0 ? "; the best set stands in their place" : "")}"));
        writer.WriteLine();
        bool judged = result.Recovery.Count > 0;
        var parameters = AnswerView.Simple(["parameter", "start", "member 0", "ensemble", .. judged ? ["recovery: bias (prior SD)", "coverage of 90 %", "correlation", "identified"] : Array.Empty<string>()]);
        foreach (var (k, f) in file.Free.Index())
        {
            double[] values = [.. result.Ensemble.Select(d => d.Values[k]).Order()];
            string[] row = [f.Parameter.Name, AnswerView.Format($"{f.Start}"), AnswerView.Format($"{result.Ensemble[0].Values[k]}"), AnswerView.Format($"{values[0]} … {values[values.Length / 2]} … {values[^1]}")];
            if (judged) row = [.. row, AnswerView.Format($"{result.Recovery[k].Bias:F2}"), AnswerView.Format($"{result.Recovery[k].Coverage:P0}"), AnswerView.Format($"{result.Recovery[k].Correlation:F2}"), result.Recovery[k].IsIdentified ? "yes" : "no"];
            AnswerView.Row(parameters, row);
        }
        Terminal.Write(writer, parameters);
        var figures = AnswerView.Simple("figure", "band", "member 0", "ensemble", "");
        foreach (var (t, target) in calibration.Targets.Index())
        {
            double[] values = [.. result.Ensemble.Select(d => d.Statistics[t]).Order()];
            double value = result.Ensemble[0].Statistics[t];
            AnswerView.Row(figures, target.Id, AnswerView.Format($"{target.Low} … {target.High}"), AnswerView.Format($"{value:F3}"), AnswerView.Format($"{values[0]:F3} … {values[^1]:F3}"), value >= target.Low && value <= target.High ? "met" : "missed");
        }
        Terminal.Write(writer, figures);
        writer.WriteLine("Member 0 as a study:");
        writer.WriteLine("parameters:");
        foreach (var (k, f) in file.Free.Index()) writer.WriteLine(AnswerView.Format($"  {f.Parameter.Name}: {result.Ensemble[0].Values[k]}"));
        writer.WriteLine($"Sets: {folder}/wave-…, {folder}/again-… (sets.parquet); acceptable ones: {folder}/{CalibrationRun.EnsembleName}");
        return writer.ToString();
    }
}
