namespace AsemMonteCarlo.Cli.Figures;

/// <summary>All figures that the tables of a run allow.</summary>
internal static class FigureSet
{
    /// <summary>Makes them, in the order in which a reader would look.</summary>
    public static async Task<IReadOnlyList<Figure>> OfAsync(FinishedRun run, CancellationToken cancellation)
    {
        IEnumerable<Figure> all = [.. RankingFigure.Of(run), .. PotencyFigure.Of(run), .. await TrajectoryFigure.OfAsync(run, cancellation), .. SweepFigure.Of(run), .. PriceFigure.Of(run), .. InteractionFigure.Of(run)];
        return Marked(all);
    }

    /// <summary>Makes those of a study of sensitivity.</summary>
    public static IReadOnlyList<Figure> Of(FinishedSensitivity run) => Marked([.. BoxFigure.Of(run), .. IndicesFigure.Of(run), .. IndicesFigure.OfPairs(run), .. ConvergenceFigure.Of(run)]);

    private static List<Figure> Marked(IEnumerable<Figure> all) => [.. all.Select(figure => AnswerView.HasFew(figure.Drawing.ToString()) ? figure with { Shows = $"{figure.Shows} {AnswerView.FewNote}" } : figure)];
}
