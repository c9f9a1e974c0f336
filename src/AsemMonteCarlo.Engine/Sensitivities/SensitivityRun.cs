using System.Diagnostics;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Convergence;
using Luck = AsemMonteCarlo.Sensitivity.VarianceBased.Luck;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Indices of one output.</summary>
/// <param name="Output">The output.</param>
/// <param name="Indices">Its indices.</param>
/// <param name="Dropped">Rows that it could not use because a run failed.</param>
/// <param name="Box">Where its cases of interest lie; null where none are asked for.</param>
/// <param name="Stopped">Why the study stopped where it did, in words; null where it had all its points in any case.</param>
internal sealed record OutputIndices(SensitivityOutput Output, IReadOnlyList<SensitivityIndex> Indices, long Dropped, FoundBox? Box, string? Stopped = null)
{
    /// <summary>Where its cases of interest lie, in words; null where none are asked for.</summary>
    public string? Scenario => Box?.Sentence;

    /// <summary>Its indices of factors and of the whole with fewer blocks, from few to all; empty where none are kept.</summary>
    public IReadOnlyList<(long Blocks, IReadOnlyList<SensitivityIndex> Indices)> Course { get; init; } = [];
}

/// <summary>What one design of a study gave.</summary>
/// <param name="Study">The study at this design, with the factors that it varied.</param>
/// <param name="Outputs">Indices of every output.</param>
/// <param name="Kept">Groups that go on to the next design; null where all do.</param>
internal sealed record StageResult(SensitivityStudy Study, IReadOnlyList<OutputIndices> Outputs, IReadOnlyList<string>? Kept = null)
{
    /// <summary>Groups that this design varied and the next ones leave at their defaults.</summary>
    public IReadOnlyList<string> Left => Kept is null ? [] : [.. Study.Factors.Select(f => f.Group ?? f.Name).Distinct().Except(Kept)];
}

/// <summary>Runs studies of sensitivity in this model or a built-in function. Rows are taken in as they come and forgotten; results do not depend on threads.</summary>
internal static class SensitivityRun
{
    // blocks that are run before they are taken in
    private const int MostBlocks = 64;
    // seconds within which a run can be asked to finish, and that are worth a wait of all threads for the last row
    private const double ShortChunk = 0.25, LongChunk = 1;
    // the jackknife of an estimate is not read
    private const int FewestGroups = 3;
    private const uint Tag = 0x53454E53;

    /// <summary>Runs the designs of a study, one after another.</summary>
    /// <param name="study">The study; it can be run.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="known">Rows that were run before, by design and row, or null for a row that was not; called by several threads.</param>
    /// <param name="begin">Told each design (from 0) before it is run, with the factors that it varies; may be null.</param>
    /// <param name="keep">Takes each row of each design, in order; may be null.</param>
    /// <param name="progress">Called after some rows with the design (from 0), blocks done and their number; may be null. What it throws ends the run.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="StudyException">A later design does not fit the groups that were kept.</exception>
    public static IReadOnlyList<StageResult> Execute(SensitivityStudy study, int threads, Func<int, long, RowOutputs?>? known = null, Action<int, SensitivityStudy, SensitivityDesign>? begin = null, Action<int, long, RowOutputs>? keep = null, Action<int, long, long>? progress = null, CancellationToken cancellation = default)
    {
        var results = new List<StageResult>();
        HashSet<string>? groups = null;
        for (int stage = 0; stage < study.Designs.Count; stage++)
        {
            int number = stage;
            try
            {
                var at = study.At(stage, groups);
                var design = SensitivityDesign.Create(at);
                begin?.Invoke(number, at, design);
                var outputs = Execute(at, design, threads, known is null ? null : row => known(number, row), keep is null ? null : (row, values) => keep(number, row, values), progress is null ? null : (done, of) => progress(number, done, of), cancellation);
                results.Add(new StageResult(at, outputs, Kept(at, outputs)));
            }
            catch (ArgumentException wrong) when (stage > 0)
            {
                throw new StudyException([new StudyError(ErrorKind.WrongDesign, study.Name, 0, 0, DesignKeys.Root, FormattableString.Invariant($"design {stage + 1} of {study.Designs.Count} does not fit the {groups?.Count ?? study.Groups} groups that go on to it: {wrong.Message.Split(" (Parameter", 2)[0]}"))]);
            }
            if (results[^1].Kept is { } kept) groups = [.. kept];
        }
        return results;
    }

    // by the index that says whether a group matters at all
    private static List<string>? Kept(SensitivityStudy study, IReadOnlyList<OutputIndices> outputs)
    {
        if (study.Design.Keep is not { } share) return null;
        string by = study.Design.Kind == DesignKind.Morris ? "mu_star" : study.Design.Kind == DesignKind.Chains ? "shapley" : "total";
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in outputs)
        {
            var ofOutput = output.Indices.Where(i => i.Index == by && i.Order == 1 && double.IsFinite(i.Estimate)).ToList();
            if (ofOutput.Count == 0) continue;
            double least = share * ofOutput.Max(i => i.Estimate);
            kept.UnionWith(ofOutput.Where(i => i.Estimate >= least).Select(i => i.Factors[0]));
        }
        return [.. study.Factors.Select(f => f.Group ?? f.Name).Distinct().Where(kept.Contains)];
    }

    private static OutputIndices[] Execute(SensitivityStudy study, SensitivityDesign design, int threads, Func<long, RowOutputs?>? known, Action<long, RowOutputs>? keep, Action<long, long>? progress, CancellationToken cancellation)
    {
        int outputs = study.Outputs.Count, width = outputs * study.Design.Replicates, rows = design.RowsPerBlock;
        var targets = study.IsOwn ? study.Factors.Select(f => FactorTarget.All[f.Name]).ToArray() : [];
        int fewest = Math.Min(MostBlocks, 1 + 4 * threads / rows), chunk = fewest;
        var outputsOf = new RowOutputs[MostBlocks * rows];
        double[] block = new double[rows * width];
        var plan = design.StopPlan(study.Design);
        long done = 0;
        var course = study.Outputs.Select(_ => new List<(long Blocks, IReadOnlyList<SensitivityIndex> Indices)>()).ToList();
        if (plan is null)
        {
            foreach (long blocks in design.Course)
            {
                RunTo(blocks);
                Note(blocks, at => design.Indices(at));
            }
            RunTo(design.Blocks);
            return [.. study.Outputs.Select((o, at) => WithCourse(new OutputIndices(o, design.Indices(at), design.Dropped(at), design.Box(at)), design.Blocks, at))];
        }
        // what is claimed holds for all outputs together
        double Level(double level) => 1 - (1 - level) / outputs;
        foreach (long points in plan.Looks)
        {
            RunTo(points);
            Look[] looks = [.. Enumerable.Range(0, outputs).Select(at => plan.At(points, level => design.Indices(at, Level(level))))];
            if (looks.All(l => l.Settled) || points == plan.Looks[^1])
                return [.. study.Outputs.Select((o, at) => WithCourse(new OutputIndices(o, looks[at].Indices, design.Dropped(at), design.Box(at), FormattableString.Invariant($"{points:N0} points: {looks[at].Reason}")), points, at))];
            Note(points, at => looks[at].Indices);
        }
        throw new InvalidOperationException("a plan has a last look");

        void Note(long blocks, Func<int, IReadOnlyList<SensitivityIndex>> indices)
        {
            foreach (var (at, list) in course.Index()) list.Add((blocks, [.. indices(at).Where(i => i.Order <= 1)]));
        }

        // what the course ends with is what is reported
        OutputIndices WithCourse(OutputIndices output, long blocks, int at) =>
            course[at].Count == 0 ? output : output with { Course = [.. course[at], (blocks, [.. output.Indices.Where(i => i.Order <= 1)])] };

        void RunTo(long end)
        {
            while (done < end)
            {
                int count = (int)Math.Min(chunk, end - done);
                long from = done;
                var watch = Stopwatch.StartNew();
                Parallel.For(0, count * rows, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
                    outputsOf[i] = known?.Invoke(from * rows + i) ?? Run(study, targets, design, from * rows + i));
                for (int i = 0; i < count; i++)
                {
                    for (int row = 0; row < rows; row++) outputsOf[i * rows + row].Values.CopyTo(block, row * width);
                    design.Add(from + i, block);
                    if (keep is null) continue;
                    for (int row = 0; row < rows; row++) keep((from + i) * rows + row, outputsOf[i * rows + row]);
                }
                done += count;
                // rows are taken in one by one: results do not depend on how many are run at once
                if (watch.Elapsed.TotalSeconds < ShortChunk) chunk = Math.Min(MostBlocks, 2 * chunk);
                else if (watch.Elapsed.TotalSeconds > LongChunk) chunk = Math.Max(fewest, chunk / 2);
                progress?.Invoke(done, design.Blocks);
            }
        }
    }

    /// <summary>Seconds that one run takes here, from a few that are made for it.</summary>
    /// <param name="study">The study; it can be run.</param>
    /// <param name="threads">Worker threads.</param>
    public static double Measure(SensitivityStudy study, int threads)
    {
        const double warmUp = 1, measured = 1.5;
        var design = SensitivityDesign.Create(study);
        var targets = study.IsOwn ? study.Factors.Select(f => FactorTarget.All[f.Name]).ToArray() : [];
        long row = 0;
        // rows of the design from its start on; the same ones may be run anew, as nothing is kept
        double Rounds(double seconds)
        {
            long first = row;
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                long from = row;
                Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => Run(study, targets, design, (from + i) % design.Rows));
                row += threads;
            }
            return watch.Elapsed.TotalSeconds / ((row - first) * study.Design.Replicates);
        }
        Rounds(warmUp);
        return Rounds(measured);
    }

    /// <summary>Takes in results of another program.</summary>
    /// <param name="study">The study, at one of its designs.</param>
    /// <param name="results">The results.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static StageResult Analyze(SensitivityStudy study, ResultsFile results, CancellationToken cancellation = default)
    {
        var design = SensitivityDesign.Create(study, results.Outputs.Count);
        int width = design.RowsPerBlock * study.Design.Replicates * results.Outputs.Count;
        for (long block = 0; block < design.Blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            design.Add(block, results.Values.AsSpan(checked((int)(block * width)), width));
        }
        return new StageResult(study, [.. results.Outputs.Select((name, at) => new OutputIndices(new SensitivityOutput(name, null), design.Indices(at), design.Dropped(at), design.Box(at)))]);
    }

    private static RowOutputs Run(SensitivityStudy study, FactorTarget[] targets, SensitivityDesign design, long row)
    {
        double[] values = new double[study.Factors.Count], outputs = new double[study.Design.Replicates * study.Outputs.Count];
        string?[]? failures = null;
        design.Row(row, values);
        for (int replicate = 0; replicate < study.Design.Replicates; replicate++)
        {
            var part = outputs.AsSpan(replicate * study.Outputs.Count, study.Outputs.Count);
            if (Failure(study, targets, design, row, replicate, values, part) is { } failure) (failures ??= new string?[study.Design.Replicates])[replicate] = failure;
        }
        return new RowOutputs(outputs, failures);
    }

    // one run that fails is a row that fails: the others are not lost with it
    private static string? Failure(SensitivityStudy study, FactorTarget[] targets, SensitivityDesign design, long row, int replicate, double[] values, Span<double> to)
    {
        try
        {
            if (study.Function is { } function) to[0] = function.Evaluate(values);
            else if (Evaluate(study, targets, values, Seed(study, design, row, replicate), to) is { } impossible) return impossible;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException or IOException))
        {
            to.Fill(double.NaN);
            return failure.Message;
        }
        List<string>? without = null;
        for (int i = 0; i < to.Length; i++)
        {
            if (double.IsFinite(to[i])) continue;
            to[i] = double.NaN;
            (without ??= []).Add(study.Outputs[i].Column);
        }
        return without is null ? null : $"no finite value of {string.Join(", ", without)}";
    }

    // a row that shares its luck has that of the first row of its block
    private static ulong Seed(SensitivityStudy study, SensitivityDesign design, long row, int replicate)
    {
        long luck = study.Design.Luck == Luck.SharedByRows ? row / design.RowsPerBlock : row;
        var (low, high, _, _) = Philox.Words((uint)luck, (uint)(luck >> 32), (uint)replicate, Tag, study.Design.Seed);
        // studies take seeds below 2^63
        return ((ulong)high << 32 | low) >> 1;
    }

    /// <returns>Why the values cannot be run, or null.</returns>
    private static string? Evaluate(SensitivityStudy study, FactorTarget[] targets, double[] values, ulong seed, Span<double> to)
    {
        ParameterSet With(ParameterSet set)
        {
            // what is off is off, whatever its parameters are
            foreach (bool switches in (bool[])[false, true])
                for (int i = 0; i < values.Length; i++)
                    if (targets[i].IsSwitch == switches) set = targets[i].Apply(set, values[i]);
            return set;
        }
        Pathway[] off = [.. targets.Select((t, i) => t.Off(values[i])).OfType<Pathway>()];
        // outputs share scenarios, which are changed once
        var changed = new Dictionary<(string, string), Scenario>();
        Scenario Change(Scenario scenario)
        {
            if (changed.TryGetValue((scenario.Name, scenario.Key), out var known)) return known;
            var conditions = scenario.Study with { Focal = With(scenario.Study.Focal), Provider = With(scenario.Study.Provider), Seed = seed };
            return changed[(scenario.Name, scenario.Key)] = new Scenario(scenario.Name, conditions, off.Length == 0 ? scenario.Off : [.. AsemModel.Pathways.Where(p => scenario.Off.Contains(p) || off.Contains(p))]);
        }
        Experiment[] experiments = [.. study.Outputs.Select(o => o.Experiment! with { Scenarios = [.. o.Experiment!.Scenarios.Select(Change)] })];
        // a population that cannot be has no outcomes
        if (targets.Any(t => t.IsOfPopulation) && experiments.SelectMany(e => e.Scenarios).Select(s => StudySettings.Impossible(s.Study.Focal)).FirstOrDefault(why => why is not null) is { } impossible)
        {
            to.Fill(double.NaN);
            return impossible;
        }
        var estimates = ExperimentRunner.Estimate(experiments, 1, groups: FewestGroups);
        for (int i = 0; i < to.Length; i++) to[i] = estimates[i].Value;
        return null;
    }
}
