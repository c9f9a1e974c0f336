using System.Numerics;
using AsemMonteCarlo.Sensitivity.Screening;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.Screening;

public sealed class UnboundedSumTests
{
    private static readonly Gen<double> genAnySize = Gen.Select(Gen.Double[-1, 1], Gen.Int[-1000, 900]).Select((m, e) => Math.ScaleB(m, e));

    [Fact]
    public void The_total_is_that_of_whole_numbers_of_any_length() => Gen.OneOf(genAnySize, Gen.Double[-10, 10]).Array[0, 40].Sample(numbers =>
    {
        var sum = new UnboundedSum();
        BigInteger exact = 0;
        foreach (double number in numbers)
        {
            sum.Add(number);
            exact += Units(number);
        }
        var value = sum.Value;
        var error = BigInteger.Abs(exact - Units(value.High) - Units(value.Low));
        // 100 bits of the total, or the last bit of the smallest double
        return error <= BigInteger.Abs(exact) >> 100 && (exact != 0 || value.Value == 0);
    }, iter: 2000);

    [Fact]
    public void Parts_in_any_order_give_the_same_bits() => Gen.Select(genAnySize.Array[1, 30], Gen.Int[1, 7], Gen.ULong).Sample((numbers, cut, seed) =>
    {
        var whole = new UnboundedSum();
        foreach (double number in numbers) whole.Add(number);
        var merged = new UnboundedSum();
        foreach (var part in Draws.Order(numbers.Length, seed).Chunk(cut))
        {
            var some = new UnboundedSum();
            foreach (int i in part) some.Add(numbers[i]);
            merged.Add(some);
        }
        return whole.Value == merged.Value;
    }, iter: 500);

    [Fact]
    public void Variance_survives_a_mean_far_above_the_deviation()
    {
        var sum = new UnboundedSum();
        var square = new UnboundedSum();
        for (int i = 0; i < 1000; i++)
        {
            double x = 1e9 + (i % 2 == 0 ? 0.5 : -0.5);
            sum.Add(x);
            square.AddSquare(x);
        }
        Assert.Equal(0.25 * 1000 / 999, TwoDoubles.Variance(1000, sum.Value, square.Value), 1e-12);
    }

    [Fact]
    public void Many_carries_and_sign_changes_lose_nothing()
    {
        var sum = new UnboundedSum();
        for (int i = 0; i < 3000; i++) sum.Add(4294967295.0 * 4294967296.0);
        for (int i = 0; i < 3000; i++) sum.Add(-4294967295.0 * 4294967296.0);
        sum.Add(-double.Epsilon);
        Assert.Equal(-double.Epsilon, sum.Value.Value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_refused(double value) => Assert.Throws<ArgumentException>(() => new UnboundedSum().Add(value));

    private static BigInteger Units(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger m = bits & 0xFFFFFFFFFFFFFL;
        m = exponent == 0 ? m : (m + (1L << 52)) << exponent - 1;
        return bits < 0 ? -m : m;
    }
}
