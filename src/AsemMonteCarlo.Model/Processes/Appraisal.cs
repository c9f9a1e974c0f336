using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// How a situation becomes an insecure reaction, and which one. Disappointment, conflict and being pulled at are
/// threatening, more so to the insecure and less so when the partner is committed; whether the reaction is hyperactivated
/// or deactivated follows the gap between closeness wanted and afforded together with the orientation
/// (Arriaga et al. 2018, "Insecurity-triggering situations", figure 2; Tran and Simpson 2009 as cited there).
/// </summary>
public static class Appraisal
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("appraisal", "How a situation becomes an insecure reaction", "7.5");

    /// <summary>Threat of disappointment.</summary>
    public static readonly Declared<Parameter> Disappointment = Group.Real("disappointment", "t_Y", 1.38, (0, 2), "Threat per unit by which the partner's warmth falls short of what is expected.", source: Parameter.FittedSource);

    /// <summary>Threat of conflict.</summary>
    public static readonly Declared<Parameter> ConflictThreat = Group.Real("conflict", "t_C", 0.847, (0, 2), "Threat of a conflict of mean severity.", source: Parameter.FittedSource);

    /// <summary>Threat of being pulled at.</summary>
    public static readonly Declared<Parameter> Pull = Group.Real("pull", "t_P", 0.8, (0, 2), "Threat of the partner's reassurance seeking or request to someone who wants no closeness.");

    /// <summary>A request as pull.</summary>
    public static readonly Declared<Parameter> RequestPull = Group.Real("request_pull", "p_r", 0.6, (0, 2), "Pull of a large request, the pull of a fully anxious partner being 1.");

    /// <summary>The insecure see more threat.</summary>
    public static readonly Declared<Parameter> ThreatLens = Group.Real("threat_lens", "ℓ_t", 0.9, (0, 3), "Relative increase of threat per unit of chronic anxiety plus avoidance.");

    /// <summary>The partner's commitment calms.</summary>
    public static readonly Declared<Parameter> CommitmentBuffer = Group.Real("commitment_buffer", "t_K", 0.5, (0, 1), "Share of threat removed by a fully committed partner.");

    /// <summary>Base of hyperactivation.</summary>
    public static readonly Declared<Parameter> Hyperactivation = Group.Real("hyperactivation", "h_r", -0.2, (-2, 2), "Log odds form of hyperactivation at no gap in closeness and equal orientation.", unit: "logit");

    /// <summary>The gap decides.</summary>
    public static readonly Declared<Parameter> Gap = Group.Real("gap", "k_D", 2.5, (0, 6), "Logits of hyperactivation per unit of closeness wanted beyond what is afforded.", unit: "logit");

    /// <summary>Disappointment hyperactivates.</summary>
    public static readonly Declared<Parameter> GapFromDisappointment = Group.Real("gap_from_disappointment", "k_l", 1.5, (0, 4), "Logits of hyperactivation per unit of disappointment.", unit: "logit");

    /// <summary>Orientation decides.</summary>
    public static readonly Declared<Parameter> FromOrientation = Group.Real("from_orientation", "k_z", 0.9, (0, 3), "Logits of hyperactivation per logit of anxiety above avoidance.", unit: "logit");

    /// <summary>Carry-over of activation.</summary>
    public static readonly Declared<Parameter> CarryOver = Group.Real("carry_over", "κ_0", -2.66, (-4, 2), "Logit of the share of momentary insecurity left the next day at a neutral model of self.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>The secure recover faster.</summary>
    public static readonly Declared<Parameter> Recovery = Group.Real("recovery", "κ_S", 0.8, (0, 3), "Logits by which a unit of the model of self speeds recovery.", unit: "logit");

    /// <summary>Share of activation carried to the next day: κ = σ(κ_0 − κ_S·S).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Carried<TLane>(in Values<TLane> p, TLane modelOfSelf)
        where TLane : struct, ILane<TLane>
        => Functions.Logistic(p[CarryOver] - p[Recovery] * modelOfSelf);

    /// <summary>Reaction threat/(1 + threat), threat = [t_Y·lack + t_C·conflict + t_P·pull·(1 − D)]·(1 + ℓ_t(A + B))·(1 − t_K·K_partner).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Reaction<TLane>(in Values<TLane> p, in PartnerDay<TLane> day, TLane lack, TLane conflictSize, TLane pull, TLane partnerCommitment)
        where TLane : struct, ILane<TLane>
    {
        var one = TLane.Broadcast(1);
        var threat = TLane.MultiplyAdd(p[Disappointment], lack, p[ConflictThreat] * conflictSize);
        threat = TLane.MultiplyAdd(p[Pull] * pull, one - day.Closeness, threat);
        threat *= TLane.MultiplyAdd(p[ThreatLens], day.Anxiety + day.Avoidance, one) * (one - p[CommitmentBuffer] * partnerCommitment);
        return threat / (one + threat);
    }

    /// <summary>Share of hyperactivation: h = σ(h_r + k_D(D − afforded − pull) + k_l·lack + k_z(z_anx − z_avo)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Hyperactivated<TLane>(in Values<TLane> p, in PartnerDay<TLane> day, TLane afforded, TLane pull, TLane lack)
        where TLane : struct, ILane<TLane>
    {
        var z = TLane.MultiplyAdd(p[Gap], day.Closeness - afforded - pull, p[Hyperactivation]);
        z = TLane.MultiplyAdd(p[GapFromDisappointment], lack, z);
        return Functions.Logistic(TLane.MultiplyAdd(p[FromOrientation], day.Orientation, z));
    }
}
