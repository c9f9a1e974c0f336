using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Tables;
using TemporaryFolder = AsemMonteCarlo.Tests.Studies.TemporaryFolder;

namespace AsemMonteCarlo.Tests.Replays;

/// <summary>What a run stored is simulated again: bits that are right are found right, and wrong ones wrong.</summary>
public sealed class ResimulationTests : IDisposable
{
    private const int Everything = Resimulation.MaximumSample;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Studies => [.. ReplayTests.Texts.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task Rows_and_courses_of_every_kind_of_study_have_the_bits_of_a_second_simulation(string name)
    {
        string output = await RunAsync(name);
        Same(3, await AgainAsync(output, 60));
    }

    [Fact]
    public async Task A_run_in_double_precision_and_parts_of_a_run_are_simulated_as_they_were()
    {
        Same(3, await AgainAsync(await RunAsync("own outcomes", lanes: Precise.Name), 40));
        for (int part = 1; part <= 2; part++) Same(3, await AgainAsync(await RunAsync("timeline", new Shard(part, 2)), Everything));
    }

    [Theory]
    [InlineData("anxiety")]
    [InlineData("satisfaction")]
    [InlineData("weight")]
    [InlineData("anxiety_start")]
    [InlineData("profile")]
    public async Task A_number_that_was_wrong_before_it_was_written_is_found_and_named(string column)
    {
        string output = await RunAsync("timeline"), wrong = At("wrong");
        await Rewritten.WriteAsync(output, wrong, AnswerTables.DyadsTable, batch => Spoil(batch, column, 17));
        Assert.Empty(await RunFolder.VerifyAsync(wrong, Token));
        // the stored rows alone, then the whole study as well
        var again = await AgainAsync(wrong, Everything, most: 0);
        Assert.Contains($"simulated again, differs: column '{column}' of ", Assert.Single(again.Findings).Message, StringComparison.Ordinal);
        Assert.Contains("dyads.parquet", again.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, (await AgainAsync(wrong, Everything)).Findings.Count);
    }

    [Fact]
    public async Task A_sample_that_is_held_in_parts_gives_the_same_outcome()
    {
        string output = await RunAsync("timeline");
        var whole = await AgainAsync(output, 50, most: 0);
        Assert.Equal(whole.Done, (await AgainAsync(output, 50, most: 0, rows: 30)).Done);
        await Rewritten.WriteAsync(output, At("parts"), AnswerTables.DyadsTable, batch => Enumerable.Range(0, 400).ToList().ForEach(row => Spoil(batch, "anxiety", row)));
        var parts = await AgainAsync(At("parts"), Everything, most: 0, rows: 30);
        Assert.Equal(10, parts.Findings.Count);
        Assert.Single(parts.Done);
    }

    [Fact]
    public async Task A_wrong_course_and_a_wrong_answer_are_found()
    {
        string output = await RunAsync("timeline");
        await Rewritten.WriteAsync(output, At("course"), AnswerTables.TrajectoriesTable, batch => Spoil(batch, "avoidance", 3));
        Assert.Contains("column 'avoidance'", Assert.Single((await AgainAsync(At("course"), Everything, most: 0)).Findings).Message, StringComparison.Ordinal);
        await Rewritten.WriteAsync(output, At("answer"), "pathways", batch => Spoil(batch, "estimate", 5));
        Assert.Empty(await RunFolder.VerifyAsync(At("answer"), Token));
        string finding = Assert.Single((await AgainAsync(At("answer"), 1)).Findings).Message;
        Assert.Contains("pathways.parquet' has content digest ", finding, StringComparison.Ordinal);
        Assert.Contains("run again, gives ", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_a_day_that_the_study_does_not_store_is_found()
    {
        string output = await RunAsync("timeline");
        await Rewritten.WriteAsync(output, At("day"), AnswerTables.DyadsTable, batch => batch.Values<long>("day")[0] = 8);
        Assert.Contains(", day 8, which its study does not store.", Assert.Single((await AgainAsync(At("day"), Everything, most: 0)).Findings).Message, StringComparison.Ordinal);
        await Rewritten.WriteAsync(output, At("dyad"), AnswerTables.DyadsTable, batch => batch.Values<long>("dyad")[0] = 77);
        Assert.Contains((await AgainAsync(At("dyad"), Everything, most: 0)).Findings, f => f.Message.Contains(" rows of 160 couples at design points instead of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_simulated_again_is_said()
    {
        string plain = await ReplayTests.RunAsync(folder, ReplayTests.Texts["provider"].Replace("dyads: on", "dyads: off", StringComparison.Ordinal));
        var large = await AgainAsync(plain, 10, most: 100);
        Assert.Empty(large.Done);
        Assert.Contains("nothing was simulated again, as the run stores no rows of single couples: a study is run again whole up to 100 dyad-days, and this one has 4,800", Assert.Single(large.Notes), StringComparison.Ordinal);
        Same(1, await AgainAsync(plain, 10));
        var part = await AgainAsync(await RunAsync("timeline"), 10, most: 100);
        Assert.Equal(2, part.Done.Count);
        Assert.StartsWith("tables other than those of single couples were not simulated again", Assert.Single(part.Notes), StringComparison.Ordinal);
        var none = await AgainAsync(plain, 0);
        Assert.Empty(none.Done.Concat(none.Notes));
    }

    [Fact]
    public void Couples_are_chosen_alike_each_time_all_different_and_all_where_few_are_more_than_there_are()
    {
        int[] points = [2, 3, 5, 7];
        var chosen = Resimulation.Choose(points, 100, 200, 60, 9);
        Assert.Equal(chosen, Resimulation.Choose(points, 100, 200, 60, 9));
        Assert.NotEqual(chosen, Resimulation.Choose(points, 100, 200, 60, 10));
        Assert.Equal(60, chosen.Distinct().Count());
        Assert.All(chosen, c => Assert.True(points.Contains(c.Point) && c.Dyad is >= 100 and < 200));
        Assert.Equal(points, chosen.Select(c => c.Point).Distinct().Order());
        Assert.Equal(400, Resimulation.Choose(points, 100, 200, 400, 9).Distinct().Count());
        Assert.Equal(399, Resimulation.Choose(points, 100, 200, 399, 9).Distinct().Count());
        Assert.Empty(Resimulation.Choose(points, 5, 5, 10, 1));
        // couples far beyond 2³² are reached
        Assert.Contains(Resimulation.Choose(points, 0, 1L << 40, 100, 1), c => c.Dyad > 1L << 39);
    }

    private static void Same(int done, Resimulated again)
    {
        Assert.Empty(again.Findings);
        Assert.Empty(again.Notes);
        Assert.Equal(done, again.Done.Count);
    }

    // the smallest change of a number, or another word
    private static void Spoil(TableBatch batch, string column, int row)
    {
        int c = batch.Schema.Columns.Index().Single(x => x.Item.Name == column).Index;
        switch (batch.Columns[c])
        {
            case float[] values: values[row] = MathF.BitIncrement(values[row]); break;
            case double[] values: values[row] = Math.BitIncrement(values[row]); break;
            case double?[] values: values[row] = Math.BitIncrement(values[row] ?? 0); break;
            case string[] values: values[row] = values[row] == "secure" ? "fearful" : "secure"; break;
            default: Assert.Fail($"column '{column}' cannot be spoiled"); break;
        }
    }

    private string At(string name) => Path.Combine(folder.Path, name);

    private Task<string> RunAsync(string name, Shard? part = null, string? lanes = null) =>
        ReplayTests.RunAsync(folder, ReplayTests.Texts[name].Replace("store: {dyads: on}", "store: {dyads: on, trajectories: {every: 7, couples: 30, arms: [all, only safe.bond]}}", StringComparison.Ordinal).Replace(", only safe.bond", name == "sweep" ? "" : ", only safe.bond", StringComparison.Ordinal), part, lanes);

    private Task<Resimulated> AgainAsync(string output, int sample, long most = Resimulation.MaximumDyadDays, int rows = 1 << 20) =>
        Resimulation.RunAsync(output, study => ReplayTests.Bind(folder, study), sample, mostDyadDays: most, mostRows: rows, cancellation: Token);
}
