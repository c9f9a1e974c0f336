using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// What a provider can and will give, what they read, and when they turn from enhancing to buffering. Stress, fatigue and
/// own activation drain; commitment and satisfaction motivate; the avoidant give less and the insecure read their own
/// orientation into the other (Arriaga et al. 2018, "Overview of the ASEM", "Safe strategies", "Soft strategies", "Summary").
/// </summary>
public static class Provision
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("provision", "What a provider can give, will give and reads", "7.6");

    /// <summary>Stress drains.</summary>
    public static readonly Declared<Parameter> LoadDrain = Group.Real("load_drain", "k_L", 0.6, (0, 1), "Share of capacity lost at full load; half the load costs a quarter of it.");

    /// <summary>Own activation drains.</summary>
    public static readonly Declared<Parameter> ActivationDrain = Group.Real("activation_drain", "k_x", 0.7, (0, 3), "Own momentary insecurity that halves capacity is 1/k_x.");

    /// <summary>Commitment motivates.</summary>
    public static readonly Declared<Parameter> FromCommitment = Group.Real("from_commitment", "w_K", 1, (0, 3), "Logits of willingness per unit of own commitment.", unit: "logit");

    /// <summary>Satisfaction motivates.</summary>
    public static readonly Declared<Parameter> FromSatisfaction = Group.Real("from_satisfaction", "w_Q", 0.5, (0, 3), "Logits of willingness per unit of own satisfaction.", unit: "logit");

    /// <summary>The avoidant give less.</summary>
    public static readonly Declared<Parameter> FromAvoidance = Group.Real("from_avoidance", "w_B", 1.6, (0, 4), "Logits of willingness lost per unit of own chronic avoidance.", unit: "logit");

    /// <summary>Projection.</summary>
    public static readonly Declared<Parameter> Projection = Group.Real("projection", "ρ_p", 0.25, (0, 1), "What is not read is taken from the provider's own anxiety less avoidance, per logit.");

    /// <summary>Noise of reading.</summary>
    public static readonly Declared<Parameter> ReadingNoise = Group.Real("reading_noise", "ρ_n", 0.6, (0, 2), "Noise in what is not read, relative to a full signal.");

    /// <summary>Sharpness.</summary>
    public static readonly Declared<Parameter> Sharpness = Group.Real("sharpness", "ρ_k", 4, (0, 12), "Logits of the safe share of buffering per unit of the reading.", unit: "logit");

    /// <summary>When to switch.</summary>
    public static readonly Declared<Parameter> SwitchThreshold = Group.Real("switch_threshold", "π_0", 0.45, (0, 1.5), "Tension plus the other's activation at which effort is split evenly between buffering and enhancing.");

    /// <summary>How sharply to switch.</summary>
    public static readonly Declared<Parameter> SwitchSharpness = Group.Real("switch_sharpness", "π_k", 6, (0, 20), "Logits of buffering per unit of tension plus the other's activation.", unit: "logit");

    /// <summary>Capacity (1 − f)(1 − k_L·L²)/(1 + k_x(x_a + x_v)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Capacity<TLane>(in Values<TLane> p, in PartnerState<TLane> provider, TLane load)
        where TLane : struct, ILane<TLane>
    {
        var one = TLane.Broadcast(1);
        return (one - provider.Fatigue) * (one - p[LoadDrain] * (load * load))
            / TLane.MultiplyAdd(p[ActivationDrain], provider.StateAnxiety + provider.StateAvoidance, one);
    }

    /// <summary>Willingness σ(will + w_K·K + w_Q·Q − w_B·B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Will<TLane>(in Values<TLane> p, TLane willingness, in PartnerState<TLane> provider, TLane avoidance)
        where TLane : struct, ILane<TLane>
    {
        var z = TLane.MultiplyAdd(p[FromCommitment], provider.Commitment, willingness);
        return Functions.Logistic(TLane.MultiplyAdd(p[FromSatisfaction], provider.Satisfaction, z) - p[FromAvoidance] * avoidance);
    }

    /// <summary>Share of buffering that is safe: σ(ρ_k[q(2h − 1) + (1 − q)(ρ_p(z_anx − z_avo) + ρ_n·noise)]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane SafeShare<TLane>(in Values<TLane> p, TLane reading, TLane hyperactivation, TLane ownOrientation, TLane noise)
        where TLane : struct, ILane<TLane>
    {
        var read = TLane.MultiplyAdd(hyperactivation, TLane.Broadcast(2), TLane.Broadcast(-1));
        var guessed = TLane.MultiplyAdd(p[Projection], ownOrientation, p[ReadingNoise] * noise);
        return Functions.Logistic(p[Sharpness] * Functions.Toward(guessed, read, reading));
    }

    /// <summary>Share of effort that goes into buffering: σ(π_k(x_a + x_v + τ − π_0)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane BufferingShare<TLane>(in Values<TLane> p, TLane activation, TLane tension)
        where TLane : struct, ILane<TLane>
        => Functions.Logistic(p[SwitchSharpness] * (activation + tension - p[SwitchThreshold]));

    /// <summary>Effort spent on a pathway, or its dose whatever the skill: S·effort + forced. A provider spends nothing on a pathway that is off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Spent<TLane>(in Values<TLane> p, TLane effort, Act act, TLane forced)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[act.Strength], effort, p[act.Forced] * forced);
}
