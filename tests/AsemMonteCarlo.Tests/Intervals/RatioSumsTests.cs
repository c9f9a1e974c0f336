using AsemMonteCarlo.Sensitivity.Intervals;
using CsCheck;

namespace AsemMonteCarlo.Tests.Intervals;

public sealed class RatioSumsTests
{
    private static readonly Gen<(double Top, double Bottom)[]> genUnits = Gen.Select(Gen.Double[-10, 10], Gen.Double[0.1, 5]).Array[3, 60];

    [Fact]
    public void Value_variance_and_interval_follow_the_plain_formulas() => genUnits.Sample(units =>
    {
        double n = units.Length, bottom = units.Sum(u => u.Bottom), value = units.Sum(u => u.Top) / bottom;
        double variance = units.Sum(u => (u.Top - value * u.Bottom) * (u.Top - value * u.Bottom)) * n / (n - 1) / (bottom * bottom);
        double effective = bottom * bottom / units.Sum(u => u.Bottom * u.Bottom);
        var sums = Sums(units);
        var estimate = sums.Estimate(0.9);
        double half = Quantiles.Student(0.9, Math.Max(2, effective - 1)) * Math.Sqrt(variance);
        Assert.Equal(value, sums.Value, 1e-8);
        Assert.Equal(bottom, sums.Denominator, 1e-8);
        Assert.Equal(units.Length, sums.Units);
        Assert.Equal(effective, sums.EffectiveUnits, 1e-6);
        Assert.Equal(Math.Sqrt(variance), estimate.StandardError, 1e-6);
        Assert.Equal(value - half, estimate.Low, 1e-5);
        Assert.Equal(value + half, estimate.High, 1e-5);
        Assert.Equal(estimate.Low > 0 || estimate.High < 0, estimate.IsClearOfZero);
    }, iter: 500);

    [Fact]
    public void Denominators_of_one_give_the_mean_and_its_usual_standard_error()
    {
        double[] numbers = [1, 2, 4, 8, 16];
        var estimate = Sums([.. numbers.Select(x => (x, 1.0))]).Estimate(0.95);
        Assert.Equal(numbers.Average(), estimate.Value, 1e-10);
        Assert.Equal(Math.Sqrt(numbers.Sum(x => (x - 6.2) * (x - 6.2)) / 4 / 5), estimate.StandardError, 1e-10);
    }

    [Fact]
    public void Parts_merge_to_the_same_bits_in_any_order() => Gen.Select(genUnits, Gen.Int[1, 10], Gen.Int).Sample((units, cut, seed) =>
    {
        RatioSums merged = default;
        foreach (var part in units.OrderBy(u => HashCode.Combine(u, seed)).Chunk(cut)) merged.Add(Sums(part));
        return merged.Estimate(0.95) == Sums(units).Estimate(0.95);
    }, iter: 300);

    [Fact]
    public void Without_three_units_there_is_no_interval()
    {
        var sums = Sums([(1, 1), (2, 1), (0, 0)]);
        Assert.Equal(2, sums.Units);
        Assert.Equal(1.5, sums.Value, 1e-10);
        var estimate = sums.Estimate(0.95);
        Assert.True(double.IsNaN(estimate.StandardError) && double.IsNaN(estimate.Low) && double.IsNaN(estimate.High));
        Assert.False(estimate.IsClearOfZero);
        Assert.True(double.IsNaN(default(RatioSums).Value));
        Assert.Equal(0, default(RatioSums).EffectiveUnits);
    }

    private static RatioSums Sums((double Top, double Bottom)[] units)
    {
        RatioSums sums = default;
        foreach (var (top, bottom) in units) sums.Add(top, bottom);
        return sums;
    }
}
