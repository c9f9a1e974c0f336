using System.Globalization;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>What pathways do in the cells of a sweep: courses along one parameter, or a map of two.</summary>
internal static class SweepFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "sweep";

    private const double Top = 10, MostHeight = 62, LeastText = 52;

    private sealed record Square(int Row, int Column, double[] Values, Estimate Total, RankingFigure.Row? First, Estimate? LevelAll);

    /// <summary>One for each outcome that answers are about and each group, for a sweep of one parameter or two.</summary>
    public static IEnumerable<Figure> Of(FinishedRun run)
    {
        if (run.CellCount < 2) yield break;
        foreach (string outcome in run.Headline)
            foreach (var group in run.Groups)
            {
                if (run.Axes.Count == 1 && SweepLineFigure.Make(run, outcome, group.Name) is { } course) yield return course;
                if (run.Axes.Count != 2) continue;
                var squares = new List<Square>();
                for (long cell = 0; cell < run.CellCount; cell++)
                {
                    if (run.Effect(StatisticKind.Total, outcome, group: group.Name, cell: cell) is not { } total || !double.IsFinite(total.Value)) continue;
                    double[] values = run.Values(cell);
                    squares.Add(new Square(Place(run.Axes[0], values[0]), Place(run.Axes[1], values[1]), values, total, RankingFigure.Rows(run, outcome, group.Name, View.All, cell) is { Count: > 0 } rows ? rows[0] : null, run.LevelOf(outcome, all: true, group.Name, cell)));
                }
                if (squares.Count > 0) yield return Make(run, outcome, group.Name, squares);
            }
    }

    private static int Place(RunAxis axis, double value) => axis.Values.Index().First(v => v.Item == value).Index;

    private static Figure Make(FinishedRun run, string outcome, string group, List<Square> squares)
    {
        var (rows, columns) = (run.Axes[0], run.Axes[1]);
        var (least, most) = (squares.MaxBy(s => s.Total.Value)!, squares.MinBy(s => s.Total.Value)!);
        string At(Square s) => $"at {rows.Name} {Number(s.Values[0])} and {columns.Name} {Number(s.Values[1])}";
        bool hasLeader = run.Pathways.Count > 1;
        var (drawing, height) = Draw(rows, columns, squares, hasLeader);
        return new Figure
        {
            Name = FigureText.Name(Family, outcome, group),
            Family = Family,
            Outcome = outcome,
            Group = group,
            View = AnswerTables.NameOf(View.All),
            Title = $"{AnswerView.Together(run.Pathways, begins: true)}, by cell of the sweep: {FigureText.Outcome(outcome)}",
            Subtitle = AnswerView.Format($"{AnswerView.Switched(run.Pathways, begins: true)} less none, {run.Outcomes[outcome].Unit}; {FigureText.Who(group, View.All)}, after {FigureText.Count(run.Horizon, "day")}{(run.Pathways.Count > 1 ? "; below: the pathway that does most" : "")}"),
            Shows = $"In each cell of the sweep: what {AnswerView.Together(run.Pathways)} {(run.Pathways.Count > 1 ? "do, its interval, and which pathway does most there, with its rank; 1–2 is a tie" : "does, and its interval")}. " + FigureText.Intervals(run),
            NotThis = "Do not read the middle of the sweep as average couples unless its values are the population's. A tie for the first place is no change of the leader between cells.",
            Alternative = $"Largest {At(most)}: {AnswerView.Interval(most.Total)}; smallest {At(least)}: {AnswerView.Interval(least.Total)}.",
            Data = new FigureData([rows.Name, columns.Name, "outcome", "group", "total", "total_low", "total_high", "level_all", "level_all_low", "level_all_high", "first_pathway", "first_rank", "first_estimate", "first_low", "first_high"],
                [.. squares.Select(s => (IReadOnlyList<object?>)[s.Values[0], s.Values[1], outcome, group, .. RankingFigure.Values(s.Total), .. RankingFigure.Values(s.LevelAll), s.First?.Pathway.Id, s.First?.Rank, .. RankingFigure.Values(s.First?.Main)])]),
            Width = Drawings.Width,
            Height = height,
            Drawing = drawing,
            Chart = FigureChart.Heat([.. rows.Values.Reverse().Select(Number)], [.. columns.Values.Select(Number)], Named(rows), Named(columns), 3, squares.Max(s => Math.Abs(s.Total.Value)),
                squares.Select(s => new HeatCell(rows.Values.Count - 1 - s.Row, s.Column, $"{rows.Name} {Number(s.Values[0])}, {columns.Name} {Number(s.Values[1])}", s.Total, true, s.First is { } f && hasLeader ? $"most by {Leader(f)}" : "", s.First is { } first && hasLeader ? Leader(first) : ""))),
        };
    }

    private static string Leader(RankingFigure.Row first) => first.Pathway.Id + (first.Rank.Length > 0 ? $" ({first.Rank})" : "");

    /// <summary>An axis with its unit.</summary>
    public static string Named(RunAxis axis) => axis.Unit == "1" ? axis.Name : $"{axis.Name}, {axis.Unit}";

    /// <summary>A value of an axis as it is written.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−');

    private static (MarkupText, double) Draw(RunAxis rows, RunAxis columns, List<Square> squares, bool hasLeader)
    {
        var svg = new MarkupText();
        double left = 24 + Math.Max(30, rows.Values.Max(v => Drawings.WidthOf(Number(v)))), width = (Drawings.Width - left - 12) / columns.Values.Count, tall = Math.Min(MostHeight, Math.Max(18, 560.0 / rows.Values.Count));
        double top = Top + 18, bottom = top + rows.Values.Count * tall, largest = squares.Max(s => Math.Abs(s.Total.Value));
        svg.Words(Named(rows) + " (up)", 12, Top + 4, "muted", size: 11);
        svg.Words(Named(columns) + " (across)", Drawings.Width - 12, bottom + 34, "muted", "end", 11);
        // as many numbers on an axis as have room
        int every = Math.Max(1, (int)Math.Ceiling((columns.Values.Max(v => Drawings.WidthOf(Number(v))) + 6) / width));
        foreach (var (c, value) in columns.Values.Index())
            if (c % every == 0) svg.Words(Number(value), left + (c + 0.5) * width, bottom + 16, anchor: "middle");
        foreach (var (r, value) in rows.Values.Index()) svg.Words(Number(value), left - 8, bottom - (r + 0.5) * tall + 4, anchor: "end");
        foreach (var s in squares)
        {
            string colour = FigureStyle.Signed(s.Total.Value, largest), ink = colour + "-ink", first = s.First is { } f && hasLeader ? Leader(f) : "", interval = $"[{AnswerView.Signed(s.Total.Low, 3)}, {AnswerView.Signed(s.Total.High, 3)}]";
            double x = left + s.Column * width, y = bottom - (s.Row + 1) * tall, middle = x + width / 2;
            svg.Open("g").Leaf("title", $"{rows.Name} {Number(s.Values[0])}, {columns.Name} {Number(s.Values[1])}: {AnswerView.Interval(s.Total)}{(first.Length > 0 ? "; most by " + first : "")}");
            svg.Empty("rect", [("x", x + 1), ("y", y + 1), ("width", Math.Max(1, width - 2)), ("height", tall - 2), ("rx", 2), .. FigureStyle.Class(colour)]);
            if (width >= LeastText && tall >= 20)
            {
                bool more = tall >= 50, ends = more && double.IsFinite(s.Total.Low) && Drawings.WidthOf(interval, 10) <= width, name = more && Drawings.WidthOf(first, 10) <= width;
                svg.Words(AnswerView.Signed(s.Total.Value, 3), middle, more ? y + 20 : y + tall / 2 + 4, ink, "middle", 13, bold: true);
                if (ends) svg.Words(interval, middle, y + 35, ink, "middle", 10);
                if (name) svg.Words(first, middle, y + 51, ink, "middle", 10);
            }
            svg.Close().Line();
        }
        svg.SignedLegend(left + 1, bottom + 28, largest, squares.Any(s => s.Total.Value < 0), squares.Any(s => s.Total.Value > 0));
        return (svg, bottom + 62);
    }
}
