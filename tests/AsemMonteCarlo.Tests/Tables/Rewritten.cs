using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Tests.Tables;

/// <summary>A run folder as it would be if the numbers had been wrong before they were written: every seal and digest fits them.</summary>
internal static class Rewritten
{
    // written by the folder itself
    private const string Columns = "columns";

    /// <summary>Writes a run folder anew with one table changed.</summary>
    /// <param name="from">The run folder.</param>
    /// <param name="to">The new folder.</param>
    /// <param name="table">The table.</param>
    /// <param name="change">Changes the columns of its first rows in place.</param>
    public static async Task WriteAsync(string from, string to, string table, Action<TableBatch> change)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var manifest = Manifest.Load(Path.Combine(from, Manifest.FileName));
        await using var folder = RunFolder.Create(to, new Dictionary<string, string> { ["asem.study"] = manifest.Study.ToJsonString() });
        foreach (var written in manifest.Tables.Where(t => t.Name != Columns))
        {
            await using var reader = await TableReader.OpenAsync(Path.Combine(from, written.File), cancellation);
            await using var writer = await folder.OpenTableAsync(reader.Schema, cancellation: cancellation);
            bool isFirst = true;
            await foreach (var batch in reader.ReadAsync(cancellation))
            {
                if (written.Name == table && isFirst) change(batch);
                isFirst = false;
                await writer.AppendAsync(batch, cancellation);
            }
            await writer.CompleteAsync(cancellation);
        }
        await folder.CompleteAsync(manifest, cancellation);
    }
}
