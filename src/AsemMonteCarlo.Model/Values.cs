using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>The values that the kernels of one design point read for one partner, broadcast over the lanes where they are read, and the forms that they follow.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public readonly struct Values<TLane>
    where TLane : struct, ILane<TLane>
{
    // the bits of the forms behind the quantities: with a field of their own no call would pass values in registers
    private readonly Constants constants;

    /// <summary>Takes over a full set of values.</summary>
    /// <param name="set">Parameters and what derives from them, and the forms.</param>
    public Values(ParameterSet set)
    {
        var numbers = new double[AsemModel.QuantityCount + 1];
        foreach (var parameter in AsemModel.Parameters) numbers[parameter.Index] = set[parameter];
        foreach (var input in AsemModel.Inputs) numbers[input.Index] = set[input];
        foreach (var derived in AsemModel.DerivedQuantities) numbers[derived.Index] = derived.Evaluate(p => set[p]);
        numbers[^1] = set.FormBits;
        constants = new Constants(numbers);
    }

    /// <summary>Keeps the numbers at least until here, where nothing else may hold them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void KeepAlive() => constants.KeepAlive();

    /// <summary>Whether any topic has another form than its default.</summary>
    public bool HasAlternatives => Forms != 0;

    private int Forms => (int)constants.DoubleAt(AsemModel.QuantityCount);

    /// <summary>The value of a parameter in every lane.</summary>
    public TLane this[Declared<Parameter> parameter]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.Broadcast(constants, parameter.Index);
    }

    /// <summary>The value of a derived quantity in every lane.</summary>
    public TLane this[Declared<Derived> derived]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.Broadcast(constants, derived.Index);
    }

    /// <summary>The value of an input of the timeline in every lane.</summary>
    public TLane this[Declared<Input> input]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.Broadcast(constants, input.Index);
    }

    /// <summary>Whether an alternative takes the place of the default.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Follow(Alternative form) => (Forms & form.Bit) != 0;
}
