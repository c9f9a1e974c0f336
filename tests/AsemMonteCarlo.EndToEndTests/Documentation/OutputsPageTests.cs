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

    private static string Query()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AsemMonteCarlo.sln"))) at = at.Parent;
        string page = File.ReadAllText(Path.Combine(at!.FullName, "docs", "outputs.md"));
        return Regex.Match(page, "```sql\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
    }
}
