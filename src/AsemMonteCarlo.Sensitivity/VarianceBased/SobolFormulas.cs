using AsemMonteCarlo.Sensitivity.Designs;

namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>Indices as functions of centred second moments of the rows A, B, AB and BA.</summary>
internal readonly struct SobolFormulas
{
    private readonly Layout layout;
    private readonly double[] sums;
    private readonly SobolEstimator estimator;
    private readonly bool commonLuck;

    public SobolFormulas(Layout layout, double[] sums, SobolEstimator estimator, Estimand estimand)
    {
        (this.layout, this.sums, this.estimator, commonLuck) = (layout, sums, estimator, estimand == Estimand.CommonLuck);
        if (estimator == SobolEstimator.Best) this.estimator = layout.Both ? SobolEstimator.Pooled : SobolEstimator.Saltelli;
    }

    public static IEnumerable<(string Index, IReadOnlyList<string> Factors)> Names(PickFreezeDesign design, Layout layout, bool noise)
    {
        foreach (string group in design.Groups) yield return ("first_order", [group]);
        foreach (string group in design.Groups) yield return ("total", [group]);
        foreach (string index in layout.SecondOrder ? layout.Both ? (string[])["second_order", "closed_second_order", "total_interaction"] : ["total_interaction"] : [])
            for (int i = 0; i < layout.Groups; i++)
                for (int j = i + 1; j < layout.Groups; j++) yield return (index, [design.Groups[i], design.Groups[j]]);
        if (noise) yield return ("noise_share", []);
    }

    public double[] All(bool noise)
    {
        int g = layout.Groups;
        var list = new List<double>(2 * g + 3 * g * g / 2 + 1);
        double variance = Variance();
        for (int i = 0; i < g; i++) list.Add(First(i, variance));
        for (int i = 0; i < g; i++) list.Add(Total(i, variance));
        if (layout.SecondOrder)
        {
            if (layout.Both)
            {
                for (int i = 0; i < g; i++)
                    for (int j = i + 1; j < g; j++) list.Add(Second(i, j) / variance);
                for (int i = 0; i < g; i++)
                    for (int j = i + 1; j < g; j++) list.Add(Second(i, j) / variance + First(i, variance) + First(j, variance));
            }
            for (int i = 0; i < g; i++)
                for (int j = i + 1; j < g; j++) list.Add(Superset(i, j) / variance);
        }
        if (noise)
        {
            double share = sums[^1] / sums[0];
            list.Add(share / (share + variance));
        }
        return [.. list];
    }

    private double Mean(int m) => sums[1 + m] / sums[0];

    private double M(int m, int n) => sums[1 + layout.Members + layout.Place(m, n)] / sums[0];

    /// <summary>Square of the mean: of products of rows that share no factor where luck is common, as their luck then is the same.</summary>
    private double SquaredMean(int m, int n) => commonLuck ? M(0, 1) : (Mean(m) + Mean(n)) * (Mean(m) + Mean(n)) / 4;

    private double Variance() => estimator == SobolEstimator.Pooled ? PooledVariance() : PlainVariance();

    private double PlainVariance() => (M(0, 0) + M(1, 1)) / 2 - SquaredMean(0, 1);

    /// <summary>½E[(A − B)²] over all pairs of rows that share no factor: A with B, AB with BA of each group.</summary>
    private double PooledVariance()
    {
        double sum = Distance(0, 1);
        for (int i = 0; i < layout.Groups; i++) sum += Distance(Layout.AB(i), layout.BA(i));
        return sum / 2 / (1 + layout.Groups);
    }

    private double First(int i, double variance)
    {
        int p = Layout.AB(i), q = layout.Both ? layout.BA(i) : -1;
        if (estimator is SobolEstimator.AzziniRosati or SobolEstimator.Pooled)
            return (M(1, p) + M(0, q) - M(0, 1) - M(p, q)) / 2 / (estimator == SobolEstimator.Pooled ? variance : (Distance(0, 1) + Distance(p, q)) / 4);
        double first = Of(1, p, variance);
        return layout.Both ? (first + Of(0, q, variance)) / 2 : first;
    }

    /// <summary>First order from the pair of rows m and n that share the group alone.</summary>
    private double Of(int m, int n, double variance) => estimator switch
    {
        SobolEstimator.Saltelli => (M(m, n) - M(0, 1)) / variance,
        SobolEstimator.Jansen => 1 - Distance(m, n) / 2 / variance,
        SobolEstimator.JanonMonod => (M(m, n) - SquaredMean(m, n)) / ((M(m, m) + M(n, n)) / 2 - SquaredMean(m, n)),
        SobolEstimator.Martinez => Correlation(m, n),
        _ => double.NaN,
    };

    private double Total(int i, double variance)
    {
        int p = Layout.AB(i), q = layout.Both ? layout.BA(i) : -1;
        if (estimator == SobolEstimator.AzziniRosati) return (Distance(0, p) + Distance(1, q)) / (Distance(0, 1) + Distance(p, q));
        double total = Rest(0, p, variance);
        return layout.Both ? (total + Rest(1, q, variance)) / 2 : total;
    }

    /// <summary>Total from the pair of rows m and n that differ in the group alone.</summary>
    private double Rest(int m, int n, double variance) => estimator switch
    {
        SobolEstimator.JanonMonod => 1 - (M(m, n) - SquaredMean(m, n)) / ((M(m, m) + M(n, n)) / 2 - SquaredMean(m, n)),
        SobolEstimator.Martinez => 1 - Correlation(m, n),
        _ => Distance(m, n) / 2 / variance,
    };

    /// <summary>½E[(AB_i − A)(BA_j − B) + (BA_i − B)(AB_j − A)]: the closed variance of the pair without those of its groups.</summary>
    private double Second(int i, int j)
    {
        int pi = Layout.AB(i), pj = Layout.AB(j), qi = layout.BA(i), qj = layout.BA(j);
        return (M(pi, qj) + M(qi, pj) - M(1, pi) - M(0, qi) - M(1, pj) - M(0, qj)) / 2 + M(0, 1);
    }

    /// <summary>E[(AB_i − A)(AB_j − A)]: all components that contain the pair (Liu and Owen 2006; Fruth, Roustant and Kuhnt 2014).</summary>
    private double Superset(int i, int j)
    {
        double a = M(Layout.AB(i), Layout.AB(j)) - M(0, Layout.AB(i)) - M(0, Layout.AB(j)) + M(0, 0);
        return layout.Both ? (a + M(layout.BA(i), layout.BA(j)) - M(1, layout.BA(i)) - M(1, layout.BA(j)) + M(1, 1)) / 2 : a;
    }

    private double Distance(int m, int n) => M(m, m) + M(n, n) - 2 * M(m, n);

    private double Correlation(int m, int n)
    {
        double covariance = commonLuck ? M(m, n) - M(0, 1) : M(m, n) - Mean(m) * Mean(n);
        double first = M(m, m) - (commonLuck ? M(0, 1) : Mean(m) * Mean(m)), second = M(n, n) - (commonLuck ? M(0, 1) : Mean(n) * Mean(n));
        return covariance / Math.Sqrt(first * second);
    }
}
