namespace AsemMonteCarlo.Model.Populations;

/// <summary>Chronic attachment scores of both partners on day 0, on 1–7.</summary>
/// <param name="AnxietyA">Anxiety of partner A.</param>
/// <param name="AvoidanceA">Avoidance of partner A.</param>
/// <param name="AnxietyB">Anxiety of partner B.</param>
/// <param name="AvoidanceB">Avoidance of partner B.</param>
public readonly record struct CoupleScores(double AnxietyA, double AvoidanceA, double AnxietyB, double AvoidanceB);

/// <summary>Profile of a person at the start, by cutting both scores.</summary>
public enum Profile
{
    /// <summary>Both scores below the cut.</summary>
    Secure = 0,

    /// <summary>Anxiety at or above the cut, avoidance below.</summary>
    Anxious = 1,

    /// <summary>Avoidance at or above the cut, anxiety below.</summary>
    Avoidant = 2,

    /// <summary>Both at or above the cut.</summary>
    Fearful = 3,
}
