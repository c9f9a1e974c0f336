using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// How what is without bound becomes bounded where the theory speaks of less and less from more and more: evidence where it is felt
/// and believed, doses where they relieve. Read-outs in logits are another matter and have one form.
/// </summary>
public static class Saturation
{
    /// <summary>The forms.</summary>
    public static readonly FormTopic Topic = new("saturation", "How evidence saturates where it is felt and believed, and how relief saturates with dose.",
        "rational", "Evidence saturates by S, which reaches its ends; of an insecurity 1/(1 + x) is left.", "assumed");

    /// <summary>Fat tails for evidence, thinner ones for what is left.</summary>
    public static readonly Alternative Softsign = Topic.Alternative("softsign", "Evidence saturates by x/(1 + |x|), which goes on rising; of an insecurity 1/(1 + x/2)² is left.", "assumed");

    /// <summary>Latent evidence as felt and believed: S(X); softsign: X/(1 + |X|). Slope 1 at 0, within −1…1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Evidence<TLane, TForms>(in Values<TLane> p, TLane latent)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
        => typeof(TForms) == typeof(ChosenForms) && p.Follow(Softsign) ? latent / (TLane.Broadcast(1) + TLane.Abs(latent)) : Functions.Saturate(latent);

    /// <summary>Share of an insecurity that a dose x ≥ 0 leaves: 1/(1 + x); softsign: 1/(1 + x/2)². Slope −1 at 0, within 0…1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Left<TLane, TForms>(in Values<TLane> p, TLane dose)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        if (typeof(TForms) == typeof(DefaultForms) || !p.Follow(Softsign)) return Functions.Decay(dose);
        var root = Functions.Decay(TLane.Broadcast(0.5) * dose);
        return root * root;
    }
}
