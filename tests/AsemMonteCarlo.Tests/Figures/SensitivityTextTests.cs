using System.Globalization;
using System.Xml.Linq;
using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Tests.Figures;

/// <summary>Numbers of sensitivity are written so that what differs reads differently.</summary>
public class SensitivityTextTests
{
    [Fact]
    public void Small_effects_are_written_with_exponents()
    {
        var panel = new ForestPanel("", SensitivityText.Digits([3.21e-7, -1e-8]));
        Assert.Equal("+3.21E−7 [−1.00E−8, +4.00E−7]", panel.Write(new Estimate(3.21e-7, double.NaN, -1e-8, 4e-7, 100, double.PositiveInfinity)));
        Assert.Equal(6, SensitivityText.Digits([3.21e-4]));
    }

    [Theory]
    [InlineData(0.95, "95 %")]
    [InlineData(0.9995, "99.95 %")]
    [InlineData(0.9999688, "99.99688 %")]
    public void A_level_below_one_is_not_rounded_to_it(double level, string expected) => Assert.Equal(expected, SensitivityText.Levels([level, level]));

    [Fact]
    public void Values_of_conditions_read_as_in_the_sentence()
    {
        Assert.Equal("2011", BoxFigure.Number(2011));
        Assert.Equal("2014", BoxFigure.Number(2014));
        Assert.Equal("−0.4604", BoxFigure.Number(-0.46041));
    }

    [Fact]
    public void Ends_of_a_narrow_condition_stand_beside_each_other()
    {
        var drawing = BoxFigure.Draw([new BoxCondition("x", "x", "", 2011, 2014, 1900, 2100, 0.5, 0.02)]);
        var words = XElement.Parse($"<svg>{drawing}</svg>").Descendants("text").ToList();
        XElement low = words.Single(w => w.Value == "≥ 2011"), high = words.Single(w => w.Value == "≤ 2014");
        double At(XElement word) => double.Parse(word.Attribute("x")!.Value, CultureInfo.InvariantCulture);
        Assert.Equal("end", low.Attribute("text-anchor")?.Value);
        Assert.Null(high.Attribute("text-anchor"));
        Assert.True(At(low) < At(high));
    }
}
