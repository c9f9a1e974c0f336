using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>How near and how fast are variance-based indices? Seeds are 1 to n; times are of one thread, processor time (so that a busy machine does not show), the best of several.</summary>
internal static class SensitivityFigures
{
    public static void Print(TextWriter to)
    {
        Designs(to);
        Analyses(to);
        Accuracy(to, TestFunctions.Sobol(), 1 << 10, 256);
        Accuracy(to, TestFunctions.Ishigami(), 1 << 14, 256); // errors of scrambled nets have long tails: 16 seeds say little
        HalfWidths(to, TestFunctions.Sobol());
        HalfWidths(to, TestFunctions.Ishigami());
        Dummy(to);
    }

    private static void Accuracy(TextWriter to, TestFunction function, int points, int seeds)
    {
        int d = function.Factors.Count;
        foreach (var kind in (PointKind[])[PointKind.Sobol, PointKind.LatinHypercube, PointKind.Random])
            foreach (bool both in (bool[])[true, false])
            {
                SobolEstimator[] estimators = [.. Enum.GetValues<SobolEstimator>().Where(e => e != SobolEstimator.Best && (both || e is not SobolEstimator.AzziniRosati and not SobolEstimator.Pooled))];
                double[,] squares = new double[estimators.Length, 2];
                for (int seed = 1; seed <= seeds; seed++)
                {
                    var analysis = Run(function, new PickFreezeDesign(function.Factors, kind, (ulong)seed, both: both), points);
                    for (int e = 0; e < estimators.Length; e++)
                    {
                        var indices = analysis.Indices(0, estimators[e]);
                        for (int i = 0; i < d; i++)
                        {
                            squares[e, 0] += Square(indices[i].Estimate - function.Closed(1 << i)) / d / seeds;
                            squares[e, 1] += Square(indices[d + i].Estimate - function.Total(1 << i)) / d / seeds;
                        }
                    }
                }
                for (int e = 0; e < estimators.Length; e++)
                    to.WriteLine(Text($"{function.Name}, {points} {kind} points, {(both ? 2 * d + 2 : d + 2)} runs each, {estimators[e],-13} RMSE over factors and {seeds} seeds: first order {Math.Sqrt(squares[e, 0]):e2}, total {Math.Sqrt(squares[e, 1]):e2}"));
            }
    }

    private static void HalfWidths(TextWriter to, TestFunction function)
    {
        const int Points = 1 << 14;
        int d = function.Factors.Count;
        foreach (int scramblings in (int[])[8, 16, 32])
        {
            var indices = Run(function, new PickFreezeDesign(function.Factors, randomisations: scramblings), Points).Indices();
            to.WriteLine(Text($"{function.Name}, {Points} points in {scramblings} scramblings: largest half-width of 95 % intervals: first order {indices.Take(d).Max(i => (i.High - i.Low) / 2):f5}, total {indices.Skip(d).Take(d).Max(i => (i.High - i.Low) / 2):f5}"));
        }
        var random = Run(function, new PickFreezeDesign(function.Factors, PointKind.Random), Points).Indices();
        to.WriteLine(Text($"{function.Name}, {Points} random points: first order {random.Take(d).Max(i => (i.High - i.Low) / 2):f5}, total {random.Skip(d).Take(d).Max(i => (i.High - i.Low) / 2):f5}"));
    }

    // a factor that does nothing in a model whose noise has the variance of its signal
    private static void Dummy(TextWriter to)
    {
        var function = TestFunctions.MultiAffine([1, 0, 0, 0], [1, 1, 1, 1], [(1, 1), (3, 1), (4, 1)]);
        double sd = Math.Sqrt(function.Variance);
        foreach (int replicates in (int[])[1, 2, 4])
        {
            double size = 0;
            const int Seeds = 16;
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var design = new PickFreezeDesign(function.Factors, seed: seed);
                var analysis = new SobolAnalysis(design, new SobolOptions { Replicates = replicates });
                double[] rows = new double[10 * 4], outputs = new double[10 * replicates];
                for (int point = 0; point < 1 << 14; point++)
                {
                    design.Block(point, rows);
                    for (int m = 0; m < 10 * replicates; m++)
                    {
                        var (x0, x1, _, _) = Numerics.Streams.Philox.Words((uint)point, (uint)m, 0, 55, seed);
                        outputs[m] = function.Evaluate(rows.AsSpan(m / replicates * 4, 4)) + sd * Numerics.Lanes.DoubleFunctions.NormalQuantile((((ulong)x0 << 20 | x1 >> 12) + 0.5) / (1L << 52));
                    }
                    analysis.Add(point, outputs);
                }
                size += Square(analysis.Indices()[7].Estimate) / Seeds;
            }
            to.WriteLine(Text($"total index of a factor that does nothing, noise variance = variance, 16384 points, {replicates} replicates: RMS over {Seeds} seeds {Math.Sqrt(size):f4}"));
        }
    }

    private static void Designs(TextWriter to)
    {
        const int Factors = 40, Points = 1 << 14;
        var function = Factors40();
        foreach (var kind in (PointKind[])[PointKind.Sobol, PointKind.Random])
        {
            double best = Best(5, () =>
            {
                var design = new PickFreezeDesign(function, kind);
                double[] rows = new double[design.Members * Factors];
                for (int point = 0; point < Points; point++) design.Block(point, rows);
            });
            to.WriteLine(Text($"design of {Factors} factors, {Points} {kind} points ({Points * 82L} rows): {best:f3} s"));
        }
    }

    private static void Analyses(TextWriter to)
    {
        Analysis(to, "g-function, first order and total", TestFunctions.Sobol().Factors, 1 << 16, false, TestFunctions.Sobol().Evaluate);
        Analysis(to, "40 factors, with second order", Factors40(), 1 << 14, true, row =>
        {
            double sum = row[0] * row[1];
            for (int i = 0; i < row.Length; i++) sum += row[i] / (i + 1);
            return sum;
        });
    }

    private static void Analysis(TextWriter to, string name, IReadOnlyList<Factor> factors, int points, bool secondOrder, TestFunction.Function model)
    {
        var design = new PickFreezeDesign(factors, PointKind.Random);
        double[] outputs = new double[(long)points * design.Members], rows = new double[design.Members * factors.Count];
        for (int point = 0; point < points; point++)
        {
            design.Block(point, rows);
            for (int m = 0; m < design.Members; m++) outputs[point * design.Members + m] = model(rows.AsSpan(m * factors.Count, factors.Count));
        }
        long memory = 0;
        double indices = 0, best = Best(5, () =>
        {
            long before = GC.GetTotalMemory(true);
            var analysis = new SobolAnalysis(design, new SobolOptions { SecondOrder = secondOrder });
            for (int point = 0; point < points; point++) analysis.Add(point, outputs.AsSpan(point * design.Members, design.Members));
            var sums = Processor;
            var list = analysis.Indices();
            indices = (Processor - sums).TotalSeconds;
            memory = GC.GetTotalMemory(false) - before;
            GC.KeepAlive(list);
            GC.KeepAlive(analysis);
        });
        to.WriteLine(Text($"analysis of {name}, {points} points with intervals over 64 blocks: {best:f3} s, of which indices and intervals {indices:f3} s; memory beyond the outputs {memory / 1048576.0:f1} MiB"));
    }

    private static Factor[] Factors40() => [.. Enumerable.Range(1, 40).Select(i => new Factor(Text($"x{i}"), Numerics.Distributions.Distribution.Uniform(0, 1)))];

    private static SobolAnalysis Run(TestFunction function, PickFreezeDesign design, int points)
    {
        var analysis = new SobolAnalysis(design);
        int d = function.Factors.Count;
        double[] rows = new double[design.Members * d], outputs = new double[design.Members];
        for (int point = 0; point < points; point++)
        {
            design.Block(point, rows);
            for (int m = 0; m < outputs.Length; m++) outputs[m] = function.Evaluate(rows.AsSpan(m * d, d));
            analysis.Add(point, outputs);
        }
        return analysis;
    }

    private static double Best(int repetitions, Action action)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < repetitions; i++)
        {
            var before = Processor;
            action();
            best = Math.Min(best, (Processor - before).TotalSeconds);
        }
        return best;
    }

    private static TimeSpan Processor => Process.GetCurrentProcess().TotalProcessorTime;

    private static double Square(double x) => x * x;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
