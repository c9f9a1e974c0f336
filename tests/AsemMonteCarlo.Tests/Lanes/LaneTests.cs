using System.Runtime.Intrinsics;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Lanes;

/// <summary>The suite that every single-precision lane type passes: the same bits as <see cref="Scalar"/>.</summary>
public abstract class LaneTests<TLane>
    where TLane : struct, ILane<TLane>
{
    private static readonly float[] special =
    [
        0, -0f, 1, -1, 0.5f, -0.5f, 3, -3, 6, float.Epsilon, -float.Epsilon, 1e-40f, 1.17549435e-38f, 1e-20f, 80, -80, 100, -100,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, MathF.BitDecrement(1), MathF.BitIncrement(1),
    ];

    public static TheoryData<string> OperationNames => [.. LaneOperations<Scalar>.All.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Every_operation_has_the_bits_of_the_scalar_lane(string name)
    {
        RequireHardware();
        var (a, b, c) = Inputs();
        uint[] expected = LaneOperations<Scalar>.Bits(LaneOperations<Scalar>.All.Single(o => o.Name == name).Run, a, b, c);
        uint[] actual = LaneOperations<TLane>.Bits(LaneOperations<TLane>.All.Single(o => o.Name == name).Run, a, b, c);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i] == actual[i], $"{name}({a[i]:R}, {b[i]:R}, {c[i]:R}): {expected[i]:x8} on one lane, {actual[i]:x8} on {TLane.Name}");
    }

    [Fact]
    public void Minimum_and_maximum_give_the_right_number_where_equal_or_not_a_number()
    {
        RequireHardware();
        foreach (var (left, right) in new[] { (float.NaN, 1f), (1f, float.NaN), (0f, -0f), (-0f, 0f), (float.NaN, float.NegativeInfinity) })
        {
            TLane l = TLane.Broadcast(left), r = TLane.Broadcast(right);
            Assert.Equal(BitConverter.SingleToInt32Bits(right), BitConverter.SingleToInt32Bits(First(TLane.Min(l, r))));
            Assert.Equal(BitConverter.SingleToInt32Bits(right), BitConverter.SingleToInt32Bits(First(TLane.Max(l, r))));
        }
        Assert.Equal(1, First(TLane.Min(TLane.Broadcast(1), TLane.Broadcast(2))));
        Assert.Equal(2, First(TLane.Max(TLane.Broadcast(1), TLane.Broadcast(2))));
    }

    [Fact]
    public void Uniform_numbers_are_the_top_bits_of_words_and_lie_inside_the_unit_interval()
    {
        RequireHardware();
        var random = new Random(1);
        uint[] words = [0, uint.MaxValue, 511, 512, 0x80000000, 0x7FFFFFFF, .. Enumerable.Range(0, 4090).Select(_ => (uint)random.NextInt64(1L << 32))];
        var results = new float[words.Length];
        for (int i = 0; i < words.Length; i += TLane.Width) TLane.Store(TLane.Uniform(in words[i]), ref results[i]);
        for (int i = 0; i < words.Length; i++)
        {
            Assert.Equal(((words[i] >> 9) + 0.5) / 8388608, results[i]);
            Assert.InRange(results[i], float.Epsilon, MathF.BitDecrement(1));
        }
    }

    [Fact]
    public void Load_store_extract_and_insert_keep_every_lane_in_its_place()
    {
        RequireHardware();
        float[] numbers = [.. Enumerable.Range(0, 3 * TLane.Width).Select(i => i + 0.25f)], copy = new float[numbers.Length];
        var value = TLane.Load(in numbers[1]);
        TLane.Store(value, ref copy[1]);
        for (int i = 0; i < copy.Length; i++) Assert.Equal(i >= 1 && i <= TLane.Width ? numbers[i] : 0, copy[i]);
        for (int lane = 0; lane < TLane.Width; lane++)
        {
            Assert.Equal(numbers[1 + lane], TLane.Extract(value, lane));
            var changed = TLane.Insert(value, lane, -7.5);
            for (int other = 0; other < TLane.Width; other++) Assert.Equal(other == lane ? -7.5 : numbers[1 + other], TLane.Extract(changed, other));
        }
    }

    [Fact]
    public void Broadcasts_round_once_to_single_precision()
    {
        RequireHardware();
        double[] numbers = [0.1, -1.0 / 3, 1e-45, 1e39, double.NaN, 16777217];
        var constants = new Constants(numbers);
        for (int i = 0; i < numbers.Length; i++)
            for (int lane = 0; lane < TLane.Width; lane++)
            {
                Assert.Equal((float)numbers[i], TLane.Extract(TLane.Broadcast(numbers[i]), lane));
                Assert.Equal((float)numbers[i], TLane.Extract(TLane.Broadcast(constants, i), lane));
            }
    }

    [Fact]
    public void Any_sees_a_mask_in_each_lane()
    {
        RequireHardware();
        var zero = TLane.Broadcast(0);
        Assert.False(TLane.Any(TLane.GreaterThan(zero, zero)));
        for (int lane = 0; lane < TLane.Width; lane++) Assert.True(TLane.Any(TLane.GreaterThan(TLane.Insert(zero, lane, 1), zero)));
    }

    protected virtual void RequireHardware()
    {
    }

    private static float First(TLane value)
    {
        var to = new float[TLane.Width];
        TLane.Store(value, ref to[0]);
        return to[0];
    }

    // all triples of special values, then random bit patterns, then ordinary numbers
    private static (float[] A, float[] B, float[] C) Inputs()
    {
        int n = special.Length, count = n * n * n, total = (count + 16384 + 15) / 16 * 16;
        float[] a = new float[total], b = new float[total], c = new float[total];
        var random = new Random(20260101);
        for (int i = 0; i < total; i++)
        {
            (a[i], b[i], c[i]) = i < count ? (special[i / n / n], special[i / n % n], special[i % n])
                : i % 2 == 0 ? (Pattern(), Pattern(), Pattern()) : (Ordinary(), Ordinary(), Ordinary());
        }
        return (a, b, c);

        // payloads of NaN are not promised by arithmetic: one NaN stands for all
        float Pattern() => BitConverter.Int32BitsToSingle((int)random.NextInt64(int.MinValue, 1L << 31)) is var x && float.IsNaN(x) ? float.NaN : x;
        float Ordinary() => (float)(random.NextDouble() * 16 - 8);
    }
}

public sealed class ScalarTests : LaneTests<Scalar>;

public sealed class WideTests : LaneTests<Wide>;

public sealed class Wide512Tests : LaneTests<Wide512>
{
    protected override void RequireHardware() => Assert.SkipUnless(Vector512.IsHardwareAccelerated, "this processor has no 512-bit vectors");
}

public sealed class CountingLaneTests : LaneTests<Counting>;
