using System.Text;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.StatisticalTests.Experiments;

/// <summary>The shipped claims against the model: what is said of them in the documents holds. Intervals hold for all claims together at 95 %; seeds are fixed.</summary>
[Trait("Category", "Slow")]
public sealed class ClaimTests
{
    // each is explained in docs/findings.md
    private static readonly string[] explained = File.ReadAllLines(Path.Combine(Root(), "docs", "findings.md")).Where(l => l.StartsWith("| `P", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).ToArray();

    private static readonly PropositionSet claims = PropositionFile.Parse(Encoding.UTF8.GetString(ShippedStudies.Experiments(PropositionsVerb.Shipped)), []);

    [Fact]
    public void Every_contradicted_claim_is_explained_in_the_findings()
    {
        // the reduced form tries a third of the claims
        int step = Reduced.Size(1, 3);
        var results = PropositionRun.Run([.. claims.Propositions.Where((_, i) => i % step == 0)], 2, scorePublished: false, cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(results.Where(r => r.Verdict == Verdict.Contradicted).Select(r => r.Proposition.Id).Except(explained));
        Assert.True(results.Count(r => r.Verdict == Verdict.Supported) > results.Count / 2);
    }

    [Fact]
    public void Flipped_signs_and_lesions_make_named_claims_fail()
    {
        string[] named = Reduced.Size(1, 0) == 1
            ? ["P01.state", "P01.moderation", "P02.state", "P03.state", "P05.tension", "P06.competence", "P10.self_specific", "P10.others_specific", "P13.others", "P21.recovery"]
            : ["P01.state", "P02.state", "P03.state", "P05.tension", "P06.competence"];
        var chosen = claims.Propositions.Where(c => named.Contains(c.Id)).ToList();
        var controls = Controls.Run(chosen, claims.Propositions.Count, [], 2, cancellation: TestContext.Current.CancellationToken);
        Assert.True(controls.Count >= 5);
        Assert.All(controls, c => Assert.True(c.IsPassed, $"{c.Proposition.Id}, {c.Change}: {c.Verdict}"));
    }

    [Fact]
    public void Shares_of_variance_are_shares_and_noise_shrinks_with_couples()
    {
        var study = StudyFile.Bind("horizon_days: 60", "robust", "", []);
        var few = Robustness.Run(study, new RobustnessOptions(Reduced.Size(4, 2), 16, Threads: 2), cancellation: TestContext.Current.CancellationToken);
        var many = Robustness.Run(study, new RobustnessOptions(Reduced.Size(4, 2), 64, Threads: 2), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(AsemModel.FormTopics.Aggregate(1, (n, t) => n * t.Forms.Count), few.Combinations);
        double noiseOfFew = few.Pathways.Average(p => p.Noise), noiseOfMany = many.Pathways.Average(p => p.Noise);
        Assert.True(noiseOfMany < noiseOfFew, $"{noiseOfMany} against {noiseOfFew}");
        // of the leading pathway, whose variance is large against its noise
        var leading = many.Pathways.MaxBy(p => p.First)!;
        Assert.All(leading.Shares, s => Assert.InRange(s.Total, -0.35, 1.35));
        Assert.InRange(leading.Shares.Sum(s => s.FirstOrder), 0.1, 1.35);
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AsemMonteCarlo.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the solution was not found above the tests");
        return folder;
    }
}
