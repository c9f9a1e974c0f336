using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>
/// A design whose rows mix two independent samples A and B of the factors, group by group. Rows come in blocks, one block of
/// <see cref="Members"/> rows for each point; row number = point · members + member. Every row is a pure function of its number and
/// the seed, and N points are the first N of 2N.
/// </summary>
public abstract class TwoSampleDesign
{
    private readonly int[] groupOf;
    private readonly Distribution[] distributions;

    private protected TwoSampleDesign(string name, IReadOnlyList<Factor> factors, PointKind kind, ulong seed, int randomisations)
    {
        if (factors.Count == 0) throw new ArgumentException("a design needs a factor", nameof(factors));
        if (factors.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() != factors.Count) throw new ArgumentException("factors need different names", nameof(factors));
        Name = name;
        Factors = [.. factors];
        string[] groups = [.. factors.Select(f => f.Group ?? f.Name)];
        string[] different = [.. groups.Distinct(StringComparer.Ordinal)];
        (Groups, distributions) = (different, [.. factors.Select(f => f.Distribution)]);
        // a factor by itself must not slip into a group that happens to be called like it
        if (factors.Any(f => f.Group is not null && factors.Any(g => g.Group is null && g.Name == f.Group))) throw new ArgumentException("a group has the name of a factor outside it", nameof(factors));
        groupOf = [.. groups.Select(g => Array.IndexOf(different, g))];
        Points = FactorSample.Create(kind, 2 * factors.Count, seed, randomisations);
    }

    /// <summary>Name of the kind, as in lists.</summary>
    public string Name { get; }

    /// <summary>The factors, one per value of a row.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>Names of what is judged: groups, and factors without a group, in order of appearance.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>
    /// Points behind A and B: columns 2i and 2i + 1 are factor i of A and of B. On Sobol' points that is up to twice as accurate as A
    /// in the first half of the columns and B in the second, as the first factors then have both samples in the best columns.
    /// </summary>
    public PointSet Points { get; }

    /// <summary>Seed of the points.</summary>
    public ulong Seed => Points.Seed;

    /// <summary>Rows, and so runs of the model, per point.</summary>
    public abstract int Members { get; }

    /// <summary>What is wrong with a number of points, in words; null where nothing is.</summary>
    /// <param name="points">Number of points, at least 1.</param>
    public string? Warning(long points) => Points.Warning(points);

    /// <summary>Values of one row.</summary>
    /// <param name="row">Number of the row, from 0.</param>
    /// <param name="values">One place per factor.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Row(long row, Span<double> values)
    {
        if (values.Length != Factors.Count) throw new ArgumentException($"{Factors.Count} values are needed", nameof(values));
        double[] samples = new double[2 * Factors.Count];
        Samples(row / Members, samples);
        Compose(row / Members, (int)(row % Members), samples.AsSpan(0, Factors.Count), samples.AsSpan(Factors.Count), values);
    }

    /// <summary>Values of all rows of one point, one row behind the other.</summary>
    /// <param name="point">Point, from 0.</param>
    /// <param name="values"><see cref="Members"/> times as many places as factors.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Block(long point, Span<double> values)
    {
        int d = Factors.Count;
        if (values.Length != Members * d) throw new ArgumentException($"{Members * d} values are needed", nameof(values));
        Span<double> samples = d <= 128 ? stackalloc double[2 * d] : new double[2 * d];
        Samples(point, samples);
        for (int member = 0, rows = Members; member < rows; member++) Compose(point, member, samples[..d], samples[d..], values.Slice(member * d, d));
    }

    /// <summary>The row of a member.</summary>
    private protected abstract void Compose(long point, int member, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> row);

    /// <summary>Puts the values of a group over those of a row.</summary>
    private protected void Put(int group, ReadOnlySpan<double> from, Span<double> row)
    {
        for (int i = 0; i < groupOf.Length; i++)
            if (groupOf[i] == group) row[i] = from[i];
    }

    private void Samples(long point, Span<double> samples)
    {
        int d = distributions.Length;
        Span<double> coordinates = d <= 128 ? stackalloc double[2 * d] : new double[2 * d];
        Points.Point(point, coordinates);
        for (int i = 0; i < d; i++)
        {
            var distribution = distributions[i];
            samples[i] = distribution.Quantile(coordinates[2 * i]);
            samples[d + i] = distribution.Quantile(coordinates[2 * i + 1]);
        }
    }
}

/// <summary>
/// Pick-freeze design (Saltelli 2002; Saltelli et al. 2010): rows A and B, then for every group AB (A with the group from B), then BA
/// (B with the group from A). With g groups, g + 2 runs per point give first-order and total indices; 2g + 2 give better ones, and
/// second-order ones.
/// </summary>
public sealed class PickFreezeDesign : TwoSampleDesign
{
    private readonly int[] only; // the one factor of a group, or −1
    private readonly int groups;

    /// <summary>A design over factors.</summary>
    /// <param name="factors">Factors with different names.</param>
    /// <param name="kind">Kind of points.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="randomisations">Independent randomisations among which points are dealt: intervals on quasi-random points need several, 1 gives the best point estimate. 1 for random points.</param>
    /// <param name="both">Whether BA rows are run too.</param>
    /// <exception cref="ArgumentException">Names are not different.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more factors than points have columns for.</exception>
    public PickFreezeDesign(IReadOnlyList<Factor> factors, PointKind kind = PointKind.Sobol, ulong seed = 1, int randomisations = 1, bool both = true)
        : base("pick-freeze", factors, kind, seed, randomisations)
    {
        (Both, groups) = (both, Groups.Count);
        only = [.. Groups.Select(g => factors.Count(f => (f.Group ?? f.Name) == g) == 1 ? Enumerable.Range(0, factors.Count).First(i => (factors[i].Group ?? factors[i].Name) == g) : -1)];
    }

    /// <summary>Whether BA rows are run too.</summary>
    public bool Both { get; }

    /// <inheritdoc/>
    public override int Members => 2 + (Both ? 2 : 1) * groups;

    private protected override void Compose(long point, int member, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> row)
    {
        bool fromA = member == 0 || member >= 2 && member < 2 + groups;
        (fromA ? a : b).CopyTo(row);
        if (member < 2) return;
        int group = member < 2 + groups ? member - 2 : member - 2 - groups;
        var other = fromA ? b : a;
        if (only[group] >= 0) row[only[group]] = other[only[group]];
        else Put(group, other, row);
    }
}

/// <summary>
/// All mixtures of A and B: row S of a point has the groups of coalition S from B and the others from A (bit i is group i). With g
/// groups, 2ᵍ runs per point give the indices of every order and exact bookkeeping among them.
/// </summary>
public sealed class MixtureDesign : TwoSampleDesign
{
    /// <summary>Largest number of groups.</summary>
    public const int MaximumGroups = 16;

    /// <summary>A design over factors.</summary>
    /// <param name="factors">Factors with different names, in at most <see cref="MaximumGroups"/> groups.</param>
    /// <param name="kind">Kind of points.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="randomisations">Independent randomisations among which points are dealt.</param>
    /// <exception cref="ArgumentException">Names are not different.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many groups.</exception>
    public MixtureDesign(IReadOnlyList<Factor> factors, PointKind kind = PointKind.Sobol, ulong seed = 1, int randomisations = 1)
        : base("mixtures", factors, kind, seed, randomisations) => ArgumentOutOfRangeException.ThrowIfGreaterThan(Groups.Count, MaximumGroups, nameof(factors));

    /// <inheritdoc/>
    public override int Members => 1 << Groups.Count;

    private protected override void Compose(long point, int member, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> row)
    {
        a.CopyTo(row);
        for (int rest = member; rest != 0; rest &= rest - 1) Put(System.Numerics.BitOperations.TrailingZeroCount(rest), b, row);
    }
}

/// <summary>
/// Chains from A to B: the groups change from A to B one after the other, in a random order of each point (Goda 2021, A simple
/// algorithm for global sensitivity analysis with Shapley effects, Reliability Engineering and System Safety 213). With g groups,
/// g + 1 runs per point give the Shapley effects of all.
/// </summary>
public sealed class ChainDesign : TwoSampleDesign
{
    /// <summary>A design over factors.</summary>
    /// <param name="factors">Factors with different names.</param>
    /// <param name="kind">Kind of points.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="randomisations">Independent randomisations among which points are dealt.</param>
    /// <exception cref="ArgumentException">Names are not different.</exception>
    public ChainDesign(IReadOnlyList<Factor> factors, PointKind kind = PointKind.Sobol, ulong seed = 1, int randomisations = 1)
        : base("chains", factors, kind, seed, randomisations)
    {
    }

    /// <inheritdoc/>
    public override int Members => Groups.Count + 1;

    /// <summary>The groups in the order in which a point changes them.</summary>
    /// <param name="point">Point, from 0.</param>
    /// <param name="order">One place per group.</param>
    public void Order(long point, Span<int> order)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = order.Length - 1; i > 0; i--)
        {
            var (x0, _, _, _) = Streams.Words((uint)point, (uint)i, Streams.Permutation, Seed, (uint)(point >> 32) ^ 0x80000000);
            int j = (int)((ulong)x0 * (uint)(i + 1) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    private protected override void Compose(long point, int member, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> row)
    {
        int[] order = new int[Groups.Count];
        Order(point, order);
        a.CopyTo(row);
        for (int i = 0; i < member; i++) Put(order[i], b, row);
    }
}
