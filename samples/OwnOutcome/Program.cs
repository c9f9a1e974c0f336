using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

var higher = new HigherScore();
var study = StudyFile.Bind("{dyads: 512, pathways: {of: [self.validation, others.activity]}, sweep: {provider.population.skill_level: [-1, 1]}}", "own", ".", args);
var run = StudyRunner.Run(study with { Outcomes = [Outcomes.Insecurity, higher] });
foreach (var cell in run.Design.Cells)
    foreach (var outcome in run.Design.Study.Outcomes)
        foreach (var ranked in Ranking.Of(run.Sums.Cells[cell.Id], outcome, group: 0))
            Console.WriteLine($"skill {study.Sweep[0].Values[cell.Places[0]]}: {outcome} {ranked.Pathway.Id} {ranked.Shapley.Value:F3} [{ranked.Shapley.Low:F3}, {ranked.Shapley.High:F3}]");

/// <summary>What a person is most: a mean forgives a high score on one dimension to who is low on the other.</summary>
internal sealed class HigherScore() : Outcome("higher_score", "points on 1–7", 1, 7, "The higher of chronic anxiety and chronic avoidance.", onScale: true)
{
    public override TLane Read<TLane>(in PersonView<TLane> view) => TLane.Max(Outcomes.AnxietyScore(view), Outcomes.AvoidanceScore(view));
}
