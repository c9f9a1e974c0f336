using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>
/// Goes through the bundles of a block: four places that move on together, without looking at the length of each span at each bundle. <see cref="AsemModel.Day{TLane}"/> has seen that
/// all are long enough.
/// </summary>
/// <typeparam name="TLane">The lane type.</typeparam>
internal ref struct Bundles<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>State of the bundle.</summary>
    public ref DyadState<TLane> State;

    /// <summary>Its traits.</summary>
    public ref readonly DyadTraits<TLane> Traits;

    /// <summary>Its draws of the day.</summary>
    public ref readonly DayDraws<TLane> Draws;

    /// <summary>What passes between the stages.</summary>
    public ref DyadDay<TLane> Day;

    private int left;

    /// <summary>Stands at the first bundle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Bundles(Span<DyadState<TLane>> states, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days)
    {
        State = ref MemoryMarshal.GetReference(states);
        Traits = ref MemoryMarshal.GetReference(traits);
        Draws = ref MemoryMarshal.GetReference(draws);
        Day = ref MemoryMarshal.GetReference(days);
        left = states.Length;
    }

    /// <summary>Whether there is a bundle here.</summary>
    public readonly bool Any => left > 0;

    /// <summary>How many bundles are left, this one included.</summary>
    public readonly int Left => left;

    /// <summary>Moves on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        State = ref Unsafe.Add(ref State, 1);
        Traits = ref Unsafe.Add(ref Unsafe.AsRef(in Traits), 1);
        Draws = ref Unsafe.Add(ref Unsafe.AsRef(in Draws), 1);
        Day = ref Unsafe.Add(ref Day, 1);
        left--;
    }
}
