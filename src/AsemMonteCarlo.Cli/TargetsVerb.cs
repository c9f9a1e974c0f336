using System.CommandLine;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem targets</c>: published figures beside what the model shows.</summary>
internal static class TargetsVerb
{
    /// <summary>The shipped file of figures.</summary>
    public const string Shipped = "targets.yaml";

    public static Command Create(TextWriter output, TextWriter error)
    {
        var ids = new Argument<string[]>("id") { Description = "Figures by name; C3 stands for every C3.… (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var file = File();
        var set = StudyArgument.Set();
        var uses = new Option<string[]>("--use") { Description = "Only figures of these uses: fitted, predicted, held, filter, decade (default: all but decade).", Arity = ArgumentArity.OneOrMore };
        uses.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!Enum.TryParse<TargetUse>(token.Value, ignoreCase: true, out _) || char.IsAsciiDigit(token.Value[0])) result.AddError(ErrorKind.OptionValue, $"--use {token.Value}: allowed are {string.Join(", ", Enum.GetNames<TargetUse>().Select(n => n.ToLowerInvariant()))}");
        });
        var noStudies = new Option<bool>("--no-studies") { Description = "Leave out how published studies would have scored figures." };
        var folder = new Option<string?>("--output", "-o") { Description = "Folder for the table targets.parquet; must be new or empty." };
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var members = ExperimentArgument.Members();
        var ensemble = ExperimentArgument.EnsembleFile();
        var times = ExperimentArgument.Whole("--times", "Couples of each figure, as a multiple of its study's, which is what a calibration takes; a sign needs many.", 4, 1, 1000);
        var threads = RunVerb.Threads();
        var command = new Command("targets", "Compare the model at its present parameters with published figures.") { ids, file, set, uses, folder, noStudies, members, ensemble, times, json, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] overrides = parsed.GetValue(set) ?? [];
            var (source, targets) = Load(parsed.GetValue(file), overrides);
            if (parsed.GetValue(folder) is { } path && await OutputFolder.RefuseAsync(path, error)) return ExitCode.InputWrong;
            TargetUse[] wanted = parsed.GetValue(uses) is { Length: > 0 } given ? [.. given.Select(u => Enum.Parse<TargetUse>(u, ignoreCase: true))] : [TargetUse.Fitted, TargetUse.Predicted, TargetUse.Held, TargetUse.Filter];
            var chosen = Choose(targets.Targets, parsed.GetValue(ids) ?? []).Where(t => wanted.Contains(t.Use)).Select(t => t.WithCouplesTimes(parsed.GetValue(times))).ToList();
            var sets = parsed.GetValue(members) > 0 ? ExperimentArgument.Ensemble(parsed.GetValue(ensemble)) : null;
            var results = await Task.Run(() => TargetRun.Run(chosen, parsed.GetValue(threads), !parsed.GetValue(noStudies), cancellation), cancellation);
            for (int member = 0; member < Math.Min(parsed.GetValue(members), sets?.Members.Count ?? 0); member++)
            {
                int number = member;
                results = await Task.Run(() => TargetRun.Under(results, values => sets!.In(values, number), parsed.GetValue(threads), cancellation), cancellation);
            }
            // what is known is shown before a disk can refuse it
            await output.WriteAsync(parsed.GetValue(json) ? TargetsView.Json(results) : TargetsView.Text(results));
            if (parsed.GetValue(folder) is { } to)
            {
                int asked = parsed.GetValue(members);
                var written = ExperimentArgument.Written(parsed.GetValue(ids), [("--targets", Path.GetFileName(parsed.GetValue(file))), .. (parsed.GetValue(uses) ?? []).Select(u => ("--use", (string?)u)), ("--no-studies", parsed.GetValue(noStudies) ? "" : null),
                    ("--times", AnswerView.Format($"{parsed.GetValue(times)}")), ("--members", asked > 0 ? AnswerView.Format($"{asked}") : null), ("--ensemble", asked > 0 ? Path.GetFileName(parsed.GetValue(ensemble)) : null)]);
                await TargetTable.WriteAsync(to, source, overrides, written, results, cancellation);
                if (!parsed.GetValue(json)) await output.WriteLineAsync($"Table: {to} (targets.parquet; columns.parquet says what every column means)");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<Target> Choose(IReadOnlyList<Target> all, string[] ids)
    {
        static bool Matches(Target target, string id) => target.Id == id || target.Id.StartsWith(id + ".", StringComparison.Ordinal);
        foreach (string id in ids)
            if (!all.Any(t => Matches(t, id))) throw new StudyException([new StudyError(ErrorKind.UnknownItem, "asem targets", 0, 0, id, $"there is no figure {Words.Quote(id)}{Words.Suggestion(id, [.. all.SelectMany(t => new[] { t.Id, t.Id.Split('.')[0] }).Distinct()])}; asem list targets shows them")]);
        return ids.Length == 0 ? all : [.. all.Where(t => ids.Any(id => Matches(t, id)))];
    }

    /// <summary>The option for a file of figures.</summary>
    public static Option<string?> File() => new("--targets") { Description = "A file of figures of your own, in the vocabulary of docs/propositions.md (default: the shipped ones)." };

    /// <summary>The figures of a file, or the shipped ones.</summary>
    public static (ExperimentSource Source, TargetFile File) Load(string? file, IReadOnlyList<string> overrides)
    {
        var source = ExperimentArgument.Source(file, Shipped);
        return (source, TargetFile.Read(source, overrides));
    }
}
