using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>How often a pathway happens against what it does per act.</summary>
internal static class PotencyFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "potency";

    private const double Left = 58, Right = Drawings.Width - 16, Top = 30, Bottom = 400, Acts = 100;

    private sealed record Place(Pathway Pathway, Estimate Exposure, Estimate PerAct, Estimate LeftOut);

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public double Overlap(Box other) => Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left)) * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
    }

    /// <summary>One for each outcome that answers are about.</summary>
    public static IEnumerable<Figure> Of(FinishedRun run)
    {
        if (run.CellCount > 1) yield break;
        foreach (string outcome in run.Headline)
        {
            var places = (from p in run.Pathways
                          let acts = run.Exposure(p)
                          let per = run.Effect(StatisticKind.PerActLeftOut, outcome, p)
                          let leftOut = run.Effect(StatisticKind.LeftOut, outcome, p)
                          where acts is not null && per is { } e && double.IsFinite(e.Value) && leftOut is not null
                          select new Place(p, acts.Value, per.Value, leftOut.Value)).ToList();
            if (places.Count > 0) yield return Make(run, outcome, places);
        }
    }

    private static Figure Make(FinishedRun run, string outcome, List<Place> places) => new()
    {
        Name = FigureText.Name(Family, outcome),
        Family = Family,
        Outcome = outcome,
        Group = FinishedRun.Everyone,
        View = AnswerTables.NameOf(View.All),
        Title = $"Exposure is not potency: {FigureText.Outcome(outcome)}",
        Subtitle = AnswerView.Format($"Acts received a year, and what {Acts:0} of them add to all other pathways; everyone, after {FigureText.Count(run.Horizon, "day")}; {FigureText.Sign(outcome)}"),
        Shows = "Across: how many acts of a pathway a person receives a year with all pathways on, in acts of a fully able provider of average skill. Up and down: what a hundred of them add to the other pathways. "
            + "Curves join equal products of the two: what the pathway adds altogether. " + FigureText.Intervals(run),
        NotThis = "Do not multiply what an act does by more acts than were received: effects saturate (see dose and response). How often acts happen is assumed, not counted in any study.",
        Alternative = string.Join("; ", places.OrderBy(p => p.PerAct.Value).Select(p => AnswerView.Format($"{AnswerView.Name(p.Pathway)}: {p.Exposure.Value:F1} acts a year, {AnswerView.Interval(Scaled(p.PerAct), 2)} per {Acts:0} acts"))) + ".",
        Data = new FigureData(["outcome", "pathway", "acts_per_year", "acts_per_year_low", "acts_per_year_high", "per_act_left_out", "per_act_left_out_low", "per_act_left_out_high", "left_out", "left_out_low", "left_out_high"],
            [.. places.Select(p => (IReadOnlyList<object?>)[outcome, p.Pathway.Id, .. RankingFigure.Values(p.Exposure), .. RankingFigure.Values(p.PerAct), .. RankingFigure.Values(p.LeftOut)])]),
        Width = Drawings.Width,
        Height = Bottom + 64,
        Drawing = Draw(run, outcome, places),
        Chart = FigureChart.Scatter("acts received a year, all pathways on", AnswerView.Format($"effect per {Acts:0} acts, {run.Outcomes[outcome].Unit}"), 2,
            places.Select(p => (p.Pathway.Id, Drawings.Colour(p.Pathway), p.Exposure, Scaled(p.PerAct), $"adds {AnswerView.Interval(p.LeftOut)}")), Products(places).Select(p => (p.Product * Acts, p.Words))),
    };

    private static Estimate Scaled(Estimate e) => e with { Value = e.Value * Acts, Low = e.Low * Acts, High = e.High * Acts };

    private static MarkupText Draw(FinishedRun run, string outcome, List<Place> places)
    {
        var svg = new MarkupText();
        var across = new Scale(places.Select(p => p.Exposure.Value), Left, Right, marks: 7);
        var up = new Scale(places.SelectMany(p => new[] { p.PerAct.Value, p.PerAct.Low, p.PerAct.High }.Select(v => v * Acts)), Bottom, Top, marks: 6);
        svg.Vertical(up, Left, Right, signed: true);
        svg.Horizontal(across, Top, Bottom, signed: false);
        svg.Words(AnswerView.Format($"effect per {Acts:0} acts, {run.Outcomes[outcome].Unit}"), 12, 14, "muted", size: 11);
        svg.Words("acts received a year, all pathways on", Right, Bottom + 32, "muted", "end", 11).Line();
        var taken = Products(svg, across, up, places);
        foreach (var p in places)
        {
            double x = across[p.Exposure.Value], y = up[p.PerAct.Value * Acts];
            string colour = Drawings.Colour(p.Pathway);
            svg.Open("g").Leaf("title", AnswerView.Format($"{AnswerView.Name(p.Pathway)}: {p.Exposure.Value:F1} acts a year, {AnswerView.Interval(Scaled(p.PerAct), 2)} per {Acts:0} acts; adds {AnswerView.Interval(p.LeftOut)}"));
            if (double.IsFinite(p.PerAct.Low)) svg.Rule(x, up[p.PerAct.Low * Acts], x, up[p.PerAct.High * Acts], colour + "-line", 2);
            svg.Mark(colour, x, y, 5).Close().Line();
            taken.Add(new Box(x - 7, Math.Min(y - 7, up[p.PerAct.High * Acts]), x + 7, Math.Max(y + 7, up[p.PerAct.Low * Acts])));
        }
        Label(svg, places, across, up, taken);
        svg.Legend(12, Bottom + 56, ("buffering", false, "buffering"), ("enhancing", false, "enhancing"));
        return svg;
    }

    // curves of equal products on the side where most effects lie; their numbers stand at the right edge
    private static List<Box> Products(MarkupText svg, Scale across, Scale up, List<Place> places)
    {
        var taken = new List<Box>();
        foreach (var (signed, words) in Products(places))
        {
            int sign = Math.Sign(signed);
            double product = Math.Abs(signed);
            var points = new List<(double X, double Y)>();
            for (int i = 1; i <= 160; i++)
            {
                double acts = across.High * i / 160, per = sign * product / acts * Acts;
                if (per >= up.Low && per <= up.High) points.Add((across[acts], up[per]));
            }
            if (points.Count < 2) continue;
            svg.Empty("path", [("d", "M" + string.Join('L', points.Select(q => FormattableString.Invariant($"{q.X:0.#} {q.Y:0.#}")))), ("fill", "none"), ("stroke-dasharray", "3 4"), .. FigureStyle.Class("muted-line")]);
            var (x, y) = points[^1];
            svg.Words(words, x - 2, y + (sign < 0 ? 13 : -5), "muted", "end", 11).Line();
            taken.Add(new Box(x - 2 - Drawings.WidthOf(words, 11), sign < 0 ? y + 2 : y - 16, x, sign < 0 ? y + 16 : y - 2));
        }
        return taken;
    }

    // round sizes of what a pathway adds altogether, on the side where most effects lie
    private static IReadOnlyList<(double Product, string Words)> Products(List<Place> places)
    {
        double largest = places.Max(p => Math.Abs(p.LeftOut.Value));
        if (largest <= 0) return [];
        int sign = places.Sum(p => p.LeftOut.Value) < 0 ? -1 : 1;
        var steps = new Scale([0, largest], 0, 1, marks: 3);
        return [.. steps.Ticks.Where(t => t > 0).Select(t => (sign * t, AnswerView.Signed(sign * t, steps.Digits)))];
    }

    // beside its mark where there is room: of a few places the one that covers least
    private static void Label(MarkupText svg, List<Place> places, Scale across, Scale up, List<Box> taken)
    {
        foreach (var p in places.OrderBy(p => up[p.PerAct.Value * Acts]))
        {
            double x = across[p.Exposure.Value], y = up[p.PerAct.Value * Acts], width = Drawings.WidthOf(p.Pathway.Id, 11.5);
            var best = (Cost: double.PositiveInfinity, X: x, Y: y, Anchor: "start", Box: default(Box));
            for (int step = 0; step < 26; step++)
            {
                double shift = (step + 1) / 2 * 8 * (step % 2 == 0 ? 1 : -1);
                foreach (bool right in new[] { true, false })
                {
                    double at = right ? x + 11 : x - 11;
                    var box = new Box(right ? at : at - width, y + shift - 8, right ? at + width : at, y + shift + 7);
                    double outside = Math.Max(0, box.Right - Right) + Math.Max(0, Left - box.Left) + Math.Max(0, box.Bottom - Bottom) + Math.Max(0, Top - box.Top);
                    double cost = taken.Sum(t => t.Overlap(box)) * 10 + outside * 1000 + Math.Abs(shift) + (right ? 0 : 3);
                    if (cost < best.Cost) best = (cost, at, y + shift, right ? "start" : "end", box);
                }
            }
            if (Math.Abs(best.Y - y) > 12) svg.Rule(x, y, best.X, best.Y, "muted-line", 0.8);
            svg.WordsOverLines(p.Pathway.Id, best.X, best.Y + 4, best.Anchor, 11.5).Line();
            taken.Add(best.Box);
        }
    }
}
