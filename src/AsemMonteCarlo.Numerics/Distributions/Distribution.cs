using System.Globalization;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Numerics.Distributions;

/// <summary>How a quantity varies in a sensitivity study. The quantile is built from correctly rounded operations, so its bits are promised.</summary>
public abstract record Distribution
{
    /// <summary>Smallest possible value.</summary>
    public abstract double Minimum { get; }

    /// <summary>Largest possible value.</summary>
    public abstract double Maximum { get; }

    /// <summary>The value below which a share <paramref name="probability"/> in [0, 1] lies.</summary>
    public abstract double Quantile(double probability);

    /// <summary>The share that lies below a value, in [0, 1].</summary>
    public abstract double ShareBelow(double value);

    /// <summary>The same distribution between other values.</summary>
    public abstract Distribution Between(double minimum, double maximum);

    /// <summary>Uniform between two values.</summary>
    public static Distribution Uniform(double minimum, double maximum) => new UniformDistribution(minimum, maximum);

    /// <summary>Uniform on the logarithm, between two positive values.</summary>
    public static Distribution LogUniform(double minimum, double maximum) => new LogUniformDistribution(minimum, maximum);

    private sealed record UniformDistribution(double Low, double High) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability) => Low + probability * (High - Low);

        public override double ShareBelow(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

        public override Distribution Between(double minimum, double maximum) => Uniform(minimum, maximum);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"uniform({Low}, {High})");
    }

    private sealed record LogUniformDistribution(double Low, double High) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability) =>
            Math.Clamp(Low * DoubleFunctions.Exp(probability * DoubleFunctions.Log(High / Low)), Low, High);

        public override double ShareBelow(double value) => Math.Clamp(DoubleFunctions.Log(value / Low) / DoubleFunctions.Log(High / Low), 0, 1);

        public override Distribution Between(double minimum, double maximum) => LogUniform(minimum, maximum);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"log-uniform({Low}, {High})");
    }
}
