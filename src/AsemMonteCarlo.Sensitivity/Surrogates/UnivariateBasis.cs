using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Surrogates;

/// <summary>
/// Functions of one factor, orthonormal under its distribution, the first of them 1: Legendre polynomials of the share below
/// for a continuous factor, polynomials of the rank on its values for one with few values.
/// </summary>
internal sealed class UnivariateBasis
{
    /// <summary>Most values that a factor with few values has.</summary>
    public const int MostValues = 64;

    private const int Probes = 1024;

    private readonly Distribution distribution;
    private readonly double[]? values;
    private readonly double[][]? table; // [degree][value]

    public UnivariateBasis(Distribution distribution)
    {
        this.distribution = distribution;
        var (found, weights) = Values(distribution);
        if (found is null) return;
        values = found;
        table = Orthonormal(weights!);
    }

    /// <summary>Highest degree; a factor with k values has k − 1.</summary>
    public int Degrees => table is null ? int.MaxValue : table.Length - 1;

    /// <summary>The functions of degrees 0, 1, … at a value.</summary>
    public void Fill(double value, Span<double> functions)
    {
        if (table is null)
        {
            double x = 2 * distribution.ShareBelow(value) - 1, before = 1, now = x;
            for (int k = 0; k < functions.Length; k++)
            {
                functions[k] = Math.Sqrt(2 * k + 1) * before;
                (before, now) = (now, ((2 * k + 3) * x * now - (k + 1) * before) / (k + 2));
            }
            return;
        }
        int place = 0;
        for (int i = 1; i < values!.Length; i++)
            if (Math.Abs(values[i] - value) < Math.Abs(values[place] - value)) place = i;
        for (int k = 0; k < functions.Length; k++) functions[k] = k < table.Length ? table[k][place] : 0;
    }

    // a quantile function with few values on a fine grid is a step function, whose steps are the chances
    private static (double[]? Values, double[]? Weights) Values(Distribution distribution)
    {
        double At(int probe) => distribution.Quantile((probe + 0.5) / Probes);
        var seen = new HashSet<double>();
        for (int probe = 0; probe < Probes; probe++)
            if (seen.Add(At(probe)) && seen.Count > MostValues) return (null, null);
        var ends = new List<(double Value, double End)>();
        for (int probe = 0; probe + 1 < Probes; probe++) Steps(distribution, (probe + 0.5) / Probes, (probe + 1.5) / Probes, ends);
        double last = At(Probes - 1), first = 0;
        ends.Add((last, 1));
        var values = new List<double>();
        var weights = new List<double>();
        foreach (var (value, end) in ends)
        {
            if (end > first)
            {
                values.Add(value);
                weights.Add(end - first);
            }
            first = Math.Max(first, end);
        }
        return ([.. values], [.. weights]);
    }

    private static void Steps(Distribution distribution, double low, double high, List<(double Value, double End)> ends)
    {
        double below = distribution.Quantile(low), above = distribution.Quantile(high);
        if (below == above) return;
        double middle = (low + high) / 2;
        if (high - low < 1e-15 || middle <= low || middle >= high)
        {
            // a chance such as 0.3 is meant, not its neighbour: the step may lie on either side of it
            ends.Add((below, middle));
            return;
        }
        Steps(distribution, low, middle, ends);
        Steps(distribution, middle, high, ends);
    }

    private static double[][] Orthonormal(double[] weights)
    {
        int k = weights.Length;
        var table = new double[k][];
        for (int degree = 0; degree < k; degree++)
        {
            var f = new double[k];
            for (int i = 0; i < k; i++) f[i] = degree == 0 ? 1 : table[degree - 1][i] * (2 * i - k + 1) / k;
            // twice is enough (Giraud, Langou and Rozložník 2005)
            for (int pass = 0; pass < 2; pass++)
                for (int lower = 0; lower < degree; lower++)
                {
                    double inner = 0;
                    for (int i = 0; i < k; i++) inner += weights[i] * f[i] * table[lower][i];
                    for (int i = 0; i < k; i++) f[i] -= inner * table[lower][i];
                }
            double norm = 0;
            for (int i = 0; i < k; i++) norm += weights[i] * f[i] * f[i];
            norm = Math.Sqrt(norm);
            for (int i = 0; i < k; i++) f[i] /= norm;
            table[degree] = f;
        }
        return table;
    }
}
