using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using DuckDB.NET.Data;

namespace AsemMonteCarlo.EndToEndTests.Documentation;

public sealed class OutputsPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("asem-outputs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_query_for_DuckDB_ranks_the_pathways_of_a_run()
    {
        string output = Path.Combine(folder, "run"), query = Query().Replace("out/quick", output, StringComparison.Ordinal);
        var study = StudyFile.Bind("dyads: 16\nhorizon_days: 3\nsettle_days: 3\npathways: {of: [safe.bond, self.validation, others.support]}", "small", folder, []);
        await StudyRun.ExecuteAsync(study, output, cancellation: TestContext.Current.CancellationToken);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<(string Pathway, double Estimate)>();
        while (reader.Read()) rows.Add((reader.GetString(0), reader.GetDouble(1)));
        Assert.Equal(["others.support", "safe.bond", "self.validation"], rows.Select(r => r.Pathway).Order(StringComparer.Ordinal));
        Assert.Equal(rows.Select(r => r.Estimate).Order(), rows.Select(r => r.Estimate));
    }

    [Fact]
    public async Task Doses_and_fading_are_related_to_the_plain_effects_as_the_page_says()
    {
        const string yaml = """
            dyads: 64
            horizon_days: 60
            settle_days: 5
            outcomes: [insecurity]
            readings: [30, 45]
            pathways: {arms: [all, none], of: [safe.bond, self.efficacy], doses: [0.5, 1], withdrawn_from: 30}
            """;
        string output = Path.Combine(folder, "fading");
        await StudyRun.ExecuteAsync(StudyFile.Bind(yaml, "fading", folder, []), output, cancellation: TestContext.Current.CancellationToken);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        double Figure(string statistic, int day, string condition = "true")
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT estimate FROM '{output}/pathways.parquet' WHERE statistic = '{statistic}' AND day = {day} AND view = 'all' AND \"group\" = 'all' AND {condition}";
            return (double)command.ExecuteScalar()!;
        }
        const string efficacy = "pathway = 'self.efficacy'";
        Assert.Equal(Figure("alone", 60, efficacy), Figure("dose_alone", 60, efficacy + " AND strength = 1"));
        Assert.Equal(Figure("left_out", 60, efficacy), Figure("dose_among_all", 60, efficacy + " AND strength = 1"));
        Assert.NotEqual(Figure("alone", 60, efficacy), Figure("dose_alone", 60, efficacy + " AND strength = 0.5"));
        Assert.Equal(Figure("total", 30), Figure("total_until", 30));
        Assert.Equal(Figure("alone", 30, efficacy), Figure("alone_until", 30, efficacy));
        Assert.Equal(0, Figure("kept", 30, efficacy));
        Assert.NotEqual(0, Figure("kept", 60, efficacy));
        Assert.NotEqual(Figure("total", 60), Figure("total_until", 60));
    }

    private static string Query()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AsemMonteCarlo.sln"))) at = at.Parent;
        string page = File.ReadAllText(Path.Combine(at!.FullName, "docs", "outputs.md"));
        return Regex.Match(page, "```sql\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
    }
}
