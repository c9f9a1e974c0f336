using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>
/// Practical support in distress that is not relational. Little of it passes unnoticed, more of it is noticed and pressing,
/// and it is welcome again when the recipient is overwhelmed; given at a cost it says more (Arriaga et al. 2018, table 2,
/// "Pathway relevant to an attachment avoidant orientation"; Girme et al. 2015 as cited there).
/// </summary>
public static class OthersSupport
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("others.support", "S_9", PathwaySide.EnhanceOthers, "model of others", "Practical support in distress that is not relational");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Weight as evidence.</summary>
    public static readonly Declared<Parameter> Weight = Pathway.Group.Real("weight", "d_9", 2.4, (0, 3), "Weight of support as evidence about others for a recipient at half load and a provider without load.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Where support is noticed.</summary>
    public static readonly Declared<Parameter> Noticed = Pathway.Group.Real("noticed", "ν_0", 0.38, (0, 1.5), "Dose of support of which half is noticed.", source: Parameter.FittedSource);

    /// <summary>Where a person is overwhelmed.</summary>
    public static readonly Declared<Parameter> Overwhelmed = Pathway.Group.Real("overwhelmed", "n_L", 0.62, (0, 1), "Load at which a person is half overwhelmed.");

    /// <summary>Sharpness of both.</summary>
    public static readonly Declared<Parameter> Sharpness = Pathway.Group.Real("sharpness", "n_k", 8, (1, 20), "Logits per unit of dose or load of being noticed and overwhelmed.", unit: "logit");

    /// <summary>Whether forced support is perceived: 1 as usual, 0 never.</summary>
    public static readonly Declared<Input> Perceived = new Input(1);

    /// <summary>Log odds that help is sought or offered on a stressor day: u_0 + ε(m_O − x_v) + L.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Logit<TLane>(in Values<TLane> p, TLane modelOfOthers, TLane stateAvoidance, TLane load)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Processes.Situations.BeliefGain], modelOfOthers - stateAvoidance, p[Processes.Situations.Support] + load);

    /// <summary>Share of the support that is both noticed and unwelcome: σ(n_k(dose − ν_0))·(1 − σ(n_k(L − n_L))), and the second factor alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLane Unwelcome, TLane Overwhelmed) Reception<TLane>(in Values<TLane> p, TLane dose, TLane load)
        where TLane : struct, ILane<TLane>
    {
        var noticed = p[Perceived] * Functions.Logistic(p[Sharpness] * (dose - p[Noticed]));
        var overwhelmed = Functions.Logistic(p[Sharpness] * (load - p[Overwhelmed]));
        return (noticed * (TLane.Broadcast(1) - overwhelmed), overwhelmed);
    }

    /// <summary>Latent evidence e_g·dose·(1 + overwhelmed) − e_0 − 2·pressure·unwelcome·dose².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Meaning<TLane>(in Values<TLane> p, TLane dose, TLane pressure, TLane unwelcome, TLane overwhelmed)
        where TLane : struct, ILane<TLane>
    {
        var pressing = (pressure + pressure) * unwelcome * dose;
        return TLane.MultiplyAdd(dose, TLane.MultiplyAdd(p[Enhancement.Gain], overwhelmed, p[Enhancement.Gain]) - pressing, TLane.Broadcast(0) - p[Enhancement.Unanswered]);
    }

    /// <summary>Weight d_9·(1 + L_provider)·(½ + L): help at a cost and to the vulnerable is more diagnostic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane WeightOf<TLane>(in Values<TLane> p, TLane load, TLane providerLoad)
        where TLane : struct, ILane<TLane>
        => p[Weight] * (TLane.Broadcast(1) + providerLoad) * (TLane.Broadcast(0.5) + load);
}
