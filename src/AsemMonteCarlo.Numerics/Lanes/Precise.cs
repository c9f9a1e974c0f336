namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>
/// One dyad in double precision with functions of double accuracy and the same uniform numbers: shows what single
/// precision costs, and what a second implementation is compared with.
/// </summary>
public readonly struct Precise : ILane<Precise>
{
    private readonly double value;

    private Precise(double value) => this.value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static string Name => "double";

    /// <inheritdoc/>
    public static Precise Broadcast(double value) => new(value);

    /// <inheritdoc/>
    public static Precise Broadcast(in Constants constants, int index) => new(constants.DoubleAt(index));

    /// <inheritdoc/>
    public static Precise operator +(Precise left, Precise right) => new(left.value + right.value);

    /// <inheritdoc/>
    public static Precise operator -(Precise left, Precise right) => new(left.value - right.value);

    /// <inheritdoc/>
    public static Precise operator *(Precise left, Precise right) => new(left.value * right.value);

    /// <inheritdoc/>
    public static Precise operator /(Precise left, Precise right) => new(left.value / right.value);

    /// <inheritdoc/>
    public static Precise MultiplyAdd(Precise a, Precise b, Precise c) => new(Math.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    public static Precise Min(Precise left, Precise right) => new(left.value < right.value ? left.value : right.value);

    /// <inheritdoc/>
    public static Precise Max(Precise left, Precise right) => new(left.value > right.value ? left.value : right.value);

    /// <inheritdoc/>
    public static Precise Abs(Precise value) => new(Math.Abs(value.value));

    /// <inheritdoc/>
    public static Precise SquareRoot(Precise value) => new(Math.Sqrt(value.value));

    /// <inheritdoc/>
    public static Precise Exp(Precise value) => new(DoubleFunctions.Exp(Math.Min(Math.Max(value.value, -80), 80)));

    /// <inheritdoc/>
    public static Precise Log(Precise value) => new(DoubleFunctions.Log(value.value));

    /// <inheritdoc/>
    public static Precise NormalQuantile(Precise probability) => new(DoubleFunctions.NormalQuantile(probability.value));

    /// <inheritdoc/>
    public static Precise GreaterThan(Precise left, Precise right) => new(BitConverter.Int64BitsToDouble(left.value > right.value ? -1 : 0));

    /// <inheritdoc/>
    public static Precise And(Precise mask, Precise value) =>
        new(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(mask.value) & BitConverter.DoubleToInt64Bits(value.value)));

    /// <inheritdoc/>
    public static Precise Select(Precise mask, Precise whereSet, Precise elsewhere) =>
        BitConverter.DoubleToInt64Bits(mask.value) != 0 ? whereSet : elsewhere;

    /// <inheritdoc/>
    public static bool Any(Precise mask) => BitConverter.DoubleToInt64Bits(mask.value) != 0;

    /// <inheritdoc/>
    public static Precise Uniform(ref readonly uint firstWord) => new(((int)(firstWord >> 9) + 0.5) * 1.1920928955078125e-7);

    /// <inheritdoc/>
    public static Precise Load(ref readonly float first) => new(first);

    /// <inheritdoc/>
    public static void Store(Precise value, ref float first) => first = (float)value.value;

    /// <inheritdoc/>
    public static double Extract(Precise value, int lane) => value.value;

    /// <inheritdoc/>
    public static Precise Insert(Precise value, int lane, double number) => new(number);
}
