using System.Globalization;
using AsemMonteCarlo.Numerics.Statistics;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>How runs of chains or mixtures come in.</summary>
public sealed record MixtureOptions
{
    /// <summary>Number of outputs of a run, at least 1.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Runs of each row, at least 1.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>How luck was given out.</summary>
    public Luck Luck { get; init; } = Luck.Independent;

    /// <summary>Blocks of points over which intervals on random designs are made, at least 3.</summary>
    public int Blocks { get; init; } = 64;

    /// <summary>What is done with runs that failed.</summary>
    public NonFinitePolicy FailedRuns { get; init; } = NonFinitePolicy.Drop;
}

/// <summary>
/// Indices that are functions of means of products of differences among the rows of a point. Points may come in any order and in
/// several parts; the bits are the same. Memory does not grow with the number of points.
/// </summary>
public abstract class MixtureAnalysis
{
    private readonly TwoSampleDesign design;
    private readonly ExactProductSums[,] sums; // by output and part: statistics of sums over replicates, then those within a replicate
    private readonly long[,] points, dropped;
    private readonly int statistics;
    private readonly double[] values;

    private protected MixtureAnalysis(TwoSampleDesign design, MixtureOptions options, int statistics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Outputs, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Replicates, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Blocks, 3, nameof(options));
        (this.design, Options, this.statistics) = (design, options, statistics);
        Parts = design.Points.RowsAreIndependent ? options.Blocks : design.Points.Randomisations;
        sums = new ExactProductSums[options.Outputs, Parts];
        for (int output = 0; output < options.Outputs; output++)
            for (int part = 0; part < Parts; part++) sums[output, part] = new ExactProductSums(options.Replicates > 1 ? 2 * statistics : statistics);
        (points, dropped) = (new long[options.Outputs, Parts], new long[options.Outputs, Parts]);
        values = new double[design.Members * options.Replicates];
    }

    /// <summary>How runs come in.</summary>
    public MixtureOptions Options { get; }

    /// <summary>Independent parts that intervals rest on.</summary>
    public int Parts { get; }

    /// <summary>Points that count for an output.</summary>
    /// <param name="output">Output, from 0.</param>
    public long Points(int output) => Enumerable.Range(0, Parts).Sum(part => points[output, part]);

    /// <summary>Points left out of an output because a run failed.</summary>
    /// <param name="output">Output, from 0.</param>
    public long Dropped(int output) => Enumerable.Range(0, Parts).Sum(part => dropped[output, part]);

    /// <summary>Adds the runs of one point. Each point must be added once.</summary>
    /// <param name="point">Point, from 0.</param>
    /// <param name="outputs">Outputs of its runs: members · replicates · outputs numbers, the output varying fastest, then the replicate.</param>
    /// <exception cref="ArgumentException">There are too many or too few numbers, or a run failed and that is refused.</exception>
    /// <exception cref="OverflowException">A number is 2⁵⁰⁰ or more in size.</exception>
    public void Add(long point, ReadOnlySpan<double> outputs)
    {
        if (outputs.Length != values.Length * Options.Outputs) throw new ArgumentException($"{values.Length * Options.Outputs} outputs are needed for a point", nameof(outputs));
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        int part = (int)(point % Parts);
        for (int output = 0; output < Options.Outputs; output++)
        {
            bool finite = true;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = outputs[i * Options.Outputs + output];
                finite &= double.IsFinite(values[i]);
                if (!finite && Options.FailedRuns == NonFinitePolicy.Refuse)
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"output {output} of row {point * design.Members + i / Options.Replicates} is {values[i]}"), nameof(outputs));
            }
            if (!finite)
            {
                dropped[output, part]++;
                continue;
            }
            points[output, part]++;
            Accumulate(point, values, sums[output, part]);
        }
    }

    /// <summary>Adds what one point says: products by <see cref="AddProduct"/>.</summary>
    private protected abstract void Accumulate(long point, ReadOnlySpan<double> runs, ExactProductSums to);

    /// <summary>Adds the product of two quantities, each known in every replicate.</summary>
    private protected void AddProduct(ExactProductSums to, int statistic, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sumX = 0, sumY = 0;
        for (int k = 0; k < x.Length; k++)
        {
            sumX += x[k];
            sumY += y[k];
            if (x.Length > 1) to.AddProduct(statistics + statistic, BinaryParts.Of(x[k]), BinaryParts.Of(y[k]));
        }
        to.AddProduct(statistic, BinaryParts.Of(sumX), BinaryParts.Of(sumY));
    }

    private protected void Merge(MixtureAnalysis other)
    {
        if (other.Options != Options || other.Parts != Parts || other.statistics != statistics || other.design.Seed != design.Seed) throw new ArgumentException("only analyses of the same design and options can be merged", nameof(other));
        for (int output = 0; output < Options.Outputs; output++)
            for (int part = 0; part < Parts; part++)
            {
                sums[output, part].Add(other.sums[output, part]);
                points[output, part] += other.points[output, part];
                dropped[output, part] += other.dropped[output, part];
            }
    }

    /// <summary>Indices as functions of the sums of products, with intervals.</summary>
    private protected IReadOnlyList<SensitivityIndex> Estimate(int output, string estimator, Estimand? estimand, double level, IReadOnlyList<(string Method, string Index, IReadOnlyList<string> Factors)> names, Func<double[], double[]> indices)
    {
        int r = Options.Replicates;
        var about = estimand ?? (r > 1 ? Estimand.Mean : Estimand.Deterministic);
        if (about == Estimand.Mean && r < 2) throw new ArgumentException("the mean of a noisy model needs two or more replicates of each row", nameof(estimand));
        if (about == Estimand.Deterministic && r > 1) throw new ArgumentException("replicates are for noisy models: ask for the mean or for common luck", nameof(estimand));
        if (about == Estimand.CommonLuck && Options.Luck != Luck.SharedByRows) throw new ArgumentException("common luck can be judged only where rows of a point share it", nameof(estimand));
        double[][] parts = [.. Enumerable.Range(0, Parts).Select(part =>
        {
            var numbers = new double[1 + statistics];
            numbers[0] = points[output, part];
            for (int i = 0; i < statistics; i++)
            {
                double total = sums[output, part].Value(i), same = r > 1 ? sums[output, part].Value(statistics + i) : total;
                // runs of one replicate may share luck with each other, so only products across replicates are free of noise
                numbers[1 + i] = about switch { Estimand.Mean => (total - same) / (r * (r - 1.0)), Estimand.CommonLuck => same / r, _ => total };
            }
            return numbers;
        })];
        var estimates = Jackknife.Estimate(parts, indices, level);
        long runs = Points(output) * design.Members * r;
        return [.. names.Zip(estimates, (name, e) => new SensitivityIndex(name.Method, name.Index, estimator, SobolAnalysis.Name(about), name.Factors, e.Value, e.Low, e.High, double.IsNaN(e.Low) ? double.NaN : level, runs, design.Seed))];
    }
}

/// <summary>
/// Shapley effects (Owen 2014) from chains: half the mean of (f(A) − f(B))(f(before) − f(after)) where a group changes. This is the
/// unbiased estimator of Goda (2021, Reliability Engineering and System Safety 213, algorithm 1) averaged with the one of the same chain
/// read backwards, which costs no run. Effects add up to 1 exactly.
/// </summary>
public sealed class ChainAnalysis : MixtureAnalysis
{
    private readonly int[] order;
    private readonly double[] ends, steps;

    /// <summary>An analysis without any points yet.</summary>
    /// <param name="design">The design.</param>
    /// <param name="options">How runs come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public ChainAnalysis(ChainDesign design, MixtureOptions? options = null)
        : base(design, options ?? new MixtureOptions(), design.Groups.Count)
    {
        Design = design;
        order = new int[design.Groups.Count];
        (ends, steps) = (new double[Options.Replicates], new double[Options.Replicates]);
    }

    /// <summary>The design.</summary>
    public ChainDesign Design { get; }

    /// <summary>Adds the points of another analysis of the same design.</summary>
    /// <exception cref="ArgumentException">The other has another design or options.</exception>
    public void Add(ChainAnalysis other) => Merge(other);

    /// <summary>The Shapley effect of every group, index <c>shapley</c>.</summary>
    /// <param name="output">Output, from 0.</param>
    /// <param name="estimand">What indices are about; null for <see cref="Estimand.Mean"/> with replicates and <see cref="Estimand.Deterministic"/> without.</param>
    /// <param name="level">Coverage of intervals, in (0, 1).</param>
    /// <exception cref="ArgumentException">The estimand needs replicates that there are not.</exception>
    public IReadOnlyList<SensitivityIndex> Indices(int output = 0, Estimand? estimand = null, double level = 0.95) =>
        Estimate(output, "goda", estimand, level, [.. Design.Groups.Select(g => ("shapley", "shapley", (IReadOnlyList<string>)[g]))], sums =>
        {
            double variance = 0;
            for (int i = 1; i < sums.Length; i++) variance += sums[i];
            return [.. sums.Skip(1).Select(s => s / variance)];
        });

    private protected override void Accumulate(long point, ReadOnlySpan<double> runs, ExactProductSums to)
    {
        int r = Options.Replicates, g = order.Length;
        Design.Order(point, order);
        for (int k = 0; k < r; k++) ends[k] = runs[k] - runs[g * r + k];
        for (int i = 0; i < g; i++)
        {
            for (int k = 0; k < r; k++) steps[k] = runs[i * r + k] - runs[(i + 1) * r + k];
            AddProduct(to, order[i], ends, steps);
        }
    }
}

/// <summary>
/// Components of variance of every order from all mixtures of two samples, and what follows from them: closed and total indices, Shapley
/// effects, interactions. They are the Möbius inverse of the variances explained by each set of groups (Plischke, Rabitti and
/// Borgonovo 2021, Computing Shapley effects for sensitivity analysis, SIAM/ASA Journal on Uncertainty Quantification 9).
/// </summary>
/// <remarks>
/// The mean square of a Walsh coefficient w of the 2ᵍ runs of a point estimates Σ_{u⊇w} V_u 2^{−|u|}, and so uses every pair
/// of them; the components V_u are its Möbius inverse over supersets.
/// </remarks>
public sealed class MixtureIndexAnalysis : MixtureAnalysis
{
    private readonly double[] transform, coefficient;

    /// <summary>An analysis without any points yet.</summary>
    /// <param name="design">The design.</param>
    /// <param name="options">How runs come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public MixtureIndexAnalysis(MixtureDesign design, MixtureOptions? options = null)
        : base(design, options ?? new MixtureOptions(), design.Members)
    {
        Design = design;
        transform = new double[design.Members * Options.Replicates];
        coefficient = new double[Options.Replicates];
    }

    /// <summary>The design.</summary>
    public MixtureDesign Design { get; }

    /// <summary>Adds the points of another analysis of the same design.</summary>
    /// <exception cref="ArgumentException">The other has another design or options.</exception>
    public void Add(MixtureIndexAnalysis other) => Merge(other);

    /// <summary>
    /// First-order index, total index and Shapley effect of every group (<c>first_order</c>, <c>total</c>, <c>shapley</c>), then the
    /// component of every set of two or more (<c>interaction</c>), in order of their coalition numbers.
    /// </summary>
    /// <param name="output">Output, from 0.</param>
    /// <param name="estimand">What indices are about; null for <see cref="Estimand.Mean"/> with replicates and <see cref="Estimand.Deterministic"/> without.</param>
    /// <param name="level">Coverage of intervals, in (0, 1).</param>
    /// <param name="largestOrder">Largest number of groups in an interaction.</param>
    /// <exception cref="ArgumentException">The estimand needs replicates that there are not.</exception>
    public IReadOnlyList<SensitivityIndex> Indices(int output = 0, Estimand? estimand = null, double level = 0.95, int largestOrder = 3)
    {
        int g = Design.Groups.Count;
        var names = new List<(string, string, IReadOnlyList<string>)>();
        foreach (var (method, index) in ((string, string)[])[("sobol", "first_order"), ("sobol", "total"), ("shapley", "shapley")])
            foreach (string group in Design.Groups) names.Add((method, index, [group]));
        int[] sets = [.. Enumerable.Range(0, 1 << g).Where(s => System.Numerics.BitOperations.PopCount((uint)s) is var n && n >= 2 && n <= largestOrder)];
        foreach (int set in sets) names.Add(("sobol", "interaction", [.. Enumerable.Range(0, g).Where(i => (set >> i & 1) != 0).Select(i => Design.Groups[i])]));
        return Estimate(output, "moebius", estimand, level, names, sums =>
        {
            double[] components = Components(sums);
            double variance = components.Sum();
            var shapley = new double[g];
            // components are the dividends of the game whose value is the explained variance
            Coalitions.CoalitionGame.Shapley(components, shapley);
            var indices = new List<double>();
            for (int i = 0; i < g; i++) indices.Add(components[1 << i] / variance);
            for (int i = 0; i < g; i++) indices.Add(components.Where((_, u) => (u >> i & 1) != 0).Sum() / variance);
            foreach (double share in shapley) indices.Add(share / variance);
            foreach (int set in sets) indices.Add(components[set] / variance);
            return [.. indices];
        });
    }

    // V_u for every set u, none for the empty one
    private static double[] Components(double[] sums)
    {
        double[] components = [.. sums.Skip(1).Select(s => s / sums[0])];
        for (int step = 1; step < components.Length; step <<= 1)
            for (int u = 0; u < components.Length; u++)
                if ((u & step) == 0) components[u] -= components[u | step];
        for (int u = 0; u < components.Length; u++) components[u] *= 1 << System.Numerics.BitOperations.PopCount((uint)u);
        components[0] = 0;
        return components;
    }

    private protected override void Accumulate(long point, ReadOnlySpan<double> runs, ExactProductSums to)
    {
        int r = Options.Replicates, n = Design.Members;
        runs.CopyTo(transform);
        for (int step = 1; step < n; step <<= 1)
            for (int u = 0; u < n; u++)
            {
                if ((u & step) != 0) continue;
                for (int k = 0; k < r; k++)
                {
                    double a = transform[u * r + k], b = transform[(u | step) * r + k];
                    (transform[u * r + k], transform[(u | step) * r + k]) = ((a + b) / 2, (a - b) / 2);
                }
            }
        // the empty coefficient holds the mean and says nothing of variance
        for (int w = 1; w < n; w++)
        {
            transform.AsSpan(w * r, r).CopyTo(coefficient);
            AddProduct(to, w, coefficient, coefficient);
        }
    }
}
