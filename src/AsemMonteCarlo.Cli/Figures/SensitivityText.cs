using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Sensitivity.Convergence;

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
        "pawn" => "The median distance between the output's distribution and that at fixed values of a factor (Kolmogorov–Smirnov), from 0 to 1; a dummy that does nothing has one above 0 too, with its upper end in the columns that end in dummy and dummy high.",
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

    /// <summary>What factors are ranked by: effects by their size, shares as they are.</summary>
    public static double Weight(string method, double estimate) => IndicesTable.IsEffect(method) ? Math.Abs(estimate) : estimate;

    /// <summary>Coverage of intervals, each level once; empty for none.</summary>
    /// <param name="levels">The levels, in (0, 1).</param>
    public static string Levels(IEnumerable<double> levels) => FigureText.And([.. levels.Distinct().Order().Select(Level).Distinct()]);

    /// <summary>What intervals of a design that may stop early hold for; null for other designs.</summary>
    /// <param name="design">The design.</param>
    /// <param name="of">Whose intervals, such as <c> of design 2</c>, or empty.</param>
    public static string? Together(DesignOptions design, string of = "") => design.Stop is not { } stop ? null
        : $"Since the study may stop early, intervals{of} are wider: over all its looks{(stop.Rule == StopRule.Index ? "" : ", groups")} and outputs they hold together at {Level(design.Level)}, and not each by itself.";

    // as many digits as keep what is left to be wrong from being rounded away
    private static string Level(double level)
    {
        string text = AnswerView.Format($"{100 * level:0.##} %");
        return text == "100 %" ? AnswerView.Format($"{100 * level:0.########} %") : text;
    }

    /// <summary>Digits behind the point that tell numbers of a size; numbers that need more than <see cref="AnswerView.MostDigits"/> are written with exponents.</summary>
    public static int Digits(IEnumerable<double> values)
    {
        double largest = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest <= 0 ? 3 : Math.Max(2 - (int)Math.Floor(Math.Log10(largest)), 0);
    }
}
