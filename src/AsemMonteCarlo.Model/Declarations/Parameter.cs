using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Model;

/// <summary>Whom a parameter belongs to, and so whether a study can set it for the provider of the focal person alone.</summary>
public enum ParameterRole
{
    /// <summary>One value for the couple and for the theory: laws of learning, read-outs, populations.</summary>
    Shared,

    /// <summary>A value of each partner: may differ between the focal person and the provider.</summary>
    Partner,
}

/// <summary>A number of the model with everything that schema, validation, help, documentation and file metadata say of it.</summary>
/// <remarks>Declared once, beside the equation that reads it. Immutable and safe to share between threads.</remarks>
public sealed class Parameter : Quantity
{
    internal Parameter(ParameterGroup group, string name, string symbol, string unit, double @default, double minimum, double maximum, string source, string help, ParameterRole role, Distribution? varies)
    {
        if (!(minimum <= @default && @default <= maximum)) throw new ArgumentException($"{name}: default {@default} is outside {minimum}…{maximum}");
        Group = group;
        Name = name;
        Symbol = symbol;
        Unit = unit;
        Default = @default;
        Minimum = minimum;
        Maximum = maximum;
        Source = source;
        Help = help;
        Role = role;
        Varies = varies ?? Distribution.Uniform(minimum, maximum);
    }

    /// <summary>Source of defaults that the shipped calibration gives.</summary>
    public const string FittedSource = "fitted to published figures (docs/calibration.md)";

    /// <summary>Whether the default comes from the shipped calibration.</summary>
    public bool IsFitted => Source == FittedSource;

    /// <summary>The group in which it is declared.</summary>
    public ParameterGroup Group { get; }

    /// <summary>Dotted name, the key in studies and the column in tables.</summary>
    public string Name { get; }

    /// <summary>Symbol in the model's document.</summary>
    public string Symbol { get; }

    /// <summary>Unit; <c>1</c> for a pure number.</summary>
    public string Unit { get; }

    /// <summary>Default value.</summary>
    public double Default { get; }

    /// <summary>Smallest allowed value.</summary>
    public double Minimum { get; }

    /// <summary>Largest allowed value.</summary>
    public double Maximum { get; }

    /// <summary>Source of the default, or <c>assumed</c>.</summary>
    public string Source { get; }

    /// <summary>What it means, in one sentence.</summary>
    public string Help { get; }

    /// <summary>Whether partners may differ in it.</summary>
    public ParameterRole Role { get; }

    /// <summary>How it varies in sensitivity studies.</summary>
    public Distribution Varies { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A named set of parameters: one process of the model.</summary>
/// <param name="name">Prefix of its parameters' names.</param>
/// <param name="help">What the process is.</param>
/// <param name="section">Sections of the model's document with its equations.</param>
public sealed class ParameterGroup(string name, string help, string section)
{
    private readonly List<Parameter> parameters = [];

    /// <summary>Prefix of its parameters' names.</summary>
    public string Name { get; } = name;

    /// <summary>What the process is.</summary>
    public string Help { get; } = help;

    /// <summary>Sections of the model's document with its equations.</summary>
    public string Section { get; } = section;

    /// <summary>Its parameters in the order of their declaration.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Declares a parameter of this group.</summary>
    /// <param name="name">Name within the group.</param>
    /// <param name="symbol">Symbol in the model's document.</param>
    /// <param name="default">Default value.</param>
    /// <param name="range">Smallest and largest allowed value, both included.</param>
    /// <param name="help">What it means, in one sentence.</param>
    /// <param name="unit">Unit; <c>1</c> for a pure number.</param>
    /// <param name="source">Source of the default.</param>
    /// <param name="role">Whether partners may differ in it.</param>
    /// <param name="varies">How it varies in sensitivity studies; uniform over the range if not said.</param>
    /// <exception cref="ArgumentException">The default is outside the range.</exception>
    public Parameter Real(string name, string symbol, double @default, (double Minimum, double Maximum) range, string help, string unit = "1", string source = "assumed", ParameterRole role = ParameterRole.Shared, Distribution? varies = null)
    {
        var parameter = new Parameter(this, $"{Name}.{name}", symbol, unit, @default, range.Minimum, range.Maximum, source, help, role, varies);
        parameters.Add(parameter);
        return parameter;
    }
}
