using System.Diagnostics;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>A table of a planned run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FixedRows">Rows that do not depend on the number of couples.</param>
/// <param name="RowsPerDyad">Rows for each couple.</param>
/// <param name="FixedBytes">Bytes that do not depend on the number of couples.</param>
/// <param name="BytesPerDyad">Bytes for each couple.</param>
public sealed record PlannedTable(string Name, double FixedRows, double RowsPerDyad, double FixedBytes, double BytesPerDyad);

/// <summary>An interval of a planned run: half its width for one couple, which falls with the square root of the couples.</summary>
/// <param name="Label">What it is an interval of.</param>
/// <param name="HalfWidthOfOne">Half the width times the square root of the couples, in the cell measured where it is narrowest.</param>
/// <param name="WidestOfOne">The same in the cell measured where it is widest.</param>
public sealed record PlannedInterval(string Label, double HalfWidthOfOne, double WidestOfOne);

/// <summary>What a study will take here, from a short measurement of its own first couples on this machine.</summary>
public sealed class StudyPlan
{
    // a measurement is long enough for a busy moment of the machine not to decide it
    private const double MeasuredSeconds = 2;
    // bytes depend on how many groups have anyone in them: more rounds than one, unless one is long
    private const double LongRoundSeconds = 10;
    private const int MeasuredRounds = 3, CouplesLookedAt = 20_000;

    // what the table of outcomes holds beside its metadata, which are like those of every table
    private const double OutcomesBytes = 1500;

    private readonly double startSeconds, roundSeconds, finishSeconds;
    private readonly int threads;

    private StudyPlan(Design design, int threads, double startSeconds, double roundSeconds, double finishSeconds, IReadOnlyList<PlannedTable> tables, IReadOnlyList<PlannedInterval> intervals)
    {
        (Design, this.threads, this.startSeconds, this.roundSeconds, this.finishSeconds, Tables, Intervals) = (design, threads, startSeconds, roundSeconds, finishSeconds, tables, intervals);
    }

    /// <summary>What is simulated.</summary>
    public Design Design { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<PlannedTable> Tables { get; }

    /// <summary>Bytes of the manifest.</summary>
    public long ManifestBytes { get; private init; }

    /// <summary>Headline intervals over the cells measured: the first ones and the last.</summary>
    public IReadOnlyList<PlannedInterval> Intervals { get; }

    /// <summary>Number of cells of which intervals are known.</summary>
    public int MeasuredCells { get; private init; }

    /// <summary>Couples simulated together.</summary>
    public int BlockDyads => StudyRunner.BlocksOf(Design, 1).Dyads;

    /// <summary>Dyad-days for a number of couples.</summary>
    public double DyadDays(long dyads) => (double)dyads * Design.PointCount * Design.Study.HorizonDays;

    /// <summary>Seconds from start to end for a number of couples.</summary>
    public double Seconds(long dyads)
    {
        long blocks = StudyRunner.BlocksOf(Design, dyads).Blocks;
        return startSeconds + roundSeconds * ((blocks + threads - 1) / threads) + finishSeconds;
    }

    /// <summary>Bytes on disk for a number of couples.</summary>
    public double Bytes(long dyads) => ManifestBytes + Tables.Sum(t => t.FixedBytes + dyads * t.BytesPerDyad);

    /// <summary>Peak of memory in bytes for a number of couples, on which it depends no more once tables fill their row groups and parts are committed.</summary>
    public double Memory(long dyads) => RunNeeds.Memory(Design, threads, Tables.Max(t => t.FixedRows + t.RowsPerDyad * dyads), commits: Seconds(dyads) - startSeconds - finishSeconds > new RunOptions().CommitInterval.TotalSeconds);

    /// <summary>The most couples, a whole number of blocks, whose run keeps limits.</summary>
    /// <param name="seconds">Most seconds.</param>
    /// <param name="bytes">Most bytes on disk.</param>
    /// <returns>The couples, or 0 where not even one block fits.</returns>
    public long Fit(double seconds, double bytes)
    {
        long block = BlockDyads, low = 0, high = (1L << 40) / block;
        while (low < high)
        {
            long middle = low + (high - low + 1) / 2;
            if (Seconds(middle * block) <= seconds && Bytes(middle * block) <= bytes) low = middle;
            else high = middle - 1;
        }
        return low * block;
    }

    /// <summary>Measures the study's first couples and plans the rest. Leaves nothing behind.</summary>
    /// <param name="study">The study.</param>
    /// <param name="threads">Worker threads, at least 1.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    public static async Task<StudyPlan> MeasureAsync(Study study, int threads, CancellationToken cancellation = default)
    {
        var whole = new Design(study);
        // the cells of one pass are like any others
        var part = new Design(study, whole.Passes.Max(p => p.Cells));
        double cells = whole.Cells.Count / (double)part.Cells.Count;
        var (_, block) = StudyRunner.BlocksOf(whole, study.Dyads);
        long round = Math.Max(1, Math.Min((long)threads * block, study.Dyads));

        // once cold, for what starting takes; then longer and longer, since the runtime compiles what runs often once more
        var cold = await RunAsync(part, round, threads, cancellation);
        var warm = await RunAsync(part, round, threads, cancellation);
        for (long rounds = 1; warm.Dyads < study.Dyads && (warm.Simulation < MeasuredSeconds || rounds < MeasuredRounds && warm.Simulation < LongRoundSeconds);)
        {
            rounds *= (long)Math.Clamp(Math.Ceiling(MeasuredSeconds / warm.Simulation), MeasuredRounds, 100);
            warm = await RunAsync(part, round * rounds, threads, cancellation);
        }
        double each = warm.Simulation / Math.Ceiling(Math.Ceiling(warm.Dyads / (double)block) / threads);
        double start = Math.Max(0, cold.Total - each - warm.Finishing) + 0.1;
        double finishing = warm.Finishing * cells;

        double groups = GroupsPresent(study, Math.Min(study.Dyads, CouplesLookedAt)) / (double)GroupsPresent(study, warm.Dyads);
        var tables = warm.Tables.Where(t => t.Name != ColumnsTable.Schema.Name).Select(t => Plan(t, whole, warm.Dyads, cells, groups, warm.Header)).ToList();
        tables.Add(Plan(warm.Tables.Single(t => t.Name == ColumnsTable.Schema.Name), whole, warm.Dyads, 1, 1, warm.Header));
        if (ScenarioSums.List(whole).Count is > 0 and var comparisons && tables.All(t => t.Name != AnswerTables.ScenariosSchema.Name))
        {
            var like = tables.Single(t => t.Name == AnswerTables.PathwaysSchema.Name);
            double rows = (double)comparisons * 2 * study.Readings.Count * study.Groups.Count * study.Measures.Count;
            tables.Add(new PlannedTable(AnswerTables.ScenariosSchema.Name, rows, 0, warm.Header + rows * (like.FixedBytes - warm.Header) / Math.Max(1, like.FixedRows), 0));
        }
        // intervals differ between cells: the last one is measured too, where the pass does not hold it
        List<(Accumulator Cell, long Dyads)> measured = [.. warm.Result.Sums.Cells.Select(c => (c, warm.Dyads))];
        if (!part.IsComplete)
        {
            var last = await RunAsync(new Design(study with { Sweep = [.. study.Sweep.Select(a => a with { Values = [a.Values[^1]] })], Reference = null }), warm.Dyads, threads, cancellation);
            measured.Add((last.Result.Sums.Cells[0], last.Dyads));
        }
        return new StudyPlan(whole, threads, start, each * cells, finishing, tables, Widths(study, measured)) { ManifestBytes = warm.ManifestBytes, MeasuredCells = measured.Count };
    }

    private static PlannedTable Plan(WrittenTable table, Design design, long dyads, double cells, double groups, double header)
    {
        double bytes = Math.Max(0, table.Bytes - header);
        bool byGroup = table.Name == AnswerTables.PathwaysSchema.Name || table.Name == AnswerTables.SummariesSchema.Name || table.Name == AnswerTables.ExposureSchema.Name || table.Name == AnswerTables.PopulationSchema.Name || table.Name == AnswerTables.ScenariosSchema.Name;
        bool byDyad = table.Name is AnswerTables.DyadsTable or AnswerTables.TrajectoriesTable;
        if (table.Name == AnswerTables.OutcomesSchema.Name) cells = 1;
        double factor = cells * (byGroup ? groups : 1);
        if (!byDyad) return new PlannedTable(table.Name, table.Rows * factor, 0, header + bytes * factor, 0);
        // of trajectories only the stated sample counts
        long sample = table.Name == AnswerTables.TrajectoriesTable && design.Study.Trajectories?.Couples is { } couples ? Math.Min(couples, design.Study.Dyads) : long.MaxValue;
        double perDyad = cells / Math.Min(dyads, sample), total = sample == long.MaxValue ? 0 : sample;
        return sample == long.MaxValue
            ? new PlannedTable(table.Name, 0, table.Rows * perDyad, header, bytes * perDyad)
            : new PlannedTable(table.Name, table.Rows * perDyad * total, 0, header + bytes * perDyad * total, 0);
    }

    private static List<PlannedInterval> Widths(Study study, List<(Accumulator Cell, long Dyads)> cells)
    {
        var list = new List<PlannedInterval>();
        if (Ranking.HeadlineOf(study) is not { } outcome) return list;
        int place = Accumulator.Place(study, outcome), last = study.Readings.Count - 1;
        foreach (var kind in new[] { StatisticKind.Total, StatisticKind.Shapley, StatisticKind.LeftOut, StatisticKind.Alone })
        {
            var known = cells.Select(c => c.Cell.Statistics.Index().Where(s => s.Item.Kind == kind).Select(s => c.Cell.Effect(View.All, last, 0, place, s.Index).Estimate(study.Level)).Select(e => (e.High - e.Low) / 2 * Math.Sqrt(c.Dyads)).Where(double.IsFinite).Order().ToList()).Where(w => w.Count > 0).ToList();
            if (known.Count == 0) continue;
            var medians = known.Select(w => w[w.Count / 2]).ToList();
            string name = new Statistic(kind).Name;
            list.Add(new PlannedInterval(known[0].Count == 1 ? $"{name} effect on {outcome.Name}" : $"{name} of a pathway on {outcome.Name}, median of {known[0].Count}", medians.Min(), medians.Max()));
            if (kind == StatisticKind.Shapley) break;
        }
        return list;
    }

    // couples are cheap to draw, so which groups have anyone in them is not left to the few that are simulated
    private static int GroupsPresent(Study study, long dyads)
    {
        var sampling = new Sampling(study);
        var present = new bool[study.Groups.Count];
        for (long dyad = 0; dyad < dyads && !present.All(p => p); dyad++)
        {
            var couple = sampling.Draw(dyad);
            for (int g = 0; g < present.Length; g++)
                for (int person = 0; person < study.RecipientsPerDyad; person++) present[g] |= study.Groups[g].Contains(couple, person);
        }
        return Math.Max(1, present.Count(p => p));
    }

    private static async Task<Measurement> RunAsync(Design design, long dyads, int threads, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("asem-plan-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            var reduced = new Design(design.Study with { Dyads = Math.Min(dyads, design.Study.Dyads) }, design.Cells.Count);
            var (result, manifest) = await StudyRun.ExecuteAsync(reduced, Path.Combine(folder, "run"), new RunOptions { Threads = threads, CommitInterval = Timeout.InfiniteTimeSpan }, cancellation);
            double total = watch.Elapsed.TotalSeconds;
            double header = manifest.Tables.Single(t => t.Name == AnswerTables.OutcomesSchema.Name).Bytes - OutcomesBytes;
            return new Measurement(result, manifest.Tables, reduced.Study.Dyads, result.Elapsed.TotalSeconds, total - result.Elapsed.TotalSeconds, total, Math.Max(0, header), new FileInfo(Path.Combine(folder, "run", Manifest.FileName)).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Measurement(RunResult Result, IReadOnlyList<WrittenTable> Tables, long Dyads, double Simulation, double Finishing, double Total, double Header, long ManifestBytes);
}
