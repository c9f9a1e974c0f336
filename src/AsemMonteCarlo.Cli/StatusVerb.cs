using System.CommandLine;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Clusters;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem status</c>: how far a run is, or the parts of a study on many machines, by their files alone.</summary>
internal static class StatusVerb
{
    private const int LongestList = 8;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("dir") { Description = "Folder of asem cluster, or of a run." };
        var missing = new Option<bool>("--missing") { Description = "Print the numbers of parts that are not finished, as schedulers write arrays (3,7-9), and nothing else." };
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var command = new Command("status", "Say how far a run is, or the parts of a study on many machines. Files are trusted, not what a scheduler says of jobs. Exit 0 if it is finished, 1 if not.") { folder, missing, json };
        command.SetAction(async (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path)) return await error.RefuseAsync(ErrorKind.NoSuchFolder, $"{path}: no such folder");
            bool asJson = parsed.GetValue(json);
            if (!File.Exists(Path.Combine(path, ShardedStudy.FileName))) return await RunAsync(path, parsed.GetValue(missing), asJson, output, error);
            var sharded = ShardedStudy.Open(path);
            var parts = sharded.Status();
            int[] Numbers(PartState state) => [.. parts.Where(p => p.State == state).Select(p => p.Number)];
            int[] open = [.. parts.Where(p => p.State != PartState.Finished).Select(p => p.Number)];
            if (parsed.GetValue(missing))
            {
                await output.WriteLineAsync(ShardedStudy.Ranges(open));
                return ExitCode.Done;
            }
            bool isDone = open.Length == 0 && sharded.IsMerged;
            if (asJson)
            {
                await output.WriteLineAsync(new JsonObject
                {
                    ["parts"] = sharded.Count,
                    ["finished"] = Numbers(PartState.Finished).Length,
                    ["unfinished"] = ShardedStudy.Ranges(Numbers(PartState.Unfinished)),
                    ["missing"] = ShardedStudy.Ranges(Numbers(PartState.Missing)),
                    ["wrong"] = ShardedStudy.Ranges(Numbers(PartState.Wrong)),
                    ["couples"] = parts.Sum(p => p.Done),
                    ["merged"] = sharded.IsMerged,
                }.ToJsonString());
                return isDone ? ExitCode.Done : ExitCode.Failed;
            }
            await output.WriteLineAsync(AnswerView.Format($"{path}: {Numbers(PartState.Finished).Length:N0} of {Words.Count(sharded.Count, "part")} finished, {Words.Count(parts.Sum(p => p.Done), "couple")} done{(sharded.IsMerged ? "; merged" : "")}"));
            foreach (var (state, said) in new[] { (PartState.Unfinished, "begun and not finished"), (PartState.Missing, "not begun") })
                if (Numbers(state) is { Length: > 0 } numbers) await output.WriteLineAsync($"  {said}: {ShardedStudy.Ranges(numbers)}");
            foreach (var part in parts.Where(p => p.State == PartState.Wrong).Take(LongestList)) await output.WriteLineAsync($"  part {part.Number} ({sharded.PartFolder(part.Number)}) cannot be used: {part.Why!.Kind.Say($"{part.Why.Message}; remove its folder")}");
            string submit = ShellWord.Quote(Path.Combine(path, SlurmScripts.Submit));
            if (isDone) await output.WriteLineAsync($"  the run: {sharded.RunFolder}");
            else if (open.Length > 0) await output.WriteLineAsync($"  when no job of it is running: bash {submit} submits them");
            else await output.WriteLineAsync($"  not merged yet: bash {submit}, or asem merge {ShellWord.Quote(Path.Combine(path, "parts"))}/part-* --output {ShellWord.Quote(sharded.RunFolder)}");
            return isDone ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<int> RunAsync(string path, bool missing, bool asJson, TextWriter output, TextWriter error)
    {
        bool isFinished = File.Exists(Path.Combine(path, Manifest.FileName));
        var progress = UnfinishedRun.ProgressIn(path);
        if (missing || !isFinished && progress is null) return await error.RefuseAsync(missing ? ErrorKind.NotAPart : ErrorKind.NoRun, $"{path}: there is no {(missing ? "study in parts" : "run, finished or not,")} in this folder");
        if (asJson) await output.WriteLineAsync(new JsonObject { ["finished"] = isFinished, [progress?.Unit ?? "couples"] = progress?.Done, ["of"] = progress?.Of }.ToJsonString());
        else await output.WriteLineAsync(isFinished ? $"{path}: finished" : $"{path}: unfinished, {progress} done; go on with: {ResumeCommand.For(path)}");
        return isFinished ? ExitCode.Done : ExitCode.Failed;
    }
}
