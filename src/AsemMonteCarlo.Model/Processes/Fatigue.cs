using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// Buffering is costly over time: providers tire, what they give becomes perfunctory, and the anxious notice
/// (Arriaga et al. 2018, "Effectiveness of partner buffering strategies").
/// </summary>
public static class Fatigue
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("fatigue", "The cost of giving", "7.11");

    /// <summary>Cost of giving.</summary>
    public static readonly Declared<Parameter> Cost = Group.Real("cost", "f_c", 0.14, (0, 0.6), "Fatigue added by a day of full buffering.", unit: "1/day");

    /// <summary>Cost of enhancing.</summary>
    public static readonly Declared<Parameter> EnhancingCost = Group.Real("enhancing_cost", "f_e", 0.15, (0, 1), "Cost of enhancing relative to buffering.");

    /// <summary>Recovery.</summary>
    public static readonly Declared<Parameter> Rest = Group.Real("rest", "f_r", 0.07, (0.008, 0.3), "Odds form of the share of fatigue recovered per day of rest; half-life 3 to 90 days over the range.", unit: "1/day");

    /// <summary>Detection of perfunctory acts.</summary>
    public static readonly Declared<Parameter> Detection = Group.Real("detection", "f_d", 0.8, (0, 1), "Share of a perfunctory act's effect lost on a fully anxious recipient.");

    /// <summary>What tires.</summary>
    public static readonly FormTopic Topic = new("fatigue", "What of giving tires.",
        "depletion", "All that is given tires.", "Effectiveness of partner buffering strategies");

    /// <summary>Only the surplus tires.</summary>
    public static readonly Alternative Reciprocity = Topic.Alternative("reciprocity", "Only what is given on a day beyond what is received from the partner on that day tires.", "assumed, after theories of equity");

    /// <summary>
    /// f ← (f + g)/(1 + g + f_r), g = f_c·G, G = buffering + f_e·enhancing given; reciprocity: less the same of what is received,
    /// and at least 0. Within 0…1 for any g ≥ 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Next<TLane, TForms>(in Values<TLane> p, TLane fatigue, TLane buffering, TLane enhancing, TLane bufferingReceived, TLane enhancingReceived)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        var given = TLane.MultiplyAdd(p[EnhancingCost], enhancing, buffering);
        if (typeof(TForms) == typeof(ChosenForms) && p.Follow(Reciprocity)) given = TLane.Max(given - TLane.MultiplyAdd(p[EnhancingCost], enhancingReceived, bufferingReceived), TLane.Broadcast(0));
        var gain = p[Cost] * given;
        return (fatigue + gain) / (TLane.Broadcast(1) + gain + p[Rest]);
    }

    /// <summary>What an act of a drained provider is still worth: 1 − f_d·A·(1 − capacity).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Authenticity<TLane>(in Values<TLane> p, TLane anxiety, TLane capacity)
        where TLane : struct, ILane<TLane>
    {
        var one = TLane.Broadcast(1);
        return one - p[Detection] * anxiety * (one - capacity);
    }
}
