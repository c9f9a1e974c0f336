using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Buffering;

/// <summary>
/// What buffering has in common: relief of momentary insecurity by dose and skill, harm where the act meets the other
/// reaction, and what an episode comes to mean (Arriaga et al. 2018, table 1, "Protecting a relationship bond",
/// "Effectiveness of partner buffering strategies").
/// </summary>
public static class BufferedEpisode
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("buffering", "Relief of momentary insecurity and what an episode means", "7.7");

    /// <summary>Relief.</summary>
    public static readonly Declared<Parameter> Relief = Group.Real("relief", "r_b", 1.25, (0, 8), "Relief per unit of matched buffering: momentary insecurity is divided by 1 + relief.", source: Parameter.FittedSource);

    /// <summary>Harm of mismatch.</summary>
    public static readonly Declared<Parameter> Mismatch = Group.Real("mismatch", "μ", 0.5, (0, 1), "Reaction added by a mismatched act, relative to the relief of a matched one.");

    /// <summary>Benefit of a buffered episode.</summary>
    public static readonly Declared<Parameter> LossAverted = Group.Real("loss_averted", "e_b", 0.8, (0, 2), "Latent evidence about others of a fully relieved episode: a loss averted, not a gain.");

    /// <summary>Distress as evidence.</summary>
    public static readonly Declared<Parameter> Distress = Group.Real("distress", "e_x", 0.9, (0, 2), "Latent evidence lost per unit of momentary insecurity left.");

    /// <summary>Coping as evidence.</summary>
    public static readonly Declared<Parameter> Coping = Group.Real("coping", "e_c", 0.55, (0, 1.5), "Latent evidence of own competence from an episode got through.");

    /// <summary>Leaning as evidence.</summary>
    public static readonly Declared<Parameter> Leaning = Group.Real("leaning", "e_l", 2, (0, 4), "Latent evidence against own competence per unit of reassurance leaned on, by dose whatever its skill.");

    /// <summary>Value of the bond conveyed.</summary>
    public static readonly Declared<Parameter> BondAsWorth = Group.Real("bond_as_worth", "e_w", 1.4, (0, 3), "Latent evidence of own worth per unit of bond conveyed.");

    /// <summary>Share of a momentary insecurity left after a dose: D(r_b·authenticity·dose), D(x) = 1/(1 + x) or as <see cref="Saturation"/> has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Remaining<TLane, TForms>(in Values<TLane> p, TLane dose, TLane authenticity)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
        => Saturation.Left<TLane, TForms>(p, p[Relief] * authenticity * dose);
}
