using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.SelfTests;

/// <summary>The most single-precision operations that one core does here: fused multiply-adds in independent chains that stay in registers.</summary>
internal static class PeakRate
{
    private const int Chains = 12, Iterations = 4_000_000;

    /// <summary>Widest vectors of this machine, in bits.</summary>
    public static int Bits => 32 * (Vector512.IsHardwareAccelerated ? Wide512.Width : Wide.Width);

    /// <summary>Operations per second, a fused multiply-add counted as two; the best of several loops.</summary>
    public static double Measure(int repetitions) => Vector512.IsHardwareAccelerated ? Measure<Wide512>(repetitions) : Measure<Wide>(repetitions);

    private static double Measure<TLane>(int repetitions)
        where TLane : struct, ILane<TLane>
    {
        double best = 0;
        for (int i = 0; i < repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            double sink = TLane.Extract(Loop<TLane>(), 0);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (!double.IsFinite(sink)) throw new InvalidOperationException("the chains left the finite numbers");
            best = Math.Max(best, 2.0 * Chains * TLane.Width * Iterations / seconds);
        }
        return best;
    }

    // values converge to m·x + a = x, so they neither overflow nor become subnormal
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLane Loop<TLane>()
        where TLane : struct, ILane<TLane>
    {
        TLane m = TLane.Broadcast(0.999), a = TLane.Broadcast(0.001);
        TLane x0 = a, x1 = a, x2 = a, x3 = a, x4 = a, x5 = a, x6 = a, x7 = a, x8 = a, x9 = a, x10 = a, x11 = a;
        for (int i = 0; i < Iterations; i++)
        {
            x0 = TLane.MultiplyAdd(x0, m, a);
            x1 = TLane.MultiplyAdd(x1, m, a);
            x2 = TLane.MultiplyAdd(x2, m, a);
            x3 = TLane.MultiplyAdd(x3, m, a);
            x4 = TLane.MultiplyAdd(x4, m, a);
            x5 = TLane.MultiplyAdd(x5, m, a);
            x6 = TLane.MultiplyAdd(x6, m, a);
            x7 = TLane.MultiplyAdd(x7, m, a);
            x8 = TLane.MultiplyAdd(x8, m, a);
            x9 = TLane.MultiplyAdd(x9, m, a);
            x10 = TLane.MultiplyAdd(x10, m, a);
            x11 = TLane.MultiplyAdd(x11, m, a);
        }
        return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11;
    }
}
