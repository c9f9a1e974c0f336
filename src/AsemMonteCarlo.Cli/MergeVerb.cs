using System.CommandLine;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem merge</c>: puts the parts of a study together.</summary>
internal static class MergeVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var folders = new Argument<string[]>("dirs") { Description = "Folders that asem run --shard wrote: every part of one study, in any order.", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--output", "-o") { Description = "Folder for the tables; must be new or empty.", Required = true };
        var set = new Option<string[]>("--set") { Description = "population.file=PATH where the population file lies now; nothing else can change." };
        var json = new Option<bool>("--json") { Description = "The answer as one JSON object on standard output." };
        var command = new Command("merge", "Put the parts of a study together: the same tables, digest and answer as one run.") { folders, folder, set, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (await OutputFolder.RefuseAsync(path, error)) return ExitCode.InputWrong;
            string[] parts = parsed.GetRequiredValue(folders);
            foreach (string part in parts)
            {
                if (Directory.Exists(part)) continue;
                return await error.RefuseAsync(ErrorKind.NoSuchFolder, $"{part}: no such folder");
            }
            try
            {
                var (result, manifest) = await ShardMerge.ExecuteAsync(parts, path, study => StudyFile.Bind(study.ToJsonString(), "study", Directory.GetCurrentDirectory(), parsed.GetValue(set) ?? []), cancellation);
                if (parsed.GetValue(json)) await output.WriteLineAsync(RunVerb.Answer(path, manifest, result));
                else await output.WriteAsync(AnswerView.Text(result, manifest, path) + await SnippetsVerb.AfterRunAsync(path, cancellation));
                return ExitCode.Done;
            }
            catch (ShardException problem)
            {
                await error.WriteLineAsync("asem merge: " + problem.Sentence);
                return problem.Kind.ExitCode;
            }
        });
        return command;
    }
}
