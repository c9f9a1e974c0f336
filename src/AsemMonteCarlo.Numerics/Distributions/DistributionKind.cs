using System.Globalization;

namespace AsemMonteCarlo.Numerics.Distributions;

/// <summary>A parameter of a kind of distribution.</summary>
/// <param name="Name">Name, as written in studies.</param>
/// <param name="Help">What it is, with its range.</param>
/// <param name="Many">Whether it is a list.</param>
/// <param name="Default">Value where it is not given; null where it must be.</param>
public sealed record DistributionParameter(string Name, string Help, bool Many = false, string? Default = null);

/// <summary>A kind of distribution: what <c>Parse</c> understands and lists show.</summary>
/// <param name="Name">Name, as written in studies.</param>
/// <param name="Parameters">Its parameters, in order.</param>
/// <param name="Help">What it is.</param>
public sealed record DistributionKind(string Name, IReadOnlyList<DistributionParameter> Parameters, string Help)
{
    internal Func<Func<string, IReadOnlyList<string>>, Distribution> Create { get; init; } = _ => throw new NotSupportedException();
}

public abstract partial record Distribution
{
    private static readonly DistributionParameter minimum = new("minimum", "smallest value"), maximum = new("maximum", "largest value, above the smallest");
    private static readonly DistributionParameter weights = new("weights", "how probable they are relative to each other, each above 0; equally if not given", Many: true, Default: "");

    /// <summary>Every kind of distribution, in the order of lists.</summary>
    public static IReadOnlyList<DistributionKind> Kinds { get; } =
    [
        new("uniform", [minimum, maximum], "every value between two is as probable")
        {
            Create = p =>
            {
                Interval(Finite(Number(p("minimum")), "minimum"), Finite(Number(p("maximum")), "maximum"));
                return Uniform(Number(p("minimum")), Number(p("maximum")));
            },
        },
        new("log-uniform", [minimum with { Help = "smallest value, above 0" }, maximum], "every ratio between two positive values is as probable")
        {
            Create = p =>
            {
                Interval(Positive(Number(p("minimum")), "minimum"), Number(p("maximum")));
                return LogUniform(Number(p("minimum")), Number(p("maximum")));
            },
        },
        new("normal", [new("mean", "mean"), new("sd", "standard deviation, above 0")], "bell curve without bounds") { Create = p => Normal(Number(p("mean")), Number(p("sd"))) },
        new("truncated-normal", [new("mean", "mean of the whole bell curve"), new("sd", "standard deviation of the whole, above 0"), minimum, maximum], "what of a bell curve lies between two values")
        {
            Create = p => TruncatedNormal(Number(p("mean")), Number(p("sd")), Number(p("minimum")), Number(p("maximum"))),
        },
        new("log-normal", [new("log_mean", "mean of the natural logarithm"), new("log_sd", "standard deviation of the natural logarithm, above 0")], "the logarithm is a bell curve")
        {
            Create = p => LogNormal(Number(p("log_mean")), Number(p("log_sd"))),
        },
        new("beta", [new("a", "first shape, above 0"), new("b", "second shape, above 0"), minimum with { Default = "0" }, maximum with { Default = "1" }], "between two values, with a shape of two parameters")
        {
            Create = p => Beta(Number(p("a")), Number(p("b")), Number(p("minimum")), Number(p("maximum"))),
        },
        new("triangular", [minimum, new("mode", "most probable value"), maximum], "rises straight to a mode and falls straight")
        {
            Create = p => Triangular(Number(p("minimum")), Number(p("mode")), Number(p("maximum"))),
        },
        new("discrete", [new("values", "the numbers, ascending", Many: true), weights], "one of several numbers") { Create = p => Discrete(Numbers(p("values"))!, Numbers(p("weights"))) },
        new("categorical", [new("levels", "different names", Many: true), weights], "one of several named levels, numbered from 0") { Create = p => Categorical(p("levels"), Numbers(p("weights"))) },
        new("boolean", [new("probability", "probability of 1, between 0 and 1", Default: "0.5")], "a switch: 0 or 1") { Create = p => Boolean(Number(p("probability"))) },
    ];

    /// <summary>The distribution of a kind with given parameters.</summary>
    /// <param name="kind">Name of a kind.</param>
    /// <param name="parameters">Text of every parameter by its name; one text each unless the parameter is a list. Numbers are invariant, <c>-inf</c> and <c>inf</c> included.</param>
    /// <exception cref="FormatException">There is no such kind or parameter, a parameter is missing, or its text cannot be read; the message says which.</exception>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static Distribution Parse(string kind, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters)
    {
        var found = Kinds.FirstOrDefault(k => k.Name == kind) ?? throw new FormatException($"there is no distribution '{kind}'; there are {string.Join(", ", Kinds.Select(k => k.Name))}");
        foreach (string name in parameters.Keys)
            if (found.Parameters.All(p => p.Name != name)) throw new FormatException($"a {kind} distribution has no '{name}'; it has {string.Join(", ", found.Parameters.Select(p => p.Name))}");
        foreach (var parameter in found.Parameters)
            if (!parameters.TryGetValue(parameter.Name, out var texts) ? parameter.Default is null : !parameter.Many && texts.Count != 1)
                throw new FormatException($"a {kind} distribution needs {(parameter.Many ? "values" : "one value")} for '{parameter.Name}': {parameter.Help}");
        return found.Create(name => parameters.TryGetValue(name, out var texts) ? texts : found.Parameters.First(p => p.Name == name) is { Many: false, Default: { } text } ? [text] : []);
    }

    private static double Number(IReadOnlyList<string> texts) => Number(texts[0]);

    private static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : throw new FormatException($"'{text}' is not a number"),
    };

    private static double[]? Numbers(IReadOnlyList<string> texts) => texts.Count == 0 ? null : [.. texts.Select(Number)];
}
