using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.Tests.Runs;

/// <summary>A study that cannot fit is refused with numbers before it starts, and one that fits is not.</summary>
public sealed class RunNeedsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_study_that_cannot_fit_on_the_disk_is_refused_with_numbers()
    {
        // 2·10⁹ couples, two of them each, 32 arms, 10 outcomes at the least
        var design = Bind("{dyads: 2000000000, pathways: {arms: all_coalitions, of: [safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation]}, store: {dyads: on}}");
        string lacking = RunNeeds.Lacking(design, 2, new RunRoom(1e12, 1e11))!;
        Assert.Matches("^the study needs at least [0-9.]+ TB of disk for its rows of couples.*, and there is 100.00 GB; store fewer", lacking);
        Assert.Null(RunNeeds.Lacking(design, 2, new RunRoom(1e12, double.PositiveInfinity)));
        Assert.Null(RunNeeds.Lacking(Bind("{dyads: 2000000000}"), 2, new RunRoom(1e12, 1e6)));
    }

    [Fact]
    public void A_study_that_cannot_fit_in_memory_is_refused_with_numbers()
    {
        var design = Bind("{dyads: 1000, pathways: {arms: all_coalitions, of: [safe.bond, safe.deescalate, soft.disengage, soft.reasons, self.validation, self.efficacy, self.attribution, others.activity, others.support, others.expectation]}}");
        string lacking = RunNeeds.Lacking(design, 64, new RunRoom(5e8, 1e12))!;
        Assert.Matches("^the study needs at least [0-9.,]+ (MB|GB) of memory, and there is 500.0 MB; take fewer threads \\(--threads 64 was asked for\\)", lacking);
        Assert.Null(RunNeeds.Lacking(design, 1, new RunRoom(4e9, 1e12)));
    }

    [Theory]
    [InlineData("dyads: 400, store: {dyads: on}")]
    [InlineData("dyads: 400, store: {trajectories: {every: 5}}")]
    [InlineData("dyads: 400, readings: [10, 20], store: {dyads: on, trajectories: {every: 2, couples: 100, arms: [all]}}")]
    public async Task What_is_reckoned_is_less_than_what_a_run_takes_and_not_by_far(string keys)
    {
        var study = StudyFile.Bind($"{{horizon_days: 30, settle_days: 2, pathways: {{arms: all_coalitions, of: [safe.bond, self.validation, self.efficacy]}}, {keys}}}", "study", ".", []);
        var (_, manifest) = await StudyRun.ExecuteAsync(study, folder["run"], cancellation: TestContext.Current.CancellationToken);
        double taken = 2 * manifest.Tables.Where(t => t.Name is "dyads" or "trajectories").Sum(t => (double)t.Bytes);
        Assert.InRange(RunNeeds.RowsOnDisk(new Design(study)), 0.4 * taken, taken);
    }

    [Fact]
    public void A_study_of_sensitivity_whose_method_holds_more_rows_than_memory_has_is_refused()
    {
        var study = SensitivityStudyFile.Read(ExperimentSource.Of("model: g-function\nfactors: {}\ndesign: {kind: sample, points: 1073741824}\n", "study"), []);
        Assert.Matches("^the study needs at least 77.[0-9]+ GB of memory for the rows that its method learns from, and there is 16.00 GB; take fewer points \\(design.points\\)", SensitivityNeeds.Lacking(study, new RunRoom(1.6e10, 1e15)));
        Assert.Contains("of disk for its runs, and there is 1.00 GB", SensitivityNeeds.Lacking(study, new RunRoom(1e12, 1e9)), StringComparison.Ordinal);
        Assert.Null(SensitivityNeeds.Lacking(study, new RunRoom(1e12, 1e12)));
    }

    [Fact]
    public void This_machine_has_some_room()
    {
        var room = RunRoom.Of(Path.Combine(folder.Path, "not", "there", "yet"));
        Assert.InRange(room.Memory, 1e8, 1e16);
        Assert.InRange(room.Disk, 1, 1e18);
    }

    private static Design Bind(string yaml) => new(StudyFile.Bind(yaml, "study", ".", []));
}
