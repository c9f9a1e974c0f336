using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Answers;

public class RobustnessTests
{
    /// <summary>Pick-freeze needs two designs that know nothing of each other. 4,000 rows; each correlation of levels is beyond 0.08 by chance once in 2 million.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Forms_of_the_two_designs_are_independent_and_the_first_has_each_equally_often(ulong seed)
    {
        const int rows = 4032;
        int combinations = AsemModel.FormTopics.Aggregate(1, (n, topic) => n * topic.Forms.Count);
        int[][] designs = [.. Enumerable.Range(0, 2).Select(d => Enumerable.Range(0, rows).Select(row => Robustness.Combination(seed, combinations, row, d)).ToArray())];
        Assert.All(designs[0].CountBy(c => c), c => Assert.Equal(rows / combinations, c.Value));
        Assert.All(designs[1], c => Assert.InRange(c, 0, combinations - 1));
        for (int topic = 0, step = combinations; topic < AsemModel.FormTopics.Count; topic++)
        {
            int forms = AsemModel.FormTopics[topic].Forms.Count;
            step /= forms;
            double[][] levels = [.. designs.Select(d => d.Select(c => (double)(c / step % forms)).ToArray())];
            double[] means = [.. levels.Select(l => l.Average())];
            double covariance = levels[0].Zip(levels[1], (a, b) => (a - means[0]) * (b - means[1])).Average();
            double correlation = covariance / Math.Sqrt(levels[0].Average(a => (a - means[0]) * (a - means[0])) * levels[1].Average(b => (b - means[1]) * (b - means[1])));
            Assert.InRange(correlation, -0.08, 0.08);
        }
    }
}
