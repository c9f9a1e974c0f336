using System.Globalization;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity.GivenData;

namespace AsemMonteCarlo.StatisticalTests.Sensitivity;

/// <summary>Intervals of rank-based first-order indices on random rows: functions with known indices, noise, ties, categories.</summary>
[Trait("Category", "Slow")]
public sealed class RankCoverageTests(ITestOutputHelper output)
{
    private const double Level = 0.95;

    private static readonly (string Name, double[] Truth, Func<double[], double, double> Model)[] cases =
    [
        ("Ishigami", [0.3139051911, 0.4424111448, 0], (u, _) => Ishigami(u)),
        ("Ishigami with noise", [.. new[] { 0.3139051911, 0.4424111448, 0 }.Select(s => s / 2)], (u, e) => Ishigami(u) + Math.Sqrt(13.8445879407) * e),
        ("g", [0.7161921689, 0.1790480422, 0.02367577418, 0.007161921689, 7.161921689e-5], (u, _) => G(u)),
        ("linear with noise", [0.8, 0.1, 0], (u, e) => Math.Sqrt(12) * (Math.Sqrt(0.8) * u[0] + Math.Sqrt(0.1) * u[1]) + Math.Sqrt(0.1) * e),
        // three categories of effects 0, 1, 2 (variance 2/3), a coin that interacts, noise of variance 1/3
        ("categories", [0.5, 0], (u, e) => Math.Floor(3 * u[0]) + (u[1] < 0.5 ? -1 : 1) * (Math.Floor(3 * u[0]) - 1) * Math.Sqrt(0.5) + Math.Sqrt(1 / 3.0) * e),
    ];

    [Fact]
    public void Intervals_cover_as_stated_on_random_rows()
    {
        var count = new CoverageCount(Level);
        int repetitions = Reduced.Size(4000, 100);
        var squares = new Dictionary<string, double>();
        for (ulong seed = 1; seed <= (ulong)repetitions; seed++)
        {
            var cells = new List<(string, double, double, double)>();
            foreach (int rows in new[] { RankFirstOrder.PromisingRows, 2 * RankFirstOrder.PromisingRows })
                foreach (var (name, truth, model) in cases)
                {
                    var (columns, y) = Runs(rows, 8, seed, model);
                    if (name == "categories")
                    {
                        columns[0] = Array.ConvertAll(columns[0], u => Math.Floor(3 * u));
                        columns[1] = Array.ConvertAll(columns[1], u => u < 0.5 ? 0.0 : 1);
                    }
                    var names = Enumerable.Range(0, truth.Length).Select(i => $"x{i}").ToArray();
                    foreach (var index in RankFirstOrder.Indices(names, columns[..truth.Length], y, Level))
                    {
                        double exact = truth[Array.IndexOf(names, index.Factors[0])];
                        cells.Add(($"{name} {index.Factors[0]}, {rows} rows", index.Low, index.High, exact));
                        string cell = $"{name}, {rows} rows";
                        squares[cell] = squares.GetValueOrDefault(cell) + (index.Estimate - exact) * (index.Estimate - exact) / truth.Length / repetitions;
                    }
                }
            count.Add(cells);
        }
        foreach (var (cell, square) in squares) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell}: RMSE {Math.Sqrt(square):g3}"));
        Assert.Empty(count.Wrong(output, alsoTooOften: false));
    }

    private static (double[][] Columns, double[] Output) Runs(int rows, int factors, ulong seed, Func<double[], double, double> model)
    {
        double[][] columns = [.. Enumerable.Range(0, factors).Select(_ => new double[rows])];
        var y = new double[rows];
        var u = new double[factors];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < factors; i++) columns[i][row] = u[i] = Uniform(row, i, seed);
            y[row] = model(u, DoubleFunctions.NormalQuantile(Uniform(row, 100, seed)));
        }
        return (columns, y);
    }

    private static double Uniform(int row, int column, ulong seed) => (Philox.Words((uint)row, 0, (uint)column, 55, seed).X0 + 0.5) / 4294967296.0;

    private static double Ishigami(double[] u)
    {
        double x1 = Math.PI * (2 * u[0] - 1), x2 = Math.PI * (2 * u[1] - 1), x3 = Math.PI * (2 * u[2] - 1);
        return Math.Sin(x1) + 7 * Math.Sin(x2) * Math.Sin(x2) + 0.1 * x3 * x3 * x3 * x3 * Math.Sin(x1);
    }

    private static double G(double[] u)
    {
        double[] a = [0, 1, 4.5, 9, 99, 99, 99, 99];
        double y = 1;
        for (int i = 0; i < 8; i++) y *= (Math.Abs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
        return y;
    }
}
