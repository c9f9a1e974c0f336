using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>
/// Every key of a study, declared once. Binders take bounds, words and defaults from here; overrides, <c>asem list keys</c>,
/// the tables of keys in the documents and the JSON Schema follow.
/// </summary>
internal static class StudyKeys
{
    /// <summary>Most days of a study, before day 0 and from it on.</summary>
    public const int LongestHorizon = 3660;

    private const int MostOwn = 100, MostReadings = 400;

    private const string BelowHorizon = "below horizon_days", UpToHorizon = "up to horizon_days", Points = "points on 1–7";

    private static readonly List<StudyKey> declared = [];

    private static readonly IReadOnlyList<StudyWord<TimelineRole>> roles =
    [
        new("both", TimelineRole.Both, "Both partners, or the couple."), new("focal", TimelineRole.Focal, "The focal person (partner A)."), new("provider", TimelineRole.Provider, "The focal person's provider (partner B)."),
    ];

    private static readonly IReadOnlyList<StudyWord<Profile>> profiles =
    [
        new(RecipientGroup.NameOf(Profile.Secure), Profile.Secure, "Low on both scores on day 0."), new(RecipientGroup.NameOf(Profile.Anxious), Profile.Anxious, "High on anxiety alone on day 0."),
        new(RecipientGroup.NameOf(Profile.Avoidant), Profile.Avoidant, "High on avoidance alone on day 0."), new(RecipientGroup.NameOf(Profile.Fearful), Profile.Fearful, "High on both scores on day 0."),
    ];

    /// <summary>Situations by the words of studies.</summary>
    public static readonly IReadOnlyList<StudyWord<Situation>> Situations =
    [
        new("conflict", Situation.Conflict, "A conflict of interest of the couple."), new("request", Situation.Request, "A large request made of the person by the partner."),
        new("stressor", Situation.Stressor, "An outside stressor of the person."), new("sharing", Situation.Sharing, "The person shares good news."),
        new("challenge", Situation.Challenge, "The person takes up a challenge."), new("success", Situation.Success, "The person meets the challenge; matters on a challenge day only, so force both."),
        new("joint_activity", Situation.JointActivity, "A joint activity of the couple."), new("support_offered", Situation.SupportOffered, "Help is offered to the person; matters on a stressor day only, so force both."),
    ];

    public static readonly TextKey StudyName = Add(new TextKey("name", "Short name, also of tables' metadata.", "1 to 64 of a–z, 0–9, -") { Pattern = "^[a-z0-9-]{1,64}$", DefaultText = "name of the file without its ending" });
    public static readonly TextKey Title = Add(new TextKey("title", "The question in a sentence; may be empty.") { DefaultText = "empty" });
    public static readonly WholeKey Seed = Add(new WholeKey("seed", 0, ulong.MaxValue, "Decides every draw: same study, same seed, same results.") { Otherwise = 1 });
    public static readonly WholeKey Replicate = Add(new WholeKey("replicate", 0, ushort.MaxValue - 1, "Part of every draw's counter: another sample under the same seed.") { Otherwise = 0 });
    public static readonly WordKey<bool> CommonLuck = Add(new WordKey<bool>("luck", "choice of luck",
        [new("common", true, "All design points share their draws, so that paired differences are the pathways'."), new("independent", false, "Each design point has its own draws.")],
        "Whether all design points share their draws, or each has its own. The couples are the same either way. Paired differences need common luck.")
    { Otherwise = true });
    public static readonly WholeKey HorizonDays = Add(new WholeKey("horizon_days", 1, LongestHorizon, "Days simulated.", "days") { Otherwise = 365 });
    public static readonly WholeKey SettleDays = Add(new WholeKey("settle_days", 0, LongestHorizon, "Days before day 0 in which fast and bond states settle while beliefs are held and no bond ends.", "days") { Otherwise = 120 });
    public static readonly WholeKey Dyads = Add(new WholeKey("dyads", 1, 1L << 40, "Couples per design point.", "couples") { Otherwise = 4096 });

    public static readonly SectionKey Population = Add(new SectionKey("population", "Where couples come from.") { DefaultText = "drawn from the parameters population.*" });
    public static readonly TextKey PopulationFile = Add(new TextKey("population.file", "Real persons or couples, CSV or Parquet. Relative to the study, or to the current folder in an override.", "path that ends in .csv or .parquet") { MayBeLeftEmpty = true, DefaultText = "none" });
    public static readonly TextKey PopulationHash = Add(new TextKey("population.sha256", "The file must have this SHA-256; the resolved study gives it.", "64 hexadecimal digits") { Pattern = "^[0-9a-fA-F]{64}$", DefaultText = "any" });
    public static readonly WordKey<PopulationRows> PopulationRowKind = Add(new WordKey<PopulationRows>("population.rows", "kind of row",
        [new("persons", PopulationRows.Persons, "A row is a person; persons are paired."), new("couples", PopulationRows.Couples, "A row is a couple.")], "What a row of the file is.")
    { Otherwise = PopulationRows.Persons });
    public static readonly NamesKey Columns = Add(new NamesKey("population.columns", "Which quantities the file gives, and where.", "map: quantity → header, or → `{column: header, scale: [low, high]}`",
        () => PopulationColumn.Possible(PopulationRows.Couples).Select(c => (c.Key, StudySchema.Reference("column", $"{(c.IsOfProvider ? "Partner B: " : "")}{c.Quantity.Help} {Words.Number(c.Quantity.Minimum)} … {Words.Number(c.Quantity.Maximum)} {c.Quantity.Unit}."))))
    { DefaultText = "the scores, under their own names" });
    public static readonly EitherKey Column = Add(new EitherKey("population.columns.QUANTITY", "Header of the column, or a map with its scale.", "text or map"));
    public static readonly TextKey ColumnHeader = Add(new TextKey("population.columns.QUANTITY.column", "Header of the column.") { DefaultText = "name of the quantity" });
    public static readonly ListKey ColumnScale = Add(new ListKey("population.columns.QUANTITY.scale", "The file's values at the low and the high end of the quantity's range, with a straight line between. The low one may be the larger number.") { Length = 2, DefaultText = "the quantity's own unit" });
    // the ends hold off what no questionnaire has, and with it numbers between which there are no others
    public static readonly RealKey ColumnScaleEnd = Add(new RealKey("population.columns.QUANTITY.scale.END", -1e9, 1e9, "Value of the file at an end."));
    public static readonly RealKey Similarity = Add(new RealKey("population.similarity", -0.9, 0.9, "Correlation between partners' ranks of insecurity (as normal scores) in pairing persons of a file; otherwise of no effect.") { Otherwise = 0.15 });
    public static readonly RealKey ProfileCut = Add(new RealKey("population.profile_cut", 1.5, 6.5, "Score from which a person counts as high; cuts profiles and \"secure\".", Points) { Otherwise = 4 });
    public static readonly RealKey MinimumProfileShare = Add(new RealKey("population.minimum_profile_share", 0, 0.24, "Least share of recipients of each profile in the sample, by weighted sampling; aimed at, not guaranteed. 0 samples plainly.") { Otherwise = 0 });

    public static readonly WholeKey NetSize = Add(new WholeKey("population.net_size", 1, 128, "Couples of a scrambled Sobol' net (randomised quasi-Monte Carlo): a power of two, 1 for couples drawn one by one. Means over a net scatter less; nets are then the independent units. Not with a file.", "couples") { Otherwise = 1 });

    public static readonly NamesKey Parameters = Add(new NamesKey("parameters", "Values for both partners; names, defaults and ranges in asem list parameters.", "map: parameter → number", () => AsemModel.Parameters.Select(p => (p.Name, StudySchema.Value(p)))) { HasDottedNames = true, DefaultText = "every parameter's own" });
    public static readonly NamesKey Provider = Add(new NamesKey("provider", "Values for partner B alone, of parameters \"of each partner\" only: `stress.level`, the levels of skill, reading and willingness, strengths.", "map: parameter → number", () => AsemModel.Parameters.Where(p => p.Role == ParameterRole.Partner).Select(p => (p.Name, StudySchema.Value(p)))) { HasDottedNames = true, DefaultText = "as `parameters`" });
    public static readonly NamesKey Moderators = Add(new NamesKey("moderators", "Mechanisms switched off. A parameter that a moderator holds cannot be set while it is off.", "map: moderator → flag", () => AsemModel.Moderators.Select(m => (m.Id, StudySchema.Flag(m.Help)))) { HasDottedNames = true, DefaultText = "all on" });

    public static readonly SectionKey Forms = Add(new SectionKey("forms", "Functional forms of the model on what the theory leaves open, for both partners and all arms; asem list forms.") { DefaultText = "the default of each topic" });
    public static readonly IReadOnlyList<(FormTopic Topic, WordKey<Form> Key)> FormChoices =
    [
        .. AsemModel.FormTopics.Select(t => (t, Add(new WordKey<Form>($"{Forms.Path}.{t.Id}", $"form of {t.Id}", [.. t.Forms.Select(f => new StudyWord<Form>(f.Name, f, f.Equation))], t.Help) { Otherwise = t.Default }))),
    ];

    public static readonly SectionKey Pathways = Add(new SectionKey("pathways", "Which combinations of pathways are run.") { DefaultText = "all combinations of all pathways" });
    public static readonly WordKey<PathwayArms> Arms = Add(new WordKey<PathwayArms>("pathways.arms", "set of arms",
    [
        new("all", PathwayArms.All, "All pathways on."), new("none", PathwayArms.None, "All pathways off."), new("each_alone", PathwayArms.EachAlone, "Each pathway alone on."),
        new("each_left_out", PathwayArms.EachLeftOut, "Each pathway alone off."), new("all_coalitions", PathwayArms.AllCoalitions, "All 2^k combinations, which contain all the others; at most 12 pathways."),
    ], "Arms that are run: all pathways on, all off, each alone on, each alone off, all 2^k combinations.", isList: true)
    { Otherwise = PathwayArms.AllCoalitions });
    public static readonly WordKey<Pathway> Of = Add(new WordKey<Pathway>("pathways.of", "pathway", [.. AsemModel.Pathways.Select(p => new StudyWord<Pathway>(p.Id, p, p.Help))], "Pathways that are switched; the others keep their strengths in every arm.", isList: true) { AllowedText = "one or a list of pathways", DefaultText = "all" });
    public static readonly WordKey<bool> ProviderOnly = Add(new WordKey<bool>("pathways.role", "role", [new("both", false, "The pathways of both partners."), new("provider", true, "Those of the focal person's provider alone.")], "Whose pathways are switched.") { Otherwise = false });
    public static readonly NamesKey Strengths = Add(new NamesKey("pathways.strengths", "Strengths where a pathway is on; the same as `parameters: {safe.bond.strength: …}`, which may not be set beside it.", "map: pathway → 0 … 2", () => AsemModel.Pathways.Select(p => (p.Id, StudySchema.Value(p.Strength)))) { HasDottedNames = true, DefaultText = "1 each" });
    public static readonly ListKey Doses = Add(new ListKey("pathways.doses", "Strengths at which each pathway is also run alone and among all others: dose–response.") { DefaultText = "none" });
    public static readonly RealKey Dose = Add(new RealKey("pathways.doses.STRENGTH", 0.01, 2, "A strength.", bound: "strength; 0 is the pathway left out, which is run beside"));
    public static readonly WholeKey WithdrawnFrom = Add(new WholeKey("pathways.withdrawn_from", 1, LongestHorizon - 1, "Day from which pathways are withdrawn in arms of their own, to see effects fade.", "days", BelowHorizon) { MayBeLeftEmpty = true, DefaultText = "no such arms" });

    public static readonly ListKey Timeline = Add(new ListKey("timeline", "Changes and forced events from day 0 on, alike in every arm.", "list of entries") { DefaultText = "none" });
    public static readonly SectionKey TimelineItem = Add(new SectionKey("timeline.N", "A change (set), a forced event (force) or another partner (replace_partner).") { ExactlyOneOf = ["set", "force", "replace_partner"] });
    public static readonly WholeKey FromDay = Add(new WholeKey("timeline.N.from_day", 0, LongestHorizon - 1, "First day on which the entry holds.", "days", BelowHorizon) { IsRequired = true, DefaultText = "required" });
    public static readonly NamesKey Set = Add(new NamesKey("timeline.N.set", "New values from that day on; not of `population.*`. A pathway that an arm switches off stays off.", "map: parameter or pathway → number", () => [.. AsemModel.Parameters.Where(p => p.Group != PopulationParameters.Group).Select(p => (p.Name, StudySchema.Value(p))), .. AsemModel.Pathways.Select(p => (p.Id, StudySchema.Value(p.Strength)))]) { HasDottedNames = true });
    public static readonly WordKey<object> Force = Add(new WordKey<object>("timeline.N.force", "situation or pathway", [.. Situations.Select(s => new StudyWord<object>(s.Word, s.Value, s.Help)), .. AsemModel.Pathways.Select(p => new StudyWord<object>(p.Id, p, p.Help))], "A situation that is made to occur, or a pathway's act that is added to what the partner gives.") { AllowedText = "a situation or a pathway" });
    public static readonly FlagKey ReplacePartner = Add(new FlagKey("timeline.N.replace_partner", "The provider is another person from that day on; at most one such entry, and only `true`."));
    public static readonly WordKey<TimelineRole> Whose = Add(new WordKey<TimelineRole>("timeline.N.whose", "role", roles, "Whose values, whose situation, or who receives the act. For a conflict or joint activity it has no meaning.") { Otherwise = TimelineRole.Both });
    public static readonly WholeKey ToDay = Add(new WholeKey("timeline.N.to_day", 0, LongestHorizon - 1, "Of `force`: last day, included.", "days", "from from_day on") { DefaultText = "`from_day`; the end if `every` or `rate` is given" });
    public static readonly WholeKey Every = Add(new WholeKey("timeline.N.every", 1, LongestHorizon, "Of `force`: every how many days from the first.", "days") { Otherwise = 1 });
    public static readonly RealKey Rate = Add(new RealKey("timeline.N.rate", 0, 1, "Of `force`: share concerned on each such day, drawn anew; acts towards the same person on the same day need the same rate.") { Otherwise = 1 });
    public static readonly FlagKey Occurs = Add(new FlagKey("timeline.N.occurs", true, "Of a forced situation: off keeps it from occurring."));
    public static readonly RealKey Size = Add(new RealKey("timeline.N.size", 0, 10, "Of a forced conflict or stressor: its size.", "mean sizes") { DefaultText = "as drawn" });
    public static readonly RealKey ActDose = Add(new RealKey("timeline.N.dose", 0, 10, "Of a forced pathway: what is added to what the partner gives.", "full acts") { Otherwise = 1 });
    public static readonly FlagKey Perceived = Add(new FlagKey("timeline.N.perceived", true, "Of `others.support` alone: off keeps that day's support unnoticed."));

    public static readonly NamesKey Sweep = Add(new NamesKey("sweep", "Axes: parameters that take several values. Every combination of the values is a cell, in which all arms are run. `provider.` before a name varies the provider's alone; a pathway's name is its strength.", "map: parameter or pathway → values", StudySchema.Axes) { HasDottedNames = true, DefaultText = "a single cell" });
    public static readonly EitherKey Axis = Add(new EitherKey("sweep.PARAMETER", "The values: a list of them, or a grid of equal steps.", "list of values, or `{from: low, to: high, steps: n}`") { Longest = 1000 });
    public static readonly ParameterValueKey AxisValue = Add(new ParameterValueKey("sweep.PARAMETER.VALUE", "A value."));
    public static readonly ParameterValueKey AxisFrom = Add(new ParameterValueKey("sweep.PARAMETER.from", "First value of a grid.") { DefaultText = "the parameter's smallest" });
    public static readonly ParameterValueKey AxisTo = Add(new ParameterValueKey("sweep.PARAMETER.to", "Last value of a grid.") { DefaultText = "the parameter's largest" });
    public static readonly WholeKey AxisSteps = Add(new WholeKey("sweep.PARAMETER.steps", 2, 1000, "Number of values of a grid, both ends included.", "values") { Otherwise = 5 });

    public static readonly SectionKey Reference = Add(new SectionKey("reference", "The scenario that all others are compared with, within the same person.") { DefaultText = "none" });
    public static readonly TextKey ReferenceArm = Add(new TextKey("reference.arm", "Name of its arm, as tables write it: none, all, only safe.bond, without safe.bond.", "name of an arm that is run") { DefaultText = "`none`" });
    public static readonly NamesKey ReferenceAt = Add(new NamesKey("reference.at", "Its cell: one of the values of each axis of the sweep.", "map: axis → value", () => StudySchema.AxisNames().Select(a => (a.Name, StudySchema.Reference(a.Parameter.Name)))) { HasDottedNames = true, DefaultText = "the cell that is compared" });

    public static readonly WordKey<Outcome> OutcomesReported = Add(new WordKey<Outcome>("outcomes", "outcome", [.. Outcomes.All.Select(o => new StudyWord<Outcome>(o.Name, o, o.Help))], "Outcomes of the model that tables report; asem list outcomes.", isList: true) { AllowedText = "one or a list of outcomes", DefaultText = "all" });
    public static readonly NamesKey OwnOutcomes = Add(new NamesKey("own_outcomes", "Outcomes of the study's own, each made from one of the model's.", $"map: name → map; at most {MostOwn}") { Pattern = ReportBinder.NameRule, Most = MostOwn, DefaultText = "none" });
    public static readonly SectionKey OwnOutcome = Add(new SectionKey("own_outcomes.NAME", "An outcome of the study's own. Steps in order: of, change, from_reference, at_least and below, window."));
    public static readonly WordKey<Outcome> OwnOf = Add(new WordKey<Outcome>("own_outcomes.NAME.of", "outcome", OutcomesReported.Choices, "The outcome of the model that it is made from.") { IsRequired = true, AllowedText = "an outcome", DefaultText = "required" });
    public static readonly FlagKey Change = Add(new FlagKey("own_outcomes.NAME.change", false, "Less the person's own value on day 0, after settling."));
    public static readonly FlagKey FromReference = Add(new FlagKey("own_outcomes.NAME.from_reference", false, "Less the same person's value in the reference scenario on the same day."));
    public static readonly RealKey AtLeast = Add(new RealKey("own_outcomes.NAME.at_least", -1e6, 1e6, "1 where the value is at least this, else 0.") { DefaultText = "no threshold" });
    public static readonly RealKey Below = Add(new RealKey("own_outcomes.NAME.below", -1e6, 1e6, "1 where the value lies below this, else 0; with `at_least` both must hold.") { DefaultText = "no threshold" });
    public static readonly ListKey Window = Add(new ListKey("own_outcomes.NAME.window", "First and last day over which the mean is taken, counted from 1.") { Length = 2, DefaultText = "the reading day alone" });
    public static readonly WholeKey WindowDay = Add(new WholeKey("own_outcomes.NAME.window.DAY", 1, LongestHorizon, "A day.", "days", UpToHorizon));

    public static readonly NamesKey OwnGroups = Add(new NamesKey("own_groups", "Groups of recipients of the study's own, by what they and their partners were on day 0.", $"map: name → map; at most {MostOwn}") { Pattern = ReportBinder.NameRule, Most = MostOwn, DefaultText = "none" });
    public static readonly SectionKey OwnGroup = Add(new SectionKey("own_groups.NAME", "A group of recipients; all its conditions hold together."));
    public static readonly RangeKeys GroupAnxiety = new("anxiety", "The recipient's anxiety on day 0.");
    public static readonly RangeKeys GroupAvoidance = new("avoidance", "The recipient's avoidance on day 0.");
    public static readonly RangeKeys GroupPartnerAnxiety = new("partner_anxiety", "The partner's anxiety on day 0.");
    public static readonly RangeKeys GroupPartnerAvoidance = new("partner_avoidance", "The partner's avoidance on day 0.");
    public static readonly WordKey<Profile> GroupProfile = Add(new WordKey<Profile>("own_groups.NAME.profile", "profile", profiles, "Profiles of the recipient that belong.", isList: true) { DefaultText = "any" });
    public static readonly WordKey<Profile> GroupPartnerProfile = Add(new WordKey<Profile>("own_groups.NAME.partner_profile", "profile", profiles, "Profiles of the partner that belong.", isList: true) { DefaultText = "any" });

    public static readonly EitherKey Readings = Add(new EitherKey("readings", "Days after which outcomes are read as well as at the horizon.", $"list of days up to horizon_days, at most {MostReadings}, or `{{every: days}}`") { Longest = MostReadings, MayBeLeftEmpty = true, DefaultText = "the horizon alone" });
    public static readonly WholeKey Reading = Add(new WholeKey("readings.DAY", 1, LongestHorizon, "A day.", "days", UpToHorizon));
    public static readonly WholeKey ReadingsEvery = Add(new WholeKey("readings.every", 1, LongestHorizon, "Every how many days, from that day on.", "days") { Otherwise = 30 });

    public static readonly SectionKey Store = Add(new SectionKey("store", "What is written beyond the answers.") { DefaultText = "nothing more" });
    public static readonly FlagKey StoreDyads = Add(new FlagKey("store.dyads", false, "Also write `dyads.parquet`, one row per recipient, design point and reading."));
    public static readonly FlagKey AllSummaries = Add(new FlagKey("store.all_summaries", false, "Write levels of every combination of pathways into `summaries`, not of the main arms alone."));
    public static readonly SectionKey Trajectories = Add(new SectionKey("store.trajectories", "Also write `trajectories.parquet`, outcomes of a sample of couples day by day.") { DefaultText = "none" });
    public static readonly WholeKey TrajectoriesEvery = Add(new WholeKey("store.trajectories.every", 1, LongestHorizon, "Every how many days, from that day on.", "days", UpToHorizon) { Otherwise = 7 });
    public static readonly WholeKey TrajectoriesCouples = Add(new WholeKey("store.trajectories.couples", 1, 1L << 40, "How many couples, the first of the study, whose order is random.", "couples") { OrWord = "all", DefaultText = "`all`" });
    public static readonly ListKey TrajectoriesArms = Add(new ListKey("store.trajectories.arms", "Names of the arms, as tables write them.") { OneWillDo = true, DefaultText = "`[all, none]`" });
    public static readonly TextKey TrajectoriesArm = Add(new TextKey("store.trajectories.arms.ARM", "Name of an arm.", "name of an arm that is run"));

    public static readonly SectionKey Views = Add(new SectionKey("views", "The main arms once more under another rule.") { DefaultText = "none" });
    public static readonly FlagKey DissolutionOff = Add(new FlagKey("views.dissolution_off", false, "Also run all, none, each alone and each left out with bonds that cannot end."));
    public static readonly RealKey IntervalLevel = Add(new RealKey("interval_level", 0.5, 0.999, "Coverage of intervals.") { Otherwise = 0.95 });

    /// <summary>Every key in the order of documents, each behind the one in which it stands.</summary>
    public static IReadOnlyList<StudyKey> All => declared;

    /// <summary>The keys of the study itself.</summary>
    public static IEnumerable<StudyKey> Roots => declared.Where(key => key.Parent.Length == 0);

    private static T Add<T>(T key) where T : StudyKey
    {
        declared.Add(key);
        return key;
    }

    /// <summary>A condition on a score and its two ends.</summary>
    internal sealed class RangeKeys
    {
        public RangeKeys(string name, string help)
        {
            string path = $"own_groups.NAME.{name}";
            Section = Add(new SectionKey(path, help) { DefaultText = "any" });
            From = Add(new RealKey($"{path}.from", 1, 7, "Smallest score that belongs.", Points) { DefaultText = "open" });
            Below = Add(new RealKey($"{path}.below", 1, 7, "Score that no longer belongs.", Points) { DefaultText = "open" });
        }

        public SectionKey Section { get; }

        public RealKey From { get; }

        public RealKey Below { get; }
    }
}
