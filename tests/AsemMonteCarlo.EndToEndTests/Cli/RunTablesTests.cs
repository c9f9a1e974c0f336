using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>The tables of a run as DuckDB reads them.</summary>
public sealed class RunTablesTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Every_table_has_as_many_rows_as_the_manifest_says()
    {
        string output = here.RunSmall(null, "--set", "store.dyads=on");
        var tables = Manifest.Load(Path.Combine(output, Manifest.FileName)).Tables;
        Assert.Equal(["cells", "columns", "dyads", "exposure", "outcomes", "pathways", "points", "population", "summaries"], tables.Select(t => t.Name).Order(StringComparer.Ordinal));
        foreach (var table in tables)
            Assert.Equal(table.Rows, Parquet.Column<long>(Path.Combine(output, table.File), "select count(*) from TABLE").Single());
        Assert.Equal(4 * 32 * 2, tables.Single(t => t.Name == "dyads").Rows);
        Assert.Equal(4, tables.Single(t => t.Name == "points").Rows);
    }

    [Fact]
    public void A_join_of_pathways_with_columns_explains_every_column()
    {
        string pathways = Path.Combine(here.RunSmall(), "pathways.parquet");
        var described = Parquet.Rows(pathways, """
            select d.column_name, c.unit, c.meaning from (describe select * from TABLE) d
            left join read_parquet('FOLDER/columns.parquet') c on c."table" = 'pathways' and c."column" = d.column_name
            """);
        Assert.Equal(AnswerTables.PathwaysSchema.Columns.Select(c => c.Name), described.Select(row => (string)row[0]!));
        Assert.All(described, row => Assert.NotEmpty((string)row[2]!));
        var shapley = Parquet.Rows(pathways, "select pathway, estimate, low, high from TABLE where outcome = 'insecurity' and \"group\" = 'all' and \"view\" = 'all' and statistic = 'shapley' order by pathway");
        Assert.Equal(["safe.bond", "self.efficacy"], shapley.Select(row => (string)row[0]!));
        Assert.All(shapley, row => Assert.InRange((double)row[1]!, (double)row[2]!, (double)row[3]!));
    }

    [Fact]
    public void Every_stored_value_of_every_couple_is_what_the_engine_computes()
    {
        // more couples than one block, by two threads, against one thread here
        string[] settings = ["store.dyads=on", "dyads=300"];
        string output = here.RunSmall(null, [.. settings.SelectMany(s => new[] { "--set", s }), "--threads", "2"]);
        var rows = Parquet.Rows(Path.Combine(output, "dyads.parquet"), "select * from TABLE order by point, dyad, person");
        var study = StudyFile.Load(here.Small(), settings);
        int points = new Design(study).PointCount;
        Assert.Equal(points * 300 * 2, rows.Count);
        int compared = 0;
        void OnPass(long number, BlockResult block)
        {
            for (int point = 0; point < points; point++)
                for (int dyad = 0; dyad < block.Dyads; dyad++)
                    for (int person = 0; person < 2; person++)
                        compared += Compare(rows[(point * 300 + (int)block.FirstDyad + dyad) * 2 + person], study.HorizonDays, block, point, dyad, person);
        }
        StudyRunner.Run(study, new RunOptions { Threads = 1, OnPass = OnPass }, TestContext.Current.CancellationToken);
        Assert.Equal(rows.Count * Outcomes.All.Count, compared);
    }

    private static int Compare(object?[] row, int day, BlockResult block, int point, int dyad, int person)
    {
        var couple = block.Couples(0)[dyad];
        var (profile, anxiety, avoidance) = person == 0 ? (couple.A, couple.Scores.AnxietyA, couple.Scores.AvoidanceA) : (couple.B, couple.Scores.AnxietyB, couple.Scores.AvoidanceB);
        Assert.Equal([(long)point, block.FirstDyad + dyad, person == 0 ? "focal" : "partner", (long)day, RecipientGroup.NameOf(profile), couple.Weight, anxiety, avoidance], row[..8]);
        for (int outcome = 0; outcome < Outcomes.All.Count; outcome++)
            Assert.Equal(BitConverter.SingleToInt32Bits(block.Outcome(0, point, outcome, person)[dyad]), BitConverter.SingleToInt32Bits((float)row[8 + outcome]!));
        return Outcomes.All.Count;
    }
}
