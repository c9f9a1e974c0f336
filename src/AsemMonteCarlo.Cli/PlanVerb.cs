using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem plan</c>: what a study will take on this machine, before it is run.</summary>
internal static class PlanVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = StudyArgument.Study();
        var set = StudyArgument.Set();
        var threads = RunVerb.Threads();
        var hours = Limit("--max-hours", "Propose a number of couples whose run takes at most this many hours.");
        var gigabytes = Limit("--max-gb", "Propose a number of couples whose tables take at most this many gigabytes (10⁹ bytes).");
        var json = new Option<bool>("--json") { Description = "The plan as one JSON object on standard output." };
        var command = new Command("plan", "Say what a study will take here: design points, rows, bytes, memory, time and widths of intervals, from a measurement of a few seconds.") { study, set, threads, hours, gigabytes, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (ExperimentArgument.SensitivityOrNull(parsed.GetRequiredValue(study)) is { } sensitivity)
            {
                if (parsed.GetValue(hours) is null && parsed.GetValue(gigabytes) is null) return await SensitivityCommand.PlanAsync(sensitivity, parsed.GetValue(set) ?? [], parsed.GetValue(threads), parsed.GetValue(json), output, cancellation);
                return await error.RefuseAsync(ErrorKind.OptionsClash, $"--max-hours and --max-gb: a study of sensitivity is bounded by '{DesignKeys.Budget.Path}' in dyad-days, such as --set {DesignKeys.Budget.Path}=1000000000");
            }
            var loaded = StudyFile.Load(parsed.GetRequiredValue(study), parsed.GetValue(set) ?? []);
            var plan = await Task.Run(() => StudyPlan.MeasureAsync(loaded, parsed.GetValue(threads), cancellation), CancellationToken.None);
            double? mostHours = parsed.GetValue(hours), mostGigabytes = parsed.GetValue(gigabytes);
            bool isLimited = mostHours is not null || mostGigabytes is not null;
            long fits = isLimited ? Math.Min(plan.Fit((mostHours ?? double.PositiveInfinity) * 3600, (mostGigabytes ?? double.PositiveInfinity) * 1e9), long.MaxValue) : loaded.Dyads;
            if (parsed.GetValue(json)) await output.WriteLineAsync(Json(plan, loaded, isLimited ? fits : null).ToJsonString(JsonSerializerOptions.Web));
            else await output.WriteAsync(Text(plan, loaded, parsed.GetRequiredValue(study), isLimited ? fits : null));
            if (fits > 0) return ExitCode.Done;
            return await error.RefuseAsync(ErrorKind.LimitsTooSmall, $"not even {plan.BlockDyads} couples keep the limits; run fewer arms (pathways.arms, pathways.of), cells (sweep) or readings, or store less (store.dyads, store.trajectories)");
        });
        return command;
    }

    private static Option<double?> Limit(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double limit) && limit > 0 && double.IsFinite(limit)))
                result.AddError(ErrorKind.OptionValue, $"{name} {result.Tokens[0].Value}: a number above 0 is needed, such as 0.5");
        });
        return option;
    }

    private static string Text(StudyPlan plan, Study study, string path, long? fits)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var design = plan.Design;
        writer.WriteLine(AnswerView.Format($"{study.Name}: {design.Cells.Count:N0} {(design.Cells.Count == 1 ? "cell" : "cells")} × {design.Arms.Count:N0} arms = {design.PointCount:N0} design points × {study.Dyads:N0} couples × {study.HorizonDays:N0} days = {plan.DyadDays(study.Dyads):N0} dyad-days"));
        var table = AnswerView.Simple("table", "rows", "bytes");
        foreach (var t in plan.Tables) AnswerView.Row(table, t.Name, AnswerView.Format($"{t.FixedRows + study.Dyads * t.RowsPerDyad:N0}"), Words.Size(t.FixedBytes + study.Dyads * t.BytesPerDyad));
        AnswerView.Row(table, Engine.Tables.Manifest.FileName, "", Words.Size(plan.ManifestBytes));
        Terminal.Write(writer, table);
        Takes(writer, plan, study.Dyads, "Here it takes");
        writer.WriteLine("From a measurement of a few seconds on this machine as it is now: time holds within a quarter unless the machine gets busier or idler.");
        if (fits is not ({ } dyads and > 0)) return writer.ToString();
        writer.WriteLine();
        writer.WriteLine(dyads >= study.Dyads ? AnswerView.Format($"The study keeps the limits as it is; {dyads:N0} couples would.") : AnswerView.Format($"This keeps the limits: asem run {ShellWord.Quote(path)} --set dyads={dyads} --output DIR"));
        Takes(writer, plan, dyads, AnswerView.Format($"With {dyads:N0} couples it takes"));
        return writer.ToString();
    }

    private static void Takes(StringWriter writer, StudyPlan plan, long dyads, string begin)
    {
        writer.WriteLine(AnswerView.Format($"{begin} {Time(plan.Seconds(dyads))}, {Words.Size(plan.Bytes(dyads))} on disk, about {Words.Size(plan.Memory(dyads))} of memory."));
        string Width(double ofOne) => AnswerView.Format($"{ofOne / Math.Sqrt(dyads):G2}");
        int cells = plan.Design.Cells.Count;
        string where = cells == 1 ? "" : plan.MeasuredCells == cells ? ", by cell" : AnswerView.Format($", by cell (of {plan.MeasuredCells:N0} of {cells:N0}, the first and the last among them)");
        foreach (var interval in plan.Intervals) writer.WriteLine(AnswerView.Format($"Interval of {interval.Label}: about ± {Width(interval.HalfWidthOfOne)}{(Width(interval.HalfWidthOfOne) == Width(interval.WidestOfOne) ? "" : $" to {Width(interval.WidestOfOne)}")} points{where}"));
    }

    private static JsonObject Json(StudyPlan plan, Study study, long? fits)
    {
        JsonObject Takes(long dyads) => new()
        {
            ["dyads"] = dyads,
            ["dyad_days"] = plan.DyadDays(dyads),
            ["seconds"] = plan.Seconds(dyads),
            ["bytes"] = plan.Bytes(dyads),
            ["memory_bytes"] = plan.Memory(dyads),
            ["tables"] = new JsonArray([.. plan.Tables.Select(t => (JsonNode)new JsonObject { ["table"] = t.Name, ["rows"] = Math.Round(t.FixedRows + dyads * t.RowsPerDyad), ["bytes"] = Math.Round(t.FixedBytes + dyads * t.BytesPerDyad) })]),
            ["intervals"] = new JsonArray([.. plan.Intervals.Select(i => (JsonNode)new JsonObject { ["of"] = i.Label, ["half_width"] = i.HalfWidthOfOne / Math.Sqrt(dyads), ["half_width_most"] = i.WidestOfOne / Math.Sqrt(dyads) })]),
        };
        var json = new JsonObject { ["study"] = study.Name, ["cells"] = plan.Design.Cells.Count, ["arms"] = plan.Design.Arms.Count, ["points"] = plan.Design.PointCount, ["horizon_days"] = study.HorizonDays, ["plan"] = Takes(study.Dyads) };
        if (fits is { } dyads) json["fits"] = dyads > 0 ? Takes(dyads) : null;
        return json;
    }

    /// <summary>A stretch of time, for people.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 90 => AnswerView.Format($"{seconds:F0} s"),
        < 5400 => AnswerView.Format($"{seconds / 60:F1} minutes"),
        < 48 * 3600 => AnswerView.Format($"{seconds / 3600:F1} hours"),
        _ => AnswerView.Format($"{seconds / 86400:F1} days"),
    };
}
