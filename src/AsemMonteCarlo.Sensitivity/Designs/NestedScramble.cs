using System.Runtime.CompilerServices;

namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>
/// Nested uniform scrambling in base 2 (Owen 1995, Randomly permuted (t,m,s)-nets and (t,s)-sequences) as a pure function: whether a
/// binary digit is flipped depends on the digits before it and on the key, through a hash, so that nothing is stored.
/// </summary>
/// <remarks>
/// Laine and Karras (2011, Stratified sampling for stochastic transparency) and Burley (2020, Practical hash-based Owen scrambling)
/// hash all digits in a few multiplications, which leaves flips at sibling nodes dependent. Here six digits at a time are
/// scrambled by one hashed word, in which each of the 63 nodes below the digits before has a bit of its own; from the 25th digit
/// on, nodes at one depth below the same 24 digits share their flips, which matters beyond 2²⁴ points only.
/// </remarks>
internal static class NestedScramble
{
    private const ulong Weyl = 0x9E3779B97F4A7C15;

    /// <summary>Scrambles 32 binary digits, the first in the highest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Apply(uint digits, ulong key)
    {
        uint first = Six(digits >> 26, Word(key, 1));
        uint second = Six(digits >> 20 & 63, Word(key, 1 << 6 | digits >> 26));
        uint third = Six(digits >> 14 & 63, Word(key, 1 << 12 | digits >> 20));
        uint fourth = Six(digits >> 8 & 63, Word(key, 1 << 18 | digits >> 14));
        uint rest = (digits ^ (uint)Word(key, 1 << 24 | digits >> 8)) & 255;
        return first << 26 | second << 20 | third << 14 | fourth << 8 | rest;
    }

    /// <summary>A hashed word for a node: the finaliser of SplitMix64 (Steele, Lea and Flood 2014) with Stafford's constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ulong key, uint node)
    {
        ulong x = key + node * Weyl;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }

    /// <summary>Six digits, each flipped by the bit of its node: node 1 is the root, nodes 2k and 2k + 1 follow node k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Six(uint v, ulong word)
    {
        uint flips = (uint)(word >> 1 & 1) << 5
            | (uint)(word >> (int)(2 | v >> 5) & 1) << 4
            | (uint)(word >> (int)(4 | v >> 4) & 1) << 3
            | (uint)(word >> (int)(8 | v >> 3) & 1) << 2
            | (uint)(word >> (int)(16 | v >> 2) & 1) << 1
            | (uint)(word >> (int)(32 | v >> 1) & 1);
        return v ^ flips;
    }
}
