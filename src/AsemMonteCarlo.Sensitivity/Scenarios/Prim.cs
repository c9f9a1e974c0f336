using System.Globalization;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Sensitivity.Scenarios;

/// <summary>What a peel maximises.</summary>
public enum PeelingObjective
{
    /// <summary>Rise of density per row removed: fair between factors that can be peeled finely and those that cannot (Kwakkel and Jaxa-Rozen 2016).</summary>
    GainPerRow,

    /// <summary>Density of what stays (Friedman and Fisher 1999).</summary>
    Density,
}

/// <summary>The rule by which a box is taken from the trajectory. It sees only the rows that made the boxes.</summary>
public sealed class BoxRule
{
    private readonly Func<BoxMeasures, double> merit;

    private BoxRule(string text, Func<BoxMeasures, double> merit) => (Text, this.merit) = (text, merit);

    /// <summary>The rule in words.</summary>
    public string Text { get; }

    /// <summary>The box with the largest product of coverage and density.</summary>
    public static BoxRule CoverageTimesDensity { get; } = new("largest product of coverage and density", m => m.Coverage * m.Density);

    /// <summary>The densest of the boxes that cover a share of the cases.</summary>
    /// <param name="minimumCoverage">Share of the cases, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">Share out of range.</exception>
    public static BoxRule Densest(double minimumCoverage)
    {
        if (!(minimumCoverage >= 0 && minimumCoverage <= 1)) throw new ArgumentOutOfRangeException(nameof(minimumCoverage), minimumCoverage, "a share lies between 0 and 1");
        return new(string.Create(CultureInfo.InvariantCulture, $"densest box that covers at least {100 * minimumCoverage} % of the cases"), m => m.Coverage >= minimumCoverage ? m.Density : -1);
    }

    /// <summary>Place of the box on a trajectory; the earlier, larger one of equals.</summary>
    /// <exception cref="ArgumentException">The trajectory is empty.</exception>
    public int Choose(IReadOnlyList<PrimStep> trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        if (trajectory.Count == 0) throw new ArgumentException("a trajectory has at least the box of everything", nameof(trajectory));
        int best = 0;
        for (int i = 1; i < trajectory.Count; i++)
            if (merit(trajectory[i].Measures) > merit(trajectory[best].Measures)) best = i;
        return best;
    }
}

/// <summary>One box of a trajectory, on the rows that made it.</summary>
/// <param name="Box">The box.</param>
/// <param name="Measures">Its measures.</param>
public sealed record PrimStep(ScenarioBox Box, BoxMeasures Measures);

/// <summary>A share with an interval.</summary>
/// <param name="Value">The share.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Coverage; NaN where it is not promised.</param>
public readonly record struct Share(double Value, double Low, double High, double Level);

/// <summary>A discovered box.</summary>
/// <param name="Trajectory">Boxes from everything to the smallest, on the rows that made them.</param>
/// <param name="Chosen">Place of the chosen box on the trajectory.</param>
/// <param name="Rule">The rule that chose it, in words.</param>
/// <param name="Box">The chosen box, after needless conditions were dropped and ends pasted.</param>
/// <param name="Training">Its measures on the rows that made it: flattering.</param>
/// <param name="HeldOut">Its measures on the rows that did not.</param>
/// <param name="Coverage">Share of the held-out cases inside.</param>
/// <param name="Density">Share of cases among the held-out rows inside.</param>
/// <param name="Mass">Share of the held-out rows inside.</param>
/// <param name="PValues">Per restriction, on held-out rows: the chance of as many cases inside, were the restriction of no use (Bryant and Lempert 2010, section 2.3).</param>
/// <param name="Restricted">Per factor, share of the resamples (halves of the rows that made the box) whose box restricts it (Bryant and Lempert 2010, section 2.3); none without resamples.</param>
/// <param name="Rows">Rows used and left out.</param>
public sealed record PrimResult(IReadOnlyList<PrimStep> Trajectory, int Chosen, string Rule, ScenarioBox Box, BoxMeasures Training, BoxMeasures HeldOut, Share Coverage, Share Density, Share Mass, IReadOnlyList<double> PValues, IReadOnlyList<double> Restricted, RowCounts Rows)
{
    /// <summary>Rows of the tidy table: coverage, density and mass on held-out rows, of the restricted factors together.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="estimand">As in <see cref="SensitivityIndex.Estimand"/>.</param>
    /// <param name="seed">Seed of the design that made the rows.</param>
    public IReadOnlyList<SensitivityIndex> Indices(IReadOnlyList<ScenarioFactor> factors, string estimand = "deterministic", ulong seed = 0)
    {
        string[] names = [.. Box.Restrictions.Select(r => factors[r.Factor].Name)];
        SensitivityIndex Row(string index, Share share) => new("prim", index, "held_out", estimand, names, share.Value, share.Low, share.High, share.Level, Rows.Used, seed);
        return [Row("coverage", Coverage), Row("density", Density), Row("mass", Mass)];
    }
}

/// <summary>Settings of <see cref="Prim"/>.</summary>
public sealed record PrimOptions
{
    /// <summary>Share of the rows inside that one peel or paste moves, in (0, 0.5].</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Smallest share of the rows that a box may hold, in (0, 1).</summary>
    public double MinimumMass { get; init; } = 0.05;

    /// <summary>What a peel maximises.</summary>
    public PeelingObjective Objective { get; init; } = PeelingObjective.GainPerRow;

    /// <summary>Which box is taken.</summary>
    public BoxRule Rule { get; init; } = BoxRule.CoverageTimesDensity;

    /// <summary>Conditions whose quasi-p-value on the rows that made the box is larger are dropped, in (0, 1].</summary>
    public double PValueLimit { get; init; } = 0.05;

    /// <summary>Coverage of the held-out intervals, in (0, 1).</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Random halves of the rows that made the box on which the search is repeated, at least 0.</summary>
    public int Resamples { get; init; }

    /// <summary>Seed of the split in halves; 0 is one like any other.</summary>
    public ulong Seed { get; init; }

    /// <summary>What happens to rows with a factor or output that is missing or infinite.</summary>
    public NonFinitePolicy Policy { get; init; } = NonFinitePolicy.Drop;
}

/// <summary>
/// Scenario discovery by the patient rule induction method: a box of conditions under which cases of interest are dense, found
/// on one half of the rows and judged on the other.
/// </summary>
/// <remarks>Sources: Friedman and Fisher (1999, Bump hunting in high-dimensional data, Statistics and Computing 9) for peeling
/// and pasting; Bryant and Lempert (2010, Thinking inside the box, Technological Forecasting and Social Change 77) for
/// coverage, density and quasi-p-values. A row's half is a function of its design id (or cluster) and the seed, so row order
/// cannot matter and a row stays in its half when a design is extended.</remarks>
public static class Prim
{
    /// <summary>Fewest held-out clusters (effectively, in the box) for which intervals over clusters promise their level.</summary>
    public const int PromisingClusters = 64;

    private const uint SplitStream = 0x5052494D;

    /// <summary>Finds one box.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="columns">Values, one column per factor.</param>
    /// <param name="output">Outputs; a row is a case of interest where it lies in the range. Pass 0 and 1 with range 1 to 1 for a statement.</param>
    /// <param name="minimum">Lower end of the range of interest, included.</param>
    /// <param name="maximum">Upper end, included.</param>
    /// <param name="ids">Design id of every row, unique.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="clusters">Rows of one cluster (such as runs of one design row, or days of one couple) are not independent:
    /// they stay in one half, and intervals are over clusters. Null where every row is independent.</param>
    /// <exception cref="ArgumentException">Lengths differ, an id twice, rows refused, or a half without rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting out of range.</exception>
    public static PrimResult Find(IReadOnlyList<ScenarioFactor> factors, IReadOnlyList<double[]> columns, ReadOnlySpan<double> output, double minimum, double maximum, ReadOnlySpan<long> ids, PrimOptions? options = null, IReadOnlyList<long>? clusters = null)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new PrimOptions();
        Check(options);
        if (factors.Count != columns.Count || factors.Count == 0) throw new ArgumentException("one column per factor is needed", nameof(columns));
        foreach (double[] column in columns)
            if (column.Length != output.Length) throw new ArgumentException("every factor needs one value per row", nameof(columns));
        if (ids.Length != output.Length || clusters is not null && clusters.Count != output.Length) throw new ArgumentException("every row needs an id", nameof(ids));
        var seen = new HashSet<long>();
        foreach (long id in ids)
            if (!seen.Add(id)) throw new ArgumentException($"design id {id} occurs twice", nameof(ids));

        bool[] isCase = new bool[output.Length];
        ulong[] keys = new ulong[output.Length];
        var training = new List<int>();
        var heldOut = new List<int>();
        int missing = 0, infinite = 0;
        for (int row = 0; row < output.Length; row++)
        {
            bool nan = double.IsNaN(output[row]), infinity = double.IsInfinity(output[row]);
            foreach (double[] column in columns)
            {
                nan |= double.IsNaN(column[row]);
                infinity |= double.IsInfinity(column[row]);
            }
            if (nan) missing++;
            else if (infinity) infinite++;
            if (nan || infinity) continue;
            isCase[row] = output[row] >= minimum && output[row] <= maximum;
            keys[row] = (ulong)(clusters is null ? ids[row] : clusters[row]);
            (IsFirstHalf(keys[row], 0, options.Seed) ? training : heldOut).Add(row);
        }
        if (options.Policy == NonFinitePolicy.Refuse && missing + infinite > 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{missing} rows with missing values and {infinite} with infinite ones"), nameof(output));
        if (training.Count == 0 || heldOut.Count == 0) throw new ArgumentException("both halves need rows", nameof(output));

        var data = new Rows(factors, columns, isCase, [.. training]);
        var (trajectory, chosen, box) = data.Search(options);
        box = data.Paste(box, options.Alpha);
        double[] restricted = options.Resamples == 0 ? [] : new double[factors.Count];
        for (int resample = 1; resample <= options.Resamples; resample++)
        {
            var half = new Rows(factors, columns, isCase, [.. training.Where(row => IsFirstHalf(keys[row], (uint)resample, options.Seed))]);
            foreach (var restriction in half.Search(options).Box.Restrictions) restricted[restriction.Factor] += 1.0 / options.Resamples;
        }
        var test = new Rows(factors, columns, isCase, [.. heldOut]);
        var (coverage, density, mass) = test.Shares(box, options.Level, clusters);
        return new PrimResult(trajectory, chosen, options.Rule.Text, box, data.Measure(box), test.Measure(box), coverage, density, mass,
            [.. box.Restrictions.Select(r => test.PValue(box, r.Factor))], restricted, new RowCounts(training.Count + heldOut.Count, missing, infinite));
    }

    private static bool IsFirstHalf(ulong key, uint split, ulong seed) => Philox.Words((uint)key, (uint)(key >> 32), split, SplitStream, seed).X0 >> 31 == 0;

    private static void Check(PrimOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Resamples);
        static void Within(double value, double low, double high, string name)
        {
            if (!(value > low && value <= high)) throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} lies above {low} and up to {high}");
        }
        Within(options.Alpha, 0, 0.5, "alpha");
        Within(options.MinimumMass, 0, 0.999999, "the smallest mass");
        Within(options.PValueLimit, 0, 1, "the largest p-value");
        Within(options.Level, 0, 0.999999, "a level");
    }

    private sealed class Rows(IReadOnlyList<ScenarioFactor> factors, IReadOnlyList<double[]> columns, bool[] isCase, int[] rows)
    {
        private readonly int cases = rows.Count(row => isCase[row]);

        /// <summary>Boxes, the place of the chosen one, and that one without needless conditions.</summary>
        public (List<PrimStep> Trajectory, int Chosen, ScenarioBox Box) Search(PrimOptions options)
        {
            var trajectory = Peel(options);
            int chosen = options.Rule.Choose(trajectory);
            return (trajectory, chosen, DropNeedless(trajectory[chosen].Box, options.PValueLimit));
        }

        private List<PrimStep> Peel(PrimOptions options)
        {
            // rows inside by rising factor, thinned at every peel: the whole costs about rows · factors / alpha
            int[][] orders = [.. columns.Select(column => rows.OrderBy(row => column[row]).ToArray())];
            bool[] inside = new bool[isCase.Length];
            foreach (int row in rows) inside[row] = true;
            var box = ScenarioBox.Everything;
            int count = rows.Length, positive = cases;
            var trajectory = new List<PrimStep> { new(box, new(rows.Length, count, cases, positive)) };
            while (positive > 0 && positive < count)
            {
                Restriction? best = null;
                double bestMerit = double.NegativeInfinity;
                for (int factor = 0; factor < factors.Count; factor++)
                    foreach (var (restriction, removed, removedCases) in Peels(orders[factor], factor, box, options.Alpha))
                    {
                        int left = count - removed;
                        if (left < options.MinimumMass * rows.Length || left == 0) continue;
                        double after = (positive - removedCases) / (double)left;
                        double merit = options.Objective == PeelingObjective.Density ? after : (after - positive / (double)count) / removed;
                        if (merit > bestMerit) (best, bestMerit) = (restriction, merit);
                    }
                if (best is null) break;
                box = box.With(best);
                double[] values = columns[best.Factor];
                foreach (int row in orders[best.Factor])
                    if (!best.Allows(values[row]))
                    {
                        inside[row] = false;
                        count--;
                        if (isCase[row]) positive--;
                    }
                for (int factor = 0; factor < orders.Length; factor++) orders[factor] = Array.FindAll(orders[factor], row => inside[row]);
                trajectory.Add(new(box, new(rows.Length, count, cases, positive)));
            }
            return trajectory;
        }

        private ScenarioBox DropNeedless(ScenarioBox box, double limit)
        {
            while (box.Restrictions.Count > 0)
            {
                var (worst, p) = box.Restrictions.Select(r => (r.Factor, P: PValue(box, r.Factor))).MaxBy(x => x.P);
                if (p <= limit) break;
                box = box.Without(worst);
            }
            return box;
        }

        /// <summary>Moves ends outwards for as long as that costs no density.</summary>
        public ScenarioBox Paste(ScenarioBox box, double alpha)
        {
            while (true)
            {
                var now = Measure(box);
                ScenarioBox? best = null;
                BoxMeasures bestMeasures = default;
                foreach (var restriction in box.Restrictions)
                    foreach (var wider in Wider(box, restriction, Math.Max(1, (int)(alpha * now.Inside))))
                    {
                        var candidate = box.With(wider);
                        var measures = Measure(candidate);
                        // whole numbers: density no lower, more cases
                        bool better = measures.CasesInside > now.CasesInside && measures.CasesInside * now.Inside >= now.CasesInside * measures.Inside;
                        if (better && (best is null || measures.CasesInside * bestMeasures.Inside > bestMeasures.CasesInside * measures.Inside)) (best, bestMeasures) = (candidate, measures);
                    }
                if (best is null) return box;
                box = best;
            }
        }

        public BoxMeasures Measure(ScenarioBox box)
        {
            long inside = 0, casesInside = 0;
            foreach (int row in rows)
            {
                if (!Holds(box, row)) continue;
                inside++;
                if (isCase[row]) casesInside++;
            }
            return new(rows.Length, inside, cases, casesInside);
        }

        public double PValue(ScenarioBox box, int factor)
        {
            var with = Measure(box);
            var without = Measure(box.Without(factor));
            return with.Inside == 0 ? double.NaN : BinomialTails.Upper(with.CasesInside, with.Inside, without.Density);
        }

        public (Share Coverage, Share Density, Share Mass) Shares(ScenarioBox box, double level, IReadOnlyList<long>? clusters)
        {
            var m = Measure(box);
            if (clusters is null)
            {
                Share Of(long part, long whole)
                {
                    var (low, high) = BinomialTails.Interval(part, whole, level);
                    return new(part / (double)whole, low, high, whole == 0 ? double.NaN : level);
                }
                return (Of(m.CasesInside, m.Cases), Of(m.CasesInside, m.Inside), Of(m.Inside, m.Rows));
            }
            var counts = new Dictionary<long, (int Rows, int Inside, int Cases, int CasesInside)>();
            foreach (int row in rows)
            {
                var c = counts.GetValueOrDefault(clusters[row]);
                bool holds = Holds(box, row);
                counts[clusters[row]] = (c.Rows + 1, c.Inside + (holds ? 1 : 0), c.Cases + (isCase[row] ? 1 : 0), c.CasesInside + (holds && isCase[row] ? 1 : 0));
            }
            RatioSums coverage = default, density = default, mass = default;
            foreach (var c in counts.Values)
            {
                coverage.Add(c.CasesInside, c.Cases);
                density.Add(c.CasesInside, c.Inside);
                mass.Add(c.Inside, c.Rows);
            }
            Share Ratio(in RatioSums sums)
            {
                var e = sums.Estimate(level);
                return new(e.Value, Math.Max(0, e.Low), Math.Min(1, e.High), e.EffectiveUnits >= PromisingClusters && e.StandardError > 0 ? level : double.NaN);
            }
            return (Ratio(coverage), Ratio(density), Ratio(mass));
        }

        private bool Holds(ScenarioBox box, int row)
        {
            foreach (var restriction in box.Restrictions)
                if (!restriction.Allows(columns[restriction.Factor][row])) return false;
            return true;
        }

        private IEnumerable<(Restriction Restriction, int Removed, int RemovedCases)> Peels(int[] order, int factor, ScenarioBox box, double alpha)
        {
            double[] values = columns[factor];
            var old = box.Restrictions.FirstOrDefault(r => r.Factor == factor) ?? new(factor, double.NegativeInfinity, double.PositiveInfinity, []);
            int n = order.Length;
            if (values[order[0]] == values[order[^1]]) yield break;
            if (factors[factor].IsCategorical)
            {
                for (int start = 0; start < n;)
                {
                    int end = start, removedCases = 0;
                    for (; end < n && values[order[end]] == values[order[start]]; end++)
                        if (isCase[order[end]]) removedCases++;
                    yield return (old with { Excluded = [.. old.Excluded.Append(values[order[start]]).Order()] }, end - start, removedCases);
                    start = end;
                }
                yield break;
            }
            int step = Math.Max(1, (int)(alpha * n));
            // rows of one value go together: whole values up to the step, or the outermost value where it alone exceeds it
            int low = step;
            while (low > 0 && values[order[low]] == values[order[low - 1]]) low--;
            if (low == 0)
                for (low = 1; values[order[low]] == values[order[0]];) low++;
            yield return (old with { Low = Between(values[order[low - 1]], values[order[low]]) }, low, order.Take(low).Count(row => isCase[row]));
            int high = n - step;
            while (high < n && values[order[high]] == values[order[high - 1]]) high++;
            if (high == n)
                for (high = n - 1; values[order[high - 1]] == values[order[n - 1]];) high--;
            yield return (old with { High = Between(values[order[high - 1]], values[order[high]]) }, n - high, order.Skip(high).Count(row => isCase[row]));
        }

        private IEnumerable<Restriction> Wider(ScenarioBox box, Restriction restriction, int step)
        {
            foreach (double category in restriction.Excluded)
                yield return restriction with { Excluded = [.. restriction.Excluded.Where(c => c != category)] };
            if (restriction.Excluded.Count > 0) yield break;
            double[] values = columns[restriction.Factor];
            var others = box.Without(restriction.Factor);
            double[] below = [.. rows.Where(row => values[row] < restriction.Low && Holds(others, row)).Select(row => values[row]).OrderDescending()];
            double[] above = [.. rows.Where(row => values[row] > restriction.High && Holds(others, row)).Select(row => values[row]).Order()];
            if (below.Length > 0) yield return restriction with { Low = End(below, step, double.NegativeInfinity) };
            if (above.Length > 0) yield return restriction with { High = End(above, step, double.PositiveInfinity) };
        }

        // the end that lets in the nearest values, whole values only, at least as many rows as the step
        private static double End(double[] outwards, int step, double unlimited)
        {
            int end = Math.Min(step, outwards.Length);
            while (end < outwards.Length && outwards[end] == outwards[end - 1]) end++;
            return end == outwards.Length ? unlimited : Between(outwards[end - 1], outwards[end]);
        }

        // halfway, so that the box does not lean on either row; never outside the two
        private static double Between(double a, double b) => a / 2 + b / 2;
    }
}
