using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Scenarios;

/// <summary>Tails of binomial distributions, which are shares of beta distributions.</summary>
internal static class BinomialTails
{
    /// <summary>P(X ≥ k) for X binomial of n trials with chance p.</summary>
    public static double Upper(long k, long n, double p) => k <= 0 ? 1 : k > n ? 0 : SpecialFunctions.BetaShareBelow(k, n - k + 1, p);

    /// <summary>Exact interval of a chance (Clopper and Pearson 1934, The use of confidence or fiducial limits, Biometrika 26).</summary>
    public static (double Low, double High) Interval(long k, long n, double level)
    {
        if (n == 0) return (double.NaN, double.NaN);
        double half = (1 - level) / 2;
        return (k == 0 ? 0 : SpecialFunctions.BetaQuantile(k, n - k + 1, half), k == n ? 1 : SpecialFunctions.BetaQuantile(k + 1, n - k, 1 - half));
    }
}
