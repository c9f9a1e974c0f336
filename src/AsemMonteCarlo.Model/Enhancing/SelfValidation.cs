using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>Personal validation and appreciation of goals, when good news or plans are shared (Arriaga et al. 2018, table 2; Gable et al. 2004 as cited there).</summary>
public static class SelfValidation
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("self.validation", "S_5", PathwaySide.EnhanceSelf, "model of self", "Personal validation and appreciation of goals");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Weight as evidence.</summary>
    public static readonly Declared<Parameter> Weight = Pathway.Group.Real("weight", "d_5", 0.854, (0, 2), "Weight of a day's sharing as evidence.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Silence.</summary>
    public static readonly Declared<Parameter> Silence = Pathway.Group.Real("silence", "v_0", -0.15, (-1, 0), "Perceived validation of a day without sharing.");

    /// <summary>Latent evidence e_g·dose − pressure·dose².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Meaning<TLane>(in Values<TLane> p, TLane dose, TLane pressure)
        where TLane : struct, ILane<TLane>
        => dose * (p[Enhancement.Gain] - pressure * dose);

    /// <summary>Log odds of sharing: s_0 + ε(V + m_O − x_v).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Logit<TLane>(in Values<TLane> p, TLane validation, TLane modelOfOthers, TLane stateAvoidance)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Processes.Situations.BeliefGain], validation + modelOfOthers - stateAvoidance, p[Processes.Situations.Sharing]);
}
