using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>A part of a report that has words and tables alone.</summary>
/// <param name="Id">What identifies it on the page.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">Words before the tables.</param>
/// <param name="Tables">The tables.</param>
internal sealed record ReportPart(string Id, string Title, IReadOnlyList<string> Paragraphs, IReadOnlyList<ReportTable> Tables);

/// <summary>The study of a report, as a file that can be run again.</summary>
/// <param name="Introduction">What the file is.</param>
/// <param name="File">Its name.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Text">Its content.</param>
internal sealed record ReportStudy(string Introduction, string File, string Type, string Text);

/// <summary>What a report says, whatever it is of.</summary>
internal sealed record ReportContent
{
    /// <summary>Folder that it was read from.</summary>
    public required string FolderPath { get; init; }

    /// <summary>Its manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>What it is a report of, as a heading above the title.</summary>
    public required string Of { get; init; }

    /// <summary>The question.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the study.</summary>
    public required string Name { get; init; }

    /// <summary>Size of the study, in one line.</summary>
    public required string Shape { get; init; }

    /// <summary>The answer in words, one sentence or two in each paragraph.</summary>
    public required IReadOnlyList<string> Answer { get; init; }

    /// <summary>What is uncertain about it.</summary>
    public required IReadOnlyList<string> Uncertain { get; init; }

    /// <summary>How to read the answer, in one sentence.</summary>
    public required string Reading { get; init; }

    /// <summary>The figures, in the order of the page.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Why there are no figures, where there are none.</summary>
    public string WhyNoFigure { get; init; } = "the study has nothing that a figure shows";

    /// <summary>Heading of each family of figures.</summary>
    public Func<string, string> Heading { get; init; } = family => family;

    /// <summary>Tables behind the figures.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>Parts after them.</summary>
    public IReadOnlyList<ReportPart> Parts { get; init; } = [];

    /// <summary>The study; null where results name a file that they do not hold.</summary>
    public required ReportStudy? Study { get; init; }

    /// <summary>Commands that repeat it.</summary>
    public required string Commands { get; init; }

    /// <summary>What the commands need and must give.</summary>
    public required string Repeats { get; init; }

    /// <summary>What lies outside of what it speaks of.</summary>
    public required string Scope { get; init; }

    /// <summary>What the model is not, for every report of it.</summary>
    public const string ModelScope = "The Attachment Security Enhancement Model (Arriaga, Kumashiro, Simpson & Overall 2018) speaks of normative couples in daily life, not of couples in distress or in therapy, and its authors warn against reading it as a guide for training couples. "
        + "This is a simulation of a formalisation of it: it says what the theory implies under stated parameters, not what any couple should do.";
}
