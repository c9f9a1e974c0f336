using System.Globalization;
using MathNet.Numerics.Distributions;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>Hits of intervals over repetitions, cell by cell, judged by the exact binomial test at a family-wise error of 1 %.</summary>
internal sealed class CoverageCount(double level)
{
    private const double FamilywiseError = 0.01;

    private readonly List<string> names = [];
    private readonly List<int> hits = [];
    private readonly List<double> widths = [];
    private int repetitions;

    /// <summary>One repetition: whether each named interval holds its true value.</summary>
    public void Add(IReadOnlyList<(string Name, double Low, double High, double Truth)> cells)
    {
        if (repetitions++ == 0)
            foreach (var cell in cells)
            {
                names.Add(cell.Name);
                hits.Add(0);
                widths.Add(0);
            }
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells[i].Low <= cells[i].Truth && cells[i].Truth <= cells[i].High) hits[i]++;
            widths[i] += (cells[i].High - cells[i].Low) / 2;
        }
    }

    /// <summary>Cells that cover less often than stated, and with <paramref name="alsoTooOften"/> also those that cover more often.</summary>
    public IReadOnlyList<string> Wrong(ITestOutputHelper output, bool alsoTooOften)
    {
        var wrong = new List<string>();
        var binomial = new Binomial(level, repetitions);
        for (int i = 0; i < names.Count; i++)
        {
            double few = binomial.CumulativeDistribution(hits[i]), many = hits[i] == 0 ? 1 : 1 - binomial.CumulativeDistribution(hits[i] - 1);
            double chance = alsoTooOften ? 2 * Math.Min(few, many) : few;
            string line = string.Create(CultureInfo.InvariantCulture, $"{names[i],-48} covered {hits[i] / (double)repetitions:f4} of {repetitions}  mean half-width {widths[i] / repetitions:g3}  chance {chance:g2}");
            output.WriteLine(line);
            if (chance < FamilywiseError / names.Count) wrong.Add(line);
        }
        return wrong;
    }
}
