using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>As many dyads as <see cref="Vector{T}"/> of System.Numerics holds on this machine: the portable vector width.</summary>
public readonly struct Wide : ISingleLane<Wide>
{
    private readonly Vector<float> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Wide(Vector<float> value) => this.value = value;

    /// <inheritdoc/>
    public static int Width => Vector<float>.Count;

    /// <inheritdoc/>
    public static string Name => (32 * Vector<float>.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Broadcast(double value) => new(Vector.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Broadcast(in Constants constants, int index) => new(Vector.Create(constants.SingleAt(index)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator +(Wide left, Wide right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator -(Wide left, Wide right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator *(Wide left, Wide right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator /(Wide left, Wide right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide MultiplyAdd(Wide a, Wide b, Wide c) => new(Vector.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Min(Wide left, Wide right) => new(Vector.MinNative(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Max(Wide left, Wide right) => new(Vector.MaxNative(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Abs(Wide value) => new(Vector.Abs(value.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide SquareRoot(Wide value) => new(Vector.SquareRoot(value.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Exp(Wide value) => SingleFunctions.Exp(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Log(Wide value) => SingleFunctions.Log(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide NormalQuantile(Wide probability) => SingleFunctions.NormalQuantile(probability);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide GreaterThan(Wide left, Wide right) => new(Vector.AsVectorSingle(Vector.GreaterThan(left.value, right.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide And(Wide mask, Wide value) => new(mask.value & value.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Select(Wide mask, Wide whereSet, Wide elsewhere) => new(Vector.ConditionalSelect(Vector.AsVectorInt32(mask.value), whereSet.value, elsewhere.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Wide mask) => Vector.LessThanAny(Vector.AsVectorInt32(mask.value), Vector<int>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Uniform(ref readonly uint firstWord)
    {
        var words = Vector.LoadUnsafe(in firstWord);
        return new((Vector.ConvertToSingle(Vector.AsVectorInt32(words >> 9)) + Vector.Create(0.5f)) * Vector.Create(1.1920928955078125e-7f));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Load(ref readonly float first) => new(Vector.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Wide value, ref float first) => value.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    public static double Extract(Wide value, int lane) => value.value[lane];

    /// <inheritdoc/>
    public static Wide Insert(Wide value, int lane, double number) => new(value.value.WithElement(lane, (float)number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Wide ISingleLane<Wide>.Scale(Wide value, Wide shifted) =>
        new(Vector.AsVectorSingle(Vector.AsVectorInt32(value.value) + (Vector.AsVectorInt32(shifted.value) << 23)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Wide Mantissa, Wide Exponent) ISingleLane<Wide>.Split(Wide value)
    {
        var bits = Vector.AsVectorInt32(value.value);
        var exponent = (bits - Vector.Create(0x3F3504F3)) >> 23;
        return (new(Vector.AsVectorSingle(bits - (exponent << 23))), new(Vector.ConvertToSingle(exponent)));
    }
}
