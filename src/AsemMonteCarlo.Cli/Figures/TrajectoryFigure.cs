using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>How outcomes go day by day in the arms of which a run stores trajectories: none, buffering only, enhancing only, both.</summary>
internal static class TrajectoryFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "trajectories";

    // more would not be seen and costs memory
    private const long MostCouples = 4096;
    private const double Left = 58, Right = Drawings.Width - 124, Upper = 250, Gap = 66, Lower = 190, Top = 28;

    private sealed record Arm(string Words, string Colour, string? Dashes, long Point, List<Estimate> Level, List<Estimate?> Difference);

    /// <summary>One for each outcome that answers are about, where trajectories of none and of another arm are stored.</summary>
    public static async Task<IReadOnlyList<Figure>> OfAsync(FinishedRun run, CancellationToken cancellation)
    {
        if (!run.Has(AnswerTables.TrajectoriesTable) || run.CellCount > 1) return [];
        (string Words, string Colour, string? Dashes, long Coalition)[] wanted =
        [
            ("none", "none", "7 4", 0), ("buffering only", "buffering", "2 3", run.Side(buffering: true)), ("enhancing only", "enhancing", "9 3 2 3", run.Side(buffering: false)), ("all pathways", "both", null, run.Everything),
        ];
        var arms = wanted.DistinctBy(w => w.Coalition).Where(w => run.PointOf(w.Coalition) is not null).ToDictionary(w => run.PointOf(w.Coalition)!.Value);
        string[] outcomes = [.. run.Headline];
        var sums = await ReadAsync(run, [.. arms.Keys], outcomes, cancellation);
        var figures = new List<Figure>();
        foreach (var (o, outcome) in outcomes.Index())
        {
            var drawn = arms.Where(a => sums.ContainsKey(a.Key)).Select(a => new Arm(a.Value.Words, a.Value.Colour, a.Value.Dashes, a.Key, [], [])).ToList();
            if (drawn.Count == 0) continue;
            int[] days = [.. sums.Values.SelectMany(s => s.Values).SelectMany(s => s.Keys).Distinct().Order()];
            var none = sums.GetValueOrDefault(run.PointOf(0) ?? -1);
            foreach (var arm in drawn) Estimates(run, arm, sums[arm.Point], arm.Point == run.PointOf(0) ? null : none, days, o);
            figures.Add(Make(run, outcome, drawn, days, sums[drawn[0].Point].Count));
        }
        return figures;
    }

    // by point, couple and day: for each outcome the weighted sum over its recipients, and last the weight
    private static async Task<Dictionary<long, Dictionary<long, Dictionary<int, double[]>>>> ReadAsync(FinishedRun run, HashSet<long> points, string[] outcomes, CancellationToken cancellation)
    {
        var sums = new Dictionary<long, Dictionary<long, Dictionary<int, double[]>>>();
        await foreach (var batch in run.TableAsync(AnswerTables.TrajectoriesTable, cancellation))
        {
            long[] point = batch.Values<long>("point"), dyad = batch.Values<long>("dyad"), day = batch.Values<long>("day");
            double[] weight = batch.Values<double>("weight");
            float[][] values = [.. outcomes.Select(batch.Values<float>)];
            for (int i = 0; i < batch.Rows; i++)
            {
                if (dyad[i] >= MostCouples || !points.Contains(point[i])) continue;
                if (!sums.TryGetValue(point[i], out var couples)) sums[point[i]] = couples = [];
                if (!couples.TryGetValue(dyad[i], out var course)) couples[dyad[i]] = course = [];
                if (!course.TryGetValue((int)day[i], out var sum)) course[(int)day[i]] = sum = new double[outcomes.Length + 1];
                for (int o = 0; o < values.Length; o++) sum[o] += weight[i] * values[o][i];
                sum[^1] += weight[i];
            }
        }
        return sums;
    }

    private static void Estimates(FinishedRun run, Arm arm, Dictionary<long, Dictionary<int, double[]>> couples, Dictionary<long, Dictionary<int, double[]>>? none, int[] days, int outcome)
    {
        foreach (int day in days)
        {
            RatioSums level = default, difference = default;
            foreach (var (dyad, course) in couples)
            {
                if (!course.TryGetValue(day, out var sum)) continue;
                level.Add(sum[outcome], sum[^1]);
                if (none is not null && none.TryGetValue(dyad, out var other) && other.TryGetValue(day, out var without)) difference.Add(sum[outcome] - without[outcome], sum[^1]);
            }
            arm.Level.Add(level.Estimate(run.Level));
            arm.Difference.Add(difference.Units > 0 ? difference.Estimate(run.Level) : null);
        }
    }

    private static Figure Make(FinishedRun run, string outcome, List<Arm> arms, int[] days, long couples)
    {
        bool paired = arms.Any(a => a.Difference.Any(d => d is not null));
        string unit = run.Outcomes[outcome].Unit;
        return new Figure
        {
            Name = FigureText.Name(Family, outcome),
            Family = Family,
            Outcome = outcome,
            Group = FinishedRun.Everyone,
            View = AnswerTables.NameOf(View.All),
            Title = $"{FigureText.Capital(FigureText.Outcome(outcome))} day by day",
            Subtitle = $"Means of {FigureText.Count(couples, "stored couple")}, {unit}; everyone{(paired ? "; below: less none, the same persons under the same luck" : "")}",
            Shows = $"The mean of {FigureText.Outcome(outcome)} in each arm whose trajectories are stored{(paired ? ", and below what an arm differs from the one without pathways" : "")}. Bands: " + FigureText.Intervals(run).Replace("Intervals", "intervals", StringComparison.Ordinal),
            NotThis = (paired ? "Do not conclude from overlapping bands above that arms do not differ: arms are compared within the same persons, below. " : "Do not compare arms by overlapping bands: they hold the same persons. ")
                + "A course within one arm mixes the pathways with regression to the mean and drift. An arm without a pathway is a withdrawal from day 0 on."
                + (couples < run.Couples ? " Only some couples are stored: effects in the ranking are from all." : ""),
            Alternative = AnswerView.Format($"On day {days[^1]}: ") + string.Join("; ", arms.Select(a => AnswerView.Format($"{a.Words} {a.Level[^1].Value:F2}") + (a.Difference[^1] is { } d ? $" (less none {AnswerView.Interval(d)})" : ""))) + ".",
            Data = new FigureData(["arm", "point", "day", "outcome", "mean", "mean_low", "mean_high", "less_none", "less_none_low", "less_none_high"],
                [.. arms.SelectMany(a => days.Select((day, i) => (IReadOnlyList<object?>)[a.Words, a.Point, day, outcome, .. RankingFigure.Values(a.Level[i]), .. RankingFigure.Values(a.Difference[i])]))]),
            Width = Drawings.Width,
            Height = Top + Upper + (paired ? Gap + Lower : 0) + 40,
            Drawing = Draw(arms, days, unit, paired),
        };
    }

    private static MarkupText Draw(List<Arm> arms, int[] days, string unit, bool paired)
    {
        var svg = new MarkupText();
        var across = new Scale(days.Select(d => (double)d), Left, Right, marks: 8, toTheLast: true);
        Panel(svg, across, Top, Top + Upper, unit, signed: false, arms.Select(a => (a, a.Level.Select(e => (Estimate?)e).ToList())), days);
        if (paired) Panel(svg, across, Top + Upper + Gap, Top + Upper + Gap + Lower, "less none, " + unit, signed: true, arms.Where(a => a.Difference.Any(d => d is not null)).Select(a => (a, a.Difference)), days);
        return svg.Words("day", Right, (paired ? Top + Upper + Gap + Lower : Top + Upper) + 32, "muted", "end", 11);
    }

    private static void Panel(MarkupText svg, Scale across, double top, double bottom, string heading, bool signed, IEnumerable<(Arm Arm, List<Estimate?> Course)> lines, int[] days)
    {
        var all = lines.ToList();
        var up = new Scale(all.SelectMany(l => l.Course).OfType<Estimate>().SelectMany(e => new[] { e.Value, e.Low, e.High }), bottom, top, withZero: signed, marks: 5);
        svg.Words(heading, 12, top - 12, "muted", size: 11);
        svg.Vertical(up, Left, Right, signed);
        svg.Horizontal(across, top, bottom, signed: false);
        foreach (var (arm, course) in all)
        {
            var known = course.Index().Where(c => c.Item is { } e && double.IsFinite(e.Low)).Select(c => (X: across[days[c.Index]], E: c.Item!.Value)).ToList();
            if (known.Count > 1)
                svg.Empty("path", [("d", "M" + string.Join('L', known.Select(k => Point(k.X, up[k.E.High])).Concat(known.AsEnumerable().Reverse().Select(k => Point(k.X, up[k.E.Low])))) + "Z"), ("fill-opacity", signed ? "0.16" : "0.1"), .. FigureStyle.Class(arm.Colour)]);
        }
        svg.Line();
        foreach (var (arm, course) in all)
            svg.Empty("path", [("d", "M" + string.Join('L', course.Index().Where(c => c.Item is not null).Select(c => Point(across[days[c.Index]], up[c.Item!.Value.Value])))), ("fill", "none"), ("stroke-width", 2), ("stroke-dasharray", arm.Dashes), .. FigureStyle.Class(arm.Colour + "-line")]).Line();
        // names at the right end, pushed apart where lines meet
        double free = top;
        double end = across[days[^1]];
        foreach (var (arm, course) in all.Where(l => l.Course[^1] is not null).OrderBy(l => up[l.Course[^1]!.Value.Value]))
        {
            double at = up[course[^1]!.Value.Value], y = Math.Max(at, free);
            if (y > at + 3) svg.Rule(end + 2, at, Right + 8, y, arm.Colour + "-line", 0.8);
            svg.Words(arm.Words, Right + 10, y + 4, arm.Colour, size: 12, bold: true);
            free = y + 15;
        }
        svg.Line();
    }

    private static string Point(double x, double y) => FormattableString.Invariant($"{x:0.#} {y:0.#}");
}
