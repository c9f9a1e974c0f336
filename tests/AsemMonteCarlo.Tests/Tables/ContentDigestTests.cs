using AsemMonteCarlo.Engine.Tables;
using CsCheck;

namespace AsemMonteCarlo.Tests.Tables;

public sealed class ContentDigestTests : IDisposable
{
    private static readonly Gen<Samples.Row> GenRow =
        from text in Gen.Select(Gen.String, Gen.String.Null())
        from integers in Gen.Select(Gen.Long, Gen.Long.Nullable())
        from reals in Gen.Select(Gen.Double.Where(x => !double.IsNaN(x)), Gen.Double.Where(x => !double.IsNaN(x)).Nullable())
        from singles in Gen.Select(Gen.Float.Where(x => !float.IsNaN(x)), Gen.Float.Where(x => !float.IsNaN(x)).Nullable())
        from flags in Gen.Select(Gen.Bool, Gen.Bool.Nullable())
        select new Samples.Row(text.Item1, text.Item2, integers.Item1, integers.Item2, reals.Item1, reals.Item2, singles.Item1, singles.Item2, flags.Item1, flags.Item2);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Order_of_rows_and_cuts_into_batches_do_not_matter() =>
        Gen.Select(GenRow.Array[0, 200], Gen.Int[1, 100], Gen.Int).Sample((rows, cut, seed) =>
        {
            var shuffled = rows.OrderBy(row => HashCode.Combine(row, seed)).ToArray();
            var parts = shuffled.Chunk(cut).Select(chunk => Digest(chunk)).Aggregate(default(ContentDigest), (sum, part) => sum + part);
            return parts == Digest(rows);
        }, iter: 200);

    [Fact]
    public async Task Row_order_and_row_group_size_do_not_matter_to_the_written_digest() =>
        await Gen.Select(GenRow.Array[1, 60], Gen.Int[1, 70], Gen.Int[1, 70]).SampleAsync(async (rows, group, batch) =>
        {
            string path = folder[Guid.NewGuid() + ".parquet"];
            var written = await Samples.WriteAsync(path, rows.Reverse(), group, batch);
            Assert.Equal(Digest(rows), written.Digest);
            await using var reader = await TableReader.OpenAsync(path, TestContext.Current.CancellationToken);
            var hasher = new RowHasher(reader.Schema);
            await foreach (var part in reader.ReadAsync()) hasher.Add(part.Columns, part.Rows);
            Assert.Equal(written.Digest, hasher.Digest);
        }, iter: 60);

    [Fact]
    public void Every_value_matters()
    {
        var rows = Samples.Rows(100);
        var digests = new HashSet<ContentDigest> { Digest(rows) };
        int expected = 1;
        for (int i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            Samples.Row[] changes =
            [
                row with { Label = row.Label + " " },
                row with { Note = row.Note is null ? "" : null },
                row with { Dyad = row.Dyad ^ (1L << 62) },
                row with { EndDay = row.EndDay is null ? 0 : null },
                row with { Relief = double.IsInfinity(row.Relief) ? 0 : Math.BitIncrement(row.Relief) },
                row with { Estimate = row.Estimate is null ? 0 : null },
                row with { Anxiety = MathF.BitIncrement(row.Anxiety) },
                row with { Skill = row.Skill is null ? 0 : null },
                row with { Together = !row.Together },
                row with { Content = row.Content is null ? false : null },
            ];
            foreach (var change in changes)
            {
                rows[i] = change;
                digests.Add(Digest(rows));
                expected++;
            }

            rows[i] = row;
        }

        Assert.Equal(expected, digests.Count);
    }

    [Fact]
    public void Values_swapped_between_rows_columns_or_tables_matter()
    {
        var pair = Schema("t", "a", "b");
        var digests = new[]
        {
            Digest(pair, [1, 2], [3, 4]),
            Digest(pair, [1, 2], [4, 3]),
            Digest(pair, [3, 4], [1, 2]),
            Digest(Schema("u", "a", "b"), [1, 2], [3, 4]),
            Digest(Schema("t", "a", "c"), [1, 2], [3, 4]),
            Digest(pair, [1, 2, 1], [3, 4, 3]),
        };
        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(digests[0], Digest(Schema("t", "b", "a"), [3, 4], [1, 2]));
    }

    [Fact]
    public void Negative_zero_and_type_matter()
    {
        static ContentDigest Of<T>(ColumnType type, T value)
        {
            var hasher = new RowHasher(new TableSchema("t", "", [new("a", type, default(T) is null, "1", "", "", "")], []));
            hasher.Add([new[] { value }], 1);
            return hasher.Digest;
        }

        Assert.NotEqual(Of(ColumnType.Real, 0.0), Of(ColumnType.Real, -0.0));
        Assert.NotEqual(Of(ColumnType.Integer, 0L), Of(ColumnType.Real, 0.0));
        Assert.NotEqual(Of<long?>(ColumnType.Integer, 0L), Of<long?>(ColumnType.Integer, null));
        Assert.Equal(Of<long?>(ColumnType.Integer, 7L), Of(ColumnType.Integer, 7L));
    }

    [Fact]
    public void Text_form_is_32_hexadecimal_digits_and_is_read_back()
    {
        var digest = Digest(Samples.Rows(3));
        Assert.Matches("^[0-9a-f]{32}$", digest.ToString());
        Assert.Equal(digest, ContentDigest.Parse(digest.ToString()));
        Assert.Equal("0000000000000000000000000000000a", new ContentDigest(10).ToString());
        Assert.Throws<FormatException>(() => ContentDigest.Parse("0a"));
        Assert.Equal(new ContentDigest(1), new ContentDigest(UInt128.MaxValue) + new ContentDigest(2));
    }

    private static TableSchema Schema(string name, string first, string second) =>
        new(name, "", [new(first, ColumnType.Integer, false, "1", "", "", ""), new(second, ColumnType.Integer, false, "1", "", "", "")], []);

    private static ContentDigest Digest(TableSchema schema, long[] first, long[] second)
    {
        var hasher = new RowHasher(schema);
        hasher.Add([first, second], first.Length);
        return hasher.Digest;
    }

    private static ContentDigest Digest(Samples.Row[] rows)
    {
        var hasher = new RowHasher(Samples.Schema);
        hasher.Add(Samples.Batch(rows).Columns, rows.Length);
        return hasher.Digest;
    }
}
