using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;

namespace AsemMonteCarlo.Tests.Simulation;

/// <summary>Nothing in the model is decoration: without any one pathway, moderator, source of heterogeneity or process weight, and in any other form, results differ.</summary>
public sealed class LesionTests
{
    private static readonly Parameter[] heterogeneity =
    [
        PopulationParameters.AnxietySpread, PopulationParameters.AvoidanceSpread, PopulationParameters.SpecificSpread, PopulationParameters.ClosenessSpread,
        PopulationParameters.SkillSpread, PopulationParameters.ReadingSpread, PopulationParameters.WillingnessSpread, PopulationParameters.InconsistencySpread,
        PopulationParameters.FitSpread, PopulationParameters.ConflictSpread,
    ];

    // bonds end often enough for what moves their hazard to show in few couples
    private static readonly ParameterSet fragile = ParameterSet.Defaults.With(Dissolution.Hazard, -3.5);

    private static readonly Lazy<double[]> intact = new(() => Sums(fragile));

    public static TheoryData<string> Lesions() =>
    [
        .. AsemModel.Pathways.Select(p => p.Id), .. AsemModel.Moderators.Select(m => "moderator " + m.Id), .. AsemModel.FormTopics.SelectMany(t => t.Forms).Where(f => !f.IsDefault).Select(f => "form " + f), .. heterogeneity.Select(p => p.Name),
        .. AsemModel.Parameters.Except(AsemModel.Pathways.Select(p => p.Strength)).Except(heterogeneity).Except(Measurement.Group.Parameters).Select(p => "parameter " + p.Name),
    ];

    [Theory]
    [MemberData(nameof(Lesions))]
    public void Every_lesion_changes_the_results(string lesion)
    {
        var set = fragile;
        if (lesion.StartsWith("moderator ", StringComparison.Ordinal)) set = set.Without(AsemModel.Moderators.Single(m => "moderator " + m.Id == lesion));
        else if (lesion.StartsWith("form ", StringComparison.Ordinal)) set = set.With(AsemModel.FormTopics.SelectMany(t => t.Forms).Single(f => "form " + f == lesion));
        else if (AsemModel.Pathways.FirstOrDefault(p => p.Id == lesion) is { } pathway) set = set.With(pathway.Strength, 0);
        else if (heterogeneity.FirstOrDefault(p => p.Name == lesion) is { } spread) set = set.With(spread, 0);
        else
        {
            var parameter = AsemModel.Parameters.Single(p => "parameter " + p.Name == lesion);
            set = set.With(parameter, Math.Abs(parameter.Default - parameter.Maximum) > Math.Abs(parameter.Default - parameter.Minimum) ? parameter.Maximum : parameter.Minimum);
        }
        Assert.NotEqual(intact.Value, Sums(set));
    }

    // sixty days of couples in whom every situation arises and some bonds end
    private static double[] Sums(ParameterSet set)
    {
        var study = new Study { Name = "lesion", Dyads = 128, HorizonDays = 60, SettleDays = 20, Focal = set, Provider = set, Pathways = new PathwayDesign { Arms = PathwayArms.All } };
        var run = StudyRunner.Run(study, new RunOptions { Threads = 1 });
        return [.. Enumerable.Range(0, Outcomes.All.Count).Select(o => run.Sums.Cells[0].Summary(AsemMonteCarlo.Engine.Answers.View.All, 0, 0, 0, o).Value)];
    }
}
