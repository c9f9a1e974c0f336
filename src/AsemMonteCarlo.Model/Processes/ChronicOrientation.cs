using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// Chronic attachment anxiety and avoidance, read off beliefs and needs and stored nowhere: anxiety from doubt about one's
/// worth and competence and from an unpredictable partner where closeness is wanted, avoidance from a low expected benefit
/// of depending (Arriaga et al. 2018, "What is attachment security", figure 2; each model also feeds the other dimension).
/// </summary>
public static class ChronicOrientation
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("orientation", "Chronic anxiety and avoidance, read off beliefs and needs", "7.2");

    /// <summary>Insecurity per unit of belief, for both dimensions.</summary>
    public static readonly Declared<Parameter> Slope = Group.Real("slope", "s", 3.8, (1, 6), "Logits of insecurity per unit of belief, for both dimensions.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Share of the other model.</summary>
    public static readonly Declared<Parameter> CrossFeed = Group.Real("cross_feed", "ω", 0.1, (0, 0.4), "Weight of the model of others in anxiety and of the model of self in avoidance.");

    /// <summary>Weight of the general level.</summary>
    public static readonly Declared<Parameter> GeneralWeight = Group.Real("general_weight", "ξ", 0.5, (0, 1), "Weight of the general beliefs, against the relationship-specific ones, in the chronic score.");

    /// <summary>Weight of felt unpredictability.</summary>
    public static readonly Declared<Parameter> UnpredictabilityWeight = Group.Real("unpredictability", "s_U", 3.16, (0, 4), "Logits of anxiety per unit of felt unpredictability where closeness is fully wanted.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Slope on the own model.</summary>
    public static readonly Declared<Derived> OwnSlope = new Derived(p => p(Slope) * (1 - p(CrossFeed)));

    /// <summary>Slope on the other model.</summary>
    public static readonly Declared<Derived> OtherSlope = new Derived(p => p(Slope) * p(CrossFeed));

    /// <summary>General belief moved toward the specific one: g + (1 − ξ)(m − g).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane ChronicBelief<TLane>(in Values<TLane> p, TLane general, in Belief<TLane> belief)
        where TLane : struct, ILane<TLane>
        => general + Functions.Toward(belief.SpecificShift, belief.GeneralShift, p[GeneralWeight]);

    /// <summary>Anxiety in logits: z_anx = o_anx − s[(1 − ω)S + ωO] + s_U·U·D.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane AnxietyLogit<TLane>(in Values<TLane> p, TLane offset, TLane modelOfSelf, TLane modelOfOthers, TLane unpredictability, TLane closeness)
        where TLane : struct, ILane<TLane>
    {
        var z = TLane.MultiplyAdd(p[UnpredictabilityWeight] * unpredictability, closeness, offset);
        return z - TLane.MultiplyAdd(p[OwnSlope], modelOfSelf, p[OtherSlope] * modelOfOthers);
    }

    /// <summary>Avoidance in logits: z_avo = o_avo − s[(1 − ω)O + ωS].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane AvoidanceLogit<TLane>(in Values<TLane> p, TLane offset, TLane modelOfSelf, TLane modelOfOthers)
        where TLane : struct, ILane<TLane>
        => offset - TLane.MultiplyAdd(p[OwnSlope], modelOfOthers, p[OtherSlope] * modelOfSelf);
}
