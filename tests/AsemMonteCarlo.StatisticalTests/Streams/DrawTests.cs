using System.Globalization;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using MathNet.Numerics.Distributions;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.StatisticalTests.Streams;

/// <summary>
/// The words at the counters that studies use: each purpose uniform, and without correlation over days, couples, owners,
/// purposes, replicates and neighbouring seeds. All p-values of a test share a false-alarm rate of 0.001 (Bonferroni).
/// </summary>
[Trait("Category", "Slow")]
public sealed class DrawTests
{
    private const double FalseAlarm = 1e-3;
    private const int Couples = 1024, Purposes = 16;
    private static readonly int days = Reduced.Size(365, 60);
    private static readonly Luck luck = new(1, 0, 0);

    [Fact]
    public void Words_of_every_purpose_are_uniform_with_a_false_alarm_rate_of_one_in_a_thousand()
    {
        const int bins = 256;
        var chances = new List<(string, double)>();
        foreach (var owner in Enum.GetValues<DrawOwner>())
        {
            uint[][] words = Days(luck, owner);
            for (int purpose = 0; purpose < Purposes; purpose++)
            {
                double[] high = new double[bins], low = new double[bins];
                foreach (uint[] day in words)
                    for (int i = 0; i < Couples; i++)
                    {
                        high[day[purpose * Couples + i] >> 24]++;
                        low[day[purpose * Couples + i] >> 9 & 255]++;
                    }
                chances.Add(($"{owner} {purpose}, high bits", ChiSquare(high)));
                chances.Add(($"{owner} {purpose}, lowest bits in use", ChiSquare(low)));
            }
        }
        NoAlarm(chances);
    }

    [Fact]
    public void Words_are_uncorrelated_over_days_couples_purposes_owners_replicates_and_seeds_with_a_false_alarm_rate_of_one_in_a_thousand()
    {
        var chances = new List<(string, double)>();
        uint[][] a = Days(luck, DrawOwner.PartnerA), b = Days(luck, DrawOwner.PartnerB), couple = Days(luck, DrawOwner.Couple);
        uint[][] replicate = Days(luck with { Replicate = 1 }, DrawOwner.PartnerA), seed = Days(luck with { Seed = 2 }, DrawOwner.PartnerA), stream = Days(luck with { Stream = 1 }, DrawOwner.PartnerA);
        for (int purpose = 0; purpose < Purposes; purpose++)
        {
            foreach (int lag in new[] { 1, 2, 7 }) chances.Add(($"purpose {purpose}, {lag} days apart", Correlation(a, a, purpose, purpose, dayLag: lag)));
            foreach (int lag in new[] { 1, 16, 64 }) chances.Add(($"purpose {purpose}, {lag} couples apart", Correlation(a, a, purpose, purpose, coupleLag: lag)));
            for (int other = purpose + 1; other < Purposes; other++) chances.Add(($"purposes {purpose} and {other}", Correlation(a, a, purpose, other)));
            chances.Add(($"purpose {purpose}, both partners", Correlation(a, b, purpose, purpose)));
            chances.Add(($"purpose {purpose}, partner and couple", Correlation(a, couple, purpose, purpose)));
            chances.Add(($"purpose {purpose}, replicates", Correlation(a, replicate, purpose, purpose)));
            chances.Add(($"purpose {purpose}, neighbouring seeds", Correlation(a, seed, purpose, purpose)));
            chances.Add(($"purpose {purpose}, streams", Correlation(a, stream, purpose, purpose)));
        }
        NoAlarm(chances);
    }

    [Fact]
    public void Draws_have_their_distributions_with_a_false_alarm_rate_of_one_in_a_thousand()
    {
        int fields = 2 * 15 + 5;
        var numbers = new List<double>[fields];
        for (int i = 0; i < fields; i++) numbers[i] = [];
        var draws = new DayDraws<Scalar>[Couples];
        uint[] words = new uint[DrawKernel.ScratchWords(Couples)];
        for (int day = 0; day < 30; day++)
        {
            DrawKernel.Fill<Scalar>(draws, words, luck, 0, day);
            foreach (ref var d in draws.AsSpan())
            {
                var all = StateLanes.Of<DayDraws<Scalar>, Scalar>(ref d);
                for (int i = 0; i < fields; i++) numbers[i].Add(Scalar.Extract(all[i], 0));
            }
        }
        // in the order of the fields: partner A, partner B, couple; n normal, l logistic, e exponential, - constant
        const string order = "nlenlnlllllnnn-" + "nlenlnlllllnnn-" + "nlell";
        Assert.Equal(fields, order.Length);
        var chances = new List<(string, double)>();
        for (int i = 0; i < fields; i++)
        {
            if (order[i] == '-') continue;
            Func<double, double> law = order[i] switch
            {
                'n' => x => Normal.CDF(0, 1, x),
                'l' => x => 1 / (1 + Math.Exp(-x)),
                _ => x => 1 - Math.Exp(-x),
            };
            chances.Add(($"field {i}", KolmogorovSmirnov(numbers[i], law)));
        }
        NoAlarm(chances);
    }

    private static uint[][] Days(Luck from, DrawOwner owner) => [.. Enumerable.Range(0, days).Select(day =>
    {
        var words = new uint[DrawKernel.ScratchWords(Couples)];
        DrawKernel.Words(words, Purposes / 4, Couples, from, 0, day, owner);
        return words;
    })];

    // two-sided: counts that are too even are as suspect as counts that are too uneven
    private static double ChiSquare(double[] counts)
    {
        double expected = counts.Sum() / counts.Length, statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        double below = ChiSquared.CDF(counts.Length - 1, statistic);
        return 2 * Math.Min(below, 1 - below);
    }

    private static double Correlation(uint[][] x, uint[][] y, int purposeX, int purposeY, int dayLag = 0, int coupleLag = 0)
    {
        double sum = 0;
        long n = 0;
        for (int day = 0; day + dayLag < days; day++)
            for (int i = 0; i + coupleLag < Couples; i++, n++)
                sum += (x[day][purposeX * Couples + i] / 4294967296.0 - 0.5) * (y[day + dayLag][purposeY * Couples + i + coupleLag] / 4294967296.0 - 0.5);
        // the product of two centred uniform numbers has mean 0 and standard deviation 1/12
        return 2 * Normal.CDF(0, 1, -Math.Abs(12 * sum / Math.Sqrt(n)));
    }

    // asymptotic distribution of the largest distance (Kolmogorov 1933)
    private static double KolmogorovSmirnov(List<double> numbers, Func<double, double> law)
    {
        numbers.Sort();
        double n = numbers.Count, distance = 0;
        for (int i = 0; i < numbers.Count; i++)
        {
            double p = law(numbers[i]);
            distance = Math.Max(distance, Math.Max(p - i / n, (i + 1) / n - p));
        }
        double z = distance * Math.Sqrt(n);
        return Math.Clamp(2 * Enumerable.Range(1, 100).Sum(k => (k % 2 == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * z * z)), 0, 1);
    }

    private static void NoAlarm(List<(string Name, double Chance)> chances)
    {
        var (name, chance) = chances.MinBy(c => c.Chance);
        Assert.True(chance > FalseAlarm / chances.Count, string.Create(CultureInfo.InvariantCulture, $"{name}: p = {chance:g3} among {chances.Count}"));
    }
}
