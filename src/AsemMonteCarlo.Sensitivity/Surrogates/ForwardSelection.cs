using System.Runtime.Intrinsics;

namespace AsemMonteCarlo.Sensitivity.Surrogates;

/// <summary>A regression on some of the columns.</summary>
internal sealed record Selection(int[] Columns, double[] Coefficients, double LeaveOneOut);

/// <summary>
/// Forward orthogonal selection (Chen, Billings and Luo 1989, Orthogonal least squares methods, International Journal of
/// Control 50): the column that explains most of what is left enters, by modified Gram–Schmidt. The number of columns is that
/// of the least corrected leave-one-out error (Chapelle, Vapnik and Bengio 2002; Blatman and Sudret 2011, equation 27).
/// Sums run in lanes of four on every processor, so bits are the same.
/// </summary>
internal static class ForwardSelection
{
    /// <summary>Selects columns, of which the first (the constant) always enters.</summary>
    /// <param name="columns">Columns of equal length n, overwritten.</param>
    /// <param name="y">n outputs that vary.</param>
    /// <param name="mostTerms">Most columns.</param>
    public static Selection Run(double[][] columns, double[] y, int mostTerms)
    {
        int n = y.Length;
        double[][] originals = [.. columns.Select(c => (double[])c.Clone())];
        double[] size = [.. columns.Select(c => Dot(c, c))];
        double[] residual = [.. y];
        double[] leverage = new double[n];
        var chosen = new List<int>();
        var directions = new List<double[]>();
        var projections = new List<double>();
        var inverse = new List<double[]>(); // columns of R⁻¹
        double inverseSquares = 0, best = double.PositiveInfinity, variance = 0;
        int bestTerms = 0;
        bool[] gone = new bool[columns.Length];
        while (chosen.Count < mostTerms)
        {
            int next = -1;
            double most = 0;
            if (chosen.Count == 0) next = 0;
            else
                for (int j = 0; j < columns.Length; j++)
                {
                    if (gone[j]) continue;
                    double square = Dot(columns[j], columns[j]);
                    if (square < 1e-10 * size[j])
                    {
                        // the rows cannot tell it from columns that are in
                        gone[j] = true;
                        continue;
                    }
                    double inner = Dot(columns[j], residual), gain = inner * inner / square;
                    if (gain > most) (next, most) = (j, gain);
                }
            if (next < 0) break;
            gone[next] = true;
            double norm = Math.Sqrt(Dot(columns[next], columns[next]));
            double[] q = columns[next];
            for (int i = 0; i < n; i++) q[i] /= norm;
            double[] r = [.. directions.Select(d => Dot(d, originals[next]))];
            double projection = Dot(q, residual);
            chosen.Add(next);
            directions.Add(q);
            projections.Add(projection);
            double[] column = new double[chosen.Count];
            for (int k = 0; k < r.Length; k++)
                for (int row = 0; row < inverse[k].Length; row++) column[row] -= inverse[k][row] * r[k] / norm;
            column[^1] = 1 / norm;
            inverse.Add(column);
            foreach (double value in column) inverseSquares += value * value;
            AddScaled(residual, q, -projection);
            for (int i = 0; i < n; i++) leverage[i] += q[i] * q[i];
            for (int j = 0; j < columns.Length; j++)
                if (!gone[j]) AddScaled(columns[j], q, -Dot(q, columns[j]));
            if (chosen.Count == 1) variance = Dot(residual, residual) / n;
            double error = Error(residual, leverage, chosen.Count, inverseSquares) / variance;
            if (error < best) (best, bestTerms) = (error, chosen.Count);
            // what follows the best by so much does not come back
            if (best < 1e-26 || chosen.Count > bestTerms + Math.Max(10, bestTerms / 5)) break;
        }
        var coefficients = new double[bestTerms];
        for (int k = 0; k < bestTerms; k++)
            for (int row = 0; row <= k; row++) coefficients[row] += inverse[k][row] * projections[k];
        return new Selection([.. chosen.Take(bestTerms)], coefficients, best);
    }

    private static double Error(double[] residual, double[] leverage, int terms, double inverseSquares)
    {
        int n = residual.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double left = residual[i] / Math.Max(1e-12, 1 - leverage[i]);
            sum += left * left;
        }
        return sum / n * n / (n - terms) * (1 + inverseSquares);
    }

    internal static double Dot(double[] a, double[] b)
    {
        var sum = Vector256<double>.Zero;
        int i = 0;
        for (; i + 4 <= a.Length; i += 4) sum += Vector256.LoadUnsafe(ref a[i]) * Vector256.LoadUnsafe(ref b[i]);
        double total = sum[0] + sum[1] + (sum[2] + sum[3]);
        for (; i < a.Length; i++) total += a[i] * b[i];
        return total;
    }

    private static void AddScaled(double[] a, double[] b, double scale)
    {
        int i = 0;
        var factor = Vector256.Create(scale);
        for (; i + 4 <= a.Length; i += 4) (Vector256.LoadUnsafe(ref a[i]) + Vector256.LoadUnsafe(ref b[i]) * factor).StoreUnsafe(ref a[i]);
        for (; i < a.Length; i++) a[i] += b[i] * scale;
    }
}
