using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Coalitions;
using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Scenarios;
using AsemMonteCarlo.Sensitivity.Screening;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>A design with the analysis of its runs: blocks of rows that are run and taken in together.</summary>
internal abstract class SensitivityDesign
{
    /// <summary>Blocks: points or trajectories.</summary>
    public required long Blocks { get; init; }

    /// <summary>Rows of a block.</summary>
    public abstract int RowsPerBlock { get; }

    /// <summary>Rows of the whole design.</summary>
    public long Rows => checked(Blocks * RowsPerBlock);

    /// <summary>What is wrong with the number of points, or null.</summary>
    public virtual string? Warning => null;

    /// <summary>Values of the factors in a row.</summary>
    /// <param name="row">Row, from 0: block · <see cref="RowsPerBlock"/> + row in the block.</param>
    /// <param name="values">One place per factor.</param>
    public abstract void Row(long row, Span<double> values);

    /// <summary>Takes in the runs of a block.</summary>
    /// <param name="block">The block; each once.</param>
    /// <param name="outputs">[row in the block][replicate][output]; NaN where a run failed.</param>
    public abstract void Add(long block, ReadOnlySpan<double> outputs);

    /// <summary>The indices of an output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="level">Coverage of intervals; the study's where it is not given.</param>
    public abstract IReadOnlyList<SensitivityIndex> Indices(int output, double? level = null);

    /// <summary>The points behind the rows; null where a study cannot stop by their intervals.</summary>
    public virtual PointSet? Points => null;

    /// <summary>When the study looks and whether it stops; null where it has all its points in any case.</summary>
    /// <param name="design">How the study is laid out.</param>
    /// <exception cref="ArgumentException">The plan does not fit the points.</exception>
    public StopPlan? StopPlan(DesignOptions design)
    {
        if (design.Stop is not { } stop) return null;
        string? index = stop.Rule == StopRule.Index ? null : design.Kind == DesignKind.Chains ? "shapley" : "total";
        return new(stop.Rule, stop.Tolerance, Points!, stop.First, design.Points, design.Level, index);
    }

    /// <summary>Rows of a block that are plain draws from the factors' distributions, from which methods on given data can learn.</summary>
    public virtual IReadOnlyList<int> PlainRows => [];

    /// <summary>Where the cases of interest of an output lie; null where none are asked for.</summary>
    public virtual FoundBox? Box(int output) => null;

    /// <summary>Numbers of blocks, doubling up to the whole design, at which indices are written down to show how they settle; none where methods on given data take too long for that.</summary>
    public virtual IReadOnlyList<long> Course
    {
        get
        {
            const int most = 6;
            long first = Points is { RowsAreIndependent: false } points ? 4L * points.Randomisations : 8;
            var looks = new List<long>();
            for (long blocks = first; blocks < Blocks; blocks *= 2) looks.Add(blocks);
            return looks.TakeLast(most).ToList();
        }
    }

    /// <summary>Rows that an output could not use because a run failed.</summary>
    public abstract long Dropped(int output);

    /// <summary>The design of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="outputs">Outputs; those of the study unless another number is given.</param>
    /// <exception cref="ArgumentException">It cannot be laid out; the message says why.</exception>
    public static SensitivityDesign Create(SensitivityStudy study, int? outputs = null)
    {
        int number = outputs ?? Math.Max(1, study.Outputs.Count);
        var design = study.Design;
        return design.Kind == DesignKind.Morris ? new Trajectories(study, number) { Blocks = design.Points }
            : design.Kind == DesignKind.Sample ? Sample.OfPoints(study, number)
            : design.Kind == DesignKind.Grid ? Sample.OfGrid(study, number)
            : design.Kind == DesignKind.Coalitions ? new Switches(study, number) { Blocks = design.Points }
            : design.Kind == DesignKind.Chains ? TwoSamples.Chains(study, number)
            : design.Kind == DesignKind.Mixtures ? TwoSamples.Mixtures(study, number)
            : TwoSamples.PickFreeze(study, number);
    }

    private static string EstimandOf(DesignOptions design) => design.Replicates > 1 ? "mean" : "deterministic";

    /// <summary>A design of the two samples A and B, with the analysis of its kind.</summary>
    private sealed class TwoSamples(TwoSampleDesign design, long points, Action<long, ReadOnlySpan<double>> add, Func<int, double?, IReadOnlyList<SensitivityIndex>> indices, Func<int, long> dropped) : SensitivityDesign
    {
        public override int RowsPerBlock => design.Members;

        public override string? Warning => design.Warning(points);

        public override PointSet? Points => design.Points;

        // A, and B: the second row, or what a chain or all mixtures end with
        public override IReadOnlyList<int> PlainRows => [0, design is PickFreezeDesign ? 1 : design.Members - 1];

        public override void Row(long row, Span<double> values) => design.Row(row, values);

        public override void Add(long block, ReadOnlySpan<double> outputs) => add(block, outputs);

        public override IReadOnlyList<SensitivityIndex> Indices(int output, double? level = null) => indices(output, level);

        public override long Dropped(int output) => dropped(output) * design.Members;

        public static TwoSamples PickFreeze(SensitivityStudy study, int outputs)
        {
            var options = study.Design;
            var design = new PickFreezeDesign(study.Factors, options.Sampling, options.Seed, options.Randomisations, options.Both);
            var analysis = new SobolAnalysis(design, new SobolOptions { Outputs = outputs, Replicates = options.Replicates, Luck = options.Luck, SecondOrder = options.SecondOrder });
            IReadOnlyList<SensitivityIndex> About(int output, Estimand? estimand, double? level) => analysis.Indices(output, options.Estimator, estimand, level ?? options.Level);
            // with common luck the same runs answer at common luck too
            bool both = options.Replicates > 1 && options.Luck == Luck.SharedByRows;
            return new TwoSamples(design, options.Points, analysis.Add, (output, level) => both ? [.. About(output, null, level), .. About(output, Estimand.CommonLuck, level)] : About(output, null, level), analysis.Dropped) { Blocks = options.Points };
        }

        public static TwoSamples Chains(SensitivityStudy study, int outputs)
        {
            var options = study.Design;
            var design = new ChainDesign(study.Factors, options.Sampling, options.Seed, options.Randomisations);
            var analysis = new ChainAnalysis(design, Options(options, outputs));
            return new TwoSamples(design, options.Points, analysis.Add, (output, level) => analysis.Indices(output, level: level ?? options.Level), analysis.Dropped) { Blocks = options.Points };
        }

        public static TwoSamples Mixtures(SensitivityStudy study, int outputs)
        {
            var options = study.Design;
            var design = new MixtureDesign(study.Factors, options.Sampling, options.Seed, options.Randomisations);
            var analysis = new MixtureIndexAnalysis(design, Options(options, outputs));
            return new TwoSamples(design, options.Points, analysis.Add, (output, level) => analysis.Indices(output, level: level ?? options.Level), analysis.Dropped) { Blocks = options.Points };
        }

        private static MixtureOptions Options(DesignOptions options, int outputs) => new() { Outputs = outputs, Replicates = options.Replicates, Luck = options.Luck };
    }

    private sealed class Trajectories : SensitivityDesign
    {
        private readonly MorrisDesign design;
        private readonly MorrisEstimator estimator;
        private readonly DesignOptions options;
        private readonly int outputs;

        public Trajectories(SensitivityStudy study, int outputs)
        {
            (options, this.outputs) = (study.Design, outputs);
            bool hasEnds = study.Factors.All(f => double.IsFinite(f.Distribution.Minimum) && double.IsFinite(f.Distribution.Maximum));
            design = MorrisDesign.Trajectories(study.Factors, options.Seed, placement: hasEnds ? MorrisLevels.Ends : MorrisLevels.CellMiddles);
            estimator = new MorrisEstimator(design, outputs, options.Replicates);
        }

        public override int RowsPerBlock => design.BlockRows;

        public override void Row(long row, Span<double> values) => design.Fill(row, values);

        public override void Add(long block, ReadOnlySpan<double> outputs)
        {
            double[] turned = new double[outputs.Length];
            int replicates = options.Replicates;
            for (int row = 0; row < design.BlockRows; row++)
                for (int replicate = 0; replicate < replicates; replicate++)
                    for (int output = 0; output < this.outputs; output++) turned[(row * this.outputs + output) * replicates + replicate] = outputs[(row * replicates + replicate) * this.outputs + output];
            estimator.Add(block, turned);
        }

        public override IReadOnlyList<SensitivityIndex> Indices(int output, double? level = null) => estimator.Indices(output, level ?? options.Level, EstimandOf(options));

        public override long Dropped(int output) => Enumerable.Range(0, design.Groups.Count).Max(g => estimator.Measures(g, output).Dropped);
    }

    /// <summary>All combinations of switches.</summary>
    private sealed class Switches(SensitivityStudy study, int outputs) : SensitivityDesign
    {
        private readonly CoalitionDesign design = new(study.Factors, study.Design.Seed);
        private readonly int replicates = study.Design.Replicates;
        private CoalitionAnalysis? analysis;

        public override int RowsPerBlock => design.Members;

        private CoalitionAnalysis Analysis => analysis ??= new CoalitionAnalysis(design, outputs);

        public override void Row(long row, Span<double> values) => design.Row(row, values);

        public override void Add(long block, ReadOnlySpan<double> outputsOfBlock)
        {
            // the mean over replicates is one luck more averaged over
            double[] means = new double[design.Members * outputs];
            for (int i = 0; i < means.Length; i++)
                for (int r = 0; r < replicates; r++) means[i] += outputsOfBlock[(i / outputs * replicates + r) * outputs + i % outputs] / replicates;
            Analysis.Add(means);
        }

        public override IReadOnlyList<SensitivityIndex> Indices(int output, double? level = null) => Analysis.Indices(output, level ?? study.Design.Level);

        public override long Dropped(int output) => Analysis.Dropped(output) * design.Members;
    }

    /// <summary>Rows that methods on given data learn from: points, or a grid.</summary>
    private sealed class Sample(SensitivityStudy study, int outputs, Sample.RowOf rowOf, string? warning, IReadOnlyList<int> plain) : SensitivityDesign
    {
        private readonly DesignOptions options = study.Design;
        private readonly List<(long Block, double[] Outputs)> runs = [];

        public delegate void RowOf(long row, Span<double> values);

        public static Sample OfPoints(SensitivityStudy study, int outputs)
        {
            var options = study.Design;
            var sample = new FactorSample(study.Factors, FactorSample.Create(options.Sampling, study.Factors.Count, options.Seed, options.Randomisations));
            return new Sample(study, outputs, sample.Row, sample.Points.Warning(options.Points), [0]) { Blocks = options.Points };
        }

        public static Sample OfGrid(SensitivityStudy study, int outputs)
        {
            const long most = 1L << 31;
            double rows = Math.Pow(study.Design.Levels, study.Factors.Count);
            if (rows > most) throw new ArgumentException(FormattableString.Invariant($"{study.Design.Levels} values of each of {study.Factors.Count} factors have {rows:G3} combinations; a grid is for at most {most:N0}: take fewer factors or levels"));
            var grid = new FactorialGrid(study.Factors, study.Design.Levels);
            return new Sample(study, outputs, grid.Row, null, []) { Blocks = grid.Rows };
        }

        public override int RowsPerBlock => 1;

        public override string? Warning => warning;

        public override IReadOnlyList<int> PlainRows => plain;

        public override void Row(long row, Span<double> values) => rowOf(row, values);

        public override void Add(long block, ReadOnlySpan<double> outputsOfRow)
        {
            // replicates of a row are averaged: given-data methods then see less noise
            double[] means = new double[outputs];
            for (int replicate = 0; replicate < options.Replicates; replicate++)
                for (int output = 0; output < means.Length; output++) means[output] += outputsOfRow[replicate * means.Length + output] / options.Replicates;
            runs.Add((block, means));
        }

        public override IReadOnlyList<SensitivityIndex> Indices(int output, double? level = null)
        {
            var (columns, y, ids) = Columns(output);
            string[] names = [.. study.Factors.Select(f => f.Name)];
            string estimand = EstimandOf(options);
            // replicates were averaged as they came: what noise is left counts as variance
            var data = new GivenDataIndices(study.Factors, columns, y, 0);
            var indices = new List<SensitivityIndex>(data.Rank(options, estimand));
            // a surrogate learns from draws; between the values of a grid it would guess
            if (plain.Count > 0 && data.Surrogate() is { } surrogate) indices.AddRange(surrogate.Indices(estimand, options.Seed));
            indices.AddRange(Pawn.Indices(names, columns, y, seed: options.Seed, estimand: estimand));
            if (Cases(output) is not var (low, high)) return indices;
            double[] weights = [.. y.Select(v => double.IsFinite(v) ? v >= low && v <= high ? 1 : 0 : double.NaN)];
            indices.AddRange(RegionalSensitivity.Indices(names, columns, weights, estimand: estimand, seed: options.Seed));
            if (Find(output, columns, y, ids) is { } box) indices.AddRange(box.Indices(Scenarios, estimand, options.Seed));
            return indices;
        }

        public override FoundBox? Box(int output)
        {
            if (Cases(output) is null) return null;
            var (columns, y, ids) = Columns(output);
            if (Find(output, columns, y, ids) is not { } box) return new FoundBox("there are too few rows with and without cases to look for conditions", []);
            if (box.Box.Restrictions.Count == 0) return new FoundBox("no condition tells cases from the rest", []);
            BoxCondition[] conditions = [.. box.Box.Restrictions.Select(r => Condition(r, columns[r.Factor]))];
            string where = string.Join(" and ", box.Box.Restrictions.Zip(conditions, (r, c) => new ScenarioBox([r]).Describe(Scenarios, BoxCondition.Digits) + Share(r, c.Share)));
            return new FoundBox(FormattableString.Invariant($"where {where}: {box.Density.Value:P0} of the rows are cases (of all rows {box.HeldOut.Cases / (double)Math.Max(1, box.HeldOut.Rows):P0}), and {box.Coverage.Value:P0} of all cases lie there, told by the half of the rows that did not make the box"), conditions);
        }

        public override IReadOnlyList<long> Course => [];

        private BoxCondition Condition(Restriction restriction, double[] column)
        {
            var factor = Scenarios[restriction.Factor];
            return new(study.Factors[restriction.Factor].Name, factor.Name, factor.Unit ?? "", restriction.Low, restriction.High, column.Min(), column.Max(), column.Count(v => v < restriction.Low) / (double)column.Length, column.Count(restriction.Allows) / (double)column.Length);
        }

        // how much of what was tried a condition leaves, so that a number in a unit of its own can be read
        private static string Share(Restriction restriction, double share)
        {
            bool isUpper = double.IsPositiveInfinity(restriction.High), isLower = double.IsNegativeInfinity(restriction.Low);
            return restriction.Excluded.Count > 0 ? "" : FormattableString.Invariant($" ({(isUpper && !isLower ? "the upper " : isLower && !isUpper ? "the lower " : "")}{share:P0} of what was tried)");
        }

        private ScenarioFactor[] Scenarios => [.. study.Factors.Select(Words)];

        // the study's words for a factor, else the model's, else its name
        private ScenarioFactor Words(Factor factor)
        {
            var target = study.IsOwn ? FactorTarget.All[factor.Name] : null;
            string? unit = target is null or { Unit: "1" } ? null : target.Unit;
            return new(study.Labels.GetValueOrDefault(factor.Name) ?? target?.Words ?? factor.Name, Unit: unit);
        }

        private (double Low, double High)? Cases(int output) => output < study.Outputs.Count ? study.Outputs[output].Cases : null;

        private PrimResult? Find(int output, double[][] columns, double[] y, long[] ids)
        {
            const int fewest = 20;
            var (low, high) = Cases(output)!.Value;
            int cases = y.Count(v => v >= low && v <= high), others = y.Count(double.IsFinite) - cases;
            return cases < fewest || others < fewest ? null : Prim.Find(Scenarios, columns, y, low, high, ids);
        }

        private (double[][] Columns, double[] Output, long[] Ids) Columns(int output)
        {
            var ordered = runs.OrderBy(r => r.Block).ToList();
            double[][] columns = [.. study.Factors.Select(_ => new double[ordered.Count])];
            double[] row = new double[columns.Length];
            for (int i = 0; i < ordered.Count; i++)
            {
                rowOf(ordered[i].Block, row);
                for (int k = 0; k < row.Length; k++) columns[k][i] = row[k];
            }
            return (columns, [.. ordered.Select(r => r.Outputs[output])], [.. ordered.Select(r => r.Block)]);
        }

        public override long Dropped(int output) => runs.Count(r => !double.IsFinite(r.Outputs[output]));
    }
}
