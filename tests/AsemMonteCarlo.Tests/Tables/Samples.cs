using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Tests.Tables;

/// <summary>A table with every type, with and without missing values, and rows for it.</summary>
internal static class Samples
{
    public static readonly TableSchema Schema = new("samples", "One row of every type.",
    [
        Column("label", ColumnType.Text, false),
        Column("note", ColumnType.Text, true),
        Column("dyad", ColumnType.Integer, false),
        Column("end_day", ColumnType.Integer, true),
        Column("safe.bond.relief", ColumnType.Real, false),
        Column("estimate", ColumnType.Real, true),
        Column("anxiety", ColumnType.Single, false),
        Column("skill", ColumnType.Single, true),
        Column("together", ColumnType.Flag, false),
        Column("content", ColumnType.Flag, true),
    ],
    ["dyad"]);

    /// <summary>A row as a tuple, so that tests can permute, change and compare rows.</summary>
    public readonly record struct Row(
        string Label, string? Note, long Dyad, long? EndDay, double Relief, double? Estimate, float Anxiety, float? Skill, bool Together, bool? Content);

    public static Row[] Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Row(
            "label" + (i % 3), i % 4 == 0 ? null : i % 4 == 1 ? "" : "note é😀 " + i, i == 1 ? long.MinValue : i, i % 3 == 0 ? null : -i,
            i == 2 ? double.NegativeInfinity : i * 0.1, i % 5 == 0 ? null : -i * 1e300, i == 3 ? -0f : i * 0.25f, i % 2 == 0 ? null : float.Epsilon * i,
            i % 2 == 0, i % 3 == 0 ? null : i % 3 == 1)),
    ];

    public static TableBatch Batch(IReadOnlyCollection<Row> rows) => new(Schema, rows.Count,
    [
        rows.Select(row => row.Label).ToArray(), rows.Select(row => row.Note).ToArray(), rows.Select(row => row.Dyad).ToArray(),
        rows.Select(row => row.EndDay).ToArray(), rows.Select(row => row.Relief).ToArray(), rows.Select(row => row.Estimate).ToArray(),
        rows.Select(row => row.Anxiety).ToArray(), rows.Select(row => row.Skill).ToArray(), rows.Select(row => row.Together).ToArray(),
        rows.Select(row => row.Content).ToArray(),
    ]);

    public static Row[] Rows(TableBatch batch) =>
    [
        .. Enumerable.Range(0, batch.Rows).Select(i => new Row(
            batch.Values<string>("label")[i], batch.Values<string?>("note")[i], batch.Values<long>("dyad")[i], batch.Values<long?>("end_day")[i],
            batch.Values<double>("safe.bond.relief")[i], batch.Values<double?>("estimate")[i], batch.Values<float>("anxiety")[i],
            batch.Values<float?>("skill")[i], batch.Values<bool>("together")[i], batch.Values<bool?>("content")[i])),
    ];

    public static async Task<WrittenTable> WriteAsync(string path, IEnumerable<Row> rows, int rowGroupRows = TableWriter.DefaultRowGroupRows, int batchRows = 1000)
    {
        await using var writer = await TableWriter.CreateAsync(path, Schema, rowGroupRows: rowGroupRows, cancellation: TestContext.Current.CancellationToken);
        foreach (var chunk in rows.Chunk(batchRows)) await writer.AppendAsync(Batch(chunk), TestContext.Current.CancellationToken);
        return await writer.CompleteAsync(TestContext.Current.CancellationToken);
    }

    private static Column Column(string name, ColumnType type, bool nullable) => new(name, type, nullable, "1", "[0, 1]", "Meaning of " + name + ".", "assumed");
}
