using System.Globalization;
using System.Runtime.CompilerServices;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A number that a replay shows of one partner on one day.</summary>
/// <param name="Name">Name: its section and, behind a dot, what it is.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Range">Possible values.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Source">Where the declaration stands.</param>
/// <param name="IsOfTheDay">Whether it exists only on days on which the couple was together in the morning.</param>
/// <param name="Read">How it is read; NaN where there is none.</param>
internal sealed record ReplayColumn(string Name, string Unit, string Range, string Meaning, string Source, bool IsOfTheDay, Func<ReplayPerson, Scalar> Read)
{
    /// <summary>The value, or null where there is none.</summary>
    public float? ValueOf(ReplayPerson person)
    {
        if (IsOfTheDay && !person.Day.WasTogether) return null;
        float value = (float)Scalar.Extract(Read(person), 0);
        return float.IsNaN(value) ? null : value;
    }
}

/// <summary>Everything that a replay shows, declared once: tables, JSON and documents follow.</summary>
internal static class ReplayColumns
{
    private const string Engine = "computed by the engine", Mask = "0 or 1", Dose = "acts", Share = "0…1", Signed = "−1…1";

    /// <summary>What happens to the couple and the person.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Situation =
    [
        new("situation.together", "1", Mask, "Whether the bond was intact in the morning.", Engine, false, p => p.Day.Passed.Together),
        Of("situation.conflict", "1", Mask, "Whether a conflict of interest broke out.", p => p.Day.Passed.Conflict),
        Of("situation.conflict_size", "mean sizes", "0…", "Severity of the conflict, 0 without one.", p => p.Day.Passed.ConflictSize),
        Of("situation.asked", "1", Mask, "Whether the partner made a large request of the person.", p => p.Passed.Asked),
        Of("situation.stressor", "1", Mask, "Whether an outside stressor of the person occurred.", p => p.Passed.Stressor),
        Of("situation.stressor_size", "mean sizes", "0…", "Size of the stressor, 0 without one.", p => p.Passed.Stressor * p.Draws.StressorSize),
        Of("situation.load", "1", Share, "Load from outside stress.", p => p.Passed.Load),
        Of("situation.sharing", "1", Mask, "Whether the person shared good news.", p => p.Passed.Sharing),
        Of("situation.challenge", "1", Mask, "Whether the person took up a challenge.", p => p.Passed.Challenge),
        Of("situation.success", "1", Mask, "Whether the challenge was met; without a challenge, whether one would have been.", p => p.Passed.Success),
        Of("situation.joint_activity", "1", Mask, "Whether a joint activity took place.", p => p.Day.Passed.JointActivity),
        Of("situation.support_offered", "1", Mask, "Whether the partner offered help with the stressor.", p => p.Passed.SupportOffered),
    ];

    /// <summary>What the person sees in the partner.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Reading =
    [
        Of("reading.sent", "1", "", "Warmth that the person sends, before saturation.", p => p.Passed.Sent),
        Of("reading.model_of_others", "belief on −1…1", "-1…1", "Relationship-specific model of others in the morning.", p => p.Passed.ModelOfOthers),
        Of("reading.warmth_latent", "1", "", "Warmth of the partner as perceived, before saturation.", p => p.Passed.SignalLatent),
        Of("reading.warmth", "1", Signed, "Warmth of the partner as perceived.", p => p.Passed.Signal),
    ];

    /// <summary>How the person reacts.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Reaction =
    [
        Of("reaction.closeness", "1", Share, "Closeness wanted.", p => p.Passed.Closeness),
        Of("reaction.chronic_anxiety", "share of the scale", Share, "Chronic anxiety in the morning.", p => p.Passed.Anxiety),
        Of("reaction.chronic_avoidance", "share of the scale", Share, "Chronic avoidance in the morning.", p => p.Passed.Avoidance),
        Of("reaction.orientation", "logits", "", "Chronic anxiety less chronic avoidance in the morning.", p => p.Passed.Orientation),
        Of("reaction.strength", "1", Share, "Strength of the insecure reaction.", p => p.Passed.Reaction),
        Of("reaction.hyperactivation", "1", Share, "Share of the reaction that is hyperactivated.", p => p.Passed.Hyperactivation),
        Of("reaction.anxiety_before_buffering", "1", Share, "Momentary hyperactivated insecurity before the partner buffers.", p => p.Passed.AnxietyBeforeBuffering),
        Of("reaction.avoidance_before_buffering", "1", Share, "Momentary deactivated insecurity before the partner buffers.", p => p.Passed.AvoidanceBeforeBuffering),
    ];

    /// <summary>What lies behind acts.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Effort =
    [
        Of("effort.capacity", "1", Share, "What the person has to give.", p => p.Passed.Capacity),
        Of("effort.buffering_received", "full-effort days", "0…", "Effort that the partner spent on buffering the person.", p => p.Passed.EffortReceived),
        Of("effort.enhancing_left", "full-effort days", Share, "Effort that the partner has left for enhancing the person.", p => p.Passed.EnhancingEffort),
        Of("effort.enhancing_let_in", "full-effort days", Share, "Effort for enhancing that momentary insecurity and tension let in.", p => p.Passed.ReceivedEffort),
        Of("effort.enhancing_received", "full-effort days", "0…", "Effort that the partner spent on enhancing the person.", p => p.Passed.EnhancingSpent),
        Of("effort.pressure", "per squared act", "0…", "How much an act is felt as overstepping.", p => p.Passed.Pressure),
        Of("effort.calming", Dose, "0…", "De-escalation and half of the disengagement received, by authenticity.", p => p.Passed.Calming),
        Of("effort.reasons", Dose, "0…", "Dose of soft.reasons that gives requests their meaning.", p => p.Passed.Reasons),
    ];

    /// <summary>Acts of the partner.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Received =
        [.. AsemModel.Pathways.Select((w, i) => Of($"received.{w.Id}", Dose, "0…", $"Dose received of {w.Id}.", p => p.Passed.Doses[i]))];

    /// <summary>Acts of the person.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Given =
        [.. AsemModel.Pathways.Select((w, i) => Of($"given.{w.Id}", Dose, "0…", $"Dose given of {w.Id}, as the partner received it.", p => p.PartnerPassed.Doses[i]))];

    /// <summary>What the day comes to mean.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Meaning =
        [.. Evidence("worth", "own worth", p => p.Worth), .. Evidence("competence", "own competence", p => p.Competence), .. Evidence("others", "others", p => p.Others)];

    /// <summary>States at the day's end.</summary>
    public static readonly IReadOnlyList<ReplayColumn> States =
    [
        .. AsemModel.PartnerStates.Select((state, i) => StateOf(state, p => Lane(p.State, i))),
        Sum("effort_given", "full-effort days", "Effort that the person gave so far", p => p.State.EffortGiven),
        Sum("state_anxiety_sum", "days", "Sum of the person's state anxiety so far", p => p.State.StateAnxietySum),
        Sum("state_avoidance_sum", "days", "Sum of the person's state avoidance so far", p => p.State.StateAvoidanceSum),
        // behind the fields of both partners
        .. AsemModel.CoupleStates.Select((state, i) => StateOf(state, p => Lane(p.Day.State, 2 * PartnerLanes + i))),
        Sum("days_together", "days", "Days so far", p => p.Day.State.DaysTogether),
        Sum("tension_sum", "days", "Sum of tension so far", p => p.Day.State.TensionSum),
        Sum("conflict_days", "days", "Days with a conflict so far", p => p.Day.State.ConflictDays),
    ];

    /// <summary>Outcomes as they would be read at the day's end.</summary>
    public static readonly IReadOnlyList<ReplayColumn> OutcomesOfDay =
        [.. Outcomes.All.Select(o => new ReplayColumn($"outcome.{o.Name}", o.Unit, Interval(o.Minimum, o.Maximum), o.Help, "registry of outcomes", false, p => p.Read(o)))];

    /// <summary>Draws of the day.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Draws =
    [
        Normal("draw.stress_innovation", "Own innovation of chronic stress", p => p.Draws.StressInnovation),
        Logistic("draw.stressor", "an outside stressor occurs", p => p.Draws.Stressor),
        Exponential("draw.stressor_size", "Size of a stressor", p => p.Draws.StressorSize),
        Normal("draw.signal_noise", "Noise of own warmth", p => p.Draws.SignalNoise),
        Logistic("draw.request_made", "the person makes a large request of the partner", p => p.Draws.RequestMade),
        Normal("draw.reading_noise", "Noise in reading the partner", p => p.Draws.ReadingNoise),
        Logistic("draw.sharing", "good news is shared", p => p.Draws.Sharing),
        Logistic("draw.challenge", "a challenge arises", p => p.Draws.Challenge),
        Logistic("draw.success", "a challenge is met", p => p.Draws.Success),
        Logistic("draw.support_offered", "the partner offers help", p => p.Draws.SupportOffered),
        Logistic("draw.diagnostic", "the day is diagnostic", p => p.Draws.Diagnostic),
        Normal("draw.meaning_self", "Noise of the meaning read into the day for the self", p => p.Draws.MeaningSelf),
        Normal("draw.meaning_others", "Noise of the meaning read into the day for others", p => p.Draws.MeaningOthers),
        Drawn("draw.forced_occasion", "1", Mask, "Whether forced acts towards the person take place; 1 unless a rate is asked for.", p => p.Draws.ForcedOccasion),
        Normal("draw.shared_stress", "Shared innovation of chronic stress", p => p.Day.Draws.SharedStress),
        Logistic("draw.conflict", "a conflict breaks out", p => p.Day.Draws.Conflict),
        Exponential("draw.conflict_size", "Severity of a conflict", p => p.Day.Draws.ConflictSize),
        Logistic("draw.joint_activity", "a joint activity takes place", p => p.Day.Draws.JointActivity),
        Logistic("draw.ending", "the bond ends", p => p.Day.Draws.Ending),
    ];

    /// <summary>All columns in the order of the day.</summary>
    public static readonly IReadOnlyList<ReplayColumn> All =
        [.. Situation, .. Reading, .. Reaction, .. Effort, .. Received, .. Given, .. Meaning, .. States, .. OutcomesOfDay, .. Draws];

    /// <summary>The table of a replay.</summary>
    public static TableSchema Schema { get; } = new("replay", "One day of one partner of one couple. What is of the day is missing when the bond had ended before; states and outcomes then stay as on the last day together.",
    [
        new("variant", ColumnType.Text, false, "1", "as_run, without …", "As the run had it, or the same luck with pathways off.", Engine),
        new("day", ColumnType.Integer, false, "days", "1…3660", "The day, counted from 1: day 1 is the day 0 of a timeline.", Engine),
        new("person", ColumnType.Text, false, "1", "focal, partner", "Which of the two.", Engine),
        .. All.Select(c => new Column(c.Name, ColumnType.Single, true, c.Unit, c.Range, c.Meaning, c.Source)),
    ], ["variant", "day", "person"]);

    private static int PartnerLanes => Unsafe.SizeOf<PartnerState<Scalar>>() / Unsafe.SizeOf<Scalar>();

    private static ReplayColumn Of(string name, string unit, string range, string meaning, Func<ReplayPerson, Scalar> read) => new(name, unit, range, meaning, Engine, true, read);

    private static ReplayColumn[] Evidence(string name, string what, Func<PartnerDay<Scalar>, Evidence<Scalar>> of) =>
    [
        Of($"meaning.{name}_weight", "evidence", "0…", $"Weight of the day's evidence about {what}.", p => of(p.Passed).Weight),
        Of($"meaning.{name}_sum", "evidence", "", $"Sum of weight · latent evidence about {what}.", p => of(p.Passed).Sum),
        Of($"meaning.{name}_latent", "1", "", $"Mean latent evidence about {what}, missing without any.", p => of(p.Passed).Sum / of(p.Passed).Weight),
    ];

    private static ReplayColumn StateOf(State state, Func<ReplayPerson, Scalar> read) => new($"state.{state.Name}", state.Unit, Interval(state.Minimum, state.Maximum), state.Help, "registry of states", false, read);

    private static ReplayColumn Sum(string name, string unit, string what, Func<ReplayPerson, Scalar> read) => new($"state.{name}", unit, "0…", what + ", over the days together.", Engine, false, read);

    private static ReplayColumn Drawn(string name, string unit, string range, string meaning, Func<ReplayPerson, Scalar> read) => new(name, unit, range, meaning, Engine, false, read);

    private static ReplayColumn Normal(string name, string what, Func<ReplayPerson, Scalar> read) => Drawn(name, "standard deviations", "", what + "; normal.", read);

    private static ReplayColumn Logistic(string name, string what, Func<ReplayPerson, Scalar> read) => Drawn(name, "logits", "", $"Decides whether {what}: it does where this plus the log odds is above 0; logistic.", read);

    private static ReplayColumn Exponential(string name, string what, Func<ReplayPerson, Scalar> read) => Drawn(name, "mean sizes", "0…", what + ", if there is one; exponential.", read);

    private static Scalar Lane<T>(T of, int place)
        where T : struct
        => StateLanes.Of<T, Scalar>(ref of)[place];

    private static string Interval(double minimum, double maximum) => string.Create(CultureInfo.InvariantCulture, $"{minimum}…{maximum}");
}
