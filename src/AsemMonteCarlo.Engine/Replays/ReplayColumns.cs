using System.Globalization;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A number that a replay shows of one partner on one day.</summary>
/// <param name="Name">Name: its section and, behind a dot, what it is.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Range">Possible values.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Source">Where the declaration stands.</param>
/// <param name="IsOfTheDay">Whether it exists only on days on which the couple was together in the morning.</param>
/// <param name="Quantity">How it is read; NaN where there is none.</param>
internal sealed record ReplayColumn(string Name, string Unit, string Range, string Meaning, string Source, bool IsOfTheDay, DayQuantity Quantity)
{
    /// <summary>The value, or null where there is none; in a replay in single precision a single one.</summary>
    public double? ValueOf(ReplayPerson person)
    {
        if (IsOfTheDay && !person.Day.WasTogether) return null;
        double value = person.Day.Read(Quantity, person.Person);
        return double.IsNaN(value) ? null : value;
    }
}

/// <summary>Everything that a replay shows, declared once: tables, JSON and documents follow.</summary>
internal static class ReplayColumns
{
    private const string Engine = "computed by the engine", Mask = "0 or 1", Dose = "acts", Share = "0…1", Signed = "−1…1";

    /// <summary>What happens to the couple and the person.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Situation =
    [
        new("situation.together", "1", Mask, "Whether the bond was intact in the morning.", Engine, false, Read("situation.together")),
        Of("situation.conflict", "1", Mask, "Whether a conflict of interest broke out."),
        Of("situation.conflict_size", "mean sizes", "0…", "Severity of the conflict, 0 without one."),
        Of("situation.asked", "1", Mask, "Whether the partner made a large request of the person."),
        Of("situation.stressor", "1", Mask, "Whether an outside stressor of the person occurred."),
        Of("situation.stressor_size", "mean sizes", "0…", "Size of the stressor, 0 without one."),
        Of("situation.load", "1", Share, "Load from outside stress."),
        Of("situation.sharing", "1", Mask, "Whether the person shared good news."),
        Of("situation.challenge", "1", Mask, "Whether the person took up a challenge."),
        Of("situation.success", "1", Mask, "Whether the challenge was met; without a challenge, whether one would have been."),
        Of("situation.joint_activity", "1", Mask, "Whether a joint activity took place."),
        Of("situation.support_offered", "1", Mask, "Whether the partner offered help with the stressor."),
    ];

    /// <summary>What the person sees in the partner.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Reading =
    [
        Of("reading.sent", "1", "", "Warmth that the person sends, before saturation."),
        Of("reading.model_of_others", "belief on −1…1", "-1…1", "Relationship-specific model of others in the morning."),
        Of("reading.warmth_latent", "1", "", "Warmth of the partner as perceived, before saturation."),
        Of("reading.warmth", "1", Signed, "Warmth of the partner as perceived."),
    ];

    /// <summary>How the person reacts.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Reaction =
    [
        Of("reaction.closeness", "1", Share, "Closeness wanted."),
        Of("reaction.chronic_anxiety", "share of the scale", Share, "Chronic anxiety in the morning."),
        Of("reaction.chronic_avoidance", "share of the scale", Share, "Chronic avoidance in the morning."),
        Of("reaction.orientation", "logits", "", "Chronic anxiety less chronic avoidance in the morning."),
        Of("reaction.strength", "1", Share, "Strength of the insecure reaction."),
        Of("reaction.hyperactivation", "1", Share, "Share of the reaction that is hyperactivated."),
        Of("reaction.anxiety_before_buffering", "1", Share, "Momentary hyperactivated insecurity before the partner buffers."),
        Of("reaction.avoidance_before_buffering", "1", Share, "Momentary deactivated insecurity before the partner buffers."),
    ];

    /// <summary>What lies behind acts.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Effort =
    [
        Of("effort.capacity", "1", Share, "What the person has to give."),
        Of("effort.buffering_received", "full-effort days", "0…", "Effort that the partner spent on buffering the person."),
        Of("effort.enhancing_left", "full-effort days", Share, "Effort that the partner has left for enhancing the person."),
        Of("effort.enhancing_let_in", "full-effort days", Share, "Effort for enhancing that momentary insecurity and tension let in."),
        Of("effort.enhancing_received", "full-effort days", "0…", "Effort that the partner spent on enhancing the person."),
        Of("effort.pressure", "per squared act", "0…", "How much an act is felt as overstepping."),
        Of("effort.calming", Dose, "0…", "De-escalation and half of the disengagement received, by authenticity."),
        Of("effort.reasons", Dose, "0…", "Dose of soft.reasons that gives requests their meaning."),
    ];

    /// <summary>Acts of the partner.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Received =
        [.. AsemModel.Pathways.Select(w => Of($"received.{w.Id}", Dose, "0…", $"Dose received of {w.Id}."))];

    /// <summary>Acts of the person.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Given =
        [.. AsemModel.Pathways.Select(w => Of($"given.{w.Id}", Dose, "0…", $"Dose given of {w.Id}, as the partner received it."))];

    /// <summary>What the day comes to mean.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Meaning =
        [.. Evidence("worth", "own worth"), .. Evidence("competence", "own competence"), .. Evidence("others", "others")];

    /// <summary>States at the day's end.</summary>
    public static readonly IReadOnlyList<ReplayColumn> States =
    [
        .. AsemModel.PartnerStates.Select(StateOf),
        Sum("effort_given", "full-effort days", "Effort that the person gave so far"),
        Sum("state_anxiety_sum", "days", "Sum of the person's state anxiety so far"),
        Sum("state_avoidance_sum", "days", "Sum of the person's state avoidance so far"),
        .. AsemModel.CoupleStates.Select(StateOf),
        Sum("days_together", "days", "Days so far"),
        Sum("tension_sum", "days", "Sum of tension so far"),
        Sum("conflict_days", "days", "Days with a conflict so far"),
    ];

    /// <summary>Outcomes as they would be read at the day's end.</summary>
    public static readonly IReadOnlyList<ReplayColumn> OutcomesOfDay =
        [.. Outcomes.All.Select(o => new ReplayColumn($"outcome.{o.Name}", o.Unit, Interval(o.Minimum, o.Maximum), o.Help, "registry of outcomes", false, Read(o.Name)))];

    /// <summary>Draws of the day.</summary>
    public static readonly IReadOnlyList<ReplayColumn> Draws =
    [
        Normal("draw.stress_innovation", "Own innovation of chronic stress"),
        Logistic("draw.stressor", "an outside stressor occurs"),
        Exponential("draw.stressor_size", "Size of a stressor"),
        Normal("draw.signal_noise", "Noise of own warmth"),
        Logistic("draw.request_made", "the person makes a large request of the partner"),
        Normal("draw.reading_noise", "Noise in reading the partner"),
        Logistic("draw.sharing", "good news is shared"),
        Logistic("draw.challenge", "a challenge arises"),
        Logistic("draw.success", "a challenge is met"),
        Logistic("draw.support_offered", "the partner offers help"),
        Logistic("draw.diagnostic", "the day is diagnostic"),
        Normal("draw.meaning_self", "Noise of the meaning read into the day for the self"),
        Normal("draw.meaning_others", "Noise of the meaning read into the day for others"),
        Normal("draw.liking", "Innovation of the liking of the partner"),
        Drawn("draw.forced_occasion", "1", Mask, "Whether forced acts towards the person take place; 1 unless a rate is asked for."),
        Normal("draw.shared_stress", "Shared innovation of chronic stress"),
        Logistic("draw.conflict", "a conflict breaks out"),
        Exponential("draw.conflict_size", "Severity of a conflict"),
        Logistic("draw.joint_activity", "a joint activity takes place"),
        Logistic("draw.ending", "the bond ends"),
    ];

    /// <summary>All columns in the order of the day.</summary>
    public static readonly IReadOnlyList<ReplayColumn> All =
        [.. Situation, .. Reading, .. Reaction, .. Effort, .. Received, .. Given, .. Meaning, .. States, .. OutcomesOfDay, .. Draws];

    /// <summary>The table of a replay.</summary>
    /// <param name="isDouble">Whether the replay is in double precision.</param>
    public static TableSchema Schema(bool isDouble) => isDouble ? real : single;

    private static readonly TableSchema single = Table(ColumnType.Single), real = Table(ColumnType.Real);

    private static TableSchema Table(ColumnType type) => new("replay", "One day of one partner of one couple. What is of the day is missing when the bond had ended before; states and outcomes then stay as on the last day together.",
    [
        new("variant", ColumnType.Text, false, "1", "as_run, without …", "As the run had it, or the same luck with pathways off.", Engine),
        new("day", ColumnType.Integer, false, "days", "1…3660", "The day, counted from 1: day 1 is the day 0 of a timeline.", Engine),
        new("person", ColumnType.Text, false, "1", "focal, partner", "Which of the two.", Engine),
        .. All.Select(c => new Column(c.Name, type, true, c.Unit, c.Range, c.Meaning, c.Source)),
    ], ["variant", "day", "person"]);

    private static DayQuantity Read(string name) => DayQuantity.All[name];

    private static ReplayColumn Of(string name, string unit, string range, string meaning) => new(name, unit, range, meaning, Engine, true, Read(name));

    private static ReplayColumn[] Evidence(string name, string what) =>
    [
        Of($"meaning.{name}_weight", "evidence", "0…", $"Weight of the day's evidence about {what}."),
        Of($"meaning.{name}_sum", "evidence", "", $"Sum of weight · latent evidence about {what}."),
        Of($"meaning.{name}_latent", "1", "", $"Mean latent evidence about {what}, missing without any."),
    ];

    private static ReplayColumn StateOf(State state) => new($"state.{state.Name}", state.Unit, Interval(state.Minimum, state.Maximum), state.Help, "registry of states", false, Read($"state.{state.Name}"));

    private static ReplayColumn Sum(string name, string unit, string what) => new($"state.{name}", unit, "0…", what + ", over the days together.", Engine, false, Read($"state.{name}"));

    private static ReplayColumn Drawn(string name, string unit, string range, string meaning) => new(name, unit, range, meaning, Engine, false, Read(name));

    private static ReplayColumn Normal(string name, string what) => Drawn(name, "standard deviations", "", what + "; normal.");

    private static ReplayColumn Logistic(string name, string what) => Drawn(name, "logits", "", $"Decides whether {what}: it does where this plus the log odds is above 0; logistic.");

    private static ReplayColumn Exponential(string name, string what) => Drawn(name, "mean sizes", "0…", what + ", if there is one; exponential.");

    private static string Interval(double minimum, double maximum) => string.Create(CultureInfo.InvariantCulture, $"{minimum}…{maximum}");
}
