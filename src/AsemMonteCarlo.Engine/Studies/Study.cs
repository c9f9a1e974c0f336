using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>A study with every default filled in and every key resolved: all that decides its results.</summary>
public sealed record Study
{
    /// <summary>Short name, also of tables' metadata.</summary>
    public required string Name { get; init; }

    /// <summary>The question in a sentence.</summary>
    public string Title { get; init; } = "";

    /// <summary>Seed of every draw.</summary>
    public ulong Seed { get; init; } = (ulong)StudyKeys.Seed.Otherwise;

    /// <summary>Replicate: part of every draw's counter.</summary>
    public ushort Replicate { get; init; } = (ushort)StudyKeys.Replicate.Otherwise;

    /// <summary>Whether all design points share their luck (the default) or each has its own.</summary>
    public bool CommonLuck { get; init; } = StudyKeys.CommonLuck.Otherwise;

    /// <summary>Days simulated, 1 to 3,660.</summary>
    public int HorizonDays { get; init; } = (int)StudyKeys.HorizonDays.Otherwise;

    /// <summary>Days before day 0 in which fast and bond states settle, 0 to 3,660.</summary>
    public int SettleDays { get; init; } = (int)StudyKeys.SettleDays.Otherwise;

    /// <summary>Couples per design point, 1 to 2⁴⁰.</summary>
    public long Dyads { get; init; } = (long)StudyKeys.Dyads.Otherwise;

    /// <summary>Where the couples come from.</summary>
    public PopulationSource Population { get; init; } = new();

    /// <summary>Parameters of the focal person as a partner, with the study's moderators and strengths in place.</summary>
    public ParameterSet Focal { get; init; } = ParameterSet.Defaults;

    /// <summary>Parameters of the focal person's provider; the same as <see cref="Focal"/> but for settings made for the provider alone.</summary>
    public ParameterSet Provider { get; init; } = ParameterSet.Defaults;

    /// <summary>Moderators that are switched off; their parameters are neutral in <see cref="Focal"/> and <see cref="Provider"/>.</summary>
    public IReadOnlyList<Moderator> ModeratorsOff { get; init; } = [];

    /// <summary>Which combinations of pathways are run.</summary>
    public PathwayDesign Pathways { get; init; } = new();

    /// <summary>Changes and forced events from day 0 on, alike in every design point.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>Axes of the sweep; every combination of their values is a cell, in which all arms are run. None: one cell.</summary>
    public IReadOnlyList<SweepAxis> Sweep { get; init; } = [];

    /// <summary>The scenario that others are compared with, or null.</summary>
    public ReferenceScenario? Reference { get; init; }

    /// <summary>Outcomes of the model reported, in the order of the registry.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = AsemMonteCarlo.Model.Outcomes.All;

    /// <summary>Outcomes of the study's own.</summary>
    public IReadOnlyList<Measure> OwnOutcomes { get; init; } = [];

    /// <summary>Everything that is reported: the outcomes of the model, then those of the study's own.</summary>
    public IReadOnlyList<Measure> Measures => [.. Outcomes.Select(Measure.Plain), .. OwnOutcomes];

    /// <summary>Groups of recipients of the study's own.</summary>
    public IReadOnlyList<RecipientGroup> OwnGroups { get; init; } = [];

    /// <summary>Every group that is reported: everyone, by profile, then those of the study's own.</summary>
    public IReadOnlyList<RecipientGroup> Groups => [.. RecipientGroup.Standard, .. OwnGroups];

    /// <summary>Days after which outcomes are read before the horizon, ascending, each from 1 to horizon − 1.</summary>
    public IReadOnlyList<int> EarlierReadings { get; init; } = [];

    /// <summary>Days after which outcomes are read, the horizon last.</summary>
    public IReadOnlyList<int> Readings => [.. EarlierReadings, HorizonDays];

    /// <summary>Whether per-dyad outcomes of every design point are stored.</summary>
    public bool StoreDyads { get; init; } = StudyKeys.StoreDyads.Otherwise;

    /// <summary>Whether levels are stored for every combination of pathways; else for the main arms.</summary>
    public bool StoreAllSummaries { get; init; } = StudyKeys.AllSummaries.Otherwise;

    /// <summary>Trajectories stored, or null.</summary>
    public TrajectoryStore? Trajectories { get; init; }

    /// <summary>Whether the main arms are also run with dissolution switched off.</summary>
    public bool DissolutionOffView { get; init; } = StudyKeys.DissolutionOff.Otherwise;

    /// <summary>Recipients analysed per couple: 2, or only the focal person (1) where anything in the study tells the partners apart.</summary>
    public int RecipientsPerDyad => Pathways.ProviderOnly || !Focal.Equals(Provider) || Sweep.Any(axis => axis.ProviderOnly) || Timeline.Any(TellsApart) ? 1 : 2;

    /// <summary>Level of intervals, 0.5 to 0.999.</summary>
    public double Level { get; init; } = StudyKeys.IntervalLevel.Otherwise;

    private static bool TellsApart(TimelineEntry entry) => entry switch
    {
        ParameterChange change => change.Whose != TimelineRole.Both,
        ForcedSituation situation => situation.Whose != TimelineRole.Both,
        ForcedAct act => act.Whose != TimelineRole.Both,
        _ => true,
    };
}

/// <summary>Where couples come from and how they are sampled.</summary>
public sealed record PopulationSource
{
    /// <summary>Path of a CSV or Parquet file of real persons or couples as given, or null for the distributions of the parameter group <c>population</c>.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of the file in hex, or null without one.</summary>
    public string? FileHash { get; init; }

    /// <summary>Full path from which the file was read, or null without one; no part of the study.</summary>
    public string? ReadFrom { get; init; }

    /// <summary>What a row of the file is.</summary>
    public PopulationRows Rows { get; init; } = StudyKeys.PopulationRowKind.Otherwise;

    /// <summary>Quantities that are read from the file and not drawn, with their columns; the scores at least.</summary>
    public IReadOnlyList<PopulationColumn> Columns { get; init; } = PopulationColumn.Required(StudyKeys.PopulationRowKind.Otherwise);

    /// <summary>Values of the file for each of <see cref="Columns"/>, in the unit of the quantity, row by row; empty without a file.</summary>
    public IReadOnlyList<double[]> Values { get; init; } = [];

    /// <summary>Correlation between partners' ranks of insecurity (as normal scores) with which persons of a file are paired, −0.9 to 0.9.</summary>
    public double Similarity { get; init; } = StudyKeys.Similarity.Otherwise;

    /// <summary>Score at which a person stops counting as low on a dimension; cuts the profiles and "secure", 1.5 to 6.5.</summary>
    public double ProfileCut { get; init; } = StudyKeys.ProfileCut.Otherwise;

    /// <summary>Share of recipients that each profile has at least in the sample (reached by weighted sampling), 0 to 0.24; 0 samples plainly.</summary>
    public double MinimumProfileShare { get; init; } = StudyKeys.MinimumProfileShare.Otherwise;

    /// <summary>Couples of a scrambled Sobol' net, a power of two from 1 to 128; 1 draws couples one by one.</summary>
    public int NetSize { get; init; } = (int)StudyKeys.NetSize.Otherwise;
}

/// <summary>Trajectories that a study stores.</summary>
/// <param name="Every">Every how many days, from that day on.</param>
/// <param name="Couples">How many couples, the first of the study (whose order is random); null for all.</param>
/// <param name="Arms">Names of the arms.</param>
public sealed record TrajectoryStore(int Every, long? Couples, IReadOnlyList<string> Arms);

/// <summary>Which combinations of the pathways are simulated.</summary>
public sealed record PathwayDesign
{
    /// <summary>The arms.</summary>
    public PathwayArms Arms { get; init; } = StudyKeys.Arms.Otherwise;

    /// <summary>The pathways that are switched; the others keep their strengths in every arm.</summary>
    public IReadOnlyList<Pathway> Of { get; init; } = AsemModel.Pathways;

    /// <summary>Whether both partners' pathways are switched, or only those of the provider of the focal person.</summary>
    public bool ProviderOnly { get; init; } = StudyKeys.ProviderOnly.Otherwise;

    /// <summary>Strengths at which each pathway is run alone and among all others, each above 0 and at most 2; empty for no dose–response.</summary>
    public IReadOnlyList<double> Doses { get; init; } = [];

    /// <summary>Day from which pathways are withdrawn in arms of their own, to see effects fade; null for no such arms.</summary>
    public int? WithdrawnFrom { get; init; }
}

/// <summary>Sets of arms; they combine.</summary>
[Flags]
public enum PathwayArms
{
    /// <summary>No arm.</summary>
    Nothing = 0,

    /// <summary>All pathways on.</summary>
    All = 1,

    /// <summary>All pathways off.</summary>
    None = 2,

    /// <summary>Each pathway alone.</summary>
    EachAlone = 4,

    /// <summary>Each pathway left out.</summary>
    EachLeftOut = 8,

    /// <summary>All 2^k combinations, which contain all the others.</summary>
    AllCoalitions = 16,
}

/// <summary>Whom an entry of the timeline concerns.</summary>
public enum TimelineRole
{
    /// <summary>Both partners, or the couple.</summary>
    Both,

    /// <summary>The focal person.</summary>
    Focal,

    /// <summary>The focal person's provider.</summary>
    Provider,
}

/// <summary>A change of the study at some day.</summary>
public abstract record TimelineEntry
{
    /// <summary>First day on which it holds, from 0.</summary>
    public required int FromDay { get; init; }
}

/// <summary>Parameters or strengths take other values from a day on.</summary>
public sealed record ParameterChange : TimelineEntry
{
    /// <summary>Whose values.</summary>
    public TimelineRole Whose { get; init; }

    /// <summary>The new values. A pathway that an arm switches off stays off.</summary>
    public required IReadOnlyList<(Parameter Parameter, double Value)> Values { get; init; }
}

/// <summary>Situations that a timeline can force or suppress.</summary>
public enum Situation
{
    /// <summary>A conflict of interest of the couple.</summary>
    Conflict,

    /// <summary>A large request made of the person by the partner.</summary>
    Request,

    /// <summary>An outside stressor of the person.</summary>
    Stressor,

    /// <summary>The person shares good news.</summary>
    Sharing,

    /// <summary>The person takes up a challenge.</summary>
    Challenge,

    /// <summary>The person meets the challenge.</summary>
    Success,

    /// <summary>A joint activity of the couple.</summary>
    JointActivity,

    /// <summary>Help is offered to the person; needs a stressor.</summary>
    SupportOffered,
}

/// <summary>When forced events take place.</summary>
public sealed record Schedule
{
    /// <summary>Last day, included; null for the end of the horizon.</summary>
    public int? ToDay { get; init; }

    /// <summary>Every how many days from the first, at least 1.</summary>
    public int Every { get; init; } = (int)StudyKeys.Every.Otherwise;

    /// <summary>Share of persons (or couples) concerned on each such day, drawn anew each time, 0 to 1.</summary>
    public double Rate { get; init; } = StudyKeys.Rate.Otherwise;
}

/// <summary>A situation is made to occur, or kept from occurring, without moving any draw.</summary>
public sealed record ForcedSituation : TimelineEntry
{
    /// <summary>The situation.</summary>
    public required Situation Situation { get; init; }

    /// <summary>When.</summary>
    public Schedule Schedule { get; init; } = new();

    /// <summary>Whose.</summary>
    public TimelineRole Whose { get; init; }

    /// <summary>True to force, false to suppress.</summary>
    public bool Occurs { get; init; } = StudyKeys.Occurs.Otherwise;

    /// <summary>Size of a forced conflict or stressor, the mean size being 1; null for the drawn size.</summary>
    public double? Size { get; init; }
}

/// <summary>A pathway's act towards the person is added to what the partner gives.</summary>
public sealed record ForcedAct : TimelineEntry
{
    /// <summary>The pathway.</summary>
    public required Pathway Pathway { get; init; }

    /// <summary>When.</summary>
    public Schedule Schedule { get; init; } = new();

    /// <summary>The recipient.</summary>
    public TimelineRole Whose { get; init; }

    /// <summary>Dose in full acts, 0 to 10. Enhancing acts need their occasion, which can be forced too.</summary>
    public double Dose { get; init; } = StudyKeys.ActDose.Otherwise;

    /// <summary>Whether practical support is perceived as it would be; false keeps it unnoticed. Only others.support has the distinction.</summary>
    public bool Perceived { get; init; } = StudyKeys.Perceived.Otherwise;
}

/// <summary>The focal person's provider is replaced by another person; the focal person's general models are kept.</summary>
public sealed record PartnerReplacement : TimelineEntry;
