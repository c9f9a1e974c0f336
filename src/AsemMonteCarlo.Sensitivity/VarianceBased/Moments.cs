namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>Sums of centred moments of each part, as plain numbers that add up: points, sums per member, sums per pair, noise.</summary>
internal sealed class Moments
{
    private Moments(double[][] parts) => Parts = parts;

    /// <summary>By part: number of points, then a sum per member, then one per pair, then the noise variance summed over points.</summary>
    public double[][] Parts { get; }

    public static Moments Of(Layout layout, SobolOptions options, Estimand estimand, SobolAnalysis.Part[] parts)
    {
        int members = layout.Members, r = options.Replicates;
        long points = parts.Sum(p => p.Points);
        // any number near the mean will do, but the same for all parts; the sums behind it are exact
        double centre = points == 0 ? 0 : parts.Aggregate(0.0, (sum, p) => sum + p.Totals.Value(0)) / points / r;
        return new Moments([.. parts.Select(part =>
        {
            var sums = new double[2 + members + layout.Pairs.Count];
            sums[0] = part.Points;
            if (part.Points == 0) return sums;
            for (int m = 0; m < members; m++) sums[1 + m] = part.Totals.Centred(m, part.Points, r * centre) / r;
            double noise = 0;
            for (int pair = 0; pair < layout.Pairs.Count; pair++)
            {
                var (m, n) = layout.Pairs[pair];
                double total = part.Totals.Centred(members + pair, m, n, part.Points, r * centre);
                if (r == 1)
                {
                    sums[1 + members + pair] = total;
                    continue;
                }
                double same = part.Same!.Centred(members + pair, m, n, part.Points * r, centre), across = (total - same) / (r * (r - 1.0));
                if (m == n) noise += same / r - across;
                sums[1 + members + pair] = estimand switch
                {
                    Estimand.CommonLuck => same / r,
                    // runs of different rows share no luck, so all of their products are free of noise
                    Estimand.Mean when options.Luck == Luck.Independent && m != n => total / (r * (double)r),
                    _ => across,
                };
            }
            sums[^1] = noise / members;
            return sums;
        })]);
    }
}
