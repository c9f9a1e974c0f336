namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Where the cases of interest of an output lie.</summary>
/// <param name="Sentence">In words, or why there is no box.</param>
/// <param name="Conditions">The conditions, all of which hold in the box; none where nothing tells cases from the rest.</param>
internal sealed record FoundBox(string Sentence, IReadOnlyList<BoxCondition> Conditions);

/// <summary>A condition on one factor.</summary>
/// <param name="Factor">Name of the factor.</param>
/// <param name="Words">What it is, in words.</param>
/// <param name="Unit">Unit of its values, or empty.</param>
/// <param name="Low">Smallest value in the box; −∞ for no bound.</param>
/// <param name="High">Largest value in the box; ∞ for no bound.</param>
/// <param name="Lowest">Smallest value that was tried.</param>
/// <param name="Highest">Largest value that was tried.</param>
/// <param name="Below">Share of the rows below the box, in [0, 1].</param>
/// <param name="Share">Share of the rows that it leaves, in [0, 1].</param>
internal sealed record BoxCondition(string Factor, string Words, string Unit, double Low, double High, double Lowest, double Highest, double Below, double Share)
{
    /// <summary>Significant digits of values in sentences, figures and tables.</summary>
    public const int Digits = 4;

    /// <summary>A value of the factor, as sentences write it.</summary>
    public static string Number(double value) => value.ToString(FormattableString.Invariant($"G{Digits}"), System.Globalization.CultureInfo.InvariantCulture);
}
