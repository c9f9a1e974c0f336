using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>A sampled couple.</summary>
/// <param name="Couple">Its normals.</param>
/// <param name="Scores">Its chronic scores on day 0.</param>
/// <param name="A">Profile of partner A.</param>
/// <param name="B">Profile of partner B.</param>
/// <param name="Weight">How many couples of the population it stands for, relative to the others; at least 1.</param>
public readonly record struct SampledCouple(Couple Couple, CoupleScores Scores, Profile A, Profile B, double Weight);

/// <summary>
/// Draws couples from the study's population. Where each profile is to have a minimum share of the recipients, couples are
/// thinned: a couple is kept with a probability that depends on its rarer profile, and carries the inverse as weight, so
/// that weighted means speak of the population. Every couple is a pure function of (seed, replicate, dyad).
/// </summary>
public sealed class Sampling
{
    /// <summary>Parameters that decide who the couples are where no file does; cells of a sweep that agree in them have the same couples.</summary>
    public static readonly IReadOnlyList<Parameter> DependsOn = ScoreDistribution.Parameters;

    private const int PilotCouples = 16384;
    private readonly Study study;
    private readonly ScoreDistribution? distribution;
    private readonly int[] ranking;
    private readonly double[] keep = [1, 1, 1, 1];
    private readonly int[] rarity = [0, 1, 2, 3];

    /// <summary>Prepares the population; the pilot that sets the thinning is a pure function of the seed.</summary>
    /// <param name="study">The study.</param>
    public Sampling(Study study)
    {
        this.study = study;
        if (study.Population.Scores.Count == 0) distribution = new ScoreDistribution(study.Focal);
        ranking = Rank(study.Population.Scores);
        if (study.Population.MinimumProfileShare > 0) Thin(study.Population.MinimumProfileShare);
    }

    /// <summary>Probability of keeping a couple, by the rarer profile of its partners.</summary>
    public IReadOnlyList<double> KeepingProbabilities => keep;

    /// <summary>Whether two studies have the same couples: those of one file, or of parameters that agree.</summary>
    public static bool HaveSameCouples(Study one, Study other) => one.Population.Scores.Count > 0 || DependsOn.All(p => one.Focal[p] == other.Focal[p]);

    /// <summary>Number of independent units: dyads, or rows of a file with all dyads made from them.</summary>
    public long Clusters => study.Dyads;

    /// <summary>Most dyads of an independent unit.</summary>
    public int LargestCluster => study.Dyads > 0 ? 1 : 0;

    /// <summary>The independent unit of a dyad.</summary>
    public long ClusterOf(long dyad) => Math.Min(dyad, study.Dyads);

    /// <summary>First dyad of an independent unit; of <see cref="Clusters"/>, the number of dyads.</summary>
    public long FirstDyadOf(long cluster) => Math.Min(cluster, study.Dyads);

    /// <summary>Draws a dyad.</summary>
    /// <param name="dyad">Its number.</param>
    public SampledCouple Draw(long dyad)
    {
        var luck = new Luck(study.Seed, study.Replicate, 0);
        SampledCouple sampled = default;
        for (int attempt = 0; attempt < Couple.MaximumAttempts; attempt++)
        {
            sampled = Candidate(luck, dyad, attempt);
            if (sampled.Couple.Acceptance < 1 / sampled.Weight) break;
        }
        return sampled;
    }

    /// <summary>Profile of a person.</summary>
    public static Profile ProfileOf(double anxiety, double avoidance, double cut) =>
        (Profile)((anxiety >= cut ? 1 : 0) + (avoidance >= cut ? 2 : 0));

    internal SampledCouple Candidate(Luck luck, long dyad, int attempt)
    {
        var couple = Couple.Draw(luck, dyad, attempt);
        var scores = distribution?.Scores(couple) ?? FromFile(couple);
        var a = ProfileOf(scores.AnxietyA, scores.AvoidanceA, study.Population.ProfileCut);
        var b = ProfileOf(scores.AnxietyB, scores.AvoidanceB, study.Population.ProfileCut);
        return new SampledCouple(couple, scores, a, b, 1 / keep[Rarer((int)a, (int)b)]);
    }

    // partners' places in the ranking of insecurity follow a normal copula with the stated correlation
    private CoupleScores FromFile(in Couple couple)
    {
        var scores = study.Population.Scores;
        double r = study.Population.Similarity;
        double first = couple.A.Anxiety, second = r * first + Math.Sqrt(1 - r * r) * couple.B.Anxiety;
        var a = scores[ranking[Place(first)]];
        var b = scores[ranking[Place(second)]];
        return new CoupleScores(a.Anxiety, a.Avoidance, b.Anxiety, b.Avoidance);

        int Place(double normal) => Math.Min((int)(DoubleFunctions.NormalCumulative(normal) * scores.Count), scores.Count - 1);
    }

    private static int[] Rank(IReadOnlyList<(double Anxiety, double Avoidance)> scores)
    {
        var order = Enumerable.Range(0, scores.Count).ToArray();
        Array.Sort(order, (x, y) =>
        {
            int compared = (scores[x].Anxiety + scores[x].Avoidance).CompareTo(scores[y].Anxiety + scores[y].Avoidance);
            return compared != 0 ? compared : x.CompareTo(y);
        });
        return order;
    }

    private int Rarer(int a, int b) => rarity[a] > rarity[b] ? a : b;

    // couples are classed by their rarer profile; the classes' target shares give every profile its minimum and leave the
    // rest in proportion to the population; the pilot is on luck of its own
    private void Thin(double minimumShare)
    {
        var luck = new Luck(study.Seed, ushort.MaxValue, 0);
        var pairs = new double[4, 4];
        var persons = new double[4];
        for (int i = 0; i < PilotCouples; i++)
        {
            var pilot = Candidate(luck, i, 0);
            pairs[(int)pilot.A, (int)pilot.B]++;
            persons[(int)pilot.A]++;
            persons[(int)pilot.B]++;
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
                natural[type] += pairs[a, b] / PilotCouples;
                members[type, a] += pairs[a, b];
                members[type, b] += pairs[a, b];
            }
        }
        for (int type = 0; type < 4; type++)
            for (int g = 0; g < 4; g++) members[type, g] /= Math.Max(1, natural[type] * PilotCouples);
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
        for (int g = 0; g < 4; g++) keep[g] = natural[g] == 0 ? 1 : Math.Max(target[g] / natural[g], 0.001);
        double highest = 0;
        for (int g = 0; g < 4; g++) if (natural[g] > 0) highest = Math.Max(highest, keep[g]);
        for (int g = 0; g < 4; g++) keep[g] = Math.Min(1, keep[g] / highest);
    }
}
