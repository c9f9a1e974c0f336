using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Distributions;
using Spectre.Console;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem list</c>: what the registry declares.</summary>
internal static class ListVerb
{
    private static readonly (string Kind, string Help)[] lists =
    [
        ("parameters", "every parameter of the model: symbol, default, range, meaning"), ("pathways", "the ten pathways"), ("moderators", "mechanisms that can be switched off"),
        ("forms", "functional forms where the theory leaves a choice"), ("states", "what a person and a couple carry from day to day"), ("outcomes", "what tables report"),
        ("keys", "keys of a study"), ("studies", "studies that come with asem"), ("propositions", "claims of the paper"), ("targets", "published figures"),
        ("designs", "designs of studies of sensitivity"), ("distributions", "distributions of factors"), ("estimators", "estimators of indices"),
        ("errors", "every error by its code"), ("schema", "the JSON Schema of studies, for editors"),
    ];

    private static readonly string[] kinds = [.. lists.Select(l => l.Kind)];

    private const int LongestWord = 24;

    public static Command Create(TextWriter output)
    {
        var what = new Argument<string?>("what") { Description = string.Join(", ", kinds) + "; nothing: what lists there are.", HelpName = "what", Arity = ArgumentArity.ZeroOrOne };
        what.CompletionSources.Add(kinds);
        what.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !kinds.Contains(word)) result.AddError(ErrorKind.UnknownItem, $"there is no list of {Words.Quote(word)}{Words.Suggestion(word, kinds)} (lists are {string.Join(", ", kinds)})");
        });
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var command = new Command("list", "List what the model declares, the keys of a study, the errors there are, or the studies at hand; schema prints the JSON Schema of studies for editors.") { what, json };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(what) is not { } list)
            {
                foreach (var (kind, help) in lists) await output.WriteLineAsync($"asem list {kind,-13} {help}");
                return ExitCode.Done;
            }
            if (list == "schema")
            {
                await output.WriteAsync(StudySchema.Text);
                return ExitCode.Done;
            }
            var rows = Rows(list);
            if (parsed.GetValue(json)) await output.WriteAsync(JsonText.Indented(new JsonArray([.. rows])));
            else Print(output, rows, list);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<JsonObject> Rows(string what) => what switch
    {
        "parameters" => [.. AsemModel.Parameters.Select(p => new JsonObject
        {
            ["name"] = p.Name, ["symbol"] = p.Symbol, ["default"] = p.Default, ["minimum"] = p.Minimum, ["maximum"] = p.Maximum, ["unit"] = p.Unit,
            ["varies"] = p.Varies.ToString(), ["role"] = p.Role == ParameterRole.Partner ? "each partner" : "both alike", ["source"] = p.Source, ["help"] = p.Help,
        })],
        "pathways" => [.. AsemModel.Pathways.Select(p => new JsonObject
        {
            ["id"] = p.Id, ["symbol"] = p.Strength.Symbol, ["side"] = Side(p.Side), ["acts_on"] = p.Target, ["amplifier"] = p.IsAmplifier, ["help"] = p.Help,
        })],
        "moderators" => [.. AsemModel.Moderators.Select(m => new JsonObject
        {
            ["id"] = m.Id, ["help"] = m.Help, ["off_means"] = string.Join(", ", m.Neutral.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Parameter.Name} = {n.Value}"))), ["source"] = m.Source,
        })],
        "forms" => [.. AsemModel.FormTopics.SelectMany(t => t.Forms).Select(f => new JsonObject
        {
            ["topic"] = f.Topic.Id, ["form"] = f.Name, ["default"] = f.IsDefault, ["help"] = f.Equation, ["source"] = f.Source,
        })],
        "designs" => [.. DesignKind.All.Select(d => new JsonObject { ["name"] = d.Name, ["help"] = d.Help, ["runs"] = d.Runs, ["grows"] = d.Grows, ["gives"] = d.Gives })],
        "distributions" => [.. Distribution.Kinds.Select(d => new JsonObject
        {
            ["name"] = d.Name, ["help"] = d.Help, ["parameters"] = string.Join("; ", d.Parameters.Select(p => $"{p.Name}: {p.Help}{(p.Default is null ? "" : p.Default.Length == 0 ? " (may be left out)" : $" (default {p.Default})")}")),
        })],
        "estimators" => [.. AsemMonteCarlo.Sensitivity.VarianceBased.Methods.All.Concat(AsemMonteCarlo.Sensitivity.GivenData.Methods.All).Select(e => new JsonObject { ["name"] = e.Name, ["method"] = e.Method, ["needs"] = e.Needs, ["assumes"] = e.Assumes, ["cost"] = e.Cost, ["source"] = e.Source })],
        "states" => [.. States("partner", AsemModel.PartnerStates), .. States("couple", AsemModel.CoupleStates)],
        "outcomes" => [.. Outcomes.All.Select(o => new JsonObject { ["name"] = o.Name, ["unit"] = o.Unit, ["minimum"] = o.Minimum, ["maximum"] = o.Maximum, ["help"] = o.Help })],
        "keys" => [.. StudyKeys.All.Select(k => new JsonObject
        {
            ["key"] = k.Path, ["kind"] = k.Kind, ["default"] = Plain(k.DefaultText), ["allowed"] = Plain(k.Allowed), ["minimum"] = k.Minimum, ["maximum"] = k.Maximum, ["unit"] = k.Unit,
            ["words"] = new JsonArray([.. k.Words.Select(word => (JsonNode)word)]), ["help"] = Plain(k.Help),
        })],
        "errors" => [.. ErrorKind.All.Select(e => new JsonObject { ["code"] = e.Code, ["title"] = e.Title, ["area"] = e.Area, ["help"] = e.Meaning, ["remedy"] = Plain(e.Remedy), ["example"] = e.Example, ["exit_code"] = e.ExitCode })],
        "propositions" => [.. PropositionsVerb.Claims().Propositions.Select(p => new JsonObject
        {
            ["id"] = p.Id, ["kind"] = p.Experiment is null ? "left out" : p.IsConstructed ? "constructed" : "emergent", ["claim"] = p.Claim, ["passage"] = p.Passage, ["estimate"] = p.Experiment?.Text ?? p.LeftOut,
        })],
        "targets" => [.. TargetsVerb.Load(null, []).File.Targets.Select(t => new JsonObject
        {
            ["id"] = t.Id, ["use"] = t.Use.ToString().ToLowerInvariant(), ["quantity"] = t.Quantity, ["low"] = JsonText.Finite(t.Low), ["high"] = JsonText.Finite(t.High), ["mark"] = t.Mark, ["source"] = t.Source,
        })],
        _ => [.. Studies()],
    };

    // the texts of keys are written for documents
    private static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal);

    private static string Side(PathwaySide side) => side switch
    {
        PathwaySide.BufferSafe => "buffer, safe",
        PathwaySide.BufferSoft => "buffer, soft",
        PathwaySide.EnhanceSelf => "enhance, self",
        _ => "enhance, others",
    };

    private static IEnumerable<JsonObject> States(string of, IEnumerable<State> states) =>
        states.Select(s => new JsonObject { ["name"] = s.Name, ["of"] = of, ["symbol"] = s.Symbol, ["minimum"] = s.Minimum, ["maximum"] = s.Maximum, ["unit"] = s.Unit, ["help"] = s.Help });

    private static IEnumerable<JsonObject> Studies()
    {
        if (!Directory.Exists("configs")) yield break;
        foreach (string path in Directory.EnumerateFiles("configs", "*" + ShippedStudies.Ending).Order(StringComparer.Ordinal))
        {
            yield return new JsonObject { ["path"] = path, ["title"] = ShippedStudies.TitleOf(File.ReadLines(path)) };
        }
    }

    // a terminal shows what one reads; everything is in --json
    private static void Print(TextWriter output, IReadOnlyList<JsonObject> rows, string what)
    {
        if (rows.Count == 0)
        {
            output.WriteLine("none here (studies are looked for in ./configs)");
            return;
        }
        string[] left = what switch { "parameters" => ["varies", "role", "source"], "keys" => ["minimum", "maximum", "unit", "words"], "errors" => ["area", "example", "exit_code"], _ => [] };
        var columns = rows[0].Select(property => property.Key).Except(left).ToList();
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            var shown = new TableColumn(Markup.Escape(column.Replace('_', ' ')));
            // names and numbers stay whole; sentences wrap, or a neighbour would be left a letter wide
            table.AddColumn(column == columns[0] || rows.All(row => (row[column]?.ToString() ?? "").Length <= LongestWord) ? shown.NoWrap() : shown);
        }
        foreach (var row in rows) table.AddRow([.. columns.Select(c => Markup.Escape(row[c]?.ToString() ?? ""))]);
        Terminal.Write(output, table);
    }
}
