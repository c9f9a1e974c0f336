using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class SweepTests
{
    private const string Small = "{dyads: 80, horizon_days: 20, settle_days: 5, pathways: {arms: [all, none], of: [safe.bond, self.validation]}, parameters: {dissolution.hazard: -4}";

    private static readonly Lazy<Recorded> swept = new(() => new Recorded(Bind(", sweep: {provider.population.skill_level: [-1, 0.5], stress.level: [0.5, 1, 2]}}")));

    [Theory]
    [InlineData(0, "-1", "0.5")]
    [InlineData(1, "-1", "1")]
    [InlineData(5, "0.5", "2")]
    public void A_cell_is_the_study_with_its_values_bit_for_bit(int cell, string skill, string stress)
    {
        var alone = new Recorded(Bind($", provider: {{population.skill_level: {skill}}}, parameters: {{dissolution.hazard: -4, stress.level: {stress}}}}}", Small[..Small.IndexOf(", parameters", StringComparison.Ordinal)]));
        foreach (string arm in new[] { "all", "none" })
            foreach (var outcome in AsemMonteCarlo.Model.Outcomes.All)
                for (int person = 0; person < 2; person++) Assert.Equal(alone[0, arm, 0, outcome.Name, person], swept.Value[cell, arm, 0, outcome.Name, person]);
        Assert.Equal(alone.Result.Sums.Cells[0].Sums.SelectMany(s => s).Select(s => s.Estimate(0.9)), swept.Value.Result.Sums.Cells[cell].Sums.SelectMany(s => s).Select(s => s.Estimate(0.9)));
    }

    [Fact]
    public void How_cells_share_passes_blocks_and_threads_does_not_show()
    {
        var study = swept.Value.Study;
        foreach (var (dyads, points, threads) in new[] { (16, 3, 1), (48, 64, 2), (80, 5, 2) })
            Assert.Equal(SmallStudy.Sums(swept.Value.Result), SmallStudy.Sums(StudyRunner.Run(study, new RunOptions { Threads = threads, Shape = new BlockShape(dyads, points) }, TestContext.Current.CancellationToken)));
        // the combinations of all pathways are too many for three cells in a pass
        var large = Bind(", sweep: {stress.level: [0.5, 1, 2]}}", Small.Replace("{arms: [all, none], of: [safe.bond, self.validation]}", "{}", StringComparison.Ordinal).Replace("dyads: 80", "dyads: 16", StringComparison.Ordinal));
        Assert.InRange(new Design(large).Passes.Count, 2, 3);
        Assert.Equal(3, new Design(large).Passes.Sum(p => p.Cells));
        var whole = StudyRunner.Run(large, cancellation: TestContext.Current.CancellationToken);
        var last = StudyRunner.Run(Bind("}", Small.Replace("{arms: [all, none], of: [safe.bond, self.validation]}", "{}", StringComparison.Ordinal).Replace("dyads: 80", "dyads: 16", StringComparison.Ordinal).Replace("-4", "-4, stress.level: 2", StringComparison.Ordinal)), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(last.Sums.Cells[0].Sums.SelectMany(s => s).Select(s => s.Value), whole.Sums.Cells[2].Sums.SelectMany(s => s).Select(s => s.Value));
    }

    [Fact]
    public void Comparisons_are_the_differences_between_the_cells_of_the_same_person()
    {
        var run = swept.Value;
        var scenarios = run.Result.Sums.Scenarios!;
        int anxiety = Accumulator.Place(run.Study, AsemMonteCarlo.Model.Outcomes.Anxiety), checks = 0;
        foreach (var (i, c) in scenarios.Comparisons.Index())
        {
            string arm = run.Design.Arms[c.Arm].Name;
            float[] Of(int cell) => run[cell, arm, 0, "anxiety"];
            var differences = Of(c.Cell).Zip(Of(c.MinusCell), (x, y) => (double)x - y).ToArray();
            if (c.SecondCell >= 0) differences = [.. differences.Zip(Of(c.SecondCell).Zip(Of(c.MinusSecondCell), (x, y) => (double)x - y), (x, y) => x - y)];
            Assert.Equal(differences.Average(), scenarios[i, View.All, 0, 0, anxiety].Value, 1e-9);
            bool[] intact = [.. Enumerable.Range(0, 80).Select(d => new[] { c.Cell, c.MinusCell, c.SecondCell, c.MinusSecondCell }.Where(cell => cell >= 0).All(cell => run[cell, arm, 0, "intact"][d] > 0))];
            Assert.Equal(differences.Where((_, d) => intact[d]).Average(), scenarios[i, View.Intact, 0, 0, anxiety].Value, 1e-9);
            checks++;
        }
        // two arms; axis of two values: 3 ranges, 3 steps, 3 pairs; axis of three: 2 ranges, 4 steps, 1 pair
        Assert.Equal(2 * (3 + 3 + 3 + 2 + 4 + 1), checks);
    }

    [Fact]
    public void A_reference_scenario_is_subtracted_within_the_person_and_before_the_threshold()
    {
        var run = new Recorded(Bind(", sweep: {stress.level: [0.5, 1, 2]}, reference: {arm: none, at: {stress.level: 1}}, own_outcomes: {less: {of: anxiety, from_reference: true}, helped: {of: anxiety, from_reference: true, below: -0.02}}}"));
        foreach (int cell in new[] { 0, 1, 2 })
            foreach (string arm in new[] { "all", "none" })
            {
                float[] expected = [.. run[cell, arm, 0, "anxiety"].Zip(run[1, "none", 0, "anxiety"], (x, y) => x - y)];
                Assert.Equal(expected, run[cell, arm, 0, "less"]);
                Assert.Equal(expected.Select(x => x < -0.02f ? 1f : 0), run[cell, arm, 0, "helped"]);
            }
        var differences = run.Result.Sums.Scenarios!.Comparisons.Index().Where(c => c.Item.Kind == ComparisonKind.Difference).ToList();
        Assert.Equal(5, differences.Count);
        int anxiety = Accumulator.Place(run.Study, AsemMonteCarlo.Model.Outcomes.Anxiety);
        foreach (var (i, c) in differences)
            Assert.Equal(run[c.Cell, run.Design.Arms[c.Arm].Name, 0, "less"].Concat(run[c.Cell, run.Design.Arms[c.Arm].Name, 0, "less", 1]).Average(x => (double)x), run.Result.Sums.Scenarios![i, View.All, 0, 0, anxiety].Value, 1e-6);
    }

    [Fact]
    public void A_reference_arm_without_a_cell_is_that_of_each_cell()
    {
        var run = new Recorded(Bind(", sweep: {stress.level: [0.5, 2]}, reference: {arm: none}, own_outcomes: {less: {of: tension, from_reference: true}}}"));
        for (int cell = 0; cell < 2; cell++) Assert.Equal(run[cell, "all", 0, "tension"].Zip(run[cell, "none", 0, "tension"], (x, y) => x - y), run[cell, "all", 0, "less"]);
        Assert.All(run[1, "none", 0, "less"], x => Assert.Equal(0, x));
    }

    [Fact]
    public void Nobody_is_compared_with_somebody_else()
    {
        var design = new Design(Bind(", sweep: {population.anxiety_mean: [2.5, 3.5]}}"));
        Assert.Empty(ScenarioSums.List(design));
        Assert.NotEmpty(ScenarioSums.List(new Design(Bind(", sweep: {population.skill_level: [-1, 1]}}"))));
    }

    [Fact]
    public void Ranges_give_their_ends_and_even_steps()
        => Assert.Equal([0.1, 0.4, 0.7, 1], Bind(", sweep: {stress.level: {from: 0.1, to: 1, steps: 4}}}").Sweep[0].Values);

    private static Study Bind(string more, string start = Small) => StudyFile.Bind(start + more, "sweep", ".", []);
}
