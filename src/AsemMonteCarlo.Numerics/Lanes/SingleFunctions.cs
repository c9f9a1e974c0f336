namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>What a single-precision lane adds so that the elementary functions can be written once for all widths.</summary>
internal interface ISingleLane<TSelf> : ILane<TSelf>
    where TSelf : struct, ISingleLane<TSelf>
{
    /// <summary>value · 2ⁿ where n is the integer in the low bits of <paramref name="shifted"/> = n + 1.5·2²³.</summary>
    static abstract TSelf Scale(TSelf value, TSelf shifted);

    /// <summary>Splits a positive normal number into m · 2ⁿ with m in [0.70710677, 1.4142135).</summary>
    static abstract (TSelf Mantissa, TSelf Exponent) Split(TSelf value);
}

/// <summary>Elementary functions in single precision, the same bits at every width.</summary>
internal static class SingleFunctions
{
    private const double Shift = 12582912.0; // 1.5·2²³: adding it rounds to an integer and leaves that integer in the low bits

    /// <summary>Exp by e^x = 2ⁿ·e^r, |r| ≤ ½ ln 2, Cody–Waite reduction in two parts and a minimax polynomial (Cephes expf).</summary>
    public static TLane Exp<TLane>(TLane x)
        where TLane : struct, ISingleLane<TLane>
    {
        x = TLane.Min(TLane.Max(x, TLane.Broadcast(-80)), TLane.Broadcast(80));
        var shifted = TLane.MultiplyAdd(x, TLane.Broadcast(1.44269504088896341), TLane.Broadcast(Shift));
        var n = shifted - TLane.Broadcast(Shift);
        var r = TLane.MultiplyAdd(n, TLane.Broadcast(-0.693359375), x);
        r = TLane.MultiplyAdd(n, TLane.Broadcast(2.12194440e-4), r);
        var p = TLane.Broadcast(1.9875691500e-4);
        p = TLane.MultiplyAdd(p, r, TLane.Broadcast(1.3981999507e-3));
        p = TLane.MultiplyAdd(p, r, TLane.Broadcast(8.3334519073e-3));
        p = TLane.MultiplyAdd(p, r, TLane.Broadcast(4.1665795894e-2));
        p = TLane.MultiplyAdd(p, r, TLane.Broadcast(1.6666665459e-1));
        p = TLane.MultiplyAdd(p, r, TLane.Broadcast(0.5));
        p = TLane.MultiplyAdd(p, r * r, r) + TLane.Broadcast(1);
        return TLane.Scale(p, shifted);
    }

    /// <summary>Log by x = m·2ⁿ and a minimax polynomial in m − 1 (Cephes logf).</summary>
    public static TLane Log<TLane>(TLane x)
        where TLane : struct, ISingleLane<TLane>
    {
        var (m, n) = TLane.Split(x);
        var f = m - TLane.Broadcast(1);
        var p = TLane.Broadcast(7.0376836292e-2);
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(-1.1514610310e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(1.1676998740e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(-1.2420140846e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(1.4249322787e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(-1.6668057665e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(2.0000714765e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(-2.4999993993e-1));
        p = TLane.MultiplyAdd(p, f, TLane.Broadcast(3.3333331174e-1));
        var z = f * f;
        var y = TLane.MultiplyAdd(p * f, z, n * TLane.Broadcast(-2.12194440e-4));
        y = TLane.MultiplyAdd(z, TLane.Broadcast(-0.5), y);
        return TLane.MultiplyAdd(n, TLane.Broadcast(0.693359375), f + y);
    }

    /// <summary>
    /// Normal quantile √2·erfinv(2p − 1) with the single-precision polynomials of Giles (2012, Approximating the erfinv
    /// function, GPU Computing Gems Jade, table 5).
    /// </summary>
    public static TLane NormalQuantile<TLane>(TLane probability)
        where TLane : struct, ISingleLane<TLane>
    {
        var one = TLane.Broadcast(1);
        var x = TLane.MultiplyAdd(probability, TLane.Broadcast(2), TLane.Broadcast(-1));
        // 1 − x² = 4p(1 − p), without the cancellation near 1
        var w = TLane.Broadcast(0) - TLane.Log(TLane.Broadcast(4) * probability * (one - probability));
        var c = w - TLane.Broadcast(2.5);
        var central = TLane.Broadcast(2.81022636e-08);
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(3.43273939e-07));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(-3.5233877e-06));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(-4.39150654e-06));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(0.00021858087));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(-0.00125372503));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(-0.00417768164));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(0.246640727));
        central = TLane.MultiplyAdd(central, c, TLane.Broadcast(1.50140941));
        var t = TLane.SquareRoot(TLane.Max(w, TLane.Broadcast(0))) - TLane.Broadcast(3);
        var tail = TLane.Broadcast(-0.000200214257);
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(0.000100950558));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(0.00134934322));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(-0.00367342844));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(0.00573950773));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(-0.0076224613));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(0.00943887047));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(1.00167406));
        tail = TLane.MultiplyAdd(tail, t, TLane.Broadcast(2.83297682));
        return x * TLane.Select(TLane.GreaterThan(w, TLane.Broadcast(5)), tail, central) * TLane.Broadcast(1.4142135623730951);
    }
}
