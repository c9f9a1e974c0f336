using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>The report of a run: one file that needs nothing, runs nothing, and says what the tables say.</summary>
public sealed class ReportVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_report_needs_no_network_and_no_script()
    {
        var page = Report(here.RunSmall(null, "--set", "store.trajectories.every=5"), out string text);
        Assert.True(new FileInfo(here["report.html"]).Length < 3_000_000);
        var elements = page.Descendants().ToList();
        Assert.DoesNotContain(elements, e => e.Name.LocalName is "script" or "img" or "iframe" or "object" or "embed" or "use" or "image" or "foreignObject" or "base");
        // handlers and styles in attributes would be refused by the policy
        Assert.DoesNotContain(elements.Attributes(), a => a.Name.LocalName is "style" or "src" or "srcset" or "action" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(elements.Attributes("href"), a => Assert.Matches("^(#|data:)", a.Value));
        Assert.DoesNotMatch("https?://|url\\(|@import", text);

        string policy = elements.Single(e => e.Attribute("http-equiv")?.Value == "Content-Security-Policy").Attribute("content")!.Value, style = elements.Single(e => e.Name.LocalName == "style").Value;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reference_within_a_report_leads_somewhere_and_every_figure_has_words()
    {
        var page = Report(here.RunSmall(null, "--set", "views.dissolution_off=on"), out _);
        string[] ids = [.. page.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Distinct(ids);
        Assert.All(page.Descendants().Attributes("href").Where(a => a.Value.StartsWith('#')), a => Assert.Contains(a.Value[1..], ids));
        Assert.All(page.Descendants().Attributes("aria-labelledby").SelectMany(a => a.Value.Split(' ')), id => Assert.Contains(id, ids));
        var figures = page.Descendants("figure").ToList();
        Assert.NotEmpty(figures);
        Assert.All(figures, figure =>
        {
            Assert.Contains("Not to conclude", figure.Element("figcaption")!.Value, StringComparison.Ordinal);
            var drawing = Assert.Single(figure.Descendants("svg"));
            Assert.NotEmpty(drawing.Element("title")!.Value);
            Assert.NotEmpty(drawing.Element("desc")!.Value);
        });
        // in each switch one choice is made, and each has a label
        Assert.All(page.Descendants("fieldset"), set => Assert.Single(set.Descendants("input"), i => i.Attribute("checked") is not null));
        Assert.All(page.Descendants("input"), i => Assert.Equal("label", i.Parent!.Name.LocalName));
    }

    [Fact]
    public void Numbers_on_the_page_and_behind_figures_equal_those_of_the_tables()
    {
        string run = here.RunSmall();
        var page = Report(run, out _);
        string pathways = Path.Combine(run, "pathways.parquet");
        var stored = Parquet.Rows(pathways, """select pathway, estimate, low, high from TABLE where statistic = 'shapley' and outcome = 'anxiety' and "group" = 'all' and "view" = 'all'""");
        var table = page.Descendants("table").Single(t => t.Attribute("aria-labelledby")!.Value == "table-ranking-anxiety");
        string drawn = page.Descendants("figure").Single(f => f.Attribute("id")!.Value == "figure-ranking-anxiety").Descendants("svg").Single().Value;
        Assert.Equal(2, stored.Count);
        foreach (object?[] row in stored)
        {
            string expected = $"{Rounded(row[1])} [{Rounded(row[2])}, {Rounded(row[3])}]";
            string cell = table.Descendants("tr").Single(r => r.Element("th")!.Value == (string)row[0]!).Elements("td").First().Value.Replace('\u00A0', ' ');
            Assert.Contains(expected, cell, StringComparison.Ordinal);
            Assert.Contains(expected, drawn, StringComparison.Ordinal);
        }
        // the same bytes as asem figures writes
        Asem.Succeed("figures", run, "--output", here["figures"]);
        var links = page.Descendants("a").Where(a => a.Attribute("download")?.Value.EndsWith(".csv", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(Directory.GetFiles(here["figures"], "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal), links.Select(a => a.Attribute("download")!.Value).Order(StringComparer.Ordinal));
        Assert.All(links, a => Assert.Equal(File.ReadAllText(Path.Combine(here["figures"], a.Attribute("download")!.Value)), Content(a)));
    }

    [Fact]
    public void The_study_in_a_report_gives_the_same_digest_again()
    {
        string run = here["odd"];
        Asem.Succeed("run", here.Small("title: 'Ein “Titel” mit 😀 & <Zeichen>'\n"), "--output", run, "--quiet", "--set", "fatigue=off");
        var page = Report(run, out string text);
        Assert.Contains(RunVerbTests.Digest(run), text, StringComparison.Ordinal);
        string study = here.Write("study.json", Content(page.Descendants("a").Single(a => a.Attribute("download")?.Value == "study.json")));
        Asem.Succeed("run", study, "--output", here["again"], "--quiet");
        Assert.Equal(RunVerbTests.Digest(run), RunVerbTests.Digest(here["again"]));
        Assert.Equal("Ein “Titel” mit 😀 & <Zeichen>", page.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Hostile_labels_of_a_study_are_shown_and_do_nothing()
    {
        const string hostile = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>";
        string run = here["hostile"];
        Asem.Succeed("run", here.Small($"title: \"{hostile}\"\n"), "--output", run, "--quiet");
        var page = Report(run, out string text);
        Assert.Equal(hostile, page.Descendants("h1").Single().Value);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "img");
        // nowhere in the bytes either, whatever reads them as HTML and not as XML
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Regex.Count(text, "</title>(?=\\s*<style>)"));
    }

    [Fact]
    public void A_run_writes_its_report_beside_its_folder()
    {
        var run = Asem.Succeed("run", here.Small(), "--output", here["out"], "--quiet", "--report", here["report.html"]);
        Assert.Contains("self.efficacy", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($": {here["report.html"]}\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        Assert.Contains(RunVerbTests.Digest(here["out"]), File.ReadAllText(here["report.html"]), StringComparison.Ordinal);
        Asem.Succeed("verify", here["out"]);

        var json = Asem.Succeed("run", here.Small(), "--output", here["json"], "--json", "--report", here["second.html"]);
        var lines = json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(here["second.html"], lines.Single(l => l["event"]!.GetValue<string>() == "report")["report"]!.GetValue<string>());
        Assert.Equal("answer", lines[^1]["event"]!.GetValue<string>());
    }

    [Fact]
    public void What_cannot_be_reported_is_refused_before_anything_is_run()
    {
        string run = here.RunSmall();
        void Refused(string why, params string[] arguments)
        {
            var ended = Asem.Run(arguments);
            Assert.Equal(2, ended.ExitCode);
            Assert.Contains(why, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        }
        Refused("no such folder", "report", here["nothing"], "--output", here["report.html"]);
        here.Write("there.html", "precious");
        Refused("the file exists", "report", run, "--output", here["there.html"]);
        Refused("this is a folder", "report", run, "--output", run);
        Refused("the file exists", "run", here.Small(), "--output", here["out"], "--report", here["there.html"]);
        Refused("beside it", "run", here.Small(), "--output", here["out"], "--report", Path.Combine(here["out"], "report.html"));
        Refused("asem merge", "run", here.Small(), "--output", here["out"], "--report", here["report.html"], "--shard", "1/2");
        Assert.Equal("precious", File.ReadAllText(here["there.html"]));
        Assert.False(Directory.Exists(here["out"]));
        Assert.False(File.Exists(here["report.html"]));
    }

    [Fact]
    public void The_folder_of_a_report_is_made()
    {
        string page = Path.Combine(here["new"], "deep", "report.html");
        Asem.Succeed("run", here.Small(), "--output", Path.Combine(here["new"], "run"), "--report", page, "--quiet");
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_and_a_run_without_comparisons_are_reported_too()
    {
        Asem.Succeed("run", here.Small("sweep: {stress.level: [0.5, 2], fatigue.rest: [0.05, 0.1]}\n"), "--output", here["sweep"], "--quiet");
        Assert.Contains("cells of the sweep", Report(here["sweep"], out _).Descendants("section").First().Value, StringComparison.Ordinal);
        File.Delete(here["report.html"]);
        Asem.Succeed("run", here.Small(), "--output", here["one"], "--quiet", "--set", "pathways.arms=all");
        Assert.Contains("compares nothing", Report(here["one"], out _).Descendants("section").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_has_an_example() => Assert.Contains("Examples: asem report out/quick --output", string.Join(' ', Asem.Succeed("report", "--help").Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

    private XElement Report(string run, out string text)
    {
        Asem.Succeed("report", run, "--output", here["report.html"]);
        text = File.ReadAllText(here["report.html"]);
        const string doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(doctype, text, StringComparison.Ordinal);
        return XElement.Parse(text[doctype.Length..], LoadOptions.PreserveWhitespace);
    }

    private static string Content(XElement link) => Encoding.UTF8.GetString(Convert.FromBase64String(link.Attribute("href")!.Value.Split(";base64,")[1]));

    // the house's format: a sign, a real minus, three digits
    private static string Rounded(object? value)
    {
        double rounded = Math.Round((double)value!, 3);
        return rounded == 0 ? "0" : (rounded > 0 ? "+" : "−") + Math.Abs(rounded).ToString("F3", CultureInfo.InvariantCulture);
    }
}
