using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Scores from <see cref="From"/> on and below <see cref="Below"/>; null ends are open.</summary>
/// <param name="From">Smallest score that belongs, points on 1–7.</param>
/// <param name="Below">Score that no longer belongs, points on 1–7.</param>
public readonly record struct ScoreRange(double? From, double? Below)
{
    /// <summary>Whether a score belongs.</summary>
    public bool Contains(double score) => (From is not { } from || score >= from) && (Below is not { } below || score < below);
}

/// <summary>
/// A group of recipients by what they and their partners were on day 0, which never depends on an arm. All conditions hold together.
/// </summary>
public sealed record RecipientGroup
{
    /// <summary>Name in studies, tables and reports.</summary>
    public required string Name { get; init; }

    /// <summary>The recipient's anxiety.</summary>
    public ScoreRange Anxiety { get; init; }

    /// <summary>The recipient's avoidance.</summary>
    public ScoreRange Avoidance { get; init; }

    /// <summary>The partner's anxiety.</summary>
    public ScoreRange PartnerAnxiety { get; init; }

    /// <summary>The partner's avoidance.</summary>
    public ScoreRange PartnerAvoidance { get; init; }

    /// <summary>Profiles of the recipient that belong; empty for any.</summary>
    public IReadOnlyList<Profile> Profiles { get; init; } = [];

    /// <summary>Profiles of the partner that belong; empty for any.</summary>
    public IReadOnlyList<Profile> PartnerProfiles { get; init; } = [];

    /// <summary>The groups of every study: everyone, then by profile.</summary>
    public static IReadOnlyList<RecipientGroup> Standard { get; } =
    [
        new() { Name = "all" }, .. Enum.GetValues<Profile>().Select(profile => new RecipientGroup { Name = NameOf(profile), Profiles = [profile] }),
    ];

    /// <summary>Name of a profile in studies and tables.</summary>
    public static string NameOf(Profile profile) => profile switch { Profile.Secure => "secure", Profile.Anxious => "anxious", Profile.Avoidant => "avoidant", _ => "fearful" };

    /// <summary>Whether a recipient belongs.</summary>
    /// <param name="couple">The couple.</param>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public bool Contains(in SampledCouple couple, int person)
    {
        var s = couple.Scores;
        bool isFocal = person == 0;
        var (mine, partners) = isFocal ? (couple.A, couple.B) : (couple.B, couple.A);
        return (Profiles.Count == 0 || Profiles.Contains(mine))
            && (PartnerProfiles.Count == 0 || PartnerProfiles.Contains(partners))
            && Anxiety.Contains(isFocal ? s.AnxietyA : s.AnxietyB) && Avoidance.Contains(isFocal ? s.AvoidanceA : s.AvoidanceB)
            && PartnerAnxiety.Contains(isFocal ? s.AnxietyB : s.AnxietyA) && PartnerAvoidance.Contains(isFocal ? s.AvoidanceB : s.AvoidanceA);
    }
}
