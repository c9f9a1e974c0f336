using System.Globalization;
using AsemMonteCarlo.Engine.Differences;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Answers;

/// <summary>
/// How often does asem diff call an estimate moved that did not? The same couples live on common luck in one run and on independent luck in the other, which
/// leaves the expected value of every effect as it is. Over seeds, at most 5 % of pairs of runs may have an estimate that moved at the joint level of 95 %.
/// </summary>
[Trait("Category", "Slow")]
public sealed class DifferenceNoiseTests(ITestOutputHelper output) : IDisposable
{
    private const double Level = 0.95, Significance = 0.01;

    private static readonly Study small = new()
    {
        Name = "noise",
        Dyads = 128,
        HorizonDays = 20,
        SettleDays = 5,
        Level = Level,
        StoreDyads = true,
        Pathways = new PathwayDesign { Of = [SafeDeescalate.Pathway, SelfValidation.Pathway] },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("asem-noise-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unchanged_effect_is_called_moved_in_no_more_than_the_stated_share_of_pairs(bool paired)
    {
        int seeds = Reduced.Size(200, 40);
        var cancellation = TestContext.Current.CancellationToken;
        int alarms = 0;
        await Parallel.ForAsync(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, async (seed, cancelled) =>
        {
            string a = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"a{seed}")), b = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"b{seed}"));
            var options = new RunOptions { Threads = 1 };
            await StudyRun.ExecuteAsync(small with { Seed = (ulong)seed }, a, options, cancelled);
            await StudyRun.ExecuteAsync(small with { Seed = (ulong)(paired ? seed : seed + 1_000_000), CommonLuck = false }, b, options, cancelled);
            var difference = await RunDifference.OfAsync(a, b, cancelled);
            Assert.Equal((7, paired ? small.Dyads : 0), (difference.Estimates.Count, difference.Pairs));
            if (difference.Moved > 0) Interlocked.Increment(ref alarms);
        });
        // probability of so many, were each pair's the stated one
        double chance = 1 - new Binomial(1 - Level, seeds).CumulativeDistribution(alarms - 1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(paired ? "paired" : "independent")}: {alarms} of {seeds} pairs of runs, chance {chance:g2}"));
        Assert.True(chance >= Significance, $"{alarms} of {seeds}");
    }
}
