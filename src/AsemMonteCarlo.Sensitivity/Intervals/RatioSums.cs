using AsemMonteCarlo.Numerics.Statistics;

namespace AsemMonteCarlo.Sensitivity.Intervals;

/// <summary>A point estimate with its Monte Carlo interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error over independent units; NaN with fewer than three.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Units">Independent units that contributed.</param>
/// <param name="EffectiveUnits">Equally weighted units that would be as informative.</param>
public readonly record struct Estimate(double Value, double StandardError, double Low, double High, long Units, double EffectiveUnits)
{
    /// <summary>Whether zero lies outside the interval.</summary>
    public bool IsClearOfZero => Low > 0 || High < 0;
}

/// <summary>
/// Weighted mean as a ratio Σ numerator / Σ denominator over independent units, with the linearised standard error
/// (Hájek estimator; Särndal, Swensson and Wretman 1992, Model assisted survey sampling, section 5.6) and Student quantiles.
/// Sums are exact, so merging in any order gives the same bits.
/// </summary>
public struct RatioSums
{
    private ExactSum numerator, denominator, numeratorSquare, denominatorSquare, product;
    private long units;

    /// <summary>Σ numerator / Σ denominator, NaN without any denominator.</summary>
    public readonly double Value => denominator.Value == 0 ? double.NaN : numerator.Value / denominator.Value;

    /// <summary>Σ denominator.</summary>
    public readonly double Denominator => denominator.Value;

    /// <summary>Independent units that contributed.</summary>
    public readonly long Units => units;

    /// <summary>(Σ denominator)²/Σ denominator²: how many equally weighted units would be as informative.</summary>
    public readonly double EffectiveUnits => denominatorSquare.Value == 0 ? 0 : denominator.Value * denominator.Value / denominatorSquare.Value;

    /// <summary>Number of exact totals behind the estimate.</summary>
    public const int TotalCount = 5;

    /// <summary>Sums with given exact totals, as <see cref="CopyTotals"/> gives them.</summary>
    /// <param name="units">Independent units that contributed.</param>
    /// <param name="totals"><see cref="TotalCount"/> totals in units of 2⁻⁴⁰.</param>
    public static RatioSums FromTotals(long units, ReadOnlySpan<Int128> totals) => new()
    {
        units = units,
        numerator = new ExactSum(totals[0]),
        denominator = new ExactSum(totals[1]),
        numeratorSquare = new ExactSum(totals[2]),
        denominatorSquare = new ExactSum(totals[3]),
        product = new ExactSum(totals[4]),
    };

    /// <summary>The exact totals in units of 2⁻⁴⁰, for storing: numerator, denominator, their squares, their product.</summary>
    /// <param name="totals"><see cref="TotalCount"/> places.</param>
    public readonly void CopyTotals(Span<Int128> totals)
    {
        totals[0] = numerator.Units;
        totals[1] = denominator.Units;
        totals[2] = numeratorSquare.Units;
        totals[3] = denominatorSquare.Units;
        totals[4] = product.Units;
    }

    /// <summary>Adds one independent unit.</summary>
    public void Add(double top, double bottom)
    {
        if (top == 0 && bottom == 0) return;
        units++;
        numerator.Add(top);
        denominator.Add(bottom);
        numeratorSquare.Add(top * top);
        denominatorSquare.Add(bottom * bottom);
        product.Add(top * bottom);
    }

    /// <summary>Adds the units of another sum.</summary>
    public void Add(in RatioSums other)
    {
        units += other.units;
        numerator.Add(other.numerator);
        denominator.Add(other.denominator);
        numeratorSquare.Add(other.numeratorSquare);
        denominatorSquare.Add(other.denominatorSquare);
        product.Add(other.product);
    }

    /// <summary>Variance of the estimate.</summary>
    public readonly double Variance()
    {
        if (units < 3) return double.NaN;
        double r = Value, total = denominator.Value;
        double residual = numeratorSquare.Value - 2 * r * product.Value + r * r * denominatorSquare.Value;
        return Math.Max(0, residual) * units / (units - 1) / (total * total);
    }

    /// <summary>The estimate with an interval of the given level.</summary>
    /// <param name="level">Coverage, in (0, 1).</param>
    public readonly Estimate Estimate(double level)
    {
        double value = Value, error = Math.Sqrt(Variance());
        double half = units < 3 ? double.NaN : Quantiles.Student(level, EffectiveDegrees()) * error;
        return new Estimate(value, error, value - half, value + half, units, EffectiveUnits);
    }

    private readonly double EffectiveDegrees() => Math.Max(2, EffectiveUnits - 1);
}
