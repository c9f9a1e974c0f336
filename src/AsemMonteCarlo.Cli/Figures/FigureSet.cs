using AsemMonteCarlo.Engine.Answers;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>All figures that the tables of a run allow.</summary>
internal static class FigureSet
{
    /// <summary>Makes them, in the order in which a reader would look.</summary>
    public static async Task<IReadOnlyList<Figure>> OfAsync(FinishedRun run, CancellationToken cancellation)
    {
        IEnumerable<Figure> all = [.. RankingFigure.Of(run), .. PotencyFigure.Of(run), .. await TrajectoryFigure.OfAsync(run, cancellation), .. SweepFigure.Of(run), .. RangesFigure.Of(run), .. PriceFigure.Of(run), .. InteractionFigure.Of(run)];
        return Marked(all);
    }

    /// <summary>Why a run has none.</summary>
    public static string WhyNone(FinishedRun run)
    {
        if (!run.Headline.Any()) return $"no figure: the study reports none of {FigureText.And([.. Ranking.Headline.Select(o => o.Name)])}; name one in outcomes";
        const string arms = "pathways.arms needs 'none' beside 'each_alone', or 'all' beside 'each_left_out'";
        bool hasEffects = run.Headline.Any(o => Enumerable.Range(0, run.CellCount).Any(c => RankingFigure.Rows(run, o, FinishedRun.Everyone, View.All, c).Count > 0));
        if (run.CellCount > 1 && run.Axes.Count > 2 && hasEffects) return $"no figure: the sweep has {run.Axes.Count} axes, and figures show cells of one axis or two; asem report has the table of all cells";
        return run.CellCount > 1 ? $"no figure: in its cells the run compares nothing that a figure shows; {arms}" : $"the run compares nothing that a figure shows; {arms}";
    }

    /// <summary>Makes those of a study of sensitivity.</summary>
    public static IReadOnlyList<Figure> Of(FinishedSensitivity run) => Marked([.. BoxFigure.Of(run), .. IndicesFigure.Of(run), .. IndicesFigure.OfPairs(run), .. ConvergenceFigure.Of(run)]);

    private static List<Figure> Marked(IEnumerable<Figure> all) => [.. all.Select(figure => AnswerView.HasFew(figure.Drawing.ToString()) ? figure with { Shows = $"{figure.Shows} {AnswerView.FewNote}" } : figure)];
}
