using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A replay as a table and as JSON.</summary>
internal static class ReplayTable
{
    /// <summary>Writes every day of both partners.</summary>
    /// <param name="replay">The replay.</param>
    /// <param name="path">The file, whose folder exists.</param>
    /// <param name="cancellation">Ends the work early; no file is left.</param>
    /// <exception cref="TableException">The file cannot be written.</exception>
    public static async Task WriteAsync(Replay replay, string path, CancellationToken cancellation)
    {
        var schema = ReplayColumns.Schema(replay.IsDouble);
        var rows = new Rows(schema);
        foreach (var course in replay.Courses)
            foreach (var day in course.Days)
                for (int person = 0; person < 2; person++)
                    rows.Add([course.Variant, day.Day, AnswerTables.NameOf(person), .. ReplayColumns.All.Select(c => (RowValue)c.ValueOf(day.Of(person)))]);
        await using var writer = await TableWriter.CreateAsync(path, schema, StudyRun.Metadata(StudyText.Resolved(replay.Study)), cancellation: cancellation).ConfigureAwait(false);
        await writer.AppendAsync(rows.Batch(), cancellation).ConfigureAwait(false);
        await writer.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Rows of some days as JSON objects with the columns of the table.</summary>
    public static JsonArray Json(Replay replay, long firstDay, long lastDay) =>
    [
        .. from course in replay.Courses
           from day in course.Days
           where day.Day >= firstDay && day.Day <= lastDay
           from person in Enumerable.Range(0, 2)
           select Json(course, day, person, replay.IsDouble),
    ];

    private static JsonObject Json(ReplayCourse course, ReplayDay day, int person, bool isDouble)
    {
        var row = new JsonObject { ["variant"] = course.Variant, ["day"] = day.Day, ["person"] = AnswerTables.NameOf(person) };
        foreach (var column in ReplayColumns.All) row[column.Name] = column.ValueOf(day.Of(person)) is { } value ? isDouble ? JsonValue.Create(value) : JsonValue.Create((float)value) : null;
        return row;
    }
}
