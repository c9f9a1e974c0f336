using AsemMonteCarlo.Cli.Figures;

namespace AsemMonteCarlo.Tests.Figures;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(-0.0721, 0.0034)]
    [InlineData(0, 164.3)]
    [InlineData(2.41, 3.02)]
    [InlineData(-1e-9, 1e-9)]
    [InlineData(-5, -5)]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    public void An_axis_holds_all_values_between_round_marks(double low, double high)
    {
        foreach (bool withZero in new[] { true, false })
        {
            var scale = new Scale([low, double.NaN, high, double.PositiveInfinity], 100, 400, withZero);
            Assert.InRange(scale.Ticks.Count, 2, 14);
            Assert.All(new[] { low, high }, value => Assert.InRange(scale[value], 100 - 1e-6, 400 + 1e-6));
            Assert.Equal(100, scale[scale.Low], 6);
            Assert.Equal(400, scale[scale.High], 6);
            if (withZero) Assert.Contains(scale.Ticks, tick => Math.Abs(tick) < scale.Step / 1000);
            // labels of different marks differ, so no digit is missing
            Assert.Distinct(scale.Ticks.Select(tick => scale.Label(tick, signed: true)));
        }
    }

    [Fact]
    public void An_axis_without_values_is_one_all_the_same() => Assert.NotEmpty(new Scale([], 0, 100).Ticks);

    [Fact]
    public void A_vertical_axis_goes_up()
    {
        var scale = new Scale([0, 10], 300, 20);
        Assert.True(scale[10] < scale[0]);
    }

    [Fact]
    public void An_axis_of_days_ends_with_the_last_day()
    {
        var scale = new Scale([7, 728], 0, 100, toTheLast: true);
        Assert.Equal(728, scale.High);
        Assert.True(scale.Ticks[^1] <= 728);
    }

    [Fact]
    public void Marks_have_the_minus_sign_of_the_house()
    {
        var scale = new Scale([-0.3, 0.1], 0, 100);
        Assert.Equal("−0.1", scale.Label(-0.1, signed: true));
        Assert.Equal("+0.1", scale.Label(0.1, signed: true));
        Assert.Equal("−0.1", scale.Label(-0.1, signed: false));
    }
}
