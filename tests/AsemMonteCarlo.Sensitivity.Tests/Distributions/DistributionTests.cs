using AsemMonteCarlo.Numerics.Distributions;
using CsCheck;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Peer = MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Tests.Distributions;

public sealed class DistributionTests
{
    private static readonly Gen<double> genProbability = Gen.OneOf(Gen.Double[1e-12, 1 - 1e-12], Gen.Double[-27, -1].Select(x => Math.Exp(x)));

    private static readonly Gen<Distribution> genContinuous = Gen.OneOf(
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 4], (low, width) => Distribution.Uniform(low, low + width)),
        Gen.Select(Gen.Double[0.01, 5], Gen.Double[1.1, 40], (low, ratio) => Distribution.LogUniform(low, low * ratio)),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 4], Distribution.Normal),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 4], Gen.Double[-5, 5], Gen.Double[0.1, 4], (mean, sd, low, width) => Distribution.TruncatedNormal(mean, sd, mean + sd * low, mean + sd * (low + width))),
        Gen.Select(Gen.Double[-2, 2], Gen.Double[0.1, 1.5], Distribution.LogNormal),
        Gen.Select(Gen.Double[0.3, 20], Gen.Double[0.3, 20], Gen.Double[-5, 5], Gen.Double[0.1, 4], (a, b, low, width) => Distribution.Beta(a, b, low, low + width)),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0, 1], Gen.Double[0.1, 4], (low, share, width) => Distribution.Triangular(low, low + share * width, low + width)),
        Gen.Select(Gen.Double[0.5, 9], Gen.Double[0.5, 9], (a, b) => Distribution.Beta(a, b).Between(0.2, 0.7)));

    private static readonly Gen<Distribution> genDiscrete = Gen.OneOf(
        Gen.Select(Gen.Int[-20, 20].Array[1, 9], Gen.Double[0.1, 3].Array[9], (v, w) => { double[] values = [.. v.Distinct().Order().Select(x => (double)x)]; return Distribution.Discrete(values, w[..values.Length]); }),
        Gen.Double[0.1, 3].Array[1, 9].Select(w => Distribution.Categorical([.. w.Select((_, i) => $"level {i}")], w)),
        Gen.Double[0.01, 0.99].Select(Distribution.Boolean));

    [Fact]
    public void Quantiles_and_shares_undo_each_other() => Gen.Select(genContinuous, genProbability).Sample((distribution, p) =>
    {
        double x = distribution.Quantile(p), back = distribution.ShareBelow(x);
        // where the density is steep one place of the value's last digit is many of the share's
        double grain = Math.Abs(distribution.ShareBelow(Math.BitIncrement(Math.BitIncrement(x))) - distribution.ShareBelow(Math.BitDecrement(Math.BitDecrement(x))));
        Assert.InRange(back, p - 1e-11 - 4 * grain, p + 1e-11 + 4 * grain);
        Assert.InRange(x, distribution.Minimum, distribution.Maximum);
    }, iter: 4000);

    [Fact]
    public void Quantiles_never_fall() => Gen.Select(Gen.OneOf(genContinuous, genDiscrete), genProbability, genProbability).Sample((distribution, p, q) =>
        distribution.Quantile(Math.Min(p, q)) <= distribution.Quantile(Math.Max(p, q)) + 1e-13 * Math.Abs(distribution.Quantile(p)), iter: 3000);

    [Fact]
    public void Quantiles_agree_with_another_library() => genProbability.Sample(p =>
    {
        Same(Normal.InvCDF(1.5, 2.5, p), Distribution.Normal(1.5, 2.5).Quantile(p));
        Same(LogNormal.InvCDF(0.4, 0.8, p), Distribution.LogNormal(0.4, 0.8).Quantile(p));
        Same(Triangular.InvCDF(-1, 4, 0.5, p), Distribution.Triangular(-1, 0.5, 4).Quantile(p));

        static void Same(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * (1 + Math.Abs(expected)));
    }, iter: 2000);

    [Fact]
    public void Shares_agree_with_another_library() => Gen.Select(Gen.Double[-8, 8], Gen.Double[0.001, 0.999], Gen.Double[0.3, 30], Gen.Double[0.3, 30]).Sample((z, x, a, b) =>
    {
        double share = Normal.CDF(0, 1, z);
        Assert.Equal(share, Distribution.Normal(0, 1).ShareBelow(z), 1e-11 * share + 1e-300);
        Assert.Equal(Peer.Beta.CDF(a, b, x), Distribution.Beta(a, b).ShareBelow(x), 1e-11);
        Assert.Equal(Triangular.CDF(0, 1, 0.3, x), Distribution.Triangular(0, 0.3, 1).ShareBelow(x), 1e-13);
        Assert.Equal(LogNormal.CDF(0.1, 0.7, a), Distribution.LogNormal(0.1, 0.7).ShareBelow(a), 1e-12);
    }, iter: 2000);

    [Fact]
    public void Means_and_variances_are_those_of_another_library()
    {
        foreach (var (mine, peer) in new (Distribution, IContinuousDistribution)[]
        {
            (Distribution.Normal(1, 2), new Normal(1, 2)), (Distribution.LogNormal(0.2, 0.5), new LogNormal(0.2, 0.5)), (Distribution.Beta(2, 5), new Peer.Beta(2, 5)),
            (Distribution.Beta(0.6, 0.8), new Peer.Beta(0.6, 0.8)), (Distribution.Triangular(0, 0.2, 1), new Triangular(0, 1, 0.2)), (Distribution.Uniform(-1, 3), new ContinuousUniform(-1, 3)),
        })
        {
            double[] values = [.. Enumerable.Range(0, 20_000).Select(i => mine.Quantile((i + 0.5) / 20_000))];
            double mean = values.Average();
            Assert.Equal(peer.Mean, mean, 1e-3);
            Assert.Equal(peer.Variance, values.Average(v => (v - mean) * (v - mean)), 5e-3 * peer.Variance);
        }
    }

    [Fact]
    public void A_normal_tail_far_from_the_mean_keeps_its_digits()
    {
        // the tail beyond 10 standard deviations falls like exp(−10 x)
        var tail = Distribution.TruncatedNormal(0, 1, 10, double.PositiveInfinity);
        double median = tail.Quantile(0.5);
        Assert.Equal(0.5, Normal.CDF(0, 1, -median) / Normal.CDF(0, 1, -10), 1e-9);
        Assert.Equal(0.5, tail.ShareBelow(median), 1e-9);
        var low = Distribution.TruncatedNormal(0, 1, double.NegativeInfinity, -10);
        Assert.Equal(-median, low.Quantile(0.5), 1e-9);
    }

    [Fact]
    public void What_lies_between_two_values_has_the_shares_of_the_whole() => Gen.Select(genContinuous, Gen.Double[0.05, 0.5], Gen.Double[0.55, 0.95], Gen.Double[0, 1]).Sample((whole, p, q, share) =>
    {
        var part = whole.Between(whole.Quantile(p), whole.Quantile(q));
        double x = whole.Quantile(p + share * (q - p));
        bool shapedByBounds = whole.ToString().Contains("uniform", StringComparison.Ordinal);
        Assert.Equal(shapedByBounds ? part.ShareBelow(x) : share, part.ShareBelow(x), 1e-8);
        Assert.Equal(whole.Quantile(p), part.Minimum, 1e-12);
        Assert.Equal(whole.Quantile(q), part.Maximum, 1e-12);
    }, iter: 500);

    [Fact]
    public void Discrete_values_come_as_often_as_their_weights_say() => Gen.Select(genDiscrete, Gen.Double[0, 1]).Sample((distribution, p) =>
    {
        double value = distribution.Quantile(p);
        Assert.True(distribution.ShareBelow(value) >= p - 1e-12);
        Assert.True(distribution.ShareBelow(Math.BitDecrement(value)) <= p + 1e-12);
        Assert.InRange(value, distribution.Minimum, distribution.Maximum);
    }, iter: 2000);

    [Fact]
    public void Discrete_distributions_with_the_same_numbers_are_equal()
    {
        Assert.Equal(Distribution.Discrete([1, 2], [1, 3]), Distribution.Discrete([1, 2], [1, 3]));
        Assert.NotEqual(Distribution.Discrete([1, 2], [1, 3]), Distribution.Discrete([1, 2], [1, 2]));
        Assert.Equal(Distribution.Categorical(["a", "b"]).GetHashCode(), Distribution.Categorical(["a", "b"]).GetHashCode());
        Assert.Equal(["a", "b"], Distribution.Categorical(["a", "b"]).Levels);
        Assert.Equal(Distribution.Discrete([2, 3], [3, 4]), Distribution.Discrete([1, 2, 3, 4], [1, 3, 4, 1]).Between(1.5, 3));
        Assert.Throws<NotSupportedException>(() => Distribution.Categorical(["a", "b"]).Between(0, 1));
    }

    [Fact]
    public void Every_kind_is_parsed_from_its_text()
    {
        var expected = new Dictionary<string, (Distribution Distribution, (string, string[])[] Text)>
        {
            ["uniform"] = (Distribution.Uniform(-1, 2), [("minimum", ["-1"]), ("maximum", ["2"])]),
            ["log-uniform"] = (Distribution.LogUniform(0.5, 2), [("minimum", ["0.5"]), ("maximum", ["2"])]),
            ["normal"] = (Distribution.Normal(1, 2), [("mean", ["1"]), ("sd", ["2"])]),
            ["truncated-normal"] = (Distribution.TruncatedNormal(1, 2, 0, double.PositiveInfinity), [("mean", ["1"]), ("sd", ["2"]), ("minimum", ["0"]), ("maximum", ["inf"])]),
            ["log-normal"] = (Distribution.LogNormal(1, 2), [("log_mean", ["1"]), ("log_sd", ["2"])]),
            ["beta"] = (Distribution.Beta(2, 3), [("a", ["2"]), ("b", ["3"])]),
            ["triangular"] = (Distribution.Triangular(0, 1, 2), [("minimum", ["0"]), ("mode", ["1"]), ("maximum", ["2"])]),
            ["discrete"] = (Distribution.Discrete([1, 2], [1, 3]), [("values", ["1", "2"]), ("weights", ["1", "3"])]),
            ["categorical"] = (Distribution.Categorical(["a", "b"]), [("levels", ["a", "b"])]),
            ["boolean"] = (Distribution.Boolean(), []),
        };
        Assert.Equal(Distribution.Kinds.Select(k => k.Name).Order(), expected.Keys.Order());
        foreach (var (kind, (distribution, text)) in expected)
        {
            var parameters = text.ToDictionary(t => t.Item1, t => (IReadOnlyList<string>)t.Item2);
            Assert.Equal(distribution, Distribution.Parse(kind, parameters));
            if (parameters.Count == 0) continue;
            parameters.Remove(text[0].Item1);
            Assert.Contains(text[0].Item1, Assert.Throws<FormatException>(() => Distribution.Parse(kind, parameters)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parameters_out_of_range_are_refused_with_their_name()
    {
        Assert.Throws<ArgumentException>("sd", () => Distribution.Normal(0, 0));
        Assert.Throws<ArgumentException>("minimum", () => Distribution.TruncatedNormal(0, 1, 2, 1));
        Assert.Throws<ArgumentException>("mode", () => Distribution.Triangular(0, 3, 2));
        Assert.Throws<ArgumentException>("a", () => Distribution.Beta(-1, 3));
        Assert.Throws<ArgumentException>("values", () => Distribution.Discrete([2, 1]));
        Assert.Throws<ArgumentException>("weights", () => Distribution.Discrete([1, 2], [1]));
        Assert.Throws<ArgumentException>("levels", () => Distribution.Categorical(["a", "a"]));
        Assert.Throws<ArgumentException>("probability", () => Distribution.Boolean(1));
        Assert.Throws<FormatException>(() => Distribution.Parse("gaussian", new Dictionary<string, IReadOnlyList<string>>()));
        Assert.Throws<FormatException>(() => Distribution.Parse("boolean", new Dictionary<string, IReadOnlyList<string>> { ["share"] = ["0.5"] }));
        Assert.Throws<FormatException>(() => Distribution.Parse("boolean", new Dictionary<string, IReadOnlyList<string>> { ["probability"] = ["half"] }));
    }

    [Theory]
    // any change of these bits changes results
    [InlineData("normal(1, 2)", 0.3)]
    [InlineData("beta(2, 3, 0, 1)", 0.3)]
    public void Quantiles_have_promised_bits(string name, double p)
    {
        var distribution = name.StartsWith("normal", StringComparison.Ordinal) ? Distribution.Normal(1, 2) : Distribution.Beta(2, 3);
        Assert.Equal(name, distribution.ToString());
        string bits = BitConverter.DoubleToInt64Bits(distribution.Quantile(p)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(name.StartsWith("normal", StringComparison.Ordinal) ? "bfa8fc72b058bf60" : "3fd16ebd0ecac2c3", bits);
    }
}
