using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>One figure at a time as JSON, as the script that compares with other tools wants it. Definitions are those of its Python half.</summary>
internal static class SensitivityPeers
{
    private const int Seeds = 256;

    public static void Write(string figure, string file)
    {
        var values = new SortedDictionary<string, object>(StringComparer.Ordinal);
        switch (figure)
        {
            case "versions":
                values["version"] = RuntimeInformation.FrameworkDescription;
                break;
            case "accuracy-g":
                Accuracy(values, TestFunctions.Sobol(), 1 << 10);
                break;
            case "accuracy-ishigami":
                Accuracy(values, TestFunctions.Ishigami(), 1 << 14);
                break;
            case "accuracy-ordered":
                Accuracy(values, Ordered(), 1 << 14);
                break;
            case "analyse-g":
                Analyse(values, TestFunctions.Sobol().Factors, 1 << 16, false, false, TestFunctions.Sobol().Evaluate);
                var both = new SortedDictionary<string, object>(StringComparer.Ordinal);
                Analyse(both, TestFunctions.Sobol().Factors, 1 << 16, true, false, TestFunctions.Sobol().Evaluate);
                values["seconds 2d+2"] = both["seconds"];
                break;
            case "analyse-40":
                Analyse(values, Factors40(), 1 << 14, true, true, Model40);
                break;
            case "design-40":
                Design(values);
                break;
            case "coverage":
                Coverage(values, "random", PointKind.Random, 1);
                Coverage(values, "quasi", PointKind.Sobol, 16);
                break;
            case "dummy":
                Dummy(values);
                break;
            case "traps":
                Traps(values);
                break;
            default:
                throw new ArgumentException($"no figure {figure}", nameof(figure));
        }
        File.WriteAllText(file, JsonSerializer.Serialize(values) + "\n");
    }

    private static void Accuracy(SortedDictionary<string, object> values, TestFunction function, int points)
    {
        int d = function.Factors.Count;
        foreach (bool both in (bool[])[true, false])
        {
            double first = 0, total = 0;
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var (s1, st) = Errors(function, Run(function, new PickFreezeDesign(function.Factors, seed: seed, both: both), points).Indices());
                first += s1 / Seeds;
                total += st / Seeds;
            }
            string budget = both ? "2d+2" : "d+2";
            values[$"S1 {budget}"] = Math.Sqrt(first);
            values[$"ST {budget}"] = Math.Sqrt(total);
        }
        double Square(double x) => x * x;
        (double S1, double ST) Errors(TestFunction f, IReadOnlyList<SensitivityIndex> indices) => (
            Enumerable.Range(0, d).Average(i => Square(indices[i].Estimate - f.Closed(1 << i))),
            Enumerable.Range(0, d).Average(i => Square(indices[d + i].Estimate - f.Total(1 << i))));
    }

    /// <summary>Ishigami's function with every factor put in order: the same indices, but no value at one end that comes again at the other.</summary>
    private static TestFunction Ordered()
    {
        var ishigami = TestFunctions.Ishigami();
        return new TestFunction("ishigami in order", [.. Enumerable.Range(1, 3).Select(i => new Factor(string.Create(CultureInfo.InvariantCulture, $"x{i}"), Distribution.Uniform(0, 1)))],
            x => ishigami.Evaluate([(x[0] - 0.5) * Math.PI, x[1] * Math.PI / 2, x[2] * Math.PI]),
            set => ishigami.Interaction(set) * ishigami.Variance);
    }

    private static void Analyse(SortedDictionary<string, object> values, IReadOnlyList<Factor> factors, int points, bool both, bool secondOrder, TestFunction.Function model)
    {
        var design = new PickFreezeDesign(factors, PointKind.Random, both: both);
        double[] outputs = Outputs(design, points, model);
        double peak = Peak(() => GC.KeepAlive(Analyse()));
        double best = double.PositiveInfinity;
        // long enough for the compiler of .NET to have come to its last word
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < 3;)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            Analyse();
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        (values["seconds"], values["MiB"]) = (best, peak);
        IReadOnlyList<SensitivityIndex> Analyse()
        {
            var analysis = new SobolAnalysis(design, new SobolOptions { SecondOrder = secondOrder });
            for (int point = 0; point < points; point++) analysis.Add(point, outputs.AsSpan(point * design.Members, design.Members));
            return analysis.Indices();
        }
    }

    private static void Design(SortedDictionary<string, object> values)
    {
        var factors = Factors40();
        double best = double.PositiveInfinity, sum = 0;
        for (int i = 0; i < 5; i++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var design = new PickFreezeDesign(factors);
            double[] rows = new double[design.Members * factors.Length];
            for (int point = 0; point < 1 << 14; point++)
            {
                design.Block(point, rows);
                sum += rows[0];
            }
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        (values["seconds"], values["check"]) = (best, sum);
    }

    // coverage of 95 % intervals over all indices, and their half-widths over 1.96 times the errors that were made
    private static void Coverage(SortedDictionary<string, object> values, string name, PointKind kind, int randomisations)
    {
        const int Studies = 128, Points = 1 << 12;
        var function = TestFunctions.Sobol();
        int d = function.Factors.Count;
        double[] exact = [.. Enumerable.Range(0, d).Select(i => function.Closed(1 << i)), .. Enumerable.Range(0, d).Select(i => function.Total(1 << i))];
        double[] covered = new double[2 * d], halves = new double[2 * d], squares = new double[2 * d];
        for (ulong seed = 1; seed <= Studies; seed++)
        {
            var indices = Run(function, new PickFreezeDesign(function.Factors, kind, seed, randomisations), Points).Indices();
            for (int i = 0; i < 2 * d; i++)
            {
                covered[i] += indices[i].Low <= exact[i] && exact[i] <= indices[i].High ? 1.0 / Studies : 0;
                halves[i] += (indices[i].High - indices[i].Low) / 2 / Studies;
                squares[i] += (indices[i].Estimate - exact[i]) * (indices[i].Estimate - exact[i]) / Studies;
            }
        }
        double[] widths = [.. Enumerable.Range(0, 2 * d).Select(i => halves[i] / 1.96 / Math.Sqrt(squares[i]))];
        (values[name + " coverage low"], values[name + " coverage high"]) = (covered.Min(), covered.Max());
        (values[name + " width low"], values[name + " width high"]) = (widths.Min(), widths.Max());
    }

    // a factor that does nothing where the noise has the variance of the signal: 2 replicates, 2¹⁴ points
    private static void Dummy(SortedDictionary<string, object> values)
    {
        const int Studies = 16;
        double size = 0;
        for (ulong seed = 1; seed <= Studies; seed++)
        {
            double total = NoisyDummy(seed);
            size += total * total / Studies;
        }
        values["ST"] = Math.Sqrt(size);
    }

    private static double NoisyDummy(ulong seed)
    {
        var function = TestFunctions.MultiAffine([1, 0, 0, 0], [1, 1, 1, 1], [(1, 1), (3, 1), (4, 1)]);
        double sd = Math.Sqrt(function.Variance);
        var design = new PickFreezeDesign(function.Factors, seed: seed);
        var analysis = new SobolAnalysis(design, new SobolOptions { Replicates = 2 });
        double[] rows = new double[10 * 4], outputs = new double[20];
        for (int point = 0; point < 1 << 14; point++)
        {
            design.Block(point, rows);
            for (int run = 0; run < 20; run++)
            {
                var (x0, x1, _, _) = Philox.Words((uint)point, (uint)run, 0, 55, seed);
                outputs[run] = function.Evaluate(rows.AsSpan(run / 2 * 4, 4)) + sd * DoubleFunctions.NormalQuantile((((ulong)x0 << 20 | x1 >> 12) + 0.5) / (1L << 52));
            }
            analysis.Add(point, outputs);
        }
        return analysis.Indices()[7].Estimate;
    }

    private static void Traps(SortedDictionary<string, object> values)
    {
        var function = TestFunctions.Sobol();
        // the interval of a factor that hardly matters, over 1.96 times the errors that were made
        double half = 0, square = 0;
        const int Studies = 64;
        for (ulong seed = 1; seed <= Studies; seed++)
        {
            var index = Run(function, new PickFreezeDesign(function.Factors, PointKind.Random, seed), 1 << 12).Indices()[15];
            half += (index.High - index.Low) / 2 / Studies;
            square += (index.Estimate - function.Total(128)) * (index.Estimate - function.Total(128)) / Studies;
        }
        (values["null half"], values["null error"]) = (half, Math.Sqrt(square));

        // one run of 2,048 points fails
        var design = new PickFreezeDesign(function.Factors, PointKind.Random);
        double[] outputs = Outputs(design, 2048, function.Evaluate);
        outputs[1000] = double.NaN;
        var analysis = new SobolAnalysis(design);
        for (int point = 0; point < 2048; point++) analysis.Add(point, outputs.AsSpan(point * design.Members, design.Members));
        var indices = analysis.Indices();
        (values["nan indices"], values["nan points left out"]) = (indices.Count(i => double.IsNaN(i.Estimate)), analysis.Dropped(0));

        // points in the opposite order
        outputs[1000] = 0;
        var forth = new SobolAnalysis(design);
        var back = new SobolAnalysis(design);
        for (int point = 0; point < 2048; point++) forth.Add(point, outputs.AsSpan(point * design.Members, design.Members));
        for (int point = 2047; point >= 0; point--) back.Add(point, outputs.AsSpan(point * design.Members, design.Members));
        values["order"] = forth.Indices().Zip(back.Indices(), (a, b) => Math.Max(Math.Abs(a.Estimate - b.Estimate), Math.Abs(a.High - b.High))).Max();

        values["seed 0"] = Run(function, new PickFreezeDesign(function.Factors, seed: 0, randomisations: 8), 1024).Indices()
            .Zip(Run(function, new PickFreezeDesign(function.Factors, seed: 0, randomisations: 8), 1024).Indices(), (a, b) => Math.Max(Math.Abs(a.Estimate - b.Estimate), Math.Abs(a.High - b.High))).Max();

        // the same model plus a million
        double near = 0, far = 0;
        for (ulong seed = 1; seed <= Studies; seed++)
        {
            near += Square(function, new PickFreezeDesign(function.Factors, seed: seed), function.Evaluate);
            far += Square(function, new PickFreezeDesign(function.Factors, seed: seed), row => function.Evaluate(row) + 1e6);
        }
        (values["near S1"], values["far S1"]) = (Math.Sqrt(near / Studies), Math.Sqrt(far / Studies));
        static double Square(TestFunction function, PickFreezeDesign design, TestFunction.Function model)
        {
            var indices = Run(function, design, 1 << 10, model).Indices();
            return Enumerable.Range(0, 8).Average(i => (indices[i].Estimate - function.Closed(1 << i)) * (indices[i].Estimate - function.Closed(1 << i)));
        }
    }

    private static Factor[] Factors40() => [.. Enumerable.Range(1, 40).Select(i => new Factor(string.Create(CultureInfo.InvariantCulture, $"x{i}"), Distribution.Uniform(0, 1)))];

    private static double Model40(ReadOnlySpan<double> row)
    {
        double sum = row[0] * row[1];
        for (int i = 0; i < row.Length; i++) sum += row[i] / (i + 1);
        return sum;
    }

    private static double[] Outputs(PickFreezeDesign design, int points, TestFunction.Function model)
    {
        int d = design.Factors.Count, members = design.Members;
        double[] outputs = new double[points * members], rows = new double[members * d];
        for (int point = 0; point < points; point++)
        {
            design.Block(point, rows);
            for (int m = 0; m < members; m++) outputs[point * members + m] = model(rows.AsSpan(m * d, d));
        }
        return outputs;
    }

    private static SobolAnalysis Run(TestFunction function, PickFreezeDesign design, int points, TestFunction.Function? model = null)
    {
        var analysis = new SobolAnalysis(design);
        double[] outputs = Outputs(design, points, model ?? function.Evaluate);
        for (int point = 0; point < points; point++) analysis.Add(point, outputs.AsSpan(point * design.Members, design.Members));
        return analysis;
    }

    /// <summary>Peak of resident memory during an action beyond that before it, in MiB, as Linux counts it: everything, the compiler of .NET too. NaN elsewhere.</summary>
    private static double Peak(Action action)
    {
        if (!OperatingSystem.IsLinux()) return double.NaN;
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        double before = Status("VmRSS:");
        action();
        return (Status("VmHWM:") - before) / 1024;
    }

    private static double Status(string name) =>
        double.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
}
