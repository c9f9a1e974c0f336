using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Tests.Sensitivities;

/// <summary>Stored runs, analysed by their design and from given data.</summary>
public sealed class CrossCheckTests
{
    [Theory]
    [InlineData("pick_freeze", "first_order")]
    [InlineData("pick_freeze", "total")]
    [InlineData("chains", "shapley")]
    [InlineData("mixtures", "shapley")]
    public void Of_a_function_without_noise_both_agree(string kind, string index)
    {
        var checks = Check($"model: ishigami\nfactors: {{}}\ndesign: {{kind: {kind}, points: 1024}}\n", 1, (_, y, _) => y);
        Assert.Contains(checks, c => c.ByDesign.Index == index && c.GivenData.Method == "sparse_pce");
        Assert.True(kind != "pick_freeze" || checks.Any(c => c.GivenData.Method == "rank"));
        Assert.All(checks, c => Assert.True(c.Agrees == true, $"{c.GivenData.Method} {c.GivenData.Index} of {c.ByDesign.Factors[0]}: {c.ByDesign.Estimate} and {c.GivenData.Estimate} ± {c.Tolerance}"));
    }

    [Fact]
    public void A_design_whose_rows_were_mixed_up_disagrees()
    {
        // AB and BA of two groups changed places, as a program might write that loops the other way
        var checks = Check("model: ishigami\nfactors: {}\ndesign: {points: 1024}\n", 8, (row, _, at) => at(row % 8 is 2 or 3 ? row ^ 1 : row % 8 is 5 or 6 ? row - row % 8 + (11 - row % 8) : row));
        string[] apart = [.. checks.Where(c => c.Agrees == false).Select(c => c.ByDesign.Factors[0]).Distinct().Order()];
        Assert.Equal(["x1", "x2"], apart);
    }

    [Fact]
    public void Noise_leaves_totals_open_without_replicates_and_not_with_them()
    {
        // as much noise as signal
        static double Noise(long row, uint replicate)
        {
            var (high, low, _, _) = Philox.Words((uint)row, replicate, 0, 77, 5);
            return 3.7 * DoubleFunctions.NormalQuantile((((ulong)high << 20 | low >> 12) + 0.5) / (1L << 52));
        }
        var raw = Check("model: ishigami\nfactors: {}\ndesign: {points: 1024}\n", 1, (row, y, _) => y + Noise(row, 0));
        // half of the totals is noise, which the surrogate's error owns
        Assert.All(raw.Where(c => c.GivenData.Index == "total"), c => Assert.Null(c.Agrees));
        var corrected = Check("model: ishigami\nfactors: {}\ndesign: {points: 1024, replicates: 2}\n", 1, (row, y, _) => y + Noise(row, 0), (row, y) => y + Noise(row, 1));
        Assert.All(corrected, c => Assert.NotEqual(false, c.Agrees));
        Assert.All(corrected.Where(c => c.GivenData.Method == "rank"), c => Assert.True(c.Agrees));
    }

    private static IReadOnlyList<Checked> Check(string text, int members, Func<long, double, Func<long, double>, double> change, Func<long, double, double>? second = null)
    {
        var study = SensitivityStudyFile.Read(ExperimentSource.Of(text, "study"), []);
        var design = SensitivityDesign.Create(study);
        Assert.True(members == 1 || design.RowsPerBlock == members);
        double[] values = new double[study.Factors.Count];
        double At(long row)
        {
            design.Row(row, values);
            return study.Function!.Evaluate(values);
        }
        var runs = new Dictionary<(int, long), RowOutputs>();
        for (long row = 0; row < design.Rows; row++) runs[(0, row)] = new RowOutputs(second is null ? [change(row, At(row), At)] : [change(row, At(row), At), second(row, At(row))]);
        return CrossCheck.Of(study, new StoredRuns(runs), CancellationToken.None).Single().Checks;
    }
}
