using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem robustness</c>: does the ranking survive the choices that the paper leaves open?</summary>
internal static class RobustnessVerb
{
    // above this share of noise the rest is too small to be split
    private const double MostNoise = 0.75;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = StudyArgument.Study();
        var set = StudyArgument.Set();
        var draws = ExperimentArgument.Whole("--draws", "Parameter draws for each combination of forms.", 25, 2, 100_000);
        var couples = ExperimentArgument.Whole("--couples", "Couples in each ranking.", 64, 16, 100_000);
        var width = new Option<double>("--width") { Description = "Share of each parameter's prior that is drawn from, around the study's value, above 0 and at most 1.", DefaultValueFactory = _ => 0.5 };
        width.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double w) || !(w > 0 && w <= 1))) result.AddError(ErrorKind.OptionValue, $"--width {result.Tokens[0].Value}: a number above 0 and at most 1 is needed");
        });
        var ensemble = new Option<bool>("--ensemble") { Description = "Draw the fitted parameters from the shipped ensemble of acceptable sets, and only the population from its priors." };
        var exact = new Option<bool>("--exact") { Description = "Shapley values over all 1,024 coalitions instead of to second order; some fifty times as long." };
        var seed = ExperimentArgument.Whole("--seed", "Seed of the draws.", 1, 0, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var threads = RunVerb.Threads();
        var command = new Command("robustness", "Rank the pathways under every combination of the named functional forms, at drawn parameters and populations.") { study, set, draws, couples, width, ensemble, exact, seed, json, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            var loaded = StudyFile.Load(parsed.GetRequiredValue(study), parsed.GetValue(set) ?? []);
            var options = new RobustnessOptions(parsed.GetValue(draws), parsed.GetValue(couples), parsed.GetValue(width), parsed.GetValue(exact), (ulong)parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(ensemble) ? ExperimentArgument.Ensemble(null) : null);
            using var status = new StatusLine(error);
            var result = await Task.Run(() => Robustness.Run(loaded, options, (done, of) => status.Show($"{done} of {of} rankings"), cancellation), cancellation);
            status.Dispose();
            await output.WriteAsync(parsed.GetValue(json) ? Json(result) : Text(result, options));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(RobustnessResult result, RobustnessOptions options)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine(AnswerView.Format($"{result.Combinations} combinations of forms × {options.Draws} draws of parameters and population, {options.Couples} couples each: {result.Evaluations:N0} rankings by {(options.IsExact ? "Shapley value" : "Shapley value to second order (mean of alone and left out)")}"));
        writer.WriteLine(AnswerView.Format($"{(options.Ensemble is { } ensemble ? $"Fitted parameters are drawn from {ensemble.Members.Count} acceptable sets, the population" : "Parameters are drawn")} from {options.Width:P0} of their priors around the study's values. Effects on insecurity in points on 1–7 after {result.Study.HorizonDays} days; negative: less insecure with it."));
        var table = AnswerView.Simple(["pathway", "first", "top three", "median [5 %, 95 %]", .. Robustness.Sources.Select(s => s + ": alone (total)"), "noise"]);
        foreach (var p in result.Pathways.OrderByDescending(p => p.TopThree).ThenBy(p => p.Median))
            AnswerView.Row(table, [p.Pathway.Id, AnswerView.Format($"{p.First:P0}"), AnswerView.Format($"{p.TopThree:P0}"), $"{AnswerView.Signed(p.Median, 3)} [{AnswerView.Signed(p.Low, 3)}, {AnswerView.Signed(p.High, 3)}]", .. p.Shares.Select(s => p.Noise > MostNoise ? "mostly noise" : AnswerView.Format($"{s.FirstOrder:P0} ({s.Total:P0})")), AnswerView.Format($"{p.Noise:P0}")]);
        Terminal.Write(writer, table);
        writer.WriteLine("Shares of the variance of each pathway's effect, net of Monte Carlo noise: of the source alone, and with its interactions; noise: its share of the variance seen.");
        writer.WriteLine();
        writer.WriteLine("How often each pathway is first where a form holds");
        var leading = result.Pathways.Index().OrderByDescending(p => p.Item.First).Take(4).ToList();
        var forms = AnswerView.Simple(["topic", "form", .. leading.Select(p => p.Item.Pathway.Id)]);
        foreach (var (form, first) in result.FirstByForm) AnswerView.Row(forms, [form.Topic.Id, form.Name, .. leading.Select(p => AnswerView.Format($"{first[p.Index]:P0}"))]);
        Terminal.Write(writer, forms);
        return writer.ToString();
    }

    private static string Json(RobustnessResult result) => JsonText.Indented(new JsonObject
    {
        ["combinations"] = result.Combinations,
        ["rankings"] = result.Evaluations,
        ["pathways"] = new JsonArray([.. result.Pathways.Select(p => (JsonNode)new JsonObject
        {
            ["pathway"] = p.Pathway.Id, ["first"] = p.First, ["top_three"] = p.TopThree, ["low"] = p.Low, ["median"] = p.Median, ["high"] = p.High, ["noise"] = p.Noise,
            ["shares"] = new JsonObject(Robustness.Sources.Zip(p.Shares, (name, s) => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["first_order"] = s.FirstOrder, ["total"] = s.Total }))),
        })]),
        ["first_by_form"] = new JsonArray([.. result.FirstByForm.Select(f => (JsonNode)new JsonObject
        {
            ["topic"] = f.Form.Topic.Id, ["form"] = f.Form.Name, ["first"] = new JsonObject(result.Pathways.Zip(f.First, (p, share) => KeyValuePair.Create(p.Pathway.Id, (JsonNode?)share))),
        })]),
    });
}
