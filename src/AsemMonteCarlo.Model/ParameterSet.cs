namespace AsemMonteCarlo.Model;

/// <summary>A value for every parameter of the model and a form for every topic. Immutable: changes give a new set.</summary>
public sealed class ParameterSet : IEquatable<ParameterSet>
{
    private readonly double[] values;

    private ParameterSet(double[] values, int forms)
    {
        this.values = values;
        FormBits = forms;
    }

    /// <summary>Every parameter at its default, every topic in its default form.</summary>
    public static ParameterSet Defaults { get; } = CreateDefaults();

    /// <summary>The value of a parameter.</summary>
    public double this[Parameter parameter] => values[parameter.Index];

    /// <summary>The value of an input of the timeline.</summary>
    public double this[Input input] => values[input.Index];

    /// <summary>The form of a topic.</summary>
    public Form this[FormTopic topic] => topic.Forms.FirstOrDefault(form => (form.Bit & FormBits) != 0) ?? topic.Default;

    /// <summary>Bits of the forms that are no defaults.</summary>
    internal int FormBits { get; }

    /// <summary>The same set with one parameter changed.</summary>
    public ParameterSet With(Parameter parameter, double value) => With((Quantity)parameter, value);

    /// <summary>The same set with one input of the timeline changed.</summary>
    public ParameterSet With(Input input, double value) => With((Quantity)input, value);

    /// <summary>The same set with a form in place of the one that its topic has.</summary>
    public ParameterSet With(Form form) => new(values, FormBits & ~form.Topic.Bits | form.Bit);

    /// <summary>The same set with some pathways' strengths changed.</summary>
    public ParameterSet WithStrengths(Func<Pathway, double> strength)
    {
        var copy = (double[])values.Clone();
        foreach (var pathway in AsemModel.Pathways) copy[pathway.Strength.Index] = strength(pathway);
        return new ParameterSet(copy, FormBits);
    }

    /// <summary>The same set with a moderator switched off.</summary>
    public ParameterSet Without(Moderator moderator)
    {
        var copy = (double[])values.Clone();
        foreach (var (parameter, value) in moderator.Neutral) copy[parameter.Index] = value;
        return new ParameterSet(copy, FormBits);
    }

    private ParameterSet With(Quantity quantity, double value)
    {
        var copy = (double[])values.Clone();
        copy[quantity.Index] = value;
        return new ParameterSet(copy, FormBits);
    }

    /// <inheritdoc/>
    public bool Equals(ParameterSet? other) => other is not null && FormBits == other.FormBits && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (double value in values) hash.Add(value);
        hash.Add(FormBits);
        return hash.ToHashCode();
    }

    private static ParameterSet CreateDefaults()
    {
        var values = new double[AsemModel.QuantityCount];
        foreach (var parameter in AsemModel.Parameters) values[parameter.Index] = parameter.Default;
        foreach (var input in AsemModel.Inputs) values[input.Index] = input.Initial;
        return new ParameterSet(values, 0);
    }
}
