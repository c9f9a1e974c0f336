using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Documentation;

/// <summary>The rows and columns of one table that show the headline ranking of a finished run.</summary>
/// <param name="File">Name of the table's file.</param>
/// <param name="Where">Values that columns have in these rows: texts, or whole numbers as <c>long</c>.</param>
/// <param name="OrderBy">Column that gives the order.</param>
/// <param name="Descending">Whether the largest comes first.</param>
/// <param name="Columns">Columns to show.</param>
/// <param name="BySize">Whether signs do not count in the order.</param>
internal sealed record Selection(string File, IReadOnlyList<(string Column, object Value)> Where, string OrderBy, bool Descending, IReadOnlyList<string> Columns, bool BySize = false)
{
    private static readonly string[] statistics = ["shapley", "left_out", "alone"];

    /// <summary>The ranking of pathways in a run without sweep and earlier readings.</summary>
    public static Selection Usual { get; } = new("pathways.parquet", [("statistic", "shapley"), ("outcome", "insecurity"), ("view", "all"), ("group", "all")], "estimate", false, ["pathway", "estimate", "low", "high"]);

    /// <summary>The ranking of a finished run; null where its tables hold none.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The folder is no finished run, or a table is damaged.</exception>
    public static async Task<Selection?> OfAsync(string folder, CancellationToken cancellation)
    {
        var manifest = Manifest.Load(Path.Combine(folder, Manifest.FileName));
        return ExperimentFolder.WhatIn(manifest) switch
        {
            null when manifest.Shard == Shard.Whole.ToString() => await OfPathwaysAsync(Path.Combine(folder, Usual.File), cancellation),
            IndicesTable.What => await OfIndicesAsync(Path.Combine(folder, IndicesTable.Schema.Name + TableFormat.FileEnding), cancellation),
            _ => null,
        };
    }

    private static async Task<Selection?> OfPathwaysAsync(string file, CancellationToken cancellation)
    {
        var rows = await RowsAsync(file, ["outcome", "statistic"], ["day", "cell"], cancellation);
        string? outcome = Ranking.Headline.Select(o => o.Name).Concat(rows.Select(r => (string)r[0])).FirstOrDefault(o => rows.Exists(r => (string)r[0] == o));
        var ofOutcome = rows.FindAll(r => (string)r[0] == outcome);
        if (statistics.FirstOrDefault(s => ofOutcome.Exists(r => (string)r[1] == s)) is not { } statistic) return null;
        List<(string, object)> where = [("statistic", statistic), ("outcome", outcome!), .. Usual.Where.Skip(2)];
        if (ofOutcome.Select(r => (long)r[2]).Distinct().Count() > 1) where.Add(("day", ofOutcome.Max(r => (long)r[2])));
        if (ofOutcome.Exists(r => (long)r[3] != 0)) where.Add(("cell", 0L));
        return Usual with { Where = where };
    }

    private static async Task<Selection?> OfIndicesAsync(string file, CancellationToken cancellation)
    {
        var rows = (await RowsAsync(file, ["output", "method", "index", "estimator", "estimand"], ["design", "order"], cancellation)).FindAll(r => (long)r[6] == 1);
        if (rows.Count == 0) return null;
        // the last design is what the earlier ones led to
        long design = rows.Max(r => (long)r[5]);
        var first = rows.Find(r => (long)r[5] == design)!;
        var family = rows.FindAll(r => (long)r[5] == design && r[0].Equals(first[0]) && r[1].Equals(first[1]) && r[3].Equals(first[3]) && r[4].Equals(first[4]));
        string index = IndicesTable.MainOf(family.Select(r => (string)r[2]));
        List<(string, object)> where = [("output", first[0]), ("method", first[1]), ("index", index)];
        foreach (int column in (int[])[3, 4])
            if (rows.Exists(r => r[0].Equals(first[0]) && r[1].Equals(first[1]) && r[2].Equals(index) && !r[column].Equals(first[column]))) where.Add((column == 3 ? "estimator" : "estimand", first[column]));
        if (rows.Exists(r => (long)r[5] != design)) where.Add(("design", design));
        return new(Path.GetFileName(file), where, "estimate", true, ["factors", "estimate", "low", "high"], IndicesTable.IsEffect((string)first[1]));
    }

    // distinct values of columns of words and of whole numbers, none of which may be missing
    private static async Task<List<object[]>> RowsAsync(string file, string[] words, string[] numbers, CancellationToken cancellation)
    {
        await using var table = await TableReader.OpenAsync(file, cancellation);
        int[] places = [.. words.Select(name => Place(table, file, name, ColumnType.Text)), .. numbers.Select(name => Place(table, file, name, ColumnType.Integer))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<object[]>();
        for (int group = 0; group < table.RowGroups; group++)
        {
            var values = new Array[places.Length];
            for (int c = 0; c < places.Length; c++) values[c] = await table.ReadColumnAsync(group, places[c], cancellation);
            for (int row = 0; row < values[0].Length; row++)
            {
                object[] found = [.. values.Select(v => v.GetValue(row)!)];
                if (seen.Add(string.Join('\0', found))) rows.Add(found);
            }
        }
        return rows;
    }

    private static int Place(TableReader table, string file, string name, ColumnType type)
    {
        var columns = table.Schema.Columns;
        for (int c = 0; c < columns.Count; c++)
            if (columns[c].Name == name && columns[c].Type == type && !columns[c].Nullable) return c;
        throw new TableException(ErrorKind.OtherColumns, $"'{file}' has no column '{name}' of kind {type.ToString().ToLowerInvariant()}.");
    }
}
