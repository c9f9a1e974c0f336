using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>
/// Probabilities of keeping couples, so that every profile has a minimum share of the recipients. Couples are classed by
/// the rarer profile of their partners; the classes' target shares give every profile its minimum and leave the rest in
/// proportion to the population.
/// </summary>
internal sealed class ProfileThinning
{
    // below this a class would hardly ever be sampled, and its weights would rule the estimates
    private const double LeastProbability = 0.001;

    private readonly double[] keep = [1, 1, 1, 1];
    private readonly int[] rarity = [0, 1, 2, 3];

    private ProfileThinning()
    {
    }

    /// <summary>Sets the probabilities.</summary>
    /// <param name="minimumShare">Share of recipients that each profile is to have at least, above 0 and at most 0.24.</param>
    /// <param name="couples">Profiles of couples that stand for the population, at least one.</param>
    public ProfileThinning(double minimumShare, IReadOnlyCollection<(Profile A, Profile B)> couples)
    {
        double count = couples.Count;
        var pairs = new double[4, 4];
        var persons = new double[4];
        foreach (var (a, b) in couples)
        {
            pairs[(int)a, (int)b]++;
            persons[(int)a]++;
            persons[(int)b]++;
        }
        int[] rarestFirst = [.. Enumerable.Range(0, 4).OrderBy(g => persons[g]).ThenBy(g => g)];
        for (int i = 0; i < 4; i++) rarity[rarestFirst[i]] = 3 - i;
        var natural = new double[4];
        var members = new double[4, 4]; // [class, profile]: mean number of members of a profile in a couple of the class
        for (int a = 0; a < 4; a++)
        {
            for (int b = 0; b < 4; b++)
            {
                int type = Rarer(a, b);
                natural[type] += pairs[a, b] / count;
                members[type, a] += pairs[a, b];
                members[type, b] += pairs[a, b];
            }
        }
        for (int type = 0; type < 4; type++)
            for (int g = 0; g < 4; g++) members[type, g] /= Math.Max(1, natural[type] * count);
        var target = new double[4];
        for (int i = 0; i < 4; i++)
        {
            int g = rarestFirst[i];
            if (natural[g] == 0) continue;
            double already = 0;
            for (int j = 0; j < i; j++) already += target[rarestFirst[j]] * members[rarestFirst[j], g];
            target[g] = Math.Max(0, (2 * minimumShare - already) / members[g, g]);
        }
        double needed = target.Sum();
        if (needed >= 1)
        {
            for (int g = 0; g < 4; g++) target[g] /= needed;
        }
        else
        {
            double low = 0, high = 1;
            for (int step = 0; step < 60; step++)
            {
                double factor = 0.5 * (low + high), sum = 0;
                for (int g = 0; g < 4; g++) sum += Math.Max(target[g], factor * natural[g]);
                if (sum > 1) high = factor;
                else low = factor;
            }
            for (int g = 0; g < 4; g++) target[g] = Math.Max(target[g], low * natural[g]);
        }
        for (int g = 0; g < 4; g++) keep[g] = natural[g] == 0 ? 1 : Math.Max(target[g] / natural[g], LeastProbability);
        double highest = 0;
        for (int g = 0; g < 4; g++) if (natural[g] > 0) highest = Math.Max(highest, keep[g]);
        for (int g = 0; g < 4; g++) keep[g] = Math.Min(1, keep[g] / highest);
    }

    /// <summary>Every couple is kept.</summary>
    public static ProfileThinning Off { get; } = new();

    /// <summary>Probability of keeping a couple, by the rarer profile of its partners.</summary>
    public IReadOnlyList<double> Probabilities => keep;

    /// <summary>Probability of keeping a couple.</summary>
    public double Probability(Profile a, Profile b) => keep[Rarer((int)a, (int)b)];

    private int Rarer(int a, int b) => rarity[a] > rarity[b] ? a : b;
}
