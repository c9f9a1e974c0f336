using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Sensitivity.Screening;

/// <summary>How the luck of replicates is shared over the rows of a design.</summary>
public enum ReplicateLuck
{
    /// <summary>Replicates of different blocks share no luck.</summary>
    Independent,

    /// <summary>Replicate r has the same luck in all rows (common random numbers): a second, crossed source of error.</summary>
    Crossed,
}

/// <summary>Measures of one group of factors on one output.</summary>
/// <param name="Effects">Blocks that gave an effect.</param>
/// <param name="Dropped">Blocks whose effect was dropped, for an output that was missing, NaN, infinite or beyond 10¹⁵⁰.</param>
/// <param name="Mu">Mean effect μ, output per unit of probability; NaN for a group of several factors, whose effects have no sign.</param>
/// <param name="MuError">Standard error of <paramref name="Mu"/>; NaN where it cannot be had.</param>
/// <param name="MuDegrees">Degrees of freedom of <paramref name="MuError"/>.</param>
/// <param name="MuStar">Mean absolute effect μ*, at least 0; noise raises it where it is small.</param>
/// <param name="MuStarError">Standard error of <paramref name="MuStar"/> over blocks; it does not know of the bias at 0.</param>
/// <param name="Sigma">Standard deviation σ of the effects over blocks, with their noise; NaN like <paramref name="Mu"/>.</param>
/// <param name="SigmaSquaredCorrected">σ² without noise, unbiased and so possibly below 0; NaN without replicates.</param>
/// <param name="NoiseVariance">Variance that noise adds to one effect averaged over replicates; NaN without replicates.</param>
public readonly record struct MorrisMeasures(long Effects, long Dropped, double Mu, double MuError, double MuDegrees, double MuStar, double MuStarError, double Sigma, double SigmaSquaredCorrected, double NoiseVariance);

/// <summary>
/// One-pass estimator of μ, μ* and σ over the blocks of a <see cref="MorrisDesign"/>, any number of outputs. Sums are exact:
/// blocks in any order, on any number of threads or shards, give the same bits. Memory does not grow with the blocks.
/// </summary>
/// <remarks>Sources: Morris (1991) for μ and σ, Campolongo, Cariboni and Saltelli (2007) for μ* and groups. The corrected σ² is
/// the mean covariance of effects over blocks between different replicates; what replicates do not share, noise, has none.</remarks>
public sealed class MorrisEstimator
{
    /// <summary>
    /// Fewest effects for which an interval of μ promises its level: with 16 skewed effects, 95 % intervals were measured to
    /// cover as little as 93.3 %.
    /// </summary>
    public const int PromisingEffects = 64;

    /// <summary>Fewest replicates of crossed luck for which an interval of μ promises its level.</summary>
    public const int PromisingLucks = 8;

    private readonly Cell[] cells;

    /// <summary>An estimator without blocks.</summary>
    /// <param name="design">The design.</param>
    /// <param name="outputs">Outputs per run, at least 1.</param>
    /// <param name="replicates">Runs per design row, at least 1.</param>
    /// <param name="luck">How the luck of replicates is shared.</param>
    /// <exception cref="ArgumentOutOfRangeException">No outputs or no replicates.</exception>
    public MorrisEstimator(MorrisDesign design, int outputs = 1, int replicates = 1, ReplicateLuck luck = ReplicateLuck.Independent)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        (Design, Outputs, Replicates, Luck) = (design, outputs, replicates, luck);
        cells = new Cell[design.Groups.Count * outputs];
        for (int i = 0; i < cells.Length; i++) cells[i] = new Cell(replicates);
    }

    /// <summary>The design.</summary>
    public MorrisDesign Design { get; }

    /// <summary>Outputs per run.</summary>
    public int Outputs { get; }

    /// <summary>Runs per design row.</summary>
    public int Replicates { get; }

    /// <summary>How the luck of replicates is shared.</summary>
    public ReplicateLuck Luck { get; }

    /// <summary>Blocks added.</summary>
    public long Blocks { get; private set; }

    /// <summary>
    /// Adds one block. An effect with an output that is NaN or infinite is dropped and counted, in that output alone;
    /// a missing run is passed as NaN.
    /// </summary>
    /// <param name="block">Number of the block, at least 0; each is added once.</param>
    /// <param name="values">Outputs as [row in the block][output][replicate], rows · outputs · replicates values.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Block negative.</exception>
    public void Add(long block, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        int width = Outputs * Replicates;
        if (values.Length != Design.BlockRows * width) throw new ArgumentException($"{Design.BlockRows} rows of {width} values are needed", nameof(values));
        var steps = Design.Steps(block);
        Span<double> effects = Replicates <= 256 ? stackalloc double[Replicates] : new double[Replicates];
        for (int group = 0; group < steps.Length; group++)
        {
            var (before, after, step) = steps[group];
            for (int output = 0; output < Outputs; output++)
            {
                for (int replicate = 0; replicate < Replicates; replicate++)
                {
                    int place = output * Replicates + replicate;
                    effects[replicate] = (values[after * width + place] - values[before * width + place]) / step;
                }
                cells[group * Outputs + output].Add(effects);
            }
        }
        Blocks++;
    }

    /// <summary>Adds the blocks of another estimator of the same design.</summary>
    /// <exception cref="ArgumentException">Another design, or other outputs or replicates.</exception>
    public void Add(MorrisEstimator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool same = other.Outputs == Outputs && other.Replicates == Replicates && other.Luck == Luck && other.Design.Kind == Design.Kind && other.Design.Seed == Design.Seed
            && other.Design.Levels == Design.Levels && other.Design.Placement == Design.Placement && other.Design.Factors.SequenceEqual(Design.Factors);
        if (!same) throw new ArgumentException("only blocks of the same design, with as many outputs and replicates, are added", nameof(other));
        for (int i = 0; i < cells.Length; i++) cells[i].Add(other.cells[i]);
        Blocks += other.Blocks;
    }

    /// <summary>
    /// The estimator of stored runs in any order. Rows that are missing, and outputs that are NaN or infinite, cost the
    /// effects that need them, nothing more.
    /// </summary>
    /// <param name="design">The design.</param>
    /// <param name="rows">Design row of every run, each at most once.</param>
    /// <param name="outputs">One column per output, as long as <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit, a row twice, or a negative row.</exception>
    public static MorrisEstimator Of(MorrisDesign design, IReadOnlyList<long> rows, IReadOnlyList<IReadOnlyList<double>> outputs)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(outputs);
        foreach (var column in outputs)
            if (column.Count != rows.Count) throw new ArgumentException("every output needs one value per row", nameof(outputs));
        var estimator = new MorrisEstimator(design, outputs.Count);
        long[] keys = [.. rows];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        double[] values = new double[design.BlockRows * outputs.Count];
        for (int i = 0; i < keys.Length;)
        {
            if (keys[i] < 0) throw new ArgumentException($"design row {keys[i]} is negative", nameof(rows));
            long block = keys[i] / design.BlockRows;
            Array.Fill(values, double.NaN);
            for (; i < keys.Length && keys[i] / design.BlockRows == block; i++)
            {
                if (i > 0 && keys[i] == keys[i - 1]) throw new ArgumentException($"design row {keys[i]} occurs twice", nameof(rows));
                for (int output = 0; output < outputs.Count; output++)
                    values[(keys[i] - block * design.BlockRows) * outputs.Count + output] = outputs[output][order[i]];
            }
            estimator.Add(block, values);
        }
        return estimator;
    }

    /// <summary>Measures of one group on one output.</summary>
    /// <param name="group">Group, in the order of <see cref="MorrisDesign.Groups"/>.</param>
    /// <param name="output">Output.</param>
    /// <exception cref="ArgumentOutOfRangeException">Group or output out of range.</exception>
    public MorrisMeasures Measures(int group, int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, Design.Groups.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs);
        return cells[group * Outputs + output].Measures(Design.Members[group].Count == 1, Luck);
    }

    /// <summary>
    /// Rows of the tidy table for one output: <c>mu</c> with a Student interval, whose level is promised from
    /// <see cref="PromisingEffects"/> effects (and <see cref="PromisingLucks"/> crossed lucks) on; <c>mu_star</c> with ends but no promised
    /// level, for noise biases it where it is small; <c>sigma</c>, and with replicates <c>sigma_squared_corrected</c>, without interval.
    /// </summary>
    /// <param name="output">Output.</param>
    /// <param name="level">Coverage of intervals, in (0, 1).</param>
    /// <param name="estimand">As in <see cref="SensitivityIndex.Estimand"/>: what the runs are, as to noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">Output or level out of range.</exception>
    public IReadOnlyList<SensitivityIndex> Indices(int output = 0, double level = 0.95, string estimand = "deterministic")
    {
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "a level lies between 0 and 1");
        string estimator = Design.Kind == MorrisKind.Trajectory ? "trajectory" : "radial";
        long runs = Blocks * Design.BlockRows * Replicates;
        var list = new List<SensitivityIndex>();
        for (int group = 0; group < Design.Groups.Count; group++)
        {
            var m = Measures(group, output);
            SensitivityIndex Row(string index, double estimate, double half, double coverage) =>
                new("morris", index, estimator, estimand, [Design.Groups[group]], estimate, estimate - half, estimate + half, coverage, runs, Design.Seed);
            double half = double.IsNaN(m.MuError) || m.MuDegrees < 2 ? double.NaN : Quantiles.Student(level, m.MuDegrees) * m.MuError;
            double starHalf = m.Effects < 3 ? double.NaN : Quantiles.Student(level, m.Effects - 1) * m.MuStarError;
            bool promised = !double.IsNaN(half) && m.Effects >= PromisingEffects && (Luck == ReplicateLuck.Independent || Replicates == 1 || Replicates >= PromisingLucks);
            list.Add(Row("mu", m.Mu, half, promised ? level : double.NaN));
            list.Add(Row("mu_star", m.MuStar, starHalf, double.NaN));
            list.Add(Row("sigma", m.Sigma, double.NaN, double.NaN));
            if (Replicates > 1) list.Add(Row("sigma_squared_corrected", m.SigmaSquaredCorrected, double.NaN, double.NaN));
        }
        return list;
    }

    private sealed class Cell(int replicates)
    {
        private readonly UnboundedSum sum = new(), absolute = new(), square = new();
        private readonly UnboundedSum? replicateSquare = replicates > 1 ? new() : null;
        private readonly UnboundedSum[] ofReplicate = replicates > 1 ? [.. Enumerable.Range(0, replicates).Select(_ => new UnboundedSum())] : [];
        private long count, dropped;

        public void Add(ReadOnlySpan<double> effects)
        {
            double mean = 0;
            bool usable = true;
            foreach (double effect in effects)
            {
                mean += effect;
                usable &= Math.Abs(effect) < 1e150; // its square is finite
            }
            mean /= replicates;
            if (!usable)
            {
                dropped++;
                return;
            }
            count++;
            sum.Add(mean);
            absolute.Add(Math.Abs(mean));
            square.AddSquare(mean);
            for (int replicate = 0; replicate < ofReplicate.Length; replicate++)
            {
                ofReplicate[replicate].Add(effects[replicate]);
                replicateSquare!.AddSquare(effects[replicate]);
            }
        }

        public void Add(Cell other)
        {
            count += other.count;
            dropped += other.dropped;
            sum.Add(other.sum);
            absolute.Add(other.absolute);
            square.Add(other.square);
            for (int replicate = 0; replicate < ofReplicate.Length; replicate++) ofReplicate[replicate].Add(other.ofReplicate[replicate]);
            if (replicateSquare is not null) replicateSquare.Add(other.replicateSquare!);
        }

        public MorrisMeasures Measures(bool signed, ReplicateLuck luck)
        {
            if (count == 0) return new(0, dropped, double.NaN, double.NaN, 0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
            var total = sum.Value;
            double mean = total.Value / count, star = absolute.Value.Value / count;
            double variance = TwoDoubles.Variance(count, total, square.Value);
            double starError = Math.Sqrt(TwoDoubles.Variance(count, absolute.Value, square.Value) / count);
            double corrected = double.NaN, noise = double.NaN, error = Math.Sqrt(variance / count), degrees = count - 1;
            if (replicates > 1)
            {
                // two-way layout of blocks by replicates: residual, and what replicates share over blocks
                var squares = square.Value * replicates;
                double ofReplicates = ReplicateSquares(total);
                double within = Math.Max(0, (replicateSquare!.Value - squares).Value);
                double residual = count < 2 ? double.NaN : Math.Max(0, within - ofReplicates) / (count - 1) / (replicates - 1);
                noise = residual / replicates;
                corrected = variance - noise;
                if (luck == ReplicateLuck.Crossed)
                {
                    double shared = Math.Max(0, (ofReplicates / (replicates - 1) - residual) / count / replicates), own = variance / count;
                    error = replicates < 3 ? double.NaN : Math.Sqrt(own + shared);
                    degrees = own + shared == 0 ? count - 1 : (own + shared) * (own + shared) / (own * own / (count - 1) + shared * shared / (replicates - 1));
                }
            }
            return signed
                ? new(count, dropped, mean, count < 3 ? double.NaN : error, degrees, star, starError, Math.Sqrt(variance), corrected, noise)
                : new(count, dropped, double.NaN, double.NaN, degrees, star, starError, double.NaN, double.NaN, double.NaN);
        }

        // Σ over replicates of blocks · (mean of the replicate − mean)²
        private double ReplicateSquares(TwoDoubles total)
        {
            double squares = 0, mean = total.Value / count;
            foreach (var one in ofReplicate)
            {
                double difference = one.Value.Value / count - mean;
                squares += count * difference * difference;
            }
            return squares;
        }
    }
}
