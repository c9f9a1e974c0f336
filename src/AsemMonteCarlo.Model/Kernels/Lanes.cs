using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>States seen as plain sequences of lanes, for what treats every field alike.</summary>
public static class Lanes
{
    /// <summary>The fields of a struct of lanes in the order of their declaration.</summary>
    public static Span<TLane> Of<TStruct, TLane>(ref TStruct value)
        where TStruct : struct
        where TLane : struct, ILane<TLane>
        => MemoryMarshal.CreateSpan(ref Unsafe.As<TStruct, TLane>(ref value), Unsafe.SizeOf<TStruct>() / Unsafe.SizeOf<TLane>());

    /// <summary>Copies every field in the lanes where the mask is set.</summary>
    public static void Copy<TLane>(TLane mask, in DyadState<TLane> from, ref DyadState<TLane> to)
        where TLane : struct, ILane<TLane>
    {
        var source = Of<DyadState<TLane>, TLane>(ref Unsafe.AsRef(in from));
        var target = Of<DyadState<TLane>, TLane>(ref to);
        for (int i = 0; i < source.Length; i++) target[i] = TLane.Select(mask, source[i], target[i]);
    }
}
