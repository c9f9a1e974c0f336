using System.Globalization;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Sensitivity.GivenData;

namespace AsemMonteCarlo.Sensitivity.Surrogates;

/// <summary>Settings of <see cref="PolynomialChaos"/>.</summary>
public sealed record PolynomialChaosOptions
{
    /// <summary>Highest degree p that is tried, in [1, 64]; lower ones are tried first.</summary>
    public int MaximumDegree { get; init; } = 16;

    /// <summary>Hyperbolic norm q in (0, 1]: terms with (Σ degreeᵢ^q)^(1/q) ≤ p are candidates; smaller means fewer interactions of high degree.</summary>
    public double HyperbolicNorm { get; init; } = 0.75;

    /// <summary>Most factors in one term, at least 1.</summary>
    public int MaximumInteraction { get; init; } = 4;

    /// <summary>Most candidate terms, at least 2; degrees with more are not tried.</summary>
    public int MaximumCandidates { get; init; } = 4000;

    /// <summary>What happens to rows that are missing or infinite.</summary>
    public NonFinitePolicy Policy { get; init; } = NonFinitePolicy.Drop;
}

/// <summary>One term: a product of functions of some factors.</summary>
/// <param name="Degrees">Degree per factor, 0 for those that are not in it.</param>
/// <param name="Coefficient">Coefficient, in units of the output.</param>
public sealed record ChaosTerm(IReadOnlyList<int> Degrees, double Coefficient);

/// <summary>
/// Sparse polynomial chaos: the output as a sum of products of functions that are orthonormal under the factors'
/// distributions, from which Sobol' indices and Shapley effects follow exactly. They are the indices of the surrogate: how far
/// they are those of the model, the leave-one-out error says.
/// </summary>
/// <remarks>Sources: Sudret (2008, Global sensitivity analysis using polynomial chaos expansions, Reliability Engineering and
/// System Safety 93); Blatman and Sudret (2011, Adaptive sparse polynomial chaos expansion based on least angle regression,
/// Journal of Computational Physics 230) for hyperbolic truncation and the corrected error; Owen (2014, Sobol' indices and
/// Shapley value) for a term's variance shared alike by its factors. Factors must be independent. Rows may come from any
/// design. Kinks and jumps cost accuracy. On noisy outputs the regression is one of E[Y | X]; the error then includes the noise.</remarks>
public sealed class PolynomialChaos
{
    private readonly UnivariateBasis[] bases;
    private readonly int[] unitOf;

    private PolynomialChaos(IReadOnlyList<Factor> factors, UnivariateBasis[] bases, IReadOnlyList<ChaosTerm> terms, double error, int degree, RowCounts rows)
    {
        (Factors, this.bases, Terms, LeaveOneOutError, Degree, Rows) = (factors, bases, terms, error, degree, rows);
        var units = new List<string>();
        unitOf = new int[factors.Count];
        for (int i = 0; i < factors.Count; i++)
        {
            string name = factors[i].Group ?? factors[i].Name;
            int unit = units.IndexOf(name);
            if (unit < 0)
            {
                unit = units.Count;
                units.Add(name);
            }
            unitOf[i] = unit;
        }
        Groups = units;
        foreach (var term in terms)
            if (term.Degrees.Any(d => d > 0)) Variance += term.Coefficient * term.Coefficient;
            else Mean = term.Coefficient;
    }

    /// <summary>The factors.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>Names of the groups, in the order of their first factor; a factor without group is one by itself.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The terms that were selected, the constant among them.</summary>
    public IReadOnlyList<ChaosTerm> Terms { get; }

    /// <summary>Corrected leave-one-out error, as a share of the output's variance: 0 is a perfect surrogate, 1 none; NaN where the output does not vary.</summary>
    public double LeaveOneOutError { get; }

    /// <summary>Degree that was chosen.</summary>
    public int Degree { get; }

    /// <summary>Rows used and left out.</summary>
    public RowCounts Rows { get; }

    /// <summary>Mean of the surrogate, in units of the output.</summary>
    public double Mean { get; }

    /// <summary>Variance of the surrogate.</summary>
    public double Variance { get; }

    /// <summary>Fits a surrogate.</summary>
    /// <param name="factors">The factors, independent of each other.</param>
    /// <param name="columns">Values, one column per factor, in the factor's units.</param>
    /// <param name="output">Outputs, one per row, in any row order.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit, rows refused, fewer than 8 rows, or more candidates of degree 1 than allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting out of range.</exception>
    public static PolynomialChaos Fit(IReadOnlyList<Factor> factors, IReadOnlyList<double[]> columns, ReadOnlySpan<double> output, PolynomialChaosOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new();
        if (options.MaximumDegree is < 1 or > 64 || !(options.HyperbolicNorm > 0 && options.HyperbolicNorm <= 1) || options.MaximumInteraction < 1 || options.MaximumCandidates < 2)
            throw new ArgumentOutOfRangeException(nameof(options), options, "a setting is out of range");
        if (factors.Count == 0 || factors.Count != columns.Count) throw new ArgumentException("one column per factor is needed", nameof(columns));
        var (rows, y, counts) = Complete(columns, output, options.Policy);
        int n = y.Length;
        if (n < 8) throw new ArgumentException($"{n} usable rows are too few: at least 8 are needed", nameof(output));
        UnivariateBasis[] bases = [.. factors.Select(f => new UnivariateBasis(f.Distribution))];
        double level = 0, spread = 0;
        foreach (double value in y) level += value / n;
        if (y.Min() == y.Max()) return new(factors, bases, [new(new int[factors.Count], y[0])], double.NaN, 0, counts);
        foreach (double value in y) spread = Math.Max(spread, Math.Abs(value - level));

        // a number near 1 in every sum, whatever the unit of the output
        double[] scaled = Array.ConvertAll(y, value => (value - level) / spread);
        double[][][] functions = Functions(bases, rows, options.MaximumDegree);
        Selection? best = null;
        List<int[]> bestTerms = [];
        int bestDegree = 0;
        for (int degree = 1; degree <= options.MaximumDegree && degree <= bestDegree + 3; degree++)
        {
            var terms = Candidates(bases, degree, options);
            if (terms.Count > options.MaximumCandidates)
            {
                if (best is not null) break;
                throw new ArgumentException($"{factors.Count} factors have more than {options.MaximumCandidates} candidate terms: group or screen them, or allow more", nameof(factors));
            }
            var selection = ForwardSelection.Run([.. terms.Select(term => Column(term, functions, n))], scaled, Math.Max(2, n / 2));
            if (best is null || selection.LeaveOneOut < best.LeaveOneOut) (best, bestTerms, bestDegree) = (selection, terms, degree);
            if (best.LeaveOneOut < 1e-24) break;
        }
        var found = best!.Columns.Select((column, k) => new ChaosTerm(bestTerms[column], best.Coefficients[k] * spread + (k == 0 ? level : 0)));
        return new(factors, bases, [.. found], best.LeaveOneOut, bestDegree, counts);
    }

    /// <summary>The surrogate's output for a row.</summary>
    /// <param name="values">One value per factor, in the factor's units.</param>
    /// <exception cref="ArgumentException">The length is not the number of factors.</exception>
    public double Value(ReadOnlySpan<double> values)
    {
        if (values.Length != Factors.Count) throw new ArgumentException("one value per factor is needed", nameof(values));
        int highest = Terms.Max(t => t.Degrees.Max());
        double[][] functions = new double[values.Length][];
        for (int i = 0; i < values.Length; i++) bases[i].Fill(values[i], functions[i] = new double[highest + 1]);
        double sum = 0;
        foreach (var term in Terms)
        {
            double product = term.Coefficient;
            for (int i = 0; i < values.Length; i++) product *= functions[i][term.Degrees[i]];
            sum += product;
        }
        return sum;
    }

    /// <summary>First-order index of a group: variance of terms of its factors alone, as a share of the surrogate's variance.</summary>
    /// <param name="group">Place among <see cref="Groups"/>.</param>
    public double FirstOrder(int group) => Part(units => units.Count == 1 && units.Contains(group) ? 1 : 0);

    /// <summary>Total index of a group: all terms that it is in.</summary>
    /// <param name="group">Place among <see cref="Groups"/>.</param>
    public double Total(int group) => Part(units => units.Contains(group) ? 1 : 0);

    /// <summary>Interaction of two groups: terms of both and no other.</summary>
    /// <param name="first">Place among <see cref="Groups"/>.</param>
    /// <param name="second">Another place.</param>
    public double SecondOrder(int first, int second) => Part(units => units.Count == 2 && units.Contains(first) && units.Contains(second) ? 1 : 0);

    /// <summary>Shapley effect of a group: a term is shared alike by its groups. Effects sum to 1.</summary>
    /// <param name="group">Place among <see cref="Groups"/>.</param>
    public double Shapley(int group) => Part(units => units.Contains(group) ? 1.0 / units.Count : 0);

    /// <summary>
    /// Rows of the tidy table: <c>loo_error</c> of the whole, then <c>first_order</c>, <c>total</c> and <c>shapley</c> of every group
    /// and <c>second_order</c> of every pair. None has an interval: the leave-one-out error is the measure of trust.
    /// </summary>
    /// <param name="estimand">As in <see cref="SensitivityIndex.Estimand"/>.</param>
    /// <param name="seed">Seed of the design that made the rows.</param>
    public IReadOnlyList<SensitivityIndex> Indices(string estimand = "deterministic", ulong seed = 0)
    {
        SensitivityIndex Row(string index, double value, params int[] groups) =>
            new("sparse_pce", index, "forward_orthogonal", estimand, [.. groups.Select(g => Groups[g])], value, double.NaN, double.NaN, double.NaN, Rows.Used, seed);
        var list = new List<SensitivityIndex> { Row("loo_error", LeaveOneOutError) };
        for (int i = 0; i < Groups.Count; i++)
        {
            list.Add(Row("first_order", FirstOrder(i), i));
            list.Add(Row("total", Total(i), i));
            list.Add(Row("shapley", Shapley(i), i));
        }
        for (int i = 0; i < Groups.Count; i++)
            for (int j = i + 1; j < Groups.Count; j++) list.Add(Row("second_order", SecondOrder(i, j), i, j));
        return list;
    }

    private double Part(Func<HashSet<int>, double> weight)
    {
        double sum = 0;
        foreach (var term in Terms)
        {
            HashSet<int> units = [.. Enumerable.Range(0, Factors.Count).Where(i => term.Degrees[i] > 0).Select(i => unitOf[i])];
            if (units.Count > 0) sum += weight(units) * term.Coefficient * term.Coefficient;
        }
        return sum / Variance;
    }

    // rows without gaps, in an order that depends on their contents alone
    private static (double[][] Rows, double[] Output, RowCounts Counts) Complete(IReadOnlyList<double[]> columns, ReadOnlySpan<double> output, NonFinitePolicy policy)
    {
        foreach (double[] column in columns)
            if (column.Length != output.Length) throw new ArgumentException("every factor needs one value per row", nameof(columns));
        var rows = new List<double[]>();
        int missing = 0, infinite = 0;
        for (int row = 0; row < output.Length; row++)
        {
            double[] values = new double[columns.Count + 1];
            for (int i = 0; i < columns.Count; i++) values[i] = columns[i][row];
            values[^1] = output[row];
            if (Array.Exists(values, double.IsNaN)) missing++;
            else if (Array.Exists(values, double.IsInfinity)) infinite++;
            else rows.Add(values);
        }
        if (policy == NonFinitePolicy.Refuse && missing + infinite > 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{missing} rows with missing values and {infinite} with infinite ones"), nameof(output));
        rows.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        return ([.. rows], [.. rows.Select(r => r[^1])], new(rows.Count, missing, infinite));
    }

    private static double[][][] Functions(UnivariateBasis[] bases, double[][] rows, int degree)
    {
        var functions = new double[bases.Length][][];
        var at = new double[degree + 1];
        for (int i = 0; i < bases.Length; i++)
        {
            functions[i] = [.. Enumerable.Range(0, degree + 1).Select(_ => new double[rows.Length])];
            for (int row = 0; row < rows.Length; row++)
            {
                bases[i].Fill(rows[row][i], at);
                for (int k = 0; k <= degree; k++) functions[i][k][row] = at[k];
            }
        }
        return functions;
    }

    private static double[] Column(int[] degrees, double[][][] functions, int n)
    {
        double[] column = new double[n];
        Array.Fill(column, 1);
        for (int i = 0; i < degrees.Length; i++)
        {
            if (degrees[i] == 0) continue;
            double[] f = functions[i][degrees[i]];
            for (int row = 0; row < n; row++) column[row] *= f[row];
        }
        return column;
    }

    private static List<int[]> Candidates(UnivariateBasis[] bases, int degree, PolynomialChaosOptions options)
    {
        double[] power = [.. Enumerable.Range(0, degree + 1).Select(k => k == 0 ? 0 : DoubleFunctions.Exp(options.HyperbolicNorm * DoubleFunctions.Log(k)))];
        double limit = power[degree] * (1 + 1e-12);
        var terms = new List<int[]>();
        int[] current = new int[bases.Length];
        void Extend(int factor, double used, int inside)
        {
            if (terms.Count > options.MaximumCandidates) return;
            if (factor == bases.Length)
            {
                terms.Add([.. current]);
                return;
            }
            for (int k = 0; k <= Math.Min(degree, bases[factor].Degrees) && used + power[k] <= limit && (k == 0 || inside < options.MaximumInteraction); k++)
            {
                current[factor] = k;
                Extend(factor + 1, used + power[k], inside + (k > 0 ? 1 : 0));
            }
            current[factor] = 0;
        }
        Extend(0, 0, 0);
        return terms;
    }
}
