using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>
/// Redefining expectations of situations assumed aversive: evidence that contradicts what is expected of others weighs
/// more, and a large request made with confidence turns out well (Arriaga et al. 2018, table 2; Farrell et al. 2016 as cited there).
/// </summary>
public static class OthersExpectation
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("others.expectation", "S_10", PathwaySide.EnhanceOthers, "amplifies others.activity and others.support; large requests", "Redefining expectations of situations assumed aversive", amplifier: true);

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Amplification.</summary>
    public static readonly Declared<Parameter> Amplification = Pathway.Group.Real("amplification", "α_10", 6, (0, 12), "Relative increase of weight per unit of the dose, unit of the act that it amplifies, and unit by which evidence exceeds the model of others.");

    /// <summary>Weight of a request.</summary>
    public static readonly Declared<Parameter> RequestWeight = Pathway.Group.Real("request_weight", "d_10", 1, (0, 3), "Weight of a large request by the partner as evidence about others.", unit: "evidence");

    /// <summary>Factor on the weight of evidence: 1 + α_10·dose·act·max(0, evidence − m_O).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Amplify<TLane>(in Values<TLane> p, TLane dose, TLane act, TLane latent, TLane modelOfOthers)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Amplification] * dose * act, TLane.Max(latent - modelOfOthers, TLane.Broadcast(0)), TLane.Broadcast(1));

    /// <summary>Latent evidence of being asked: e_g(dose + reasons) − e_0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane RequestMeaning<TLane>(in Values<TLane> p, TLane dose, TLane reasons)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Enhancement.Gain], dose + reasons, TLane.Broadcast(0) - p[Enhancement.Unanswered]);
}
