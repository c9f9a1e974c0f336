using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Enhancing;

/// <summary>
/// What enhancing has in common: evidence grows with what the partner does, only where momentary insecurity and tension let
/// it in, and the avoidant feel overstepped by much of it (Arriaga et al. 2018, table 2, "Promoting secure working models",
/// "Avoidant responses and working models").
/// </summary>
public static class Enhancement
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("enhancing", "How a partner's enhancing becomes evidence", "7.8");

    /// <summary>Gain.</summary>
    public static readonly Declared<Parameter> Gain = Group.Real("gain", "e_g", 2.6, (0.5, 3), "Latent evidence per unit of an enhancing act.", source: Parameter.FittedSource);

    /// <summary>Unanswered bid.</summary>
    public static readonly Declared<Parameter> Unanswered = Group.Real("unanswered", "e_0", 0.3, (0, 1), "Latent evidence lost when a bid for support or a request goes without any answer.");

    /// <summary>Overstepping.</summary>
    public static readonly Declared<Parameter> Overstepping = Group.Real("overstepping", "e_p", 2, (0, 4), "Latent evidence lost per unit of chronic avoidance and squared unit of an act: influence felt as overstepping.");

    /// <summary>Intrusion of the anxious.</summary>
    public static readonly Declared<Parameter> Intrusion = Group.Real("intrusion", "e_i", 1, (0, 3), "Relative increase of overstepping per unit of the provider's chronic anxiety.");

    /// <summary>Activation closes.</summary>
    public static readonly Declared<Parameter> ActivationCloses = Group.Real("activation_closes", "ρ_x", 1.5, (0, 5), "Momentary insecurity that halves receptivity is 1/ρ_x.");

    /// <summary>Tension closes.</summary>
    public static readonly Declared<Parameter> TensionCloses = Group.Real("tension_closes", "ρ_τ", 5, (0, 10), "Tension that halves receptivity is 1/ρ_τ.");

    /// <summary>Receptivity 1/(1 + ρ_x(x_a + x_v) + ρ_τ·τ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Receptivity<TLane>(in Values<TLane> p, TLane activation, TLane tension)
        where TLane : struct, ILane<TLane>
        => Functions.Decay(TLane.MultiplyAdd(p[ActivationCloses], activation, p[TensionCloses] * tension));

    /// <summary>How much an act is felt as overstepping, per squared unit: e_p·B·(1 + e_i·A_provider).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Pressure<TLane>(in Values<TLane> p, TLane avoidance, TLane providerAnxiety)
        where TLane : struct, ILane<TLane>
        => p[Overstepping] * avoidance * TLane.MultiplyAdd(p[Intrusion], providerAnxiety, TLane.Broadcast(1));

    /// <summary>Dose of a pathway on an occasion: forced + S·effort·skill·receptivity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Dose<TLane>(in Values<TLane> p, Act act, TLane receivedEffort, TLane forced)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[act.Strength], receivedEffort, p[act.Forced] * forced);
}
