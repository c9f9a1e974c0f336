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
/// Draws couples from the study's population. Where each profile is to have a minimum share, couples are thinned: a couple
/// is kept with a probability that depends on its partners' profiles, and carries the inverse as weight, so that weighted
/// means speak of the population. Every couple is a pure function of (seed, replicate, dyad).
/// </summary>
public sealed class Sampling
{
    private const int PilotCouples = 16384;
    private readonly Study study;
    private readonly ScoreDistribution? distribution;
    private readonly int[] ranking;
    private readonly double[] keep = [1, 1, 1, 1];

    /// <summary>Prepares the population; the pilot that sets the thinning is a pure function of the seed.</summary>
    /// <param name="study">The study.</param>
    public Sampling(Study study)
    {
        this.study = study;
        if (study.Population.Scores.Count == 0) distribution = new ScoreDistribution(study.Focal);
        ranking = Rank(study.Population.Scores);
        if (study.Population.MinimumProfileShare > 0) Thin(study.Population.MinimumProfileShare);
    }

    /// <summary>Probability of keeping a person's couple by profile; a couple is kept with the larger of its partners'.</summary>
    public IReadOnlyList<double> KeepingProbabilities => keep;

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
        return new SampledCouple(couple, scores, a, b, 1 / Math.Max(keep[(int)a], keep[(int)b]));
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

    // raises the shares of rare profiles step by step, on couples of a stream of their own
    private void Thin(double minimumShare)
    {
        var luck = new Luck(study.Seed, ushort.MaxValue, 0);
        var pairs = new double[4, 4];
        for (int i = 0; i < PilotCouples; i++)
        {
            var pilot = Candidate(luck, i, 0);
            pairs[(int)pilot.A, (int)pilot.B]++;
        }
        for (int step = 0; step < 400; step++)
        {
            var shares = new double[4];
            double total = 0;
            for (int a = 0; a < 4; a++)
            {
                for (int b = 0; b < 4; b++)
                {
                    double kept = pairs[a, b] * Math.Max(keep[a], keep[b]);
                    shares[a] += kept;
                    shares[b] += kept;
                    total += 2 * kept;
                }
            }
            int largest = Array.IndexOf(shares, shares.Max());
            bool reached = true;
            for (int g = 0; g < 4; g++) reached &= shares[g] == 0 || shares[g] >= minimumShare * total;
            if (reached || keep[largest] < 0.002) break;
            keep[largest] *= 0.95;
        }
        double highest = keep.Max();
        for (int g = 0; g < 4; g++) keep[g] /= highest;
    }
}
