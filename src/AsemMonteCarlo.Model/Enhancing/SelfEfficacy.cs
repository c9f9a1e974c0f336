using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>Self-efficacy won in personal challenge with encouragement; failure is softened by it (Arriaga et al. 2018, table 2, "Pathway relevant to an attachment anxious orientation").</summary>
public static class SelfEfficacy
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("self.efficacy", "S_6", PathwaySide.EnhanceSelf, "model of self", "Self-efficacy won in personal challenge with encouragement");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Weight as evidence.</summary>
    public static readonly Declared<Parameter> Weight = Pathway.Group.Real("weight", "d_6", 1.62, (0, 4), "Weight of a personal challenge as evidence of competence.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Share for worth.</summary>
    public static readonly Declared<Parameter> WorthShare = Pathway.Group.Real("worth_share", "d_w", 0.35, (0, 1), "Weight of a challenge as evidence of worth, relative to competence.");

    /// <summary>Outcome as evidence.</summary>
    public static readonly Declared<Parameter> Outcome = Pathway.Group.Real("outcome", "e_h", 0.6, (0, 1.5), "Latent evidence of success; failure is its negative.");

    /// <summary>Odds of success.</summary>
    public static readonly Declared<Parameter> Success = Pathway.Group.Real("success", "g_s", 0.4, (-2, 2), "Log odds of success at neutral competence, without encouragement or load.", unit: "logit");

    /// <summary>Load hinders.</summary>
    public static readonly Declared<Parameter> LoadHinders = Pathway.Group.Real("load_hinders", "g_L", 0.6, (0, 3), "Logits of success lost per unit of load.", unit: "logit");

    /// <summary>Log odds of taking up a challenge: g_0 + ε(m_C + ½V + ½ − ι), ι the share invested in the relation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Logit<TLane>(in Values<TLane> p, TLane competence, TLane validation, TLane relationalInvestment)
        where TLane : struct, ILane<TLane>
    {
        var half = TLane.Broadcast(0.5);
        return TLane.MultiplyAdd(p[Processes.Situations.BeliefGain], competence + TLane.MultiplyAdd(half, validation, half) - relationalInvestment, p[Processes.Situations.Challenge]);
    }

    /// <summary>Log odds of success: g_s + ε·m_C + dose − g_L·L.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane SuccessLogit<TLane>(in Values<TLane> p, TLane competence, TLane dose, TLane load)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Processes.Situations.BeliefGain], competence, p[Success] + dose) - p[LoadHinders] * load;

    /// <summary>Latent evidence ±e_h + e_g·dose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Meaning<TLane>(in Values<TLane> p, TLane success, TLane dose)
        where TLane : struct, ILane<TLane>
    {
        var outcome = p[Outcome] * TLane.MultiplyAdd(success, TLane.Broadcast(2), TLane.Broadcast(-1));
        return TLane.MultiplyAdd(p[Enhancement.Gain], dose, outcome);
    }
}
