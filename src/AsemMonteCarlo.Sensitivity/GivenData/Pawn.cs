using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Sensitivity.GivenData;

/// <summary>Kolmogorov–Smirnov distances over slices, summarised.</summary>
/// <param name="Median">Median over slices.</param>
/// <param name="Maximum">Largest.</param>
/// <param name="Mean">Mean.</param>
public readonly record struct SliceSummary(double Median, double Maximum, double Mean);

/// <summary>PAWN of one factor on one output.</summary>
/// <param name="Index">Distances between the output's distribution within slices of the factor and over all rows, in [0, 1]. Biased upwards: never 0, whatever the factor.</param>
/// <param name="Dummy">Mean of the same for factors that do not matter, with slices of the same sizes.</param>
/// <param name="DummyHigh">What 95 % of such factors stay below.</param>
/// <param name="PValue">Exact permutation p-value of each summary: the chance that a factor that does not matter reaches as much.</param>
/// <param name="Slices">Slices used.</param>
/// <param name="Rows">Rows used and left out.</param>
public readonly record struct PawnEstimate(SliceSummary Index, SliceSummary Dummy, SliceSummary DummyHigh, SliceSummary PValue, int Slices, RowCounts Rows);

/// <summary>PAWN from given data: how far the whole distribution of an output moves when a factor is known to lie in a slice.</summary>
/// <remarks>Source: Pianosi and Wagener (2018, Distribution-based sensitivity analysis from a generic input–output sample,
/// Environmental Modelling and Software 108), equations 1 to 3. It is fragile: values depend on the number of slices and rows
/// (Puy, Lo Piano and Saltelli 2020), so they are printed beside those of factors that do not matter and without an interval.
/// Those factors are permutations of the sorted outputs, so neither they nor the index depend on row order.</remarks>
public static class Pawn
{
    private const uint DummyStream = 0x50415701;

    /// <summary>PAWN of one factor on one output.</summary>
    /// <param name="factor">Values of the factor, any unit. With no more distinct values than slices, each is a slice.</param>
    /// <param name="output">Outputs, one per row, in any row order.</param>
    /// <param name="slices">Slices of equally many rows, at least 2.</param>
    /// <param name="dummies">Factors that do not matter to compare with, at least 19; p-values are multiples of 1/(dummies + 1).</param>
    /// <param name="seed">Seed of those factors; 0 is one like any other.</param>
    /// <param name="policy">What happens to rows that are missing or infinite.</param>
    /// <returns>The estimate; NaN with fewer than two rows per slice.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or rows are refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few slices or dummies.</exception>
    public static PawnEstimate Estimate(ReadOnlySpan<double> factor, ReadOnlySpan<double> output, int slices = 10, int dummies = 199, ulong seed = 0, NonFinitePolicy policy = NonFinitePolicy.Drop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(dummies, 19);
        var rows = UsableRows.ByFactor(factor, output, policy);
        int n = rows.Output.Length;
        if (n < 2 * slices)
        {
            var none = new SliceSummary(double.NaN, double.NaN, double.NaN);
            return new(none, none, none, none, 0, rows.Counts);
        }
        int[] labels = Slices(rows.Factor, slices, out int[] sizes);
        double[] y = rows.Output;
        Array.Sort(y, labels);
        var distances = new double[sizes.Length];
        var index = Summary(y, labels, sizes, distances);
        var reference = new SliceSummary[dummies];
        // from here on labels only need their sizes
        int place = 0;
        for (int slice = 0; slice < sizes.Length; slice++)
            for (int i = 0; i < sizes[slice]; i++) labels[place++] = slice;
        for (int dummy = 0; dummy < dummies; dummy++)
        {
            Shuffle(labels, (uint)dummy, seed);
            reference[dummy] = Summary(y, labels, sizes, distances);
        }
        SliceSummary Each(Func<Func<SliceSummary, double>, double> of) => new(of(s => s.Median), of(s => s.Maximum), of(s => s.Mean));
        return new(
            index,
            Each(part => reference.Average(part)),
            Each(part => reference.Select(part).Order().ElementAt(Math.Min(dummies - 1, dummies * 95 / 100))),
            Each(part => (1 + reference.Count(r => part(r) >= part(index))) / (dummies + 1.0)),
            sizes.Length,
            rows.Counts);
    }

    /// <summary>
    /// Rows of the tidy table for all factors on one output: <c>median</c>, <c>maximum</c> and <c>mean</c> of the distances, each
    /// with <c>_dummy</c> (mean of factors that do not matter), <c>_dummy_high</c> (what 95 % of them stay below) and <c>_p_value</c>.
    /// None has an interval: an index that is never 0 cannot earn one.
    /// </summary>
    /// <param name="factors">Names.</param>
    /// <param name="columns">Values, one column per factor.</param>
    /// <param name="output">Outputs, one per row.</param>
    /// <param name="slices">Slices, at least 2.</param>
    /// <param name="dummies">Factors that do not matter, at least 19.</param>
    /// <param name="seed">Seed of those factors.</param>
    /// <param name="policy">What happens to rows that are missing or infinite.</param>
    /// <param name="estimand">As in <see cref="SensitivityIndex.Estimand"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or rows are refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few slices or dummies.</exception>
    public static IReadOnlyList<SensitivityIndex> Indices(IReadOnlyList<string> factors, IReadOnlyList<double[]> columns, ReadOnlySpan<double> output, int slices = 10, int dummies = 199, ulong seed = 0, NonFinitePolicy policy = NonFinitePolicy.Drop, string estimand = "deterministic")
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(columns);
        if (factors.Count != columns.Count) throw new ArgumentException("one column per factor is needed", nameof(columns));
        var list = new List<SensitivityIndex>();
        for (int i = 0; i < factors.Count; i++)
        {
            var e = Estimate(columns[i], output, slices, dummies, seed, policy);
            void Rows(string name, Func<SliceSummary, double> part)
            {
                void Row(string index, SliceSummary summary) =>
                    list.Add(new("pawn", index, "slices", estimand, [factors[i]], part(summary), double.NaN, double.NaN, double.NaN, e.Rows.Used, seed));
                Row(name, e.Index);
                Row(name + "_dummy", e.Dummy);
                Row(name + "_dummy_high", e.DummyHigh);
                Row(name + "_p_value", e.PValue);
            }
            Rows("median", s => s.Median);
            Rows("maximum", s => s.Maximum);
            Rows("mean", s => s.Mean);
        }
        return list;
    }

    // slice of every row of a sorted factor; rows of one value are never parted
    private static int[] Slices(double[] x, int slices, out int[] sizes)
    {
        int n = x.Length, values = 1;
        for (int i = 1; i < n; i++)
            if (x[i] != x[i - 1]) values++;
        int[] labels = new int[n];
        var counts = new List<int> { 0 };
        long current = 0;
        for (int i = 0; i < n; i++)
        {
            if (i > 0 && x[i] != x[i - 1])
            {
                long slice = values <= slices ? current + 1 : (long)i * slices / n;
                if (slice != current)
                {
                    counts.Add(0);
                    current = slice;
                }
            }
            labels[i] = counts.Count - 1;
            counts[^1]++;
        }
        sizes = [.. counts];
        return labels;
    }

    private static SliceSummary Summary(double[] y, int[] labels, int[] sizes, double[] distances)
    {
        int n = y.Length;
        int[] counts = new int[sizes.Length];
        Array.Clear(distances);
        for (int start = 0; start < n;)
        {
            int end = start + 1;
            while (end < n && y[end] == y[start]) end++;
            // a slice's distance is largest just before or at one of its own outputs
            for (int i = start; i < end; i++) Widen(distances, counts, sizes, labels[i], start / (double)n);
            for (int i = start; i < end; i++) counts[labels[i]]++;
            for (int i = start; i < end; i++) Widen(distances, counts, sizes, labels[i], end / (double)n);
            start = end;
        }
        double maximum = 0, mean = 0;
        foreach (double distance in distances)
        {
            maximum = Math.Max(maximum, distance);
            mean += distance / distances.Length;
        }
        double[] sorted = [.. distances.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(median, maximum, mean);
    }

    private static void Widen(double[] distances, int[] counts, int[] sizes, int slice, double share) =>
        distances[slice] = Math.Max(distances[slice], Math.Abs(counts[slice] / (double)sizes[slice] - share));

    private static void Shuffle(int[] labels, uint dummy, ulong seed)
    {
        for (int i = labels.Length - 1; i > 0; i--)
        {
            var (high, low, _, _) = Philox.Words((uint)i, dummy, 0, DummyStream, seed);
            int j = (int)Math.BigMul((ulong)high << 32 | low, (ulong)(i + 1), out _);
            (labels[i], labels[j]) = (labels[j], labels[i]);
        }
    }
}
