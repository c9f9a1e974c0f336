namespace AsemMonteCarlo.Numerics.Statistics;

/// <summary>
/// A sum that does not depend on order: every summand is rounded once to a multiple of 2⁻⁴⁰ and added as a 128-bit
/// integer. Sums of parts therefore equal the sum of the whole, on any number of threads or shards.
/// </summary>
public struct ExactSum : IEquatable<ExactSum>
{
    private const double Scale = 1099511627776.0; // 2⁴⁰

    private Int128 units;

    /// <summary>A sum with a given number of units of 2⁻⁴⁰.</summary>
    /// <param name="units">The integer total.</param>
    public ExactSum(Int128 units) => this.units = units;

    /// <summary>The total in units of 2⁻⁴⁰.</summary>
    public readonly Int128 Units => units;

    /// <summary>The total as the nearest double.</summary>
    public readonly double Value => (double)units / Scale;

    /// <summary>Adds a number, rounded to a multiple of 2⁻⁴⁰.</summary>
    /// <param name="value">A finite number with |value| &lt; 2⁶⁰.</param>
    /// <exception cref="OverflowException">The number is not finite or too large.</exception>
    public void Add(double value)
    {
        double scaled = value * Scale;
        if (Math.Abs(scaled) < 9.0e18) units += (long)Math.Round(scaled);
        else if (Math.Abs(value) < 1152921504606846976.0) units += (Int128)Math.Round(scaled);
        else throw new OverflowException($"a summand of {value} cannot be summed exactly");
    }

    /// <summary>Adds another sum.</summary>
    public void Add(ExactSum other) => units += other.units;

    /// <inheritdoc/>
    public readonly bool Equals(ExactSum other) => units == other.units;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ExactSum other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => units.GetHashCode();

    /// <summary>Whether both totals are the same integer.</summary>
    public static bool operator ==(ExactSum left, ExactSum right) => left.Equals(right);

    /// <summary>Whether the totals differ.</summary>
    public static bool operator !=(ExactSum left, ExactSum right) => !left.Equals(right);
}
