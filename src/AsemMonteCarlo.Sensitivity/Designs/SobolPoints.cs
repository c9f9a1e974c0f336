using System.Globalization;
using System.Text;

namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>
/// Points of Sobol' (1967) with the direction numbers of Joe and Kuo (2008, Constructing Sobol sequences with better two-dimensional
/// projections, SIAM J. Sci. Comput. 30), nested uniform scrambling by default. No point is skipped: 2ᵐ points from the first on
/// are a net, and without the first they are not (Owen 2020, On dropping the first Sobol' point).
/// </summary>
public sealed class SobolPoints : PointSet
{
    /// <summary>Largest number of columns.</summary>
    public const int MaximumColumns = 2048;

    // direction[column * 32 + k] flips where bit k of the row is set; first bit of the coordinate highest
    private static readonly Lazy<uint[]> directions = new(Read);
    private readonly ulong[] keys;
    private readonly uint[] rows; // the same by bit, then column: a bit of the row flips all columns at once

    /// <summary>Points of a seed.</summary>
    /// <param name="columns">Number of coordinates, 1 to <see cref="MaximumColumns"/>.</param>
    /// <param name="seed">Seed of the scrambling.</param>
    /// <param name="randomisations">Independent scramblings among which rows are dealt, at least 1.</param>
    /// <param name="scrambled">Whether points are scrambled. Without it points are the same for every seed, and no error can be estimated.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many columns, or several randomisations of unscrambled points.</exception>
    public SobolPoints(int columns, ulong seed, int randomisations = 1, bool scrambled = true)
        : base("sobol", columns, seed, randomisations)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MaximumColumns);
        if (!scrambled) ArgumentOutOfRangeException.ThrowIfNotEqual(randomisations, 1);
        rows = new uint[32 * columns];
        for (int i = 0; i < rows.Length; i++) rows[i] = directions.Value[i % columns * 32 + i / columns];
        keys = new ulong[scrambled ? columns * randomisations : 0];
        for (int i = 0; i < keys.Length; i++)
        {
            var (x0, x1, _, _) = Streams.Words((uint)(i / columns), (uint)(i % columns), Streams.Scramble, seed);
            keys[i] = (ulong)x1 << 32 | x0;
        }
    }

    /// <inheritdoc/>
    public override bool RowsAreIndependent => false;

    /// <inheritdoc/>
    public override string? Warning(long rows) => NotAPowerOfTwo(rows);

    /// <summary>A coordinate of a scrambled point, for independent nets that are too many to hold a key of each column.</summary>
    /// <param name="point">Number of the point.</param>
    /// <param name="column">Number of the coordinate, below <see cref="MaximumColumns"/>.</param>
    /// <param name="key">Key of the scrambling of this column in this net: any random number.</param>
    /// <returns>A number in (0, 1).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static double Coordinate(uint point, int column, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)MaximumColumns, nameof(column));
        return Streams.Uniform(NestedScramble.Apply(Digits(point, column), key));
    }

    /// <summary>The 32 binary digits of an unscrambled coordinate, the first in the highest bit.</summary>
    internal static uint Digits(uint point, int column)
    {
        uint digits = 0;
        for (; point != 0; point &= point - 1) digits ^= directions.Value[column * 32 + System.Numerics.BitOperations.TrailingZeroCount(point)];
        return digits;
    }

    private protected override void Fill(uint point, int randomisation, Span<double> coordinates)
    {
        int columns = coordinates.Length, vector = System.Numerics.Vector<uint>.Count;
        Span<uint> digits = columns <= 512 ? stackalloc uint[columns] : new uint[columns];
        digits.Clear();
        for (; point != 0; point &= point - 1)
        {
            var row = rows.AsSpan(System.Numerics.BitOperations.TrailingZeroCount(point) * columns, columns);
            int column = 0;
            for (; column + vector <= columns; column += vector)
                (new System.Numerics.Vector<uint>(digits[column..]) ^ new System.Numerics.Vector<uint>(row[column..])).CopyTo(digits[column..]);
            for (; column < columns; column++) digits[column] ^= row[column];
        }
        var own = keys.Length > 0 ? keys.AsSpan(randomisation * columns, columns) : default;
        for (int column = 0; column < columns; column++)
            coordinates[column] = Streams.Uniform(own.Length > 0 ? NestedScramble.Apply(digits[column], own[column]) : digits[column]);
    }

    private static uint[] Read()
    {
        var directions = new uint[MaximumColumns * 32];
        for (int k = 0; k < 32; k++) directions[k] = 1u << (31 - k);
        int column = 0;
        foreach (string line in Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            // dimension, degree s, inner coefficients a of the primitive polynomial, first s direction integers
            int[] n = [.. line.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            int s = n[1], a = n[2];
            var v = directions.AsSpan(++column * 32, 32);
            for (int k = 0; k < 32; k++)
            {
                if (k < s)
                {
                    v[k] = (uint)n[3 + k] << (31 - k);
                    continue;
                }
                v[k] = v[k - s] ^ v[k - s] >> s;
                for (int i = 1; i < s; i++)
                    if ((a >> (s - 1 - i) & 1) != 0) v[k] ^= v[k - i];
            }
        }
        return directions;
    }

    private static string Text()
    {
        // the numbers are part of the assembly: no file is read
#pragma warning disable RS0030
        using var stream = typeof(SobolPoints).Assembly.GetManifestResourceStream("new-joe-kuo-6.2048.txt") ?? throw new InvalidOperationException("the direction numbers are missing from the assembly");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
#pragma warning restore RS0030
        return Encoding.ASCII.GetString(bytes);
    }
}
