using AsemMonteCarlo.Sensitivity.Designs;
using CsCheck;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests.Designs;

public sealed class PointSetTests
{
    private static readonly Gen<PointSet> genPoints = Gen.Select(Gen.Enum<PointKind>(), Gen.Int[1, 9], Gen.ULong, Gen.Int[1, 3], (kind, columns, seed, r) => FactorSample.Create(kind, columns, seed, kind == PointKind.Random ? 1 : r));

    [Fact]
    public void Coordinates_lie_strictly_inside_the_unit_interval_and_are_the_same_whenever_asked() => Gen.Select(genPoints, Gen.Long[0, 1L << 31]).Sample((points, row) =>
    {
        double[] first = Point(points, row);
        Point(points, row / 2);
        Assert.Equal(first, Point(points, row));
        Assert.All(first, x => Assert.True(x > 0 && x < 1));
    }, iter: 2000);

    [Fact]
    public void Unscrambled_points_are_the_published_sequence()
    {
        // first eight points in binary order of rows, from the recurrence worked by hand for degrees 0, 1 and 2
        var points = new SobolPoints(3, 0, scrambled: false);
        double[][] expected = [[0, 0, 0], [0.5, 0.5, 0.5], [0.25, 0.75, 0.75], [0.75, 0.25, 0.25], [0.125, 0.625, 0.375], [0.625, 0.125, 0.875], [0.375, 0.375, 0.625], [0.875, 0.875, 0.125]];
        for (int row = 0; row < 8; row++)
            for (int column = 0; column < 3; column++)
                Assert.Equal(expected[row][column], Point(points, row)[column], 1e-9);
    }

    [Fact]
    public void Two_dimensional_projections_have_the_quality_that_their_authors_state()
    {
        // Joe and Kuo (2008): no pair of dimensions is worse than t = 9 at 2¹⁰ points up to far beyond 1,024 dimensions; the first two have t = 0
        const int M = 10;
        int[] worst = new int[2];
        foreach (var (i, j) in ((int, int)[])[(0, 1), (1, 2), (0, 5), (30, 31), (100, 200), (500, 501), (1022, 1023), (1000, 2047)])
        {
            int t = Enumerable.Range(0, M + 1).First(t => IsNet(row => (SobolPoints.Digits((uint)row, i), SobolPoints.Digits((uint)row, j)), t, M));
            if ((i, j) == (0, 1)) Assert.Equal(0, t);
            worst[0] = Math.Max(worst[0], t);
        }
        Assert.InRange(worst[0], 1, 9);
    }

    [Fact]
    public void Every_column_is_a_permutation_of_the_slices()
    {
        for (int column = 0; column < SobolPoints.MaximumColumns; column += 13)
            Assert.Equal(1024, Enumerable.Range(0, 1024).Select(row => SobolPoints.Digits((uint)row, column) >> 22).Distinct().Count());
    }

    [Fact]
    public void Scrambling_keeps_what_the_net_puts_into_every_elementary_interval() => Gen.Select(Gen.ULong, Gen.Int[1, 9], Gen.Int[0, 60], Gen.Int[61, 120]).Sample((seed, m, i, j) =>
    {
        // counts over the boxes of every shape are permuted by a nested scramble, and by nothing less
        ulong key = seed * 2 + 1, other = ~seed;
        for (int split = 0; split <= m; split++)
            Assert.Equal(Counts(split, row => (SobolPoints.Digits(row, i), SobolPoints.Digits(row, j))), Counts(split, row => (NestedScramble.Apply(SobolPoints.Digits(row, i), key), NestedScramble.Apply(SobolPoints.Digits(row, j), other))));

        int[] Counts(int split, Func<uint, (uint X, uint Y)> point)
        {
            var counts = new int[1 << m];
            for (uint row = 0; row < 1u << m; row++)
            {
                var (x, y) = point(row);
                counts[(int)((ulong)x >> (32 - split) << (m - split) | (ulong)y >> (32 - m + split))]++;
            }
            return [.. counts.Order()];
        }
    }, iter: 100);

    [Fact]
    public void A_scramble_permutes_at_every_depth_below_equal_digits() => Gen.Select(Gen.ULong, Gen.UInt, Gen.UInt, Gen.Int[0, 31]).Sample((key, x, y, depth) =>
    {
        // two numbers that first differ at a digit still first differ there
        y = depth == 0 ? x ^ 0x80000000u : x >> (32 - depth) << (32 - depth) | y & (1u << (32 - depth)) - 1;
        y = (y | 1u << (31 - depth)) ^ x & 1u << (31 - depth);
        Assert.Equal(System.Numerics.BitOperations.LeadingZeroCount(x ^ y), System.Numerics.BitOperations.LeadingZeroCount(NestedScramble.Apply(x, key) ^ NestedScramble.Apply(y, key)));
    }, iter: 20_000);

    [Fact]
    public void Flips_at_different_nodes_are_independent_over_seeds()
    {
        // all seven nodes of the first three digits together, then pairs of nodes deeper, each in 16,384 scrambles
        const int Seeds = 1 << 14;
        var joint = new int[128];
        var deep = new int[3, 4];
        for (uint seed = 0; seed < Seeds; seed++)
        {
            var (k0, k1, _, _) = Numerics.Streams.Philox.Words(seed, 0, 0, 0, 7);
            ulong key = (ulong)k1 << 32 | k0;
            int flips = 0;
            for (uint node = 0; node < 7; node++)
            {
                int depth = System.Numerics.BitOperations.Log2(node + 1);
                uint prefix = node + 1 - (1u << depth);
                flips |= Flip(key, depth, prefix) << (int)node;
            }
            joint[flips]++;
            deep[0, Flip(key, 5, 3) | Flip(key, 6, 3) << 1]++;
            deep[1, Flip(key, 12, 100) | Flip(key, 12, 101) << 1]++;
            deep[2, Flip(key, 17, 5000) | Flip(key, 18, 10_000) << 1]++;
        }
        Assert.InRange(ChiSquare(joint, Seeds), 0, ChiSquared.InvCDF(127, 0.9999));
        for (int pair = 0; pair < 3; pair++)
            Assert.InRange(ChiSquare([deep[pair, 0], deep[pair, 1], deep[pair, 2], deep[pair, 3]], Seeds), 0, ChiSquared.InvCDF(3, 0.9999));

        static int Flip(ulong key, int depth, uint prefix)
        {
            uint digits = depth == 0 ? 0 : prefix << (32 - depth);
            return (int)((NestedScramble.Apply(digits, key) ^ digits) >> (31 - depth) & 1);
        }
    }

    [Fact]
    public void The_mean_of_a_smooth_function_over_a_scrambled_net_varies_as_theory_says()
    {
        // x² in one dimension: the variance over scrambles is that of one point per slice, 4/(180 N³)·... computed here slice by slice
        const int N = 32, Seeds = 4000;
        double expected = Enumerable.Range(0, N).Sum(k =>
        {
            double a = (double)k / N, b = (k + 1.0) / N, w = 1.0 / N;
            double first = (b * b * b - a * a * a) / (3 * w), second = (Math.Pow(b, 5) - Math.Pow(a, 5)) / (5 * w);
            return second - first * first;
        }) / (N * N);
        double sum = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var points = new SobolPoints(1, seed);
            double mean = Enumerable.Range(0, N).Average(row => Point(points, row)[0] * Point(points, row)[0]);
            sum += (mean - 1.0 / 3) * (mean - 1.0 / 3);
        }
        Assert.InRange(sum / Seeds / expected, 1 - 5 * Math.Sqrt(2.0 / Seeds), 1 + 5 * Math.Sqrt(2.0 / Seeds));
    }

    [Fact]
    public void A_latin_hypercube_has_one_point_in_each_slice_at_every_power_of_two() => Gen.Select(Gen.ULong, Gen.Int[0, 10], Gen.Int[1, 5]).Sample((seed, m, columns) =>
    {
        var points = new LatinHypercubePoints(columns, seed);
        int n = 1 << m;
        for (int column = 0; column < columns; column++)
            Assert.Equal(n, Enumerable.Range(0, n).Select(row => (int)(Point(points, row)[column] * n)).Distinct().Count());
    }, iter: 60);

    [Fact]
    public void Columns_of_a_latin_hypercube_do_not_know_of_each_other()
    {
        // in each doubling two rows fall into any two half slices with equal probability, and columns do not correlate
        const int Seeds = 8000;
        foreach (int m in (int[])[2, 3, 4, 5])
        {
            int half = 1 << m;
            var counts = new int[half * half];
            double product = 0;
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                var points = new LatinHypercubePoints(2, seed);
                double[] p = Point(points, half), q = Point(points, half + 1);
                counts[(int)(p[0] * half) * half + (int)(q[0] * half)]++;
                product += (p[0] - 0.5) * (p[1] - 0.5) * 12;
            }
            double expected = (double)Seeds / (half * (half - 1));
            double statistic = Enumerable.Range(0, half * half).Where(c => c / half != c % half).Sum(c => (counts[c] - expected) * (counts[c] - expected) / expected);
            Assert.InRange(statistic, 0, ChiSquared.InvCDF(half * (half - 1) - 1, 0.9999));
            Assert.InRange(Math.Abs(product) / Math.Sqrt(Seeds), 0, 4);
        }
    }

    [Fact]
    public void Seeds_and_randomisations_give_different_points_and_zero_is_a_seed() => Gen.Enum<PointKind>().Sample(kind =>
    {
        Assert.NotEqual(Point(FactorSample.Create(kind, 4, 0), 5), Point(FactorSample.Create(kind, 4, 1), 5));
        if (kind == PointKind.Random) return;
        var two = FactorSample.Create(kind, 4, 0, 2);
        Assert.NotEqual(Point(two, 10), Point(two, 11));
    }, iter: 10);

    [Fact]
    public void Rows_are_dealt_among_randomisations_so_that_doubling_doubles_each()
    {
        // the first 4·16 rows hold a net of 16 points in each of 4 randomisations
        var points = new SobolPoints(2, 3, 4);
        for (int r = 0; r < 4; r++)
            Assert.Equal(16, Enumerable.Range(0, 16).Select(k => (int)(Point(points, 4 * k + r)[1] * 16)).Distinct().Count());
    }

    [Fact]
    public void Sizes_that_are_no_power_of_two_are_warned_of()
    {
        Assert.Null(new SobolPoints(2, 1).Warning(1024));
        Assert.Contains("power of two", new SobolPoints(2, 1).Warning(1000), StringComparison.Ordinal);
        Assert.Null(new SobolPoints(2, 1, 3).Warning(3 * 64));
        Assert.NotNull(new SobolPoints(2, 1, 3).Warning(64));
        Assert.NotNull(new LatinHypercubePoints(2, 1).Warning(100));
        Assert.Null(new RandomPoints(2, 1).Warning(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SobolPoints(2049, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SobolPoints(2, 1, 2, scrambled: false));
    }

    [Fact]
    public void Random_points_fill_the_square_evenly()
    {
        var points = new RandomPoints(3, 11);
        var counts = new int[512];
        const int N = 1 << 16;
        for (int row = 0; row < N; row++)
        {
            double[] p = Point(points, row);
            counts[(int)(p[0] * 8) * 64 + (int)(p[1] * 8) * 8 + (int)(p[2] * 8)]++;
        }
        Assert.InRange(ChiSquare(counts, N), ChiSquared.InvCDF(511, 0.0001), ChiSquared.InvCDF(511, 0.9999));
    }

    [Fact]
    public void A_grid_has_every_combination_once()
    {
        var grid = new FactorialGrid([[1, 2, 3], [10, 20]]);
        var rows = new HashSet<(double, double)>();
        double[] row = new double[2];
        for (int i = 0; i < grid.Rows; i++)
        {
            grid.Row(i, row);
            rows.Add((row[0], row[1]));
        }
        Assert.Equal(6, rows.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid.Row(6, row));
        Assert.Throws<ArgumentException>(() => new FactorialGrid([[1], []]));
    }

    private static double[] Point(PointSet points, long row)
    {
        double[] point = new double[points.Columns];
        points.Point(row, point);
        return point;
    }

    private static double ChiSquare(int[] counts, int n) => counts.Sum(c => (c - (double)n / counts.Length) * (c - (double)n / counts.Length) / ((double)n / counts.Length));

    private static bool IsNet(Func<int, (uint X, uint Y)> point, int t, int m)
    {
        for (int split = 0; split <= m - t; split++)
        {
            var counts = new int[1 << (m - t)];
            for (int row = 0; row < 1 << m; row++)
            {
                var (x, y) = point(row);
                counts[(int)((ulong)x >> (32 - split) << (m - t - split) | (ulong)y >> (32 - (m - t - split)))]++;
            }
            if (counts.Any(c => c != 1 << t)) return false;
        }
        return true;
    }
}
