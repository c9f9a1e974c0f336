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
    private const double Upper = 250, Lower = 190;

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
        List<LinePanel> panels = [new(unit, false, Upper, [.. arms.Select(a => new LineSeries(a.Words, a.Colour, a.Dashes, [.. a.Level]))])];
        if (paired) panels.Add(new("less none, " + unit, true, Lower, [.. arms.Where(a => a.Difference.Any(d => d is not null)).Select(a => new LineSeries(a.Words, a.Colour, a.Dashes, a.Difference))]));
        var drawn = LineDrawing.Draw("day", [.. days.Select(d => (double)d)], panels);
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
            Height = drawn.Height,
            Drawing = drawn.Drawing,
            Chart = drawn.Chart,
        };
    }
}
