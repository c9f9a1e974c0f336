namespace AsemMonteCarlo.Sensitivity.Screening;

/// <summary>
/// Exact sum of doubles of any size in limbs of 32 bits (after Neal 2015, Fast exact summation using small and large
/// superaccumulators). Outputs come in any unit, so the fixed unit of <c>ExactSum</c> does not fit; the order of summands
/// cannot show here either.
/// </summary>
internal sealed class UnboundedSum
{
    private const int CarryAfter = 1 << 30;

    private long[] limbs = new long[6];
    private int first = -1, pending;

    /// <summary>Adds a finite number.</summary>
    /// <exception cref="ArgumentException">The number is NaN or infinite.</exception>
    public void Add(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        if (exponent == 0x7FF) throw new ArgumentException($"a summand of {value} cannot be summed", nameof(value));
        ulong significand = (ulong)bits & 0xFFFFFFFFFFFFFUL;
        if (exponent == 0) exponent = 1;
        else significand |= 1UL << 52;
        if (significand == 0) return;
        int position = exponent - 1; // bit 0 stands for 2⁻¹⁰⁷⁴
        int limb = position >> 5;
        var shifted = (UInt128)significand << (position & 31);
        int place = Reserve(limb, limb + 2);
        long sign = bits < 0 ? -1 : 1;
        limbs[place] += sign * (uint)shifted;
        limbs[place + 1] += sign * (uint)(shifted >> 32);
        limbs[place + 2] += sign * (uint)(shifted >> 64);
        if (++pending >= CarryAfter) Carry();
    }

    /// <summary>Adds the exact square of a finite number whose square neither overflows nor loses digits below 2⁻¹⁰⁷⁴.</summary>
    public void AddSquare(double value)
    {
        double high = value * value;
        Add(high);
        Add(Math.FusedMultiplyAdd(value, value, -high));
    }

    /// <summary>Adds another sum.</summary>
    public void Add(UnboundedSum other)
    {
        if (other.first < 0) return;
        other.Carry();
        int place = Reserve(other.first, other.first + other.limbs.Length - 1);
        for (int i = 0; i < other.limbs.Length; i++) limbs[place + i] += other.limbs[i];
        if (++pending >= CarryAfter) Carry();
    }

    /// <summary>The total as an unevaluated sum of two doubles, a function of the exact total alone.</summary>
    public TwoDoubles Value
    {
        get
        {
            if (first < 0) return default;
            Carry();
            long[] digits = [.. limbs];
            bool negative = digits[^1] < 0;
            if (negative)
            {
                for (int i = 0; i < digits.Length; i++) digits[i] = -digits[i];
                Propagate(digits);
            }
            TwoDoubles total = default;
            int taken = 0;
            for (int i = digits.Length - 1; i >= 0 && taken < 6; i--)
            {
                if (digits[i] == 0 && taken == 0) continue;
                taken++;
                total += Math.ScaleB(digits[i], 32 * (first + i) - 1074);
            }
            return negative ? -total : total;
        }
    }

    private int Reserve(int from, int to)
    {
        if (first < 0) first = from;
        if (from < first || to >= first + limbs.Length)
        {
            int newFirst = Math.Min(first, from), newEnd = Math.Max(first + limbs.Length, to + 1);
            long[] wider = new long[newEnd - newFirst];
            limbs.CopyTo(wider, first - newFirst);
            (limbs, first) = (wider, newFirst);
        }
        return from - first;
    }

    private void Carry()
    {
        Propagate(limbs);
        if (Math.Abs(limbs[^1]) >= 1L << 31)
        {
            Array.Resize(ref limbs, limbs.Length + 1);
            Propagate(limbs);
        }
        pending = 1;
    }

    // all limbs but the top one into [0, 2³²)
    private static void Propagate(long[] digits)
    {
        for (int i = 0; i < digits.Length - 1; i++)
        {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= 0xFFFFFFFFL;
        }
    }
}

/// <summary>A number as the unevaluated sum of two doubles, about 106 bits (Dekker 1971; Knuth 1969).</summary>
internal readonly record struct TwoDoubles(double High, double Low)
{
    public double Value => High + Low;

    public static TwoDoubles operator +(TwoDoubles left, double right)
    {
        double sum = left.High + right, part = sum - left.High;
        return Fold(sum, (left.High - (sum - part)) + (right - part) + left.Low);
    }

    public static TwoDoubles operator -(TwoDoubles value) => new(-value.High, -value.Low);

    public static TwoDoubles operator -(TwoDoubles left, TwoDoubles right) => left + -right.High + -right.Low;

    public static TwoDoubles operator *(TwoDoubles left, TwoDoubles right)
    {
        double product = left.High * right.High;
        double error = Math.FusedMultiplyAdd(left.High, right.High, -product);
        return Fold(product, error + (left.High * right.Low + left.Low * right.High));
    }

    public static implicit operator TwoDoubles(double value) => new(value, 0);

    /// <summary>Sample variance of n numbers from their sum and sum of squares, without loss where |mean| ≫ sd.</summary>
    public static double Variance(long count, TwoDoubles sum, TwoDoubles squares) =>
        count < 2 ? double.NaN : Math.Max(0, (squares * count - sum * sum).Value / count / (count - 1));

    private static TwoDoubles Fold(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
