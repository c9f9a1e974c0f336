using System.Text.Json.Nodes;
using AsemMonteCarlo.EndToEndTests.Cli;

namespace AsemMonteCarlo.EndToEndTests.Browser;

/// <summary>The report in a real browser. Where there is no Chromium it is skipped; continuous integration leaves it out there and says so.</summary>
[Trait("Needs", "Chromium")]
public sealed class ReportInBrowserTests : IDisposable
{
    private const string Visible = "[...document.querySelectorAll('figure')].filter(f => f.getClientRects().length > 0).map(f => f.id)";

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public async Task A_report_works_without_network_or_complaints()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        const string hostile = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>";
        string study = here.Small($"title: \"{hostile}\"\nviews: {{dissolution_off: on}}\nstore: {{trajectories: {{every: 5}}}}\n");
        Asem.Succeed("run", study, "--output", here["out"], "--quiet", "--report", here["report.html"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.OpenAsync(here["report.html"]);

        // a title that tries is a title
        Assert.Equal(hostile, Text(await browser.EvaluateAsync("document.querySelector('h1').textContent")));
        Assert.Equal(0, Number(await browser.EvaluateAsync("[...document.querySelectorAll('script')].filter(s => !s.type && !s.textContent.includes('asemCharts')).length + document.querySelectorAll('img').length")));

        // one figure of each family at first, and what a switch chooses afterwards
        Assert.Equal(["figure-ranking-insecurity", "figure-potency-insecurity", "figure-trajectories-insecurity", "figure-price", "figure-interactions-insecurity"], Names(await browser.EvaluateAsync(Visible)));
        await browser.EvaluateAsync("document.getElementById('ranking-outcome-1').click(); document.getElementById('ranking-view-2').click()");
        Assert.Equal("figure-ranking-anxiety-all-no_dissolution", Names(await browser.EvaluateAsync(Visible))[0]);
        await browser.EvaluateAsync("document.getElementById('ranking-view-0').click(); document.getElementById('ranking-outcome-0').click()");
        // the keyboard does the same as the mouse
        await browser.EvaluateAsync("document.getElementById('ranking-outcome-0').focus()");
        foreach (string type in new[] { "keyDown", "keyUp" }) await browser.SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = "ArrowRight", ["code"] = "ArrowRight", ["windowsVirtualKeyCode"] = 39 });
        Assert.Equal("figure-ranking-anxiety", Names(await browser.EvaluateAsync(Visible))[0]);

        // dark and light, and light on paper
        Assert.NotEqual(await Ground(browser, "screen", "light"), await Ground(browser, "screen", "dark"));
        Assert.Equal(await Ground(browser, "screen", "light"), await Ground(browser, "print", "dark"));
        Assert.Equal("none", Text(await browser.EvaluateAsync("getComputedStyle(document.querySelector('.switch')).display")));

        // paper has the drawings, and nothing to press
        Assert.Equal("block none none", Text(await browser.EvaluateAsync("['.frame', '.chart', '.tools'].map(s => getComputedStyle(document.querySelector(s)).display).join(' ')")));

        // no text of any figure is cut off at the edge of its drawing, in the fonts of this machine
        await browser.SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "screen" });
        var cut = Names(await browser.EvaluateAsync("""
            document.querySelectorAll('.variant').forEach(f => f.classList.remove('variant', 'live'));
            [...document.querySelectorAll('.frame svg')].flatMap(s => [...s.querySelectorAll('text')].filter(t => {
                const b = t.getBBox(), v = s.viewBox.baseVal;
                return b.width > 0 && (b.x < -0.5 || b.y < -0.5 || b.x + b.width > v.width + 0.5 || b.y + b.height > v.height + 0.5);
            }).map(t => s.parentNode.parentNode.id + ': ' + t.textContent))
            """));
        Assert.Empty(cut);
        Assert.True(Number(await browser.EvaluateAsync("[...document.querySelectorAll('svg text')].filter(t => t.getBBox().width > 0).length")) > 200);
        // the page itself never scrolls sideways, not even on a telephone
        await browser.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 390, ["height"] = 844, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        Assert.True(Number(await browser.EvaluateAsync("document.documentElement.scrollWidth")) <= 390);

        string[] complaints = ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening"];
        Assert.DoesNotContain(browser.Events, e => complaints.Contains(Chromium.Method(e)));
        // the policy is in force: a style that is not the page's own is refused, and that is heard
        await browser.EvaluateAsync("document.body.insertAdjacentHTML('beforeend', '<p id=\"foreign\" style=\"color:rgb(1,2,3)\">x</p>')");
        Assert.NotEqual("rgb(1, 2, 3)", Text(await browser.EvaluateAsync("getComputedStyle(document.getElementById('foreign')).color")));
        Assert.Contains(browser.Events, e => Chromium.Method(e) == "Log.entryAdded");
        Assert.All(browser.Events.Where(e => Chromium.Method(e) == "Network.requestWillBeSent"), e => Assert.Matches("^(file|data|about):", e["params"]!["request"]!["url"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Figures_answer_to_keys_and_pointer_with_the_numbers_of_the_tables()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        string run = here.RunSmall(null, "--set", "store.trajectories.every=5");
        Asem.Succeed("report", run, "--output", here["report.html"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.OpenAsync(here["report.html"]);
        await Drawn(browser, "figure-ranking-insecurity");
        var stored = Cli.Parquet.Rows(Path.Combine(run, "pathways.parquet"), """select pathway, estimate, low, high from TABLE where statistic = 'shapley' and outcome = 'insecurity' and "group" = 'all' and "view" = 'all' order by estimate""");
        var expected = stored.Select(r => $"{r[0]}, Shapley value, points on 1–7: {Six(r[1])} [{Six(r[2])}, {Six(r[3])}]").ToList();

        // from mark to mark: the Shapley value of each pathway, then what it adds
        await browser.EvaluateAsync("document.querySelector('#figure-ranking-insecurity .chart').focus()");
        var said = new List<string>();
        for (int i = 0; i < 4; i++)
        {
            await Key(browser, "ArrowRight");
            said.Add(Text(await browser.EvaluateAsync("document.querySelector('#figure-ranking-insecurity .readout').textContent")));
        }
        Assert.Equal(expected, [said[0], said[2]]);
        Assert.Contains("added to all others", said[1], StringComparison.Ordinal);
        await Key(browser, "Escape");
        Assert.StartsWith("Point at", Text(await browser.EvaluateAsync("document.querySelector('#figure-ranking-insecurity .readout').textContent")), StringComparison.Ordinal);

        // the pointer over the mark of the first
        await browser.EvaluateAsync("window.scrollTo(0, 0); document.querySelector('#figure-ranking-insecurity').scrollIntoView()");
        var place = (await browser.EvaluateAsync("(() => { const b = [...document.querySelectorAll('#figure-ranking-insecurity .chart path')].filter(p => { const r = p.getBoundingClientRect(); return p.getAttribute('fill') !== 'none' && r.width > 6 && r.width < 14 && r.height > 6 && r.height < 14; })[0].getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"))!.AsArray();
        await browser.SendAsync("Input.dispatchMouseEvent", new JsonObject { ["type"] = "mouseMoved", ["x"] = Number(place[0]), ["y"] = Number(place[1]) });
        Assert.Equal(expected[0], Text(await browser.EvaluateAsync("document.querySelector('#figure-ranking-insecurity .readout').textContent")));

        // a day of a course: all arms, above and below
        await Drawn(browser, "figure-trajectories-insecurity");
        await browser.EvaluateAsync("document.querySelector('#figure-trajectories-insecurity .chart').focus()");
        await Key(browser, "Home");
        string day = Text(await browser.EvaluateAsync("document.querySelector('#figure-trajectories-insecurity .readout').textContent"));
        Assert.Matches("^day 5, points on 1–7; none: [^;]+; .*all pathways: ", day);

        // every kind is drawn, and saved as a drawing without scripts; the plain one is there too
        await browser.EvaluateAsync("window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push([this.download, decodeURIComponent(this.href.split(',').slice(1).join(','))]); }");
        await browser.EvaluateAsync("for (const b of document.querySelectorAll('figure .tools button:last-child')) if (b.getClientRects().length) b.click()");
        await browser.EvaluateAsync("document.querySelector('#figure-price .tools button').click()");
        Assert.Equal("block none", Text(await browser.EvaluateAsync("['.frame', '.chart'].map(s => getComputedStyle(document.querySelector('#figure-price ' + s)).display).join(' ')")));
        await browser.EvaluateAsync("document.querySelector('#figure-price .tools button:last-child').click()");
        var saved = (await browser.EvaluateAsync("saved"))!.AsArray().Select(s => (Name: Text(s![0]), Drawing: System.Xml.Linq.XElement.Parse(Text(s[1])))).ToList();
        Assert.Equal(["ranking-insecurity.svg", "potency-insecurity.svg", "trajectories-insecurity.svg", "price.svg", "interactions-insecurity.svg", "price.svg"], saved.Select(s => s.Name));
        Assert.All(saved, s =>
        {
            Assert.Equal("svg", s.Drawing.Name.LocalName);
            Assert.Contains(s.Drawing.Descendants(), e => e.Name.LocalName == "text");
            Assert.DoesNotContain(s.Drawing.Descendants(), e => e.Name.LocalName is "script" or "image" or "foreignObject");
        });
        Complains(browser);
    }

    [Fact]
    public async Task Without_scripts_the_answer_the_tables_and_the_drawings_remain()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        Asem.Succeed("report", here.RunSmall(), "--output", here["report.html"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        await browser.OpenAsync(here["report.html"]);
        Assert.Equal(0, Number(await browser.EvaluateAsync("document.querySelectorAll('.chart, .tools, .live').length")));
        Assert.True(Number(await browser.EvaluateAsync("[...document.querySelectorAll('.frame svg')].filter(s => s.getClientRects().length > 0).length")) >= 4);
        Assert.True(Number(await browser.EvaluateAsync("document.querySelector('#answer p').getClientRects().length * document.querySelectorAll('table').length")) > 0);
        Complains(browser);
    }

    [Theory]
    [InlineData("stress.level: [0.5, 1, 2]", "figure-sweep-insecurity")]
    [InlineData("stress.level: [0.5, 1.5, 2], others.support: [0, 1], fatigue.rest: [0.05, 0.1]", "figure-ranges-stress_level-insecurity")]
    public async Task Sweeps_are_drawn_within_their_edges_without_complaints(string axes, string first)
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        Asem.Succeed("run", here.Small($"sweep: {{{axes}}}\n"), "--output", here["out"], "--quiet", "--report", here["report.html"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.OpenAsync(here["report.html"]);
        Assert.Equal(first, Names(await browser.EvaluateAsync(Visible))[0]);
        await Drawn(browser, first);
        Assert.Empty(Names(await browser.EvaluateAsync("""
            document.querySelectorAll('.variant').forEach(f => f.classList.remove('variant', 'live'));
            [...document.querySelectorAll('.frame svg')].flatMap(s => [...s.querySelectorAll('text')].filter(t => {
                const b = t.getBBox(), v = s.viewBox.baseVal;
                return b.width > 0 && (b.x < -0.5 || b.y < -0.5 || b.x + b.width > v.width + 0.5 || b.y + b.height > v.height + 0.5);
            }).map(t => s.parentNode.parentNode.id + ': ' + t.textContent))
            """)));
        await browser.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 390, ["height"] = 844, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        Assert.True(Number(await browser.EvaluateAsync("document.documentElement.scrollWidth")) <= 390);
        Complains(browser);
    }

    [Theory]
    [InlineData("pick_freeze", "figure-indices-sobol-")]
    [InlineData("sample", "figure-indices-rank-")]
    [InlineData("morris", "figure-indices-morris-")]
    public async Task Reports_of_sensitivity_are_drawn_within_their_edges_without_complaints(string kind, string first)
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        string points = kind == "sample" ? "96, sampling: random" : "96", cases = kind == "sample" ? ", cases: [-.inf, 0.05]" : "";
        string study = here.Write("sensitivity.yaml", $$$"""
            study: {dyads: 8, horizon_days: 20, settle_days: 5}
            factors: {stress.level: {uniform: [0.25, 4], label: '<b>{hostile|x}</b>'}, fatigue.rest: , population.willingness_level: {uniform: [-1, 1]}}
            design: {kind: {{{kind}}}, points: {{{points}}} }
            outputs: [{id: tense, estimate: mean(state_anxiety@20){{{cases}}} }, {id: calm, estimate: mean(satisfaction@20) }]
            """);
        Asem.Succeed("run", study, "--output", here["out"], "--quiet", "--report", here["report.html"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.OpenAsync(here["report.html"]);
        Assert.Contains(Names(await browser.EvaluateAsync(Visible)), id => id == first + "tense");
        await Drawn(browser, first + "tense");
        Assert.Equal(0, Number(await browser.EvaluateAsync("document.querySelectorAll('b').length")));
        Assert.Empty(Names(await browser.EvaluateAsync("""
            [...document.querySelectorAll('figure')].filter(f => f.getClientRects().length > 0).flatMap(f => [...f.querySelectorAll('.chart svg')].flatMap(s => [...s.querySelectorAll('text')].filter(t => {
                const b = t.getBoundingClientRect(), v = s.getBoundingClientRect();
                return b.width > 0 && (b.left < v.left - 1 || b.top < v.top - 1 || b.right > v.right + 1 || b.bottom > v.bottom + 1);
            }).map(t => f.id + ': ' + t.textContent)))
            """)));
        await browser.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 390, ["height"] = 844, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        Assert.True(Number(await browser.EvaluateAsync("document.documentElement.scrollWidth")) <= 390);
        Complains(browser);
    }

    private static void Complains(Chromium browser)
    {
        string[] complaints = ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening"];
        Assert.DoesNotContain(browser.Events, e => complaints.Contains(Chromium.Method(e)));
    }

    private static async Task Drawn(Chromium browser, string figure)
    {
        for (int attempt = 0; Number(await browser.EvaluateAsync($"document.querySelectorAll('#{figure} .chart svg text').length")) == 0; attempt++)
        {
            Assert.True(attempt < 100, figure + " is not drawn");
            await Task.Delay(50);
        }
    }

    private static async Task Key(Chromium browser, string key)
    {
        foreach (string type in new[] { "keyDown", "keyUp" }) await browser.SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key });
    }

    // six digits that count, as the page writes numbers to which a reader points
    private static string Six(object? value)
    {
        double number = double.Parse(((double)value!).ToString("G6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
        return number.ToString(Math.Abs(number) < 1e-4 ? "0.################" : "R", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');
    }

    [Fact]
    public async Task A_figure_of_its_own_is_drawn_within_its_edges()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        Asem.Succeed("run", here.Small("sweep: {stress.level: [0.5, 1, 2], fatigue.rest: [0.05, 0.1]}\n"), "--output", here["out"], "--quiet");
        Asem.Succeed("figures", here["out"], "--output", here["figures"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.OpenAsync(Path.Combine(here["figures"], "sweep-insecurity.svg"));
        Assert.Empty(Names(await browser.EvaluateAsync("""
            (() => { const v = document.documentElement.viewBox.baseVal;
                return [...document.querySelectorAll('text')].filter(t => { const b = t.getBBox(); return b.x < v.x || b.y < v.y || b.x + b.width > v.x + v.width || b.y + b.height > v.y + v.height; }).map(t => t.textContent); })()
            """)));
        Assert.DoesNotContain(browser.Events, e => Chromium.Method(e) == "Log.entryAdded");
    }

    private static async Task<string> Ground(Chromium browser, string media, string scheme)
    {
        await browser.SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = media, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        return Text(await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.querySelector('svg .ink')).fill"));
    }

    private static string Text(JsonNode? value) => value!.GetValue<string>();

    private static double Number(JsonNode? value) => value!.GetValue<double>();

    private static List<string> Names(JsonNode? value) => [.. value!.AsArray().Select(v => v!.GetValue<string>())];
}
