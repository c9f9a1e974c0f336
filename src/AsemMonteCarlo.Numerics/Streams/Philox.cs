using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsemMonteCarlo.Numerics.Streams;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw (2011, Parallel random numbers: as easy as
/// 1, 2, 3, SC'11): four random words are a pure function of a 128-bit counter and a 64-bit key.
/// </summary>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Four words for one counter.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Words(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        Words1 x0 = new(c0), x1 = new(c1), x2 = new(c2), x3 = new(c3);
        Run(ref x0, ref x1, ref x2, ref x3, key);
        return (x0.Value, x1.Value, x2.Value, x3.Value);
    }

    /// <summary>
    /// Words of <paramref name="count"/> consecutive values of the first counter field: word k of counter c0 + i goes to
    /// <paramref name="words"/>[k · count + i]. The integers are exact, so the vector width in use cannot show.
    /// </summary>
    /// <param name="words">At least 4 · count words.</param>
    /// <param name="count">How many counters, at least 1; c0 + count must not pass 2³².</param>
    /// <param name="c0">First counter field of the first dyad.</param>
    /// <param name="c1">Second counter field.</param>
    /// <param name="c2">Third counter field.</param>
    /// <param name="c3">Fourth counter field.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static void Fill(Span<uint> words, int count, uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        if (words.Length < 4 * count) throw new ArgumentException("four words per counter are needed", nameof(words));
        ref uint first = ref MemoryMarshal.GetReference(words);
        int i = 0;
        if (Avx512F.IsSupported) i = FillWide<Words512>(ref first, count, i, c0, c1, c2, c3, key);
        if (Avx2.IsSupported) i = FillWide<Words256>(ref first, count, i, c0, c1, c2, c3, key);
        if (Sse41.IsSupported) i = FillWide<Words128>(ref first, count, i, c0, c1, c2, c3, key);
        FillWide<Words1>(ref first, count, i, c0, c1, c2, c3, key);
    }

    private static int FillWide<TWords>(ref uint first, int count, int i, uint c0, uint c1, uint c2, uint c3, ulong key)
        where TWords : struct, IWords<TWords>
    {
        for (; i + TWords.Width <= count; i += TWords.Width)
        {
            TWords x0 = TWords.Sequence(c0 + (uint)i), x1 = TWords.Broadcast(c1), x2 = TWords.Broadcast(c2), x3 = TWords.Broadcast(c3);
            Run(ref x0, ref x1, ref x2, ref x3, key);
            TWords.Store(x0, ref Unsafe.Add(ref first, i));
            TWords.Store(x1, ref Unsafe.Add(ref first, count + i));
            TWords.Store(x2, ref Unsafe.Add(ref first, 2 * count + i));
            TWords.Store(x3, ref Unsafe.Add(ref first, 3 * count + i));
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TWords>(ref TWords x0, ref TWords x1, ref TWords x2, ref TWords x3, ulong key)
        where TWords : struct, IWords<TWords>
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            var (high0, low0) = TWords.Multiply(x0, Multiplier0);
            var (high1, low1) = TWords.Multiply(x2, Multiplier1);
            x0 = TWords.Xor(TWords.Xor(high1, x1), TWords.Broadcast(k0));
            x1 = low1;
            x2 = TWords.Xor(TWords.Xor(high0, x3), TWords.Broadcast(k1));
            x3 = low0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }

    private interface IWords<TSelf>
        where TSelf : struct, IWords<TSelf>
    {
        static abstract int Width { get; }

        static abstract TSelf Broadcast(uint value);

        static abstract TSelf Sequence(uint first);

        static abstract TSelf Xor(TSelf left, TSelf right);

        static abstract (TSelf High, TSelf Low) Multiply(TSelf value, uint multiplier);

        static abstract void Store(TSelf value, ref uint first);
    }

    private readonly struct Words1(uint value) : IWords<Words1>
    {
        public readonly uint Value = value;

        public static int Width => 1;

        public static Words1 Broadcast(uint value) => new(value);

        public static Words1 Sequence(uint first) => new(first);

        public static Words1 Xor(Words1 left, Words1 right) => new(left.Value ^ right.Value);

        public static (Words1 High, Words1 Low) Multiply(Words1 value, uint multiplier)
        {
            ulong product = (ulong)value.Value * multiplier;
            return (new((uint)(product >> 32)), new((uint)product));
        }

        public static void Store(Words1 value, ref uint first) => first = value.Value;
    }

    private readonly struct Words128(Vector128<uint> value) : IWords<Words128>
    {
        private readonly Vector128<uint> value = value;

        public static int Width => 4;

        public static Words128 Broadcast(uint value) => new(Vector128.Create(value));

        public static Words128 Sequence(uint first) => new(Vector128.Create(first) + Vector128<uint>.Indices);

        public static Words128 Xor(Words128 left, Words128 right) => new(left.value ^ right.value);

        public static (Words128 High, Words128 Low) Multiply(Words128 value, uint multiplier)
        {
            var m = Vector128.Create(multiplier);
            var even = Sse2.Multiply(value.value, m);
            var odd = Sse2.Multiply((value.value.AsUInt64() >> 32).AsUInt32(), m);
            return (new((even >> 32).AsUInt32() | (odd & Vector128.Create(0xFFFFFFFF00000000UL)).AsUInt32()), new(value.value * m));
        }

        public static void Store(Words128 value, ref uint first) => value.value.StoreUnsafe(ref first);
    }

    private readonly struct Words256(Vector256<uint> value) : IWords<Words256>
    {
        private readonly Vector256<uint> value = value;

        public static int Width => 8;

        public static Words256 Broadcast(uint value) => new(Vector256.Create(value));

        public static Words256 Sequence(uint first) => new(Vector256.Create(first) + Vector256<uint>.Indices);

        public static Words256 Xor(Words256 left, Words256 right) => new(left.value ^ right.value);

        public static (Words256 High, Words256 Low) Multiply(Words256 value, uint multiplier)
        {
            var m = Vector256.Create(multiplier);
            var even = Avx2.Multiply(value.value, m);
            var odd = Avx2.Multiply((value.value.AsUInt64() >> 32).AsUInt32(), m);
            return (new((even >> 32).AsUInt32() | (odd & Vector256.Create(0xFFFFFFFF00000000UL)).AsUInt32()), new(value.value * m));
        }

        public static void Store(Words256 value, ref uint first) => value.value.StoreUnsafe(ref first);
    }

    private readonly struct Words512(Vector512<uint> value) : IWords<Words512>
    {
        private readonly Vector512<uint> value = value;

        public static int Width => 16;

        public static Words512 Broadcast(uint value) => new(Vector512.Create(value));

        public static Words512 Sequence(uint first) => new(Vector512.Create(first) + Vector512<uint>.Indices);

        public static Words512 Xor(Words512 left, Words512 right) => new(left.value ^ right.value);

        public static (Words512 High, Words512 Low) Multiply(Words512 value, uint multiplier)
        {
            var m = Vector512.Create(multiplier);
            var even = Avx512F.Multiply(value.value, m);
            var odd = Avx512F.Multiply((value.value.AsUInt64() >> 32).AsUInt32(), m);
            return (new((even >> 32).AsUInt32() | (odd & Vector512.Create(0xFFFFFFFF00000000UL)).AsUInt32()), new(value.value * m));
        }

        public static void Store(Words512 value, ref uint first) => value.value.StoreUnsafe(ref first);
    }
}
