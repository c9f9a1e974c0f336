using AsemMonteCarlo.Engine.Differences;
using AsemMonteCarlo.Sensitivity.Intervals;
using CsCheck;

namespace AsemMonteCarlo.Tests.Differences;

/// <summary>Intervals of differences of two runs against plain formulas.</summary>
public sealed class DifferenceIntervalTests
{
    private const double Level = 0.9;
    private const int Comparisons = 7;

    private static readonly Gen<(double First, double Second, double Bottom)[]> genUnits = Gen.Select(Gen.Double[-10, 10], Gen.Double[-10, 10], Gen.Double[0.1, 5]).Array[3, 60];

    [Fact]
    public void With_the_same_weights_in_both_runs_it_is_the_interval_of_the_mean_difference_within_units() => genUnits.Sample(units =>
    {
        var direct = new RatioSums();
        foreach (var (first, second, bottom) in units) direct.Add(second - first, bottom);
        double[] bottoms = [.. units.Select(u => u.Bottom)];
        var paired = Paired(new([.. units.Select(u => u.First)], bottoms), new([.. units.Select(u => u.Second)], bottoms));
        double half = Quantiles.Simultaneous(Level, Comparisons, Math.Max(2, direct.EffectiveUnits - 1)) * Math.Sqrt(direct.Variance());
        Assert.Equal(direct.Value, paired.Value, 1e-8);
        Assert.Equal(Math.Sqrt(direct.Variance()), paired.StandardError, 1e-6);
        Assert.Equal(direct.Value - half, paired.Low, 1e-4);
        Assert.Equal(direct.Value + half, paired.High, 1e-4);
        Assert.Equal(units.Length, paired.Units);
    }, iter: 300);

    [Fact]
    public void Of_units_that_share_nothing_the_squared_errors_add_up() => genUnits.Where(u => u.Length >= 8).Sample(units =>
    {
        int half = units.Length / 2, n = units.Length;
        UnitTerms first = new([.. units.Select((u, i) => i < half ? u.First : 0)], [.. units.Select((u, i) => i < half ? u.Bottom : 0)]);
        UnitTerms second = new([.. units.Select((u, i) => i < half ? 0 : u.Second)], [.. units.Select((u, i) => i < half ? 0 : u.Bottom)]);
        var (a, b) = (Of(first), Of(second));
        // without the corrections for the number of units, which are not the same
        double Plain(Estimate e) => e.StandardError * e.StandardError * (e.Units - 1) / e.Units;
        Assert.Equal(Math.Sqrt((Plain(a) + Plain(b)) * n / (n - 1)), Paired(first, second).StandardError, 1e-6);
    }, iter: 300);

    [Fact]
    public void Units_that_one_run_has_alone_behind_the_others_count_in_that_run()
    {
        UnitTerms few = new([1, 2, 4], [1, 1, 1]), more = new([1, 2, 4, 8, 16], [1, 1, 1, 1, 1]);
        var paired = Paired(few, more);
        double a = 7.0 / 3, b = 31.0 / 5;
        double[] residuals = [(1 - b) / 5 - (1 - a) / 3, (2 - b) / 5 - (2 - a) / 3, (4 - b) / 5 - (4 - a) / 3, (8 - b) / 5, (16 - b) / 5];
        Assert.Equal(Math.Sqrt(residuals.Sum(r => r * r) * 5 / 4), paired.StandardError, 1e-12);
        Assert.Equal(b - a, paired.Value, 1e-12);
    }

    [Fact]
    public void Independent_errors_add_in_squares_with_the_degrees_of_freedom_of_Welch_and_Satterthwaite()
    {
        Estimate a = new(1, 0.3, 0, 0, 11, 11), b = new(3, 0.4, 0, 0, 21, 21);
        var difference = DifferenceInterval.Independent(a, b, Level, Comparisons);
        double degrees = 0.0625 / (0.0081 / 10 + 0.0256 / 20), half = 0.5 * Quantiles.Student(1 - (1 - Level) / Comparisons, degrees);
        Assert.Equal(2, difference.Value);
        Assert.Equal(0.5, difference.StandardError, 1e-12);
        Assert.Equal(2 - half, difference.Low, 1e-12);
        Assert.Equal(2 + half, difference.High, 1e-12);
    }

    [Fact]
    public void Where_nothing_differs_nothing_moved_and_with_fewer_than_three_units_nothing_is_told()
    {
        UnitTerms terms = new([1, 2, 4], [1, 1, 1]);
        Assert.False(new ComparedEstimate(default, Of(terms), Of(terms), Paired(terms, terms)).HasMoved);
        Assert.Equal(0, Paired(terms, terms).StandardError);
        UnitTerms two = new([1, 2], [1, 1]), other = new([11, 12], [1, 1]);
        Assert.True(double.IsNaN(Paired(two, other).StandardError));
        Assert.False(new ComparedEstimate(default, Of(two), Of(other), Paired(two, other)).HasMoved);
        Assert.False(new ComparedEstimate(default, Of(two), Of(other), DifferenceInterval.Independent(Of(two), Of(other), Level, 1)).HasMoved);
    }

    private static Estimate Of(UnitTerms terms)
    {
        var sums = new RatioSums();
        foreach (var (top, bottom) in terms.Top.Zip(terms.Bottom)) sums.Add(top, bottom);
        return sums.Estimate(Level);
    }

    private static Estimate Paired(UnitTerms first, UnitTerms second) => DifferenceInterval.Paired(Of(first), first, Of(second), second, Level, Comparisons);
}
