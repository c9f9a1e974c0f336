using System.Xml.Linq;
using AsemMonteCarlo.Cli.Figures;

namespace AsemMonteCarlo.Tests.Figures;

/// <summary>No text becomes markup, whatever it holds.</summary>
public sealed class MarkupTextTests
{
    private const string Hostile = "</text><script>alert(1)</script> \" onload='x' & &amp; ]]> <!--";

    [Theory]
    [InlineData(Hostile)]
    [InlineData("−0.068 [−0.072, −0.065] … “quoted” 日本 😀")]
    [InlineData("")]
    public void Texts_and_attributes_come_back_as_they_were_given(string given)
    {
        string markup = new MarkupText().Open("g", ("data-x", given)).Leaf("text", given).Close().ToString();
        var read = XElement.Parse(markup, LoadOptions.PreserveWhitespace);
        Assert.Equal(given, read.Attribute("data-x")!.Value);
        Assert.Equal(given, read.Element("text")!.Value);
        Assert.Empty(read.Descendants("script"));
        Assert.Single(read.Elements());
    }

    [Fact]
    public void Angle_brackets_and_quotes_of_a_text_never_reach_the_markup()
    {
        string markup = new MarkupText().Leaf("text", Hostile).ToString();
        Assert.DoesNotContain("<script", markup, StringComparison.Ordinal);
        Assert.DoesNotContain('\'', markup);
        Assert.Equal("<text>", markup[..6]);
        Assert.Equal("</text>", markup[^7..]);
        Assert.Equal(2, markup.Count(c => c == '<'));
    }

    [Fact]
    public void What_XML_cannot_hold_is_shown_as_a_sign()
    {
        var read = XElement.Parse(new MarkupText().Leaf("text", "a\0b\u001bc\ud800d\uffff\u007f").ToString());
        Assert.Equal("a␣b␣c\ufffdd␣␣", read.Value);
    }

    [Fact]
    public void Numbers_have_a_point_and_at_most_two_digits_and_missing_attributes_are_left_out() =>
        Assert.Equal("<line x=\"1234.57\" y=\"-0.5\" n=\"3\"/>", new MarkupText().Empty("line", ("x", 1234.5678), ("y", -0.5), ("z", null), ("n", 3)).ToString());

    [Fact]
    public void An_element_left_open_is_an_error_and_not_a_broken_page()
    {
        var markup = new MarkupText().Open("g").Open("text");
        Assert.Contains("text", Assert.Throws<InvalidOperationException>(markup.ToString).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_style_sheet_with_markup_is_refused() => Assert.Throws<ArgumentException>(() => new MarkupText().Style("a{}</style><script>"));
}
