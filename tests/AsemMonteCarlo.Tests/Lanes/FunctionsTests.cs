using AsemMonteCarlo.Numerics.Lanes;
using CsCheck;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Tests.Lanes;

/// <summary>Accuracy against the double-precision functions of .NET and MathNet; bounds are a little above the largest error found.</summary>
public sealed class FunctionsTests
{
    private static readonly Gen<double> genNumber = Gen.OneOf(Gen.Double[-10, 10], Gen.Double[-3.01, -2.99], Gen.Double[2.99, 3.01], Gen.Double[-1e-6, 1e-6], Gen.Double[-1e30, 1e30]);

    [Fact]
    public void Exp_is_within_two_units_in_the_last_place()
    {
        double worst = 0;
        for (double x = -80; x <= 80; x += 1.0 / 4096)
            worst = Math.Max(worst, Ulps(One(Scalar.Exp(Scalar.Broadcast(x))), Math.Exp(x)));
        Assert.InRange(worst, 0.1, 2);
        Assert.Equal(One(Scalar.Exp(Scalar.Broadcast(80))), One(Scalar.Exp(Scalar.Broadcast(1000))));
        Assert.Equal(One(Scalar.Exp(Scalar.Broadcast(-80))), One(Scalar.Exp(Scalar.Broadcast(double.NegativeInfinity))));
    }

    [Fact]
    public void Log_is_within_two_units_in_the_last_place_over_all_exponents()
    {
        double worst = 0;
        var random = new Random(3);
        for (int i = 0; i < 500_000; i++)
        {
            float x = BitConverter.Int32BitsToSingle(random.Next(0x00800000, 0x7F800000));
            worst = Math.Max(worst, Ulps(One(Scalar.Log(Scalar.Broadcast(x))), Math.Log(x)));
        }
        Assert.InRange(worst, 0.1, 2);
        Assert.Equal(0, One(Scalar.Log(Scalar.Broadcast(1))));
    }

    [Fact]
    public void Normal_quantile_is_within_four_millionths_on_all_uniform_numbers_in_the_tails_and_a_sample_between()
    {
        double worst = 0;
        for (uint i = 0; i < 1 << 23; i += i < 20_000 || i > (1 << 23) - 20_000 ? 1u : 61u)
        {
            uint word = i << 9;
            var u = Scalar.Uniform(in word);
            worst = Math.Max(worst, Math.Abs(Scalar.Extract(Scalar.NormalQuantile(u), 0) - Normal.InvCDF(0, 1, Scalar.Extract(u, 0))));
        }
        Assert.InRange(worst, 1e-9, 4e-6);
    }

    [Fact]
    public void Double_functions_are_within_1e_14()
    {
        var random = new Random(5);
        for (int i = 0; i < 200_000; i++)
        {
            double x = random.NextDouble() * 160 - 80;
            Assert.InRange(Math.Abs(DoubleFunctions.Exp(x) / Math.Exp(x) - 1), 0, 1e-14);
            Assert.Equal(DoubleFunctions.Exp(x), Precise.Extract(Precise.Exp(Precise.Broadcast(x)), 0));
            double y = Math.Exp(x);
            Assert.InRange(Math.Abs(DoubleFunctions.Log(y) - Math.Log(y)) / Math.Max(1, Math.Abs(Math.Log(y))), 0, 1e-14);
            double p = i % 2 == 0 ? random.NextDouble() : Math.Exp(-30 * random.NextDouble());
            if (p is <= 0 or >= 1) continue;
            double z = DoubleFunctions.NormalQuantile(p), exact = Normal.InvCDF(0, 1, p);
            Assert.InRange(Math.Abs(z - exact) / Math.Max(1, Math.Abs(exact)), 0, 1e-14);
        }
    }

    [Fact]
    public void Normal_cumulative_is_within_7_5e_8()
    {
        for (double x = -9; x <= 9; x += 1.0 / 512)
            Assert.InRange(Math.Abs(DoubleFunctions.NormalCumulative(x) - Normal.CDF(0, 1, x)), 0, 7.5e-8);
    }

    [Fact]
    public void Saturate_is_bounded_odd_and_monotone_but_for_the_last_place() => BoundedOddAndMonotone<Scalar>(1.2e-7);

    [Fact]
    public void Saturate_is_bounded_odd_and_monotone_but_for_the_last_place_in_double_precision() => BoundedOddAndMonotone<Precise>(2.3e-16);

    [Fact]
    public void Saturate_is_within_0_024_of_the_hyperbolic_tangent_with_slope_one_at_zero()
    {
        for (double x = -6; x <= 6; x += 1.0 / 256) Assert.InRange(Math.Abs(Saturate<Precise>(x) - Math.Tanh(x)), 0, 0.024);
        Assert.Equal(1, Saturate<Precise>(1e-5) / 1e-5, 1e-9);
        // held short of ±1 by more than the rounding of five operations
        Assert.InRange(1 - Saturate<Precise>(3), 5e-7, 7e-7);
        Assert.InRange(1 + Saturate<Scalar>(-4), 2e-7, 9e-7);
    }

    [Fact]
    public void Logistic_is_bounded_and_monotone_but_for_the_last_place_and_never_reaches_its_ends() => Gen.Select(genNumber, genNumber).Sample((x, y) =>
    {
        var (low, high) = (Logistic<Scalar>(Math.Min(x, y)), Logistic<Scalar>(Math.Max(x, y)));
        return low > 0 && high < 1 && low <= high + 2e-7;
    }, iter: 20_000);

    [Fact]
    public void Decay_and_toward_stay_between_their_ends() => Gen.Select(Gen.Double[0, 1e6], Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[0, 1]).Sample((x, from, to, weight) =>
    {
        double decay = One(Functions.Decay(Scalar.Broadcast(x)));
        double toward = One(Functions.Toward(Scalar.Broadcast(from), Scalar.Broadcast(to), Scalar.Broadcast(weight)));
        return decay is > 0 and <= 1 && toward >= Math.Min(from, to) - 2e-7 && toward <= Math.Max(from, to) + 2e-7;
    }, iter: 20_000);

    private static void BoundedOddAndMonotone<TLane>(double rounding)
        where TLane : struct, ILane<TLane>
        => Gen.Select(genNumber, genNumber).Sample((x, y) =>
        {
            var (low, high) = (Saturate<TLane>(Math.Min(x, y)), Saturate<TLane>(Math.Max(x, y)));
            return Math.Max(Math.Abs(low), Math.Abs(high)) < 1 && low <= high + 2 * rounding && Saturate<TLane>(-x) == -Saturate<TLane>(x);
        }, iter: 20_000);

    private static double Saturate<TLane>(double x)
        where TLane : struct, ILane<TLane>
        => TLane.Extract(Functions.Saturate(TLane.Broadcast(x)), 0);

    private static double Logistic<TLane>(double x)
        where TLane : struct, ILane<TLane>
        => TLane.Extract(Functions.Logistic(TLane.Broadcast(x)), 0);

    private static float One(Scalar value) => (float)Scalar.Extract(value, 0);

    private static double Ulps(float actual, double exact)
    {
        float nearest = MathF.Abs((float)exact);
        return Math.Abs(actual - exact) / (MathF.BitIncrement(nearest) - nearest);
    }
}
