using System.Globalization;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>
/// The couples of a file, or the couples formed of its persons, in the order in which a study uses them: a pure function of
/// the file, the seed and the replicate. Each couple has luck of its own: attempt 1 of the dyad with its number before the
/// shuffle, where dyads of the study take attempt 0.
/// </summary>
internal sealed class FileCouples
{
    /// <summary>How often a couple may be used at most: further copies would cost time and add next to nothing.</summary>
    public const int MaximumCopies = 256;

    /// <summary>Couples that a file needs at least; with one there is no telling how far it is from others.</summary>
    public const int MinimumCouples = 2;

    private const int OwnAttempt = 1;

    private readonly PopulationSource source;
    private readonly int[] focal, provider, kept;
    private readonly double[] weights;
    private readonly double[] anxiety, avoidance, providerAnxiety, providerAvoidance;
    private readonly (PopulationQuantity Quantity, bool IsFocal, double[] Values)[] traits, states;

    /// <summary>Pairs persons, shuffles couples and thins them by profile.</summary>
    /// <param name="source">A population with a file.</param>
    /// <param name="seed">The study's seed.</param>
    /// <param name="replicate">The study's replicate.</param>
    public FileCouples(PopulationSource source, ulong seed, ushort replicate)
    {
        this.source = source;
        bool arePaired = source.Rows == PopulationRows.Couples;
        anxiety = Values(PopulationQuantity.Anxiety, ofProvider: false);
        avoidance = Values(PopulationQuantity.Avoidance, ofProvider: false);
        providerAnxiety = arePaired ? Values(PopulationQuantity.Anxiety, ofProvider: true) : anxiety;
        providerAvoidance = arePaired ? Values(PopulationQuantity.Avoidance, ofProvider: true) : avoidance;
        traits = Given(PopulationQuantityKind.Trait);
        states = Given(PopulationQuantityKind.State);

        int count = arePaired ? anxiety.Length : anxiety.Length / 2;
        var luck = new Luck(seed, replicate, 0);
        double[] normals = new double[arePaired ? 0 : 2 * count], acceptance = new double[count], turn = new double[count];
        double r = source.Similarity, rest = Math.Sqrt(1 - r * r);
        for (int i = 0; i < count; i++)
        {
            var own = Couple.Draw(luck, i, OwnAttempt);
            (acceptance[i], turn[i]) = (own.Acceptance, own.Row);
            if (!arePaired) (normals[2 * i], normals[2 * i + 1]) = (own.A.Anxiety, r * own.A.Anxiety + rest * own.B.Anxiety);
        }
        int[] persons = arePaired ? [] : Pair(normals, Couple.Draw(luck, count, OwnAttempt).Row);
        int[] order = Order(count, i => turn[i]);
        focal = [.. order.Select(i => arePaired ? i : persons[2 * i])];
        provider = [.. order.Select(i => arePaired ? i : persons[2 * i + 1])];

        var profiles = Enumerable.Range(0, count).Select(i => Profiles(Scores(i))).ToArray();
        var thinning = source.MinimumProfileShare > 0 ? new ProfileThinning(source.MinimumProfileShare, profiles) : ProfileThinning.Off;
        kept = [.. Enumerable.Range(0, count).Where(i => acceptance[order[i]] < thinning.Probability(profiles[i].A, profiles[i].B))];
        weights = [.. kept.Select(i => 1 / thinning.Probability(profiles[i].A, profiles[i].B))];
        KeepingProbabilities = thinning.Probabilities;
    }

    /// <summary>Couples that the file gives.</summary>
    public int Count => focal.Length;

    /// <summary>Couples left after thinning, which the study's dyads use in turn.</summary>
    public int Kept => kept.Length;

    /// <summary>Probability of keeping a couple, by the rarer profile of its partners.</summary>
    public IReadOnlyList<double> KeepingProbabilities { get; }

    /// <summary>Whether any trait is given.</summary>
    public bool GivesTraits => traits.Length > 0;

    /// <summary>Whether any state on day 0 is given.</summary>
    public bool GivesStates => states.Length > 0;

    /// <summary>Why so many dyads cannot be made of the file, or null where they can.</summary>
    public string? Problem(long dyads)
    {
        string rows = source.Rows == PopulationRows.Couples ? "couples" : "couples formed of the persons";
        if (Count < MinimumCouples) return string.Create(CultureInfo.InvariantCulture, $"the file gives {Count} {rows}; a study needs at least {MinimumCouples}");
        if (Kept < MinimumCouples) return string.Create(CultureInfo.InvariantCulture, $"'population.minimum_profile_share' {Words.Number(source.MinimumProfileShare)} leaves {Kept} of the {Count} {rows} of {Words.Quote(source.File ?? "")}; a study needs at least {MinimumCouples}");
        long largest = (long)Kept * MaximumCopies;
        return dyads <= largest ? null : string.Create(CultureInfo.InvariantCulture, $"'dyads' is {dyads}; the {Kept} {rows} of {Words.Quote(source.File ?? "")} may each be used at most {MaximumCopies} times, so 'dyads' must be at most {largest}");
    }

    /// <summary>Place among all couples of one of those kept.</summary>
    public int Place(long keptCouple) => kept[keptCouple];

    /// <summary>How many couples of the file one of those kept stands for.</summary>
    public double Weight(long keptCouple) => weights[keptCouple];

    /// <summary>The couple whose partner B is a newcomer: any of the file, each as likely.</summary>
    /// <param name="uniform">In (0, 1).</param>
    public int Any(double uniform) => Math.Min((int)(uniform * Count), Count - 1);

    /// <summary>Chronic scores of a couple.</summary>
    public CoupleScores Scores(int place) =>
        new(anxiety[focal[place]], avoidance[focal[place]], providerAnxiety[provider[place]], providerAvoidance[provider[place]]);

    /// <summary>Gives one couple the traits of a place.</summary>
    public void SetTraits<TLane>(int place, ref DyadTraits<TLane> to, int lane)
        where TLane : struct, ILane<TLane>
    {
        foreach (var (quantity, isFocal, values) in traits) quantity.Set(ref to, isFocal, lane, values[(isFocal ? focal : provider)[place]]);
    }

    /// <summary>Gives one couple the states of a place.</summary>
    public void SetStates<TLane>(int place, ref DyadState<TLane> to, int lane)
        where TLane : struct, ILane<TLane>
    {
        foreach (var (quantity, isFocal, values) in states) quantity.Set(ref to, isFocal, lane, values[(isFocal ? focal : provider)[place]]);
    }

    private (Profile A, Profile B) Profiles(CoupleScores scores) =>
        (Sampling.ProfileOf(scores.AnxietyA, scores.AvoidanceA, source.ProfileCut), Sampling.ProfileOf(scores.AnxietyB, scores.AvoidanceB, source.ProfileCut));

    private double[] Values(PopulationQuantity quantity, bool ofProvider)
    {
        for (int i = 0; i < source.Columns.Count; i++)
            if (source.Columns[i].Quantity == quantity && source.Columns[i].IsOfProvider == ofProvider) return source.Values[i];
        throw new ArgumentException($"the population has no column of {quantity.Name}");
    }

    // a column of persons serves both partners, each by their own row
    private (PopulationQuantity Quantity, bool IsFocal, double[] Values)[] Given(PopulationQuantityKind kind)
    {
        var given = new List<(PopulationQuantity, bool, double[])>();
        foreach (var (column, values) in source.Columns.Zip(source.Values).Where(c => c.First.Quantity.Kind == kind))
        {
            given.Add((column.Quantity, !column.IsOfProvider, values));
            if (source.Rows == PopulationRows.Persons) given.Add((column.Quantity, false, values));
        }
        return [.. given];
    }

    // Persons take the places of normals with the same rank, so each stands in one couple. A and B of couple i are at 2i and
    // 2i + 1 of the normals, which are correlated, and of the result.
    private int[] Pair(double[] normals, double oddOneOut)
    {
        int count = anxiety.Length;
        var byInsecurity = Order(count, i => anxiety[i] + avoidance[i]).ToList();
        if (count % 2 == 1) byInsecurity.RemoveAt(Math.Min((int)(oddOneOut * count), count - 1));
        var persons = new int[normals.Length];
        int[] byNormal = Order(normals.Length, i => normals[i]);
        for (int rank = 0; rank < persons.Length; rank++) persons[byNormal[rank]] = byInsecurity[rank];
        return persons;
    }

    // numbers below count in the order of their keys, ties by number
    private static int[] Order(int count, Func<int, double> key)
    {
        var keys = new (double Key, int Number)[count];
        for (int i = 0; i < count; i++) keys[i] = (key(i), i);
        Array.Sort(keys);
        return [.. keys.Select(k => k.Number)];
    }
}
