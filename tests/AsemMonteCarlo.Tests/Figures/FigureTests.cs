using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Answers;

namespace AsemMonteCarlo.Tests.Figures;

public sealed class FigureTests
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Data_is_CSV_with_every_digit_and_quotes_where_they_are_needed()
    {
        double third = -1.0 / 3;
        var data = new FigureData(["name", "value, with comma"], [["a,\"b\"\nc", third], [null, double.NaN], ["plain", 2L]]);
        string[] lines = data.Csv().Split('\n');
        Assert.Equal("name,\"value, with comma\"", lines[0]);
        Assert.Equal("\"a,\"\"b\"\"", lines[1]);
        Assert.Equal(third, double.Parse(lines[2].Split(',')[1], CultureInfo.InvariantCulture));
        Assert.Equal(",", lines[3]);
        Assert.Equal("plain,2", lines[4]);
    }

    [Fact]
    public void A_figure_has_a_title_and_a_description_that_readers_of_the_screen_find_and_labels_stay_inert()
    {
        const string hostile = "<script>alert(1)</script>";
        var figure = Sample(hostile);
        var file = XElement.Parse(figure.Standalone());
        Assert.Equal("img", file.Attribute("role")!.Value);
        string[] ids = file.Attribute("aria-labelledby")!.Value.Split(' ');
        Assert.All(ids, id => Assert.Single(file.Elements(), e => e.Attribute("id")?.Value == id && e.Value.Length > 0));
        Assert.Contains(hostile, file.Element(svg + "title")!.Value, StringComparison.Ordinal);
        Assert.Contains("in words", file.Element(svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Empty(file.Descendants(svg + "script"));
        Assert.Contains(hostile, file.Elements(svg + "text").Select(t => t.Value));
    }

    [Fact]
    public void A_figure_in_a_page_leaves_style_and_heading_to_the_page()
    {
        var part = XElement.Parse(Sample("title").Inline().ToString());
        Assert.Empty(part.Descendants("style"));
        Assert.Equal("0 0 300 100", part.Attribute("viewBox")!.Value);
        Assert.Empty(part.Descendants().Attributes("style"));
    }

    [Fact]
    public void Long_headings_are_broken_into_lines_that_fit()
    {
        string heading = string.Join(' ', Enumerable.Repeat("words", 60));
        var lines = Drawings.Lines(heading, 300);
        Assert.Equal(heading, string.Join(' ', lines));
        Assert.All(lines, line => Assert.True(Drawings.WidthOf(line) <= 300));
        Assert.True(lines.Count > 1);
    }

    [Fact]
    public void Inks_can_be_read_on_their_grounds_in_light_and_dark()
    {
        string[] parts = FigureStyle.Sheet.Split("@media");
        foreach (string sheet in parts)
        {
            // large signs need a contrast of 3, text one of 4.5 (WCAG 2.2, 1.4.3 and 1.4.11)
            foreach (string ink in new[] { "ink", "muted", "buffering", "enhancing", "both", "none" }) AssertContrast(sheet, ink, "paper", 4.5);
            AssertContrast(sheet, "muted-line", "paper", 3);
            foreach (string ground in Enumerable.Range(1, FigureStyle.Steps).SelectMany(step => new[] { $"less-{step}", $"more-{step}" }).Append("zero")) AssertContrast(sheet, ground + "-ink", ground, 4.5);
        }
    }

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(-1, "less-4")]
    [InlineData(-0.76, "less-4")]
    [InlineData(-0.75, "less-3")]
    [InlineData(0.01, "more-1")]
    [InlineData(2, "more-4")]
    public void Signed_colours_have_steps_to_the_largest_value(double value, string expected) => Assert.Equal(expected, FigureStyle.Signed(value, 1));

    [Theory]
    [InlineData("insecurity", "all", View.All, "ranking-insecurity")]
    [InlineData("insecurity", "all", View.Intact, "ranking-insecurity-all-intact")]
    [InlineData("anxiety", "very_anxious", View.All, "ranking-anxiety-very_anxious")]
    [InlineData("anxiety", "../../etc/x y", View.NoDissolution, "ranking-anxiety-______etc_x_y-no_dissolution")]
    public void Names_of_figures_are_names_of_files_whatever_the_tables_hold(string outcome, string group, View view, string expected) =>
        Assert.Equal(expected, FigureText.Name("ranking", outcome, group, view));

    private static Figure Sample(string title) => new()
    {
        Name = "sample",
        Family = "sample",
        Title = title,
        Subtitle = "everyone",
        Shows = "It shows.",
        NotThis = "Do not.",
        Alternative = "The same in words.",
        Data = new FigureData(["a"], []),
        Width = 300,
        Height = 100,
        Drawing = new MarkupText().Words("label", 1, 2),
    };

    private static void AssertContrast(string sheet, string ink, string ground, double least)
    {
        double a = Luminance(Colour(sheet, ink)), b = Luminance(Colour(sheet, ground)), contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        Assert.True(contrast >= least, $"{ink} on {ground}: {contrast}");
    }

    private static string Colour(string sheet, string name)
    {
        var found = Regex.Match(sheet, $@"\.{FigureStyle.Root} \.{Regex.Escape(name)}\{{(fill|stroke):(#[0-9a-f]{{6}})\}}");
        Assert.True(found.Success, name);
        return found.Groups[2].Value;
    }

    private static double Luminance(string colour)
    {
        double Part(int at)
        {
            double value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
    }
}
