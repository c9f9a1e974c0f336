using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>How latent levels show in questionnaires and diaries. No equation of a day reads it; experiments that are scored as studies score them do.</summary>
public static class Measurement
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("measurement", "How latent levels show in questionnaires and diaries", "7.15");

    /// <summary>Reliability of a questionnaire.</summary>
    public static readonly Declared<Parameter> Reliability = Group.Real("reliability", "ρ_0", 0.92, (0.5, 1), "Share of a questionnaire score's variance that is true.", source: "Open-Source Psychometrics ECR data, 18-item scales (computed)");

    /// <summary>Weight of the state in a diary.</summary>
    public static readonly Declared<Parameter> StateWeight = Group.Real("state_weight", "k_d", 11, (0.5, 12), "Logits of a daily report of insecurity per unit of the momentary state at the day's end.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Noise of a diary.</summary>
    public static readonly Declared<Parameter> DailyNoise = Group.Real("daily_noise", "σ_d", 0.65, (0, 1), "Standard deviation of the error of a daily report on the scale 1–7.", unit: "points on 1–7", source: Parameter.FittedSource);

    /// <summary>Logit of a daily report: the chronic logit and k_d times the momentary state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Daily<TLane>(in Values<TLane> p, TLane chronic, TLane state)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(p[StateWeight], state, chronic);
}
