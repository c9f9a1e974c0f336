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
    public void A_report_needs_no_network_and_runs_its_one_script_alone()
    {
        var page = Report(here.RunSmall(null, "--set", "store.trajectories.every=5"), out string text);
        Assert.True(new FileInfo(here["report.html"]).Length < 3_000_000);
        var elements = page.Descendants().ToList();
        Assert.DoesNotContain(elements, e => e.Name.LocalName is "img" or "iframe" or "object" or "embed" or "use" or "image" or "foreignObject" or "base");
        // handlers and styles in attributes would be refused by the policy
        Assert.DoesNotContain(elements.Attributes(), a => a.Name.LocalName is "style" or "src" or "srcset" or "action" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(elements.Attributes("href"), a => Assert.Matches("^(#|data:)", a.Value));
        var (script, data) = Scripts(page);
        Assert.DoesNotMatch("https?://|url\\(|@import", text.Replace(script, "", StringComparison.Ordinal));
        Assert.DoesNotMatch("\\beval\\(|new Function|XMLHttpRequest|\\bfetch\\(|WebSocket|importScripts", script);
        // data of figures is JSON and nothing else
        Assert.NotEmpty(data);
        Assert.All(data, json => Assert.NotNull(JsonNode.Parse(json)));

        string policy = elements.Single(e => e.Attribute("http-equiv")?.Value == "Content-Security-Policy").Attribute("content")!.Value, style = elements.Single(e => e.Name.LocalName == "style").Value;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src {Hash(style)};", policy, StringComparison.Ordinal);
        // what a browser hashes is the bytes between the tags
        Assert.Contains($"script-src {Hash(Regex.Match(text, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)};", policy, StringComparison.Ordinal);
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
        // what a reader points at has every digit
        var chart = page.Descendants("figure").Single(f => f.Attribute("id")!.Value == "figure-ranking-anxiety").Descendants("script").Single();
        var drawnRows = JsonNode.Parse(chart.Value)!["rows"]!.AsArray();
        Assert.Equal(stored.Count, drawnRows.Count);
        foreach (object?[] row in stored)
            Assert.Equal(row[1..].Cast<double>(), drawnRows.Single(r => r!["label"]!.GetValue<string>() == (string)row[0]!)!["values"]![0]![0]!.AsArray().Select(v => v!.GetValue<double>()));
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
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "img");
        // nowhere in the bytes either, whatever reads them as HTML and not as XML
        Assert.Equal(1, Regex.Count(text, "<script>", RegexOptions.IgnoreCase));
        Assert.Equal(1 + Scripts(page).Data.Count, Regex.Count(text, "<script", RegexOptions.IgnoreCase));
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

    [Theory]
    [InlineData("stress.level: [0.5, 2]", 2)]
    [InlineData("stress.level: [0.5, 2], fatigue.rest: [0.05, 0.1]", 4)]
    [InlineData("stress.level: [0.5, 2], fatigue.rest: [0.05, 0.1], others.support: [0, 1]", 8)]
    public void A_sweep_of_any_number_of_axes_has_effects_by_cell_and_group(string axes, int cells)
    {
        Asem.Succeed("run", here.Small($"sweep: {{{axes}}}\nown_groups: {{calm: {{anxiety: {{below: 4}}}}}}\n"), "--output", here["sweep"], "--quiet");
        var page = Report(here["sweep"], out _);
        Assert.NotEmpty(page.Descendants("figure"));
        foreach (var (group, words) in new[] { ("all", "everyone"), ("calm", "calm at the start") })
        {
            var rows = Cells(page, "table-cells-insecurity").Where(r => r.Contains(words)).ToList();
            var stored = Parquet.Rows(Path.Combine(here["sweep"], "pathways.parquet"), $"""select estimate, low, high from TABLE where statistic = 'total' and outcome = 'insecurity' and "group" = '{group}' and "view" = 'all' order by cell""");
            Assert.Equal(cells, rows.Count);
            foreach (var (row, total) in rows.Zip(stored)) Assert.Contains($"{Rounded(total[0])} [{Rounded(total[1])}, {Rounded(total[2])}]", row.Select(c => c.Replace('\u00A0', ' ').Replace("~ ", "", StringComparison.Ordinal)));
        }
        Assert.Equal(cells / 2, Cells(page, "table-ranges-1").Count(r => r.Contains("everyone")));
        Assert.Contains("The 2 switched pathways together change insecurity", page.Descendants("section").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_with_one_arm_reports_where_a_parameter_matters_and_one_pathway_goes_by_its_name()
    {
        Asem.Succeed("run", here.Small("sweep: {others.support: [0, 1], stress.level: [0.5, 2]}\n"), "--output", here["arms"], "--quiet", "--set", "pathways.arms=all");
        var page = Report(here["arms"], out _);
        Assert.DoesNotContain("compares nothing", page.Value, StringComparison.Ordinal);
        Assert.Contains("others.support.strength at 1 less at 0 changes insecurity by", page.Descendants("section").First().Value, StringComparison.Ordinal);
        Assert.NotEmpty(page.Descendants("figure"));
        File.Delete(here["report.html"]);
        var ended = Asem.Succeed("run", here.Small("sweep: {stress.level: [0.5, 2]}\n"), "--output", here["one"], "--quiet", "--set", "pathways.of=[safe.bond]");
        Assert.DoesNotContain("together", ended.Output, StringComparison.Ordinal);
        Assert.Contains("safe.bond changes insecurity", Report(here["one"], out _).Descendants("section").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_has_an_example() => Assert.Contains("Examples: asem report out/quick --output", string.Join(' ', Asem.Succeed("report", "--help").Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

    [Fact]
    public void A_study_of_sensitivity_is_reported_with_its_indices_and_its_conditions()
    {
        const string hostile = "</script><script>alert(1)</script>{a|b}";
        string study = here.Write("sensitivity.yaml", $$"""
            title: What decides?
            study: {dyads: 16, horizon_days: 20, settle_days: 5}
            factors:
              stress.level: {uniform: [0.25, 4], label: '{{hostile}}'}
              fatigue.rest:
            design: {kind: sample, sampling: random, points: 96}
            outputs: [{id: stressed, estimate: mean(state_anxiety@20), cases: [-.inf, 0.05]}]
            """), run = here["sensitivity"];
        Asem.Succeed("run", study, "--output", run, "--quiet", "--report", here["beside.html"]);
        var page = Report(run, out string text);
        Assert.Equal(text, File.ReadAllText(here["beside.html"]));
        Assert.Equal(1, Regex.Count(text, "<script>", RegexOptions.IgnoreCase));
        var table = page.Descendants("table").Single(t => t.Attribute("aria-labelledby")!.Value == "table-indices-1-stressed-rank-deterministic");
        var stored = Parquet.Rows(Path.Combine(run, "indices.parquet"), "select factors, estimate, low, high from TABLE where method = 'rank' order by estimate desc");
        Assert.Equal(stored.Select(r => $"{Plain(r[1])} [{Plain(r[2])}, {Plain(r[3])}]"), table.Element("tbody")!.Elements("tr").Select(r => r.Element("td")!.Value.Replace('\u00A0', ' ')));
        Assert.Contains(hostile, table.Value, StringComparison.Ordinal);
        var boxes = Parquet.Rows(Path.Combine(run, "boxes.parquet"), "select factor, words, scenario from TABLE");
        Assert.Contains((string)boxes[0][2]!, page.Descendants("section").First().Value, StringComparison.Ordinal);
        Assert.All(boxes.Where(b => (string)b[0]! == "stress.level"), b => Assert.Equal(hostile, b[1]));
        Assert.Contains("asem run study.yaml", page.Value, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(study), Content(page.Descendants("a").Single(a => a.Attribute("download")?.Value == "study.yaml")));
    }

    [Fact]
    public void A_study_of_sensitivity_shows_how_its_indices_settled()
    {
        string run = here["ishigami"];
        Asem.Succeed("run", here.Write("ishigami.yaml", "model: ishigami\nfactors: {}\ndesign: {kind: pick_freeze, points: 512, second_order: true}\n"), "--output", run, "--quiet");
        Asem.Succeed("verify", run);
        var page = Report(run, out _);
        Assert.Equal(["figure-indices-sobol-y", "figure-pairs-sobol-y", "figure-convergence-sobol-y"], page.Descendants("figure").Select(f => f.Attribute("id")!.Value));
        var sizes = Parquet.Column<long>(Path.Combine(run, "convergence.parquet"), "select distinct blocks from TABLE order by blocks");
        Assert.Equal([64, 128, 256, 512], sizes);
        // a course ends with what is reported, and begins with what a smaller study reports
        Assert.Empty(Parquet.Rows(Path.Combine(run, "convergence.parquet"), "select * from TABLE c join read_parquet('FOLDER/indices.parquet') i using (output, method, index, estimator, estimand, factors) where c.blocks = 512 and (c.estimate <> i.estimate or c.low <> i.low)"));
        Asem.Succeed("run", here["ishigami.yaml"], "--output", here["smaller"], "--quiet", "--set", "design.points=128");
        Assert.Equal(Parquet.Column<double>(Path.Combine(here["smaller"], "indices.parquet"), "select estimate from TABLE where \"order\" = 1 order by index, factors"), Parquet.Column<double>(Path.Combine(run, "convergence.parquet"), "select estimate from TABLE where blocks = 128 order by index, factors"));
        Asem.Succeed("figures", run, "--output", here["figures"]);
        Assert.Equal(3, Directory.GetFiles(here["figures"], "*.svg").Length);
    }

    [Fact]
    public void Claims_and_published_figures_are_reported_alone_and_as_parts()
    {
        Asem.Succeed("propositions", "P05", "--no-studies", "--quiet", "--set", "dyads=32", "--output", here["claims"]);
        Asem.Succeed("targets", "C3", "--no-studies", "--times", "1", "--output", here["targets"]);
        var alone = Report(here["claims"], out _);
        var claims = Parquet.Rows(Path.Combine(here["claims"], "propositions.parquet"), "select id, claim, verdict from TABLE");
        Assert.Equal(claims.Select(c => string.Join('|', c)), Cells(alone, "table-claims").Select(r => string.Join('|', r.Take(3))));
        File.Delete(here["report.html"]);
        var whole = Report(here.RunSmall(), out _, "--with", here["claims"], here["targets"]);
        Assert.Equal(claims.Count, Cells(whole, "table-claims").Count());
        var figures = Parquet.Rows(Path.Combine(here["targets"], "targets.parquet"), "select id, quantity, case when met is null then 'left out' when met then 'met' else 'missed' end from TABLE");
        Assert.NotEmpty(figures);
        var shown = whole.Descendants("table").Where(t => t.Attribute("aria-labelledby")!.Value.StartsWith("table-anchors-", StringComparison.Ordinal)).SelectMany(t => t.Element("tbody")!.Elements("tr")).Select(r => string.Join('|', r.Elements().Take(3).Select(e => e.Value)));
        Assert.Equal(figures.Select(f => string.Join('|', f)).Order(), shown.Order());
        var refused = Asem.Run("report", here["claims"], "--output", here["other.html"], "--with", here["run0"]);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public void Claims_and_published_figures_say_how_they_are_repeated()
    {
        foreach (string[] command in (string[][])[["propositions", "P05", "--no-studies", "--members", "1", "--set", "dyads=32"], ["targets", "C3", "--use", "fitted", "--use", "predicted", "--no-studies", "--times", "1"]])
        {
            string folder = here[command[0]], again = folder + " again", page = folder + ".html";
            Asem.Succeed([.. command, "--output", folder]);
            Asem.Succeed("report", folder, "--output", page);
            string line = System.Net.WebUtility.HtmlDecode(Regex.Match(File.ReadAllText(page), "<pre[^>]*>(asem [^\n]*)").Groups[1].Value);
            Assert.Equal(string.Join(' ', command), line["asem ".Length..^" --output again".Length]);
            Asem.Succeed([.. line.Split(' ')[1..^1], again]);
            Assert.Equal(RunVerbTests.Digest(folder), RunVerbTests.Digest(again));
        }
    }

    [Fact]
    public void A_study_of_sensitivity_is_reported_where_the_file_of_its_persons_is_not()
    {
        string place = Directory.CreateDirectory(here["place"]).FullName, run = here["persons"];
        File.WriteAllText(Path.Combine(place, "scores.csv"), "anxiety,avoidance\n" + string.Concat(Enumerable.Repeat("2.5,3\n4.5,2\n3,3\n2,2\n3,4\n2,5\n5,3\n2,3\n", 4)));
        File.WriteAllText(Path.Combine(place, "of-persons.yaml"), """
            study: {dyads: 16, horizon_days: 20, settle_days: 3, population: {file: scores.csv}}
            factors: {stress.level: {uniform: [0.25, 4]}, fatigue.rest: }
            design: {points: 64, randomisations: 4}
            outputs: [{id: y, estimate: mean(state_anxiety@20)}]
            """);
        Asem.Succeed("run", Path.Combine(place, "of-persons.yaml"), "--output", run, "--quiet", "--report", here["beside.html"]);
        Directory.Delete(place, recursive: true);
        var page = Report(run + Path.DirectorySeparatorChar, out string text);
        Assert.Equal(text, File.ReadAllText(here["beside.html"]));
        Assert.Equal("of-persons", page.Descendants("h1").Single().Value);
        Assert.Contains("Study of-persons;", page.Value, StringComparison.Ordinal);
        Assert.Contains("Persons that were read from a file are needed where it lay.", page.Value, StringComparison.Ordinal);
        // one run of each row does not tell luck from interactions
        string answer = page.Descendants("section").First().Value;
        Assert.DoesNotContain("the rest is interactions.", answer, StringComparison.Ordinal);
        Assert.Matches("Alone, all together explain (\\d\\d\\d %\\.|−?\\d?\\d %; the rest is interactions and luck\\.)", answer);
        Asem.Succeed("figures", run, "--output", here["figures"]);
    }

    [Fact]
    public void Intervals_of_a_study_that_may_stop_have_the_level_that_they_were_made_with()
    {
        string run = here["stops"];
        Asem.Succeed("run", here.Write("stops.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 1024, stop: {rule: ranking, tolerance: 0.05, first: 256}}\n"), "--output", run, "--quiet");
        double level = Parquet.Column<double>(Path.Combine(run, "indices.parquet"), "select distinct level from TABLE").Single();
        var page = Report(run, out _);
        Assert.Equal(0.9944, level, 4);
        Assert.Contains("Intervals (99.44 %) are error of the design: how far", page.Value, StringComparison.Ordinal);
        Assert.Contains("Intervals (99.44 %) are error of the design at these distributions. Since the study may stop early", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("hold for each index by itself", page.Value, StringComparison.Ordinal);
        Assert.Contains(" points, total of y moved most for ", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Switches_have_one_order_in_words_and_table()
    {
        string run = here["switches"];
        Asem.Succeed("run", here.Write("switches.yaml", """
            study: {dyads: 32, horizon_days: 20, settle_days: 5}
            factors: {switch.fatigue: , switch.safe.bond: , switch.self.validation: }
            design: {kind: coalitions, points: 4, luck: common}
            outputs: [{id: y, estimate: 0 - mean(state_anxiety@20)}]
            """), "--output", run, "--quiet");
        var page = Report(run, out _);
        string[] order = [.. Parquet.Column<string>(Path.Combine(run, "indices.parquet"), "select factors from TABLE where \"index\" = 'shapley_value' order by abs(estimate) desc")];
        Assert.Equal(order, Cells(page, "table-indices-1-y-coalitions-mean").Select(r => r[0]));
        Assert.Matches(string.Join(".*", order.Select(Regex.Escape)), page.Descendants("section").First().Value);
    }

    private static IEnumerable<List<string>> Cells(XElement page, string table) => page.Descendants("table").Single(t => t.Attribute("aria-labelledby")!.Value == table).Element("tbody")!.Elements("tr").Select(r => r.Elements().Select(e => e.Value).ToList());

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    private static (string Script, IReadOnlyList<string> Data) Scripts(XElement page)
    {
        var scripts = page.Descendants("script").ToList();
        string script = Assert.Single(scripts, s => s.Attribute("type") is null).Nodes().OfType<XCData>().Single().Value;
        var data = scripts.Where(s => s.Attribute("type") is not null).ToList();
        Assert.All(data, s => Assert.Equal("application/json", s.Attribute("type")!.Value));
        return (script, [.. data.Select(s => s.Value)]);
    }

    private XElement Report(string run, out string text, params string[] more)
    {
        Asem.Succeed(["report", run, "--output", here["report.html"], .. more]);
        text = File.ReadAllText(here["report.html"]);
        const string doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(doctype, text, StringComparison.Ordinal);
        return XElement.Parse(text[doctype.Length..], LoadOptions.PreserveWhitespace);
    }

    private static string Content(XElement link) => Encoding.UTF8.GetString(Convert.FromBase64String(link.Attribute("href")!.Value.Split(";base64,")[1]));

    private static string Plain(object? value)
    {
        double rounded = Math.Round((double)value!, 4);
        return rounded == 0 ? "0" : (rounded > 0 ? "" : "−") + Math.Abs(rounded).ToString("F4", CultureInfo.InvariantCulture);
    }

    // the house's format: a sign, a real minus, three digits
    private static string Rounded(object? value)
    {
        double rounded = Math.Round((double)value!, 3);
        return rounded == 0 ? "0" : (rounded > 0 ? "+" : "−") + Math.Abs(rounded).ToString("F3", CultureInfo.InvariantCulture);
    }
}
