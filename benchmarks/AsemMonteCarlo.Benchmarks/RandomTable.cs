using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>Tables to be written where writing is measured.</summary>
internal static class RandomTable
{
    /// <summary>Columns of scores on 1–7 with full mantissas, as outcomes have.</summary>
    public static TableBatch Create(int columns, int rows)
    {
        var schema = new TableSchema("values", "Random values.", [.. Enumerable.Range(0, columns).Select(i => new Column($"value_{i}", ColumnType.Single, false, "1", "", "A value.", ""))], ["value_0"]);
        var random = new Random(1);
        return new TableBatch(schema, rows, [.. schema.Columns.Select(_ => Enumerable.Range(0, rows).Select(_ => 1 + 6 * random.NextSingle()).ToArray())]);
    }
}
