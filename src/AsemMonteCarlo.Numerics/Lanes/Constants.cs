using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>
/// Numbers that a kernel broadcasts over its lanes, kept in both precisions: one number each, so that many design points stay in cache.
/// Two words, which a call passes in registers: a kernel then reads a number as the operand of the instruction that uses it, without a look
/// into an array first, and without the checks of one, which together were a third of a day's instructions.
/// </summary>
public readonly unsafe struct Constants
{
    // pinned memory of the owner
    private readonly float* singles;
    private readonly Owner owner;

    /// <summary>Keeps a copy of the numbers.</summary>
    public Constants(ReadOnlySpan<double> numbers)
    {
        owner = new Owner(numbers);
        singles = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(owner.Singles, 0);
    }

    /// <summary>A number rounded to single precision.</summary>
    /// <param name="index">Its place, 0 ≤ index &lt; count, which is not checked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float SingleAt(int index)
    {
        Debug.Assert((uint)index < (uint)owner.Singles.Length);
        return singles[index];
    }

    /// <summary>A number in double precision.</summary>
    /// <param name="index">Its place, 0 ≤ index &lt; count.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double DoubleAt(int index) => owner.Doubles[index];

    /// <summary>Keeps the memory at least until here, where nothing else may hold it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void KeepAlive() => GC.KeepAlive(owner);

    private sealed class Owner
    {
        public Owner(ReadOnlySpan<double> numbers)
        {
            Doubles = numbers.ToArray();
            Singles = GC.AllocateUninitializedArray<float>(numbers.Length, pinned: true);
            for (int i = 0; i < numbers.Length; i++) Singles[i] = (float)numbers[i];
        }

        public float[] Singles { get; }

        public double[] Doubles { get; }
    }
}
