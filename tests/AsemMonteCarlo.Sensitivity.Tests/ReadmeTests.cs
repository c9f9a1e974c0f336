using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Sensitivity.Tests;

public sealed class ReadmeTests
{
    // begin of the example
    private static List<string> Example()
    {
        var console = new List<string>();
        Factor[] factors =
        [
            new("rate", Distribution.LogUniform(0.1, 10)),
            new("delay", Distribution.Triangular(0, 2, 5)),
            new("policy", Distribution.Categorical(["none", "mild", "strict"])),
        ];
        var design = new PickFreezeDesign(factors, seed: 7, randomisations: 8);
        var analysis = new SobolAnalysis(design, new SobolOptions { SecondOrder = true });
        double[] rows = new double[design.Members * factors.Length], outputs = new double[design.Members];
        for (int point = 0; point < 8 * 256; point++)
        {
            design.Block(point, rows);
            for (int m = 0; m < design.Members; m++) outputs[m] = Model(rows.AsSpan(m * factors.Length, factors.Length));
            analysis.Add(point, outputs);
        }
        foreach (var index in analysis.Indices())
            console.Add($"{index.Index} of {string.Join(" and ", index.Factors)}: {index.Estimate:f3} [{index.Low:f3}, {index.High:f3}]");
        return console;
    }
    // end of the example

    private static double Model(ReadOnlySpan<double> row) => Math.Log(row[0]) * (1 + row[2]) + row[1];

    [Fact]
    public void The_example_of_the_readme_runs_as_written()
    {
        var lines = Example();
        Assert.Equal(3 + 3 + 9, lines.Count);
        Assert.StartsWith("first_order of rate: 0.", lines[0], StringComparison.Ordinal);
        string[] source = Lines(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ReadmeTests.cs")).Split("// begin of the example")[1].Split("// end of the example")[0].Replace("console.Add(", "Console.WriteLine(", StringComparison.Ordinal));
        foreach (string line in Lines(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).Split("```csharp")[1].Split("```")[0])) Assert.Contains(line, source);

        static string[] Lines(string text) => [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
    }
}
