using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>Sixteen dyads in <see cref="Vector512{T}"/>; chosen at start-up where the processor accelerates 512 bits.</summary>
public readonly struct Wide512 : ISingleLane<Wide512>
{
    private readonly Vector512<float> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Wide512(Vector512<float> value) => this.value = value;

    /// <inheritdoc/>
    public static int Width => Vector512<float>.Count;

    /// <inheritdoc/>
    public static string Name => "512";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Broadcast(double value) => new(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Broadcast(in Constants constants, int index) => new(Vector512.Create(constants.SingleAt(index)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator +(Wide512 left, Wide512 right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator -(Wide512 left, Wide512 right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator *(Wide512 left, Wide512 right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator /(Wide512 left, Wide512 right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 MultiplyAdd(Wide512 a, Wide512 b, Wide512 c) => new(Vector512.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Min(Wide512 left, Wide512 right) => new(Vector512.MinNative(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Max(Wide512 left, Wide512 right) => new(Vector512.MaxNative(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Within(Wide512 value, double limit) =>
        // the magnitude of the smaller, the sign of the value
        Avx512DQ.IsSupported ? new(Avx512DQ.Range(value.value, Broadcast(limit).value, 0b0010)) : Min(Max(value, Broadcast(-limit)), Broadcast(limit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Abs(Wide512 value) => new(Vector512.Abs(value.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 SquareRoot(Wide512 value) => new(Vector512.Sqrt(value.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Exp(Wide512 value) => SingleFunctions.Exp(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Log(Wide512 value) => SingleFunctions.Log(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 NormalQuantile(Wide512 probability) => SingleFunctions.NormalQuantile(probability);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 GreaterThan(Wide512 left, Wide512 right) => new(Vector512.GreaterThan(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 And(Wide512 mask, Wide512 value) => new(mask.value & value.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 WhereGreater(Wide512 left, Wide512 right, Wide512 value) => new(Vector512.ConditionalSelect(Vector512.GreaterThan(left.value, right.value), value.value, Vector512<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Select(Wide512 mask, Wide512 whereSet, Wide512 elsewhere) => new(Vector512.ConditionalSelect(mask.value, whereSet.value, elsewhere.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Wide512 mask) => Vector512.ExtractMostSignificantBits(mask.value) != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Uniform(ref readonly uint firstWord)
    {
        var words = Vector512.LoadUnsafe(in firstWord);
        return new((Vector512.ConvertToSingle((words >> 9).AsInt32()) + Vector512.Create(0.5f)) * Vector512.Create(1.1920928955078125e-7f));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Load(ref readonly float first) => new(Vector512.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Wide512 value, ref float first) => value.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    public static double Extract(Wide512 value, int lane) => value.value[lane];

    /// <inheritdoc/>
    public static Wide512 Insert(Wide512 value, int lane, double number) => new(value.value.WithElement(lane, (float)number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Wide512 ISingleLane<Wide512>.Scale(Wide512 value, Wide512 shifted) =>
        new((value.value.AsInt32() + (shifted.value.AsInt32() << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Wide512 Mantissa, Wide512 Exponent) ISingleLane<Wide512>.Split(Wide512 value)
    {
        var bits = value.value.AsInt32();
        var exponent = (bits - Vector512.Create(0x3F3504F3)) >> 23;
        return (new((bits - (exponent << 23)).AsSingle()), new(Vector512.ConvertToSingle(exponent)));
    }
}
