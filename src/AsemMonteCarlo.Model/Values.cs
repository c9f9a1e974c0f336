using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>The values that the kernels of one design point read for one partner, each broadcast over the lanes.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public readonly struct Values<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly TLane[] values;

    /// <summary>Broadcasts a full set of values.</summary>
    /// <param name="set">Parameters and what derives from them.</param>
    public Values(ParameterSet set)
    {
        values = new TLane[AsemModel.QuantityCount];
        foreach (var parameter in AsemModel.Parameters) values[parameter.Index] = TLane.Broadcast(set[parameter]);
        foreach (var input in AsemModel.Inputs) values[input.Index] = TLane.Broadcast(set[input]);
        foreach (var derived in AsemModel.DerivedQuantities) values[derived.Index] = TLane.Broadcast(derived.Evaluate(p => set[p]));
    }

    /// <summary>The value of a parameter or derived quantity in every lane.</summary>
    public TLane this[Quantity quantity]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => values[quantity.Index];
    }
}
