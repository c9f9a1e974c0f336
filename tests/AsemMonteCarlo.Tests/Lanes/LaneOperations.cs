using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Lanes;

/// <summary>Every operation of a lane as a function of three numbers, so that lane types can be compared one by one.</summary>
internal static class LaneOperations<TLane>
    where TLane : struct, ILane<TLane>
{
    public static readonly IReadOnlyList<(string Name, Func<TLane, TLane, TLane, TLane> Run)> All =
    [
        ("+", (a, b, _) => a + b),
        ("-", (a, b, _) => a - b),
        ("*", (a, b, _) => a * b),
        ("/", (a, b, _) => a / b),
        ("MultiplyAdd", TLane.MultiplyAdd),
        ("Min", (a, b, _) => TLane.Min(a, b)),
        ("Max", (a, b, _) => TLane.Max(a, b)),
        ("Abs", (a, _, _) => TLane.Abs(a)),
        ("SquareRoot", (a, _, _) => TLane.SquareRoot(a)),
        ("Exp", (a, _, _) => TLane.Exp(a)),
        ("Log", (a, _, _) => TLane.Log(a)),
        ("NormalQuantile", (a, _, _) => TLane.NormalQuantile(a)),
        ("GreaterThan", (a, b, _) => TLane.GreaterThan(a, b)),
        ("And", (a, b, c) => TLane.And(TLane.GreaterThan(a, b), c)),
        ("Select", (a, b, c) => TLane.Select(TLane.GreaterThan(a, b), c, a)),
        ("Saturate", (a, _, _) => Functions.Saturate(a)),
        ("Logistic", (a, _, _) => Functions.Logistic(a)),
        ("Decay", (a, _, _) => Functions.Decay(a)),
        ("Toward", Functions.Toward),
    ];

    /// <summary>Bits of an operation's results; the inputs' length is a multiple of the width.</summary>
    public static uint[] Bits(Func<TLane, TLane, TLane, TLane> operation, float[] a, float[] b, float[] c)
    {
        var results = new float[a.Length];
        for (int i = 0; i < a.Length; i += TLane.Width)
            TLane.Store(operation(TLane.Load(in a[i]), TLane.Load(in b[i]), TLane.Load(in c[i])), ref results[i]);
        return Array.ConvertAll(results, BitConverter.SingleToUInt32Bits);
    }
}
