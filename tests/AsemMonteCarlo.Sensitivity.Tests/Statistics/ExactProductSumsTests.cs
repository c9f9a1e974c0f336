using System.Numerics;
using AsemMonteCarlo.Numerics.Statistics;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.Statistics;

public sealed class ExactProductSumsTests
{
    private static readonly Gen<double> genNumber = Gen.OneOf(Gen.Double[-1, 1], Gen.Double[-1e12, 1e12], Gen.Double[-1e-12, 1e-12], Gen.Const(0.0), Gen.Const(1.0),
        Gen.Select(Gen.Double[-1, 1], Gen.Int[-400, 400], (x, e) => Math.ScaleB(x, e)));

    [Fact]
    public void Totals_are_those_of_whole_numbers() => Gen.Select(genNumber, genNumber).Array[0, 40].Sample(pairs =>
    {
        var sums = Sums(pairs);
        for (int sum = 0; sum < 3; sum++)
        {
            // every product is a multiple of 2⁻¹¹⁰⁶
            var expected = pairs.Aggregate(BigInteger.Zero, (total, p) => total + sum switch { 0 => Whole(p.Item1, p.Item2), 1 => Whole(p.Item1, 1), _ => Whole(p.Item2, 1) });
            var (whole, exponent) = sums.Total(sum);
            Assert.Equal(expected, exponent >= -1106 ? whole << (exponent + 1106) : whole >> (-1106 - exponent));
        }
    }, iter: 2000);

    [Fact]
    public void Parts_merge_to_the_same_totals_in_any_order() => Gen.Select(Gen.Select(genNumber, genNumber).Array[0, 40], Gen.Int[1, 9], Gen.Int).Sample((pairs, cut, seed) =>
    {
        var merged = new ExactProductSums(3);
        foreach (var part in pairs.OrderBy(p => HashCode.Combine(p, seed)).Chunk(cut)) merged.Add(Sums(part));
        for (int sum = 0; sum < 3; sum++)
        {
            Assert.Equal(Sums(pairs).Value(sum), merged.Value(sum));
            Assert.Equal(Sums(pairs).Centred(0, 1, 2, pairs.Length, 0.3), merged.Centred(0, 1, 2, pairs.Length, 0.3));
        }
    }, iter: 1000);

    [Fact]
    public void Moments_about_a_far_mean_keep_their_digits() => Gen.Double[-1, 1].Array[2, 50].Sample(numbers =>
    {
        // without exact products nothing would be left: the squares differ in the 20th digit
        double far = 1L << 33;
        double[] shifted = [.. numbers.Select(x => Math.Round(x * 1024) / 1024 + far)];
        var sums = Sums([.. shifted.Select(x => (x, x))]);
        Assert.Equal(shifted.Sum(x => (x - far) * (x - far)), sums.Centred(0, 1, 2, shifted.Length, far), 1e-9);
        Assert.Equal(shifted.Sum(x => x - far), sums.Centred(1, shifted.Length, far), 1e-9);
    }, iter: 300);

    [Fact]
    public void Centred_moments_are_those_of_whole_numbers() => Gen.Select(Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1]).Array[1, 40], Gen.Double[-1e9, 1e9]).Sample((pairs, centre) =>
    {
        (double, double)[] shifted = [.. pairs.Select(p => (p.Item1 + centre, p.Item2 + centre))];
        var expected = shifted.Aggregate(BigInteger.Zero, (total, p) => total + Difference(p.Item1, centre) * Difference(p.Item2, centre));
        double exact = (double)(expected >> 1000) * Math.ScaleB(1, 1000 - 2 * 553);
        Assert.Equal(exact, Sums(shifted).Centred(0, 1, 2, pairs.Length, centre), 1e-14 * (1 + Math.Abs(exact)) + Math.ScaleB(pairs.Length * centre * centre, -90));

        static BigInteger Difference(double x, double y) => Whole(x, 1, 553) - Whole(y, 1, 553);
    }, iter: 500);

    [Fact]
    public void Carries_come_in_time()
    {
        var sums = new ExactProductSums(1);
        var x = BinaryParts.Of(-Math.BitDecrement(2.0));
        for (int i = 0; i < 5_000_000; i++) sums.AddProduct(0, x, x);
        var (whole, exponent) = sums.Total(0);
        Assert.Equal(5_000_000 * BigInteger.Pow(x.Mantissa, 2), whole >> (2 * x.Exponent - exponent));
    }

    [Fact]
    public void Numbers_that_are_none_are_refused()
    {
        Assert.Throws<OverflowException>(() => BinaryParts.Of(double.NaN));
        Assert.Throws<OverflowException>(() => BinaryParts.Of(double.NegativeInfinity));
        Assert.Throws<OverflowException>(() => BinaryParts.Of(1e200));
        Assert.Equal(default, BinaryParts.Of(1e-200));
    }

    private static ExactProductSums Sums((double, double)[] pairs)
    {
        var sums = new ExactProductSums(3);
        foreach (var (x, y) in pairs)
        {
            sums.AddProduct(0, BinaryParts.Of(x), BinaryParts.Of(y));
            sums.Add(1, BinaryParts.Of(x));
            sums.Add(2, BinaryParts.Of(y));
        }
        return sums;
    }

    private static BigInteger Whole(double x, double y, int scale = 1106)
    {
        BinaryParts p = BinaryParts.Of(x), q = BinaryParts.Of(y);
        if (p.Mantissa == 0 || q.Mantissa == 0) return 0;
        int shift = p.Exponent + q.Exponent + scale;
        var product = (BigInteger)p.Mantissa * q.Mantissa;
        // bits below the scale are zeros
        return shift >= 0 ? product << shift : product >> -shift;
    }
}
