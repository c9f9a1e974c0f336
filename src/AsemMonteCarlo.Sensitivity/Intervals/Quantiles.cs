using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Sensitivity.Intervals;

/// <summary>Quantiles for intervals, built from correctly rounded operations, so that stored intervals have promised bits.</summary>
public static class Quantiles
{
    /// <summary>
    /// Two-sided Student quantile: exact for 2 degrees of freedom, the Cornish–Fisher expansion above (Abramowitz
    /// and Stegun 1964, formula 26.7.5 with its fifth term).
    /// </summary>
    /// <param name="level">Coverage, in (0, 1).</param>
    /// <param name="degreesOfFreedom">Degrees of freedom, at least 2; between 2 and 3 the wider value for 2 is returned.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 degrees of freedom.</exception>
    public static double Student(double level, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 2);
        double tail = 1 - level;
        if (degreesOfFreedom < 3) return Math.Sqrt(2 / (tail * (2 - tail)) - 2);
        double n = degreesOfFreedom, x = DoubleFunctions.NormalQuantile(1 - tail / 2), y = x * x;
        double g1 = x * (y + 1) / 4;
        double g2 = x * ((5 * y + 16) * y + 3) / 96;
        double g3 = x * (((3 * y + 19) * y + 17) * y - 15) / 384;
        double g4 = x * ((((79 * y + 776) * y + 1482) * y - 1920) * y - 945) / 92160;
        double g5 = x * (((((27 * y + 339) * y + 930) * y - 1782) * y - 765) * y + 17955) / 368640;
        return x + (g1 + (g2 + (g3 + (g4 + g5 / n) / n) / n) / n) / n;
    }

    /// <summary>Two-sided quantile that holds for a number of comparisons together (Bonferroni).</summary>
    /// <param name="level">Joint coverage, in (0, 1).</param>
    /// <param name="comparisons">Number of comparisons, at least 1.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom, at least 2.</param>
    public static double Simultaneous(double level, int comparisons, double degreesOfFreedom) =>
        Student(1 - (1 - level) / comparisons, degreesOfFreedom);
}
