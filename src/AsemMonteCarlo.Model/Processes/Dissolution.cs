using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>A bond can end. Low commitment and high tension raise the odds; afterwards the partners' states stay as they were on the last day together.</summary>
public static class Dissolution
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("dissolution", "The end of the bond", "7.12");

    /// <summary>Base hazard.</summary>
    public static readonly Declared<Parameter> Hazard = Group.Real("hazard", "h_0", -7.47, (-12, -3), "Log odds of an end on a day without commitment or tension.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Commitment protects.</summary>
    public static readonly Declared<Parameter> CommitmentProtects = Group.Real("commitment_protects", "h_K", 5.24, (0, 10), "Logits of the hazard removed by full commitment of both.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Tension endangers.</summary>
    public static readonly Declared<Parameter> TensionEndangers = Group.Real("tension_endangers", "h_τ", 1.5, (0, 5), "Logits of the hazard per unit of tension.", unit: "logit");

    /// <summary>Whose commitment holds.</summary>
    public static readonly FormTopic Topic = new("dissolution", "Whose commitment keeps a bond from ending.",
        "mean_commitment", "The partners' mean commitment, ½(K_A + K_B), keeps the bond.", "assumed");

    /// <summary>The less committed partner decides.</summary>
    public static readonly Alternative WeakerCommitment = Topic.Alternative("weaker_commitment", "The commitment of the less committed partner, min(K_A, K_B), keeps the bond: either can leave.", "assumed, after the principle of least interest (Waller 1938)");

    /// <summary>Commitment that keeps the bond: ½(K_A + K_B); weaker_commitment: min(K_A, K_B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Commitment<TLane, TForms>(in Values<TLane> p, TLane a, TLane b)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
        => typeof(TForms) == typeof(ChosenForms) && p.Follow(WeakerCommitment) ? TLane.Min(a, b) : TLane.Broadcast(0.5) * (a + b);

    /// <summary>The bond ends where h_0 − h_K·K + h_τ·τ + Λ &gt; 0, K the commitment that keeps it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Ends<TLane>(in Values<TLane> p, TLane commitment, TLane tension, TLane draw)
        where TLane : struct, ILane<TLane>
        => TLane.GreaterThan(TLane.MultiplyAdd(p[TensionEndangers], tension, p[Hazard] + draw), p[CommitmentProtects] * commitment);
}
