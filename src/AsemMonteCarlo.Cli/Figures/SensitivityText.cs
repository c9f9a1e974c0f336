namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Words for methods and indices of sensitivity.</summary>
internal static class SensitivityText
{
    /// <summary>What a method asks.</summary>
    /// <param name="method">Its name in tables.</param>
    public static string Title(string method) => method switch
    {
        "sobol" => "Shares of the variance",
        "shapley" => "Shares of the variance that add up to one",
        "morris" => "Screening: how far each factor moves the output",
        "rank" => "Shares of the variance, each factor alone, from ranks",
        "sparse_pce" => "Shares of the variance, from a surrogate",
        "pawn" => "How far each factor moves the whole distribution",
        "regional" => "What tells cases of interest from the rest",
        "coalitions" => "What each switch adds",
        _ => $"Indices by {method.Replace('_', ' ')}",
    };

    /// <summary>What the indices of a method are, in a sentence or two.</summary>
    /// <param name="method">Its name in tables.</param>
    public static string Shows(string method) => method switch
    {
        "sobol" => "First order: the share of the output's variance that a factor explains alone. Total: with all its interactions with others, which count again for each of them.",
        "shapley" => "The share of the output's variance that a factor explains when interactions are shared evenly among those that make them (Shapley effects).",
        "morris" => "The mean size of what the output changes by when one factor moves over its range, at many settings of the others (mu star), and how much that differs between settings (sigma): interactions or bends.",
        "rank" => "The share of the output's variance that a factor explains alone, from how outputs of neighbouring values agree.",
        "sparse_pce" => "Shares of the variance of a polynomial that learned the output from the runs; no better than its fit.",
        "pawn" => "The median distance between the output's distribution and that at fixed values of a factor (Kolmogorov–Smirnov), from 0 to 1; a dummy that does nothing has one above 0 too, which the table shows.",
        "regional" => "The distance between a factor's distributions in cases of interest and in the rest (Kolmogorov–Smirnov), from 0 to 1.",
        "coalitions" => "What switching a factor on adds to the output, in its own unit: averaged over all orders (Shapley value), and beside nothing else (alone).",
        _ => "Indices as the table has them.",
    };

    /// <summary>What not to conclude.</summary>
    /// <param name="method">Its name in tables.</param>
    public static string NotThis(string method) => method switch
    {
        "morris" => "Do not read the order of factors with like values as settled, nor these sizes as shares of anything: they tell what may be left out.",
        "pawn" or "regional" => "Do not read a distance as a share of anything, as the size of an effect or as its direction, and do not compare it with distances over other distributions.",
        "coalitions" => "Do not conclude from a value near zero that a switch does nothing: its effects may cancel between settings of the others.",
        _ => "Do not read a share as the size of an effect or as its direction: it says how much of the variation over the factors' distributions a factor explains, and other distributions give other shares. A factor near zero in first order may act through others.",
    };

    /// <summary>As to noise, in words.</summary>
    public static string About(string estimand) => estimand switch
    {
        "mean" => "of the mean output, noise taken out",
        "common_luck" => "of the output at common luck",
        _ => "of the output as run",
    };

    /// <summary>Name of an index in words.</summary>
    public static string Index(string name) => name.Replace('_', ' ');

    /// <summary>Whether numbers of a method have a sign.</summary>
    public static bool IsSigned(string method) => method is "coalitions";

    /// <summary>What factors are ranked by: effects by their size, shares as they are.</summary>
    public static double Weight(string method, double estimate) => IsSigned(method) ? Math.Abs(estimate) : estimate;

    /// <summary>Digits behind the point that tell numbers of a size.</summary>
    public static int Digits(IEnumerable<double> values)
    {
        double largest = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest <= 0 ? 3 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 6);
    }
}
