namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>Elementary functions in double precision, built from correctly rounded operations only, so the same bits everywhere.</summary>
public static class DoubleFunctions
{
    /// <summary>Exp within 1 ulp for |x| ≤ 700 (held there): 2ⁿ·e^r with |r| ≤ ½ ln 2 and a Taylor polynomial of degree 13.</summary>
    public static double Exp(double x)
    {
        x = Math.Min(Math.Max(x, -700), 700);
        double n = Math.Round(x * 1.4426950408889634);
        double r = Math.FusedMultiplyAdd(n, -0.6931471803691238, x);
        r = Math.FusedMultiplyAdd(n, -1.9082149292705877e-10, r);
        double p = 1.0 / 6227020800;
        ReadOnlySpan<double> c = [1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1];
        foreach (double k in c) p = Math.FusedMultiplyAdd(p, r, k);
        return p * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }

    /// <summary>Natural logarithm of a positive normal number: n·ln 2 + 2·artanh((m − 1)/(m + 1)), m in [√½, √2).</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long n = ((bits - 0x3FE6A09E667F3BCDL) >> 52);
        double m = BitConverter.Int64BitsToDouble(bits - (n << 52));
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double p = 1.0 / 25;
        for (int k = 23; k >= 3; k -= 2) p = Math.FusedMultiplyAdd(p, z, 1.0 / k);
        return Math.FusedMultiplyAdd(n, 0.6931471803691238, Math.FusedMultiplyAdd(n, 1.9082149292705877e-10, 2 * (s + s * z * p)));
    }

    /// <summary>Normal quantile for a probability in (0, 1), relative error about 1e-16 (Wichura 1988, algorithm AS 241, PPND16).</summary>
    public static double NormalQuantile(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - q * q;
            return q * Ratio(r,
                [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
                [5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1]);
        }
        double tail = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        double value = tail <= 5
            ? Ratio(tail - 1.6,
                [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
                [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1])
            : Ratio(tail - 5,
                [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
                [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1]);
        return q < 0 ? -value : value;
    }

    /// <summary>The standard normal distribution function, absolute error below 7.5e-8 (Abramowitz and Stegun 1964, formula 26.2.17).</summary>
    public static double NormalCumulative(double x)
    {
        if (x > 8) return 1;
        if (x < -8) return 0;
        double t = 1 / (1 + 0.2316419 * Math.Abs(x));
        double density = 0.3989422804014327 * Exp(-0.5 * x * x);
        double upper = density * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - upper : upper;
    }

    private static double Ratio(double r, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        double a = 0, b = 0;
        foreach (double c in numerator) a = Math.FusedMultiplyAdd(a, r, c);
        foreach (double c in denominator) b = Math.FusedMultiplyAdd(b, r, c);
        return a / b;
    }
}
