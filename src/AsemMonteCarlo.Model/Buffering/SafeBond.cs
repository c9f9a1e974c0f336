using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Buffering;

/// <summary>Conveying a strong, intimate bond and commitment (Arriaga et al. 2018, table 1, safe strategies).</summary>
public static class SafeBond
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("safe.bond", "S_1", PathwaySide.BufferSafe, "state anxiety", "Conveying a strong, intimate bond and commitment");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Credibility without commitment.</summary>
    public static readonly Declared<Parameter> Credibility = Pathway.Group.Real("credibility", "b_K", 0.7, (0, 1), "Share of the conveyed bond that stands on the provider's commitment.");

    /// <summary>Dose: forced + S_1·effort·skill·(1 − b_K + b_K·K).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Dose<TLane>(in Values<TLane> p, TLane skilledEffort, TLane commitment, TLane forced)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort * Functions.Toward(TLane.Broadcast(1), commitment, p[Credibility]));
}
