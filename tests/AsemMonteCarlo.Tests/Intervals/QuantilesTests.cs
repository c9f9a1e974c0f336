using AsemMonteCarlo.Sensitivity.Intervals;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Tests.Intervals;

public sealed class QuantilesTests
{
    // relative bounds at levels up to 0.99, a little above the largest error found
    [Theory]
    [InlineData(2, 1e-9)]
    [InlineData(3, 0.02)]
    [InlineData(5, 0.002)]
    [InlineData(10, 1e-4)]
    [InlineData(30, 1e-6)]
    [InlineData(1000, 1e-9)]
    public void Student_quantiles_are_within_the_stated_relative_error(double degrees, double bound)
    {
        foreach (double level in new[] { 0.5, 0.8, 0.9, 0.95, 0.99 })
        {
            double exact = StudentT.InvCDF(0, 1, degrees, 0.5 + level / 2);
            Assert.InRange(Math.Abs(Quantiles.Student(level, degrees) / exact - 1), 0, bound);
        }
    }

    [Fact]
    public void Between_two_and_three_degrees_the_wider_quantile_is_used() => Assert.Equal(Quantiles.Student(0.95, 2), Quantiles.Student(0.95, 2.9));

    [Fact]
    public void Fewer_than_two_degrees_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Student(0.95, 1.9));

    [Fact]
    public void Simultaneous_quantiles_share_the_error_among_comparisons()
    {
        Assert.Equal(Quantiles.Student(0.99, 20), Quantiles.Simultaneous(0.95, 5, 20), 1e-12);
        Assert.Equal(Quantiles.Student(0.95, 20), Quantiles.Simultaneous(0.95, 1, 20), 1e-12);
    }
}
