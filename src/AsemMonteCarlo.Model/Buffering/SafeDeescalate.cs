using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Buffering;

/// <summary>Calming heightened negative emotion (Arriaga et al. 2018, table 1, safe strategies).</summary>
public static class SafeDeescalate
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("safe.deescalate", "S_2", PathwaySide.BufferSafe, "state anxiety, tension", "Calming heightened negative emotion");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Dose: forced + S_2·effort·skill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Dose<TLane>(in Values<TLane> p, TLane skilledEffort, TLane forced)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort);
}
