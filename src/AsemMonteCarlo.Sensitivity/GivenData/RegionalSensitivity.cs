using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Sensitivity.GivenData;

/// <summary>A two-sample comparison of a factor's values.</summary>
/// <param name="Statistic">Largest distance D between the two distribution functions, in [0, 1]; NaN where one sample is empty.</param>
/// <param name="PValue">Chance of such a distance for a factor that does not matter.</param>
/// <param name="Exact">Whether the p-value is exact given the ties, or the limit for many rows.</param>
/// <param name="Shift">Mean difference of distribution functions at the factor's values, in [−1, 1]: positive where the behavioural values are the higher ones.</param>
/// <param name="EffectiveRows">n₁n₀/(n₁ + n₀), or its like for weights.</param>
/// <param name="Rows">Rows used and left out.</param>
public readonly record struct RegionalComparison(double Statistic, double PValue, bool Exact, double Shift, double EffectiveRows, RowCounts Rows);

/// <summary>
/// Regional sensitivity (Monte Carlo filtering): do runs that behave in a stated way have other values of a factor than those
/// that do not?
/// </summary>
/// <remarks>Sources: Spear and Hornberger (1980, Eutrophication in Peel Inlet II, Water Research 14); Saltelli et al. (2008,
/// Global sensitivity analysis: the primer, section 5.2). Exact p-values after Schröer and Trenkler (1995) with ties taken as
/// they are. It sees what a factor does by itself: one that acts through interactions alone can have D near 0.
/// Values must have an order; for categories without one, use a factor of 0 and 1 per category.</remarks>
public static class RegionalSensitivity
{
    /// <summary>Largest n₁·n₀ for which the p-value is computed exactly.</summary>
    public const long ExactUpTo = 1_000_000;

    /// <summary>Compares rows that behave with those that do not.</summary>
    /// <param name="factor">Values of the factor, any unit.</param>
    /// <param name="behavioural">Whether each row behaves; a row without an answer must be left out by the caller.</param>
    /// <param name="policy">What happens to rows whose factor is missing or infinite.</param>
    /// <exception cref="ArgumentException">Lengths differ, or rows are refused.</exception>
    public static RegionalComparison Compare(ReadOnlySpan<double> factor, ReadOnlySpan<bool> behavioural, NonFinitePolicy policy = NonFinitePolicy.Drop)
    {
        double[] weights = new double[behavioural.Length];
        for (int row = 0; row < weights.Length; row++) weights[row] = behavioural[row] ? 1 : 0;
        return CompareWeighted(factor, weights, policy);
    }

    /// <summary>Compares rows whose output lies in a range with those whose output does not.</summary>
    /// <param name="factor">Values of the factor, any unit.</param>
    /// <param name="output">Outputs.</param>
    /// <param name="minimum">Lower end of the behavioural range, included.</param>
    /// <param name="maximum">Upper end, included.</param>
    /// <param name="policy">What happens to rows whose factor or output is missing or infinite: they are not judged.</param>
    /// <exception cref="ArgumentException">Lengths differ, or rows are refused.</exception>
    public static RegionalComparison CompareRange(ReadOnlySpan<double> factor, ReadOnlySpan<double> output, double minimum, double maximum, NonFinitePolicy policy = NonFinitePolicy.Drop)
    {
        double[] weights = new double[output.Length];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = !double.IsFinite(output[row]) ? output[row] : output[row] >= minimum && output[row] <= maximum ? 1 : 0;
        return CompareWeighted(factor, weights, policy);
    }

    /// <summary>
    /// Compares the factor's distribution weighted by how far each row behaves with that weighted by how far it does not.
    /// The p-value then is the limit for many rows.
    /// </summary>
    /// <param name="factor">Values of the factor, any unit.</param>
    /// <param name="weights">How far each row behaves, in [0, 1]; only 0 and 1 make it a two-sample test.</param>
    /// <param name="policy">What happens to rows that are missing or infinite.</param>
    /// <exception cref="ArgumentException">Lengths differ, or rows are refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight outside [0, 1].</exception>
    public static RegionalComparison CompareWeighted(ReadOnlySpan<double> factor, ReadOnlySpan<double> weights, NonFinitePolicy policy = NonFinitePolicy.Drop)
    {
        var rows = UsableRows.ByFactor(factor, weights, policy);
        double[] x = rows.Factor, w = rows.Output;
        int n = x.Length;
        double total = 0;
        bool plain = true;
        foreach (double weight in w)
        {
            if (!(weight >= 0 && weight <= 1)) throw new ArgumentOutOfRangeException(nameof(weights), weight, "a weight lies between 0 and 1");
            plain &= weight is 0 or 1;
            total += weight;
        }
        double rest = n - total;
        if (!(total > 0 && rest > 0)) return new(double.NaN, double.NaN, false, double.NaN, 0, rows.Counts);
        double difference = 0, statistic = 0, squares = 0, shift = 0;
        bool[] ends = new bool[n + 1];
        for (int i = 0; i < n; i++)
        {
            double step = w[i] / total - (1 - w[i]) / rest;
            difference += step;
            squares += step * step;
            ends[i + 1] = i + 1 == n || x[i + 1] != x[i];
            if (!ends[i + 1]) continue;
            statistic = Math.Max(statistic, Math.Abs(difference));
            shift -= difference;
        }
        // the mean over the factor's distinct values
        shift /= ends.AsSpan().Count(true);
        double effective = 1 / squares;
        bool exact = plain && total * rest <= ExactUpTo;
        double p = exact ? ExactPValue((int)total, (int)rest, statistic, ends) : Kolmogorov(Math.Sqrt(effective) * statistic);
        return new(Math.Min(1, statistic), p, exact, shift, effective, rows.Counts);
    }

    /// <summary>Rows of the tidy table for all factors: <c>distance</c>, <c>p_value</c> and <c>p_value_holm</c> (over all factors), without intervals.</summary>
    /// <param name="factors">Names.</param>
    /// <param name="columns">Values, one column per factor.</param>
    /// <param name="weights">How far each row behaves, in [0, 1].</param>
    /// <param name="policy">What happens to rows that are missing or infinite.</param>
    /// <param name="estimand">As in <see cref="SensitivityIndex.Estimand"/>.</param>
    /// <param name="seed">Seed of the design that made the rows.</param>
    /// <exception cref="ArgumentException">Lengths differ, or rows are refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight outside [0, 1].</exception>
    public static IReadOnlyList<SensitivityIndex> Indices(IReadOnlyList<string> factors, IReadOnlyList<double[]> columns, ReadOnlySpan<double> weights, NonFinitePolicy policy = NonFinitePolicy.Drop, string estimand = "deterministic", ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(columns);
        if (factors.Count != columns.Count) throw new ArgumentException("one column per factor is needed", nameof(columns));
        var comparisons = new RegionalComparison[factors.Count];
        for (int i = 0; i < comparisons.Length; i++) comparisons[i] = CompareWeighted(columns[i], weights, policy);
        double[] adjusted = Holm([.. comparisons.Select(c => c.PValue)]);
        var list = new List<SensitivityIndex>();
        for (int i = 0; i < comparisons.Length; i++)
        {
            var c = comparisons[i];
            void Row(string index, double value) =>
                list.Add(new("regional", index, "kolmogorov_smirnov", estimand, [factors[i]], value, double.NaN, double.NaN, double.NaN, c.Rows.Used, seed));
            Row("distance", c.Statistic);
            Row("p_value", c.PValue);
            Row("p_value_holm", adjusted[i]);
        }
        return list;
    }

    /// <summary>P-values that hold for all comparisons together (Holm 1979, A simple sequentially rejective multiple test procedure); NaN stays NaN.</summary>
    /// <param name="pValues">P-values in [0, 1].</param>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
        double[] adjusted = [.. pValues];
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }

    // chance that a random path from (0, 0) to (m, n) strays as far from the diagonal, looking only where a run of ties ends
    private static double ExactPValue(int m, int n, double statistic, bool[] ends)
    {
        // D is a multiple of 1/(m·n): half of one is far above rounding
        double limit = statistic * m * n - 0.5;
        double[] chance = new double[n + 1];
        for (int i = 0; i <= m; i++)
            for (int j = 0; j <= n; j++)
            {
                if (i + j == 0) continue;
                bool strays = ends[i + j] && Math.Abs((double)i * n - (double)j * m) > limit;
                double fromBelow = i == 0 ? 0 : chance[j] * i / (i + j), fromLeft = j == 0 ? 0 : chance[j - 1] * j / (i + j);
                chance[j] = strays ? 1 : fromBelow + fromLeft;
            }
        return Math.Min(1, chance[n]);
    }

    /// <summary>Upper tail of Kolmogorov's distribution (Kolmogorov 1933), within 1e-12.</summary>
    internal static double Kolmogorov(double x)
    {
        if (!(x > 0.2)) return 1;
        if (x < 1)
        {
            // the theta-function form, which converges where the other does not
            double sum = 0, unit = -9.869604401089358 / (8 * x * x);
            for (int k = 1; k <= 9; k += 2) sum += DoubleFunctions.Exp(k * k * unit);
            return Math.Clamp(1 - 2.5066282746310002 / x * sum, 0, 1);
        }
        double tail = 0;
        for (int k = 1; k <= 8; k++) tail += (k % 2 == 1 ? 2 : -2) * DoubleFunctions.Exp(-2.0 * k * k * x * x);
        return Math.Clamp(tail, 0, 1);
    }
}
