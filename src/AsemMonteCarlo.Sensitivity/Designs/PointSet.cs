namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>
/// Points in the open unit cube, each coordinate a pure function of (row, column, seed): nothing is stored, any row can be had at
/// any time, and N points are the first N of 2N.
/// </summary>
public abstract class PointSet
{
    private protected PointSet(string name, int columns, ulong seed, int randomisations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(randomisations, 1);
        (Name, Columns, Seed, Randomisations) = (name, columns, seed, randomisations);
    }

    /// <summary>Name of the kind, as in lists.</summary>
    public string Name { get; }

    /// <summary>Number of coordinates of a point.</summary>
    public int Columns { get; }

    /// <summary>Seed; every number is a seed, 0 too.</summary>
    public ulong Seed { get; }

    /// <summary>
    /// Independent randomisations of the same net among which rows are dealt in turn: row n is point n / R of randomisation n mod R,
    /// so that a doubled size doubles each. 1 where rows are independent of each other anyway.
    /// </summary>
    public int Randomisations { get; }

    /// <summary>Whether rows are independent of each other, so that any share of them is a sample by itself.</summary>
    public abstract bool RowsAreIndependent { get; }

    /// <summary>Coordinates of one point, each strictly between 0 and 1.</summary>
    /// <param name="row">Row, from 0, below 2³² points of each randomisation.</param>
    /// <param name="coordinates"><see cref="Columns"/> places.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void Point(long row, Span<double> coordinates)
    {
        if (coordinates.Length != Columns) throw new ArgumentException($"{Columns} coordinates are needed", nameof(coordinates));
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row / Randomisations, uint.MaxValue, nameof(row));
        Fill((uint)(row / Randomisations), (int)(row % Randomisations), coordinates);
    }

    /// <summary>What is wrong with a number of rows, in words; null where nothing is.</summary>
    /// <param name="rows">Number of rows, at least 1.</param>
    public virtual string? Warning(long rows) => rows % Randomisations == 0 ? null : $"{rows} rows cannot be dealt evenly among {Randomisations} randomisations";

    /// <summary>The coordinates of one point of one randomisation.</summary>
    private protected abstract void Fill(uint point, int randomisation, Span<double> coordinates);

    /// <summary>What a net of a size that is no power of two loses, in words; null where sizes are right.</summary>
    private protected string? NotAPowerOfTwo(long rows) =>
        rows % Randomisations == 0 && System.Numerics.BitOperations.IsPow2(rows / Randomisations)
            ? null
            : $"{rows} rows are not {(Randomisations == 1 ? "a power of two" : $"{Randomisations} times a power of two")}: {Name} points are balanced at such sizes only";
}

/// <summary>Independent uniform points, by Philox.</summary>
/// <param name="columns">Number of coordinates, at least 1.</param>
/// <param name="seed">Seed.</param>
public sealed class RandomPoints(int columns, ulong seed) : PointSet("random", columns, seed, 1)
{
    /// <inheritdoc/>
    public override bool RowsAreIndependent => true;

    private protected override void Fill(uint point, int randomisation, Span<double> coordinates)
    {
        for (int column = 0; column < coordinates.Length; column += 2)
        {
            var (x0, x1, x2, x3) = Streams.Words(point, (uint)column >> 1, Streams.RandomPoint, Seed);
            coordinates[column] = Streams.Uniform(x0, x1);
            if (column + 1 < coordinates.Length) coordinates[column + 1] = Streams.Uniform(x2, x3);
        }
    }
}
