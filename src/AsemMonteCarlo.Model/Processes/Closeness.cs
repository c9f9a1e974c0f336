using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// Closeness wanted and afforded. Those who expect good of depending, or lack relatedness, want more; a partner who has
/// withdrawn affords less than they want themselves (Arriaga et al. 2018, "Insecurity-triggering situations").
/// </summary>
public static class Closeness
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("closeness", "Closeness wanted and afforded", "7.2");

    /// <summary>Effect of expected benefit.</summary>
    public static readonly Declared<Parameter> FromOthers = Group.Real("from_others", "k_O", 1.2, (0, 3), "Logits of closeness wanted per unit of the model of others.", unit: "logit");

    /// <summary>Effect of lack.</summary>
    public static readonly Declared<Parameter> FromLack = Group.Real("from_lack", "k_R", 1, (0, 3), "Logits of closeness wanted per unit of unsatisfied relational need.", unit: "logit");

    /// <summary>D = σ(δ + k_O·m_O − k_R·R).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Wanted<TLane>(in Values<TLane> p, TLane preference, TLane modelOfOthers, TLane relationalNeed)
        where TLane : struct, ILane<TLane>
        => Functions.Logistic(TLane.MultiplyAdd(p[FromOthers], modelOfOthers, preference) - p[FromLack] * relationalNeed);
}
