namespace AsemMonteCarlo.Model;

/// <summary>Whose draw it is: the third field of the counter holds 4 · (day + 2¹⁶) + this number.</summary>
public enum DrawOwner
{
    /// <summary>The couple's.</summary>
    Couple = 0,

    /// <summary>Partner A's.</summary>
    PartnerA = 1,

    /// <summary>Partner B's.</summary>
    PartnerB = 2,
}

/// <summary>
/// What a partner's random word is for. The number is the word's place (block = number / 4, word = number mod 4) and is
/// never reused: a new draw takes the next number and moves no other.
/// </summary>
public enum PartnerDraw
{
    /// <summary>Own innovation of chronic stress; normal.</summary>
    StressInnovation = 0,

    /// <summary>Whether an outside stressor occurs; logistic.</summary>
    Stressor = 1,

    /// <summary>Size of the stressor; exponential with mean 1.</summary>
    StressorSize = 2,

    /// <summary>Noise of own warmth; normal.</summary>
    SignalNoise = 3,

    /// <summary>Whether this person makes a large request; logistic.</summary>
    RequestMade = 4,

    /// <summary>Noise in reading the partner; normal.</summary>
    ReadingNoise = 5,

    /// <summary>Whether good news is shared; logistic.</summary>
    Sharing = 6,

    /// <summary>Whether a personal challenge arises; logistic.</summary>
    Challenge = 7,

    /// <summary>Whether the challenge is met; logistic.</summary>
    Success = 8,

    /// <summary>Whether help with the outside stressor is offered by the partner; logistic.</summary>
    SupportOffered = 9,

    /// <summary>Whether the day is diagnostic; logistic.</summary>
    Diagnostic = 10,

    /// <summary>Noise of the meaning read into the day for the self; normal.</summary>
    MeaningSelf = 11,

    /// <summary>Noise of the meaning read into the day for others; normal.</summary>
    MeaningOthers = 12,

    /// <summary>Occasion of an act forced at a rate; uniform.</summary>
    ForcedOccasion = 13,

    /// <summary>Innovation of the liking of the partner; normal.</summary>
    Liking = 14,
}

/// <summary>What a couple's random word is for; numbered as <see cref="PartnerDraw"/>.</summary>
public enum CoupleDraw
{
    /// <summary>Shared innovation of chronic stress; normal.</summary>
    SharedStress = 0,

    /// <summary>Whether a conflict of interest breaks out; logistic.</summary>
    Conflict = 1,

    /// <summary>Severity of the conflict; exponential with mean 1.</summary>
    ConflictSize = 2,

    /// <summary>Whether a joint activity takes place; logistic.</summary>
    JointActivity = 3,

    /// <summary>Whether the bond ends; logistic.</summary>
    Ending = 4,

    /// <summary>Occasion of a situation forced at a rate; uniform.</summary>
    ForcedOccasion = 5,
}
