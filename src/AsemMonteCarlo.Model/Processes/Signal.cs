using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// The partner's everyday warmth and how it is seen. Commitment and wanted closeness show in it, withdrawal, load, fatigue
/// and tension cool it, people differ in how much they waver, and the anxious see it through an insecure lens
/// (Arriaga et al. 2018, "Anxious responses and working models").
/// </summary>
public static class Signal
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("signal", "The partner's everyday warmth and how it is seen", "7.4");

    /// <summary>Warmth of an average partner.</summary>
    public static readonly Declared<Parameter> Baseline = Group.Real("baseline", "y_0", 0.72, (-1.5, 1.5), "Latent warmth apart from everything below.");

    /// <summary>Commitment shows.</summary>
    public static readonly Declared<Parameter> FromCommitment = Group.Real("from_commitment", "y_K", 0.6, (0, 2), "Warmth per unit of the partner's commitment.");

    /// <summary>Wanted closeness shows.</summary>
    public static readonly Declared<Parameter> FromCloseness = Group.Real("from_closeness", "y_D", 0.4, (0, 2), "Warmth per unit of closeness the partner wants.");

    /// <summary>Withdrawal shows.</summary>
    public static readonly Declared<Parameter> FromWithdrawal = Group.Real("from_withdrawal", "y_x", 0.8, (0, 2), "Warmth lost per unit of the partner's momentary avoidance.");

    /// <summary>Load shows.</summary>
    public static readonly Declared<Parameter> FromLoad = Group.Real("from_load", "y_L", 0.6, (0, 2), "Warmth lost per unit of the partner's load.");

    /// <summary>Fatigue shows.</summary>
    public static readonly Declared<Parameter> FromFatigue = Group.Real("from_fatigue", "y_f", 0.4, (0, 2), "Warmth lost per unit of the partner's fatigue.");

    /// <summary>Tension shows.</summary>
    public static readonly Declared<Parameter> FromTension = Group.Real("from_tension", "y_τ", 1, (0, 3), "Warmth lost per unit of tension.");

    /// <summary>The insecure lens.</summary>
    public static readonly Declared<Parameter> Lens = Group.Real("lens", "ℓ_A", 1.1, (0, 2), "Warmth not seen per unit of chronic anxiety, doubled while fully activated.", source: Parameter.FittedSource);

    /// <summary>What partner j sends: y_0 + fit + y_K·K + y_D·D − y_x·x_v − y_L·L − y_f·f − y_τ·τ + ψ·noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sent<TLane>(in Values<TLane> p, TLane fit, in PartnerState<TLane> sender, in PartnerDay<TLane> day, TLane tension, TLane inconsistency, TLane noise)
        where TLane : struct, ILane<TLane>
    {
        var y = TLane.MultiplyAdd(inconsistency, noise, p[Baseline] + fit);
        y = TLane.MultiplyAdd(p[FromCommitment], sender.Commitment, y);
        y = TLane.MultiplyAdd(p[FromCloseness], day.Closeness, y);
        var lost = TLane.MultiplyAdd(p[FromWithdrawal], sender.StateAvoidance, p[FromLoad] * day.Load);
        lost = TLane.MultiplyAdd(p[FromFatigue], sender.Fatigue, lost);
        return y - TLane.MultiplyAdd(p[FromTension], tension, lost);
    }

    /// <summary>What i sees of it, before saturation: y − ℓ_A·A·(1 + x_a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Seen<TLane>(in Values<TLane> p, TLane sent, TLane anxiety, TLane stateAnxiety)
        where TLane : struct, ILane<TLane>
        => sent - p[Lens] * TLane.MultiplyAdd(anxiety, stateAnxiety, anxiety);
}
