namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>Every combination of given values (full factorial); the last factor varies fastest. It does not extend.</summary>
public sealed class FactorialGrid
{
    private readonly double[][] levels;

    /// <summary>A grid of given values.</summary>
    /// <param name="levels">Values of each factor, at least one each.</param>
    /// <exception cref="ArgumentException">A factor has no value.</exception>
    /// <exception cref="OverflowException">There are more than 2⁶³ combinations.</exception>
    public FactorialGrid(IReadOnlyList<IReadOnlyList<double>> levels)
    {
        if (levels.Count == 0 || levels.Any(l => l.Count == 0)) throw new ArgumentException("every factor of a grid needs a value", nameof(levels));
        this.levels = [.. levels.Select(l => l.ToArray())];
        Rows = this.levels.Aggregate(1L, (product, l) => checked(product * l.Length));
    }

    /// <summary>A grid with values at the middles of equally probable slices of each factor.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="levels">Number of slices, at least 1.</param>
    public FactorialGrid(IReadOnlyList<Factor> factors, int levels)
        : this([.. factors.Select(f => (IReadOnlyList<double>)[.. Enumerable.Range(0, levels).Select(i => f.Distribution.Quantile((i + 0.5) / levels)).Distinct()])])
    {
    }

    /// <summary>Number of factors.</summary>
    public int Columns => levels.Length;

    /// <summary>Number of combinations.</summary>
    public long Rows { get; }

    /// <summary>Values of one combination.</summary>
    /// <param name="row">Row, from 0, below <see cref="Rows"/>.</param>
    /// <param name="values"><see cref="Columns"/> places.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Row(long row, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        if (values.Length != Columns) throw new ArgumentException($"{Columns} values are needed", nameof(values));
        for (int column = Columns - 1; column >= 0; column--)
        {
            values[column] = levels[column][row % levels[column].Length];
            row /= levels[column].Length;
        }
    }
}
