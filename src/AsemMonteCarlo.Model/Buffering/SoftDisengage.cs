using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Buffering;

/// <summary>Respecting the wish to leave emotionally charged interaction, defusing it (Arriaga et al. 2018, table 1, soft strategies).</summary>
public static class SoftDisengage
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("soft.disengage", "S_3", PathwaySide.BufferSoft, "state avoidance, tension", "Respecting the wish to leave emotionally charged interaction, defusing it");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Distance as evidence.</summary>
    public static readonly Declared<Parameter> DistanceConfirms = Pathway.Group.Real("distance_confirms", "e_d", 4, (0, 8), "Latent evidence that distance is right per unit of distance granted, by dose whatever its skill.");

    /// <summary>Dose: forced + S_3·effort·skill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Dose<TLane>(in Values<TLane> p, TLane skilledEffort, TLane forced)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort);
}
