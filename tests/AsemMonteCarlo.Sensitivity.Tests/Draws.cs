using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Sensitivity.Tests;

/// <summary>Independent test draws by counter.</summary>
internal static class Draws
{
    public static double Uniform(long row, int column, ulong seed) =>
        (Philox.Words((uint)row, (uint)(row >> 32), (uint)column, 77, seed).X0 + 0.5) / 4294967296.0;

    public static double Normal(long row, int column, ulong seed) => DoubleFunctions.NormalQuantile(Uniform(row, column, seed));

    public static double[] Column(int rows, int column, ulong seed)
    {
        var x = new double[rows];
        for (int i = 0; i < rows; i++) x[i] = Uniform(i, column, seed);
        return x;
    }

    /// <summary>Order of rows shuffled by a seed.</summary>
    public static int[] Order(int rows, ulong seed) => [.. Enumerable.Range(0, rows).OrderBy(i => Uniform(i, 999, seed))];

    public static double Ishigami(ReadOnlySpan<double> u)
    {
        double x1 = Math.PI * (2 * u[0] - 1), x2 = Math.PI * (2 * u[1] - 1), x3 = Math.PI * (2 * u[2] - 1);
        double s = Math.Sin(x2);
        return Math.Sin(x1) + 7 * s * s + 0.1 * x3 * x3 * x3 * x3 * Math.Sin(x1);
    }

    public static double G(ReadOnlySpan<double> u)
    {
        ReadOnlySpan<double> a = [0, 1, 4.5, 9, 99, 99, 99, 99];
        double y = 1;
        for (int i = 0; i < u.Length; i++) y *= (Math.Abs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
        return y;
    }
}
