using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.EndToEndTests.Install;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>Folders that the first version wrote are read by this one, and their values are those that were written.</summary>
public sealed class FirstVersionTests : IDisposable
{
    private static readonly string first = Path.Combine(Dotnet.Repository, "tests", "golden", "tables-v1");

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public async Task Every_value_is_what_was_written()
    {
        foreach (var (file, expected) in TableText.Parse(File.ReadAllText(Path.Combine(first, "expected.txt"))))
        {
            string path = Path.Combine(first, file);
            var duck = Cli.Parquet.Rows(path, "select * from TABLE");
            await using var table = await TableReader.OpenAsync(path, TestContext.Current.CancellationToken);
            var batch = await table.ReadAsync(TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected.Columns.Select(c => $"{c.Key} {c.Value.Type}"), table.Schema.Columns.Select(c => $"{c.Name} {TableText.Of(c.Type)}"));
            for (int c = 0; c < expected.Columns.Count; c++)
            {
                Assert.Equal(expected.Columns[c].Value.Values, duck.Select(row => TableText.Of(row[c])));
                Assert.Equal(expected.Columns[c].Value.Values, batch.Columns[c].Cast<object?>().Take(batch.Rows).Select(TableText.Of));
            }
        }
    }

    [Fact]
    public void Verbs_that_read_folders_read_them()
    {
        string pathways = Path.Combine(first, "pathways"), sensitivity = Path.Combine(first, "sensitivity");
        foreach (string folder in (string[])[pathways, sensitivity]) Assert.Contains("every table is as written", Asem.Succeed("verify", folder).Output, StringComparison.Ordinal);
        Asem.Succeed("report", pathways, "-o", here["report.html"]);
        Asem.Succeed("figures", pathways, "-o", here["figures"]);
        Asem.Succeed("report", sensitivity + Path.DirectorySeparatorChar, "-o", here["sensitivity.html"]);
        string page = File.ReadAllText(here["sensitivity.html"]);
        Assert.Contains("there were too few points to halve, or the folder is of an earlier version", page, StringComparison.Ordinal);
        Assert.DoesNotContain("analyse all runs at once", page, StringComparison.Ordinal);
        Assert.Contains("<h1>sensitivity</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Study sensitivity;", page, StringComparison.Ordinal);
        Asem.Succeed("figures", sensitivity, "-o", here["figures of indices"]);
        Asem.Succeed("diff", pathways, pathways);
        Asem.Succeed("diff", sensitivity, sensitivity);
        Asem.Succeed("analyze", sensitivity);
        Assert.Contains("ORDER BY estimate", Asem.Succeed("snippets", pathways, "duckdb").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_goes_on_from_runs_of_the_first_version()
    {
        string study = here.Write("ishigami.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 16, randomisations: 4}\n");
        Asem.Succeed("run", study, "-o", here["grown"], "-q", "--set", "design.points=32", "--extend", Path.Combine(first, "sensitivity"));
        Asem.Succeed("run", study, "-o", here["whole"], "-q", "--set", "design.points=32");
        Assert.Equal(RunVerbTests.Digest(here["whole"]), RunVerbTests.Digest(here["grown"]));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("report", "-o", "report.html")]
    [InlineData("snippets")]
    [InlineData("diff", "SAME")]
    public void A_later_version_is_refused_by_one_sentence(string verb, params string[] more)
    {
        Directory.CreateDirectory(here["later"]);
        foreach (string file in Directory.GetFiles(Path.Combine(first, "pathways"))) File.Copy(file, Path.Combine(here["later"], Path.GetFileName(file)));
        string manifest = Path.Combine(here["later"], Manifest.FileName);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"table_schema_version\": 1", "\"table_schema_version\": 2", StringComparison.Ordinal));
        var ended = Asem.Run([verb, here["later"], .. more.Select(m => m == "SAME" ? here["later"] : m.StartsWith('-') ? m : here[m])]);
        Assert.Equal(1, ended.ExitCode);
        string sentence = Assert.Single(ended.ErrorLines);
        Assert.Contains("has table_schema_version 2, and this asem reads version 1", sentence, StringComparison.Ordinal);
        Assert.EndsWith(" [ASEM605]", sentence, StringComparison.Ordinal);
    }
}
