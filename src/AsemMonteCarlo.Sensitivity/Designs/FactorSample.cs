namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>Kinds of points.</summary>
public enum PointKind
{
    /// <summary>Scrambled points of Sobol'.</summary>
    Sobol,

    /// <summary>Independent uniform points.</summary>
    Random,

    /// <summary>A Latin hypercube that grows by doubling.</summary>
    LatinHypercube,
}

/// <summary>Rows of factor values at the points of a set: what given-data methods and plain Monte Carlo need.</summary>
/// <param name="factors">The factors, one per column of the points.</param>
/// <param name="points">The points.</param>
public sealed class FactorSample(IReadOnlyList<Factor> factors, PointSet points)
{
    /// <summary>The factors.</summary>
    public IReadOnlyList<Factor> Factors { get; } = factors.Count == points.Columns ? factors : throw new ArgumentException($"{points.Columns} factors are needed", nameof(factors));

    /// <summary>The points.</summary>
    public PointSet Points { get; } = points;

    /// <summary>Values of one row.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="values">One place per factor.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Row(long row, Span<double> values)
    {
        Points.Point(row, values);
        for (int i = 0; i < values.Length; i++) values[i] = Factors[i].Distribution.Quantile(values[i]);
    }

    /// <summary>Points of a kind.</summary>
    /// <param name="kind">Kind of points.</param>
    /// <param name="columns">Number of coordinates, at least 1.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="randomisations">Independent randomisations among which rows are dealt; 1 for random points, which need none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or several randomisations of random points.</exception>
    public static PointSet Create(PointKind kind, int columns, ulong seed, int randomisations = 1)
    {
        if (kind == PointKind.Random) ArgumentOutOfRangeException.ThrowIfNotEqual(randomisations, 1);
        return kind switch
        {
            PointKind.Random => new RandomPoints(columns, seed),
            PointKind.LatinHypercube => new LatinHypercubePoints(columns, seed, randomisations),
            _ => new SobolPoints(columns, seed, randomisations),
        };
    }
}
