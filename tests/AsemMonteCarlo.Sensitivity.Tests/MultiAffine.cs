using System.Numerics;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests;

/// <summary>y = Σ_v β_v Π_{j∈v} x_j of independent factors with given means and variances: every index is known exactly.</summary>
internal sealed class MultiAffine(double[] coefficients)
{
    public int Factors => BitOperations.Log2((uint)coefficients.Length);

    public static Gen<MultiAffine> Random(int minimum, int maximum) =>
        Gen.Int[minimum, maximum].SelectMany(d => Gen.Double[-2, 2].Array[1 << d]).Select(c => new MultiAffine(c));

    public double Value(ReadOnlySpan<double> x)
    {
        double y = 0;
        for (int v = 0; v < coefficients.Length; v++)
        {
            double term = coefficients[v];
            for (int rest = v; rest != 0; rest &= rest - 1) term *= x[BitOperations.TrailingZeroCount(rest)];
            y += term;
        }
        return y;
    }

    /// <summary>Variances V_u of all effects, subset number as index, where every factor has this mean and variance.</summary>
    public double[] Variances(double mean, double variance)
    {
        var parts = new double[coefficients.Length];
        for (int u = 1; u < parts.Length; u++)
        {
            double sum = 0;
            for (int v = u; v < parts.Length; v++)
                if ((v & u) == u) sum += coefficients[v] * Math.Pow(mean, BitOperations.PopCount((uint)(v & ~u)));
            parts[u] = sum * sum * Math.Pow(variance, BitOperations.PopCount((uint)u));
        }
        return parts;
    }

    /// <summary>∂y/∂x_i, which does not depend on x_i, as a function of the other factors.</summary>
    public MultiAffine Derivative(int i)
    {
        var c = new double[coefficients.Length];
        for (int v = 0; v < c.Length; v++)
            if ((v >> i & 1) != 0) c[v ^ 1 << i] = coefficients[v];
        return new MultiAffine(c);
    }

    public double Mean(double mean)
    {
        double sum = 0;
        for (int v = 0; v < coefficients.Length; v++) sum += coefficients[v] * Math.Pow(mean, BitOperations.PopCount((uint)v));
        return sum;
    }
}
