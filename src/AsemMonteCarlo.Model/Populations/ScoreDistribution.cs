using System.Collections.Concurrent;
using AsemMonteCarlo.Numerics.Lanes;
using static AsemMonteCarlo.Model.Populations.PopulationParameters;

namespace AsemMonteCarlo.Model.Populations;

/// <summary>
/// Chronic scores of couples: normal on the logit scale 1 + 6σ(z), so that they stay on 1–7, with the asked means and
/// standard deviations on 1–7 and exchangeable partners.
/// </summary>
public sealed class ScoreDistribution
{
    /// <summary>The parameters that it reads.</summary>
    public static readonly IReadOnlyList<Parameter> Parameters = [AnxietyMean, AnxietySpread, AvoidanceMean, AvoidanceSpread, WithinPerson, PartnersAnxiety, PartnersAvoidance, PartnersCrossed];

    // a hundred thousand logistics a solution, which studies of many parameter sets ask for again and again
    private const int MostSolved = 4096;
    private static readonly ConcurrentDictionary<(double Mean, double Sd), (double Mean, double Spread)> solved = new();

    private readonly (double Mean, double Spread) anxiety, avoidance;
    private readonly double sum1, sumCross, sum2, difference1, differenceCross, difference2;

    /// <summary>Solves for the location and spread on the logit scale.</summary>
    /// <param name="p">The population's parameters.</param>
    public ScoreDistribution(ParameterSet p)
    {
        anxiety = Solve(p[AnxietyMean], p[AnxietySpread]);
        avoidance = Solve(p[AvoidanceMean], p[AvoidanceSpread]);
        // sums and differences of exchangeable partners are independent, so two 2 × 2 Cholesky factors suffice
        (sum1, sumCross, sum2) = Factor(1 + p[PartnersAnxiety], 1 + p[PartnersAvoidance], p[WithinPerson] + p[PartnersCrossed]);
        (difference1, differenceCross, difference2) = Factor(1 - p[PartnersAnxiety], 1 - p[PartnersAvoidance], p[WithinPerson] - p[PartnersCrossed]);
    }

    /// <summary>Mean and standard deviation of anxiety on 1–7 that the solution has.</summary>
    public (double Mean, double Sd) AnxietyMoments => Moments(anxiety.Mean, anxiety.Spread);

    /// <summary>Mean and standard deviation of avoidance on 1–7 that the solution has.</summary>
    public (double Mean, double Sd) AvoidanceMoments => Moments(avoidance.Mean, avoidance.Spread);

    /// <summary>Standard deviation on 1–7 at a logit spread of √2, beyond which a logit-normal law can have two modes: scores pile up at both ends.</summary>
    /// <param name="mean">Mean score, within 1–7.</param>
    public static double LargestSd(double mean) => Moments(Location(mean, 1.4142135623730951), 1.4142135623730951).Sd;

    /// <summary>Scores of a drawn couple.</summary>
    public CoupleScores Scores(in Couple couple)
    {
        const double r = 0.70710678118654752;
        double e1 = r * (couple.A.Anxiety + couple.B.Anxiety), f1 = r * (couple.A.Anxiety - couple.B.Anxiety);
        double e2 = r * (couple.A.Avoidance + couple.B.Avoidance), f2 = r * (couple.A.Avoidance - couple.B.Avoidance);
        double u1 = sum1 * e1, u2 = sumCross * e1 + sum2 * e2, v1 = difference1 * f1, v2 = differenceCross * f1 + difference2 * f2;
        return new CoupleScores(Score(anxiety, r * (u1 + v1)), Score(avoidance, r * (u2 + v2)), Score(anxiety, r * (u1 - v1)), Score(avoidance, r * (u2 - v2)));
    }

    /// <summary>The score 1 + 6σ(z) of a logit.</summary>
    public static double ToScore(double logit) => 1 + 6 * Precise.Extract(Functions.Logistic(Precise.Broadcast(logit)), 0);

    /// <summary>The logit of a score on 1–7; scores at the ends give ∓6.</summary>
    /// <remarks>σ(x)/(1 − σ(x)) = ((1 + x/6)/(1 − x/6))³, so the inverse is a cube root.</remarks>
    public static double ToLogit(double score)
    {
        double share = (score - 1) / 6;
        if (share <= 0) return -6;
        if (share >= 1) return 6;
        double root = DoubleFunctions.Exp(DoubleFunctions.Log(share / (1 - share)) / 3);
        return 6 * (root - 1) / (root + 1);
    }

    private static double Score((double Mean, double Spread) law, double normal) => ToScore(law.Mean + law.Spread * normal);

    private static (double First, double Cross, double Second) Factor(double variance1, double variance2, double covariance)
    {
        double first = Math.Sqrt(variance1), cross = covariance / first;
        return (first, cross, Math.Sqrt(Math.Max(0, variance2 - cross * cross)));
    }

    private static (double Mean, double Spread) Solve(double mean, double sd)
    {
        if (solved.Count > MostSolved) solved.Clear();
        return solved.GetOrAdd((mean, sd), asked => Solution(asked.Mean, asked.Sd));
    }

    private static (double Mean, double Spread) Solution(double mean, double sd)
    {
        double low = 0, high = 12;
        for (int i = 0; i < 50; i++)
        {
            double spread = 0.5 * (low + high);
            if (Moments(Location(mean, spread), spread).Sd < sd) low = spread;
            else high = spread;
        }
        double found = 0.5 * (low + high);
        return (Location(mean, found), found);
    }

    private static double Location(double mean, double spread)
    {
        double low = -20, high = 20;
        for (int i = 0; i < 50; i++)
        {
            double middle = 0.5 * (low + high);
            if (Moments(middle, spread).Mean < mean) low = middle;
            else high = middle;
        }
        return 0.5 * (low + high);
    }

    private static readonly double[] nodes = [.. Enumerable.Range(0, 200).Select(i => DoubleFunctions.NormalQuantile((i + 0.5) / 200))];

    private static (double Mean, double Sd) Moments(double location, double spread)
    {
        double sum = 0, squares = 0;
        foreach (double node in nodes)
        {
            double score = ToScore(location + spread * node);
            sum += score;
            squares += score * score;
        }
        double mean = sum / nodes.Length;
        return (mean, Math.Sqrt(Math.Max(0, squares / nodes.Length - mean * mean)));
    }
}
