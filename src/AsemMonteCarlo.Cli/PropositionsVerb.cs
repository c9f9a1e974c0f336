using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Propositions;
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
        var file = new Option<string?>("--file") { Description = "A file of claims of your own, in the vocabulary of docs/propositions.md (default: the shipped claims of the paper; predictions.yaml: the shipped predictions that nobody has tested)." };
        var settings = StudyArgument.Set();
        var folder = new Option<string?>("--output", "-o") { Description = "Folder for the table propositions.parquet; must be new or empty." };
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var strict = new Option<bool>("--strict") { Description = "Exit code 1 if any claim is contradicted." };
        var noStudies = new Option<bool>("--no-studies") { Description = "Leave out how published studies would have scored claims." };
        var power = new Option<double?>("--power") { Description = "For claims with a study (published): how many couples it needs to find the sign at the 5 % level with this probability, such as 0.8." };
        power.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double p) || p is not (> 0 and < 1))) result.AddError(ErrorKind.OptionValue, $"--power {result.Tokens[0].Value}: a probability between 0 and 1");
        });
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress." };
        var members = ExperimentArgument.Members();
        var ensemble = ExperimentArgument.EnsembleFile();
        var ends = new Option<bool>("--ends") { Description = $"Compare the ensemble's members at both ends of figures that are known only approximately; with --members {BandEnds.FewestMembers} or more." };
        var threads = RunVerb.Threads();
        var command = new Command("propositions", "Run the claims of the theory as experiments and judge each: supported, contradicted, trivial or undecided.") { ids, file, settings, folder, json, strict, noStudies, power, members, ensemble, ends, threads, quiet };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ends) && result.GetValue(members) < BandEnds.FewestMembers) result.AddError(ErrorKind.OptionsClash, $"--ends compares thirds of the ensemble's members; give --members {BandEnds.FewestMembers} or more");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] overrides = parsed.GetValue(settings) ?? [];
            var source = ExperimentArgument.Source(parsed.GetValue(file), Shipped);
            var chosen = Choose(PropositionFile.Read(source, overrides).Propositions, parsed.GetValue(ids) ?? []);
            var sets = parsed.GetValue(members) > 0 ? ExperimentArgument.Ensemble(parsed.GetValue(ensemble)) : null;
            if (parsed.GetValue(folder) is { } path && await OutputFolder.RefuseAsync(path, error)) return ExitCode.InputWrong;
            using var status = new StatusLine(error, parsed.GetValue(quiet));
            var results = await Task.Run(() => PropositionRun.Run(chosen, parsed.GetValue(threads), !parsed.GetValue(noStudies), (done, of) => status.Show($"scenario {done} of {of}"), cancellation), cancellation);
            if (parsed.GetValue(power) is { } wanted)
            {
                status.Show("power");
                results = await Task.Run(() => results.Select(r => r with { CouplesNeeded = r.Proposition.Published?.CouplesFor(wanted, parsed.GetValue(threads), cancellation) }).ToList(), cancellation);
            }
            IReadOnlyList<TargetResult> figures = [];
            if (parsed.GetValue(ends))
            {
                var approximate = TargetsVerb.Load(null, overrides).File.Targets.Where(t => t.Use == TargetUse.Fitted && t.Mark == "approximate").ToList();
                figures = await Task.Run(() => TargetRun.Run(approximate, parsed.GetValue(threads), scorePublished: false, cancellation), cancellation);
            }
            for (int member = 0; member < Math.Min(parsed.GetValue(members), sets?.Members.Count ?? 0); member++)
            {
                int number = member;
                status.Show($"member {number} of the ensemble");
                results = await Task.Run(() => PropositionRun.Under(results, values => sets!.In(values, number), parsed.GetValue(threads), cancellation), cancellation);
                figures = await Task.Run(() => TargetRun.Under(figures, values => sets!.In(values, number), parsed.GetValue(threads), cancellation), cancellation);
            }
            status.Dispose();
            // what is known is shown before a disk can refuse it
            await output.WriteAsync(parsed.GetValue(json) ? PropositionsView.Json(results) : PropositionsView.Text(results, parsed.GetValue(power)) + (parsed.GetValue(ends) ? PropositionsView.Text(results, BandEnds.Compare(results, figures)) : ""));
            if (parsed.GetValue(folder) is { } to)
            {
                int asked = parsed.GetValue(members);
                var written = ExperimentArgument.Written(parsed.GetValue(ids), ("--file", Path.GetFileName(parsed.GetValue(file))), ("--no-studies", parsed.GetValue(noStudies) ? "" : null), ("--power", parsed.GetValue(power)?.ToString(CultureInfo.InvariantCulture)),
                    ("--members", asked > 0 ? AnswerView.Format($"{asked}") : null), ("--ensemble", asked > 0 ? Path.GetFileName(parsed.GetValue(ensemble)) : null));
                await PropositionTable.WriteAsync(to, source, overrides, written, results, cancellation);
                if (!parsed.GetValue(json)) await output.WriteLineAsync($"Table: {to} (propositions.parquet; columns.parquet says what every column means)");
            }
            return parsed.GetValue(strict) && results.Any(r => r.Verdict == Verdict.Contradicted) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    /// <summary>The shipped claims.</summary>
    public static PropositionSet Claims() => PropositionFile.Read(ExperimentArgument.Source(null, Shipped), []);

    /// <summary>Claims by name; P05 stands for every P05.….</summary>
    public static IReadOnlyList<Proposition> Choose(IReadOnlyList<Proposition> all, string[] ids)
    {
        if (ids.Length == 0) return all;
        foreach (string id in ids)
        {
            if (all.Any(p => Matches(p, id))) continue;
            string[] names = [.. all.SelectMany(p => new[] { p.Id, p.Id.Split('.')[0] }).Distinct()];
            throw new StudyException([new StudyError(ErrorKind.UnknownItem, "asem propositions", 0, 0, id, $"there is no claim {Words.Quote(id)}{Words.Suggestion(id, names)}; asem list propositions shows them")]);
        }
        return [.. all.Where(p => ids.Any(id => Matches(p, id)))];
    }

    private static bool Matches(Proposition proposition, string id) => proposition.Id == id || proposition.Id.StartsWith(id + ".", StringComparison.Ordinal);
}
