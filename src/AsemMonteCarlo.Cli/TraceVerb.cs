using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem trace</c>: from a claim to passage, equations, parameters, code and experiments, and back.</summary>
internal static class TraceVerb
{
    public static Command Create(TextWriter output)
    {
        var what = new Argument<string?>("what") { Description = "A claim (P09), a parameter, a group of parameters or a pathway (default: everything).", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "As tables in Markdown, as docs/trace.md has them." };
        var command = new Command("trace", "Show where a claim stands in the paper, in the equations, in parameters and code, and what tests it.") { what, json, markdown };
        command.SetAction(async (parsed, _) =>
        {
            var set = PropositionsVerb.Claims();
            string? name = parsed.GetValue(what);
            var claims = Trace.Claims(set.Propositions);
            var parameters = Trace.Parameters(set);
            if (name is not null)
            {
                var found = parameters.Where(p => p.Parameter.Name == name || p.Parameter.Group.Name == name).ToList();
                if (found.Count > 0) (parameters, claims) = (found, [.. claims.Where(c => found.Any(f => Trace.Concerns(c.Proposition, f.Parameter)))]);
                else
                {
                    string[] names = [.. set.Propositions.SelectMany(p => new[] { p.Id, p.Id.Split('.')[0] }), .. AsemModel.Groups.Select(g => g.Name), .. Registry.Parameters.Keys];
                    if (!set.Propositions.Any(p => p.Id == name || p.Id.StartsWith(name + ".", StringComparison.Ordinal))) throw new StudyException([new StudyError(ErrorKind.UnknownItem, "asem trace", 0, 0, name, $"there is no claim, parameter, group or pathway {Words.Quote(name)}{Words.Suggestion(name, names)}")]);
                    claims = [.. claims.Where(c => c.Proposition.Id == name || c.Proposition.Id.StartsWith(name + ".", StringComparison.Ordinal))];
                    parameters = [.. parameters.Where(p => claims.Any(c => c.Proposition.RestsOn.Any(r => r.Parameter == p.Parameter)))];
                }
            }
            await output.WriteAsync(parsed.GetValue(json) ? Json(claims, parameters) : parsed.GetValue(markdown) ? Markdown(claims, parameters) : Text(claims, parameters));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>As tables in Markdown.</summary>
    public static string Markdown(IReadOnlyList<ClaimTrace> claims, IReadOnlyList<ParameterTrace> parameters)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Table("Claims", ["claim", "", "says", "passage", "equations", "parameters on the path", "code", "experiment"], claims.Select(c => (string[])
        [
            $"`{c.Proposition.Id}`", c.Proposition.Experiment is null ? "–" : c.Proposition.IsConstructed ? "C" : "E", c.Proposition.Claim, c.Proposition.Passage, string.Join(", ", c.Sections),
            string.Join(", ", c.Proposition.RestsOn.Select(r => $"`{r.Parameter.Name}`")), string.Join(", ", c.Members.Select(m => $"`{m}`")), c.Proposition.Experiment is { } experiment ? $"`{experiment.Text}`" : $"left out: {c.Proposition.LeftOut}",
        ]));
        Table("Parameters", ["parameter", "symbol", "equations", "code", "source of the default", "claims"], parameters.Select(p => (string[])
        [
            $"`{p.Parameter.Name}`", p.Parameter.Symbol, p.Parameter.Group.Section, $"`{p.Member}`", p.Parameter.Source, p.Claims.Count > 0 ? string.Join(", ", p.Claims) : p.WithoutClaim.Length > 0 ? "none: " + p.WithoutClaim : p.Parameter.IsFitted ? "none; fitted" : "none",
        ]));
        return writer.ToString();

        void Table(string title, string[] head, IEnumerable<string[]> rows)
        {
            writer.WriteLine($"## {title}\n");
            foreach (string[] row in rows.Prepend([.. head.Select(_ => "---")]).Prepend(head)) writer.WriteLine($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |");
            writer.WriteLine();
        }
    }

    private static string Text(IReadOnlyList<ClaimTrace> claims, IReadOnlyList<ParameterTrace> parameters)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.WriteLine("Claims: passage of the paper, sections of docs/model.md with the equations, parameters on the causal path, code that reads them");
        var table = AnswerView.Simple("claim", "", "says", "passage", "equations", "parameters", "code");
        foreach (var (claim, sections, members) in claims)
            AnswerView.Row(table, claim.Id, claim.Experiment is null ? "–" : claim.IsConstructed ? "C" : "E", claim.Claim, claim.Passage, string.Join(", ", sections), claim.Experiment is null ? "left out: " + claim.LeftOut : string.Join(", ", claim.RestsOn.Select(r => r.Parameter.Name)), string.Join(", ", members));
        Terminal.Write(writer, table);
        writer.WriteLine();
        writer.WriteLine("Parameters: where they are declared, where the default comes from, what rests on them");
        var rows = AnswerView.Simple("parameter", "symbol", "equations", "code", "source of the default", "fitted", "claims");
        foreach (var p in parameters)
            AnswerView.Row(rows, p.Parameter.Name, p.Parameter.Symbol, p.Parameter.Group.Section, p.Member, p.Parameter.Source, p.Parameter.IsFitted ? "yes" : "", p.Claims.Count > 0 ? string.Join(", ", p.Claims) : p.WithoutClaim.Length > 0 ? "none: " + p.WithoutClaim : "none");
        Terminal.Write(writer, rows);
        return writer.ToString();
    }

    private static string Json(IReadOnlyList<ClaimTrace> claims, IReadOnlyList<ParameterTrace> parameters) => JsonText.Indented(new JsonObject
    {
        ["claims"] = new JsonArray([.. claims.Select(c => (JsonNode)new JsonObject
        {
            ["id"] = c.Proposition.Id, ["claim"] = c.Proposition.Claim, ["passage"] = c.Proposition.Passage, ["equations"] = new JsonArray([.. c.Sections.Select(s => (JsonNode)s)]),
            ["parameters"] = new JsonArray([.. c.Proposition.RestsOn.Select(r => (JsonNode)r.Parameter.Name)]), ["code"] = new JsonArray([.. c.Members.Select(m => (JsonNode)m)]), ["experiment"] = c.Proposition.Experiment?.Text, ["left_out"] = c.Proposition.LeftOut.Length == 0 ? null : c.Proposition.LeftOut,
        })]),
        ["parameters"] = new JsonArray([.. parameters.Select(p => (JsonNode)new JsonObject
        {
            ["name"] = p.Parameter.Name, ["symbol"] = p.Parameter.Symbol, ["equations"] = p.Parameter.Group.Section, ["code"] = p.Member, ["source"] = p.Parameter.Source, ["fitted"] = p.Parameter.IsFitted,
            ["claims"] = new JsonArray([.. p.Claims.Select(c => (JsonNode)c)]), ["without_claim"] = p.WithoutClaim.Length == 0 ? null : p.WithoutClaim,
        })]),
    });
}
