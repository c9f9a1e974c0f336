namespace AsemMonteCarlo.Sensitivity.Intervals;

/// <summary>Estimates that are functions of sums over independent parts, with intervals from leaving out one part at a time.</summary>
internal static class Jackknife
{
    /// <summary>Estimates with intervals centred at the pooled estimate.</summary>
    /// <param name="parts">Sums of each part, the first the number of units in it; parts without units do not count.</param>
    /// <param name="statistics">The estimates as a function of sums.</param>
    /// <param name="level">Coverage, in (0, 1).</param>
    public static Estimate[] Estimate(double[][] parts, Func<double[], double[]> statistics, double level)
    {
        double[][] used = [.. parts.Where(p => p[0] > 0)];
        int g = used.Length;
        double[] total = new double[parts[0].Length];
        foreach (double[] part in used)
            for (int i = 0; i < total.Length; i++) total[i] += part[i];
        double[] pooled = statistics(total);
        var variance = new double[pooled.Length];
        if (g >= 3)
        {
            var without = new double[total.Length];
            var pseudo = new double[g][];
            var mean = new double[pooled.Length];
            for (int j = 0; j < g; j++)
            {
                for (int i = 0; i < total.Length; i++) without[i] = total[i] - used[j][i];
                double h = total[0] / used[j][0];
                pseudo[j] = statistics(without);
                for (int k = 0; k < pooled.Length; k++)
                {
                    pseudo[j][k] = h * pooled[k] - (h - 1) * pseudo[j][k];
                    // weights 1/h add up to 1: equal parts count equally
                    mean[k] += pseudo[j][k] / h;
                }
            }
            for (int j = 0; j < g; j++)
            {
                double h = total[0] / used[j][0];
                for (int k = 0; k < pooled.Length; k++) variance[k] += (pseudo[j][k] - mean[k]) * (pseudo[j][k] - mean[k]) / (h - 1) / g;
            }
        }
        var estimates = new Estimate[pooled.Length];
        for (int k = 0; k < pooled.Length; k++)
        {
            double error = g < 3 ? double.NaN : Math.Sqrt(variance[k]), half = g < 3 ? double.NaN : Quantiles.Student(level, g - 1) * error;
            estimates[k] = new Estimate(pooled[k], error, pooled[k] - half, pooled[k] + half, g, g);
        }
        return estimates;
    }
}
