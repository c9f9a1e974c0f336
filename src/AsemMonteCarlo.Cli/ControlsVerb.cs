using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem controls</c>: can the experiments behind supported claims fail, and do they hang on what they are said to hang on?</summary>
internal static class ControlsVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var ids = new Argument<string[]>("id") { Description = "Claims by name; P05 stands for every P05.… (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string?>("--file") { Description = "A file of claims of your own (default: the shipped claims)." };
        var settings = StudyArgument.Set();
        var flips = ExperimentArgument.Whole("--flips", "Weights outside of a claim's path whose sign is flipped, spread evenly over all of them; 0 for none.", 8, 0, 10_000);
        var all = new Option<bool>("--all") { Description = "Print every control; else only those that fail." };
        var find = new Option<bool>("--find") { Description = "Instead of checking paths, find for each claim a path on which its controls pass, as a line rests_on of the file; flips every weight, so it takes long." };
        var threads = RunVerb.Threads();
        var command = new Command("controls", "Check the experiments of supported claims: flipped signs, lesions and injected effects must make them fail; flipped weights elsewhere must not. Exit code 1 if a control fails.") { ids, file, settings, flips, all, find, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            var set = PropositionFile.Read(ExperimentArgument.Source(parsed.GetValue(file), PropositionsVerb.Shipped), parsed.GetValue(settings) ?? []);
            var chosen = PropositionsVerb.Choose(set.Propositions, parsed.GetValue(ids) ?? []);
            int tried = set.Propositions.Count(p => p.Experiment is not null), number = Math.Min(parsed.GetValue(flips), Controls.Weights.Count);
            using var status = new StatusLine(error);
            var results = await Task.Run(() => PropositionRun.Run(chosen, parsed.GetValue(threads), scorePublished: false, cancellation: cancellation), cancellation);
            var supported = results.Where(r => r.Verdict == Verdict.Supported).Select(r => r.Proposition).ToList();
            if (parsed.GetValue(find))
            {
                var paths = await Task.Run(() => Controls.Find(supported, tried, parsed.GetValue(threads), status.Show, cancellation), cancellation);
                status.Dispose();
                foreach (var path in paths) await output.WriteLineAsync($"{path.Proposition.Id}: [{string.Join(", ", path.RestsOn.Select(r => r.Lesion == 0 ? r.Parameter.Name : AnswerView.Format($"{r.Parameter.Name}={r.Lesion}")))}]{(path.IsSufficient ? "" : path.Proposition.IsConstructed ? " # no flip makes it fail" : " # the lesion does not make it fail")}");
                return ExitCode.Done;
            }
            var controls = await Task.Run(() => Controls.Run(supported, tried, [.. Enumerable.Range(0, number).Select(i => Controls.Weights[i * Controls.Weights.Count / number])], parsed.GetValue(threads), status.Show, cancellation), cancellation);
            status.Dispose();
            await output.WriteAsync(Text(supported.Count, controls, parsed.GetValue(all)));
            return controls.All(c => c.IsPassed) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static string Text(int supported, IReadOnlyList<Control> controls, bool all)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var shown = controls.Where(c => all || !c.IsPassed).ToList();
        if (shown.Count > 0)
        {
            var table = AnswerView.Simple("claim", "change", "must", "estimate", "verdict", "");
            foreach (var c in shown) AnswerView.Row(table, c.Proposition.Id, c.Change, c.MustHold ? "stay supported" : "not be supported", AnswerView.Signed(c.Estimate.Value, 4), PropositionTable.NameOf(c.Verdict), c.IsPassed ? "" : "FAILED");
            Terminal.Write(writer, table);
        }
        foreach (var kind in controls.GroupBy(c => c.Change.StartsWith("smallest", StringComparison.Ordinal) ? "injected effects" : c.Change.StartsWith("lesion", StringComparison.Ordinal) ? "lesions of paths" : c.MustHold ? "flips outside of paths" : "flips on paths"))
            writer.WriteLine(AnswerView.Format($"{kind.Key}: {kind.Count(c => c.IsPassed)} of {Words.Count(kind.Count(), "control")} passed"));
        writer.WriteLine(AnswerView.Format($"{Words.Count(supported, "supported claim")}, {Words.Count(controls.Count, "control")}, {controls.Count(c => !c.IsPassed)} failed"));
        return writer.ToString();
    }
}
