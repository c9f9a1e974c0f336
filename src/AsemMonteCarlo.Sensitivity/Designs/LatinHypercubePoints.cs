namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>
/// A plain Latin hypercube (McKay, Beckman and Conover 1979) that grows by doubling: every size 2ᵐ has one point in each of the 2ᵐ
/// slices of every column, and the points of the next doubling take the empty half slices in random order (nested Latin
/// hypercubes, Qian 2009, Biometrika 96).
/// </summary>
/// <remarks>In each column, points are a nested scramble of the van der Corput sequence whose blocks [2ᵐ, 2ᵐ⁺¹) come in an order of
/// their own, by a Feistel permutation of Philox rounds.</remarks>
/// <param name="columns">Number of coordinates, at least 1.</param>
/// <param name="seed">Seed.</param>
/// <param name="randomisations">Independent hypercubes among which rows are dealt, at least 1.</param>
public sealed class LatinHypercubePoints(int columns, ulong seed, int randomisations = 1) : PointSet("latin-hypercube", columns, seed, randomisations)
{
    private const int Rounds = 6;

    /// <inheritdoc/>
    public override bool RowsAreIndependent => false;

    /// <inheritdoc/>
    public override string? Warning(long rows) => NotAPowerOfTwo(rows);

    private protected override void Fill(uint point, int randomisation, Span<double> coordinates)
    {
        for (int column = 0; column < coordinates.Length; column++)
        {
            // parts 0 and up of this counter belong to the shuffle, the last to the scramble
            var (x0, x1, _, _) = Streams.Words((uint)randomisation, (uint)column, Streams.Shuffle, Seed, uint.MaxValue);
            coordinates[column] = Streams.Uniform(NestedScramble.Apply(Reverse(Shuffle(point, column, randomisation)), (ulong)x1 << 32 | x0));
        }
    }

    /// <summary>A permutation that keeps every block [2ᵐ, 2ᵐ⁺¹).</summary>
    private uint Shuffle(uint point, int column, int randomisation)
    {
        if (point < 2) return point;
        int m = System.Numerics.BitOperations.Log2(point);
        uint place = point - (1u << m);
        place = m <= 3 ? Small(place, m, column, randomisation) : Feistel(place, m, column, randomisation);
        return (1u << m) + place;
    }

    // few places: a Fisher-Yates shuffle, as a Feistel network of so few bits is far from any permutation
    private uint Small(uint place, int m, int column, int randomisation)
    {
        int count = 1 << m;
        Span<byte> order = stackalloc byte[8];
        for (int i = 0; i < count; i++) order[i] = (byte)i;
        Span<uint> words = stackalloc uint[8];
        (words[0], words[1], words[2], words[3]) = Streams.Words((uint)randomisation, (uint)column, Streams.Shuffle, Seed, (uint)m << 8);
        (words[4], words[5], words[6], words[7]) = Streams.Words((uint)randomisation, (uint)column, Streams.Shuffle, Seed, (uint)m << 8 | 1);
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)((ulong)words[i] * (uint)(i + 1) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order[(int)place];
    }

    // halves of ⌊m/2⌋ and ⌈m/2⌉ bits, of which each round flips one by a function of the other
    private uint Feistel(uint place, int m, int column, int randomisation)
    {
        int low = m / 2, high = m - low;
        uint left = place >> low, right = place & (1u << low) - 1;
        for (uint round = 0; round < Rounds; round++)
        {
            var (x0, _, _, _) = Streams.Words(round % 2 == 0 ? right : left, (uint)column, Streams.Permutation, Seed, (uint)randomisation << 16 | (uint)m << 8 | round);
            if (round % 2 == 0) left ^= x0 >> (32 - high);
            else right ^= x0 >> (32 - low);
        }
        return left << low | right;
    }

    private static uint Reverse(uint x)
    {
        x = x >> 1 & 0x55555555 | (x & 0x55555555) << 1;
        x = x >> 2 & 0x33333333 | (x & 0x33333333) << 2;
        x = x >> 4 & 0x0F0F0F0F | (x & 0x0F0F0F0F) << 4;
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(x);
    }
}
