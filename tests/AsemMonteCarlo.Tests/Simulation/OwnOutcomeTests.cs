using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Simulation;

/// <summary>A program's own outcome beside those of the model.</summary>
public sealed class OwnOutcomeTests
{
    private static readonly HigherScore higher = new();

    [Fact]
    public void It_is_read_of_every_person_on_every_lane_type()
    {
        var study = SmallStudy.Create() with { Outcomes = [Outcomes.Anxiety, Outcomes.Avoidance, higher] };
        foreach (string lanes in LaneChoice.Available)
        {
            var run = new Recorded(study, new RunOptions { Lanes = lanes });
            for (int person = 0; person < 2; person++)
            {
                float[] anxiety = run[0, "all", 0, "anxiety", person], avoidance = run[0, "all", 0, "avoidance", person];
                Assert.Equal(anxiety.Zip(avoidance, Math.Max), run[0, "all", 0, "higher_score", person]);
            }
            Assert.NotEqual(run[0, "all", 0, "anxiety"], run[0, "all", 0, "higher_score"]);
        }
    }

    [Fact]
    public async Task No_folder_is_made_of_a_study_that_no_text_can_name()
    {
        string folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => StudyRun.ExecuteAsync(SmallStudy.Create() with { Outcomes = [higher] }, folder, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("The outcome 'higher_score' is none of the model's", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private sealed class HigherScore() : Outcome("higher_score", "points on 1–7", 1, 7, "The higher of anxiety and avoidance.", onScale: true)
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => TLane.Max(Outcomes.AnxietyScore(view), Outcomes.AvoidanceScore(view));
    }
}
