using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Surrogates;
using AsemMonteCarlo.Sensitivity.Tests.GivenData;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace AsemMonteCarlo.Sensitivity.Tests.Surrogates;

public sealed class PolynomialChaosTests
{
    [Fact]
    public void Multi_affine_functions_are_met_exactly() => Gen.Select(MultiAffine.Random(1, 3), Gen.ULong).Sample((model, seed) =>
    {
        int d = model.Factors;
        if (model.Variances(0.5, 1 / 12.0).Sum() < 1e-6) return; // rounding alone would be left to explain
        var (columns, y) = RankFirstOrderTests.Runs(120, d, seed, model.Value);
        var chaos = PolynomialChaos.Fit(Uniform(d), columns, y);
        double[] parts = model.Variances(0.5, 1 / 12.0);
        double variance = parts.Sum();
        Assert.Equal(variance, chaos.Variance, 1e-9 * Math.Max(1, variance));
        Assert.Equal(model.Mean(0.5), chaos.Mean, 1e-9);
        Assert.InRange(chaos.LeaveOneOutError, 0, 1e-18);
        double shapley = 0;
        for (int i = 0; i < d; i++)
        {
            Assert.Equal(parts[1 << i] / variance, chaos.FirstOrder(i), 1e-9);
            Assert.Equal(Sum(u => (u >> i & 1) != 0), chaos.Total(i), 1e-9);
            Assert.Equal(Enumerable.Range(1, parts.Length - 1).Where(u => (u >> i & 1) != 0).Sum(u => parts[u] / variance / System.Numerics.BitOperations.PopCount((uint)u)), chaos.Shapley(i), 1e-9);
            for (int j = i + 1; j < d; j++) Assert.Equal(parts[1 << i | 1 << j] / variance, chaos.SecondOrder(i, j), 1e-9);
            shapley += chaos.Shapley(i);
        }
        Assert.Equal(1, shapley, 1e-12);
        double[] point = [.. Enumerable.Range(0, d).Select(i => 0.1 + 0.2 * i)];
        Assert.Equal(model.Value(point), chaos.Value(point), 1e-8);

        double Sum(Func<int, bool> of) => Enumerable.Range(1, parts.Length - 1).Where(of).Sum(u => parts[u]) / variance;
    }, iter: 60);

    [Fact]
    public void Ishigami_has_its_exact_indices_from_four_hundred_rows()
    {
        double[] s1 = [0.3139051911, 0.4424111448, 0], st = [0.5575888552, 0.4424111448, 0.2436836641], shapley = [0.4357470232, 0.4424111448, 0.1218418320];
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var (columns, y) = RankFirstOrderTests.Runs(400, 3, seed, Draws.Ishigami);
            var chaos = PolynomialChaos.Fit(Uniform(3), columns, y);
            Assert.InRange(chaos.LeaveOneOutError, 0, 1e-5);
            Assert.Equal(13.8445879407, chaos.Variance, 0.02);
            Assert.Equal(0.2436836641, chaos.SecondOrder(0, 2), 5e-4);
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(s1[i], chaos.FirstOrder(i), 5e-4);
                Assert.Equal(st[i], chaos.Total(i), 5e-4);
                Assert.Equal(shapley[i], chaos.Shapley(i), 5e-4);
            }
        }
    }

    [Fact]
    public void The_g_function_has_its_indices_as_near_as_its_kinks_allow_and_the_error_says_so()
    {
        double[] st = [0.7871441267, 0.2421981928, 0.03431691015, 0.01046038707], shapley = [0.7515188631, 0.2104772937, 0.02888045942, 0.008771892882];
        var (columns, y) = RankFirstOrderTests.Runs(600, 8, 1, Draws.G);
        var chaos = PolynomialChaos.Fit(Uniform(8), columns, y, new PolynomialChaosOptions { MaximumDegree = 8, HyperbolicNorm = 0.5 });
        Assert.InRange(chaos.LeaveOneOutError, 0.001, 0.1);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(st[i], chaos.Total(i), 0.03);
            Assert.Equal(shapley[i], chaos.Shapley(i), 0.03);
        }
    }

    [Fact]
    public void The_error_is_that_of_refitting_without_each_row_times_its_correction() => Gen.Select(Gen.Int[12, 40], Gen.Int[2, 8], Gen.ULong).Sample((n, candidates, seed) =>
    {
        double[][] columns = [.. Enumerable.Range(0, candidates).Select(j => Enumerable.Range(0, n).Select(i => j == 0 ? 1.0 : Draws.Normal(i, j, seed)).ToArray())];
        double[] y = [.. Enumerable.Range(0, n).Select(i => columns[1][i] + 0.5 * Draws.Normal(i, 50, seed))];
        var selection = ForwardSelection.Run([.. columns.Select(c => (double[])c.Clone())], y, n / 2);
        Assert.Equal(0, selection.Columns[0]);
        var x = Matrix<double>.Build.DenseOfColumns(selection.Columns.Select(j => columns[j]));
        var target = Vector<double>.Build.Dense(y);
        var all = x.QR().Solve(target);
        for (int k = 0; k < selection.Columns.Length; k++) Assert.Equal(all[k], selection.Coefficients[k], 1e-9);
        double sum = 0, mean = y.Average();
        for (int i = 0; i < n; i++)
        {
            var without = x.RemoveRow(i).QR().Solve(Vector<double>.Build.DenseOfEnumerable(y.Where((_, r) => r != i)));
            double error = y[i] - x.Row(i) * without;
            sum += error * error;
        }
        int p = selection.Columns.Length;
        double expected = sum / y.Sum(v => (v - mean) * (v - mean)) * n / (n - p) * (1 + (x.TransposeThisAndMultiply(x)).Inverse().Trace());
        Assert.Equal(expected, selection.LeaveOneOut, 1e-9 * expected);
    }, iter: 60);

    [Fact]
    public void Legendre_polynomials_and_those_of_few_values_are_orthonormal()
    {
        Few[] few = [new([0, 1], [0.7, 0.3]), new([-2, 0.5, 9], [0.2, 0.5, 0.3]), new([.. Enumerable.Range(0, 12).Select(i => (double)i * i)], [.. Enumerable.Repeat(1 / 12.0, 12)])];
        foreach (var distribution in few)
        {
            var basis = new UnivariateBasis(distribution);
            Assert.Equal(distribution.Values.Length - 1, basis.Degrees);
            Check(basis, distribution.Values.Zip(distribution.Weights), distribution.Values.Length, 1e-9);
        }
        const int Fine = 20000;
        Check(new UnivariateBasis(Distribution.LogUniform(1, 100)), Enumerable.Range(0, Fine).Select(i => (Distribution.LogUniform(1, 100).Quantile((i + 0.5) / Fine), 1.0 / Fine)), 9, 1e-4);
        Assert.Equal(int.MaxValue, new UnivariateBasis(Distribution.Uniform(-1, 1)).Degrees);

        static void Check(UnivariateBasis basis, IEnumerable<(double Value, double Weight)> points, int degrees, double tolerance)
        {
            var products = new double[degrees, degrees];
            var f = new double[degrees];
            foreach (var (value, weight) in points)
            {
                basis.Fill(value, f);
                for (int a = 0; a < degrees; a++)
                    for (int b = 0; b < degrees; b++) products[a, b] += weight * f[a] * f[b];
            }
            for (int a = 0; a < degrees; a++)
                for (int b = 0; b < degrees; b++) Assert.Equal(a == b ? 1 : 0, products[a, b], tolerance);
        }
    }

    [Fact]
    public void Categories_and_booleans_have_exact_indices()
    {
        Few category = new([0, 1, 2], [0.2, 0.5, 0.3]), coin = new([0, 1], [0.75, 0.25]);
        Factor[] factors = [new("category", category), new("coin", coin), new("x", Distribution.Uniform(0, 1))];
        double[] effects = [1, -2, 3];
        const int Rows = 200;
        double[][] columns = [.. factors.Select((f, i) => Draws.Column(Rows, i, 8).Select(f.Distribution.Quantile).ToArray())];
        double[] y = [.. Enumerable.Range(0, Rows).Select(r => effects[(int)columns[0][r]] * (1 + columns[1][r]) + columns[2][r])];
        var chaos = PolynomialChaos.Fit(factors, columns, y);
        double mean = 0.2 * 1 + 0.5 * -2 + 0.3 * 3, vc = 0.2 * 1 + 0.5 * 4 + 0.3 * 9 - mean * mean, coinMean = 1.25, vb = 0.75 * 0.25;
        double v1 = coinMean * coinMean * vc, v2 = mean * mean * vb, v12 = vc * vb, total = v1 + v2 + v12 + 1 / 12.0;
        Assert.Equal(v1 / total, chaos.FirstOrder(0), 1e-9);
        Assert.Equal(v2 / total, chaos.FirstOrder(1), 1e-9);
        Assert.Equal(v12 / total, chaos.SecondOrder(0, 1), 1e-9);
        Assert.Equal(1 / 12.0 / total, chaos.Total(2), 1e-9);
    }

    [Fact]
    public void Groups_are_one_in_every_index()
    {
        Factor[] factors = [new("a", Distribution.Uniform(0, 1), "g"), new("b", Distribution.Uniform(0, 1), "g"), new("c", Distribution.Uniform(0, 1))];
        var model = new MultiAffine([0, 1, 2, 3, 4, 0, 5, 1]);
        var (columns, y) = RankFirstOrderTests.Runs(120, 3, 2, model.Value);
        var chaos = PolynomialChaos.Fit(factors, columns, y);
        double[] v = model.Variances(0.5, 1 / 12.0);
        double total = v.Sum(), inside = v[1] + v[2] + v[3], between = v[5] + v[6] + v[7];
        Assert.Equal(["g", "c"], chaos.Groups);
        Assert.Equal(inside / total, chaos.FirstOrder(0), 1e-9);
        Assert.Equal((inside + between) / total, chaos.Total(0), 1e-9);
        Assert.Equal(between / total, chaos.SecondOrder(0, 1), 1e-9);
        Assert.Equal((v[4] + between / 2) / total, chaos.Shapley(1), 1e-9);
    }

    [Fact]
    public void Noise_is_in_the_error_and_not_in_the_indices()
    {
        var (columns, y) = RankFirstOrderTests.Runs(2000, 4, 6, u => 3 * u[0] + 2 * u[1] * u[2]);
        for (int r = 0; r < y.Length; r++) y[r] += Draws.Normal(r, 70, 6);
        var chaos = PolynomialChaos.Fit(Uniform(4), columns, y, new PolynomialChaosOptions { MaximumDegree = 4 });
        double signal = 9 / 12.0 + 4 * (2 * 0.25 / 12 + 1 / 144.0);
        Assert.Equal(1 / (1 + signal), chaos.LeaveOneOutError, 0.06);
        Assert.Equal(9 / 12.0 / signal, chaos.Total(0), 0.04);
        Assert.InRange(chaos.Total(3), 0, 0.02); // a dummy, under noise as large as the signal
    }

    [Fact]
    public void Row_order_must_not_matter() => Gen.ULong.Sample(seed =>
    {
        var (columns, y) = RankFirstOrderTests.Runs(90, 3, seed, Draws.Ishigami);
        int[] order = Draws.Order(90, seed + 1);
        var options = new PolynomialChaosOptions { MaximumDegree = 5 };
        var a = PolynomialChaos.Fit(Uniform(3), columns, y, options);
        var b = PolynomialChaos.Fit(Uniform(3), [.. columns.Select(c => order.Select(i => c[i]).ToArray())], [.. order.Select(i => y[i])], options);
        return a.LeaveOneOutError == b.LeaveOneOutError && a.Indices().Select(i => i.Estimate).SequenceEqual(b.Indices().Select(i => i.Estimate));
    }, iter: 10);

    [Fact]
    public void One_nan_must_not_turn_everything_nan_nor_a_unit_matter()
    {
        var (columns, y) = RankFirstOrderTests.Runs(150, 2, 3, u => 1e9 + 1e-3 * (u[0] + u[0] * u[1]));
        y[3] = double.NaN;
        columns[1][4] = double.NegativeInfinity;
        var chaos = PolynomialChaos.Fit(Uniform(2), columns, y);
        Assert.Equal(new RowCounts(148, 1, 1), chaos.Rows);
        Assert.Equal((2.25 + 1 / 12.0) / (2.25 + 0.25 + 1 / 12.0), chaos.Total(0), 1e-4); // 1e9 leaves 1e-3 four digits
        Assert.Throws<ArgumentException>(() => PolynomialChaos.Fit(Uniform(2), columns, y, new PolynomialChaosOptions { Policy = NonFinitePolicy.Refuse }));
    }

    [Fact]
    public void Indices_print_the_error_first_and_no_level()
    {
        var (columns, y) = RankFirstOrderTests.Runs(60, 2, 3, u => u[0] * u[1]);
        var indices = PolynomialChaos.Fit(Uniform(2), columns, y).Indices("mean", 4);
        Assert.Equal(["loo_error", "first_order", "total", "shapley", "first_order", "total", "shapley", "second_order"], indices.Select(i => i.Index));
        Assert.All(indices, i => Assert.True(double.IsNaN(i.Level) && double.IsNaN(i.Low) && i.Seed == 4 && i.Runs == 60 && i.Estimand == "mean"));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_a_constant_is_no_error()
    {
        var (columns, y) = RankFirstOrderTests.Runs(60, 2, 3, u => 7);
        var chaos = PolynomialChaos.Fit(Uniform(2), columns, y);
        Assert.True(double.IsNaN(chaos.LeaveOneOutError) && double.IsNaN(chaos.FirstOrder(0)));
        Assert.Equal((7.0, 0.0), (chaos.Mean, chaos.Variance));
        Assert.Equal(7, chaos.Value([0.3, 0.4]));
        Assert.Throws<ArgumentException>(() => PolynomialChaos.Fit(Uniform(3), columns, y));
        Assert.Throws<ArgumentException>(() => PolynomialChaos.Fit(Uniform(2), columns, y.AsSpan(0, 50)));
        Assert.Throws<ArgumentException>(() => PolynomialChaos.Fit(Uniform(2), [[1, 2], [1, 2]], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PolynomialChaos.Fit(Uniform(2), columns, y, new PolynomialChaosOptions { HyperbolicNorm = 2 }));
        var (more, z) = RankFirstOrderTests.Runs(60, 2, 3, u => u[0]);
        Assert.Throws<ArgumentException>(() => PolynomialChaos.Fit(Uniform(2), more, z, new PolynomialChaosOptions { MaximumCandidates = 2 }));
    }

    private static Factor[] Uniform(int d) => [.. Enumerable.Range(0, d).Select(i => new Factor($"x{i}", Distribution.Uniform(0, 1)))];

    private sealed record Few(double[] Values, double[] Weights) : Distribution
    {
        public override double Minimum => Values[0];

        public override double Maximum => Values[^1];

        public override double Quantile(double probability)
        {
            double sum = 0;
            for (int i = 0; i < Values.Length - 1; i++)
                if (probability < (sum += Weights[i])) return Values[i];
            return Values[^1];
        }

        public override double ShareBelow(double value) => Values.Zip(Weights).Where(x => x.First < value).Sum(x => x.Second);

        public override Distribution Between(double minimum, double maximum) => throw new NotSupportedException();
    }
}
