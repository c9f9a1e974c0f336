namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>
/// One dyad in single precision that counts floating-point operations: fused multiply-add 2; add, subtract, multiply,
/// divide, square root, minimum, maximum 1; comparisons, selections, conversions and integer work 0.
/// </summary>
/// <remarks>The counter belongs to the calling thread.</remarks>
public readonly struct Counting : ISingleLane<Counting>
{
    [ThreadStatic]
    private static long operations;

    private readonly Scalar value;

    private Counting(Scalar value) => this.value = value;

    /// <summary>Operations counted on this thread since the last reset.</summary>
    public static long Operations => operations;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static string Name => "counting";

    /// <summary>Sets this thread's counter to zero.</summary>
    public static void Reset() => operations = 0;

    /// <inheritdoc/>
    public static Counting Broadcast(double value) => new(Scalar.Broadcast(value));

    /// <inheritdoc/>
    public static Counting Broadcast(in Constants constants, int index) => new(Scalar.Broadcast(constants, index));

    /// <inheritdoc/>
    public static Counting operator +(Counting left, Counting right) => Count(1, left.value + right.value);

    /// <inheritdoc/>
    public static Counting operator -(Counting left, Counting right) => Count(1, left.value - right.value);

    /// <inheritdoc/>
    public static Counting operator *(Counting left, Counting right) => Count(1, left.value * right.value);

    /// <inheritdoc/>
    public static Counting operator /(Counting left, Counting right) => Count(1, left.value / right.value);

    /// <inheritdoc/>
    public static Counting MultiplyAdd(Counting a, Counting b, Counting c) => Count(2, Scalar.MultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    public static Counting Min(Counting left, Counting right) => Count(1, Scalar.Min(left.value, right.value));

    /// <inheritdoc/>
    public static Counting Max(Counting left, Counting right) => Count(1, Scalar.Max(left.value, right.value));

    /// <inheritdoc/>
    public static Counting Abs(Counting value) => new(Scalar.Abs(value.value));

    /// <inheritdoc/>
    public static Counting SquareRoot(Counting value) => Count(1, Scalar.SquareRoot(value.value));

    /// <inheritdoc/>
    public static Counting Exp(Counting value) => SingleFunctions.Exp(value);

    /// <inheritdoc/>
    public static Counting Log(Counting value) => SingleFunctions.Log(value);

    /// <inheritdoc/>
    public static Counting NormalQuantile(Counting probability) => SingleFunctions.NormalQuantile(probability);

    /// <inheritdoc/>
    public static Counting GreaterThan(Counting left, Counting right) => new(Scalar.GreaterThan(left.value, right.value));

    /// <inheritdoc/>
    public static Counting And(Counting mask, Counting value) => new(Scalar.And(mask.value, value.value));

    /// <inheritdoc/>
    public static Counting Select(Counting mask, Counting whereSet, Counting elsewhere) =>
        new(Scalar.Select(mask.value, whereSet.value, elsewhere.value));

    /// <inheritdoc/>
    public static bool Any(Counting mask) => Scalar.Any(mask.value);

    /// <inheritdoc/>
    public static Counting Uniform(ref readonly uint firstWord) => new(Scalar.Uniform(in firstWord));

    /// <inheritdoc/>
    public static Counting Load(ref readonly float first) => new(Scalar.Load(in first));

    /// <inheritdoc/>
    public static void Store(Counting value, ref float first) => Scalar.Store(value.value, ref first);

    /// <inheritdoc/>
    public static double Extract(Counting value, int lane) => Scalar.Extract(value.value, lane);

    /// <inheritdoc/>
    public static Counting Insert(Counting value, int lane, double number) => new(Scalar.Broadcast(number));

    static Counting ISingleLane<Counting>.Scale(Counting value, Counting shifted) => new(Single<Scalar>.Scale(value.value, shifted.value));

    static (Counting Mantissa, Counting Exponent) ISingleLane<Counting>.Split(Counting value)
    {
        var (mantissa, exponent) = Single<Scalar>.Split(value.value);
        return (new(mantissa), new(exponent));
    }

    private static Counting Count(int weight, Scalar value)
    {
        operations += weight;
        return new(value);
    }

    private static class Single<TLane>
        where TLane : struct, ISingleLane<TLane>
    {
        public static TLane Scale(TLane value, TLane shifted) => TLane.Scale(value, shifted);

        public static (TLane Mantissa, TLane Exponent) Split(TLane value) => TLane.Split(value);
    }
}
