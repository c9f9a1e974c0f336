using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// Stress from outside the couple: a chronic level that both share in part, and acute stressors. It creates need and drains
/// the ability to respond (Arriaga et al. 2018, "Overview of the ASEM", first premise).
/// </summary>
public static class Stress
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("stress", "Stress from outside the couple, chronic and acute", "7.2");

    /// <summary>Overall level.</summary>
    public static readonly Declared<Parameter> Level = Group.Real("level", "ℓ", 1, (0.05, 8), "Multiplies the odds of an outside stressor and the odds form of the day's load.", role: ParameterRole.Partner, varies: Distribution.LogUniform(0.25, 4));

    /// <summary>How often stressors occur.</summary>
    public static readonly Declared<Parameter> Rate = Group.Real("rate", "q_s", 0.34, (0.05, 0.8), "Share of days with a stressor from outside the couple at average chronic stress.", unit: "1/day", source: "National Study of Daily Experiences, half of all stressors not being tensions with someone (derived)");

    /// <summary>Persistence of chronic stress.</summary>
    public static readonly Declared<Parameter> Persistence = Group.Real("persistence", "φ", 0.97, (0.5, 0.995), "Day-to-day correlation of chronic stress.");

    /// <summary>Coupling of the partners.</summary>
    public static readonly Declared<Parameter> Coupling = Group.Real("coupling", "r_s", 0.25, (0, 0.9), "Correlation of the partners' innovations of chronic stress.", source: "Sels et al. 2016, 2020 (size approximate)");

    /// <summary>Spread of chronic stress.</summary>
    public static readonly Declared<Parameter> ChronicSpread = Group.Real("chronic_spread", "s_c", 0.6, (0, 1.5), "Logits of stressor odds and of load per standard deviation of chronic stress.", unit: "logit");

    /// <summary>Background load.</summary>
    public static readonly Declared<Parameter> Background = Group.Real("background", "ℓ_0", -2.1, (-5, 0), "Load without any stressor at average chronic stress, in logits.", unit: "logit");

    /// <summary>Load of a stressor of mean size.</summary>
    public static readonly Declared<Parameter> Impact = Group.Real("impact", "ℓ_s", 1.7, (0, 4), "Logits of load added by a stressor of mean size.", unit: "logit");

    /// <summary>Weight of the shared innovation.</summary>
    public static readonly Declared<Derived> SharedInnovation = new Derived(p => Math.Sqrt((1 - p(Persistence) * p(Persistence)) * p(Coupling)));

    /// <summary>Weight of the own innovation.</summary>
    public static readonly Declared<Derived> OwnInnovation = new Derived(p => Math.Sqrt((1 - p(Persistence) * p(Persistence)) * (1 - p(Coupling))));

    /// <summary>Log odds of a stressor at average chronic stress.</summary>
    public static readonly Declared<Derived> StressorLogit = new Derived(p => DoubleFunctions.Log(p(Level) * p(Rate) / (1 - p(Rate))));

    /// <summary>Background load with the level in it.</summary>
    public static readonly Declared<Derived> LoadLogit = new Derived(p => p(Background) + DoubleFunctions.Log(p(Level)));

    /// <summary>c ← φ·c + √((1 − φ²)r)·shared + √((1 − φ²)(1 − r))·own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Chronic<TLane>(in Values<TLane> p, TLane chronic, TLane shared, TLane own)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[Persistence], chronic, TLane.MultiplyAdd(p[SharedInnovation], shared, p[OwnInnovation] * own));

    /// <summary>A stressor occurs where log(ℓ·q/(1 − q)) + s_c·c + Λ &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Occurs<TLane>(in Values<TLane> p, TLane chronic, TLane draw)
        where TLane : struct, ILane<TLane>
        => Situations.Occurs(TLane.MultiplyAdd(p[ChronicSpread], chronic, p[StressorLogit]), draw);

    /// <summary>L = σ(ℓ_0 + log ℓ + s_c·c + ℓ_s·size), size 0 without a stressor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TLane>(in Values<TLane> p, TLane chronic, TLane size)
        where TLane : struct, ILane<TLane>
        => Functions.Logistic(TLane.MultiplyAdd(p[ChronicSpread], chronic, TLane.MultiplyAdd(p[Impact], size, p[LoadLogit])));
}
