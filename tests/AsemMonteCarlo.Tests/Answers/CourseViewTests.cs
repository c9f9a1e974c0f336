using AsemMonteCarlo.Cli;

namespace AsemMonteCarlo.Tests.Answers;

public sealed class CourseViewTests
{
    private static readonly int[] readings = [30, 60, 90, 120];

    [Theory]
    [InlineData("15 days", new[] { -0.4, -0.4, -0.4, -0.4 }, -1, 0)]
    [InlineData("45 days", new[] { -0.1, -0.3, -0.35, -0.4 }, -1, 0)]
    [InlineData("10 days", new[] { 0, 0, -0.4, -0.4 }, -1, 70)]
    [InlineData("60 days", new[] { 0, 0.1, 0.1, 0.2 }, -1, 0)]
    [InlineData("15 days", new[] { -0.2, -0.4, 0, 0 }, 1, 60)]
    [InlineData("10 days", new[] { -0.2, -0.4, 0, 0 }, 1, 70)]
    [InlineData("> 60 days", new[] { -0.2, -0.4, -0.3, -0.3 }, 1, 60)]
    public void Half_of_an_effect_is_found_between_readings(string expected, double[] effects, int peak, int begin)
        => Assert.Equal(expected, CourseView.Half(readings, effects, peak, begin));
}
