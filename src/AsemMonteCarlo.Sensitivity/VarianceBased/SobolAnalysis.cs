using System.Globalization;
using AsemMonteCarlo.Numerics.Statistics;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>How runs of a pick-freeze design come in.</summary>
public sealed record SobolOptions
{
    /// <summary>Number of outputs of a run, at least 1.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Runs of each row, at least 1.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>How luck was given out.</summary>
    public Luck Luck { get; init; } = Luck.Independent;

    /// <summary>Whether pairs of groups are judged too: g² more sums, no more runs.</summary>
    public bool SecondOrder { get; init; }

    /// <summary>Blocks of points over which intervals on random designs are made, at least 3.</summary>
    public int Blocks { get; init; } = 64;

    /// <summary>What is done with runs that failed.</summary>
    public NonFinitePolicy FailedRuns { get; init; } = NonFinitePolicy.Drop;
}

/// <summary>
/// Variance-based indices from the runs of a pick-freeze design, any number of outputs at once. Points may come in any order, in
/// several parts and on several threads' own instances: sums are exact, so the bits are the same. Memory does not grow with the
/// number of points.
/// </summary>
/// <remarks>
/// All estimators are functions of second moments among the rows of a point, which are summed without rounding and centred
/// afterwards at the mean: a mean far from zero costs no accuracy. Intervals come from independent parts of the design, always whole
/// points: blocks of a random one, scramblings of a quasi-random one. The estimate pools all parts; its error is the jackknife over
/// parts (for unequal ones Busing, Meijer and van der Leeden 1999, Statistics and Computing 9), with Student quantiles for parts − 1
/// degrees of freedom. One net without a second scrambling has no interval.
/// </remarks>
public sealed class SobolAnalysis
{
    private readonly SobolOptions options;
    private readonly Layout layout;
    private readonly Part[,] parts; // by output and part
    private readonly BinaryParts[] runs, totals;
    private (int Output, Estimand Estimand, Moments Moments)? latest; // of the points so far, as several estimators may ask in turn

    /// <summary>An analysis without any points yet.</summary>
    /// <param name="design">The design.</param>
    /// <param name="options">How runs come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SobolAnalysis(PickFreezeDesign design, SobolOptions? options = null)
    {
        this.options = options ??= new SobolOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Outputs, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Replicates, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Blocks, 3, nameof(options));
        Design = design;
        layout = new Layout(design.Groups.Count, design.Both, options.SecondOrder);
        Parts = design.Points.RowsAreIndependent ? options.Blocks : design.Points.Randomisations;
        parts = new Part[options.Outputs, Parts];
        for (int output = 0; output < options.Outputs; output++)
            for (int part = 0; part < Parts; part++) parts[output, part] = new Part(layout.Members, layout.Pairs.Count, options.Replicates);
        runs = new BinaryParts[layout.Members * options.Replicates];
        totals = new BinaryParts[layout.Members];
    }

    /// <summary>The design.</summary>
    public PickFreezeDesign Design { get; }

    /// <summary>Independent parts that intervals rest on.</summary>
    public int Parts { get; }

    /// <summary>Points that count for an output.</summary>
    /// <param name="output">Output, from 0.</param>
    public long Points(int output) => Enumerable.Range(0, Parts).Sum(part => parts[output, part].Points);

    /// <summary>Points left out of an output because a run failed.</summary>
    /// <param name="output">Output, from 0.</param>
    public long Dropped(int output) => Enumerable.Range(0, Parts).Sum(part => parts[output, part].Dropped);

    /// <summary>Adds the runs of one point. Each point must be added once.</summary>
    /// <param name="point">Point, from 0.</param>
    /// <param name="outputs">Outputs of its runs: members · replicates · outputs numbers, the output varying fastest, then the replicate.</param>
    /// <exception cref="ArgumentException">There are too many or too few numbers, or a run failed and that is refused.</exception>
    /// <exception cref="OverflowException">A number is 2⁵⁰⁰ or more in size.</exception>
    public void Add(long point, ReadOnlySpan<double> outputs)
    {
        int r = options.Replicates;
        if (outputs.Length != layout.Members * r * options.Outputs) throw new ArgumentException($"{layout.Members * r * options.Outputs} outputs are needed for a point", nameof(outputs));
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        latest = null;
        for (int output = 0; output < options.Outputs; output++)
        {
            var part = parts[output, (int)(point % Parts)];
            if (!Read(point, output, outputs))
            {
                part.Dropped++;
                continue;
            }
            part.Points++;
            for (int m = 0; m < layout.Members; m++)
            {
                part.Totals.Add(m, totals[m]);
                for (int k = 0; k < r && r > 1; k++) part.Same!.Add(m, runs[m * r + k]);
            }
            for (int pair = 0; pair < layout.Pairs.Count; pair++)
            {
                var (m, n) = layout.Pairs[pair];
                part.Totals.AddProduct(layout.Members + pair, totals[m], totals[n]);
                for (int k = 0; k < r && r > 1; k++) part.Same!.AddProduct(layout.Members + pair, runs[m * r + k], runs[n * r + k]);
            }
        }
    }

    /// <summary>Adds the points of another analysis of the same design.</summary>
    /// <exception cref="ArgumentException">The other has other sums.</exception>
    public void Add(SobolAnalysis other)
    {
        if (other.options != options || other.layout.Members != layout.Members || other.Parts != Parts || other.Design.Seed != Design.Seed) throw new ArgumentException("only analyses of the same design and options can be merged", nameof(other));
        latest = null;
        for (int output = 0; output < options.Outputs; output++)
            for (int part = 0; part < Parts; part++) parts[output, part].Add(other.parts[output, part]);
    }

    /// <summary>Every index of an output: first-order and total per group, per pair where second order was asked for, noise share with replicates.</summary>
    /// <param name="output">Output, from 0.</param>
    /// <param name="estimator">Estimator.</param>
    /// <param name="estimand">What indices are about; null for <see cref="Estimand.Mean"/> with replicates and <see cref="Estimand.Deterministic"/> without.</param>
    /// <param name="level">Coverage of intervals, in (0, 1).</param>
    /// <returns>Indices; NaN where the variance is zero or a part has no points. Names: <c>first_order</c>, <c>total</c>, <c>second_order</c>, <c>closed_second_order</c>,
    /// <c>total_interaction</c>, <c>noise_share</c>.</returns>
    /// <exception cref="ArgumentException">The estimator needs BA rows, or the estimand replicates that there are not.</exception>
    public IReadOnlyList<SensitivityIndex> Indices(int output = 0, SobolEstimator estimator = SobolEstimator.Best, Estimand? estimand = null, double level = 0.95)
    {
        var about = estimand ?? (options.Replicates > 1 ? Estimand.Mean : Estimand.Deterministic);
        if (about == Estimand.Mean && options.Replicates < 2) throw new ArgumentException("the mean of a noisy model needs two or more replicates of each row", nameof(estimand));
        if (about == Estimand.Deterministic && options.Replicates > 1) throw new ArgumentException("replicates are for noisy models: ask for the mean or for common luck", nameof(estimand));
        if (about == Estimand.CommonLuck && options.Luck != Luck.SharedByRows) throw new ArgumentException("common luck can be judged only where rows of a point share it", nameof(estimand));
        if (estimator is SobolEstimator.AzziniRosati or SobolEstimator.Pooled && !Design.Both) throw new ArgumentException("this estimator needs BA rows", nameof(estimator));
        if (latest is not { } known || known.Output != output || known.Estimand != about)
            latest = known = (output, about, Moments.Of(layout, options, about, [.. Enumerable.Range(0, Parts).Select(part => parts[output, part])]));
        var results = Jackknife.Estimate(known.Moments.Parts, sums => new SobolFormulas(layout, sums, estimator, about).All(options.Replicates > 1), level);
        long points = Points(output);
        string name = Name(estimator == SobolEstimator.Best ? Design.Both ? SobolEstimator.Pooled : SobolEstimator.Saltelli : estimator);
        return [.. SobolFormulas.Names(Design, layout, options.Replicates > 1).Zip(results, (label, e) => new SensitivityIndex("sobol", label.Index, name, Name(about), label.Factors, e.Value, e.Low, e.High, double.IsNaN(e.Low) ? double.NaN : level, points * layout.Members * options.Replicates, Design.Seed))];
    }

    private static string Name(SobolEstimator estimator) => estimator switch
    {
        SobolEstimator.Saltelli => "saltelli",
        SobolEstimator.Jansen => "jansen",
        SobolEstimator.JanonMonod => "janon_monod",
        SobolEstimator.Martinez => "martinez",
        SobolEstimator.AzziniRosati => "azzini_rosati",
        _ => "pooled",
    };

    internal static string Name(Estimand estimand) => estimand switch { Estimand.Mean => "mean", Estimand.CommonLuck => "common_luck", _ => "deterministic" };

    // numbers of one output as whole numbers and exponents; false where one is not finite
    private bool Read(long point, int output, ReadOnlySpan<double> outputs)
    {
        int r = options.Replicates;
        for (int m = 0; m < layout.Members; m++)
        {
            double total = 0;
            for (int k = 0; k < r; k++)
            {
                double value = outputs[(m * r + k) * options.Outputs + output];
                if (!double.IsFinite(value))
                    return options.FailedRuns == NonFinitePolicy.Drop ? false : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"output {output} of row {point * layout.Members + m} is {value}"), nameof(outputs));
                total += value;
                runs[m * r + k] = BinaryParts.Of(value);
            }
            totals[m] = r == 1 ? runs[m] : BinaryParts.Of(total);
        }
        return true;
    }

    /// <summary>Sums of one output over one part of the design.</summary>
    internal sealed class Part(int members, int pairs, int replicates)
    {
        /// <summary>Sums over replicates, and their products.</summary>
        public ExactProductSums Totals { get; } = new(members + pairs);

        /// <summary>Runs and their products within a replicate; none with a single one.</summary>
        public ExactProductSums? Same { get; } = replicates > 1 ? new(members + pairs) : null;

        public long Points { get; set; }

        public long Dropped { get; set; }

        public void Add(Part other)
        {
            Totals.Add(other.Totals);
            Same?.Add(other.Same!);
            Points += other.Points;
            Dropped += other.Dropped;
        }
    }
}
