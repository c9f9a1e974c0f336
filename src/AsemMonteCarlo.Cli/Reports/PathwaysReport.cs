using AsemMonteCarlo.Cli.Figures;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>The report of a run that compares pathways.</summary>
internal static class PathwaysReport
{
    /// <summary>Reads it from a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="Engine.Tables.TableException">As <see cref="FinishedRun.OpenAsync"/>.</exception>
    public static async Task<ReportContent> ReadAsync(string path, CancellationToken cancellation)
    {
        var run = await FinishedRun.OpenAsync(path, cancellation);
        return new ReportContent
        {
            FolderPath = path,
            Manifest = run.Manifest,
            Of = "Report of a run of AsemMonteCarlo",
            Title = run.Title,
            Name = run.Name,
            Shape = ReportText.Shape(run),
            Answer = ReportText.Answer(run),
            Uncertain = ReportText.Uncertain(run),
            Reading = "Read it as what a theory in words implies once it must add up: a model of normative couples, and not advice.",
            Figures = await FigureSet.OfAsync(run, cancellation),
            WhyNoFigure = FigureSet.WhyNone(run),
            Heading = family => Heading(run, family),
            Tables = [.. ReportTables.Ranking(run), .. SweepTables.Of(run), .. new[] { ReportTables.Survivorship(run), ReportTables.People(run) }.OfType<ReportTable>(), ReportTables.Pathways(run), ReportTables.Outcomes(run)],
            Study = new("As resolved, with every default filled in; it is a study file as it stands.", "study.json", "application/json", JsonText.Study(run.Manifest.Study)),
            Commands = "asem run study.json --output again\nasem verify again --digest",
            Repeats = $"The second line must print {run.Manifest.Digest}, on any number of threads and any width of vectors. A population that was read from a file is needed where it lay.",
            Scope = ReportContent.ModelScope,
        };
    }

    private static string Heading(FinishedRun run, string family) => run.Axes.FirstOrDefault(axis => RangesFigure.Family(axis) == family) is { } swept ? $"Where {swept.Name} matters most" : family switch
    {
        RankingFigure.Family => "What each pathway does",
        PotencyFigure.Family => "Exposure against potency",
        TrajectoryFigure.Family => "Day by day",
        SweepFigure.Family => "By cell of the sweep",
        PriceFigure.Family => "The price to providers",
        _ => "Pairs of pathways",
    };
}
