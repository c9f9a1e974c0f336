using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Designs;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.Designs;

public sealed class TwoSampleDesignTests
{
    private static readonly Gen<Factor[]> genFactors = Gen.Select(Gen.Int[1, 6], Gen.Int[0, 2].Array[6], (d, groups) =>
        Enumerable.Range(0, d).Select(i => new Factor($"x{i}", Distribution.Uniform(i, i + 1), groups[i] == 0 ? null : $"group {groups[i]}")).ToArray());

    [Fact]
    public void Every_pick_freeze_row_is_made_of_the_two_samples_as_its_name_says() => Gen.Select(genFactors, Gen.Enum<PointKind>(), Gen.ULong, Gen.Long[0, 1000]).Sample((factors, kind, seed, point) =>
    {
        var design = new PickFreezeDesign(factors, kind, seed);
        int g = design.Groups.Count;
        double[] a = Row(design, point, 0), b = Row(design, point, 1);
        Assert.Equal(2 + 2 * g, design.Members);
        for (int i = 0; i < factors.Length; i++) Assert.NotEqual(a[i], b[i]);
        for (int group = 0; group < g; group++)
        {
            double[] ab = Row(design, point, 2 + group), ba = Row(design, point, 2 + g + group);
            for (int i = 0; i < factors.Length; i++)
            {
                bool member = (factors[i].Group ?? factors[i].Name) == design.Groups[group];
                Assert.Equal(member ? b[i] : a[i], ab[i]);
                Assert.Equal(member ? a[i] : b[i], ba[i]);
            }
        }
    }, iter: 300);

    [Fact]
    public void A_block_holds_the_rows_of_its_point_in_every_design() => Gen.Select(genFactors, Gen.ULong, Gen.Long[0, 1000]).Sample((factors, seed, point) =>
    {
        foreach (TwoSampleDesign design in (TwoSampleDesign[])[new PickFreezeDesign(factors, seed: seed, both: false), new MixtureDesign(factors, seed: seed), new ChainDesign(factors, PointKind.Random, seed)])
        {
            double[] block = new double[design.Members * factors.Length];
            design.Block(point, block);
            Assert.Equal(Enumerable.Range(0, design.Members).SelectMany(m => Row(design, point, m)), block);
        }
    }, iter: 200);

    [Fact]
    public void Mixtures_take_the_groups_of_their_coalition_from_the_second_sample()
    {
        var design = new MixtureDesign([.. Enumerable.Range(0, 4).Select(i => new Factor($"x{i}", Distribution.Normal(0, 1)))]);
        double[] a = Row(design, 3, 0), b = Row(design, 3, 15);
        for (int s = 0; s < 16; s++)
            Assert.Equal(Enumerable.Range(0, 4).Select(i => (s >> i & 1) != 0 ? b[i] : a[i]), Row(design, 3, s));
    }

    [Fact]
    public void Chains_lead_from_one_sample_to_the_other_in_every_order_equally_often()
    {
        var design = new ChainDesign([.. Enumerable.Range(0, 3).Select(i => new Factor($"x{i}", Distribution.Uniform(0, 1)))], seed: 9);
        var counts = new Dictionary<string, int>();
        int[] order = new int[3];
        for (int point = 0; point < 6000; point++)
        {
            design.Order(point, order);
            string key = string.Concat(order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 1000 - 130, 1000 + 130));
        design.Order(4, order);
        double[] first = Row(design, 4, 0), second = Row(design, 4, 1), last = Row(design, 4, 3);
        Assert.Equal([order[0]], Enumerable.Range(0, 3).Where(i => first[i] != second[i]));
        Assert.Equal(3, Enumerable.Range(0, 3).Count(i => first[i] != last[i]));
    }

    [Fact]
    public void Names_that_are_not_different_are_refused()
    {
        var uniform = Distribution.Uniform(0, 1);
        Assert.Throws<ArgumentException>(() => new PickFreezeDesign([new("x", uniform), new("x", uniform)]));
        Assert.Throws<ArgumentException>(() => new PickFreezeDesign([new("x", uniform), new("y", uniform, "x")]));
        Assert.Throws<ArgumentException>(() => new PickFreezeDesign([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PickFreezeDesign([new("x", uniform)], PointKind.Random, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureDesign([.. Enumerable.Range(0, 17).Select(i => new Factor($"x{i}", uniform))]));
    }

    private static double[] Row(TwoSampleDesign design, long point, int member)
    {
        double[] row = new double[design.Factors.Count];
        design.Row(point * design.Members + member, row);
        return row;
    }
}
