using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Sensitivity.Screening;

/// <summary>How the rows of one elementary-effects block follow each other.</summary>
public enum MorrisKind
{
    /// <summary>Every row moves one more group, in random order, on a grid of levels (Morris 1991).</summary>
    Trajectory,

    /// <summary>Every row moves one group away from the same first row (Campolongo, Saltelli and Cariboni 2011).</summary>
    Radial,
}

/// <summary>Where the levels of trajectories lie on the unit scale.</summary>
public enum MorrisLevels
{
    /// <summary>k/(p − 1), so 0 and 1 are levels (Morris 1991): the ends of the distribution must be finite.</summary>
    Ends,

    /// <summary>(k + ½)/p, the middles of p equally probable cells: also for distributions without ends.</summary>
    CellMiddles,
}

/// <summary>
/// Design of elementary effects: blocks of g + 1 rows for g groups of factors, every value a pure function of row, column and
/// seed. N blocks are the first half of 2N, so a design extends by doubling.
/// </summary>
/// <remarks>Sources: Morris (1991, Factorial sampling plans for preliminary computational experiments, Technometrics 33) for
/// trajectories with Δ = p/(2(p − 1)); Campolongo, Cariboni and Saltelli (2007, An effective screening design for sensitivity
/// analysis of large models) for groups; Campolongo, Saltelli and Cariboni (2011, From screening to quantitative sensitivity
/// analysis) for radial blocks. Trajectories optimised for spread are not offered: they do not extend.</remarks>
public sealed class MorrisDesign
{
    /// <summary>Name of the factor that the model does not read.</summary>
    public const string DummyName = "dummy";

    // third words of the counter: a stream of its own for every use
    private const uint BaseStream = 0x4D4F0001, StepStream = 0x4D4F0002, OrderStream = 0x4D4F0003;

    private readonly Func<long, int, double>? points;
    private readonly int[] groupOf;

    private MorrisDesign(MorrisKind kind, IReadOnlyList<Factor> factors, ulong seed, int levels, MorrisLevels placement, bool dummy, Func<long, int, double>? points)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count == 0) throw new ArgumentException("at least one factor is needed", nameof(factors));
        if (dummy) factors = [.. factors, new Factor(DummyName, Distribution.Uniform(0, 1))];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var factor in factors)
            if (!names.Add(factor.Name)) throw new ArgumentException($"factor {factor.Name} is declared twice", nameof(factors));
        (Kind, Factors, Seed, Levels, Placement, this.points) = (kind, [.. factors], seed, levels, placement, points);
        var groups = new List<string>();
        var members = new List<List<int>>();
        var alone = new HashSet<string>(factors.Where(f => f.Group is null).Select(f => f.Name), StringComparer.Ordinal);
        groupOf = new int[factors.Count];
        for (int column = 0; column < factors.Count; column++)
        {
            var factor = factors[column];
            if (factor.Group is not null && alone.Contains(factor.Group)) throw new ArgumentException($"{factor.Group} names a factor and a group", nameof(factors));
            int group = factor.Group is null ? -1 : groups.IndexOf(factor.Group);
            if (group < 0)
            {
                group = groups.Count;
                string name = factor.Group ?? factor.Name;
                groups.Add(name);
                members.Add([]);
            }
            groupOf[column] = group;
            members[group].Add(column);
        }
        Groups = groups;
        Members = [.. members];
    }

    /// <summary>Random trajectories over p levels with the step Δ that makes all levels equally probable.</summary>
    /// <param name="factors">Factors; those of one group move together.</param>
    /// <param name="seed">Seed; 0 is one like any other.</param>
    /// <param name="levels">Levels p, even, in [2, 1024].</param>
    /// <param name="placement">Where the levels lie.</param>
    /// <param name="dummy">Whether to append a factor that the model does not read; its effects show the noise.</param>
    /// <exception cref="ArgumentException">No factors, names that are not unique, or a factor without ends with <see cref="MorrisLevels.Ends"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Levels odd or out of range.</exception>
    public static MorrisDesign Trajectories(IReadOnlyList<Factor> factors, ulong seed, int levels = 4, MorrisLevels placement = MorrisLevels.Ends, bool dummy = false)
    {
        if (levels < 2 || levels > 1024 || levels % 2 != 0) throw new ArgumentOutOfRangeException(nameof(levels), levels, "levels are even, from 2 to 1024");
        var design = new MorrisDesign(MorrisKind.Trajectory, factors, seed, levels, placement, dummy, null);
        foreach (var factor in design.Factors)
            if (placement == MorrisLevels.Ends && !(double.IsFinite(factor.Distribution.Minimum) && double.IsFinite(factor.Distribution.Maximum)))
                throw new ArgumentException($"{factor.Name} has no ends that could be levels: use {nameof(MorrisLevels.CellMiddles)}", nameof(factors));
        return design;
    }

    /// <summary>
    /// Radial blocks: a random first row, then one row per group with that group's values from a second point. The second
    /// point lies at least a quarter of the unit circle away in every factor, so no effect is a difference over a tiny step.
    /// </summary>
    /// <param name="factors">Factors; those of one group move together.</param>
    /// <param name="seed">Seed; 0 is one like any other.</param>
    /// <param name="points">Own points in [0, 1) by block and column, 2d columns (first row, then second point), such as a
    /// Sobol' sequence; null for random ones. It must be a pure function.</param>
    /// <param name="dummy">Whether to append a factor that the model does not read.</param>
    /// <exception cref="ArgumentException">No factors, or names that are not unique.</exception>
    public static MorrisDesign Radial(IReadOnlyList<Factor> factors, ulong seed, Func<long, int, double>? points = null, bool dummy = false) =>
        new(MorrisKind.Radial, factors, seed, 0, MorrisLevels.Ends, dummy, points);

    /// <summary>Trajectories or radial blocks.</summary>
    public MorrisKind Kind { get; }

    /// <summary>The factors, one column each, with the dummy last if there is one.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>Names of the groups, in the order of their first factor; a factor without group is one by itself.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Columns of every group.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Members { get; }

    /// <summary>Seed.</summary>
    public ulong Seed { get; }

    /// <summary>Levels p; 0 for radial blocks.</summary>
    public int Levels { get; }

    /// <summary>Where levels lie.</summary>
    public MorrisLevels Placement { get; }

    /// <summary>Rows of one block, groups + 1.</summary>
    public int BlockRows => Groups.Count + 1;

    /// <summary>Step of trajectories on the unit scale: p/(2(p − 1)) between ends, ½ between middles; NaN for radial blocks.</summary>
    public double Delta => Kind == MorrisKind.Radial ? double.NaN : Levels / 2 / Span;

    private double Span => Placement == MorrisLevels.Ends ? Levels - 1 : Levels;

    /// <summary>Rows of a number of blocks.</summary>
    public long Rows(long blocks) => checked(blocks * BlockRows);

    /// <summary>One value on the unit scale.</summary>
    /// <param name="row">Row, at least 0: block · <see cref="BlockRows"/> + row in the block.</param>
    /// <param name="column">Column, in [0, factors).</param>
    /// <exception cref="ArgumentOutOfRangeException">Row or column out of range.</exception>
    public double Unit(long row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Factors.Count);
        var (block, within) = Math.DivRem(row, BlockRows);
        int group = groupOf[column];
        bool moved = Kind == MorrisKind.Radial ? within == group + 1 : Turn(block, group) < within;
        return moved ? Second(block, column) : First(block, column);
    }

    /// <summary>One row in the units of the factors.</summary>
    /// <param name="row">Row, at least 0.</param>
    /// <param name="values">One value per factor, overwritten.</param>
    /// <exception cref="ArgumentException">The length is not the number of factors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Row negative.</exception>
    public void Fill(long row, Span<double> values)
    {
        FillUnit(row, values);
        for (int column = 0; column < values.Length; column++) values[column] = Factors[column].Distribution.Quantile(values[column]);
    }

    /// <summary>One row on the unit scale.</summary>
    /// <param name="row">Row, at least 0.</param>
    /// <param name="values">One value per factor, overwritten.</param>
    /// <exception cref="ArgumentException">The length is not the number of factors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Row negative.</exception>
    public void FillUnit(long row, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        if (values.Length != Factors.Count) throw new ArgumentException("one value per factor is needed", nameof(values));
        var (block, within) = Math.DivRem(row, BlockRows);
        Span<bool> moved = stackalloc bool[Math.Min(Groups.Count, 1024)];
        if (moved.Length < Groups.Count) moved = new bool[Groups.Count];
        moved.Clear();
        if (Kind == MorrisKind.Radial)
        {
            if (within > 0) moved[(int)within - 1] = true;
        }
        else
        {
            int[] order = Order(block);
            for (int turn = 0; turn < within; turn++) moved[order[turn]] = true;
        }
        for (int column = 0; column < values.Length; column++) values[column] = moved[groupOf[column]] ? Second(block, column) : First(block, column);
    }

    /// <summary>For every group of a block: the row before its move, the row after, and the step on the unit scale.</summary>
    internal MorrisStep[] Steps(long block)
    {
        var steps = new MorrisStep[Groups.Count];
        int[]? order = Kind == MorrisKind.Trajectory ? Order(block) : null;
        for (int turn = 0; turn < steps.Length; turn++)
        {
            int group = order?[turn] ?? turn;
            var columns = Members[group];
            double step = 0;
            foreach (int column in columns)
            {
                double move = Second(block, column) - First(block, column);
                step += columns.Count == 1 ? move : Math.Abs(move) / columns.Count;
            }
            steps[group] = new MorrisStep(order is null ? 0 : turn, turn + 1, step);
        }
        return steps;
    }

    private double First(long block, int column)
    {
        if (Kind == MorrisKind.Radial) return points?.Invoke(block, column) ?? Uniform(block, column, BaseStream);
        return Level(LevelOf(block, column));
    }

    private double Second(long block, int column)
    {
        if (Kind == MorrisKind.Trajectory)
        {
            int level = LevelOf(block, column);
            return Level(level < Levels / 2 ? level + Levels / 2 : level - Levels / 2);
        }
        if (points is not null) return points(block, Factors.Count + column);
        double away = First(block, column) + 0.25 + 0.5 * Uniform(block, column, StepStream);
        return away >= 1 ? away - 1 : away;
    }

    private double Level(int level) => (Placement == MorrisLevels.Ends ? level : level + 0.5) / Span;

    private int LevelOf(long block, int column) =>
        (int)((ulong)Philox.Words((uint)block, (uint)(block >> 32), (uint)column, BaseStream, Seed).X0 * (ulong)Levels >> 32);

    private double Uniform(long block, int column, uint stream)
    {
        var (high, low, _, _) = Philox.Words((uint)block, (uint)(block >> 32), (uint)column, stream, Seed);
        return ((((ulong)high << 32 | low) >> 12) + 0.5) * (1.0 / (1L << 52));
    }

    private ulong OrderKey(long block, int group) =>
        (ulong)Philox.Words((uint)block, (uint)(block >> 32), (uint)group, OrderStream, Seed).X0 << 32 | (uint)group;

    private int Turn(long block, int group)
    {
        ulong own = OrderKey(block, group);
        int turn = 0;
        for (int other = 0; other < Groups.Count; other++)
            if (OrderKey(block, other) < own) turn++;
        return turn;
    }

    private int[] Order(long block)
    {
        var keys = new ulong[Groups.Count];
        for (int group = 0; group < keys.Length; group++) keys[group] = OrderKey(block, group);
        Array.Sort(keys);
        return Array.ConvertAll(keys, key => (int)(uint)key);
    }
}

/// <summary>One move of a group within a block.</summary>
internal readonly record struct MorrisStep(int Before, int After, double Step);
