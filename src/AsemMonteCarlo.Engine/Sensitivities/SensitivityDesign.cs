using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.GivenData;
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
    public abstract IReadOnlyList<SensitivityIndex> Indices(int output);

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
        if (design.Kind == DesignKind.Morris) return new Trajectories(study, number) { Blocks = design.Points };
        if (design.Kind == DesignKind.Sample) return new Sample(study, number) { Blocks = design.Points };
        return new PickFreeze(study, number) { Blocks = design.Points };
    }

    private static string EstimandOf(DesignOptions design) => design.Replicates > 1 ? "mean" : "deterministic";

    private sealed class PickFreeze : SensitivityDesign
    {
        private readonly PickFreezeDesign design;
        private readonly SobolAnalysis analysis;
        private readonly DesignOptions options;

        public PickFreeze(SensitivityStudy study, int outputs)
        {
            options = study.Design;
            design = new PickFreezeDesign(study.Factors, options.Sampling, options.Seed, options.Randomisations, options.Both);
            analysis = new SobolAnalysis(design, new SobolOptions { Outputs = outputs, Replicates = options.Replicates, Luck = options.Luck, SecondOrder = options.SecondOrder });
        }

        public override int RowsPerBlock => design.Members;

        public override string? Warning => design.Warning(options.Points);

        public override void Row(long row, Span<double> values) => design.Row(row, values);

        public override void Add(long block, ReadOnlySpan<double> outputs) => analysis.Add(block, outputs);

        public override IReadOnlyList<SensitivityIndex> Indices(int output)
        {
            var indices = analysis.Indices(output, options.Estimator, level: options.Level);
            // the same runs answer at common luck too
            return options.Replicates > 1 && options.Luck == Luck.SharedByRows ? [.. indices, .. analysis.Indices(output, options.Estimator, Estimand.CommonLuck, options.Level)] : indices;
        }

        public override long Dropped(int output) => analysis.Dropped(output) * design.Members;
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

        public override IReadOnlyList<SensitivityIndex> Indices(int output) => estimator.Indices(output, options.Level, EstimandOf(options));

        public override long Dropped(int output) => Enumerable.Range(0, design.Groups.Count).Max(g => estimator.Measures(g, output).Dropped);
    }

    private sealed class Sample : SensitivityDesign
    {
        private readonly FactorSample sample;
        private readonly DesignOptions options;
        private readonly SensitivityStudy study;
        private readonly List<(long Block, double[] Outputs)> runs = [];
        private readonly int outputs;

        public Sample(SensitivityStudy study, int outputs)
        {
            (this.study, options, this.outputs) = (study, study.Design, outputs);
            sample = new FactorSample(study.Factors, FactorSample.Create(options.Sampling, study.Factors.Count, options.Seed, options.Randomisations));
        }

        public override int RowsPerBlock => 1;

        public override string? Warning => sample.Points.Warning(options.Points);

        public override void Row(long row, Span<double> values) => sample.Row(row, values);

        public override void Add(long block, ReadOnlySpan<double> outputs)
        {
            // replicates of a row are averaged: given-data methods then see less noise
            double[] means = new double[this.outputs];
            for (int replicate = 0; replicate < options.Replicates; replicate++)
                for (int output = 0; output < means.Length; output++) means[output] += outputs[replicate * means.Length + output] / options.Replicates;
            runs.Add((block, means));
        }

        public override IReadOnlyList<SensitivityIndex> Indices(int output)
        {
            var ordered = runs.OrderBy(r => r.Block).ToList();
            double[][] columns = [.. study.Factors.Select(_ => new double[ordered.Count])];
            double[] row = new double[columns.Length];
            for (int i = 0; i < ordered.Count; i++)
            {
                sample.Row(ordered[i].Block, row);
                for (int k = 0; k < row.Length; k++) columns[k][i] = row[k];
            }
            double[] y = [.. ordered.Select(r => r.Outputs[output])];
            string[] names = [.. study.Factors.Select(f => f.Name)];
            return [.. RankFirstOrder.Indices(names, columns, y, options.Level, estimand: EstimandOf(options), seed: options.Seed, independentRows: options.Sampling == PointKind.Random), .. Pawn.Indices(names, columns, y, seed: options.Seed, estimand: EstimandOf(options))];
        }

        public override long Dropped(int output) => runs.Count(r => !double.IsFinite(r.Outputs[output]));
    }
}
