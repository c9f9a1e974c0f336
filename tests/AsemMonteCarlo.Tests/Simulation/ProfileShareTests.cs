using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Tests.Studies;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class ProfileShareTests
{
    [Fact]
    public void The_main_study_has_at_least_a_thousand_recipients_of_every_profile()
    {
        var study = StudyFile.Load(StudyFixture.Config("pathways.yaml"), []);
        var sampling = new Sampling(study);
        var recipients = new int[4];
        for (long dyad = 0; dyad < study.Dyads; dyad++)
        {
            var couple = sampling.Draw(dyad);
            recipients[(int)couple.A]++;
            recipients[(int)couple.B]++;
        }
        Assert.All(recipients, count => Assert.True(count >= 1000, $"{count}"));
    }
}
