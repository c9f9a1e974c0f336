using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Model;

/// <summary>
/// A quantity as it stands beside the equation that reads it: its place alone, a number that the compiler puts into the
/// kernel's code. Reading the place off the quantity would take three loads at each of the hundreds of reads of a day.
/// </summary>
/// <typeparam name="TQuantity">What is declared.</typeparam>
public readonly struct Declared<TQuantity>
    where TQuantity : Quantity
{
    private Declared(int index) => Index = index;

    /// <summary>Place in this process's value arrays; means nothing outside it.</summary>
    public int Index { get; }

    /// <summary>What is declared: name, unit, range and so on.</summary>
    public TQuantity Quantity => (TQuantity)Model.Quantity.At(Index);

    /// <summary>The place of a quantity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Declared<TQuantity>(TQuantity quantity) => new(quantity.Index);

    /// <summary>What is declared.</summary>
    public static implicit operator TQuantity(Declared<TQuantity> declared) => declared.Quantity;

    /// <inheritdoc/>
    public override string ToString() => Quantity.ToString()!;
}
