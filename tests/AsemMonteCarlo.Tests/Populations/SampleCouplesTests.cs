using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Tests.Studies;

namespace AsemMonteCarlo.Tests.Populations;

/// <summary>The shipped sample is generated from the published means, spreads and correlations behind the population's parameters.</summary>
public sealed class SampleCouplesTests
{
    private const int Count = 200;
    private const ulong Seed = 2018;

    private static string FilePath => StudyFixture.Config("sample-couples.csv");

    /// <summary>With ASEM_UPDATE_DOCS=1 the file is rewritten instead.</summary>
    [Fact]
    public void The_shipped_couples_are_those_generated()
    {
        string fresh = Generate();
        if (Environment.GetEnvironmentVariable("ASEM_UPDATE_DOCS") == "1") File.WriteAllText(FilePath, fresh);
        else Assert.True(File.ReadAllText(FilePath) == fresh, "configs/sample-couples.csv is out of date: run the tests once with the environment variable ASEM_UPDATE_DOCS=1");
    }

    [Fact]
    public void They_have_the_means_and_spreads_they_were_drawn_from_within_five_standard_errors()
    {
        var values = StudyFile.Load(StudyFixture.Config("sample.yaml"), []).Population.Values;
        Assert.All(values, v => Assert.Equal(Count, v.Length));
        foreach (var (column, mean, sd) in new[] { (0, PopulationParameters.AnxietyMean, PopulationParameters.AnxietySpread), (1, PopulationParameters.AvoidanceMean, PopulationParameters.AvoidanceSpread) })
        {
            double[] both = [.. values[column], .. values[column + 2]];
            double m = both.Average(), s = Math.Sqrt(both.Sum(x => (x - m) * (x - m)) / both.Length);
            // partners resemble each other a little, so that 400 persons are as good as 340
            Assert.Equal(mean.Quantity.Default, m, 5 * sd.Quantity.Default / Math.Sqrt(340));
            Assert.Equal(sd.Quantity.Default, s, 5 * sd.Quantity.Default / Math.Sqrt(2 * 340));
        }
    }

    private static string Generate()
    {
        var text = new StringBuilder("anxiety,avoidance,partner_anxiety,partner_avoidance\n");
        var law = new ScoreDistribution(ParameterSet.Defaults);
        var luck = new Luck(Seed, 0, 0);
        for (int i = 0; i < Count; i++)
        {
            var s = law.Scores(Couple.Draw(luck, i, 0));
            text.Append(CultureInfo.InvariantCulture, $"{s.AnxietyA:F2},{s.AvoidanceA:F2},{s.AnxietyB:F2},{s.AvoidanceB:F2}\n");
        }
        return text.ToString();
    }
}
