using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>A bond can end. Low commitment and high tension raise the odds; afterwards the partners' states stay as they were on the last day together.</summary>
public static class Dissolution
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("dissolution", "The end of the bond", "7.12");

    /// <summary>Base hazard.</summary>
    public static readonly Declared<Parameter> Hazard = Group.Real("hazard", "h_0", -5.5, (-12, -3), "Log odds of an end on a day without commitment or tension.", unit: "logit");

    /// <summary>Commitment protects.</summary>
    public static readonly Declared<Parameter> CommitmentProtects = Group.Real("commitment_protects", "h_K", 4.5, (0, 10), "Logits of the hazard removed by full commitment of both.", unit: "logit");

    /// <summary>Tension endangers.</summary>
    public static readonly Declared<Parameter> TensionEndangers = Group.Real("tension_endangers", "h_τ", 1.5, (0, 5), "Logits of the hazard per unit of tension.", unit: "logit");

    /// <summary>The bond ends where h_0 − h_K·mean K + h_τ·τ + Λ &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Ends<TLane>(in Values<TLane> p, TLane meanCommitment, TLane tension, TLane draw)
        where TLane : struct, ILane<TLane>
        => TLane.GreaterThan(TLane.MultiplyAdd(p[TensionEndangers], tension, p[Hazard] + draw), p[CommitmentProtects] * meanCommitment);
}
