using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>One dyad in single precision: the reference that every vector width must equal bit for bit.</summary>
public readonly struct Scalar : ISingleLane<Scalar>
{
    private readonly float value;

    private Scalar(float value) => this.value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static string Name => "1";

    /// <inheritdoc/>
    public static Scalar Broadcast(double value) => new((float)value);

    /// <inheritdoc/>
    public static Scalar Broadcast(in Constants constants, int index) => new(constants.SingleAt(index));

    /// <inheritdoc/>
    public static Scalar operator +(Scalar left, Scalar right) => new(left.value + right.value);

    /// <inheritdoc/>
    public static Scalar operator -(Scalar left, Scalar right) => new(left.value - right.value);

    /// <inheritdoc/>
    public static Scalar operator *(Scalar left, Scalar right) => new(left.value * right.value);

    /// <inheritdoc/>
    public static Scalar operator /(Scalar left, Scalar right) => new(left.value / right.value);

    /// <inheritdoc/>
    public static Scalar MultiplyAdd(Scalar a, Scalar b, Scalar c) => new(MathF.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    public static Scalar Min(Scalar left, Scalar right) => new(left.value < right.value ? left.value : right.value);

    /// <inheritdoc/>
    public static Scalar Max(Scalar left, Scalar right) => new(left.value > right.value ? left.value : right.value);

    /// <inheritdoc/>
    public static Scalar Abs(Scalar value) => new(MathF.Abs(value.value));

    /// <inheritdoc/>
    public static Scalar SquareRoot(Scalar value) => new(MathF.Sqrt(value.value));

    /// <inheritdoc/>
    public static Scalar Exp(Scalar value) => SingleFunctions.Exp(value);

    /// <inheritdoc/>
    public static Scalar Log(Scalar value) => SingleFunctions.Log(value);

    /// <inheritdoc/>
    public static Scalar NormalQuantile(Scalar probability) => SingleFunctions.NormalQuantile(probability);

    /// <inheritdoc/>
    public static Scalar GreaterThan(Scalar left, Scalar right) => new(BitConverter.Int32BitsToSingle(left.value > right.value ? -1 : 0));

    /// <inheritdoc/>
    public static Scalar And(Scalar mask, Scalar value) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(mask.value) & BitConverter.SingleToInt32Bits(value.value)));

    /// <inheritdoc/>
    public static Scalar Select(Scalar mask, Scalar whereSet, Scalar elsewhere) =>
        BitConverter.SingleToInt32Bits(mask.value) != 0 ? whereSet : elsewhere;

    /// <inheritdoc/>
    public static bool Any(Scalar mask) => BitConverter.SingleToInt32Bits(mask.value) != 0;

    /// <inheritdoc/>
    public static Scalar Uniform(ref readonly uint firstWord) => new(((float)(int)(firstWord >> 9) + 0.5f) * 1.1920928955078125e-7f);

    /// <inheritdoc/>
    public static Scalar Load(ref readonly float first) => new(first);

    /// <inheritdoc/>
    public static void Store(Scalar value, ref float first) => first = value.value;

    /// <inheritdoc/>
    public static double Extract(Scalar value, int lane) => value.value;

    /// <inheritdoc/>
    public static Scalar Insert(Scalar value, int lane, double number) => new((float)number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar ISingleLane<Scalar>.Scale(Scalar value, Scalar shifted) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value.value) + (BitConverter.SingleToInt32Bits(shifted.value) << 23)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Scalar Mantissa, Scalar Exponent) ISingleLane<Scalar>.Split(Scalar value)
    {
        int bits = BitConverter.SingleToInt32Bits(value.value);
        int exponent = (bits - 0x3F3504F3) >> 23;
        return (new(BitConverter.Int32BitsToSingle(bits - (exponent << 23))), new(exponent));
    }
}
