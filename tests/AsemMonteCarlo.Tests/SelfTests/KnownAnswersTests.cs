using AsemMonteCarlo.Engine.SelfTests;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Documentation;
using AsemMonteCarlo.Tests.Tables;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.Tests.SelfTests;

/// <summary>Known answers that are bits of this program: they are its own, and near the exact values.</summary>
public sealed class KnownAnswersTests : IDisposable
{
    // not the variable that renews documents: a result must not change in passing
    private const string Update = "ASEM_UPDATE_GOLDEN";

    // rounded once by definition, and computed with fractions when the file was made
    private static readonly string[] defined = ["multiply_add", "divide", "square_root"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Bits_of_functions_are_near_exact_values_and_those_of_one_couple_at_a_time()
    {
        Check("functions.txt", row =>
        {
            bool isDouble = row[0] == "double";
            double[] x = [.. row[2..^1].Select(SelfTestInputs.Number)];
            double value = isDouble ? Precise.Extract(SelfTest.Evaluate(row[1], Array.ConvertAll(x, Precise.Broadcast)), 0) : Scalar.Extract(SelfTest.Evaluate(row[1], Array.ConvertAll(x, Scalar.Broadcast)), 0);
            double exact = row[1] switch
            {
                "multiply_add" => Math.FusedMultiplyAdd(x[0], x[1], x[2]),
                "divide" => x[0] / x[1],
                "square_root" => Math.Sqrt(x[0]),
                "exp" => Math.Exp(x[0]),
                "log" => Math.Log(x[0]),
                "normal_quantile" => Normal.InvCDF(0, 1, x[0]),
                "saturate" => Saturated(x[0]),
                "logistic" => 0.5 + 0.5 * Saturated(x[0] / 2),
                "decay" => 1 / (1 + x[0]),
                _ => double.NaN,
            };
            double allowed = (isDouble ? 1e-14 : row[1] == "normal_quantile" ? 4e-6 : 3e-7) * (row[1] == "exp" ? exact : Math.Max(1, Math.Abs(exact)));
            Assert.True(Math.Abs(value - exact) <= allowed, $"{string.Join(' ', row)}: {value} is far from {exact}");
            string bits = SelfTestInputs.Bits(value, isDouble);
            Assert.True(!defined.Contains(row[1]) || bits == row[^1], $"{string.Join(' ', row)}: {bits}");
            return bits;
        });
    }

    [Fact]
    public void Bits_of_indices_are_those_of_the_library()
    {
        var estimates = SelfTest.SensitivityFunctions.ToDictionary(f => f.Name, SelfTest.Estimate);
        Assert.Equal(estimates.Sum(e => e.Value.Count), Golden.Rows("sensitivity.txt").Count);
        Check("sensitivity.txt", row => row[0] == "ishigami" ? "-" : SelfTestInputs.Bits(estimates[row[0]][(row[1], row[2])], true));
    }

    [Fact]
    public async Task The_digest_of_the_study_is_that_of_its_run()
    {
        var inputs = SelfTestInputs.Shipped();
        string digest = (await inputs.RunAsync(inputs.Study, folder["run"], LaneChoice.Available[0], 2, TestContext.Current.CancellationToken)).ToString();
        Check("digests.txt", _ => digest);
    }

    // holds the last word of each row; with ASEM_UPDATE_GOLDEN=1 rewrites it instead
    private static void Check(string file, Func<string[], string> last)
    {
        string path = Path.Combine(DocumentFolder.Path, "..", "tests", "golden", file);
        string[] written = File.ReadAllLines(path), fresh = [.. written.Select(line => line.StartsWith('#') ? line : line[..(line.LastIndexOf(' ') + 1)] + last(line.Split(' ')))];
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, string.Join('\n', fresh) + "\n");
        else Assert.True(written.SequenceEqual(fresh), $"tests/golden/{file} is out of date: if results changed on purpose, run these tests once with the environment variable {Update}=1 and build again\n{string.Join('\n', fresh.Except(written))}");
    }

    private static double Saturated(double x)
    {
        x = Math.Clamp(x, -2.96, 2.96);
        return x * (27 + x * x) / (27 + 9 * x * x);
    }
}
