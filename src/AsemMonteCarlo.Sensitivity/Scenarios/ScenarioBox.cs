using System.Globalization;
using System.Text;

namespace AsemMonteCarlo.Sensitivity.Scenarios;

/// <summary>A factor as scenario discovery sees it.</summary>
/// <param name="Name">Name, unique.</param>
/// <param name="IsCategorical">Whether values are codes without order (booleans may be either).</param>
/// <param name="Unit">Unit for the text of a box; null for none.</param>
/// <param name="Labels">Words for codes, such as <c>0: off, 1: on</c>; null to print the codes.</param>
public sealed record ScenarioFactor(string Name, bool IsCategorical = false, string? Unit = null, IReadOnlyDictionary<double, string>? Labels = null);

/// <summary>What a box asks of one factor.</summary>
/// <param name="Factor">Place of the factor.</param>
/// <param name="Low">Smallest value inside; −∞ without lower end or for categories.</param>
/// <param name="High">Largest value inside; ∞ without upper end or for categories.</param>
/// <param name="Excluded">Categories outside, rising; none for an ordered factor.</param>
public sealed record Restriction(int Factor, double Low, double High, IReadOnlyList<double> Excluded)
{
    /// <summary>Whether a value is inside.</summary>
    public bool Allows(double value) => value >= Low && value <= High && !Excluded.Contains(value);
}

/// <summary>A box in the space of factors: one condition per restricted factor, all of which must hold.</summary>
public sealed class ScenarioBox
{
    /// <summary>A box.</summary>
    /// <param name="restrictions">At most one per factor.</param>
    /// <exception cref="ArgumentException">A factor is restricted twice.</exception>
    public ScenarioBox(IReadOnlyList<Restriction> restrictions)
    {
        ArgumentNullException.ThrowIfNull(restrictions);
        Restrictions = [.. restrictions.OrderBy(r => r.Factor)];
        for (int i = 1; i < Restrictions.Count; i++)
            if (Restrictions[i].Factor == Restrictions[i - 1].Factor) throw new ArgumentException($"factor {Restrictions[i].Factor} is restricted twice", nameof(restrictions));
    }

    /// <summary>The box that holds everything.</summary>
    public static ScenarioBox Everything { get; } = new([]);

    /// <summary>Conditions, by factor.</summary>
    public IReadOnlyList<Restriction> Restrictions { get; }

    /// <summary>Whether a point is inside.</summary>
    /// <param name="values">One value per factor; NaN is outside every restriction.</param>
    public bool Contains(ReadOnlySpan<double> values)
    {
        foreach (var restriction in Restrictions)
            if (!restriction.Allows(values[restriction.Factor])) return false;
        return true;
    }

    /// <summary>The box without its condition on a factor.</summary>
    /// <param name="factor">Place of the factor.</param>
    public ScenarioBox Without(int factor) => new([.. Restrictions.Where(r => r.Factor != factor)]);

    /// <summary>The box with another condition on a factor.</summary>
    /// <param name="restriction">The condition.</param>
    public ScenarioBox With(Restriction restriction)
    {
        ArgumentNullException.ThrowIfNull(restriction);
        bool empty = double.IsNegativeInfinity(restriction.Low) && double.IsPositiveInfinity(restriction.High) && restriction.Excluded.Count == 0;
        return empty ? Without(restriction.Factor) : new([.. Restrictions.Where(r => r.Factor != restriction.Factor), restriction]);
    }

    /// <summary>The box in plain words, such as <c>stress is at most 1.3 per week and therapy is on</c>.</summary>
    /// <param name="factors">The factors, with the units and labels to use.</param>
    /// <param name="digits">Significant digits of numbers, in [1, 15].</param>
    /// <exception cref="ArgumentOutOfRangeException">Digits out of range, or a restricted factor that is not given.</exception>
    public string Describe(IReadOnlyList<ScenarioFactor> factors, int digits = 3)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 15);
        if (Restrictions.Count == 0) return "always";
        var text = new StringBuilder();
        foreach (var restriction in Restrictions)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(restriction.Factor, factors.Count);
            if (text.Length > 0) text.Append(" and ");
            text.Append(Condition(restriction, factors[restriction.Factor], digits));
        }
        return text.ToString();
    }

    private static string Condition(Restriction r, ScenarioFactor factor, int digits)
    {
        string Number(double value) =>
            factor.Labels?.GetValueOrDefault(value) ?? value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        string unit = factor.Unit is null ? "" : " " + factor.Unit;
        if (r.Excluded.Count > 0)
        {
            // what stays says more than what goes, where the labels tell it
            string[] left = factor.Labels is null ? [] : [.. factor.Labels.Keys.Where(k => !r.Excluded.Contains(k)).Order().Select(Number)];
            return left.Length > 0 && left.Length <= r.Excluded.Count
                ? $"{factor.Name} is {string.Join(" or ", left)}"
                : $"{factor.Name} is not {string.Join(" or ", r.Excluded.Select(Number))}";
        }
        if (factor.Labels is not null)
        {
            string[] inside = [.. factor.Labels.Keys.Where(r.Allows).Order().Select(Number)];
            if (inside.Length == 1) return $"{factor.Name} is {inside[0]}";
        }
        if (double.IsNegativeInfinity(r.Low)) return $"{factor.Name} is at most {Number(r.High)}{unit}";
        if (double.IsPositiveInfinity(r.High)) return $"{factor.Name} is at least {Number(r.Low)}{unit}";
        return $"{factor.Name} is between {Number(r.Low)} and {Number(r.High)}{unit}";
    }
}

/// <summary>How a box fares on some rows.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Inside">Rows inside.</param>
/// <param name="Cases">Cases of interest.</param>
/// <param name="CasesInside">Cases inside.</param>
public readonly record struct BoxMeasures(long Rows, long Inside, long Cases, long CasesInside)
{
    /// <summary>Share of the cases that lie inside, in [0, 1]; NaN without cases.</summary>
    public double Coverage => Cases == 0 ? double.NaN : CasesInside / (double)Cases;

    /// <summary>Share of the rows inside that are cases, in [0, 1]; NaN for an empty box.</summary>
    public double Density => Inside == 0 ? double.NaN : CasesInside / (double)Inside;

    /// <summary>Share of the rows that lie inside, in [0, 1].</summary>
    public double Mass => Rows == 0 ? double.NaN : Inside / (double)Rows;
}
