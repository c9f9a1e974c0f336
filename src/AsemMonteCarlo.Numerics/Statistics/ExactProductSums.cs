using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Numerics.Statistics;

/// <summary>A double as a whole number of up to 53 bits times a power of two.</summary>
/// <param name="Mantissa">The whole number, with its sign.</param>
/// <param name="Exponent">The power.</param>
public readonly record struct BinaryParts(long Mantissa, int Exponent)
{
    /// <summary>The parts of a number. Numbers below 2⁻⁵⁰⁰ in size count as 0.</summary>
    /// <exception cref="OverflowException">The number is not finite, or 2⁵⁰⁰ or more in size.</exception>
    public static BinaryParts Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52 & 0x7FF) - 1075;
        if (exponent >= 500 - 53) throw new OverflowException($"a summand of {value} cannot be summed exactly");
        if (exponent < -553) return default;
        long mantissa = bits & 0xFFFFFFFFFFFFF | 0x10000000000000;
        return new BinaryParts(bits < 0 ? -mantissa : mantissa, exponent);
    }
}

/// <summary>
/// Many sums of numbers and of products of two numbers, without any rounding: whatever the order and however the parts are merged, the
/// totals are the same integers. Products keep all their bits, so that moments can be centred after the fact without loss.
/// </summary>
/// <remarks>Digits of 32 bits in 64-bit words with delayed carries (Neal 2015, Fast exact summation using small and large
/// superaccumulators), in one window of exponents for all sums, which grows with the numbers that are met.</remarks>
/// <param name="count">Number of sums, at least 1.</param>
public sealed class ExactProductSums(int count)
{
    private const int DigitBits = 32, CarryEvery = 1 << 20;
    private long[] digits = [];
    private int width, lowest, pending;

    /// <summary>Number of sums.</summary>
    public int Count { get; } = count;

    /// <summary>Adds a number to a sum.</summary>
    public void Add(int sum, in BinaryParts x) => AddProduct(sum, x, new BinaryParts(1, 0));

    /// <summary>Adds the product of two numbers to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(int sum, in BinaryParts x, in BinaryParts y)
    {
        long high = Math.BigMul(x.Mantissa, y.Mantissa, out long low);
        int exponent = x.Exponent + y.Exponent, place = (exponent >> 5) - lowest, shift = exponent & 31;
        if ((uint)place > (uint)(width - 5) || width == 0)
        {
            // zero has no place
            if ((high | low) == 0) return;
            place = Grow(exponent >> 5);
        }
        if (++pending == CarryEvery) Carry();
        ulong t0 = ((ulong)low & uint.MaxValue) << shift, t1 = ((ulong)low >> DigitBits) << shift, t2 = ((ulong)high & uint.MaxValue) << shift;
        var at = digits.AsSpan(sum * width + place, 4);
        at[0] += (long)(t0 & uint.MaxValue);
        at[1] += (long)((t0 >> DigitBits) + (t1 & uint.MaxValue));
        at[2] += (long)((t1 >> DigitBits) + (t2 & uint.MaxValue));
        at[3] += (long)(t2 >> DigitBits) + ((high >> DigitBits) << shift);
    }

    /// <summary>Adds the totals of other sums, one by one.</summary>
    /// <exception cref="ArgumentException">The other has another number of sums.</exception>
    public void Add(ExactProductSums other)
    {
        if (other.Count != Count) throw new ArgumentException($"{Count} sums are needed", nameof(other));
        if (other.width == 0) return;
        other.Carry();
        Carry();
        // its highest digit is the place where its totals end
        if (width == 0 || other.lowest < lowest) Grow(other.lowest);
        while (other.lowest + other.width > lowest + width) Grow(lowest + width - 4);
        for (int sum = 0; sum < Count; sum++)
            for (int i = 0; i < other.width; i++) digits[sum * width + other.lowest - lowest + i] += other.digits[sum * other.width + i];
        pending = 1;
        Carry();
    }

    /// <summary>A total as a whole number times a power of two, exactly.</summary>
    public (BigInteger Whole, int Exponent) Total(int sum)
    {
        Carry();
        BigInteger whole = 0;
        for (int i = width - 1; i >= 0; i--) whole = (whole << DigitBits) + digits[sum * width + i];
        return (whole, DigitBits * lowest);
    }

    /// <summary>A total as a double, within its last digit.</summary>
    public double Value(int sum)
    {
        Carry();
        return Wide(sum).High;
    }

    /// <summary>
    /// Σ(x − c)(y − c) over n pairs from Σxy, Σx and Σy, with 2⁻⁹⁰ of Σxy lost at most: less than the rounding of the numbers
    /// themselves costs while the mean is less than 10¹² standard deviations from zero.
    /// </summary>
    /// <param name="product">Sum of products.</param>
    /// <param name="x">Sum of the first numbers.</param>
    /// <param name="y">Sum of the second numbers.</param>
    /// <param name="n">Number of pairs.</param>
    /// <param name="centre">The number c.</param>
    public double Centred(int product, int x, int y, long n, double centre)
    {
        Carry();
        // Σxy + c·(n·c − Σx − Σy)
        var inner = Sum(Sum(Product(n, centre), Negative(Wide(x))), Negative(Wide(y)));
        var (high, low) = Product(centre, inner.High);
        return Sum(Wide(product), (high, Math.FusedMultiplyAdd(centre, inner.Low, low))).High;
    }

    /// <summary>Σ(x − c) over n numbers from Σx, as accurate.</summary>
    public double Centred(int x, long n, double centre)
    {
        Carry();
        return Sum(Wide(x), Negative(Product(n, centre))).High;
    }

    // the highest digits of a total as the sum of two doubles; what is cut off depends on the total alone, not on the window
    private (double High, double Low) Wide(int sum)
    {
        Int128 whole = 0, limit = Int128.One << 94;
        int i = width - 1;
        for (; i >= 0 && whole < limit && whole > -limit; i--) whole = (whole << DigitBits) + digits[sum * width + i];
        double high = (double)whole, low = (double)(whole - (Int128)high);
        int exponent = DigitBits * (lowest + i + 1);
        return (Math.ScaleB(high, exponent), Math.ScaleB(low, exponent));
    }

    private static (double High, double Low) Product(double x, double y)
    {
        double product = x * y;
        return (product, Math.FusedMultiplyAdd(x, y, -product));
    }

    private static (double High, double Low) Negative((double High, double Low) x) => (-x.High, -x.Low);

    // sums of two doubles each (Dekker 1971; Knuth's exact addition of the high parts)
    private static (double High, double Low) Sum((double High, double Low) x, (double High, double Low) y)
    {
        double high = x.High + y.High, part = high - x.High, error = x.High - (high - part) + (y.High - part) + (x.Low + y.Low);
        double sum = high + error;
        return (sum, error - (sum - high));
    }

    private int Grow(int digit)
    {
        int from = width == 0 ? digit : Math.Min(lowest, digit), to = width == 0 ? digit + 6 : Math.Max(lowest + width, digit + 6);
        var wider = new long[Count * (to - from)];
        for (int sum = 0; sum < Count && width > 0; sum++) digits.AsSpan(sum * width, width).CopyTo(wider.AsSpan(sum * (to - from) + lowest - from));
        (digits, width, lowest) = (wider, to - from, from);
        return digit - lowest;
    }

    private void Carry()
    {
        if (pending == 0) return;
        pending = 0;
        for (int start = 0; start < digits.Length; start += width)
            for (int i = start; i < start + width - 1; i++)
            {
                long carry = digits[i] >> DigitBits;
                digits[i] -= carry << DigitBits;
                digits[i + 1] += carry;
            }
    }
}
