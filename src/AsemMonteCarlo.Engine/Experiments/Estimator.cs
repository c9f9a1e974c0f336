using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>A statistic with its uncertainty over couples.</summary>
/// <param name="Value">The value; NaN where it is undefined.</param>
/// <param name="StandardError">Standard error by the delete-a-group jackknife over couples.</param>
/// <param name="DegreesOfFreedom">Groups less one.</param>
/// <param name="Rows">Rows that entered the largest of its parts.</param>
public readonly record struct Estimated(double Value, double StandardError, int DegreesOfFreedom, long Rows)
{
    /// <summary>The interval at a level; not a number where there is no estimate.</summary>
    public (double Low, double High) Interval(double level)
    {
        if (double.IsNaN(Value) || DegreesOfFreedom < 2) return (double.NaN, double.NaN);
        double half = Quantiles.Student(level, DegreesOfFreedom) * StandardError;
        return (Value - half, Value + half);
    }
}

/// <summary>
/// Estimates of an experiment. Every statistic is a function of weighted second moments, which are summed by group of couples;
/// the estimate without each group in turn gives its standard error (Kott 2001, the delete-a-group jackknife), whatever arithmetic combines the statistics.
/// </summary>
internal static class Estimator
{
    /// <summary>Groups of couples into which a whole sample is cut.</summary>
    public const int Groups = 100;

    private const int LeastRows = 10;

    /// <summary>Estimates from a stretch of couples.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="from">First couple.</param>
    /// <param name="to">Couple behind the last.</param>
    /// <param name="groups">Groups of the jackknife.</param>
    public static Estimated Evaluate(Expression estimate, RowEvaluator rows, int from, int to, int groups)
    {
        groups = Math.Min(groups, to - from);
        var moments = estimate.All.OfType<AggregateExpression>().Distinct().ToDictionary(a => a, a => new Moments(a, rows, from, to, groups));
        long largest = moments.Values.Select(m => m.Rows).DefaultIfEmpty(0).Max();
        if (groups < 3 || moments.Values.Any(m => m.Rows < LeastRows)) return new Estimated(double.NaN, double.NaN, 0, largest);
        double value = Value(estimate, moments, -1), sum = 0, squares = 0;
        for (int g = 0; g < groups; g++)
        {
            double without = Value(estimate, moments, g) - value;
            sum += without;
            squares += without * without;
        }
        double variance = (groups - 1.0) / groups * Math.Max(0, squares - sum * sum / groups);
        return new Estimated(value, Math.Sqrt(variance), groups - 1, largest);
    }

    private static double Value(Expression expression, Dictionary<AggregateExpression, Moments> moments, int without) => expression switch
    {
        NumberExpression number => number.Value,
        AggregateExpression aggregate => moments[aggregate].Value(without),
        OperationExpression operation => RowEvaluator.Apply(operation.Name, Value(operation.Arguments[0], moments, without), operation.Arguments.Count > 1 ? Value(operation.Arguments[1], moments, without) : 0),
        _ => throw new InvalidOperationException($"{expression} is no estimate"),
    };

    /// <summary>Weighted moments of one statistic's columns by group, about the columns' means.</summary>
    private sealed class Moments
    {
        private readonly string kind;
        private readonly int size;
        private readonly double[] centres;
        private readonly double[][] groups;
        private readonly double[] total;

        public Moments(AggregateExpression aggregate, RowEvaluator rows, int from, int to, int count)
        {
            kind = aggregate.Kind;
            double[][] columns = [.. aggregate.Columns.Select(rows.Evaluate)];
            var where = aggregate.Where is { } condition ? rows.Evaluate(condition) : null;
            size = columns.Length + 1;
            centres = new double[columns.Length];
            var counted = new List<int>();
            double weight = 0;
            for (int row = from * rows.RowsPerCouple; row < to * rows.RowsPerCouple; row++)
            {
                if (!rows.Counts[row] || where is not null && !(where[row] > 0) || columns.Any(c => double.IsNaN(c[row]))) continue;
                counted.Add(row);
                double w = rows.WeightOf(row);
                weight += w;
                for (int i = 0; i < columns.Length; i++) centres[i] += w * columns[i][row];
            }
            Rows = counted.Count;
            for (int i = 0; i < centres.Length; i++) centres[i] = weight == 0 ? 0 : centres[i] / weight;
            groups = [.. Enumerable.Range(0, count).Select(_ => new double[size * size])];
            var line = new double[size];
            foreach (int row in counted)
            {
                double w = rows.WeightOf(row);
                var into = groups[(int)((long)(row / rows.RowsPerCouple - from) * count / (to - from))];
                line[0] = 1;
                for (int i = 0; i < columns.Length; i++) line[i + 1] = columns[i][row] - centres[i];
                for (int i = 0; i < size; i++)
                    for (int j = i; j < size; j++) into[i * size + j] += w * line[i] * line[j];
            }
            total = new double[size * size];
            foreach (var group in groups)
                for (int i = 0; i < total.Length; i++) total[i] += group[i];
        }

        /// <summary>Rows that count.</summary>
        public long Rows { get; }

        /// <summary>The statistic, without a group of couples or with all (−1).</summary>
        public double Value(int without)
        {
            double Sum(int i, int j)
            {
                int at = i <= j ? i * size + j : j * size + i;
                return without < 0 ? total[at] : total[at] - groups[without][at];
            }

            double weight = Sum(0, 0);
            if (!(weight > 0)) return double.NaN;
            double Mean(int column) => Sum(0, column + 1) / weight;
            double Covariance(int a, int b) => Sum(a + 1, b + 1) / weight - Mean(a) * Mean(b);
            return kind switch
            {
                "mean" => centres[0] + Mean(0),
                "variance" => Covariance(0, 0),
                "sd" => Math.Sqrt(Math.Max(0, Covariance(0, 0))),
                "correlation" => Covariance(0, 1) / Math.Sqrt(Covariance(0, 0) * Covariance(1, 1)),
                "slope" => Slopes(Covariance)[0],
                "beta" => Slopes(Covariance)[0] * Math.Sqrt(Covariance(1, 1) / Covariance(0, 0)),
                _ => Slopes(Covariance).Index().Sum(s => s.Item * Covariance(0, s.Index + 1)) / Covariance(0, 0),
            };
        }

        // least squares of the first column on all others; NaN where they are collinear
        private double[] Slopes(Func<int, int, double> covariance)
        {
            int k = size - 2;
            var a = new double[k, k + 1];
            for (int i = 0; i < k; i++)
            {
                for (int j = 0; j < k; j++) a[i, j] = covariance(i + 1, j + 1);
                a[i, k] = covariance(i + 1, 0);
            }
            for (int column = 0; column < k; column++)
            {
                // the matrix is positive definite: no pivoting is needed, and a vanishing pivot is collinearity
                double scale = covariance(column + 1, column + 1);
                if (!(a[column, column] > 1e-10 * scale)) return [.. Enumerable.Repeat(double.NaN, k)];
                for (int row = 0; row < k; row++)
                {
                    if (row == column) continue;
                    double factor = a[row, column] / a[column, column];
                    for (int j = column; j <= k; j++) a[row, j] -= factor * a[column, j];
                }
            }
            return [.. Enumerable.Range(0, k).Select(i => a[i, k] / a[i, i])];
        }
    }
}
