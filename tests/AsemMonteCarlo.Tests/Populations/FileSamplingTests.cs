using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Simulation;
using CsCheck;

namespace AsemMonteCarlo.Tests.Populations;

public sealed class FileSamplingTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(1000)]
    [InlineData(1001)]
    public void Each_person_stands_in_one_couple_and_an_odd_one_in_none(int persons)
    {
        var study = Persons(persons, dyads: persons / 2, similarity: 0.5);
        var used = Draw(study).SelectMany(s => new[] { s.Scores.AnxietyA, s.Scores.AnxietyB }).ToList();
        Assert.Equal(persons / 2 * 2, used.Distinct().Count());
        Assert.Equal(persons / 2 * 2, used.Count);
        Assert.Subset(study.Population.Values[0].ToHashSet(), used.ToHashSet());
    }

    [Fact]
    public void The_odd_one_out_is_not_always_the_same() =>
        Assert.True(Enumerable.Range(1, 20).Select(seed => Persons(5, 2, seed: (ulong)seed)).Select(s => s.Population.Values[0].Except(Draw(s).SelectMany(d => new[] { d.Scores.AnxietyA, d.Scores.AnxietyB })).Single()).Distinct().Count() > 1);

    [Theory]
    [InlineData(-0.9)]
    [InlineData(0)]
    [InlineData(0.15)]
    [InlineData(0.8)]
    public void Partners_ranks_correlate_as_asked(double similarity)
    {
        const int couples = 20000;
        var study = Persons(2 * couples, couples, similarity);
        var normal = new Dictionary<double, double>();
        var sorted = study.Population.Values[0].Zip(study.Population.Values[1], (a, v) => a + v).Order().ToList();
        for (int rank = 0; rank < sorted.Count; rank++) normal[sorted[rank]] = DoubleFunctions.NormalQuantile((rank + 0.5) / sorted.Count);
        double product = 0, square = 0;
        foreach (var s in Draw(study).Select(d => d.Scores))
        {
            double a = normal[s.AnxietyA + s.AvoidanceA], b = normal[s.AnxietyB + s.AvoidanceB];
            product += a * b;
            square += 0.5 * (a * a + b * b);
        }
        // 5 standard errors (1 − r²)/√n of a correlation of normals: a false alarm once in two million seeds
        Assert.Equal(similarity, product / square, 5 * (1 - similarity * similarity) / Math.Sqrt(couples));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(100, 2)]
    [InlineData(149, 3)]
    [InlineData(50 * 256, 256)]
    public void Rows_are_used_equally_often_by_consecutive_dyads_and_weigh_alike(int dyads, int largest)
    {
        var study = Couples(50, dyads);
        var sampling = new Sampling(study);
        var drawn = Draw(study);
        Assert.Equal((Math.Min(50, dyads), largest), (sampling.Clusters, sampling.LargestCluster));
        Assert.Equal(dyads, sampling.FirstDyadOf(sampling.Clusters));
        var seen = new HashSet<int>();
        for (long cluster = 0; cluster < sampling.Clusters; cluster++)
        {
            long first = sampling.FirstDyadOf(cluster), next = sampling.FirstDyadOf(cluster + 1);
            Assert.InRange(next - first, largest - 1, largest);
            int row = drawn[(int)first].Row;
            Assert.True(seen.Add(row));
            double weight = 0;
            for (long dyad = first; dyad < next; dyad++)
            {
                Assert.Equal(cluster, sampling.ClusterOf(dyad));
                Assert.Equal((row, drawn[(int)first].Scores), (drawn[(int)dyad].Row, drawn[(int)dyad].Scores));
                weight += drawn[(int)dyad].Weight;
            }
            Assert.Equal(1, weight, 1e-12);
        }
        Assert.Equal(drawn.Count, drawn.Select(d => d.Couple.A.Skill).Distinct().Count());
    }

    [Fact]
    public void Clusters_part_the_dyads_whatever_their_numbers() => Gen.Select(Gen.Int[2, 40], Gen.Int[1, 400]).Sample((rows, dyads) =>
    {
        var sampling = new Sampling(Couples(rows, dyads));
        for (int dyad = 0; dyad < dyads; dyad++)
        {
            long cluster = sampling.ClusterOf(dyad);
            Assert.True(0 <= cluster && cluster < sampling.Clusters && sampling.FirstDyadOf(cluster) <= dyad && dyad < sampling.FirstDyadOf(cluster + 1));
            Assert.True(sampling.FirstDyadOf(cluster + 1) - sampling.FirstDyadOf(cluster) <= sampling.LargestCluster);
        }
        // blocks run beyond the last dyad
        Assert.True(sampling.Draw(dyads + 255).Weight > 0);
    });

    [Fact]
    public void Without_a_file_every_dyad_is_a_cluster_of_its_own()
    {
        var sampling = new Sampling(SmallStudy.Create());
        Assert.Equal((200, 1), (sampling.Clusters, sampling.LargestCluster));
        for (long dyad = 0; dyad < 200; dyad++) Assert.Equal((dyad, dyad), (sampling.ClusterOf(dyad), sampling.FirstDyadOf(dyad)));
        Assert.Equal(-1, sampling.Draw(3).Row);
        Assert.Equal("the population that the parameters describe", sampling.SpeaksOf);
    }

    [Fact]
    public void Outputs_can_say_of_whom_they_speak()
    {
        Assert.Equal("the population from which the rows of 'made.csv' were drawn: rows are the independent units; 50 of 50 couples are used, each 2 or 3 times", new Sampling(Couples(50, 120)).SpeaksOf);
        Assert.Equal("the population from which the rows of 'made.csv' were drawn, paired with similarity 0.15: pairs of rows are the independent units; 7 of 1,000 pairs are used, each once", new Sampling(Persons(2001, 7)).SpeaksOf);
    }

    [Fact]
    public void A_part_of_the_rows_is_a_random_one_that_another_seed_changes()
    {
        double[] Part(ulong seed) => [.. Draw(Couples(1000, 100, seed)).Select(d => d.Scores.AnxietyA).Order()];
        Assert.Equal(Part(1), Part(1));
        // two random hundreds of a thousand share 10 ± 2.7; more than 30 would be chance once in 10¹² seeds
        Assert.InRange(Part(1).Intersect(Part(2)).Count(), 0, 30);
        // the file is sorted by anxiety from 1 to 7; the mean of 100 of it is 4 ± 0.17
        Assert.InRange(Part(1).Average(), 4 - 5 * 0.17, 4 + 5 * 0.17);
    }

    [Fact]
    public void Thinned_rows_have_the_asked_shares_and_weights_that_undo_them()
    {
        const int rows = 20000;
        // one person in ten is anxious
        var study = Couples(rows, rows);
        double[] anxiety = [.. Enumerable.Range(0, rows).Select(i => i % 10 == 3 ? 5.0 : 2)], other = [.. Enumerable.Range(0, rows).Select(i => i % 10 == 7 ? 5.0 : 2)];
        double[] low = [.. Enumerable.Repeat(2.0, rows)];
        study = study with { Population = study.Population with { Values = [anxiety, low, other, low], MinimumProfileShare = 0.2 } };
        var sampling = new Sampling(study);
        Assert.InRange(sampling.Clusters, 1, rows - 1);
        var drawn = Enumerable.Range(0, (int)sampling.Clusters).Select(c => sampling.Draw(sampling.FirstDyadOf(c))).ToList();
        double count = 2 * drawn.Count(d => d.A == Profile.Anxious || d.B == Profile.Anxious) * 0.5;
        // 2 × 10 % of couples hold one anxious person; kept at the rate that makes them 20 % of persons, 40 % of couples: 5 standard errors
        Assert.Equal(0.2, count / (2 * drawn.Count), 5 * Math.Sqrt(0.4 * 0.6 / drawn.Count) / 2);
        double total = 0, anxious = 0;
        for (int dyad = 0; dyad < rows; dyad++)
        {
            var s = sampling.Draw(dyad);
            total += s.Weight;
            anxious += s.Weight * ((s.A == Profile.Anxious ? 1 : 0) + (s.B == Profile.Anxious ? 1 : 0));
        }
        Assert.Equal(0.1, anxious / (2 * total), 0.005);
        Assert.Equal(rows, total, 0.05 * rows);
    }

    [Fact]
    public void A_newcomer_is_any_partner_of_the_file()
    {
        var study = Couples(20, 400);
        var sampling = new Sampling(study);
        var newcomers = Enumerable.Range(0, 2000).Select(i => sampling.DrawNewcomer(i).Scores.AnxietyB).ToList();
        Assert.Equal(study.Population.Values[2].Order(), newcomers.Distinct().Order());
        // 100 ± 9.7 of each: 6 standard errors
        Assert.All(newcomers.CountBy(x => x), n => Assert.InRange(n.Value, 42, 158));
    }

    [Fact]
    public void Given_traits_and_states_hold_on_day_0_and_scores_are_met_exactly()
    {
        var possible = PopulationColumn.Possible(PopulationRows.Couples);
        const int rows = 40;
        // every column has values of its own, away from the ends of its range
        double[][] values = [.. possible.Select((c, column) => Enumerable.Range(0, rows).Select(row => c.Quantity.Minimum + (c.Quantity.Maximum - c.Quantity.Minimum) * (0.3 + 0.4 * ((row * 7 + column * 13) % 101) / 101)).ToArray())];
        var study = SmallStudy.Create() with { Dyads = 80, HorizonDays = 1, Population = new PopulationSource { File = "made.csv", Rows = PopulationRows.Couples, Columns = possible, Values = values } };
        var design = new Design(study);
        var simulator = new BlockSimulator<Scalar>(design, StudyRunner.Samplings(design), new BlockShape(80, 1));
        var block = simulator.Run(design.Passes[0], 0, 80, _ => { }, TestContext.Current.CancellationToken);
        var parameters = new Values<Scalar>(study.Focal);
        for (int dyad = 0; dyad < 80; dyad++)
        {
            var couple = block.Couples(0)[dyad];
            int row = Array.IndexOf(values[0], couple.Scores.AnxietyA);
            double Given(string key) => (float)values[possible.ToList().FindIndex(c => c.Key == key)][row];
            var state = simulator.Settled[dyad];
            Assert.Equal((Given("trust"), Given("satisfaction"), Given("commitment")), (Number(state.A.Trust), Number(state.A.Satisfaction), Number(state.A.Commitment)));
            Assert.Equal((Given("partner_trust"), Given("partner_satisfaction"), Given("partner_commitment")), (Number(state.B.Trust), Number(state.B.Satisfaction), Number(state.B.Commitment)));
            Assert.Equal(Given("tension"), Number(state.Tension));
            var traits = simulator.Traits[dyad];
            Assert.Equal((Given("safe_skill"), Given("soft_skill"), Given("self_skill"), Given("others_skill")), (Number(traits.A.SafeSkill), Number(traits.A.SoftSkill), Number(traits.A.SelfSkill), Number(traits.A.OthersSkill)));
            Assert.Equal((Given("reading"), Given("willingness"), Given("inconsistency"), Given("closeness_preference")), (Number(traits.A.Reading), Number(traits.A.Willingness), Number(traits.A.Inconsistency), Number(traits.A.ClosenessPreference)));
            Assert.Equal((Given("partner_safe_skill"), Given("partner_reading"), Given("partner_willingness"), Given("partner_closeness_preference")), (Number(traits.B.SafeSkill), Number(traits.B.Reading), Number(traits.B.Willingness), Number(traits.B.ClosenessPreference)));
            Assert.Equal((Given("fit"), Given("conflict_proneness")), (Number(traits.Fit), Number(traits.ConflictProneness)));
            foreach (bool isFocal in new[] { true, false })
            {
                var view = new PersonView<Scalar>(parameters, ref state, ref traits, isFocal, 1, 4);
                Assert.Equal(isFocal ? couple.Scores.AnxietyA : couple.Scores.AnxietyB, Number(Outcomes.Anxiety.Read(view)), 1e-5);
                Assert.Equal(isFocal ? couple.Scores.AvoidanceA : couple.Scores.AvoidanceB, Number(Outcomes.Avoidance.Read(view)), 1e-5);
            }
        }
    }

    [Fact]
    public void Persons_bring_what_they_are_given_into_whichever_place_they_take()
    {
        var skill = PopulationColumn.Possible(PopulationRows.Persons).Single(c => c.Key == "safe_skill");
        var study = Persons(40, 20);
        study = study with { Population = study.Population with { Columns = [.. study.Population.Columns, skill], Values = [.. study.Population.Values, [.. study.Population.Values[0].Select(a => a / 7)]] } };
        var sampling = new Sampling(study);
        for (int dyad = 0; dyad < 20; dyad++)
        {
            var couple = sampling.Draw(dyad);
            DyadTraits<Precise> traits = default;
            sampling.SetTraits(couple, ref traits, 0);
            Assert.Equal((couple.Scores.AnxietyA / 7, couple.Scores.AnxietyB / 7), (Precise.Extract(traits.A.SafeSkill, 0), Precise.Extract(traits.B.SafeSkill, 0)));
        }
    }

    [Fact]
    public void Results_on_a_file_depend_neither_on_threads_nor_on_block_shape()
    {
        var study = Persons(101, 130) with { HorizonDays = 5 };
        study = study with { Population = study.Population with { MinimumProfileShare = 0.1 } };
        var one = SmallStudy.Run(study, 1, new BlockShape(16, 1));
        var two = SmallStudy.Run(study, 2, new BlockShape(64, 64));
        Assert.Equal(one.Numbers, two.Numbers);
    }

    private static double Number(Scalar value) => Scalar.Extract(value, 0);

    private static List<SampledCouple> Draw(Study study)
    {
        var sampling = new Sampling(study);
        return [.. Enumerable.Range(0, (int)study.Dyads).Select(i => sampling.Draw(i))];
    }

    // every person has another anxiety and another sum of both scores
    private static Study Persons(int count, int dyads, double similarity = 0.15, ulong seed = 1) => SmallStudy.Create() with
    {
        Seed = seed,
        Dyads = dyads,
        Population = new PopulationSource
        {
            File = "made.csv",
            Similarity = similarity,
            Values = [[.. Enumerable.Range(0, count).Select(i => 1 + 6.0 * i / count)], [.. Enumerable.Range(0, count).Select(i => 2 + 3.0 * (i * 7919L % count) / count + 1e-7 * i)]],
        },
    };

    private static Study Couples(int count, int dyads, ulong seed = 1)
    {
        double[] first = [.. Enumerable.Range(0, count).Select(i => 1 + 6 * (i + 0.5) / count)], second = [.. Enumerable.Range(0, count).Select(i => 2 + (i + 0.5) / count)];
        return SmallStudy.Create() with
        {
            Seed = seed,
            Dyads = dyads,
            Population = new PopulationSource { File = "made.csv", Rows = PopulationRows.Couples, Columns = PopulationColumn.Required(PopulationRows.Couples), Values = [first, second, second, first] },
        };
    }
}
