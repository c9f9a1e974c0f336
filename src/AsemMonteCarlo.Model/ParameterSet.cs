namespace AsemMonteCarlo.Model;

/// <summary>A value for every parameter of the model. Immutable: changes give a new set.</summary>
public sealed class ParameterSet : IEquatable<ParameterSet>
{
    private readonly double[] values;

    private ParameterSet(double[] values) => this.values = values;

    /// <summary>Every parameter at its default.</summary>
    public static ParameterSet Defaults { get; } = CreateDefaults();

    /// <summary>The value of a parameter.</summary>
    public double this[Parameter parameter] => values[parameter.Index];

    /// <summary>The value of an input of the timeline.</summary>
    public double this[Input input] => values[input.Index];

    /// <summary>The same set with one parameter changed.</summary>
    public ParameterSet With(Parameter parameter, double value) => With((Quantity)parameter, value);

    /// <summary>The same set with one input of the timeline changed.</summary>
    public ParameterSet With(Input input, double value) => With((Quantity)input, value);

    /// <summary>The same set with some pathways' strengths changed.</summary>
    public ParameterSet WithStrengths(Func<Pathway, double> strength)
    {
        var copy = (double[])values.Clone();
        foreach (var pathway in AsemModel.Pathways) copy[pathway.Strength.Index] = strength(pathway);
        return new ParameterSet(copy);
    }

    /// <summary>The same set with a moderator switched off.</summary>
    public ParameterSet Without(Moderator moderator)
    {
        var copy = (double[])values.Clone();
        foreach (var (parameter, value) in moderator.Neutral) copy[parameter.Index] = value;
        return new ParameterSet(copy);
    }

    private ParameterSet With(Quantity quantity, double value)
    {
        var copy = (double[])values.Clone();
        copy[quantity.Index] = value;
        return new ParameterSet(copy);
    }

    /// <inheritdoc/>
    public bool Equals(ParameterSet? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (double value in values) hash.Add(value);
        return hash.ToHashCode();
    }

    private static ParameterSet CreateDefaults()
    {
        var values = new double[AsemModel.QuantityCount];
        foreach (var parameter in AsemModel.Parameters) values[parameter.Index] = parameter.Default;
        foreach (var input in AsemModel.Inputs) values[input.Index] = input.Initial;
        return new ParameterSet(values);
    }
}
