using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// How often situations arise: conflicts of interest and large requests on the side that triggers insecurity, sharing,
/// challenges and joint activities on the side that triggers security. Earlier episodes leave traces in the odds: the
/// validated share more, the withdrawn do less together (Arriaga et al. 2018, "Insecurity-triggering situations",
/// "Promoting secure working models").
/// </summary>
public static class Situations
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("situations", "How often situations arise", "7.3, 7.8, 7.9");

    /// <summary>Base rate of conflict.</summary>
    public static readonly Declared<Parameter> Conflict = Group.Real("conflict", "c_0", -2.49, (-5, 0), "Log odds of a conflict of interest on a day without tension, load or activation.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Tension brings conflict.</summary>
    public static readonly Declared<Parameter> ConflictFromTension = Group.Real("conflict_from_tension", "c_τ", 1, (0, 5), "Logits of conflict per unit of tension.", unit: "logit");

    /// <summary>Stress brings conflict.</summary>
    public static readonly Declared<Parameter> ConflictFromLoad = Group.Real("conflict_from_load", "c_L", 2, (0, 5), "Logits of conflict per unit of the partners' mean load.", unit: "logit");

    /// <summary>Activation brings conflict.</summary>
    public static readonly Declared<Parameter> ConflictFromActivation = Group.Real("conflict_from_activation", "c_x", 0.6, (0, 2), "Logits of conflict per unit of summed momentary insecurity.", unit: "logit");

    /// <summary>Base rate of large requests.</summary>
    public static readonly Declared<Parameter> Request = Group.Real("request", "r_0", -3.5, (-7, -1), "Log odds that a partner makes a large request on a day.", unit: "logit");

    /// <summary>Base rate of sharing.</summary>
    public static readonly Declared<Parameter> Sharing = Group.Real("sharing", "s_0", 0.3, (-2, 2), "Log odds that good news is shared on a day.", unit: "logit", source: "Gable et al. 2004 (rate about .65, approximate)");

    /// <summary>Base rate of challenges.</summary>
    public static readonly Declared<Parameter> Challenge = Group.Real("challenge", "g_0", -1.9, (-4, 0), "Log odds that a personal challenge is taken up on a day.", unit: "logit");

    /// <summary>Base rate of joint activity.</summary>
    public static readonly Declared<Parameter> JointActivity = Group.Real("joint_activity", "j_0", -1.1, (-4, 1), "Log odds of a rewarding joint activity on a day.", unit: "logit");

    /// <summary>Base rate of support offered.</summary>
    public static readonly Declared<Parameter> Support = Group.Real("support", "u_0", -0.964, (-3, 3), "Log odds that help is sought or offered on a day with an outside stressor.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>How strongly beliefs move the odds of good situations.</summary>
    public static readonly Declared<Parameter> BeliefGain = Group.Real("belief_gain", "ε", 1.2, (0, 3), "Logits per unit of belief or need in the odds of all security-triggering situations.", unit: "logit");

    /// <summary>1 where log odds + logistic draw &gt; 0, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Occurs<TLane>(TLane logOdds, TLane draw)
        where TLane : struct, ILane<TLane>
        => TLane.WhereGreater(logOdds + draw, TLane.Broadcast(0), TLane.Broadcast(1));

    /// <summary>c_0 + γ + c_τ·τ + c_L·½(L_A + L_B) + c_x·Σx − fit, in log odds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane ConflictLogit<TLane>(in Values<TLane> p, TLane proneness, TLane fit, TLane tension, TLane meanLoad, TLane activation)
        where TLane : struct, ILane<TLane>
    {
        var z = TLane.MultiplyAdd(p[ConflictFromTension], tension, p[Conflict] + proneness - fit);
        return TLane.MultiplyAdd(p[ConflictFromLoad], meanLoad, TLane.MultiplyAdd(p[ConflictFromActivation], activation, z));
    }
}
