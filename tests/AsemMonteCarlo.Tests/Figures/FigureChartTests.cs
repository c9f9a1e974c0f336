using System.Text.Json.Nodes;
using System.Xml.Linq;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Cli.Reports;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Tests.Figures;

/// <summary>One declaration gives a drawing and the data of a chart, with the same numbers.</summary>
public sealed class FigureChartTests
{
    private const string Hostile = "</script><script>alert(1)</script> ]]> <!-- & \" '";

    private static readonly Estimate estimate = new(-1.0 / 3, 0.01, -0.35, -0.31, 100, 100), open = new(0.25, double.NaN, double.NaN, double.NaN, 0, double.PositiveInfinity);

    [Fact]
    public void A_forest_is_drawn_and_told_with_the_same_numbers()
    {
        var drawn = ForestDrawing.Draw([new ForestPanel("Share", 3, IsSigned: false)], [new ForestRow(Hostile, "1", "buffering", [[estimate, open]]), new ForestRow("none", "2", "none", [[null]])], "rank", ("none", true, "hollow: exact"));
        var values = drawn.Chart["rows"]![0]!["values"]![0]!.AsArray();
        Assert.Equal([-1.0 / 3, -0.35, -0.31], values[0]!.AsArray().Select(v => v!.GetValue<double>()));
        Assert.Equal(0.25, values[1]![0]!.GetValue<double>());
        Assert.Null(values[1]![1]);
        Assert.Null(drawn.Chart["rows"]![1]!["values"]![0]![0]);
        Assert.Contains("−0.333 [−0.350, −0.310]", drawn.Drawing.ToString(), StringComparison.Ordinal);
        Assert.Equal("hollow: exact", drawn.Chart["second"]!.GetValue<string>());
    }

    [Fact]
    public void Courses_have_a_name_at_their_end_that_no_other_covers()
    {
        var lines = Enumerable.Range(0, 6).Select(i => new LineSeries($"arm {i}", "buffering", null, [estimate, estimate with { Value = -0.33 + i * 1e-4 }])).ToList();
        foreach (bool doubling in new[] { true, false })
        {
            var drawn = LineDrawing.Draw("points", [64, 128], [new LinePanel("Total", false, 200, lines)], doubling);
            var svg = XElement.Parse($"<svg>{drawn.Drawing}</svg>");
            double[] y = [.. svg.Elements("text").Where(t => t.Value.StartsWith("arm", StringComparison.Ordinal)).Select(t => double.Parse(t.Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture)).Order()];
            Assert.Equal(6, y.Length);
            Assert.All(y.Skip(1).Zip(y), pair => Assert.True(pair.First - pair.Second >= 14.99));
            Assert.InRange(y[^1], 0, drawn.Height);
            Assert.Equal(doubling, drawn.Chart["doubling"]!.GetValue<bool>());
            Assert.Equal(-1.0 / 3, drawn.Chart["panels"]![0]!["lines"]![5]!["values"]![0]![0]!.GetValue<double>());
        }
    }

    [Fact]
    public void Data_of_a_page_has_no_sign_that_could_be_read_as_markup()
    {
        string json = ReportScript.Json(new JsonObject { ["label"] = Hostile });
        string markup = new MarkupText().Data(json, ("class", "chart-data")).ToString();
        Assert.Equal(2, markup.Count(c => c == '<'));
        Assert.Equal(Hostile, JsonNode.Parse(XElement.Parse(markup).Value)!["label"]!.GetValue<string>());
        Assert.Throws<ArgumentException>(() => new MarkupText().Data(JsonValue.Create("<b>").ToString()));
    }

    [Fact]
    public void The_script_of_reports_ends_where_its_element_ends_and_names_whose_work_it_is()
    {
        string content = MarkupText.ScriptContent(ReportScript.Text);
        Assert.Equal(ReportScript.Text, XElement.Parse(new MarkupText().Script(ReportScript.Text).ToString()).Nodes().OfType<XCData>().Single().Value[2..^2]);
        Assert.EndsWith("/*]]>*/", content, StringComparison.Ordinal);
        Assert.Contains("The Apache Software Foundation", ReportScript.Text[..600], StringComparison.Ordinal);
        Assert.True(content.Length < 700_000);
        Assert.All(["x</script>", "x<!--", "x]]>"], end => Assert.Throws<ArgumentException>(() => new MarkupText().Script(end)));
    }

    [Fact]
    public void Every_colour_of_a_chart_has_a_light_and_a_dark_one()
    {
        var colours = JsonNode.Parse(ReportScript.Colours)!.AsObject();
        string[] names = ["buffering", "enhancing", "both", "none", "ink", "muted", "paper", "grid-line", "muted-line", "zero", "zero-ink", .. Enumerable.Range(1, FigureStyle.Steps).SelectMany(s => (string[])[$"less-{s}", $"less-{s}-ink", $"more-{s}", $"more-{s}-ink"])];
        Assert.All(names, name => Assert.Equal(2, colours[name]!.AsArray().Count));
    }

    [Theory]
    [InlineData(-1, -1.5, -0.5, 2, "───█████│")]
    [InlineData(0.5, 0.2, 0.8, 1, "│█████───")]
    [InlineData(0, double.NaN, double.NaN, 1, "│")]
    public void A_bar_goes_from_zero_to_the_estimate_and_a_line_to_the_end_of_its_interval(double value, double low, double high, double end, string expected)
    {
        string drawn = BarsView.Drawn(new Estimate(value, 0.1, low, high, 100, 100), -end, end, 21);
        Assert.Equal(21, drawn.Length);
        Assert.Equal(expected.Trim(), drawn.Trim());
        Assert.Equal('│', drawn[10]);
    }

    [Fact]
    public void Bars_are_left_out_where_the_terminal_has_no_room_for_them()
    {
        BarsView.Row[] rows = [new("1", Hostile[..20], "−0.333", estimate, "deepskyblue3"), new("2", "[x]", "+0.250", open, "darkorange")];
        Assert.NotNull(BarsView.Table("Shapley value", rows, 100));
        Assert.Null(BarsView.Table("Shapley value", rows, 60));
        Assert.Null(BarsView.Table("Shapley value", [], 100));
        var writer = new StringWriter();
        Terminal.Write(writer, BarsView.Table("Shapley value", rows, 100)!);
        string text = writer.ToString();
        Assert.Contains("█", text, StringComparison.Ordinal);
        Assert.Contains("[x]", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 100));
        // a writer that is no terminal gets no bars of its own accord
        var piped = new StringWriter();
        BarsView.Write(piped, new RankedBars("title", "Shapley value", rows));
        Assert.Empty(piped.ToString());
    }
}
