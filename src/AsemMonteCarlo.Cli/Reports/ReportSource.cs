using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>Finds out what a folder holds and reads what a report of it says.</summary>
internal static class ReportSource
{
    /// <summary>What folders hold that have tables and no figures: claims, published figures.</summary>
    public static IReadOnlyList<string> Judged { get; } = [PropositionTable.Schema.Name, TargetTable.Schema.Name];

    /// <summary>Reads it.</summary>
    /// <param name="path">Folder of a finished run.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A table is missing or damaged.</exception>
    public static Task<ReportContent> ReadAsync(string path, CancellationToken cancellation)
    {
        string? what = ExperimentFolder.WhatIn(Manifest.Load(Path.Combine(path, Manifest.FileName)));
        return what is null ? PathwaysReport.ReadAsync(path, cancellation)
            : what == IndicesTable.What ? SensitivityReport.ReadAsync(path, cancellation)
            : JudgedReport.ReadAsync(path, cancellation);
    }

    /// <summary>Whether a folder holds what a report can be of.</summary>
    /// <param name="what">What its manifest says that it holds; null for a run of pathways.</param>
    public static bool Knows(string? what) => what is null || what == IndicesTable.What || Judged.Contains(what);
}
