using System.Globalization;

namespace AsemMonteCarlo.Sensitivity.GivenData;

/// <summary>Rows used and left out.</summary>
/// <param name="Used">Rows used.</param>
/// <param name="Missing">Rows left out, as factor or output was NaN.</param>
/// <param name="Infinite">Rows left out, as factor or output was infinite and neither NaN.</param>
public readonly record struct RowCounts(int Used, int Missing, int Infinite);

/// <summary>Pairs of one factor and one output, in an order that depends on the set of pairs alone.</summary>
internal readonly struct UsableRows
{
    private UsableRows(double[] factor, double[] output, RowCounts counts) => (Factor, Output, Counts) = (factor, output, counts);

    public double[] Factor { get; }

    public double[] Output { get; }

    public RowCounts Counts { get; }

    /// <summary>
    /// Pairs by rising factor. Ties are broken by a hash of the output: as good as at random, yet the same for any row order;
    /// pairs that are equal in both cannot be told apart.
    /// </summary>
    /// <exception cref="ArgumentException">Lengths differ, or a row is refused.</exception>
    public static UsableRows ByFactor(ReadOnlySpan<double> factor, ReadOnlySpan<double> output, NonFinitePolicy policy)
    {
        var counts = Select(factor, output, policy, out double[] x, out double[] y);
        Array.Sort(x, y);
        for (int start = 0; start < x.Length;)
        {
            int end = start + 1;
            while (end < x.Length && x[end] == x[start]) end++;
            if (end - start > 1)
            {
                var tied = y.AsSpan(start, end - start);
                tied.Sort();
                var keys = new ulong[tied.Length];
                for (int i = 0; i < keys.Length; i++) keys[i] = Mixed(tied[i]);
                // equal keys are equal outputs: the mix is one to one
                keys.AsSpan().Sort(tied);
            }
            start = end;
        }
        return new(x, y, counts);
    }

    private static RowCounts Select(ReadOnlySpan<double> factor, ReadOnlySpan<double> output, NonFinitePolicy policy, out double[] x, out double[] y)
    {
        if (factor.Length != output.Length) throw new ArgumentException($"{factor.Length} values of the factor do not fit {output.Length} outputs", nameof(output));
        x = new double[factor.Length];
        y = new double[factor.Length];
        int used = 0, missing = 0, infinite = 0, first = -1;
        for (int row = 0; row < factor.Length; row++)
        {
            // adding zero makes −0 and 0 one value
            (x[used], y[used]) = (factor[row] + 0.0, output[row] + 0.0);
            if (double.IsFinite(factor[row]) && double.IsFinite(output[row]))
            {
                used++;
                continue;
            }
            if (first < 0) first = row;
            if (double.IsNaN(factor[row]) || double.IsNaN(output[row])) missing++;
            else infinite++;
        }
        if (policy == NonFinitePolicy.Refuse && first >= 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{missing} rows with missing values and {infinite} with infinite ones, the first at {first}"), nameof(output));
        Array.Resize(ref x, used);
        Array.Resize(ref y, used);
        return new(used, missing, infinite);
    }

    // finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection
    private static ulong Mixed(double value)
    {
        ulong z = BitConverter.DoubleToUInt64Bits(value);
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBUL;
        return z ^ z >> 31;
    }
}
