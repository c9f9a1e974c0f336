using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using BenchmarkDotNet.Attributes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>What do the rows of a design and the indices of its outputs cost? Eight factors of the g-function, 2¹² points, one thread.</summary>
public class EstimatorBenchmarks
{
    private const int Points = 1 << 12;
    private readonly TestFunction function = TestFunctions.Sobol();
    private PickFreezeDesign design = null!;
    private SobolAnalysis analysis = null!;
    private double[] rows = [], outputs = [];

    [GlobalSetup]
    public void Setup()
    {
        design = new PickFreezeDesign(function.Factors);
        int d = function.Factors.Count;
        rows = new double[design.Members * d];
        outputs = new double[Points * design.Members];
        analysis = new SobolAnalysis(design);
        for (int point = 0; point < Points; point++)
        {
            design.Block(point, rows);
            var made = outputs.AsSpan(point * design.Members, design.Members);
            for (int m = 0; m < made.Length; m++) made[m] = function.Evaluate(rows.AsSpan(m * d, d));
            analysis.Add(point, made);
        }
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public void RowsOfAPoint()
    {
        for (int point = 0; point < Points; point++) design.Block(point, rows);
    }

    [Benchmark(OperationsPerInvoke = Points)]
    [BenchmarkCategory(Settings.Quick)]
    public void SumsOfAPoint()
    {
        var sums = new SobolAnalysis(design);
        for (int point = 0; point < Points; point++) sums.Add(point, outputs.AsSpan(point * design.Members, design.Members));
    }

    [Benchmark]
    public int IndicesWithIntervals() => analysis.Indices().Count;
}
