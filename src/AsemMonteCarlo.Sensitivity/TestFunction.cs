using System.Numerics;
using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity;

/// <summary>A function of independent factors whose variance is known for every set of factors, to check methods with.</summary>
/// <param name="name">Name.</param>
/// <param name="factors">Its factors, at most 20.</param>
/// <param name="evaluate">Its value.</param>
/// <param name="component">Variance of the component of a set of factors in the decomposition of Hoeffding and Sobol' (bit i is factor i).</param>
public sealed class TestFunction(string name, IReadOnlyList<Factor> factors, TestFunction.Function evaluate, Func<int, double> component)
{
    private readonly double[] components = [.. Enumerable.Range(0, 1 << factors.Count).Select(set => set == 0 ? 0 : component(set))];

    /// <summary>A value for a row of factor values.</summary>
    public delegate double Function(ReadOnlySpan<double> row);

    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Its factors.</summary>
    public IReadOnlyList<Factor> Factors { get; } = factors;

    /// <summary>Its value for a row of factor values.</summary>
    public double Evaluate(ReadOnlySpan<double> row) => evaluate(row);

    /// <summary>Variance of the function.</summary>
    public double Variance => components.Sum();

    /// <summary>Index of the component of exactly one set of factors, as a share of the variance.</summary>
    /// <param name="set">The set, bit i for factor i.</param>
    public double Interaction(int set) => components[set] / Variance;

    /// <summary>Closed index of a set: the share of variance that its factors explain together.</summary>
    public double Closed(int set) => Sum(u => (u & ~set) == 0);

    /// <summary>Total index of a set: the share of variance that is lost where its factors are known to nobody.</summary>
    public double Total(int set) => Sum(u => (u & set) != 0);

    /// <summary>Total interaction index of a set: the share of variance of all components that contain it (Liu and Owen 2006).</summary>
    public double Superset(int set) => Sum(u => (u & set) == set);

    /// <summary>Shapley effect of a factor.</summary>
    public double Shapley(int factor)
    {
        double sum = 0;
        for (int u = 1; u < components.Length; u++)
            if ((u >> factor & 1) != 0) sum += components[u] / BitOperations.PopCount((uint)u);
        return sum / Variance;
    }

    private double Sum(Func<int, bool> counts)
    {
        double sum = 0;
        for (int u = 1; u < components.Length; u++)
            if (counts(u)) sum += components[u];
        return sum / Variance;
    }
}

/// <summary>Test functions of the literature with exact indices.</summary>
public static class TestFunctions
{
    /// <summary>sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on (−π, π)³ (Ishigami and Homma 1990).</summary>
    /// <param name="a">The first coefficient.</param>
    /// <param name="b">The second.</param>
    public static TestFunction Ishigami(double a = 7, double b = 0.1)
    {
        const double Pi4 = Math.PI * Math.PI * Math.PI * Math.PI;
        // values of test functions are no promised bits
#pragma warning disable RS0030
        return new TestFunction("ishigami", Uniform(3, -Math.PI, Math.PI), x => Math.Sin(x[0]) * (1 + b * x[2] * x[2] * x[2] * x[2]) + a * Math.Sin(x[1]) * Math.Sin(x[1]), set => set switch
        {
            1 => (1 + b * Pi4 / 5) * (1 + b * Pi4 / 5) / 2,
            2 => a * a / 8,
            5 => 8 * b * b * Pi4 * Pi4 / 225,
            _ => 0,
        });
#pragma warning restore RS0030
    }

    /// <summary>Π (|4xᵢ − 2| + aᵢ)/(1 + aᵢ) on (0, 1)ᵏ (Saltelli and Sobol' 1995).</summary>
    /// <param name="a">A coefficient per factor: 0 for an important one, 99 for one that hardly matters. Those of the usual eight factors where none is given.</param>
    public static TestFunction Sobol(params double[] a)
    {
        if (a.Length == 0) a = [0, 1, 4.5, 9, 99, 99, 99, 99];
        return new TestFunction("g-function", Uniform(a.Length, 0, 1), x =>
        {
            double product = 1;
            for (int i = 0; i < a.Length; i++) product *= (Math.Abs(4 * x[i] - 2) + a[i]) / (1 + a[i]);
            return product;
        }, set => Product(set, i => 1 / (3 * (1 + a[i]) * (1 + a[i]))));
    }

    /// <summary>
    /// Σ_v β_v Π_{j∈v} xⱼ of factors with given means and standard deviations. The component of u has the variance
    /// (Σ_{v⊇u} β_v Π_{j∈v∖u} mⱼ)² Π_{j∈u} sⱼ².
    /// </summary>
    /// <param name="means">Mean of each factor.</param>
    /// <param name="sds">Standard deviation of each factor; 0 for none is not allowed.</param>
    /// <param name="terms">Sets v (bit j is factor j) with coefficients β.</param>
    public static TestFunction MultiAffine(IReadOnlyList<double> means, IReadOnlyList<double> sds, IReadOnlyList<(int Set, double Coefficient)> terms)
    {
        double half = Math.Sqrt(3);
        Factor[] factors = [.. means.Select((m, i) => new Factor($"x{i + 1}", Distribution.Uniform(m - half * sds[i], m + half * sds[i])))];
        return new TestFunction("multi-affine", factors, x =>
        {
            double sum = 0;
            foreach (var (set, coefficient) in terms)
            {
                double product = coefficient;
                for (int rest = set; rest != 0; rest &= rest - 1) product *= x[BitOperations.TrailingZeroCount(rest)];
                sum += product;
            }
            return sum;
        }, u =>
        {
            double sum = terms.Where(t => (t.Set & u) == u).Sum(t => t.Coefficient * Product(t.Set & ~u, j => means[j]));
            return sum * sum * Product(u, j => sds[j] * sds[j]);
        });
    }

    private static Factor[] Uniform(int count, double minimum, double maximum) =>
        [.. Enumerable.Range(1, count).Select(i => new Factor($"x{i}", Distribution.Uniform(minimum, maximum)))];

    private static double Product(int set, Func<int, double> of)
    {
        double product = 1;
        for (int rest = set; rest != 0; rest &= rest - 1) product *= of(BitOperations.TrailingZeroCount(rest));
        return product;
    }
}
