using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem replay</c>: one couple of a finished run, day by day.</summary>
internal static class ReplayVerb
{
    private static readonly string[] persons = [AnswerTables.NameOf(0), AnswerTables.NameOf(1)];

    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("dir") { Description = "Folder that asem run wrote, whole or a part." };
        var point = new Option<long>("--point") { Description = "Number of the design point; points.parquet lists them.", Required = true };
        point.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var number }] && Number(number) is null) result.AddError(ErrorKind.OptionValue, $"--point {Words.Shorten(number)}: allowed are whole numbers from 0");
        });
        var dyad = new Option<string>("--dyad") { Description = "Number of the couple, from 0, or with --json A..B for several, one line each.", Required = true, HelpName = "D|A..B" };
        dyad.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var asked }] && Dyads(asked) is null) result.AddError(ErrorKind.OptionValue, $"--dyad {Words.Shorten(asked)}: allowed are whole numbers from 0, or with --json A..B with A ≤ B, such as 0..9");
        });
        var without = new Option<string[]>("--without") { Description = "The same luck beside it with this pathway off; may be repeated for several off together.", HelpName = "pathway", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        without.Validators.Add(result =>
        {
            string[] ids = [.. AsemModel.Pathways.Select(p => p.Id)];
            foreach (string id in result.Tokens.Select(t => t.Value).Where(id => !ids.Contains(id))) result.AddError(ErrorKind.OptionValue, $"--without {Words.Shorten(id)}: no such pathway{Words.Suggestion(id, ids, $"pathways are {string.Join(", ", ids)}")}");
        });
        var person = new Option<string>("--person") { Description = "Whose days the terminal shows, focal or partner; files and JSON hold both.", DefaultValueFactory = _ => persons[0] };
        person.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !persons.Contains(word)) result.AddError(ErrorKind.OptionValue, $"--person {Words.Shorten(word)}: allowed are {Words.OneOf(persons)}");
        });
        var days = new Option<string?>("--days") { Description = "Days that are shown, A..B, counted from 1; files hold all.", HelpName = "A..B" };
        days.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var range }] && Range(range, 1) is null) result.AddError(ErrorKind.OptionValue, $"--days {Words.Shorten(range)}: write A..B with 1 ≤ A ≤ B, such as 30..60");
        });
        var file = new Option<string?>("--output", "-o") { Description = "Parquet file for every day of both partners; must be new." };
        var set = new Option<string[]>("--set") { Description = "population.file=PATH where the population file lies now; nothing else can change." };
        var json = new Option<bool>("--json") { Description = "The days as one JSON object a couple, on one line each, on standard output." };
        var command = new Command("replay", "Show one couple of a finished run day by day, and that it ends as stored.") { folder, point, dyad, without, person, days, file, set, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            string? table = parsed.GetValue(file);
            try
            {
                if (table is not null) RefuseFile(table);
                var dyads = Dyads(parsed.GetRequiredValue(dyad))!.Value;
                bool isJson = parsed.GetValue(json);
                if (dyads.First < dyads.Last && (!isJson || table is not null)) throw new ReplayException(ErrorKind.OptionsClash, $"--dyad {parsed.GetValue(dyad)}: several couples need --json, without --output");
                var opened = ReplayFolder.Open(path, study => StudyFile.Bind(study.ToJsonString(), "study", Directory.GetCurrentDirectory(), parsed.GetValue(set) ?? []));
                var shown = parsed.GetValue(days) is { } asked ? Range(asked, 1) : null;
                if (shown is { } range && range.Last > opened.Study.HorizonDays) throw new ReplayException(ErrorKind.OutsideRun, string.Create(CultureInfo.InvariantCulture, $"--days {parsed.GetValue(days)}: the study has the days 1 to {opened.Study.HorizonDays}"));
                opened.Require(parsed.GetValue(point), dyads.First, dyads.Last);
                Pathway[] off = [.. AsemModel.Pathways.Where(p => parsed.GetValue(without)?.Contains(p.Id) == true)];
                for (long couple = dyads.First; couple <= dyads.Last; couple++)
                {
                    long one = couple;
                    var replay = await Task.Run(() => opened.Run(parsed.GetValue(point), one, off, cancellation), CancellationToken.None);
                    bool isStored = await opened.CompareAsync(replay, cancellation);
                    if (table is not null) await ReplayTable.WriteAsync(replay, table, cancellation);
                    if (isJson) await output.WriteLineAsync(Json(path, replay, isStored, shown).ToJsonString(JsonSerializerOptions.Web));
                    else await output.WriteAsync(ReplayView.Text(replay, Array.IndexOf(persons, parsed.GetValue(person)), shown, isStored, table));
                }
                return ExitCode.Done;
            }
            catch (ReplayException problem)
            {
                await error.WriteLineAsync("asem replay: " + problem.Sentence);
                return problem.Kind.ExitCode;
            }
        });
        return command;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static (long First, long Last)? Dyads(string text) => Number(text) is { } dyad ? (dyad, dyad) : Range(text, 0);

    private static (long First, long Last)? Range(string text, long least) =>
        text.Split("..") is [var from, var to] && Number(from) is { } first && Number(to) is { } last && first >= least && first <= last ? (first, last) : null;

    private static void RefuseFile(string path)
    {
        if (!path.EndsWith(TableFormat.FileEnding, StringComparison.OrdinalIgnoreCase)) throw new ReplayException(ErrorKind.FileEnding, $"--output {path}: name a file that ends in {TableFormat.FileEnding}");
        if (File.Exists(path) || Directory.Exists(path)) throw new ReplayException(ErrorKind.FileExists, $"--output {path}: it exists already; name a new file, so that no earlier result is lost");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new ReplayException(ErrorKind.NoSuchFolder, $"--output {path}: there is no folder '{folder}'");
    }

    private static JsonObject Json(string path, Replay replay, bool isStored, (long First, long Last)? shown) => new()
    {
        ["event"] = "replay",
        ["run"] = path,
        ["point"] = replay.Point.Id,
        ["cell"] = replay.Point.Cell.Id,
        ["arm"] = replay.Point.Arm.Name,
        ["dyad"] = replay.Dyad,
        ["precision"] = replay.IsDouble ? "double" : "single",
        ["equals_stored_row"] = isStored ? true : null,
        ["days"] = ReplayTable.Json(replay, shown?.First ?? 1, shown?.Last ?? replay.Study.HorizonDays),
    };
}
