using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>
/// The one learning rule. What a day meant moves a belief by its surprise, weighed against confidence; small isolated
/// surprises are assimilated and raise confidence, large or consistent ones accommodate the model and lower it; the anxious
/// weigh bad surprises more; only some days are diagnostic. The general level learns slowly from the specific one and pulls
/// back on it (Arriaga et al. 2018, "Diagnostic situations", "New situations → revising working models", "Promoting secure
/// working models").
/// </summary>
public static class Learning
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("learning", "How evidence revises working models", "7.13");

    /// <summary>Weight of everyday warmth.</summary>
    public static readonly Declared<Parameter> SignalWeight = Group.Real("signal_weight", "d_s", 0.0619, (0.01, 1), "Weight of a day's warmth as evidence about others.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Warmth as worth.</summary>
    public static readonly Declared<Parameter> SignalWorth = Group.Real("signal_worth", "d_W", 0.5, (0, 1), "Weight of warmth as evidence of own worth where closeness is fully wanted, relative to others.");

    /// <summary>Weight of an episode.</summary>
    public static readonly Declared<Parameter> EpisodeWeight = Group.Real("episode_weight", "d_e", 0.385, (0, 4), "Weight of an insecure episode of full strength as evidence.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Initial confidence.</summary>
    public static readonly Declared<Parameter> InitialConfidence = Group.Real("initial_confidence", "n_0", 10, (1, 60), "Confidence in the specific beliefs at the start.", unit: "evidence");

    /// <summary>Largest confidence.</summary>
    public static readonly Declared<Parameter> MaximumConfidence = Group.Real("maximum_confidence", "n_m", 39.7, (2, 200), "Confidence towards which confirmation leads.", unit: "evidence", source: Parameter.FittedSource);

    /// <summary>Assimilation.</summary>
    public static readonly Declared<Parameter> Assimilation = Group.Real("assimilation", "α", 1, (0, 1), "Share of the smallest surprises that is assimilated.");

    /// <summary>Threshold.</summary>
    public static readonly Declared<Parameter> Threshold = Group.Real("threshold", "θ", 0.45, (0.1, 1.5), "Surprise that is half assimilated and half accommodated.");

    /// <summary>Trace of surprise.</summary>
    public static readonly Declared<Parameter> TracePace = Group.Real("trace_pace", "κ_a", 0.35, (0.02, 1), "Pace of the trace of recent surprise, relative to the belief's own.");

    /// <summary>Negativity bias.</summary>
    public static readonly Declared<Parameter> Negativity = Group.Real("negativity", "ν", 0.8, (0, 3), "Relative increase of the weight of bad surprises in a fully anxious person.");

    /// <summary>Diagnostic days.</summary>
    public static readonly Declared<Parameter> DiagnosticShare = Group.Real("diagnostic_share", "p_d", 0.0716, (0.02, 0.3), "Share of person-days that are diagnostic.", unit: "1/day", varies: Distribution.LogUniform(0.02, 0.3), source: Parameter.FittedSource);

    /// <summary>Mundane days.</summary>
    public static readonly Declared<Parameter> MundaneWeight = Group.Real("mundane_weight", "m_0", 0.2, (0.02, 1), "Weight of evidence on other days, the mean over all days being 1.");

    /// <summary>Noise of meaning.</summary>
    public static readonly Declared<Parameter> MeaningNoise = Group.Real("meaning_noise", "s_η", 1.27, (0, 1.5), "Spread of the meaning read into a day, on the latent scale.", source: Parameter.FittedSource);

    /// <summary>Pull of the general level.</summary>
    public static readonly Declared<Parameter> PullOfGeneral = Group.Real("pull_of_general", "π", 0.0429, (0.0002, 0.05), "Share of the specific belief's distance to the general one closed per day.", unit: "1/day", varies: Distribution.LogUniform(0.0005, 0.05), source: Parameter.FittedSource);

    /// <summary>Generalisation.</summary>
    public static readonly Declared<Parameter> Generalisation = Group.Real("generalisation", "λ_g", 0.0005, (0.00019, 0.0077), "Share of the general belief's distance to the specific one closed per day; half-life 3 months to 10 years.", unit: "1/day", varies: Distribution.LogUniform(0.00019, 0.0077));

    /// <summary>How evidence revises a belief.</summary>
    public static readonly FormTopic Rule = new("learning_rule", "How a day's surprise revises a belief and the confidence in it.",
        "accommodation", "A share of the surprise that grows smoothly with its size and consistency accommodates the belief and lowers confidence; the rest is assimilated and raises it.",
        "New situations → revising working models; Bretherton and Munholland 2008 as cited there");

    /// <summary>All or nothing.</summary>
    public static readonly Alternative HardThreshold = Rule.Alternative("threshold", "Below a threshold, |Δ + a| < θ, a surprise is assimilated and only raises confidence; above it, it accommodates the belief in full and lowers confidence.", "assumed, after the same passages");

    /// <summary>No assimilation, no confidence.</summary>
    public static readonly Alternative DeltaRule = Rule.Alternative("delta_rule", "Every surprise moves the belief by the same share for its weight, d/(n + d) with the confidence of the start; nothing is assimilated and confidence stays.", "Rescorla and Wagner 1972");

    /// <summary>How the general level learns.</summary>
    public static readonly FormTopic Generalising = new("generalisation", "When the general level of a belief learns from the specific one.",
        "steady", "Every night closes the same small share of the distance.", "Promoting secure working models");

    /// <summary>Only as the specific model is accommodated.</summary>
    public static readonly Alternative Accommodated = Generalising.Alternative("accommodated", "The share closed is in proportion to what the night accommodated of the specific belief, with the same mean over days at the defaults; what is assimilated generalises nothing.", "assumed");

    /// <summary>Where the negativity bias works.</summary>
    public static readonly FormTopic NegativityBias = new("negativity_bias", "How bad surprises count for more with the anxious.",
        "weight", "Evidence that is worse than expected weighs more.", "Anxious responses and working models");

    /// <summary>The anxious read the bad as worse.</summary>
    public static readonly Alternative Perception = NegativityBias.Alternative("perception", "Evidence that is worse than expected is read as worse still, and weighs as any other.", "Anxious responses and working models");

    /// <summary>ḡ: mean of G·k over beliefs, persons and days of a year at the defaults, as measured; with it the form accommodated keeps the average pace of the form steady.</summary>
    public const double MeanAccommodation = 0.03;

    /// <summary>1/θ².</summary>
    public static readonly Declared<Derived> InverseSquaredThreshold = new Derived(p => 1 / (p(Threshold) * p(Threshold)));

    /// <summary>Log odds of a diagnostic day.</summary>
    public static readonly Declared<Derived> DiagnosticLogit = new Derived(p => DoubleFunctions.Log(p(DiagnosticShare) / (1 - p(DiagnosticShare))));

    /// <summary>What a diagnostic day adds to m_0 so that the mean is 1.</summary>
    public static readonly Declared<Derived> DiagnosticExtra = new Derived(p => (1 - p(MundaneWeight)) / p(DiagnosticShare));

    /// <summary>Weight of the day's evidence: m_0, or m_0 + (1 − m_0)/p_d on a diagnostic day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Diagnosticity<TLane>(in Values<TLane> p, TLane draw)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(Situations.Occurs(p[DiagnosticLogit], draw), p[DiagnosticExtra], p[MundaneWeight]);

    /// <summary>
    /// One belief, one night. With latent evidence X of weight d, noise η and surprise Δ = S(X + s_η·η) − m:
    /// q = (Δ + a)²/θ², G = 1 − α/(1 + q), k = d/(n + d);
    /// m ← m + G·k·Δ; a ← a + κ_a·k(Δ − a); n ← n + k[(1 − G)·n_m + G − n]; then g ← g + λ_g(m − g), m ← m + π(g − m).
    /// </summary>
    /// <remarks>
    /// Bad surprises of the anxious weigh more: where Δ &lt; 0, d is d(1 + ν·A); in the form perception Δ is S(X + s_η·η + ν·A·Δ) − m
    /// instead. In the form threshold G is 1 − α where |Δ + a| &lt; θ, else 1. In the form delta_rule G is 1 and n stays. In the form
    /// accommodated λ_g·G·k/ḡ, at most 1, takes the place of λ_g.
    /// </remarks>
    /// <param name="p">Values of the person's design point.</param>
    /// <param name="belief">The belief, updated in place.</param>
    /// <param name="general">General belief at the start.</param>
    /// <param name="evidence">The day's evidence.</param>
    /// <param name="diagnosticity">Weight of the day.</param>
    /// <param name="noise">s_η·η.</param>
    /// <param name="negativity">ν·A.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Revise<TLane, TForms>(in Values<TLane> p, ref Belief<TLane> belief, TLane general, in Evidence<TLane> evidence, TLane diagnosticity, TLane noise, TLane negativity)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        TLane one = TLane.Broadcast(1), specific = belief.SpecificShift, confidence = belief.Confidence, trace = belief.SurpriseTrace;
        // shares such as h and 1 − h can round to just below zero; a weight never is
        var total = TLane.Max(evidence.Weight, TLane.Broadcast(0));
        // the small constant only keeps a day without any evidence from dividing zero by zero
        var latent = evidence.Sum / (total + TLane.Broadcast(1e-9)) + noise;
        var surprise = Saturation.Evidence<TLane, TForms>(p, latent) - general - specific;
        var weight = total * diagnosticity;
        if (typeof(TForms) == typeof(ChosenForms) && p.Follow(Perception))
            surprise = Saturation.Evidence<TLane, TForms>(p, TLane.MultiplyAdd(negativity, TLane.Min(surprise, TLane.Broadcast(0)), latent)) - general - specific;
        else
            weight = TLane.MultiplyAdd(TLane.WhereGreater(TLane.Broadcast(0), surprise, negativity), weight, weight);
        var deviation = surprise + trace;
        TLane gain, accommodated;
        if (typeof(TForms) == typeof(ChosenForms) && p.Follow(HardThreshold))
        {
            gain = weight / (confidence + weight);
            accommodated = gain * (one - TLane.WhereGreater(p[Threshold], TLane.Abs(deviation), p[Assimilation]));
        }
        else if (typeof(TForms) == typeof(ChosenForms) && p.Follow(DeltaRule))
        {
            gain = weight / (confidence + weight);
            accommodated = gain;
        }
        else
        {
            var odds = TLane.MultiplyAdd(deviation * deviation, p[InverseSquaredThreshold], one);
            var shared = weight / ((confidence + weight) * odds);
            gain = shared * odds;
            accommodated = shared * (odds - p[Assimilation]);
        }
        belief.SurpriseTrace = TLane.MultiplyAdd(p[TracePace] * gain, surprise - trace, trace);
        if (typeof(TForms) == typeof(DefaultForms) || !p.Follow(DeltaRule))
        {
            // n + k(n_m − n) − G·k(n_m − 1): in this order rounding cannot carry n beyond n_m
            var confirmed = TLane.MultiplyAdd(gain, p[MaximumConfidence] - confidence, confidence);
            belief.Confidence = TLane.MultiplyAdd(accommodated, one - p[MaximumConfidence], confirmed);
        }
        specific = TLane.MultiplyAdd(accommodated, surprise, specific);
        var pace = p[Generalisation];
        if (typeof(TForms) == typeof(ChosenForms) && p.Follow(Accommodated)) pace = TLane.Min(pace * accommodated * TLane.Broadcast(1 / MeanAccommodation), one);
        var generalShift = Functions.Toward(belief.GeneralShift, specific, pace);
        belief.GeneralShift = generalShift;
        belief.SpecificShift = Functions.Toward(specific, generalShift, p[PullOfGeneral]);
    }
}
