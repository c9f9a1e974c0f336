using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>
/// A working model as a belief: kept as shifts from the general belief at the start, since a level in single precision
/// would lose small changes over ten years.
/// </summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct Belief<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Relationship-specific belief less the general belief at the start.</summary>
    public TLane SpecificShift;

    /// <summary>General belief less the general belief at the start.</summary>
    public TLane GeneralShift;

    /// <summary>Confidence in the specific belief, in units of evidence.</summary>
    public TLane Confidence;

    /// <summary>Running mean of recent surprise, which tells consistent deviations from scattered ones.</summary>
    public TLane SurpriseTrace;
}

/// <summary>Everything about one partner that changes from day to day. Each field holds one lane vector of dyads.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct PartnerState<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Model of self: own worth.</summary>
    public Belief<TLane> Worth;

    /// <summary>Model of self: own competence.</summary>
    public Belief<TLane> Competence;

    /// <summary>Model of others: how depending on the partner turns out.</summary>
    public Belief<TLane> Others;

    /// <summary>Recent warmth of the partner as perceived, −1…1.</summary>
    public TLane Trust;

    /// <summary>Mean absolute deviation of the partner's warmth from its recent mean, 0…2.</summary>
    public TLane Unpredictability;

    /// <summary>Perceived validation of own goals, −1…1.</summary>
    public TLane GoalValidation;

    /// <summary>Momentary hyperactivated insecurity, 0…1.</summary>
    public TLane StateAnxiety;

    /// <summary>Momentary deactivated insecurity, 0…1.</summary>
    public TLane StateAvoidance;

    /// <summary>Recent satisfaction of the personal need, −1…1.</summary>
    public TLane PersonalNeed;

    /// <summary>Recent satisfaction of the relational need, −1…1.</summary>
    public TLane RelationalNeed;

    /// <summary>Fatigue from giving, 0…1.</summary>
    public TLane Fatigue;

    /// <summary>Chronic stress, a standard normal process.</summary>
    public TLane ChronicStress;

    /// <summary>Liking of the partner apart from what happens between them, a standard normal process.</summary>
    public TLane Liking;

    /// <summary>Satisfaction with the relationship, −1…1.</summary>
    public TLane Satisfaction;

    /// <summary>Commitment, 0…1.</summary>
    public TLane Commitment;

    /// <summary>Sum of the effort given as provider while together, in full-effort days.</summary>
    public TLane EffortGiven;

    /// <summary>Sum of state anxiety over the days together.</summary>
    public TLane StateAnxietySum;

    /// <summary>Sum of state avoidance over the days together.</summary>
    public TLane StateAvoidanceSum;
}

/// <summary>Everything about a couple that changes from day to day.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct DyadState<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>The focal partner. The code treats both alike.</summary>
    public PartnerState<TLane> A;

    /// <summary>The other partner.</summary>
    public PartnerState<TLane> B;

    /// <summary>Relational tension, 0…1.</summary>
    public TLane Tension;

    /// <summary>1 while the bond lasts, 0 after its end.</summary>
    public TLane Intact;

    /// <summary>Days together.</summary>
    public TLane DaysTogether;

    /// <summary>Sum of tension over the days together.</summary>
    public TLane TensionSum;

    /// <summary>Days with a conflict while together.</summary>
    public TLane ConflictDays;
}

/// <summary>What one partner brings and keeps.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct PartnerTraits<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>General belief about the self at the start, −1…1.</summary>
    public TLane GeneralSelf;

    /// <summary>General belief about others at the start, −1…1.</summary>
    public TLane GeneralOthers;

    /// <summary>Added to the anxiety read-out so that it equals the drawn score on day 0, in logits.</summary>
    public TLane AnxietyOffset;

    /// <summary>Added to the avoidance read-out so that it equals the drawn score on day 0, in logits.</summary>
    public TLane AvoidanceOffset;

    /// <summary>Preference for closeness, in logits.</summary>
    public TLane ClosenessPreference;

    /// <summary>Skill in safe strategies, 0…2, 1 for the average person.</summary>
    public TLane SafeSkill;

    /// <summary>Skill in soft strategies, 0…2.</summary>
    public TLane SoftSkill;

    /// <summary>Skill in enhancing the model of self, 0…2.</summary>
    public TLane SelfSkill;

    /// <summary>Skill in enhancing the model of others, 0…2.</summary>
    public TLane OthersSkill;

    /// <summary>How well the partner's reaction is read, 0…1.</summary>
    public TLane Reading;

    /// <summary>Willingness to respond, in logits.</summary>
    public TLane Willingness;

    /// <summary>Day-to-day inconsistency of own warmth, ≥ 0.</summary>
    public TLane Inconsistency;

    /// <summary>Disposition to commit whatever the relationship offers, in logits.</summary>
    public TLane CommitmentDisposition;
}

/// <summary>What a couple brings and keeps.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct DyadTraits<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>The focal partner.</summary>
    public PartnerTraits<TLane> A;

    /// <summary>The other partner.</summary>
    public PartnerTraits<TLane> B;

    /// <summary>How well the two fit, standard normal times its spread.</summary>
    public TLane Fit;

    /// <summary>Proneness to conflict, in logits.</summary>
    public TLane ConflictProneness;
}
