using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem run</c>: simulates a study, writes its tables and prints the answer.</summary>
internal static class RunVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = StudyArgument.Study();
        var folder = new Option<string>("--output", "-o") { Description = "Folder for the tables; must be new or empty.", Required = true };
        var set = StudyArgument.Set();
        var seed = new Option<string?>("--seed") { Description = "Seed of all draws, 0 … 18446744073709551615; overrides the study's." };
        var threads = new Option<int>("--threads") { Description = "Worker threads (default: all processors). Results do not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int n) || n is < 1 or > 1024)) result.AddError($"--threads {result.Tokens[0].Value}: allowed are 1 … 1024");
        });
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress, only the answer." };
        var json = new Option<bool>("--json") { Description = "Progress and answer as one JSON object per line on standard output." };
        var command = new Command("run", "Run a study: simulate, write Parquet tables, print the answer. Example: asem run configs/quick.yaml --output out/quick") { study, folder, set, seed, threads, quiet, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var overrides = new List<string>(parsed.GetValue(set) ?? []);
            if (parsed.GetValue(seed) is { } given) overrides.Add("seed=" + given);
            var loaded = StudyFile.Load(parsed.GetRequiredValue(study), overrides);
            string path = parsed.GetRequiredValue(folder);
            bool asJson = parsed.GetValue(json);
            if (File.Exists(path))
            {
                await error.WriteLineAsync($"asem: --output {path}: this is a file; name a new folder");
                return ExitCode.InputWrong;
            }
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            {
                await error.WriteLineAsync($"asem: --output {path}: the folder is not empty; name a new one, so that no earlier result is lost");
                return ExitCode.InputWrong;
            }
            using var progress = ProgressView.Create(error, output, asJson, parsed.GetValue(quiet));
            var (result, manifest) = await Task.Run(() => StudyRun.ExecuteAsync(loaded, path, parsed.GetValue(threads), progress.Report, cancellation), CancellationToken.None);
            progress.Finish();
            if (asJson) await output.WriteLineAsync(Json(path, manifest, AnswerView.Json(loaded, result)));
            else await output.WriteAsync(AnswerView.Text(loaded, result, manifest, path));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Json(string path, Manifest manifest, JsonObject answer) => new JsonObject
    {
        ["event"] = "answer",
        ["output"] = path,
        ["digest"] = manifest.Digest.ToString(),
        ["run"] = JsonNode.Parse(manifest.Run.ToJsonString()),
        ["answer"] = answer,
    }.ToJsonString(JsonSerializerOptions.Web);
}
