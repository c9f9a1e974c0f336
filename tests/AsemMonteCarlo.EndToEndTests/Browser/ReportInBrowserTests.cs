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
    public async Task A_report_works_without_network_scripts_or_complaints()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium.");
        const string hostile = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>";
        string study = here.Small($"title: \"{hostile}\"\nviews: {{dissolution_off: on}}\nstore: {{trajectories: {{every: 5}}}}\n");
        Asem.Succeed("run", study, "--output", here["out"], "--quiet", "--report", here["report.html"]);
        await using var browser = await Chromium.StartAsync(Chromium.Program!);
        await browser.OpenAsync(here["report.html"]);

        // a title that tries is a title
        Assert.Equal(hostile, Text(await browser.EvaluateAsync("document.querySelector('h1').textContent")));
        Assert.Equal(0, Number(await browser.EvaluateAsync("document.querySelectorAll('script, img').length")));

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

        // no text of any figure is cut off at the edge of its drawing, in the fonts of this machine
        await browser.SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "screen" });
        var cut = Names(await browser.EvaluateAsync("""
            document.querySelectorAll('.variant').forEach(f => f.classList.remove('variant'));
            [...document.querySelectorAll('svg')].flatMap(s => [...s.querySelectorAll('text')].filter(t => {
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
