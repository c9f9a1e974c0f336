using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>Successes perceived as one's own doing and given broad meaning: amplifies the two other self pathways (Arriaga et al. 2018, table 2; Marigold et al. 2007, 2010 as cited there).</summary>
public static class SelfAttribution
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("self.attribution", "S_7", PathwaySide.EnhanceSelf, "amplifies self.validation and self.efficacy", "Successes perceived as one's own doing, broader meaning", amplifier: true);

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Amplification.</summary>
    public static readonly Declared<Parameter> Amplification = Pathway.Group.Real("amplification", "α_7", 6, (0, 12), "Relative increase of an event's weight as evidence per unit of the dose and unit of the act that it amplifies.");

    /// <summary>Factor on the weight of evidence that another pathway's act has produced: 1 + α_7·dose·act.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Amplify<TLane>(in Values<TLane> p, TLane dose, TLane act)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Amplification] * dose, act, TLane.Broadcast(1));
}
