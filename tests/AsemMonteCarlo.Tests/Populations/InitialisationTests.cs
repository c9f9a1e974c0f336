using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Kernels;

namespace AsemMonteCarlo.Tests.Populations;

public sealed class InitialisationTests
{
    [Fact]
    public void Once_read_outs_are_fixed_chronic_scores_are_those_drawn_and_sums_start_at_zero()
    {
        var parameters = ParameterSet.Defaults;
        var values = new Values<Scalar>(parameters);
        var couples = Couples.After(30, 60, parameters);
        var random = new Random(4);
        for (int i = 0; i < 60; i++)
        {
            double anxiety = 1.05 + 5.9 * random.NextDouble(), avoidance = 1.05 + 5.9 * random.NextDouble();
            Scalar a = Scalar.Broadcast(ScoreDistribution.ToLogit(anxiety)), v = Scalar.Broadcast(ScoreDistribution.ToLogit(avoidance));
            Initialisation.FixReadOuts(values, a, v, ref couples.Traits[i].A, ref couples.States[i].A);
            var view = new PersonView<Scalar>(values, ref couples.States[i], ref couples.Traits[i], isFocal: true, 365, 4);
            Assert.Equal(anxiety, Couples.Number(Outcomes.Anxiety.Read(view)), 1e-5);
            Assert.Equal(avoidance, Couples.Number(Outcomes.Avoidance.Read(view)), 1e-5);
            Assert.Equal(0, Couples.Number(couples.States[i].A.EffortGiven) + Couples.Number(couples.States[i].A.StateAnxietySum) + Couples.Number(couples.States[i].A.StateAvoidanceSum));
        }
    }

    [Fact]
    public void Logits_and_scores_invert_each_other()
    {
        // the curve is flat within two millionths of a point of both ends
        for (double score = 1.01; score < 6.995; score += 0.01) Assert.Equal(score, ScoreDistribution.ToScore(ScoreDistribution.ToLogit(score)), 1e-9);
        Assert.Equal(4, ScoreDistribution.ToScore(0));
        Assert.InRange(ScoreDistribution.ToScore(-6), 1, 1 + 2e-6);
        Assert.InRange(ScoreDistribution.ToScore(6), 7 - 2e-6, 7);
    }

    [Theory]
    [InlineData(2.9, 1.05)]
    [InlineData(4, 1.3)]
    [InlineData(2, 0.6)]
    public void Score_distributions_have_the_asked_mean_and_spread(double mean, double spread)
    {
        var law = new ScoreDistribution(ParameterSet.Defaults.With(PopulationParameters.AnxietyMean, mean).With(PopulationParameters.AnxietySpread, spread));
        Assert.Equal(mean, law.AnxietyMoments.Mean, 1e-6);
        Assert.Equal(spread, law.AnxietyMoments.Sd, 1e-6);
    }
}
