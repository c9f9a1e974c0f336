using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Sensitivity.Tests.VarianceBased;

/// <summary>Runs test functions over designs.</summary>
internal static class Runs
{
    public static SobolAnalysis Sobol(TestFunction function, PickFreezeDesign design, long points, SobolOptions? options = null, Func<double, double>? transform = null) =>
        Sobol(design, points, options ?? new SobolOptions(), (row, _, _) => transform is null ? function.Evaluate(row) : transform(function.Evaluate(row)));

    /// <summary>Runs a model of (factor values, number of the row, replicate).</summary>
    public static SobolAnalysis Sobol(PickFreezeDesign design, long points, SobolOptions options, Func<double[], long, int, double> model)
    {
        var analysis = new SobolAnalysis(design, options);
        for (long point = 0; point < points; point++) Add(analysis, point, options, model);
        return analysis;
    }

    public static void Add(SobolAnalysis analysis, long point, SobolOptions options, Func<double[], long, int, double> model)
    {
        var design = analysis.Design;
        int d = design.Factors.Count;
        double[] outputs = new double[design.Members * options.Replicates], block = new double[design.Members * d], row = new double[d];
        design.Block(point, block);
        for (int m = 0; m < design.Members; m++)
        {
            block.AsSpan(m * d, d).CopyTo(row);
            for (int k = 0; k < options.Replicates; k++) outputs[m * options.Replicates + k] = model(row, point * design.Members + m, k);
        }
        analysis.Add(point, outputs);
    }

    /// <summary>An estimate lies within eight standard errors of its exact value, over 16 scramblings; far more than luck, far less than a mistake.</summary>
    public static void Near(double exact, SensitivityIndex index) => Assert.Equal(exact, index.Estimate, 0.02 + 8 / 2.13 * (index.High - index.Low) / 2);

    public static double[] Values(this IEnumerable<SensitivityIndex> indices, string index) => [.. indices.Where(i => i.Index == index).Select(i => i.Estimate)];

    /// <summary>A standard normal number for a run.</summary>
    public static double Noise(long row, int replicate, ulong seed)
    {
        var (x0, x1, _, _) = Numerics.Streams.Philox.Words((uint)row, (uint)(row >> 32), (uint)replicate, 99, seed);
        return Numerics.Lanes.DoubleFunctions.NormalQuantile((((ulong)x0 << 20 | x1 >> 12) + 0.5) / (1L << 52));
    }
}
