using System.Text.Json.Nodes;
using AsemMonteCarlo.EndToEndTests.Cli;
using DuckDB.NET.Data;
using ParquetSharp;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>Tables that another tool edited and wrote come back as populations and as results.</summary>
public sealed class EditedElsewhereTests : IDisposable
{
    private const string Persons = "SELECT anxiety_start AS anxiety, avoidance_start AS avoidance FROM 'DYADS' WHERE point = 0 ORDER BY dyad, person";
    private const string Couples = """
        SELECT a.anxiety_start AS anxiety, a.avoidance_start AS avoidance, b.anxiety_start AS partner_anxiety, b.avoidance_start AS partner_avoidance
        FROM 'DYADS' a JOIN 'DYADS' b USING (point, dyad) WHERE a.point = 0 AND a.person = 'focal' AND b.person = 'partner' ORDER BY dyad
        """;

    private const string Linear = "model: external\nfactors: {x1: {uniform: [0, 1]}, x2: {uniform: [0, 2]}}\ndesign: {points: 512}\n";

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Persons_and_couples_from_stored_couples_give_the_same_bits_in_every_format()
    {
        string dyads = Path.Combine(here.RunSmall(null, "--set", "store.dyads=on"), "dyads.parquet");
        foreach (var (query, rows) in ((string, string)[])[(Persons, "persons"), (Couples, "couples")])
        {
            string sql = query.Replace("DYADS", dyads, StringComparison.Ordinal);
            var files = new Dictionary<string, string> { ["plain.csv"] = "", ["snappy.parquet"] = "(COMPRESSION snappy)", ["zstd.parquet"] = "(COMPRESSION zstd)", ["gzip.parquet"] = "(COMPRESSION gzip, ROW_GROUP_SIZE 10)", ["second.parquet"] = "(PARQUET_VERSION v2)" };
            foreach (var (file, options) in files) Duck($"COPY ({sql}) TO '{here[rows + file]}' {options}");
            string[] digests = [.. files.Keys.Select(file => Digest(here[rows + file], rows)).Distinct()];
            Assert.Single(digests);
            // an edited copy is another population
            Duck($"COPY (SELECT * REPLACE (least(anxiety + 1, 7) AS anxiety) FROM ({sql})) TO '{here[rows + "edited.parquet"]}'");
            Assert.NotEqual(digests[0], Digest(here[rows + "edited.parquet"], rows));
        }
    }

    [Fact]
    public void The_table_of_couples_itself_is_a_population() =>
        here.RunSmall(null, "--set", "population.file=" + Path.Combine(here.RunSmall(null, "--set", "store.dyads=on"), "dyads.parquet"), "--set", "population.columns.anxiety=anxiety_start", "--set", "population.columns.avoidance=avoidance_start");

    [Fact]
    public void Whole_numbers_decimals_and_small_types_are_numbers()
    {
        string values = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"({1 + i % 7}, {1 + i % 5 * 1.25:F2})"));
        string[] types = ["DOUBLE", "FLOAT", "DECIMAL(4,2)", "DECIMAL(18,2)"];
        string[] wholes = ["BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "DOUBLE"];
        var digests = new HashSet<string>();
        foreach (var (whole, type) in wholes.SelectMany(w => types.Select(t => (w, t))))
        {
            string file = here[$"{whole}{types.IndexOf(type)}.parquet"];
            Duck($"COPY (SELECT anxiety::{whole} AS anxiety, avoidance::{type} AS avoidance, 'text' AS note FROM (VALUES {values}) t(anxiety, avoidance)) TO '{file}'");
            if (digests.Count == 0 || whole == "BIGINT" || type == "DOUBLE") digests.Add(Digest(file, "persons"));
        }
        Assert.Single(digests);
    }

    [Fact]
    public void Results_that_DuckDB_computes_from_a_design_are_analysed()
    {
        string study = here.Write("linear.yaml", Linear);
        Asem.Succeed("sample", study, "-o", here["design.parquet"]);
        Asem.Succeed("sample", study, "-o", here["design.csv"]);
        // in another order, as DuckDB's own types
        var answers = new HashSet<string>();
        foreach (string design in (string[])["design.parquet", "design.csv"])
            foreach (var (file, options) in ((string, string)[])[("results.csv", ""), ("results.parquet", "(COMPRESSION snappy)"), ("zstd.parquet", "(COMPRESSION zstd)")])
            {
                Duck($"COPY (SELECT x1 + x2 AS y, design_id, (10 * x1)::INTEGER AS tens FROM '{here[design]}' ORDER BY hash(design_id)) TO '{here[design + file]}' {options}");
                answers.Add(Asem.Succeed("analyze", study, "--results", here[design + file], "--json").Output);
            }
        var indices = JsonNode.Parse(Assert.Single(answers))!.AsArray();
        double Total(string output, string factor) => (double)indices.Single(i => (string)i!["output"]! == output && (string)i["index"]! == "total" && (string)i["factors"]![0]! == factor)!["estimate"]!;
        // the variance of a sum of independent factors is that of each: 1/12 and 4/12
        Assert.Equal(0.2, Total("y", "x1"), 0.05);
        Assert.Equal(0.8, Total("y", "x2"), 0.05);
        Assert.Equal(0, Total("tens", "x2"), 0.001);
    }

    [Fact]
    public void Results_that_Arrow_writes_are_analysed()
    {
        string study = here.Write("linear.yaml", Linear);
        Asem.Succeed("sample", study, "-o", here["design.csv"]);
        var rows = File.ReadLines(here["design.csv"]).Skip(1).Select(line => line.Split(',').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToList();
        Duck($"COPY (SELECT design_id, x1 + x2 AS y FROM '{here["design.csv"]}') TO '{here["duck.parquet"]}'");
        string expected = Asem.Succeed("analyze", study, "--results", here["duck.parquet"], "--json").Output;
        foreach (var compression in (Compression[])[Compression.Snappy, Compression.Zstd, Compression.Brotli])
        {
            using (var builder = new WriterPropertiesBuilder())
            {
                builder.Compression(compression).EnableDictionary();
                using var writer = new ParquetFileWriter(here["arrow.parquet"], [new Column<int>("design_id"), new Column<double?>("y")], builder.Build());
                using var group = writer.AppendRowGroup();
                using (var column = group.NextColumn().LogicalWriter<int>()) column.WriteBatch([.. rows.Select(r => (int)r[0])]);
                using (var column = group.NextColumn().LogicalWriter<double?>()) column.WriteBatch([.. rows.Select(r => (double?)(r[1] + r[2]))]);
                writer.Close();
            }
            Assert.Equal(expected, Asem.Succeed("analyze", study, "--results", here["arrow.parquet"], "--json").Output);
        }
    }

    private string Digest(string file, string rows)
    {
        string[] columns = rows == "couples" ? ["--set", "population.columns={anxiety: anxiety, avoidance: avoidance, partner_anxiety: partner_anxiety, partner_avoidance: partner_avoidance}"] : [];
        return RunVerbTests.Digest(here.RunSmall(null, ["--set", "population.file=" + file, "--set", "population.rows=" + rows, .. columns]));
    }

    private static void Duck(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
