using System.Runtime.CompilerServices;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Reads tables of a finished folder.</summary>
internal static class FolderTables
{
    /// <summary>The batches of a table.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">It is missing or damaged.</exception>
    public static async IAsyncEnumerable<TableBatch> ReadAsync(string folder, string table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = await TableReader.OpenAsync(Path.Combine(folder, table + TableFormat.FileEnding), cancellation);
        await foreach (var batch in reader.ReadAsync(cancellation)) yield return batch;
    }
}
