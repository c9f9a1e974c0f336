using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Screening;
using CsCheck;

namespace AsemMonteCarlo.Sensitivity.Tests.Screening;

public sealed class MorrisDesignTests
{
    private static readonly Gen<MorrisDesign> genDesign = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.ULong, Gen.Int[0, 2], Gen.Int[1, 6], Gen.Bool).Select((d, groups, seed, kind, half, dummy) =>
    {
        Factor[] factors = [.. Enumerable.Range(0, d).Select(i => new Factor($"x{i}", Distribution.Uniform(-1, 3), groups > 1 && i % 2 == 0 ? $"group {i % groups}" : null))];
        return kind == 2 ? MorrisDesign.Radial(factors, seed, dummy: dummy) : MorrisDesign.Trajectories(factors, seed, 2 * half, (MorrisLevels)kind, dummy);
    });

    [Fact]
    public void Values_are_the_same_one_by_one_and_by_row_and_within_the_unit_interval() => genDesign.Sample(design =>
    {
        var row = new double[design.Factors.Count];
        var values = new double[design.Factors.Count];
        for (long r = 0; r < design.Rows(5); r++)
        {
            design.FillUnit(r, row);
            design.Fill(r, values);
            for (int column = 0; column < row.Length; column++)
            {
                Assert.Equal(row[column], design.Unit(r, column));
                Assert.InRange(row[column], 0, 1);
                Assert.Equal(design.Factors[column].Distribution.Quantile(row[column]), values[column]);
            }
        }
    }, iter: 150);

    [Fact]
    public void Every_block_moves_every_group_once_and_whole() => genDesign.Sample(design =>
    {
        for (long block = 0; block < 4; block++)
        {
            var rows = Enumerable.Range(0, design.BlockRows).Select(w =>
            {
                var row = new double[design.Factors.Count];
                design.FillUnit(block * design.BlockRows + w, row);
                return row;
            }).ToArray();
            var steps = design.Steps(block);
            Assert.Equal(design.BlockRows - 1, steps.Select(s => s.After).Distinct().Count());
            for (int group = 0; group < steps.Length; group++)
            {
                var (before, after, _) = steps[group];
                Assert.Equal(design.Kind == MorrisKind.Radial ? 0 : after - 1, before);
                for (int column = 0; column < design.Factors.Count; column++)
                {
                    double move = rows[after][column] - rows[before][column];
                    bool moves = design.Members[group].Contains(column);
                    Assert.Equal(moves, move != 0);
                    if (moves && design.Kind == MorrisKind.Trajectory) Assert.Equal(design.Delta, Math.Abs(move), 1e-12);
                    if (moves && design.Kind == MorrisKind.Radial) Assert.InRange(Math.Abs(move), 0.25 - 1e-12, 0.75 + 1e-12);
                }
            }
        }
    }, iter: 100);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    public void Levels_are_equally_probable_and_delta_is_morris_optimum(int levels)
    {
        var design = MorrisDesign.Trajectories([new("a", Distribution.Uniform(0, 1)), new("b", Distribution.Uniform(0, 1))], 1, levels);
        Assert.Equal(levels / (2.0 * (levels - 1)), design.Delta, 1e-15);
        const int Blocks = 6000;
        // first and last row of a block are two draws per level pair: count the first rows, which are independent
        var counts = new int[levels];
        for (long block = 0; block < Blocks; block++) counts[(int)Math.Round(design.Unit(block * 3, 0) * (levels - 1))]++;
        double chi = counts.Sum(c => Math.Pow(c - Blocks / (double)levels, 2) / (Blocks / (double)levels));
        Assert.InRange(chi, 0, MathNet.Numerics.Distributions.ChiSquared.InvCDF(levels - 1, 0.9999));
    }

    [Fact]
    public void All_orders_of_moves_are_equally_probable()
    {
        var design = MorrisDesign.Trajectories([.. "abc".Select(c => new Factor($"{c}", Distribution.Uniform(0, 1)))], 0);
        var counts = new Dictionary<string, int>();
        for (long block = 0; block < 6000; block++)
        {
            string order = string.Join(",", design.Steps(block).Select(s => s.After));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.InRange(counts.Values.Sum(c => Math.Pow(c - 1000, 2) / 1000), 0, MathNet.Numerics.Distributions.ChiSquared.InvCDF(5, 0.9999));
    }

    [Fact]
    public void Points_of_radial_blocks_are_uniform()
    {
        var design = MorrisDesign.Radial([new("a", Distribution.Uniform(0, 1))], 5);
        foreach (int within in new[] { 0, 1 })
        {
            double[] u = [.. Enumerable.Range(0, 5000).Select(b => design.Unit(2L * b + within, 0)).Order()];
            double ks = u.Select((x, i) => Math.Max(Math.Abs(x - i / 5000.0), Math.Abs(x - (i + 1) / 5000.0))).Max();
            Assert.InRange(ks, 0, 2.2 / Math.Sqrt(5000)); // chance 1e-4
        }
    }

    [Fact]
    public void Seed_0_is_a_seed_and_seeds_differ_in_both_halves()
    {
        Factor[] factors = [new("a", Distribution.Uniform(0, 1)), new("b", Distribution.Uniform(0, 1))];
        double[] Points(ulong seed) => [.. Enumerable.Range(0, 30).Select(r => MorrisDesign.Radial(factors, seed).Unit(r, r % 2))];
        Assert.Equal(Points(0), Points(0));
        Assert.NotEqual(Points(0), Points(1));
        Assert.NotEqual(Points(0), Points(1UL << 32));
    }

    [Fact]
    public void Own_points_are_used_as_given()
    {
        var design = MorrisDesign.Radial([new("a", Distribution.Uniform(0, 1)), new("b", Distribution.Uniform(0, 1))], 1, (block, column) => (block * 4 + column) / 100.0);
        Assert.Equal(0.04, design.Unit(3, 0));
        Assert.Equal(0.06, design.Unit(4, 0));
        Assert.Equal(0.05, design.Unit(4, 1));
        Assert.Equal(0.07, design.Unit(5, 1));
    }

    [Fact]
    public void What_cannot_be_a_design_is_refused()
    {
        Factor[] one = [new("a", Distribution.Uniform(0, 1))];
        Assert.Throws<ArgumentException>(() => MorrisDesign.Radial([], 1));
        Assert.Throws<ArgumentException>(() => MorrisDesign.Radial([.. one, .. one], 1));
        Assert.Throws<ArgumentException>(() => MorrisDesign.Radial([.. one, new("b", Distribution.Uniform(0, 1), "a")], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MorrisDesign.Trajectories(one, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MorrisDesign.Radial(one, 1).Unit(-1, 0));
        Assert.Throws<ArgumentException>(() => MorrisDesign.Radial(one, 1).Fill(0, new double[2]));
        var endless = new Factor("n", new Endless());
        Assert.Throws<ArgumentException>(() => MorrisDesign.Trajectories([endless], 1));
        Assert.Equal(4, MorrisDesign.Trajectories([endless], 1, placement: MorrisLevels.CellMiddles).Levels);
    }

    private sealed record Endless : Distribution
    {
        public override double Minimum => double.NegativeInfinity;

        public override double Maximum => double.PositiveInfinity;

        public override double Quantile(double probability) => Numerics.Lanes.DoubleFunctions.NormalQuantile(probability);

        public override double ShareBelow(double value) => Numerics.Lanes.DoubleFunctions.NormalCumulative(value);

        public override Distribution Between(double minimum, double maximum) => Uniform(minimum, maximum);
    }
}
