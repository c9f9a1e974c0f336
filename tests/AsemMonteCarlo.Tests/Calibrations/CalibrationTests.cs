using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Tests.Calibrations;

public sealed class CalibrationTests : IDisposable
{
    // one rate and one centre, which two figures tell apart
    private const string Text = """
        study: {dyads: 192, horizon_days: 40, settle_days: 20}
        free:
          situations.conflict: [-4, 0]
          bond.satisfaction: [-0.5, 1.4]
        targets:
        - {id: rate, quantity: days with conflict, source: made up, use: fitted, band: [0.24, 0.36], estimate: mean(situation.conflict@1..40)}
        - {id: level, quantity: satisfaction, source: made up, use: fitted, band: [0.12, 0.32], estimate: mean(satisfaction@40)}
        - {id: sane, quantity: tension, source: made up, use: filter, band: [0, 1], estimate: mean(state.tension@40)}
        """;

    private static readonly CalibrationOptions options = new(Draws: 40, Waves: 3, Elite: 12, Members: 4, Threads: 2);
    private readonly string folder = Directory.CreateTempSubdirectory("asem-fit-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_calibration_meets_its_figures_can_be_resumed_and_does_not_depend_on_threads()
    {
        var file = TargetFile.Parse(Text, []);
        var first = await Run(file, options, "a", 20);
        Assert.Equal(4, first.Acceptable);
        Assert.All(first.Ensemble, d => Assert.InRange(d.Statistics[0], 0.24, 0.36));
        double[] best = [.. first.Draws.GroupBy(d => d.Wave).Select(w => w.Min(d => d.Loss))];
        Assert.True(best[^1] < best[0]);

        // resumed after the second wave, on one thread
        Directory.CreateDirectory(Path.Combine(folder, "b"));
        foreach (string wave in (string[])["wave-00", "wave-01"]) Copy(Path.Combine(folder, "a", wave), Path.Combine(folder, "b", wave));
        var second = await Run(file, options with { Threads = 1 }, "b", 20);
        Assert.Equal(first.Draws.Select(d => d.Loss), second.Draws.Select(d => d.Loss));
        Assert.Equal(first.Ensemble[0].Values, second.Ensemble[0].Values);

        // both parameters are found again
        Assert.All(first.Recovery, r => Assert.True(r.IsIdentified && r.Correlation > 0.6 && Math.Abs(r.Bias) < 0.5, r.Parameter.Name));

        var other = await Assert.ThrowsAsync<TableException>(() => Run(file, options with { Seed = 2 }, "b", 0));
        Assert.Contains("another calibration", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_are_within_their_ranges_and_the_present_values_come_first()
    {
        var file = TargetFile.Parse(Text, []);
        var sets = new Calibration(file, options).Sets(0, []);
        Assert.Equal(file.Free.Select(f => f.Parameter.Default), sets[0]);
        Assert.All(sets, set => Assert.All(set.Index(), v => Assert.InRange(v.Item, file.Free[v.Index].Prior.Minimum, file.Free[v.Index].Prior.Maximum)));
        Assert.InRange(sets.Select(s => s[0]).Distinct().Count(), sets.Count - 5, sets.Count);
    }

    [Theory]
    [InlineData("band: [0.24, 0.36]", "band: [0.36, 0.24]", "the lower end first")]
    [InlineData("use: filter", "use: filtered", "did you mean 'filter'?")]
    [InlineData("situations.conflict: [-4, 0]", "situations.conflikt: [-4, 0]", "did you mean 'situations.conflict'?")]
    [InlineData("situations.conflict: [-4, 0]", "situations.conflict: [-40, 0]", "must lie within")]
    public void A_wrong_file_of_figures_is_named(string from, string to, string message)
    {
        var problem = Assert.Throws<StudyException>(() => TargetFile.Parse(Text.Replace(from, to, StringComparison.Ordinal), []));
        Assert.Contains(problem.Errors, e => e.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Misses_are_measured_in_half_widths()
    {
        var target = new Target { Id = "x", Quantity = "x", Source = "x", Low = 1, High = 3 };
        Assert.Equal(0, target.Miss(2));
        Assert.Equal(1, target.Miss(3));
        Assert.Equal(4, target.Miss(4));
        Assert.Equal(25, target.Miss(100));
        Assert.Equal(25, target.Miss(double.NaN));
        Assert.Equal(0, (target with { High = double.PositiveInfinity }).Miss(7));
    }

    private Task<CalibrationResult> Run(TargetFile file, CalibrationOptions with, string name, int hidden) =>
        CalibrationRun.ExecuteAsync(new Calibration(file, with), with, ExperimentSource.Of("text", "targets.yaml"), [], file.Free, Path.Combine(folder, name), hidden, null, TestContext.Current.CancellationToken);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
