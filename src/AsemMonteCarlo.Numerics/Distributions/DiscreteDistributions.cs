using System.Globalization;

namespace AsemMonteCarlo.Numerics.Distributions;

public abstract partial record Distribution
{
    /// <summary>Place of a probability among weights, by their running sums.</summary>
    private static int Place(double[] weights, double probability)
    {
        double target = probability * weights.Sum(), sum = 0;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            sum += weights[i];
            if (target < sum) return i;
        }
        return weights.Length - 1;
    }

    private static double Share(double[] weights, int count) => count == weights.Length ? 1 : weights.Take(count).Sum() / weights.Sum();

    private static string List(IEnumerable<double> numbers) => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private static (int First, int Count) Within(double minimum, double maximum, IReadOnlyList<double> values, Distribution whole)
    {
        int first = values.Count(v => v < minimum), count = values.Count(v => v <= maximum) - first;
        return count > 0 ? (first, count) : throw new ArgumentException(Text($"nothing of {whole} lies between {minimum} and {maximum}"), nameof(minimum));
    }

    private sealed record DiscreteDistribution(double[] Values, double[] Weight) : Distribution
    {
        public override double Minimum => Values[0];

        public override double Maximum => Values[^1];

        public override double Quantile(double probability) => Values[Place(Weight, probability)];

        public override double ShareBelow(double value) => Share(Weight, Values.Count(v => v <= value));

        public override Distribution Between(double minimum, double maximum)
        {
            var (first, count) = Within(minimum, maximum, Values, this);
            return new DiscreteDistribution(Values[first..(first + count)], Weight[first..(first + count)]);
        }

        // arrays compare by reference, and two distributions with the same numbers are the same
        public bool Equals(DiscreteDistribution? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values) && Weight.AsSpan().SequenceEqual(other.Weight);

        public override int GetHashCode() => HashCode.Combine(Values.Length, Values[0], Weight[0]);

        public override string ToString() => $"discrete({List(Values)}; {List(Weight)})";
    }

    private sealed record CategoricalDistribution(string[] Names, double[] Weight) : Distribution
    {
        public override double Minimum => 0;

        public override double Maximum => Names.Length - 1;

        public override IReadOnlyList<string> Levels => Names;

        public override double Quantile(double probability) => Place(Weight, probability);

        public override double ShareBelow(double value) => Share(Weight, (int)Math.Clamp(Math.Floor(value) + 1, 0, Names.Length));

        /// <exception cref="NotSupportedException">Levels have no order.</exception>
        public override Distribution Between(double minimum, double maximum) => throw new NotSupportedException("levels of a categorical distribution have no order");

        public bool Equals(CategoricalDistribution? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names) && Weight.AsSpan().SequenceEqual(other.Weight);

        public override int GetHashCode() => HashCode.Combine(Names.Length, Names[0], Weight[0]);

        public override string ToString() => $"categorical({string.Join(", ", Names)}; {List(Weight)})";
    }

    private sealed record BooleanDistribution(double Probability) : Distribution
    {
        public override double Minimum => 0;

        public override double Maximum => 1;

        // off first, so that a larger probability never lowers the value
        public override double Quantile(double probability) => probability < 1 - Probability ? 0 : 1;

        public override double ShareBelow(double value) => value < 0 ? 0 : value < 1 ? 1 - Probability : 1;

        public override Distribution Between(double minimum, double maximum)
        {
            var (first, count) = Within(minimum, maximum, [0, 1], this);
            return count == 2 ? this : Discrete([first]);
        }

        public override string ToString() => Text($"boolean({Probability})");
    }
}
