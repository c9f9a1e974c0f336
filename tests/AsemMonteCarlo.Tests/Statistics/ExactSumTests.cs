using AsemMonteCarlo.Numerics.Statistics;
using CsCheck;

namespace AsemMonteCarlo.Tests.Statistics;

public sealed class ExactSumTests
{
    private static readonly Gen<double> genNumber = Gen.OneOf(Gen.Double[-1, 1], Gen.Double[-1e6, 1e6], Gen.Double[-1e17, 1e17], Gen.Double[-1e-10, 1e-10]);

    [Fact]
    public void Order_does_not_matter() => Gen.Select(genNumber.Array[0, 100], Gen.Int).Sample((numbers, seed) =>
        Sum(numbers) == Sum([.. numbers.OrderBy(x => HashCode.Combine(x, seed))]), iter: 500);

    [Fact]
    public void Sums_of_parts_merge_to_the_sum_of_the_whole() => Gen.Select(genNumber.Array[1, 100], Gen.Int[1, 20]).Sample((numbers, cut) =>
    {
        ExactSum merged = default;
        foreach (double[] part in numbers.Chunk(cut)) merged.Add(Sum(part));
        return merged == Sum(numbers) && merged.Units == Sum(numbers).Units && merged.GetHashCode() == Sum(numbers).GetHashCode();
    }, iter: 500);

    [Fact]
    public void The_value_is_within_half_a_unit_per_summand() => Gen.Double[-1000, 1000].Array[1, 200].Sample(numbers =>
    {
        decimal exact = numbers.Sum(x => new decimal(x));
        return Math.Abs(Sum(numbers).Value - (double)exact) <= numbers.Length * Math.ScaleB(0.5, -40) + 1e-9;
    }, iter: 200);

    [Fact]
    public void Multiples_of_the_unit_are_exact_at_any_size()
    {
        var sum = Sum([Math.ScaleB(1, 59), Math.ScaleB(1, -40), -Math.ScaleB(1, 59)]);
        Assert.Equal(Math.ScaleB(1, -40), sum.Value);
        Assert.Equal((Int128)1, sum.Units);
        Assert.NotEqual(sum, Sum([0]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e19)]
    public void What_cannot_be_summed_exactly_is_refused(double value) => Assert.Throws<OverflowException>(() => Sum([value]));

    private static ExactSum Sum(double[] numbers)
    {
        ExactSum sum = default;
        foreach (double number in numbers) sum.Add(number);
        return sum;
    }
}
