using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class SamplingTests
{
    private const int Dyads = 8000;
    private static readonly Study plain = SmallStudy.Create();

    [Fact]
    public void A_couple_depends_on_its_number_and_the_seed_alone()
    {
        var sampling = new Sampling(plain);
        var backwards = new Sampling(plain with { Dyads = 3, HorizonDays = 7 });
        for (int i = 20; i >= 0; i--) Assert.Equal(sampling.Draw(i), backwards.Draw(i));
        Assert.NotEqual(sampling.Draw(0), new Sampling(plain with { Seed = 9 }).Draw(0));
    }

    [Fact]
    public void Profiles_follow_the_cut_and_scores_stay_on_the_scale()
    {
        var sampling = new Sampling(plain);
        var seen = new HashSet<Profile>();
        for (int i = 0; i < 2000; i++)
        {
            var couple = sampling.Draw(i);
            var s = couple.Scores;
            foreach (double score in new[] { s.AnxietyA, s.AvoidanceA, s.AnxietyB, s.AvoidanceB }) Assert.InRange(score, 1, 7);
            Assert.Equal((s.AnxietyA >= 4, s.AvoidanceA >= 4), (couple.A is Profile.Anxious or Profile.Fearful, couple.A is Profile.Avoidant or Profile.Fearful));
            seen.Add(couple.B);
        }
        Assert.Equal(4, seen.Count);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void Weighted_shares_and_means_agree_with_plain_sampling_within_four_standard_errors(double minimum)
    {
        var reference = Shares(plain with { Seed = 11 });
        var weighted = Shares(plain with { Seed = 12, Population = plain.Population with { MinimumProfileShare = minimum } });
        for (int i = 0; i < reference.Length; i++)
        {
            double error = Math.Sqrt(reference[i].Variance() + weighted[i].Variance());
            Assert.InRange(Math.Abs(reference[i].Value - weighted[i].Value) / error, 0, 4);
        }
    }

    // shares of the four profiles, then means of both scores
    private static RatioSums[] Shares(Study study)
    {
        var sums = new RatioSums[6];
        var sampling = new Sampling(study);
        for (int i = 0; i < Dyads; i++)
        {
            var couple = sampling.Draw(i);
            for (int p = 0; p < 4; p++) sums[p].Add(couple.Weight * ((couple.A == (Profile)p ? 1 : 0) + (couple.B == (Profile)p ? 1 : 0)), 2 * couple.Weight);
            sums[4].Add(couple.Weight * (couple.Scores.AnxietyA + couple.Scores.AnxietyB), 2 * couple.Weight);
            sums[5].Add(couple.Weight * (couple.Scores.AvoidanceA + couple.Scores.AvoidanceB), 2 * couple.Weight);
        }
        return sums;
    }
}
