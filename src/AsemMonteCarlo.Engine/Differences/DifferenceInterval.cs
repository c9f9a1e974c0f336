using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Differences;

/// <summary>
/// What each independent unit of a run contributes to an estimate, in the order of the units: the numerator and the denominator of a ratio of sums, as
/// <see cref="RatioSums"/> takes them.
/// </summary>
/// <param name="Top">Numerators.</param>
/// <param name="Bottom">Denominators.</param>
internal readonly record struct UnitTerms(double[] Top, double[] Bottom);

/// <summary>Differences of two estimates, the second less the first, with intervals that hold for a number of differences together (Bonferroni).</summary>
internal static class DifferenceInterval
{
    private const int FewestUnits = 3;

    /// <summary>The difference of estimates as if the runs were independent. Where they have common luck, which makes estimates move together, the interval is too wide.</summary>
    /// <param name="first">Estimate of the first run; its effective units give its degrees of freedom.</param>
    /// <param name="second">Estimate of the second run.</param>
    /// <param name="level">Joint coverage.</param>
    /// <param name="comparisons">Differences that are to hold together.</param>
    public static Estimate Independent(in Estimate first, in Estimate second, double level, int comparisons)
    {
        double a = first.StandardError * first.StandardError, b = second.StandardError * second.StandardError, variance = a + b;
        // Welch and Satterthwaite
        double degrees = variance > 0 ? variance * variance / (a * a / Degrees(first) + b * b / Degrees(second)) : Math.Min(Degrees(first), Degrees(second));
        return Around(second.Value - first.Value, Math.Sqrt(variance), degrees, Math.Min(first.Units, second.Units), level, comparisons);
    }

    /// <summary>
    /// The difference of estimates whose units are pairs: unit i of both runs has the same luck. The error is that of the difference of the two
    /// linearised ratios, unit by unit; a unit that one run has alone counts in that run only.
    /// </summary>
    /// <param name="first">Estimate of the first run.</param>
    /// <param name="firstTerms">What its units contribute.</param>
    /// <param name="second">Estimate of the second run.</param>
    /// <param name="secondTerms">What its units contribute.</param>
    /// <param name="level">Joint coverage.</param>
    /// <param name="comparisons">Differences that are to hold together.</param>
    public static Estimate Paired(in Estimate first, in UnitTerms firstTerms, in Estimate second, in UnitTerms secondTerms, double level, int comparisons)
    {
        var (a, b) = (new Linearised(firstTerms), new Linearised(secondTerms));
        long units = 0;
        double squares = 0;
        for (int unit = 0; unit < Math.Max(a.Count, b.Count); unit++)
        {
            if (!a.Contributes(unit) && !b.Contributes(unit)) continue;
            units++;
            double residual = b.Residual(unit) - a.Residual(unit);
            squares += residual * residual;
        }
        double error = units < FewestUnits ? double.NaN : Math.Sqrt(squares * units / (units - 1));
        return Around(second.Value - first.Value, error, Math.Min(Degrees(first), Degrees(second)), units, level, comparisons);
    }

    /// <summary>Ratio of the sums of the terms of all units.</summary>
    public static double Ratio(in UnitTerms terms) => terms.Top.Sum() / terms.Bottom.Sum();

    private static double Degrees(in Estimate estimate) => Math.Max(2, estimate.EffectiveUnits - 1);

    private static Estimate Around(double value, double error, double degrees, long units, double level, int comparisons)
    {
        double half = double.IsNaN(error) ? double.NaN : error * Quantiles.Simultaneous(level, comparisons, Math.Max(2, degrees));
        return new Estimate(value, error, value - half, value + half, units, degrees + 1);
    }

    /// <summary>A ratio of sums as a sum over units, to first order.</summary>
    private readonly struct Linearised(UnitTerms terms)
    {
        private readonly double ratio = Ratio(terms), total = terms.Bottom.Sum();

        public int Count => terms.Top.Length;

        public bool Contributes(int unit) => unit < terms.Top.Length && (terms.Top[unit] != 0 || terms.Bottom[unit] != 0);

        public double Residual(int unit) => Contributes(unit) ? (terms.Top[unit] - ratio * terms.Bottom[unit]) / total : 0;
    }
}
