using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Numerics.Distributions;

public abstract partial record Distribution
{
    private sealed record UniformDistribution(double Low, double High) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability) => Low + probability * (High - Low);

        public override double ShareBelow(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

        public override Distribution Between(double minimum, double maximum) => Uniform(minimum, maximum);

        public override string ToString() => Text($"uniform({Low}, {High})");
    }

    private sealed record LogUniformDistribution(double Low, double High) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability) =>
            Math.Clamp(Low * DoubleFunctions.Exp(probability * DoubleFunctions.Log(High / Low)), Low, High);

        public override double ShareBelow(double value) => Math.Clamp(DoubleFunctions.Log(value / Low) / DoubleFunctions.Log(High / Low), 0, 1);

        public override Distribution Between(double minimum, double maximum) => LogUniform(minimum, maximum);

        public override string ToString() => Text($"log-uniform({Low}, {High})");
    }

    private sealed record NormalDistribution(double Mean, double Sd) : Distribution
    {
        public override double Minimum => double.NegativeInfinity;

        public override double Maximum => double.PositiveInfinity;

        public override double Quantile(double probability) => Mean + Sd * Standard(probability);

        public override double ShareBelow(double value) => SpecialFunctions.NormalShareBelow((value - Mean) / Sd);

        public override Distribution Between(double minimum, double maximum)
        {
            if (!(minimum < maximum)) throw new ArgumentException(Text($"{minimum} is not below {maximum}"), nameof(minimum));
            // what lies above the mean is the mirror image of what lies below, where shares keep their digits
            bool mirrored = minimum > Mean;
            double z0 = (minimum - Mean) / Sd, z1 = (maximum - Mean) / Sd;
            double low = SpecialFunctions.NormalShareBelow(mirrored ? -z1 : z0), high = SpecialFunctions.NormalShareBelow(mirrored ? -z0 : z1);
            if (!(low < high)) throw new ArgumentException(Text($"nothing of {this} lies between {minimum} and {maximum}"), nameof(minimum));
            return new TruncatedNormalDistribution(Mean, Sd, minimum, maximum, mirrored, low, high);
        }

        public override string ToString() => Text($"normal({Mean}, {Sd})");

        public static double Standard(double probability) => probability switch
        {
            <= 0 => double.NegativeInfinity,
            >= 1 => double.PositiveInfinity,
            // a logarithm takes normal numbers only
            _ => DoubleFunctions.NormalQuantile(Math.Max(probability, 2.3e-308)),
        };
    }

    private sealed record TruncatedNormalDistribution(double Mean, double Sd, double Low, double High, bool Mirrored, double ShareLow, double ShareHigh) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability)
        {
            double share = ShareLow + (Mirrored ? 1 - probability : probability) * (ShareHigh - ShareLow), z = NormalDistribution.Standard(share);
            return Math.Clamp(Mean + Sd * (Mirrored ? -z : z), Low, High);
        }

        public override double ShareBelow(double value)
        {
            double z = (value - Mean) / Sd, share = (SpecialFunctions.NormalShareBelow(Mirrored ? -z : z) - ShareLow) / (ShareHigh - ShareLow);
            return Math.Clamp(Mirrored ? 1 - share : share, 0, 1);
        }

        public override Distribution Between(double minimum, double maximum) =>
            Normal(Mean, Sd).Between(Math.Max(minimum, Low), Math.Min(maximum, High));

        public override string ToString() => Text($"truncated-normal({Mean}, {Sd}, {Low}, {High})");
    }

    private sealed record LogNormalDistribution(double LogMean, double LogSd) : Distribution
    {
        public override double Minimum => 0;

        public override double Maximum => double.PositiveInfinity;

        public override double Quantile(double probability) => probability switch
        {
            <= 0 => 0,
            >= 1 => double.PositiveInfinity,
            _ => DoubleFunctions.Exp(LogMean + LogSd * NormalDistribution.Standard(probability)),
        };

        public override double ShareBelow(double value) =>
            value <= 0 ? 0 : double.IsPositiveInfinity(value) ? 1 : SpecialFunctions.NormalShareBelow((DoubleFunctions.Log(value) - LogMean) / LogSd);

        public override string ToString() => Text($"log-normal({LogMean}, {LogSd})");
    }

    private sealed record BetaDistribution(double A, double B, double Low, double High) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability) => Math.Clamp(Low + (High - Low) * SpecialFunctions.BetaQuantile(A, B, probability), Low, High);

        public override double ShareBelow(double value) => SpecialFunctions.BetaShareBelow(A, B, (value - Low) / (High - Low));

        public override string ToString() => Text($"beta({A}, {B}, {Low}, {High})");
    }

    private sealed record TriangularDistribution(double Low, double Mode, double High) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public override double Quantile(double probability)
        {
            double width = High - Low, share = (Mode - Low) / width;
            double value = probability < share ? Low + Math.Sqrt(probability * width * (Mode - Low)) : High - Math.Sqrt((1 - probability) * width * (High - Mode));
            return Math.Clamp(value, Low, High);
        }

        public override double ShareBelow(double value)
        {
            if (value <= Low) return 0;
            if (value >= High) return 1;
            double width = High - Low;
            return value < Mode ? (value - Low) * (value - Low) / (width * (Mode - Low)) : 1 - (High - value) * (High - value) / (width * (High - Mode));
        }

        public override string ToString() => Text($"triangular({Low}, {Mode}, {High})");
    }

    private sealed record TruncatedDistribution(Distribution Whole, double Low, double High, double ShareLow, double ShareHigh) : Distribution
    {
        public override double Minimum => Low;

        public override double Maximum => High;

        public static TruncatedDistribution Create(Distribution whole, double minimum, double maximum)
        {
            if (!(minimum < maximum)) throw new ArgumentException(Text($"{minimum} is not below {maximum}"), nameof(minimum));
            double low = whole.ShareBelow(minimum), high = whole.ShareBelow(maximum);
            if (!(low < high)) throw new ArgumentException(Text($"nothing of {whole} lies between {minimum} and {maximum}"), nameof(minimum));
            return new TruncatedDistribution(whole, Math.Max(minimum, whole.Minimum), Math.Min(maximum, whole.Maximum), low, high);
        }

        public override double Quantile(double probability) => Math.Clamp(Whole.Quantile(ShareLow + probability * (ShareHigh - ShareLow)), Low, High);

        public override double ShareBelow(double value) => Math.Clamp((Whole.ShareBelow(value) - ShareLow) / (ShareHigh - ShareLow), 0, 1);

        public override Distribution Between(double minimum, double maximum) => Create(Whole, Math.Max(minimum, Low), Math.Min(maximum, High));

        public override string ToString() => Text($"{Whole} within [{Low}, {High}]");
    }
}
