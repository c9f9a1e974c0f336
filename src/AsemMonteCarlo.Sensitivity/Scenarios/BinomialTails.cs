using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Sensitivity.Scenarios;

/// <summary>Tails of binomial distributions from promised operations.</summary>
internal static class BinomialTails
{
    /// <summary>P(X ≥ k) for X binomial of n trials with chance p; relative error about 1e-11.</summary>
    public static double Upper(long k, long n, double p)
    {
        if (k <= 0) return 1;
        if (k > n || p <= 0) return 0;
        if (p >= 1) return 1;
        // the shorter side of the mode converges
        return k > n * p ? Tail(k, n, p) : 1 - Tail(n - k + 1, n, 1 - p);
    }

    /// <summary>Exact interval of a chance (Clopper and Pearson 1934, The use of confidence or fiducial limits, Biometrika 26).</summary>
    public static (double Low, double High) Interval(long k, long n, double level)
    {
        if (n == 0) return (double.NaN, double.NaN);
        double half = (1 - level) / 2;
        double low = k == 0 ? 0 : Solve(p => Upper(k, n, p) < half), high = k == n ? 1 : Solve(p => 1 - Upper(k + 1, n, p) > half);
        return (low, high);
    }

    private static double Solve(Func<double, bool> below)
    {
        double low = 0, high = 1;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (below(middle)) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double Tail(long k, long n, double p)
    {
        double term = DoubleFunctions.Exp(LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k) + k * DoubleFunctions.Log(p) + (n - k) * DoubleFunctions.Log(1 - p));
        double sum = 0, odds = p / (1 - p);
        for (long i = k; i <= n && term > sum * 1e-17; i++)
        {
            sum += term;
            term *= (n - i) / (i + 1.0) * odds;
        }
        return Math.Min(1, sum);
    }

    // Stirling's series from 16 on
    private static double LogFactorial(long n)
    {
        if (n < 16)
        {
            double product = 1;
            for (long i = 2; i <= n; i++) product *= i;
            return DoubleFunctions.Log(product);
        }
        double x = n + 1.0, inverse = 1 / x, square = inverse * inverse;
        return (x - 0.5) * DoubleFunctions.Log(x) - x + 0.9189385332046727
            + inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square * (1 / 1680.0 - square / 1188.0))));
    }
}
