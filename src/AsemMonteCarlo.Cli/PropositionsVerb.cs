using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem propositions</c>: which claims of the theory the model bears out.</summary>
internal static class PropositionsVerb
{
    /// <summary>The shipped file of claims.</summary>
    public const string Shipped = "propositions.yaml";

    public static Command Create(TextWriter output, TextWriter error)
    {
        var ids = new Argument<string[]>("id") { Description = "Claims by name; P05 stands for every P05.… (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string?>("--file") { Description = "A file of claims of your own, in the vocabulary of docs/propositions.md (default: the shipped claims of the paper)." };
        var settings = StudyArgument.Set();
        var folder = new Option<string?>("--output", "-o") { Description = "Folder for the table propositions.parquet; must be new or empty." };
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var strict = new Option<bool>("--strict") { Description = "Exit code 1 if any claim is contradicted." };
        var noStudies = new Option<bool>("--no-studies") { Description = "Leave out how published studies would have scored claims." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress." };
        var members = CalibrateVerb.Whole("--members", "Run the claims also at so many sets of the ensemble of acceptable calibrations, the best first.", 0, 0, 10_000);
        var ensemble = new Option<string?>("--ensemble") { Description = "File of acceptable sets, as asem calibrate writes it (default: the shipped one)." };
        var threads = RunVerb.Threads();
        var command = new Command("propositions", "Run the claims of the theory as experiments and judge each: supported, contradicted, trivial or undecided. Example: asem propositions P05 P09") { ids, file, settings, folder, json, strict, noStudies, members, ensemble, threads, quiet };
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] overrides = parsed.GetValue(settings) ?? [];
            var (bytes, set) = Load(parsed.GetValue(file), overrides);
            var chosen = Choose(set.Propositions, parsed.GetValue(ids) ?? []);
            if (parsed.GetValue(folder) is { } path && await OutputFolder.RefuseAsync(path, error)) return ExitCode.InputWrong;
            bool shows = !parsed.GetValue(quiet) && !Console.IsErrorRedirected;
            var results = await Task.Run(() => PropositionRun.Run(chosen, parsed.GetValue(threads), !parsed.GetValue(noStudies), (done, of) =>
            {
                if (shows) error.Write($"\rscenario {done} of {of} ");
            }, cancellation), cancellation);
            if (parsed.GetValue(members) is > 0 and var asked)
            {
                var sets = ShippedStudies.Ensemble(parsed.GetValue(ensemble));
                for (int m = 0; m < Math.Min(asked, sets.Members.Count); m++)
                {
                    int member = m;
                    if (shows) await error.WriteAsync($"\rmember {m} of the ensemble      ");
                    var elsewhere = await Task.Run(() => PropositionRun.Run([.. chosen.Select(p => p.Experiment is null ? p : p with { Experiment = p.Experiment.With(values => sets.In(values, member)) })], parsed.GetValue(threads), scorePublished: false, cancellation: cancellation), cancellation);
                    results = [.. results.Zip(elsewhere, (r, e) => r with { Elsewhere = [.. r.Elsewhere, e.Verdict] })];
                }
            }
            if (shows) await error.WriteAsync("\r                         \r");
            if (parsed.GetValue(folder) is { } to) await PropositionTable.WriteAsync(to, bytes, overrides, results, cancellation);
            await output.WriteAsync(parsed.GetValue(json) ? PropositionsView.Json(results) : PropositionsView.Text(results, parsed.GetValue(folder)));
            return parsed.GetValue(strict) && results.Any(r => r.Verdict == Verdict.Contradicted) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    /// <summary>The claims of a file, or the shipped ones.</summary>
    public static (byte[] Bytes, PropositionSet Set) Load(string? file, IReadOnlyList<string> overrides)
    {
        if (file is not null)
        {
            var set = PropositionFile.Load(file, overrides);
            return (File.ReadAllBytes(file), set);
        }
        byte[] bytes = ShippedStudies.Experiments(Shipped);
        return (bytes, PropositionFile.Parse(Encoding.UTF8.GetString(bytes), overrides));
    }

    /// <summary>Claims by name; P05 stands for every P05.….</summary>
    public static IReadOnlyList<Proposition> Choose(IReadOnlyList<Proposition> all, string[] ids)
    {
        if (ids.Length == 0) return all;
        foreach (string id in ids)
        {
            if (all.Any(p => Matches(p, id))) continue;
            string[] names = [.. all.SelectMany(p => new[] { p.Id, p.Id.Split('.')[0] }).Distinct()];
            throw new StudyException([new StudyError("asem propositions", 0, 0, id, $"there is no claim {Words.Quote(id)}{Words.Suggestion(id, names)}; asem list propositions shows them")]);
        }
        return [.. all.Where(p => ids.Any(id => Matches(p, id)))];
    }

    private static bool Matches(Proposition proposition, string id) => proposition.Id == id || proposition.Id.StartsWith(id + ".", StringComparison.Ordinal);
}

/// <summary>Claims and verdicts for people and programs.</summary>
internal static class PropositionsView
{
    /// <summary>As text.</summary>
    public static string Text(IReadOnlyList<PropositionResult> results, string? folder)
    {
        var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var tried = results.Where(r => r.Proposition.Experiment is not null).ToList();
        int free = tried.SelectMany(r => r.Proposition.RestsOn.Select(p => p.Parameter)).Distinct().Count();
        writer.WriteLine(AnswerView.Format($"{Words.Count(tried.Count, "claim")} tried, {results.Count - tried.Count} left out. Intervals hold for all {tried.Count} together at {1 - PropositionRun.FamilyError:P0} (each {1 - PropositionRun.FamilyError / Math.Max(1, tried.Count):P2}); they are Monte Carlo error at these parameters."));
        writer.WriteLine("C holds by construction of the equations, E must emerge; n counts the parameters on its causal path.");
        var table = AnswerView.Simple("id", "", "n", "claim", "estimate [interval]", "expected", "verdict", "over the ensemble", "in studies of that size");
        foreach (var r in results)
        {
            var p = r.Proposition;
            if (p.Experiment is null)
            {
                AnswerView.Row(table, p.Id, "–", "", p.Claim, "", "", "left out", "", Words.Shorten(p.LeftOut, 60));
                continue;
            }
            string estimate = double.IsNaN(r.Estimate.Value) ? "undefined" : $"{Number(r.Estimate.Value)} [{Number(r.Low)}, {Number(r.High)}]";
            string expected = p.Expects switch { Expectation.Above => $"> {Number(p.Smallest, false)}", Expectation.Below => $"< −{Number(p.Smallest, false)}", _ => $"within ±{Number(p.Smallest, false)}" };
            string studies = double.IsNaN(r.SameSign) ? "" : AnswerView.Format($"sign {r.SameSign:P0}, p < .05 {r.Significant:P0} ({p.Published!.Couples} couples)");
            AnswerView.Row(table, p.Id, p.IsConstructed ? "C" : "E", AnswerView.Format($"{p.RestsOn.Count}"), p.Claim, estimate, expected, PropositionTable.NameOf(r.Verdict), Ensemble(r), studies);
        }
        Terminal.Write(writer, table);
        writer.WriteLine(string.Join(", ", results.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => AnswerView.Format($"{g.Count()} {PropositionTable.NameOf(g.Key)}"))) + AnswerView.Format($"; {free} parameters stand on causal paths"));
        if (folder is not null) writer.WriteLine($"Table: {folder} (propositions.parquet; columns.parquet says what every column means)");
        return writer.ToString();
    }

    /// <summary>As JSON.</summary>
    public static string Json(IReadOnlyList<PropositionResult> results) => new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
    {
        ["id"] = r.Proposition.Id,
        ["claim"] = r.Proposition.Claim,
        ["passage"] = r.Proposition.Passage,
        ["kind"] = r.Proposition.Experiment is null ? null : r.Proposition.IsConstructed ? "constructed" : "emergent",
        ["estimate"] = r.Proposition.Experiment?.Text,
        ["expects"] = r.Proposition.Experiment is null ? null : r.Proposition.Expects.ToString().ToLowerInvariant(),
        ["smallest"] = r.Proposition.Smallest,
        ["because"] = r.Proposition.Because,
        ["value"] = Finite(r.Estimate.Value),
        ["standard_error"] = Finite(r.Estimate.StandardError),
        ["low"] = Finite(r.Low),
        ["high"] = Finite(r.High),
        ["rests_on"] = new JsonArray([.. r.Proposition.RestsOn.Select(p => (JsonNode)p.Parameter.Name)]),
        ["verdict"] = PropositionTable.NameOf(r.Verdict),
        ["ensemble"] = new JsonArray([.. r.Elsewhere.Select(v => (JsonNode)PropositionTable.NameOf(v))]),
        ["published_sign"] = Finite(r.SameSign),
        ["published_significant"] = Finite(r.Significant),
        ["left_out"] = r.Proposition.LeftOut.Length == 0 ? null : r.Proposition.LeftOut,
    })]).ToJsonString(new JsonSerializerOptions(JsonSerializerOptions.Web) { WriteIndented = true }) + "\n";

    private static string Ensemble(PropositionResult r) => r.Elsewhere.Count == 0 ? "" : AnswerView.Format($"{r.Elsewhere.Count(v => v == Verdict.Supported)} of {r.Elsewhere.Count} supported{(r.Elsewhere.Contains(Verdict.Contradicted) ? $", {r.Elsewhere.Count(v => v == Verdict.Contradicted)} contradicted" : "")}");

    private static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Number(double value, bool signed = true)
    {
        int digits = Math.Abs(value) >= 0.1 ? 3 : 4;
        return signed ? AnswerView.Signed(value, digits) : value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
    }
}
