using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Buffering;

/// <summary>Conveying how and why a request is reasonable (Arriaga et al. 2018, table 1, soft strategies).</summary>
public static class SoftReasons
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("soft.reasons", "S_4", PathwaySide.BufferSoft, "state avoidance", "Conveying how and why a request is reasonable");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Use on ordinary days.</summary>
    public static readonly Declared<Parameter> Ordinary = Pathway.Group.Real("ordinary", "b_4", 0.4, (0, 1), "Dose on days without a request or conflict, relative to days with one.");

    /// <summary>Dose: forced + S_4·effort·skill, times b_4 without an occasion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Dose<TLane>(in Values<TLane> p, TLane skilledEffort, TLane occasion, TLane forced)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort * Functions.Toward(p[Ordinary], TLane.Broadcast(1), occasion));
}
