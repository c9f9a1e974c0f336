using AsemMonteCarlo.Benchmarks.Gate;

namespace AsemMonteCarlo.StatisticalTests.Benchmarks;

/// <summary>
/// Error rates of the benchmark gate on made-up noise between pairs of processes. Bounds are those stated by the rule plus four standard errors of a share of
/// this many runs (false alarms of this test: below 10⁻⁴ each).
/// </summary>
public sealed class GateRuleTests
{
    private static readonly string[] measures = ["day", "study", "indices", "table"];
    private static readonly int runs = Reduced.Size(20_000, 2_000);

    public static TheoryData<string, double> Noises => new() { { "normal", 0.01 }, { "normal", 0.03 }, { "heavy", 0.02 }, { "drifting", 0.02 }, { "bursts", 0.02 } };

    [Theory]
    [MemberData(nameof(Noises))]
    public void An_unchanged_suite_fails_in_at_most_one_of_a_hundred_runs(string noise, double size)
    {
        var (regression, none, pairs) = Runs(noise, size, slowdown: 1);
        Say($"unchanged, {noise} {size}", regression, none, pairs);
        Assert.True(regression <= Bound(GateRule.FalseAlarms), $"{regression} of {runs}");
        Assert.True(none > 0.9 * runs, $"{none} of {runs} passed");
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void A_slowdown_of_a_twentieth_in_one_measure_passes_in_at_most_one_of_twenty_runs(string noise, double size)
    {
        var (regression, none, pairs) = Runs(noise, size, GateRule.Slowdown);
        Say($"slower, {noise} {size}", regression, none, pairs);
        Assert.True(none <= Bound(GateRule.Misses), $"{none} of {runs}");
        Assert.True(regression > 0.9 * runs, $"{regression} of {runs} caught");
    }

    [Fact]
    public void What_is_faster_passes_and_what_is_twice_as_slow_is_caught_at_the_first_look()
    {
        var calm = Enumerable.Range(0, 6).Select(i => 1 + 0.001 * (i % 3)).ToList();
        IReadOnlyDictionary<string, IReadOnlyList<double>> Ratios(double one) => measures.ToDictionary(m => m, IReadOnlyList<double> (m) => m == "day" ? [.. calm.Select(c => c * one)] : calm);
        Assert.Equal(GateVerdict.NoRegression, GateRule.Judge(Ratios(0.5)).Verdict);
        Assert.Equal(GateVerdict.Regression, GateRule.Judge(Ratios(2)).Verdict);
        var day = GateRule.Judge(Ratios(2)).Measures.Single(m => m.Measure == "day");
        Assert.InRange(day.Ratio, 1.999, 2.003);
        Assert.True(day.Low < day.Ratio && day.Ratio < day.High);
    }

    [Fact]
    public void A_record_read_again_gives_the_ratios_in_order()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, [GateRecord.Header, "same,1,before,day,100.0,110.0", "same,1,before,table,50.0,50.0", "same,2,after,day,100.0,90.0", "same,2,after,table,50.0,100.0"]);
            var ratios = GateRecord.Read([file])["same"];
            Assert.Equal([1.1, 0.9], ratios["day"]);
            Assert.Equal([1, 2], ratios["table"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Resamples_of_a_calm_record_pass_and_of_a_slower_one_fail()
    {
        Dictionary<string, double[]> Record(double slowdown) => measures.ToDictionary(m => m, m => Made(new Random(3), "normal", 0.01, 200).Select(x => x * (m == "day" ? slowdown : 1)).ToArray());
        Assert.True(GateRecord.Replay(Record(1), 200, 40, seed: 1).None >= 198);
        Assert.True(GateRecord.Replay(Record(1.05), 200, 40, seed: 1).Regression >= 190);
    }

    private static (int Regression, int None, double Pairs) Runs(string noise, double size, double slowdown)
    {
        int regression = 0, none = 0;
        long pairs = 0;
        object gate = new();
        Parallel.For(0, runs, run =>
        {
            var random = new Random(run + 1);
            var ratios = measures.ToDictionary(m => m, m => Made(random, noise, size, GateRule.Looks[^1]).Select(x => x * (m == "day" ? slowdown : 1)).ToArray());
            var (verdict, used) = GateRule.Replay(ratios, GateRule.Looks[^1]);
            lock (gate)
            {
                pairs += used;
                if (verdict == GateVerdict.Regression) regression++;
                if (verdict == GateVerdict.NoRegression) none++;
            }
        });
        return (regression, none, (double)pairs / runs);
    }

    // ratios of pairs whose noise is as named; its size is the standard deviation of the logarithm, without bursts
    private static double[] Made(Random random, string noise, double size, int pairs)
    {
        double[] made = new double[pairs];
        double drift = 0;
        for (int i = 0; i < pairs; i++)
        {
            double normal = Normal(random);
            drift = 0.7 * drift + 0.3 * Normal(random);
            made[i] = Math.Exp(size * noise switch
            {
                // Student's t with 3 degrees of freedom
                "heavy" => normal / Math.Sqrt((Square(random) + Square(random) + Square(random)) / 3) / Math.Sqrt(3),
                "drifting" => normal + drift,
                // a tenth of the pairs meets another load on either side
                "bursts" => normal + (random.Next(10) == 0 ? 10 * Normal(random) : 0),
                _ => normal,
            });
        }
        return made;
    }

    private static double Square(Random random) => Normal(random) is var x ? x * x : 0;

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Bound(double rate) => (int)Math.Ceiling(runs * rate + 4 * Math.Sqrt(runs * rate * (1 - rate)));

    private static void Say(string what, int regression, int none, double pairs)
    {
        string said = FormattableString.Invariant($"gate, {what}: {regression / (double)runs:P2} regression, {none / (double)runs:P2} no regression, {pairs:F1} pairs");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
    }
}
