using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Numerics.Distributions;

/// <summary>Functions behind distributions, built from correctly rounded operations only, so the same bits everywhere.</summary>
internal static class SpecialFunctions
{
    /// <summary>
    /// Standard normal distribution function with a relative error of about 1e-13 in the lower tail too: the series of Marsaglia
    /// (2004, Evaluating the normal distribution) near the mean, Laplace's continued fraction beyond 3.
    /// </summary>
    public static double NormalShareBelow(double x)
    {
        double size = Math.Abs(x);
        // beyond 37 the share is below 1e-300
        if (size > 37) return x > 0 ? 1 : 0;
        double density = 0.3989422804014327 * DoubleFunctions.Exp(-0.5 * size * size);
        if (size < 3)
        {
            double sum = x, term = x;
            for (int k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); k += 2)
            {
                term *= x * x / k;
                sum += term;
            }
            return 0.5 + density * sum;
        }
        double fraction = size;
        for (int k = 60; k >= 1; k--) fraction = size + k / fraction;
        double tail = density / fraction;
        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>Logarithm of Γ(x) for x &gt; 0 (Lanczos 1964 with Godfrey's coefficients for g = 7), relative error about 1e-14.</summary>
    public static double LogGamma(double x)
    {
        if (x < 0.5) return LogGamma(x + 1) - DoubleFunctions.Log(x);
        ReadOnlySpan<double> c = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
        double sum = 0.99999999999980993, t = x + 6.5;
        for (int i = 0; i < c.Length; i++) sum += c[i] / (x + i);
        return 0.91893853320467274 + (x - 0.5) * DoubleFunctions.Log(t) - t + DoubleFunctions.Log(sum);
    }

    /// <summary>Share of a beta distribution below x in [0, 1] (continued fraction, modified Lentz; Press et al. 2007, Numerical recipes, section 6.4).</summary>
    public static double BetaShareBelow(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        double front = DoubleFunctions.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * DoubleFunctions.Log(x) + b * DoubleFunctions.Log(1 - x));
        // the fraction converges fast below the mean only
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    /// <summary>Quantile of a beta distribution: bisection, then Newton steps that stay inside the bracket.</summary>
    public static double BetaQuantile(double a, double b, double probability)
    {
        if (probability <= 0) return 0;
        if (probability >= 1) return 1;
        double low = 0, high = 1, x = a / (a + b), scale = LogGamma(a + b) - LogGamma(a) - LogGamma(b);
        for (int step = 0; step < 200; step++)
        {
            double error = BetaShareBelow(a, b, x) - probability;
            if (error == 0) return x;
            if (error < 0) low = x;
            else high = x;
            double density = DoubleFunctions.Exp(scale + (a - 1) * DoubleFunctions.Log(x) + (b - 1) * DoubleFunctions.Log(1 - x));
            double next = x - error / density;
            if (!(next > low && next < high)) next = low + 0.5 * (high - low);
            // below the smallest normal number there is nothing more to halve
            if (next <= 2.3e-308) return next;
            if (next >= 1 || Math.Abs(next - x) <= 1e-15 * x) return Math.Min(next, 1);
            x = next;
        }
        return x;
    }

    private static double Fraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 - (a + b) * x / (a + 1);
        if (Math.Abs(d) < Tiny) d = Tiny;
        d = 1 / d;
        double value = d;
        for (int m = 1; m < 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Bounded(1 + even * d);
            c = Bounded(1 + even / c);
            d = 1 / d;
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Bounded(1 + odd * d);
            c = Bounded(1 + odd / c);
            d = 1 / d;
            value *= d * c;
            if (Math.Abs(d * c - 1) < 3e-16) break;
        }
        return value;

        static double Bounded(double number) => Math.Abs(number) < Tiny ? Tiny : number;
    }
}
