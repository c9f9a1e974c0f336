using System.Diagnostics;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>How a study of sensitivity is run. Results depend on none of it, but for <see cref="StopAtFailure"/>.</summary>
internal sealed record SensitivityOptions
{
    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether every run is stored, with which the study can be extended and analysed anew.</summary>
    public bool StoreRuns { get; init; }

    /// <summary>Whether the first row that fails ends the study; otherwise indices leave such rows out and say so.</summary>
    public bool StopAtFailure { get; init; }

    /// <summary>Runs made before, or null.</summary>
    public StoredRuns? Known { get; init; }

    /// <summary>Least time between commits.</summary>
    public TimeSpan CommitInterval { get; init; } = new RunOptions().CommitInterval;

    /// <summary>Told, before a run goes on, what is committed, with a sentence for each committed file that cannot be used.</summary>
    public Action<CommittedProgress, IReadOnlyList<string>>? OnResume { get; init; }

    /// <summary>Told after each commit what is committed.</summary>
    public Action<CommittedProgress>? OnCommit { get; init; }

    /// <summary>Told the design (from 0), points done and their number.</summary>
    public Action<int, long, long>? Progress { get; init; }

    /// <summary>Asks the run to finish the rows in work, commit what is done and end.</summary>
    public CancellationToken Finish { get; init; }
}

/// <summary>What a study of sensitivity wrote.</summary>
/// <param name="Results">What each design gave.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="FirstFailure">Which of them was the first and why, or null.</param>
internal sealed record SensitivityResult(IReadOnlyList<StageResult> Results, Manifest Manifest, long Failed, string? FirstFailure);

/// <summary>A run of a design failed, and the study was to end there. The message says which and why.</summary>
/// <param name="message">Which run and why.</param>
public sealed class DesignPointException(string message) : CodedException(ErrorKind.FailedRun, message);

/// <summary>Folders with the results of studies of sensitivity.</summary>
internal static class SensitivityFolder
{
    /// <summary>Key of a manifest's counts: dyad-days that were simulated.</summary>
    public const string DyadDays = "dyad_days";

    private const int WaitingBatches = 4;
    // rows that wait for a commit
    private const int MostWaiting = 1 << 18;
    // commits become rarer as a run grows longer, so that their files do not become too many
    private const double ShareOfRun = 0.01;

    /// <summary>Runs a study into a folder; what is done is committed as it goes, so that <see cref="ResumeAsync"/> can go on after any end of the process.</summary>
    /// <param name="study">The study.</param>
    /// <param name="source">Its file.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="output">The folder, new or empty.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="cancellation">Stops the run at once.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    /// <exception cref="RunInterruptedException">The run was asked to finish early.</exception>
    /// <exception cref="DesignPointException">A row failed, and the study was to end there.</exception>
    public static async Task<SensitivityResult> RunAsync(SensitivityStudy study, ExperimentSource source, IReadOnlyList<string> overrides, string output, SensitivityOptions options, CancellationToken cancellation)
    {
        using var run = UnfinishedRun.Begin(output, Draft(study, source, overrides, options.StoreRuns));
        return await RunAsync(study, run, options, cancellation).ConfigureAwait(false);
    }

    /// <summary>Goes on with the unfinished run of a folder, or begins it where there is none. The results are those of a run without interruption, bit for bit.</summary>
    /// <param name="study">The study, as it was begun.</param>
    /// <param name="source">Its file.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="cancellation">Stops the run at once.</param>
    /// <exception cref="ResumeException">The study or this program differs from what the run began with; names the key.</exception>
    /// <exception cref="TableException">The folder holds something else, another process is running in it, or the disk refuses.</exception>
    /// <exception cref="RunInterruptedException">The run was asked to finish early.</exception>
    /// <exception cref="DesignPointException">A row failed, and the study was to end there.</exception>
    public static async Task<SensitivityResult> ResumeAsync(SensitivityStudy study, ExperimentSource source, IReadOnlyList<string> overrides, string folder, SensitivityOptions options, CancellationToken cancellation)
    {
        using var run = UnfinishedRun.OpenOrBegin(folder, Draft(study, source, overrides, options.StoreRuns));
        if (Difference(run.Manifest, source, overrides) is { } difference) throw new ResumeException(ErrorKind.OtherRun, $"'{folder}' has another run: {difference}");
        return await RunAsync(study, run, options with { StoreRuns = options.StoreRuns || StoresRuns(run.Manifest) }, cancellation).ConfigureAwait(false);
    }

    /// <summary>The file and the settings that a run in a folder began with.</summary>
    /// <param name="manifest">Its manifest, finished or not.</param>
    /// <param name="folder">How the user named it.</param>
    public static (ExperimentSource Source, string[] Overrides) Begun(Manifest manifest, string folder) =>
        (ExperimentSource.Of((string)manifest.Study["text"]!, folder), [.. manifest.Study["set"]!.AsArray().Select(s => (string)s!)]);

    /// <summary>Says in which key a study or this program differs from what a run began with, or null.</summary>
    /// <param name="manifest">The manifest of the run, finished or not.</param>
    /// <param name="source">The file of the study.</param>
    /// <param name="overrides">Settings of the command line.</param>
    public static string? Difference(Manifest manifest, ExperimentSource source, IReadOnlyList<string> overrides)
    {
        if (StudyRun.OtherVersion(manifest) is { } version) return $"{version}; go on with the version that began it";
        if (ExperimentFolder.WhatIn(manifest) != IndicesTable.What) return "it is none of a study of sensitivity";
        bool isDouble = LaneChoice.Current == Precise.Name;
        if (isDouble != StudyRun.IsDouble(manifest)) return $"it was begun in {(isDouble ? "single" : "double")} precision and this is {(isDouble ? "double" : "single")} ({LaneChoice.Variable}), whose bits are others";
        var (begun, set) = Begun(manifest, source.Name);
        if (StudyDifference.Sentence(StudyDifference.Written(source.Text), StudyDifference.Written(begun.Text)) is { } difference) return difference;
        return set.SequenceEqual(overrides) ? null : $"its settings (--set, --seed) are {(overrides.Count == 0 ? "none" : string.Join(" ", overrides))} instead of {(set.Length == 0 ? "none" : string.Join(" ", set))}";
    }

    private const string Stores = "stores_runs";

    private static bool StoresRuns(Manifest manifest) => (bool?)manifest.Run[Stores] == true;

    private static Manifest Draft(SensitivityStudy study, ExperimentSource source, IReadOnlyList<string> overrides, bool storesRuns) => new()
    {
        AsemVersion = StudyRun.Version,
        ModelVersion = AsemModel.Version,
        RegistryHash = StudyText.RegistryHash(),
        Seed = study.Designs[0].Seed,
        SpeaksOf = "the factors' distributions",
        Study = IndicesTable.Origin(source, overrides, study),
        Run = new JsonObject { ["lanes"] = LaneChoice.Current, [Stores] = storesRuns },
    };

    // rows are taken in on one thread, which waits for files; it is none of the caller's
    private static Task<SensitivityResult> RunAsync(SensitivityStudy study, UnfinishedRun unfinished, SensitivityOptions options, CancellationToken cancellation) =>
        Task.Run(() => RunHereAsync(study, unfinished, options, cancellation), CancellationToken.None);

    private static async Task<SensitivityResult> RunHereAsync(SensitivityStudy study, UnfinishedRun unfinished, SensitivityOptions options, CancellationToken cancellation)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            var parts = new RowParts(unfinished.Folder, unfinished.Manifest.Checksum);
            await using var folder = RunFolder.Reopen(unfinished.Folder, StudyRun.Metadata((JsonObject)unfinished.Manifest.Study));
            await unfinished.ScanAsync(parts, cancellation).ConfigureAwait(false);
            long earlier = parts.Rows;
            options.OnResume?.Invoke(new CommittedProgress(earlier, null, CommittedProgress.Rows), unfinished.Notes);

            await using var tables = new RunTables(study, folder, options.StoreRuns, cancellation);
            var committed = new CommittedRows(parts, study, folder.Metadata, cancellation);
            var sinceCommit = Stopwatch.StartNew();
            void Commit()
            {
                if (!committed.Commit()) return;
                sinceCommit.Restart();
                options.OnCommit?.Invoke(new CommittedProgress(parts.Rows, null, CommittedProgress.Rows));
            }
            var results = SensitivityRun.Execute(study, options.Threads,
                (design, row) => committed.Row(design, row) ?? options.Known?.Row(design, row),
                (design, at, layout) =>
                {
                    committed.Begin();
                    tables.Begin(at, layout);
                },
                (design, row, ran) =>
                {
                    if (options.StopAtFailure && ran.Failures?.FirstOrDefault(f => f is not null) is { } failure)
                    {
                        Commit();
                        throw new DesignPointException(Which(design, row, failure));
                    }
                    committed.Keep(design, row, ran);
                    tables.Add(design, row, ran);
                },
                (design, done, of) =>
                {
                    options.Progress?.Invoke(design, done, of);
                    bool ends = options.Finish.IsCancellationRequested;
                    double interval = Math.Max(options.CommitInterval.TotalSeconds, watch.Elapsed.TotalSeconds * (options.CommitInterval > TimeSpan.Zero ? ShareOfRun : 0));
                    if (ends || committed.Waiting > MostWaiting || sinceCommit.Elapsed.TotalSeconds >= interval) Commit();
                    if (ends) throw new RunInterruptedException(new CommittedProgress(parts.Rows, null, CommittedProgress.Rows));
                }, cancellation);
            await tables.CompleteAsync().ConfigureAwait(false);
            TableBatch[] written = [IndicesTable.Rows(results).Batch(), .. new[] { IndicesTable.Boxes(results).Batch(), IndicesTable.Convergence(results).Batch() }.Where(batch => batch.Rows > 0)];
            foreach (var batch in written)
            {
                await using var table = await folder.OpenTableAsync(batch.Schema, cancellation: cancellation).ConfigureAwait(false);
                await table.AppendAsync(batch, cancellation).ConfigureAwait(false);
                await table.CompleteAsync(cancellation).ConfigureAwait(false);
            }
            var manifest = await folder.CompleteAsync(unfinished.Manifest with
            {
                Counts = new Dictionary<string, long> { ["runs"] = tables.Runs, [DyadDays] = study.IsOwn ? tables.Runs * study.DyadDaysPerRun : 0 },
                Run = new JsonObject
                {
                    ["lanes"] = LaneChoice.Current,
                    [Stores] = options.StoreRuns,
                    ["threads"] = options.Threads,
                    ["seconds"] = watch.Elapsed.TotalSeconds,
                    ["rows_of_earlier_processes"] = earlier,
                    ["failed_runs"] = tables.Failed,
                    ["peak_bytes"] = Process.GetCurrentProcess().PeakWorkingSet64,
                    ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                },
            }, cancellation).ConfigureAwait(false);
            unfinished.Finish();
            return new SensitivityResult(results, manifest, tables.Failed, tables.FirstFailure);
        }
        catch
        {
            unfinished.Abandon();
            throw;
        }
    }

    /// <summary>Rows that were committed, and those that wait for it. Reading is thread safe.</summary>
    private sealed class CommittedRows(RowParts parts, SensitivityStudy study, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        private readonly Lock gate = new();
        // what this process commits is asked for no more
        private readonly CommittedParts.Range[] known = [.. parts.Ranges];
        private readonly Dictionary<CommittedParts.Range, StoredRuns> open = [];
        private long start, next, first;
        private Rows waiting = new(IndicesTable.RunsSchema(study));

        /// <summary>Rows that wait.</summary>
        public long Waiting => next - first;

        /// <summary>Begins a design.</summary>
        public void Begin() => start = next;

        /// <summary>A row that is committed, or null.</summary>
        public RowOutputs? Row(int design, long row)
        {
            // rows of a design are numbered on from those of the one before it
            if (Holding(start + row) is not { } range) return null;
            lock (gate)
            {
                if (!open.TryGetValue(range, out var rows))
                {
                    // rows are asked for in order, and those before the next one were taken
                    foreach (var done in open.Keys.Where(part => part.End <= next).ToList()) open.Remove(done);
                    open[range] = rows = StoredRuns.ReadAsync(parts.FileOf(range), parts.FileOf(range), study, cancellation).GetAwaiter().GetResult();
                }
                return rows.Row(design, row);
            }
        }

        /// <summary>Takes the next row.</summary>
        public void Keep(int design, long row, RowOutputs ran)
        {
            if (Holding(next) is not null)
            {
                Commit();
                first = ++next;
                return;
            }
            next++;
            RunTables.AddRun(waiting, study, design, row, ran);
        }

        private CommittedParts.Range? Holding(long row)
        {
            int last = Array.FindLastIndex(known, range => range.First <= row);
            return last >= 0 && row < known[last].End ? known[last] : null;
        }

        /// <summary>Commits what waits.</summary>
        /// <returns>Whether anything did.</returns>
        public bool Commit()
        {
            if (next == first) return false;
            parts.CommitAsync(new CommittedParts.Range(first, next), waiting.Batch(), metadata, cancellation).GetAwaiter().GetResult();
            first = next;
            waiting = new Rows(IndicesTable.RunsSchema(study));
            return true;
        }
    }

    /// <summary>Tables of runs: all, where they are stored, and those that failed, where there are any.</summary>
    private sealed class RunTables(SensitivityStudy study, RunFolder folder, bool storeRuns, CancellationToken cancellation) : IAsyncDisposable
    {
        private readonly Table? runs = storeRuns ? new Table(folder, IndicesTable.RunsSchema(study), cancellation) : null;
        private Table? failures;
        private SensitivityStudy? at;
        private SensitivityDesign? layout;

        /// <summary>Runs.</summary>
        public long Runs { get; private set; }

        /// <summary>Runs that failed.</summary>
        public long Failed { get; private set; }

        /// <summary>Which of them was the first and why, or null.</summary>
        public string? FirstFailure { get; private set; }

        /// <summary>Begins a design.</summary>
        /// <param name="of">The study at it.</param>
        /// <param name="rows">Its layout.</param>
        public void Begin(SensitivityStudy of, SensitivityDesign rows) => (at, layout) = (of, rows);

        /// <summary>Adds the runs of a row to a table of runs.</summary>
        public static void AddRun(Rows rows, SensitivityStudy study, int design, long row, RowOutputs ran)
        {
            const int before = 3;
            int outputs = study.Outputs.Count;
            Span<RowValue> values = new RowValue[before + outputs + 1];
            for (int replicate = 0; replicate < study.Designs[design].Replicates; replicate++)
            {
                values[0] = design + 1L;
                values[1] = row;
                values[2] = replicate;
                for (int i = 0; i < outputs; i++) values[i + before] = ran.Values[replicate * outputs + i] is var value && double.IsFinite(value) ? value : default(RowValue);
                values[^1] = ran.Failures?[replicate];
                rows.Add(values);
            }
        }

        /// <summary>Takes the next row.</summary>
        public void Add(int design, long row, RowOutputs ran)
        {
            Runs += study.Designs[design].Replicates;
            if (runs is not null) AddRun(runs.Rows, study, design, row, ran);
            if (ran.Failures is null) return;
            for (int replicate = 0; replicate < ran.Failures.Length; replicate++)
                if (ran.Failures[replicate] is { } failure) AddFailure(design, row, replicate, failure);
        }

        /// <summary>Writes what is left.</summary>
        public async Task CompleteAsync()
        {
            if (runs is not null) await runs.CompleteAsync().ConfigureAwait(false);
            if (failures is not null) await failures.CompleteAsync().ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            if (runs is not null) await runs.DisposeAsync().ConfigureAwait(false);
            if (failures is not null) await failures.DisposeAsync().ConfigureAwait(false);
        }

        private void AddFailure(int design, long row, int replicate, string failure)
        {
            Failed++;
            FirstFailure ??= Which(design, row, failure);
            failures ??= new Table(folder, IndicesTable.FailuresSchema(study), cancellation);
            double[] values = new double[at!.Factors.Count];
            layout!.Row(row, values);
            var byName = at.Factors.Select((f, i) => (f.Name, Value: values[i])).ToDictionary(f => f.Name, f => f.Value);
            failures.Rows.Add([design + 1L, row, replicate, .. study.Factors.Select(f => byName.TryGetValue(f.Name, out double value) ? (RowValue)value : default), failure]);
        }
    }

    private static string Which(int design, long row, string failure) => FormattableString.Invariant($"row {row} of design {design + 1}: {failure}");

    /// <summary>A table that is written on a thread of its own while rows come.</summary>
    private sealed class Table : IAsyncDisposable
    {
        private readonly TableWriter table;
        private readonly OrderedWriter writer;
        private readonly CancellationToken cancellation;

        public Table(RunFolder folder, TableSchema schema, CancellationToken cancellation)
        {
            this.cancellation = cancellation;
            table = folder.OpenTableAsync(schema, cancellation: cancellation).GetAwaiter().GetResult();
            writer = new OrderedWriter(table, WaitingBatches, cancellation);
            Rows = new Rows(schema, batch => writer.Enqueue(null, batch));
        }

        public Rows Rows { get; }

        public async Task CompleteAsync()
        {
            Rows.Flush();
            writer.Finish();
            await table.CompleteAsync(cancellation).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync()
        {
            writer.Dispose();
            return table.DisposeAsync();
        }
    }
}
