using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
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
        var draws = Whole("--draws", "Parameter sets in each wave.", 400, 8, 1_000_000);
        var waves = Whole("--waves", "Waves after the first, which draws from the prior.", 8, 0, 100);
        var elite = Whole("--elite", "Best sets from which the next wave is drawn.", 80, 4, 1_000_000);
        var members = Whole("--members", "Acceptable sets kept as the ensemble, at most.", 32, 1, 10_000);
        var hidden = Whole("--recover", "Known sets that are hidden and found again, to judge the method; 0 for none.", 0, 0, 10_000);
        var seed = Whole("--seed", "Seed of the sets tried.", 1, 0, int.MaxValue);
        var threads = RunVerb.Threads();
        var command = new Command("calibrate", "Fit the free parameters of a file of figures to its fitted figures; results are an ensemble of acceptable sets. Example: asem calibrate --output out/fit --recover 50") { file, set, folder, draws, waves, elite, members, hidden, seed, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (bytes, targets) = TargetsVerb.Load(parsed.GetValue(file), parsed.GetValue(set) ?? []);
            if (targets.Free.Count == 0) throw new StudyException([new StudyError(parsed.GetValue(file) ?? TargetsVerb.Shipped, 0, 0, "free", "the file frees no parameter; list some under 'free:', each with [low, high] or nothing for its own prior")]);
            var options = new CalibrationOptions(parsed.GetValue(draws), parsed.GetValue(waves), Math.Min(parsed.GetValue(elite), parsed.GetValue(draws)), parsed.GetValue(members), (ulong)parsed.GetValue(seed), parsed.GetValue(threads));
            var calibration = new Calibration(targets, options);
            bool shows = !Console.IsErrorRedirected;
            string last = "";
            var gate = new Lock();
            var result = await Task.Run(() => CalibrationRun.ExecuteAsync(calibration, options, bytes, targets.Free, parsed.GetRequiredValue(folder), parsed.GetValue(hidden), (name, done) =>
            {
                lock (gate)
                {
                    if (shows) error.Write($"\r{name}: {done} sets ");
                    else if (name != last) error.WriteLine(name);
                    last = name;
                }
            }, cancellation), cancellation);
            if (shows) await error.WriteLineAsync();
            await output.WriteAsync(Text(calibration, targets, result, parsed.GetRequiredValue(folder)));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>An option for a whole number within bounds.</summary>
    public static Option<int> Whole(string name, string description, int otherwise, int minimum, int maximum)
    {
        var option = new Option<int>(name) { Description = $"{description} {minimum.ToString("N0", CultureInfo.InvariantCulture)} … {maximum.ToString("N0", CultureInfo.InvariantCulture)}.", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) || n < minimum || n > maximum)) result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {result.Tokens[0].Value}: allowed are {minimum} … {maximum}"));
        });
        return option;
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
        var parameters = AnswerView.Simple(["parameter", "now", "member 0", "ensemble", .. judged ? ["recovery: bias (prior SD)", "coverage of 90 %", "correlation", ""] : Array.Empty<string>()]);
        foreach (var (k, f) in file.Free.Index())
        {
            double[] values = [.. result.Ensemble.Select(d => d.Values[k]).Order()];
            string[] row = [f.Parameter.Name, AnswerView.Format($"{f.Parameter.Default}"), AnswerView.Format($"{result.Ensemble[0].Values[k]}"), AnswerView.Format($"{values[0]} … {values[values.Length / 2]} … {values[^1]}")];
            if (judged) row = [.. row, AnswerView.Format($"{result.Recovery[k].Bias:F2}"), AnswerView.Format($"{result.Recovery[k].Coverage:P0}"), AnswerView.Format($"{result.Recovery[k].Correlation:F2}"), result.Recovery[k].IsIdentified ? "" : "not identified"];
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
        writer.WriteLine($"Sets: {folder}/wave-…, {folder}/again (sets.parquet); acceptable ones: {folder}/{CalibrationRun.EnsembleName}");
        return writer.ToString();
    }
}
