using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>Rewarding interdependent activities and gradual intimacy (Arriaga et al. 2018, table 2, "Pathway relevant to an attachment avoidant orientation").</summary>
public static class OthersActivity
{
    /// <summary>The pathway.</summary>
    public static readonly Pathway Pathway = new("others.activity", "S_8", PathwaySide.EnhanceOthers, "model of others", "Rewarding interdependent activities, gradual intimacy");

    /// <summary>Its strength and forced dose.</summary>
    public static readonly Act Act = new(Pathway);

    /// <summary>Weight as evidence.</summary>
    public static readonly Declared<Parameter> Weight = Pathway.Group.Real("weight", "d_8", 2.15, (0, 3), "Weight of a joint activity as evidence about others.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Enjoyment.</summary>
    public static readonly Declared<Parameter> Enjoyment = Pathway.Group.Real("enjoyment", "e_a", 0.15, (-0.5, 1), "Latent evidence of a joint activity to which the partner adds nothing.");

    /// <summary>Log odds for the couple: j_0 + ε(mean m_O − τ − mean x_v).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Logit<TLane>(in Values<TLane> p, TLane meanOthers, TLane tension, TLane meanAvoidance)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Processes.Situations.BeliefGain], meanOthers - tension - meanAvoidance, p[Processes.Situations.JointActivity]);

    /// <summary>Latent evidence e_a + fit + e_g·dose − pressure·dose² − e_x(x_a + x_v).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Meaning<TLane>(in Values<TLane> p, TLane fit, TLane dose, TLane pressure, TLane activation)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(dose, p[Enhancement.Gain] - pressure * dose, p[Enjoyment] + fit) - p[Buffering.BufferedEpisode.Distress] * activation;
}
