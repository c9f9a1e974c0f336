using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>The bounded maps that the model's equations use, written once for every lane type.</summary>
public static class Functions
{
    /// <summary>
    /// Saturation S(x) = x(27 + x²)/(27 + 9x²) with x held within ±2.96: the [3/2] Padé approximant of tanh, which would reach
    /// ±1 with zero slope at ±3. It is held 6·10⁻⁷ short of that, more than its rounding, so that no value passes ±1 on any
    /// lane and shares such as 1 − σ never turn negative. Slope 1 at zero; within 0.024 of tanh.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Saturate<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        x = TLane.Within(x, 2.96);
        var square = x * x;
        return x * (square + TLane.Broadcast(27)) / TLane.MultiplyAdd(square, TLane.Broadcast(9), TLane.Broadcast(27));
    }

    /// <summary>Logistic curve σ(x) = ½ + ½·S(x/2) in (0, 1), flat beyond ±5.92; slope ¼ at zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Logistic<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        // the same bits as ½ + ½·S(x/2) in S's own order, as powers of two scale exactly, without waiting for two products
        x = TLane.Within(x, 5.92);
        var square = x * x;
        return TLane.Broadcast(0.5) + x * (square + TLane.Broadcast(108)) / TLane.MultiplyAdd(square, TLane.Broadcast(36), TLane.Broadcast(432));
    }

    /// <summary>Decay 1/(1 + x) for x ≥ 0: in (0, 1], ½ at x = 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Decay<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
        => TLane.Broadcast(1) / (TLane.Broadcast(1) + x);

    /// <summary>from + weight · (to − from): between the two for a weight in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Toward<TLane>(TLane from, TLane to, TLane weight)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(weight, to - from, from);
}
