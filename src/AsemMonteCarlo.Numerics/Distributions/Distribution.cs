using System.Globalization;

namespace AsemMonteCarlo.Numerics.Distributions;

/// <summary>How a quantity varies in a sensitivity study. The quantile is built from correctly rounded operations, so its bits are promised.</summary>
public abstract partial record Distribution
{
    /// <summary>Smallest possible value; −∞ where there is none.</summary>
    public abstract double Minimum { get; }

    /// <summary>Largest possible value; +∞ where there is none.</summary>
    public abstract double Maximum { get; }

    /// <summary>The value below which a share <paramref name="probability"/> in [0, 1] lies; infinite at 0 and 1 where values are unbounded.</summary>
    public abstract double Quantile(double probability);

    /// <summary>The share that lies at or below a value, in [0, 1].</summary>
    public abstract double ShareBelow(double value);

    /// <summary>
    /// The same distribution between other values: the same shape for the bounded kinds that are defined by their bounds
    /// (uniform, log-uniform), what lies between the values for all others.
    /// </summary>
    /// <exception cref="ArgumentException">Nothing lies between the values, or they are no interval.</exception>
    public virtual Distribution Between(double minimum, double maximum) => TruncatedDistribution.Create(this, minimum, maximum);

    /// <summary>Uniform between two values.</summary>
    public static Distribution Uniform(double minimum, double maximum) => new UniformDistribution(minimum, maximum);

    /// <summary>Uniform on the logarithm, between two positive values.</summary>
    public static Distribution LogUniform(double minimum, double maximum) => new LogUniformDistribution(minimum, maximum);

    /// <summary>Normal.</summary>
    /// <param name="mean">Mean, finite.</param>
    /// <param name="sd">Standard deviation, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static Distribution Normal(double mean, double sd) =>
        new NormalDistribution(Finite(mean, nameof(mean)), Positive(sd, nameof(sd)));

    /// <summary>Normal, of which only what lies between two values is left.</summary>
    /// <param name="mean">Mean of the whole normal distribution, finite.</param>
    /// <param name="sd">Standard deviation of the whole, above 0.</param>
    /// <param name="minimum">Smallest value; may be −∞.</param>
    /// <param name="maximum">Largest value; may be +∞.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static Distribution TruncatedNormal(double mean, double sd, double minimum, double maximum) =>
        Normal(mean, sd).Between(minimum, maximum);

    /// <summary>Log-normal: the logarithm is normal.</summary>
    /// <param name="logMean">Mean of the logarithm, finite.</param>
    /// <param name="logSd">Standard deviation of the logarithm, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static Distribution LogNormal(double logMean, double logSd) =>
        new LogNormalDistribution(Finite(logMean, nameof(logMean)), Positive(logSd, nameof(logSd)));

    /// <summary>Beta, between two values.</summary>
    /// <param name="a">First shape, above 0.</param>
    /// <param name="b">Second shape, above 0.</param>
    /// <param name="minimum">Smallest value.</param>
    /// <param name="maximum">Largest value.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static Distribution Beta(double a, double b, double minimum = 0, double maximum = 1)
    {
        Interval(Finite(minimum, nameof(minimum)), Finite(maximum, nameof(maximum)));
        return new BetaDistribution(Positive(a, nameof(a)), Positive(b, nameof(b)), minimum, maximum);
    }

    /// <summary>Triangular: the density rises to a mode and falls again.</summary>
    /// <param name="minimum">Smallest value.</param>
    /// <param name="mode">Most probable value, within the bounds.</param>
    /// <param name="maximum">Largest value.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static Distribution Triangular(double minimum, double mode, double maximum)
    {
        Interval(Finite(minimum, nameof(minimum)), Finite(maximum, nameof(maximum)));
        if (!(mode >= minimum && mode <= maximum)) throw new ArgumentException(Text($"{mode} is not between {minimum} and {maximum}"), nameof(mode));
        return new TriangularDistribution(minimum, mode, maximum);
    }

    /// <summary>One of several numbers.</summary>
    /// <param name="values">The numbers, ascending.</param>
    /// <param name="weights">How probable they are relative to each other, above 0; null for equally.</param>
    /// <exception cref="ArgumentException">Numbers do not ascend, or weights do not fit.</exception>
    public static Distribution Discrete(IReadOnlyList<double> values, IReadOnlyList<double>? weights = null)
    {
        if (values.Count == 0) throw new ArgumentException("a discrete distribution needs a value", nameof(values));
        for (int i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i]) || i > 0 && !(values[i] > values[i - 1])) throw new ArgumentException("values must be finite and ascend", nameof(values));
        return new DiscreteDistribution([.. values], Weights(weights, values.Count));
    }

    /// <summary>One of several named levels. Its value is the number of the level, from 0.</summary>
    /// <param name="levels">Different names.</param>
    /// <param name="weights">How probable they are relative to each other, above 0; null for equally.</param>
    /// <exception cref="ArgumentException">Names are not different, or weights do not fit.</exception>
    public static Distribution Categorical(IReadOnlyList<string> levels, IReadOnlyList<double>? weights = null)
    {
        if (levels.Count == 0 || levels.Distinct(StringComparer.Ordinal).Count() != levels.Count) throw new ArgumentException("levels need different names", nameof(levels));
        return new CategoricalDistribution([.. levels], Weights(weights, levels.Count));
    }

    /// <summary>A switch: 1 (on) with a probability, else 0.</summary>
    /// <param name="probability">Probability of 1, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">The probability is out of range.</exception>
    public static Distribution Boolean(double probability = 0.5) =>
        probability is > 0 and < 1 ? new BooleanDistribution(probability) : throw new ArgumentException(Text($"{probability} is not a probability between 0 and 1"), nameof(probability));

    /// <summary>Names of the values 0, 1, … of a categorical distribution; none for any other.</summary>
    public virtual IReadOnlyList<string> Levels => [];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentException(Text($"{value} is not a finite number"), name);

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentException(Text($"{value} is not above 0"), name);

    private static void Interval(double minimum, double maximum)
    {
        if (!(minimum < maximum)) throw new ArgumentException(Text($"{minimum} is not below {maximum}"), nameof(minimum));
    }

    private static double[] Weights(IReadOnlyList<double>? weights, int count)
    {
        weights ??= [.. Enumerable.Repeat(1.0, count)];
        if (weights.Count != count || weights.Any(w => !(w > 0) || !double.IsFinite(w))) throw new ArgumentException($"{count} weights above 0 are needed", nameof(weights));
        return [.. weights];
    }
}
