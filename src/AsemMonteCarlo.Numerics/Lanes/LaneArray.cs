using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>
/// A fixed array of lanes, or of structs of lanes, that begins at a multiple of the cache line. Arrays of the runtime begin
/// anywhere, and a vector as wide as a cache line then lies in two of them at every read and write.
/// </summary>
/// <typeparam name="T">A lane type, a struct of lanes, or a number.</typeparam>
public sealed class LaneArray<T>
    where T : struct
{
    private const int CacheLine = 64;

    private readonly byte[] memory;
    private readonly int start;

    /// <summary>An array of zeros.</summary>
    /// <param name="length">Number of elements, at least 0.</param>
    public LaneArray(int length)
    {
        Length = length;
        // pinned, so that the beginning stays where it is
        memory = GC.AllocateArray<byte>(checked(length * Unsafe.SizeOf<T>() + CacheLine), pinned: true);
        start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & (CacheLine - 1));
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>One element, by reference.</summary>
    /// <param name="index">0 ≤ index &lt; <see cref="Length"/>.</param>
    public ref T this[int index] => ref AsSpan()[index];

    /// <summary>All elements.</summary>
    public Span<T> AsSpan() => MemoryMarshal.Cast<byte, T>(memory.AsSpan(start, Length * Unsafe.SizeOf<T>()));

    /// <summary>All elements.</summary>
    public static implicit operator Span<T>(LaneArray<T> array) => array.AsSpan();

    /// <summary>All elements.</summary>
    public static implicit operator ReadOnlySpan<T>(LaneArray<T> array) => array.AsSpan();

    /// <summary>Consecutive elements.</summary>
    /// <param name="first">The first.</param>
    /// <param name="length">How many.</param>
    public Span<T> AsSpan(int first, int length) => AsSpan().Slice(first, length);

    /// <summary>Copies all elements to the beginning of another place.</summary>
    /// <param name="to">At least as many elements.</param>
    public void CopyTo(Span<T> to) => AsSpan().CopyTo(to);
}
