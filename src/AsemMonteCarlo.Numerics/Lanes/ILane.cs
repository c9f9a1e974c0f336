using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>
/// A number that stands for one or several dyads at once. An equation is written once over this interface and runs as one
/// single-precision number (the reference), as any vector width, in double precision, or while counting operations.
/// </summary>
/// <remarks>
/// All single-precision lanes give the same bits: every operation is one correctly rounded IEEE 754 operation, fused only
/// where <see cref="MultiplyAdd"/> says so. Masks are lanes whose bits are all ones or all zeros; they are made by the
/// comparisons and read by <see cref="Select"/>, <see cref="And"/> and <see cref="Any"/> alone.
/// </remarks>
/// <typeparam name="TSelf">The implementing lane type.</typeparam>
public interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>How many dyads one value holds, at least 1.</summary>
    static abstract int Width { get; }

    /// <summary>The name by which a user forces this lane type, e.g. <c>512</c>.</summary>
    static abstract string Name { get; }

    /// <summary>The same value in every lane, rounded to the lane's precision.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>One of the constants in every lane.</summary>
    static abstract TSelf Broadcast(in Constants constants, int index);

    /// <summary>Element-wise sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Element-wise difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Element-wise product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Element-wise quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller of the two; the right one where they are equal or one is not a number.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger of the two; the right one where they are equal or one is not a number.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The value held within ±<paramref name="limit"/>, which is positive; for numbers alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Within(TSelf value, double limit) => TSelf.Min(TSelf.Max(value, TSelf.Broadcast(-limit)), TSelf.Broadcast(limit));

    /// <summary>Absolute value.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>Square root, correctly rounded.</summary>
    static abstract TSelf SquareRoot(TSelf value);

    /// <summary>e to the power of <paramref name="value"/>; the argument is held within ±80.</summary>
    static abstract TSelf Exp(TSelf value);

    /// <summary>Natural logarithm of a positive, normal number.</summary>
    static abstract TSelf Log(TSelf value);

    /// <summary>Quantile of the standard normal distribution for a probability in (0, 1).</summary>
    static abstract TSelf NormalQuantile(TSelf probability);

    /// <summary>Mask of the lanes in which left &gt; right.</summary>
    static abstract TSelf GreaterThan(TSelf left, TSelf right);

    /// <summary>The value where the mask is set, zero elsewhere.</summary>
    static abstract TSelf And(TSelf mask, TSelf value);

    /// <summary>The value where left &gt; right, zero elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf WhereGreater(TSelf left, TSelf right, TSelf value) => TSelf.And(TSelf.GreaterThan(left, right), value);

    /// <summary>The first value where the mask is set, the second elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whereSet, TSelf elsewhere);

    /// <summary>Whether the mask is set in any lane.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>
    /// Uniform numbers in (0, 1) from the top 23 bits of <see cref="Width"/> consecutive random words: (⌊word / 2⁹⌋ + ½) · 2⁻²³,
    /// exact in single precision and so equal on every lane type.
    /// </summary>
    static abstract TSelf Uniform(ref readonly uint firstWord);

    /// <summary>Reads <see cref="Width"/> consecutive numbers.</summary>
    static abstract TSelf Load(ref readonly float first);

    /// <summary>Writes <see cref="Width"/> consecutive numbers, rounded to single precision.</summary>
    static abstract void Store(TSelf value, ref float first);

    /// <summary>The number in one lane, 0 ≤ <paramref name="lane"/> &lt; <see cref="Width"/>.</summary>
    static abstract double Extract(TSelf value, int lane);

    /// <summary>The value with one lane replaced.</summary>
    static abstract TSelf Insert(TSelf value, int lane, double number);
}
