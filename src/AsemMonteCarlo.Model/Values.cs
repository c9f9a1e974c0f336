using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>The values that the kernels of one design point read for one partner, broadcast over the lanes where they are read, and the forms that they follow.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public readonly struct Values<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly Constants constants;

    private readonly int forms;

    /// <summary>Takes over a full set of values.</summary>
    /// <param name="set">Parameters and what derives from them, and the forms.</param>
    public Values(ParameterSet set)
    {
        var numbers = new double[AsemModel.QuantityCount];
        foreach (var parameter in AsemModel.Parameters) numbers[parameter.Index] = set[parameter];
        foreach (var input in AsemModel.Inputs) numbers[input.Index] = set[input];
        foreach (var derived in AsemModel.DerivedQuantities) numbers[derived.Index] = derived.Evaluate(p => set[p]);
        constants = new Constants(numbers);
        forms = set.FormBits;
    }

    /// <summary>Whether any topic has another form than its default.</summary>
    public bool HasAlternatives => forms != 0;

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
    public bool Follow(Alternative form) => (forms & form.Bit) != 0;
}
