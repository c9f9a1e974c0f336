using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Tests.Runs;

public sealed class ShardTests : IDisposable
{
    private const string Yaml = """
        dyads: 100
        horizon_days: 8
        settle_days: 3
        pathways: {arms: all_coalitions, of: [safe.bond, self.validation], role: provider, doses: [0.5], withdrawn_from: 4}
        population: {minimum_profile_share: 0.15}
        sweep: {stress.level: [0.5, 2]}
        reference: {arm: none, at: {stress.level: 2}}
        own_outcomes: {less: {of: anxiety, from_reference: true}, late: {of: tension, window: [5, 8]}}
        own_groups: {high: {anxiety: {from: 4}}}
        readings: [3]
        store: {dyads: on, trajectories: {every: 2, couples: 30, arms: [all]}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("asem-shards-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Parts_merge_to_the_bits_of_one_run_however_many_they_are()
    {
        var study = Bind(Yaml);
        var whole = await RunAsync(study, "whole", Shard.Whole);
        foreach (int count in new[] { 2, 7, 150 })
        {
            string[] parts = await PartsAsync(study, count, $"of {count} part ");
            var merged = await MergeAsync([.. parts.Reverse()], $"merged {count}");
            Assert.Equal(whole.Digest, merged.Digest);
            Assert.Equal(whole.Counts, merged.Counts);
            Assert.Equal(whole.Tables.Select(t => (t.Name, t.Digest, t.Rows)), merged.Tables.Select(t => (t.Name, t.Digest, t.Rows)));
            Assert.Empty(await RunFolder.VerifyAsync(Path.Combine(folder, $"merged {count}"), TestContext.Current.CancellationToken));
            foreach (string part in parts.Take(3)) Assert.Empty(await RunFolder.VerifyAsync(part, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 1)]
    [InlineData(100, 7)]
    [InlineData(1000, 3)]
    [InlineData(5, 4)]
    public void Parts_hold_every_couple_once(int dyads, int count)
    {
        var sampling = new Sampling(Bind($"dyads: {dyads}"));
        long next = 0;
        for (int number = 1; number <= count; number++)
        {
            var (first, end) = new Shard(number, count).Units(sampling);
            Assert.Equal(next, first);
            Assert.True(end >= first);
            next = end;
        }
        Assert.Equal(dyads, next);
    }

    [Theory]
    [InlineData("2/7", 2, 7)]
    [InlineData("1/1", 1, 1)]
    [InlineData("100000/100000", 100000, 100000)]
    public void A_part_is_read(string text, int number, int count) => Assert.Equal(new Shard(number, count), Shard.Parse(text));

    [Theory]
    [InlineData("0/7")]
    [InlineData("8/7")]
    [InlineData("1/0")]
    [InlineData("1/100001")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("-1/2")]
    [InlineData("one/two")]
    [InlineData("")]
    public void What_is_no_part_is_refused(string text) => Assert.Null(Shard.Parse(text));

    [Fact]
    public async Task Foreign_overlapping_missing_and_whole_are_named()
    {
        var study = Bind("dyads: 40\nhorizon_days: 3\nsettle_days: 2\npathways: {arms: [all, none]}\n");
        string[] parts = await PartsAsync(study, 3, "part ");
        await RunAsync(study, "whole", Shard.Whole);
        await RunAsync(study with { Seed = 2 }, "seed", new Shard(2, 3));
        await RunAsync(study, "again", new Shard(2, 3));
        await RunAsync(study, "other count", new Shard(2, 4));
        await RefusedAsync([parts[0], parts[2]], "a part is missing: 2/3");
        await RefusedAsync([parts[1]], "parts are missing: 1/3, 3/3");
        await RefusedAsync([.. parts, Path.Combine(folder, "again")], "overlap: both are part 2/3");
        await RefusedAsync([parts[0], Path.Combine(folder, "seed"), parts[2]], "its 'seed' is 2 instead of 1");
        await RefusedAsync([parts[0], Path.Combine(folder, "other count"), parts[2]], "it is part 2/4, the other is part 1/3");
        await RefusedAsync([parts[0], Path.Combine(folder, "whole"), parts[2]], "is a whole run and no part of one");
        await RefusedAsync([], "nothing to merge");
        Assert.False(Directory.Exists(Path.Combine(folder, "refused")));
    }

    [Fact]
    public async Task A_damaged_part_is_refused_and_nothing_is_left()
    {
        string[] parts = await PartsAsync(Bind("dyads: 40\nhorizon_days: 3\nsettle_days: 2\npathways: {arms: [all, none]}\n"), 2, "part ");
        string sums = Path.Combine(parts[1], "sums.parquet");
        byte[] bytes = await File.ReadAllBytesAsync(sums, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(sums, bytes, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TableException>(() => MergeAsync(parts, "merged"));
        Assert.False(Directory.Exists(Path.Combine(folder, "merged")));
    }

    private async Task RefusedAsync(string[] parts, string expected)
    {
        var problem = await Assert.ThrowsAsync<ShardException>(() => MergeAsync(parts, "refused"));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private async Task<string[]> PartsAsync(Study study, int count, string name)
    {
        var parts = new List<string>();
        for (int number = 1; number <= count; number++)
        {
            await RunAsync(study, name + number, new Shard(number, count));
            parts.Add(Path.Combine(folder, name + number));
        }
        return [.. parts];
    }

    private async Task<Manifest> RunAsync(Study study, string name, Shard shard) =>
        (await StudyRun.ExecuteAsync(study, Path.Combine(folder, name), new RunOptions { Threads = 2, Shard = shard }, TestContext.Current.CancellationToken)).Manifest;

    private async Task<Manifest> MergeAsync(string[] parts, string name) =>
        (await ShardMerge.ExecuteAsync(parts, Path.Combine(folder, name), (JsonNode study) => StudyFile.Bind(study.ToJsonString(), "study", folder, []), TestContext.Current.CancellationToken)).Manifest;

    private static Study Bind(string yaml) => StudyFile.Bind(yaml, "shards", ".", []);
}
