using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// What the bond integrates: tension from unresolved insecurity, needs, trust, felt unpredictability, perceived validation,
/// satisfaction and commitment (Arriaga et al. 2018, "Effectiveness of partner buffering strategies", "Striving for
/// well-being"; Kumashiro et al. 2008 as cited there for the balance of needs).
/// </summary>
public static class Bond
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("bond", "Tension, needs, trust, satisfaction, commitment", "7.11");

    /// <summary>Tension from insecurity.</summary>
    public static readonly Declared<Parameter> TensionGain = Group.Real("tension_gain", "k_τ", 0.36, (0.02, 0.6), "Tension added per unit of the couple's mean unresolved insecurity on a day of conflict.", unit: "1/day", source: Parameter.FittedSource);

    /// <summary>Ordinary days.</summary>
    public static readonly Declared<Parameter> TensionOrdinary = Group.Real("tension_ordinary", "k_o", 0.35, (0, 1), "Tension gain on days without conflict, relative to days with one.");

    /// <summary>Repair.</summary>
    public static readonly Declared<Parameter> TensionRepair = Group.Real("tension_repair", "r_τ", 0.15, (0.01, 0.5), "Odds form of the share of tension that passes in a day.", unit: "1/day");

    /// <summary>Calming repairs.</summary>
    public static readonly Declared<Parameter> CalmingRepair = Group.Real("calming_repair", "r_q", 3, (0, 8), "Relative increase of repair per unit of calming and defusing.");

    /// <summary>Pace of trust and needs.</summary>
    public static readonly Declared<Parameter> Pace = Group.Real("pace", "k_q", 0.05, (0.01, 0.3), "Pace of trust, needs and perceived validation; satisfaction moves at twice this pace.", unit: "1/day");

    /// <summary>Pace of unpredictability.</summary>
    public static readonly Declared<Parameter> UnpredictabilityPace = Group.Real("unpredictability_pace", "k_U", 0.05, (0.005, 0.2), "Pace of felt unpredictability.", unit: "1/day");

    /// <summary>Satisfaction at neutral.</summary>
    public static readonly Declared<Parameter> Satisfaction = Group.Real("satisfaction", "q_0", 0.696, (-1, 1.5), "Latent satisfaction apart from everything below.", source: Parameter.FittedSource);

    /// <summary>Fit satisfies.</summary>
    public static readonly Declared<Parameter> SatisfactionFromFit = Group.Real("satisfaction_from_fit", "q_F", 2.12, (0, 3), "Satisfaction per unit of fit.", source: Parameter.FittedSource);

    /// <summary>Needs and trust satisfy.</summary>
    public static readonly Declared<Parameter> SatisfactionFromNeeds = Group.Real("satisfaction_from_needs", "q_R", 0.526, (0, 1.5), "Satisfaction per unit of trust and of relational need satisfaction; half of it per unit of the personal need.", source: Parameter.FittedSource);

    /// <summary>Tension costs satisfaction.</summary>
    public static readonly Declared<Parameter> SatisfactionFromTension = Group.Real("satisfaction_from_tension", "q_τ", 1.38, (0, 3), "Satisfaction lost per unit of tension.", source: Parameter.FittedSource);

    /// <summary>Fatigue costs satisfaction.</summary>
    public static readonly Declared<Parameter> SatisfactionFromFatigue = Group.Real("satisfaction_from_fatigue", "q_f", 1.2, (0, 3), "Satisfaction lost per unit of fatigue.");

    /// <summary>Imbalance costs satisfaction.</summary>
    public static readonly Declared<Parameter> SatisfactionFromImbalance = Group.Real("satisfaction_from_imbalance", "q_ι", 4.05, (0, 5), "Satisfaction lost per squared distance of investment from its optimum.", source: Parameter.FittedSource);

    /// <summary>Insecurity costs satisfaction.</summary>
    public static readonly Declared<Parameter> SatisfactionFromActivation = Group.Real("satisfaction_from_activation", "q_x", 1.28, (0, 2), "Satisfaction lost per unit of own momentary insecurity.", source: Parameter.FittedSource);

    /// <summary>Liking satisfies.</summary>
    public static readonly Declared<Parameter> SatisfactionFromLiking = Group.Real("satisfaction_from_liking", "q_χ", 1.06, (0, 1.5), "Satisfaction per standard deviation of liking.", source: Parameter.FittedSource);

    /// <summary>Pace of liking.</summary>
    public static readonly Declared<Parameter> LikingPace = Group.Real("liking_pace", "k_χ", 0.00343, (0.0003, 0.03), "Share of liking that is replaced in a day.", unit: "1/day", varies: Distribution.LogUniform(0.0003, 0.03), source: Parameter.FittedSource);

    /// <summary>Weight of the innovation of liking, which keeps its spread at 1.</summary>
    public static readonly Declared<Derived> LikingInnovation = new Derived(p => Math.Sqrt(p(LikingPace) * (2 - p(LikingPace))));

    /// <summary>Investment follows lack.</summary>
    public static readonly Declared<Parameter> InvestmentFromNeeds = Group.Real("investment_from_needs", "ι_n", 1.6, (0, 4), "Logits of investment in the relation per unit by which the personal need is better satisfied.", unit: "logit");

    /// <summary>Investment follows orientation.</summary>
    public static readonly Declared<Parameter> InvestmentFromOrientation = Group.Real("investment_from_orientation", "ι_o", 2.2, (0, 5), "Logits of investment in the relation per unit of anxiety above avoidance.", unit: "logit");

    /// <summary>Commitment at neutral.</summary>
    public static readonly Declared<Parameter> Commitment = Group.Real("commitment", "k_0", -0.0609, (-1, 2.5), "Log odds form of commitment at neutral satisfaction.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Satisfaction commits.</summary>
    public static readonly Declared<Parameter> CommitmentFromSatisfaction = Group.Real("commitment_from_satisfaction", "k_Q", 1.43, (0, 3), "Logits of commitment per unit of satisfaction; half of it per unit of trust.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Avoidance holds back.</summary>
    public static readonly Declared<Parameter> CommitmentFromAvoidance = Group.Real("commitment_from_avoidance", "k_B", 1.96, (0, 4), "Logits of commitment lost per unit of chronic avoidance.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Pace of commitment.</summary>
    public static readonly Declared<Parameter> CommitmentPace = Group.Real("commitment_pace", "k_c", 0.0188, (0.002, 0.05), "Pace of commitment.", unit: "1/day", source: Parameter.FittedSource);

    /// <summary>Share invested in the relation: ι = σ(ι_n(P − R) + ι_o(A − B)); the optimum is ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane RelationalInvestment<TLane>(in Values<TLane> p, TLane personalNeed, TLane relationalNeed, TLane anxiety, TLane avoidance)
        where TLane : struct, ILane<TLane>
        => Functions.Logistic(TLane.MultiplyAdd(p[InvestmentFromNeeds], personalNeed - relationalNeed, p[InvestmentFromOrientation] * (anxiety - avoidance)));

    /// <summary>τ ← (τ + g)/[1 + g + r_τ(1 + r_q·calming)], g = k_τ·mean unresolved insecurity, times k_o without conflict: within 0…1 for any g ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Tension<TLane>(in Values<TLane> p, TLane tension, TLane unresolved, TLane conflict, TLane calming)
        where TLane : struct, ILane<TLane>
    {
        var one = TLane.Broadcast(1);
        var gain = p[TensionGain] * unresolved * Functions.Toward(p[TensionOrdinary], one, conflict);
        return (tension + gain) / TLane.MultiplyAdd(p[TensionRepair], TLane.MultiplyAdd(p[CalmingRepair], calming, one), one + gain);
    }

    /// <summary>χ ← (1 − k_χ)χ + √(k_χ(2 − k_χ))·n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane NextLiking<TLane>(in Values<TLane> p, TLane liking, TLane draw)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[LikingInnovation], draw, Functions.Toward(liking, TLane.Broadcast(0), p[LikingPace]));

    /// <summary>Q ← Q + 2k_q[S(q_0 + q_F·F + q_χ·χ + q_R(R + T + ½P) − q_τ·τ − q_f·f − q_ι(ι − ½)² − q_x(x_a + x_v)) − Q].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane NextSatisfaction<TLane>(in Values<TLane> p, in PartnerState<TLane> s, TLane trust, TLane fatigue, TLane liking, TLane fit, TLane tension, TLane investment)
        where TLane : struct, ILane<TLane>
    {
        var half = TLane.Broadcast(0.5);
        var imbalance = investment - half;
        var z = TLane.MultiplyAdd(p[SatisfactionFromFit], fit, TLane.MultiplyAdd(p[SatisfactionFromLiking], liking, p[Satisfaction]));
        z = TLane.MultiplyAdd(p[SatisfactionFromNeeds], s.RelationalNeed + TLane.MultiplyAdd(half, s.PersonalNeed, trust), z);
        var lost = TLane.MultiplyAdd(p[SatisfactionFromTension], tension, p[SatisfactionFromFatigue] * fatigue);
        lost = TLane.MultiplyAdd(p[SatisfactionFromImbalance], imbalance * imbalance, lost);
        lost = TLane.MultiplyAdd(p[SatisfactionFromActivation], s.StateAnxiety + s.StateAvoidance, lost);
        return Functions.Toward(s.Satisfaction, Functions.Saturate(z - lost), p[Pace] + p[Pace]);
    }

    /// <summary>K ← K + k_c[σ(k_0 + k_i + k_Q(Q + ½T) − k_B·B) − K].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane NextCommitment<TLane>(in Values<TLane> p, TLane commitment, TLane trust, TLane satisfaction, TLane avoidance, TLane disposition)
        where TLane : struct, ILane<TLane>
    {
        var z = TLane.MultiplyAdd(p[CommitmentFromSatisfaction], TLane.MultiplyAdd(TLane.Broadcast(0.5), trust, satisfaction), p[Commitment] + disposition);
        return Functions.Toward(commitment, Functions.Logistic(z - p[CommitmentFromAvoidance] * avoidance), p[CommitmentPace]);
    }
}
