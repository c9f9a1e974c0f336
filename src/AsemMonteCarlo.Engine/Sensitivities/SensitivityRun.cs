using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Convergence;
using Luck = AsemMonteCarlo.Sensitivity.VarianceBased.Luck;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Indices of one output.</summary>
/// <param name="Output">Name of the output.</param>
/// <param name="Indices">Its indices.</param>
/// <param name="Dropped">Rows that it could not use because a run failed.</param>
/// <param name="Scenario">Where its cases of interest lie, in words; null where none are asked for.</param>
/// <param name="Stopped">Why the study stopped where it did, in words; null where it had all its points in any case.</param>
internal sealed record OutputIndices(string Output, IReadOnlyList<SensitivityIndex> Indices, long Dropped, string? Scenario, string? Stopped = null);

/// <summary>Runs studies of sensitivity in this model or a built-in function. Rows are taken in as they come and forgotten; results do not depend on threads.</summary>
internal static class SensitivityRun
{
    // blocks that are run before they are taken in
    private const int Chunk = 64;
    // the jackknife of an estimate is not read
    private const int FewestGroups = 3;
    private const uint Tag = 0x53454E53;

    /// <summary>Runs a study.</summary>
    /// <param name="study">The study; it can be run.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="known">Outputs [replicate][output] of rows that were run before, or null for a row that was not.</param>
    /// <param name="keep">Takes each row with its outputs [replicate][output], in order; may be null.</param>
    /// <param name="progress">Called with blocks done; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<OutputIndices> Execute(SensitivityStudy study, int threads, Func<long, double[]?>? known = null, Action<long, ReadOnlyMemory<double>>? keep = null, Action<long, long>? progress = null, CancellationToken cancellation = default)
    {
        var design = SensitivityDesign.Create(study);
        int outputs = study.Outputs.Count, width = outputs * study.Design.Replicates, rows = design.RowsPerBlock;
        var blocks = Enumerable.Range(0, Chunk).Select(_ => new double[rows * width]).ToArray();
        var plan = design.StopPlan(study.Design);
        long done = 0;
        if (plan is null)
        {
            RunTo(design.Blocks);
            return [.. study.Outputs.Select((o, at) => new OutputIndices(o.Name, design.Indices(at), design.Dropped(at), design.Scenario(at)))];
        }
        // what is claimed holds for all outputs together
        double Level(double level) => 1 - (1 - level) / outputs;
        foreach (long points in plan.Looks)
        {
            RunTo(points);
            Look[] looks = [.. Enumerable.Range(0, outputs).Select(at => plan.At(points, level => design.Indices(at, Level(level))))];
            if (looks.All(l => l.Settled) || points == plan.Looks[^1])
                return [.. study.Outputs.Select((o, at) => new OutputIndices(o.Name, looks[at].Indices, design.Dropped(at), design.Scenario(at), FormattableString.Invariant($"{points:N0} points: {looks[at].Reason}")))];
        }
        throw new InvalidOperationException("a plan has a last look");

        void RunTo(long end)
        {
            for (; done < end; done += Math.Min(Chunk, end - done))
            {
                int count = (int)Math.Min(Chunk, end - done);
                long from = done;
                Parallel.For(0, count * rows, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
                {
                    long row = from * rows + i;
                    var to = blocks[i / rows].AsSpan(i % rows * width, width);
                    if (known?.Invoke(row) is { } before) before.CopyTo(to);
                    else Evaluate(study, design, row, to);
                });
                for (int i = 0; i < count; i++)
                {
                    design.Add(from + i, blocks[i]);
                    if (keep is null) continue;
                    for (int row = 0; row < rows; row++) keep((from + i) * rows + row, blocks[i].AsMemory(row * width, width));
                }
                progress?.Invoke(from + count, design.Blocks);
            }
        }
    }

    /// <summary>Takes in results of another program.</summary>
    /// <param name="study">The study.</param>
    /// <param name="results">The results.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<OutputIndices> Analyze(SensitivityStudy study, ResultsFile results, CancellationToken cancellation = default)
    {
        var design = SensitivityDesign.Create(study, results.Outputs.Count);
        int width = design.RowsPerBlock * study.Design.Replicates * results.Outputs.Count;
        for (long block = 0; block < design.Blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            design.Add(block, results.Values.AsSpan(checked((int)(block * width)), width));
        }
        return [.. results.Outputs.Select((name, at) => new OutputIndices(name, design.Indices(at), design.Dropped(at), design.Scenario(at)))];
    }

    private static void Evaluate(SensitivityStudy study, SensitivityDesign design, long row, Span<double> to)
    {
        double[] values = new double[study.Factors.Count];
        design.Row(row, values);
        for (int replicate = 0; replicate < study.Design.Replicates; replicate++)
        {
            var part = to.Slice(replicate * study.Outputs.Count, study.Outputs.Count);
            if (study.Function is { } function) part[0] = function.Evaluate(values);
            else Evaluate(study, values, Seed(study, design, row, replicate), part);
        }
    }

    // a row that shares its luck has that of the first row of its block
    private static ulong Seed(SensitivityStudy study, SensitivityDesign design, long row, int replicate)
    {
        long luck = study.Design.Luck == Luck.SharedByRows ? row / design.RowsPerBlock : row;
        var (low, high, _, _) = Philox.Words((uint)luck, (uint)(luck >> 32), (uint)replicate, Tag, study.Design.Seed);
        // studies take seeds below 2^63
        return ((ulong)high << 32 | low) >> 1;
    }

    private static void Evaluate(SensitivityStudy study, double[] values, ulong seed, Span<double> to)
    {
        ParameterSet With(ParameterSet set)
        {
            for (int i = 0; i < values.Length; i++)
            {
                var parameter = Registry.Parameters[study.Factors[i].Name];
                set = set.With(parameter, Math.Clamp(values[i], parameter.Minimum, parameter.Maximum));
            }
            return set;
        }
        // outputs share scenarios, which are changed once
        var changed = new Dictionary<Scenario, Scenario>();
        Scenario Change(Scenario scenario)
        {
            if (changed.TryGetValue(scenario, out var known)) return known;
            var one = scenario.With(With);
            return changed[scenario] = new Scenario(one.Name, one.Study with { Seed = seed }, one.Off);
        }
        Experiment[] experiments = [.. study.Outputs.Select(o => o.Experiment! with { Scenarios = [.. o.Experiment!.Scenarios.Select(Change)] })];
        // a population that cannot be has no outcomes
        if (study.Factors.Any(f => Registry.Parameters[f.Name].Group == PopulationParameters.Group) && experiments.SelectMany(e => e.Scenarios).Any(s => !StudySettings.IsPossible(s.Study.Focal)))
        {
            to.Fill(double.NaN);
            return;
        }
        var estimates = ExperimentRunner.Estimate(experiments, 1, groups: FewestGroups);
        for (int i = 0; i < to.Length; i++) to[i] = estimates[i].Value;
    }
}
