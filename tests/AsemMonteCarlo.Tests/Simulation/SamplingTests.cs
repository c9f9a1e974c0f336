using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Sensitivity.Intervals;
using MathNet.Numerics.Distributions;

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

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(128)]
    public void Every_net_has_one_couple_in_each_of_as_many_equally_likely_ranges_of_every_trait(int size)
    {
        var sampling = new Sampling(Nets(size));
        for (int net = 0; net < 5; net++)
        {
            var couples = Enumerable.Range(net * size, size).Select(i => sampling.Draw(i).Couple).ToList();
            foreach (var of in new Func<Couple, double>[] { c => c.A.Anxiety, c => c.B.Avoidance, c => c.A.Commitment, c => c.B.Reading, c => c.Fit, c => c.Conflict })
                Assert.Equal(Enumerable.Range(0, size), couples.Select(c => (int)(size * Normal.CDF(0, 1, of(c)))).Order());
        }
        Assert.Equal(couplesOf(sampling, 0), couplesOf(new Sampling(Nets(size) with { Dyads = 8 * size }), 0));
        Assert.NotEqual(couplesOf(sampling, 0), couplesOf(sampling, 1));
        Assert.NotEqual(couplesOf(sampling, 0), couplesOf(new Sampling(Nets(size) with { Seed = 9 }), 0));
        Assert.NotEqual(couplesOf(sampling, 0), couplesOf(new Sampling(Nets(size) with { Replicate = 1 }), 0));

        List<SampledCouple> couplesOf(Sampling from, int net) => [.. Enumerable.Range(net * size, size).Select(i => from.Draw(i))];
    }

    [Fact]
    public void Couples_of_nets_are_those_of_the_population_within_four_standard_errors_also_where_they_are_thinned()
    {
        var reference = Shares(plain with { Seed = 11 });
        foreach (double minimum in new[] { 0, 0.15 })
        {
            var study = Nets(64) with { Seed = 12, Dyads = 8000, Population = new PopulationSource { NetSize = 64, MinimumProfileShare = minimum } };
            var sampling = new Sampling(study);
            Assert.Equal((125, 64), (sampling.Clusters, sampling.LargestCluster));
            var nets = Shares(study, sampling.ClusterOf);
            for (int i = 0; i < reference.Length; i++)
            {
                double error = Math.Sqrt(reference[i].Variance() + nets[i].Variance());
                Assert.InRange(Math.Abs(reference[i].Value - nets[i].Value) / error, 0, 4);
            }
            // means of scores turn on few traits, which nets spread evenly
            for (int i = 4; i < 6 && minimum == 0; i++) Assert.InRange(nets[i].Variance() / reference[i].Variance(), 0, 0.2);
        }
    }

    [Fact]
    public void A_study_of_nets_is_the_same_on_any_threads_shapes_and_shards()
    {
        var study = Nets(32) with { Dyads = 256 };
        var (numbers, sums) = SmallStudy.Run(study, 1, new BlockShape(64, 64));
        foreach (var shape in new[] { new BlockShape(16, 4), new BlockShape(128, 64) })
        {
            var other = SmallStudy.Run(study, 2, shape);
            Assert.Equal(numbers, other.Numbers);
            Assert.Equal(sums, other.Sums);
        }
        Assert.All(sums.Where(s => s.Units > 0), s => Assert.InRange(s.Units, 1, 8));
        var parts = Enumerable.Range(1, 3).Select(part => StudyRunner.Run(study, new RunOptions { Shard = new Shard(part, 3) }, TestContext.Current.CancellationToken)).ToList();
        foreach (var part in parts.Skip(1)) parts[0].Sums.Add(part.Sums);
        Assert.Equal(sums, SmallStudy.Sums(parts[0]));
    }

    private static Study Nets(int size) => plain with { Dyads = 64 * size, Population = new PopulationSource { NetSize = size } };

    // shares of the four profiles, then means of both scores
    private static RatioSums[] Shares(Study study, Func<long, long>? unitOf = null)
    {
        var tops = new double[6];
        var bottoms = new double[6];
        var sums = new RatioSums[6];
        var sampling = new Sampling(study);
        for (int i = 0; i < Dyads; i++)
        {
            var couple = sampling.Draw(i);
            for (int p = 0; p < 4; p++) tops[p] += couple.Weight * ((couple.A == (Profile)p ? 1 : 0) + (couple.B == (Profile)p ? 1 : 0));
            tops[4] += couple.Weight * (couple.Scores.AnxietyA + couple.Scores.AnxietyB);
            tops[5] += couple.Weight * (couple.Scores.AvoidanceA + couple.Scores.AvoidanceB);
            for (int p = 0; p < 6; p++) bottoms[p] += 2 * couple.Weight;
            if (unitOf is not null && i + 1 < Dyads && unitOf(i) == unitOf(i + 1)) continue;
            for (int p = 0; p < 6; p++) sums[p].Add(tops[p], bottoms[p]);
            Array.Clear(tops);
            Array.Clear(bottoms);
        }
        return sums;
    }
}
