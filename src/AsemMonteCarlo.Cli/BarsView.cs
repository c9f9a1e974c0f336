using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Intervals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsemMonteCarlo.Cli;

/// <summary>The end of a run on a terminal: what was found, ranked, as a table with bars. Pipes get the answer without it.</summary>
internal static class BarsView
{
    private const int Least = 16, Most = 60, MostRows = 20, Borders = 14;
    private const char Bar = '█', Line = '─', Zero = '│';

    /// <summary>One row.</summary>
    /// <param name="Rank">Its rank, or empty.</param>
    /// <param name="Label">What it is of.</param>
    /// <param name="Written">Its estimate as it is written.</param>
    /// <param name="Estimate">Its estimate.</param>
    /// <param name="Colour">Colour of the bar, by Spectre's names.</param>
    public sealed record Row(string Rank, string Label, string Written, Estimate Estimate, string Colour);

    /// <summary>Writes a ranking; nothing where the study ranks none or the terminal is too narrow.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="ranked">The ranking.</param>
    public static void Write(TextWriter output, RankedBars ranked)
    {
        if (Terminal.WidthOf(output) is not { } width || Table(ranked.Heading, ranked.Rows, width) is not { } table) return;
        output.WriteLine();
        output.WriteLine(ranked.Title);
        Terminal.Write(output, table);
    }

    /// <summary>The ranking of a run of pathways.</summary>
    /// <param name="run">The run.</param>
    public static RankedBars Of(Engine.Simulation.RunResult run)
    {
        var sums = run.Sums.Cells[0];
        if (run.Design.Cells.Count > 1) return new("", "", []);
        var ranking = Ranking.Of(sums, Outcomes.Insecurity, 0);
        return new(AnswerView.Format($"What each pathway does to insecurity after {Words.Count(run.Design.Study.HorizonDays, "day")} (buffering blue, enhancing orange)"), "Shapley value",
            [.. ranking.Select(r => new Row(AnswerView.Rank(r.Best, r.Worst), AnswerView.Name(r.Pathway), AnswerView.Interval(r.Shapley), r.Shapley, Statistic.IsBuffer(r.Pathway) ? "deepskyblue3" : "darkorange"))]);
    }

    /// <summary>The ranking of factors by the last design of a study of sensitivity, for its first output.</summary>
    /// <param name="stages">What each design gave.</param>
    public static RankedBars Of(IReadOnlyList<StageResult> stages)
    {
        var output = stages[^1].Outputs[0];
        var singles = output.Indices.Where(i => i.Order == 1 && i.Method != "prim" && double.IsFinite(i.Estimate)).ToList();
        if (singles.Count == 0) return new("", "", []);
        string main = IndicesTable.MainOf(singles.Where(i => i.Method == singles[0].Method).Select(i => i.Index));
        var ranked = singles.Where(i => i.Method == singles[0].Method && i.Index == main && i.Estimand == singles[0].Estimand).OrderByDescending(i => SensitivityText.Weight(i.Method, i.Estimate)).ToList();
        var panel = new ForestPanel("", SensitivityText.Digits(ranked.Select(i => i.Estimate)), IndicesTable.IsEffect(singles[0].Method));
        Estimate Of(SensitivityIndex i) => new(i.Estimate, double.NaN, i.Low, i.High, i.Runs, double.PositiveInfinity);
        return new($"{SensitivityText.Title(singles[0].Method)}: {output.Output.Label}", SensitivityText.Index(main), [.. ranked.Take(MostRows).Select((i, place) => new Row(AnswerView.Format($"{place + 1}"), IndicesTable.Joined(i), panel.Write(Of(i)), Of(i), "deepskyblue3"))]);
    }

    /// <summary>The bar of an estimate: full from zero to it, a line to the ends of its interval.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="low">Value at the left end.</param>
    /// <param name="high">Value at the right end, above <paramref name="low"/>.</param>
    /// <param name="width">Number of letters.</param>
    public static string Drawn(Estimate estimate, double low, double high, int width)
    {
        int At(double value) => (int)Math.Clamp(Math.Round((value - low) / (high - low) * (width - 1)), 0, width - 1);
        char[] letters = new char[width];
        Array.Fill(letters, ' ');
        void Fill(double from, double to, char letter)
        {
            for (int i = Math.Min(At(from), At(to)); i <= Math.Max(At(from), At(to)); i++) letters[i] = letter;
        }
        if (double.IsFinite(estimate.Low) && double.IsFinite(estimate.High)) Fill(estimate.Low, estimate.High, Line);
        Fill(0, estimate.Value, Bar);
        letters[At(0)] = Zero;
        return new string(letters);
    }

    /// <summary>The table; null where there is no room for bars or nothing to rank.</summary>
    /// <param name="heading">Heading of the estimates.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Letters in a line.</param>
    public static IRenderable? Table(string heading, IReadOnlyList<Row> rows, int width)
    {
        if (rows.Count == 0) return null;
        int room = Math.Min(Most, width - Borders - Math.Max(4, rows.Max(r => r.Rank.Length)) - Math.Max(7, rows.Max(r => r.Label.Length)) - Math.Max(heading.Length, rows.Max(r => r.Written.Length)));
        if (room < Least) return null;
        var ends = rows.SelectMany(r => new[] { r.Estimate.Value, r.Estimate.Low, r.Estimate.High }).Where(double.IsFinite).Append(0).ToList();
        double low = ends.Min(), high = ends.Max();
        if (high <= low) return null;
        var table = AnswerView.Simple("rank", "", heading, "");
        foreach (var r in rows) table.AddRow(new Text(r.Rank), new Text(r.Label), new Text(r.Written), new Markup($"[{r.Colour}]{Markup.Escape(Drawn(r.Estimate, low, high, room))}[/]"));
        return table;
    }
}

/// <summary>What a terminal shows last.</summary>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Heading">Heading of the estimates.</param>
/// <param name="Rows">The rows; none where nothing is ranked.</param>
internal sealed record RankedBars(string Title, string Heading, IReadOnlyList<BarsView.Row> Rows);
