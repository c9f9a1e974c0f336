using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem run</c>: simulates a study, writes its tables and prints the answer.</summary>
internal static class RunVerb
{
    private const string FailEnd = "end", FailFast = "fast";

    public static Command Create(TextWriter output, TextWriter error, Interruption interruption)
    {
        var study = new Argument<string?>("study") { Description = "Path of the study, a YAML file. With --resume it may be left out.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--output", "-o") { Description = "Folder for the tables; must be new or empty." };
        var resume = new Option<string?>("--resume") { Description = "Go on with the unfinished run in a folder, after an interruption or a failure of any kind; results are the same bits. Begins it where there is none. Settings are those that it began with." };
        var set = StudyArgument.Set();
        var seed = new Option<string?>("--seed") { Description = $"Seed of all draws, {StudyKeys.Seed.Allowed}; overrides the study's." };
        seed.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Problem(result.Tokens[0].Value) is { } problem) result.AddError(ErrorKind.OptionValue, problem);
        });
        var threads = Threads();
        var shard = new Option<string?>("--shard") { Description = "Run only part i of n of the couples, i/n, for asem merge. Results do not depend on the parts." };
        shard.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Shard.Parse(result.Tokens[0].Value) is null) result.AddError(ErrorKind.OptionValue, $"--shard {result.Tokens[0].Value}: write i/n with n from 1 to {Shard.MaximumCount.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} and i from 1 to n, such as 2/7");
        });
        var storeRuns = new Option<bool>("--store-runs") { Description = "For studies of sensitivity: store every run too, so that the study can be extended and analysed anew." };
        var extend = new Option<string?>("--extend") { Description = "For studies of sensitivity: folder of a smaller run of the same study with its runs stored, which is gone on from, as in --set design.points=2048 --extend DIR." };
        var fail = new Option<string>("--fail") { Description = "For studies of sensitivity: what a run that fails does to the study: 'end' leaves its row out of the indices, which say how many they miss, and lists it with the reason in the table failures; 'fast' ends the study there, and --resume goes on.", DefaultValueFactory = _ => FailEnd };
        fail.CompletionSources.Add(FailEnd, FailFast);
        fail.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && word is not (FailEnd or FailFast)) result.AddError(ErrorKind.OptionValue, $"--fail {word}{Words.Suggestion(word, [FailEnd, FailFast], $"allowed are {FailEnd}, {FailFast}")}");
        });
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress, only the answer." };
        var json = new Option<bool>("--json") { Description = "Progress and answer as one JSON object per line on standard output." };
        var report = new Option<string?>("--report") { Description = "Also write a report of the run: one HTML file, which must not exist, beside the folder." };
        var command = new Command("run", "Run a study: simulate, write Parquet tables, print the answer.") { study, folder, resume, set, seed, threads, shard, storeRuns, extend, fail, report, quiet, json };
        command.Validators.Add(result =>
        {
            bool resumes = result.GetResult(resume) is not null;
            if (resumes && result.GetResult(folder) is not null) result.AddError(ErrorKind.OptionsClash, "--output and --resume exclude each other: --resume writes into the folder that it names");
            else if (!resumes && result.GetResult(folder) is null) result.AddError(ErrorKind.MissingArgument, "Option '--output' is required.");
            if (!resumes && result.GetValue(study) is null) result.AddError(ErrorKind.MissingArgument, "Required argument missing for command: 'run': the path of the study.");
            if (resumes && result.GetResult(extend) is not null) result.AddError(ErrorKind.OptionsClash, "--resume and --extend exclude each other: what a run took over from another one is committed with it");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var overrides = new List<string>(parsed.GetValue(set) ?? []);
            if (parsed.GetValue(seed) is { } given) overrides.Add("seed=" + given);
            string? file = parsed.GetValue(study), again = parsed.GetValue(resume);
            string path = again ?? parsed.GetValue(folder)!;
            var sensitivity = file is null ? null : ExperimentArgument.SensitivityOrNull(file);
            if (sensitivity is not null || file is null && ResumeCommand.Begun(path) is var (begun, _) && ExperimentFolder.WhatIn(begun) == IndicesTable.What)
            {
                string? refused = parsed.GetValue(shard) is not null ? "--shard: a study of sensitivity is run whole; its design points share nothing that parts could be merged by"
                    : null;
                if (refused is not null) return await error.RefuseAsync(ErrorKind.WrongVerb, refused);
                string? sheet = parsed.GetValue(report);
                if (sheet is not null && await RefuseReportAsync(sheet, path, Shard.Whole, error)) return ExitCode.InputWrong;
                // the seed of a design is that of its study
                IReadOnlyList<string> settings = [.. overrides.Select(o => o.StartsWith("seed=", StringComparison.Ordinal) ? "design." + o : o)];
                if (again is not null)
                {
                    var (known, code) = await ResumeCommand.ReadSensitivityAsync(path, sensitivity, settings, parsed.GetValue(json), output, error);
                    if (known is null) return code;
                    (sensitivity, settings) = known.Value;
                }
                else if (await OutputFolder.RefuseAsync(path, error)) return ExitCode.InputWrong;
                var how = new SensitivityOptions { Threads = parsed.GetValue(threads), StoreRuns = parsed.GetValue(storeRuns), StopAtFailure = parsed.GetValue(fail) == FailFast, CommitInterval = ResumeCommand.CommitInterval() };
                return await SensitivityCommand.RunAsync(sensitivity!, settings, path, again is not null, parsed.GetValue(extend), sheet, how, parsed.GetValue(json), parsed.GetValue(quiet), interruption, output, error, cancellation);
            }
            if (parsed.GetValue(storeRuns) || parsed.GetValue(extend) is not null || parsed.GetResult(fail) is { Implicit: false })
                return await error.RefuseAsync(ErrorKind.WrongVerb, "--store-runs, --extend and --fail are for studies of sensitivity, which have 'factors' and a 'design'");
            bool asJson = parsed.GetValue(json), isQuiet = parsed.GetValue(quiet);
            var interval = ResumeCommand.CommitInterval();
            Shard? asked = parsed.GetValue(shard) is { } text ? Shard.Parse(text)!.Value : null;
            Study loaded;
            if (again is null)
            {
                loaded = StudyFile.Load(file!, overrides);
                if (await OutputFolder.RefuseAsync(path, error)) return ExitCode.InputWrong;
            }
            else
            {
                var (known, code) = await ResumeCommand.ReadAsync(path, file, overrides, asked, asJson, output, error);
                if (known is null) return code;
                (loaded, asked) = known.Value;
            }
            var part = asked ?? Shard.Whole;
            if (parsed.GetValue(report) is { } page && await RefuseReportAsync(page, path, part, error)) return ExitCode.InputWrong;
            if (RunNeeds.Lacking(new Design(loaded), parsed.GetValue(threads), RunRoom.Of(path)) is { } lacking) throw new StudyException([new StudyError(ErrorKind.DoesNotFit, file ?? path, 0, 0, "", lacking)]);
            using var progress = ProgressView.Create(error, output, asJson, isQuiet);
            var options = new RunOptions
            {
                Threads = parsed.GetValue(threads),
                Shard = part,
                Progress = progress.Report,
                CommitInterval = interval,
                OnCommit = asJson ? done => progress.Event(ResumeCommand.Event("committed", path, done)) : null,
                Finish = interruption.FinishFirst(() => progress.Note("asem: interrupted; the couples in work are finished first, interrupt again to stop at once")),
            };
            RunResult result;
            Manifest manifest;
            try
            {
                (result, manifest) = await Task.Run(() => again is null
                    ? StudyRun.ExecuteAsync(loaded, path, options, cancellation)
                    : StudyRun.ResumeAsync(loaded, path, options, (done, notes) => ResumeCommand.Begin(path, done, notes, asJson, isQuiet, output, error), cancellation), CancellationToken.None);
            }
            catch (Exception failure) when (UnfinishedRun.ProgressIn(path) is not null && ResumeCommand.EndsRun(failure))
            {
                progress.Finish();
                return await ResumeCommand.SayAsync(path, failure, asJson, interruption, output, error);
            }
            progress.Finish();
            if (part != Shard.Whole)
            {
                if (asJson) await output.WriteLineAsync(new JsonObject { ["event"] = "part", ["output"] = path, ["shard"] = part.ToString(), ["digest"] = manifest.Digest.ToString() }.ToJsonString(JsonSerializerOptions.Web));
                else await output.WriteLineAsync($"part {part} of {loaded.Name}: {Words.Count(result.Sums.Dyads, "couple")}; digest {manifest.Digest}; merge all parts with: asem merge DIR… --output DIR");
            }
            else if (asJson)
            {
                // the answer stays the last line
                if (parsed.GetValue(report) is { } html)
                {
                    await ReportVerb.WriteAsync(path, html, cancellation);
                    await output.WriteLineAsync(new JsonObject { ["event"] = "report", ["report"] = html }.ToJsonString(JsonSerializerOptions.Web));
                }
                await output.WriteLineAsync(Answer(path, manifest, result));
            }
            else
            {
                await output.WriteAsync(AnswerView.Text(result, manifest, path));
                if (!isQuiet) await output.WriteAsync(await SnippetsVerb.AfterRunAsync(path, cancellation));
                // what was asked stands last, above the prompt
                BarsView.Write(output, BarsView.Of(result));
                if (parsed.GetValue(report) is { } html) await output.WriteLineAsync(await ReportVerb.WriteAsync(path, html, cancellation));
                else if (!isQuiet) await output.WriteLineAsync($"Next: asem report {ShellWord.Quote(path)} --output {ShellWord.Quote(Path.TrimEndingDirectorySeparator(path) + ".html")}");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<bool> RefuseReportAsync(string page, string folder, Shard part, TextWriter error)
    {
        Finding? why = part != Shard.Whole ? new(ErrorKind.WrongVerb, "a part of a study has no answer to report; put the parts together with asem merge and use asem report")
            : Path.GetFullPath(page).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? new(ErrorKind.FolderTaken, "the folder of the tables holds nothing else; name a file beside it")
            : null;
        return why is null ? await ReportVerb.RefuseAsync("--report", page, error) : await error.RefuseAsync($"--report {page}", why);
    }

    private static string? Problem(string seed)
    {
        var problems = new StudyProblems("");
        return StudyValues.Whole(new StudyNode { Kind = StudyNodeKind.Scalar, Text = seed }, "--seed", StudyKeys.Seed, problems, out _) ? null : problems.First;
    }

    /// <summary>The option for worker threads.</summary>
    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Worker threads (default: all processors). Results do not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int n) || n is < 1 or > 1024)) result.AddError(ErrorKind.OptionValue, $"--threads {result.Tokens[0].Value}: allowed are 1 … 1024");
        });
        return threads;
    }

    /// <summary>The answer as one line of JSON.</summary>
    public static string Answer(string path, Manifest manifest, RunResult result) => new JsonObject
    {
        ["event"] = "answer",
        ["output"] = path,
        ["digest"] = manifest.Digest.ToString(),
        ["run"] = JsonNode.Parse(manifest.Run.ToJsonString()),
        ["answer"] = AnswerView.Json(result),
    }.ToJsonString(JsonSerializerOptions.Web);
}
