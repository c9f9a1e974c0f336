using System.Globalization;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity.Designs;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>A sampled couple.</summary>
/// <param name="Couple">Its normals.</param>
/// <param name="Scores">Its chronic scores on day 0.</param>
/// <param name="A">Profile of partner A.</param>
/// <param name="B">Profile of partner B.</param>
/// <param name="Weight">How many couples of the population it stands for, relative to the others; above 0.</param>
/// <param name="Row">Its place among the couples of the population's file, in the order in which they are used; −1 without a file.</param>
public readonly record struct SampledCouple(Couple Couple, CoupleScores Scores, Profile A, Profile B, double Weight, int Row);

/// <summary>
/// Draws couples from the study's population. Where each profile is to have a minimum share of the recipients, couples are
/// thinned: a couple is kept with a probability that depends on its rarer profile, and carries the inverse as weight, so
/// that weighted means speak of the population. Every couple is a pure function of (seed, replicate, dyad) and, with a file,
/// of how many dyads use its rows. A row is used by consecutive dyads, its cluster, each with other luck; without a file
/// every dyad is a cluster of its own, or the couples of a scrambled net are one. Clusters are what is independent. Can be shared by threads.
/// </summary>
public sealed class Sampling
{
    /// <summary>Parameters that decide who the couples are where no file does; cells of a sweep that agree in them have the same couples.</summary>
    public static readonly IReadOnlyList<Parameter> DependsOn = ScoreDistribution.Parameters;

    private const int PilotCouples = 16384;

    private const ulong NetLuck = 0xD1B54A32D192ED03;

    // column of a net to place among a couple's uniform numbers: the first columns are the best, and scores matter most
    private static readonly int[] columns =
    [
        .. Enumerable.Range(0, Couple.PartnerUniforms).SelectMany(i => new[] { i, Couple.PartnerUniforms + i }),
        .. Enumerable.Range(2 * Couple.PartnerUniforms, 4),
    ];

    private readonly Study study;
    private readonly ScoreDistribution? distribution;
    private readonly FileCouples? file;
    private readonly ProfileThinning thinning = ProfileThinning.Off;
    private readonly long copies, extended;

    /// <summary>Prepares the population: pairs the persons of a file, or draws the pilot that sets the thinning. A pure function of the study.</summary>
    /// <param name="study">The study.</param>
    /// <exception cref="StudyException">The file's couples are too few for the study's dyads.</exception>
    public Sampling(Study study)
    {
        this.study = study;
        if (study.Population.Values.Count > 0)
        {
            file = new FileCouples(study.Population, study.Seed, study.Replicate);
            if (file.Problem(study.Dyads) is { } problem) throw new StudyException([new StudyError(ErrorKind.TooFewRows, study.Population.File ?? study.Name, 0, 0, "dyads", problem)]);
            KeepingProbabilities = file.KeepingProbabilities;
            Clusters = Math.Min(study.Dyads, file.Kept);
        }
        else
        {
            distribution = new ScoreDistribution(study.Focal);
            double share = study.Population.MinimumProfileShare;
            // the pilot is on luck of its own
            var luck = new Luck(study.Seed, ushort.MaxValue, 0);
            if (share > 0) thinning = new ProfileThinning(share, [.. Enumerable.Range(0, PilotCouples).Select(i => Candidate(luck, i, 0)).Select(pilot => (pilot.A, pilot.B))]);
            KeepingProbabilities = thinning.Probabilities;
            Clusters = Math.Max(1, study.Dyads / study.Population.NetSize);
        }
        (copies, extended) = Math.DivRem(study.Dyads, Clusters);
    }

    /// <summary>Probability of keeping a couple, by the rarer profile of its partners.</summary>
    public IReadOnlyList<double> KeepingProbabilities { get; }

    /// <summary>Clusters of the study's dyads: rows of the file that are used, or all dyads without a file.</summary>
    public long Clusters { get; }

    /// <summary>Dyads of the largest cluster, at most 256.</summary>
    public int LargestCluster => (int)copies + (extended > 0 ? 1 : 0);

    /// <summary>Of whom the study's answers speak, for outputs.</summary>
    public string SpeaksOf
    {
        get
        {
            if (file is null)
            {
                return study.Population.NetSize == 1 ? "the population that the parameters describe"
                    : string.Create(CultureInfo.InvariantCulture, $"the population that the parameters describe: {Clusters:N0} scrambled nets of {study.Population.NetSize} couples are the independent units");
            }
            string name = Words.Quote(Path.GetFileName(study.Population.File ?? "")), often = LargestCluster == 1 ? "once" : extended == 0 ? $"{copies} times" : $"{copies} or {copies + 1} times";
            return study.Population.Rows == PopulationRows.Couples
                ? string.Create(CultureInfo.InvariantCulture, $"the population from which the rows of {name} were drawn: rows are the independent units; {Clusters:N0} of {file.Count:N0} couples are used, each {often}")
                : string.Create(CultureInfo.InvariantCulture, $"the population from which the rows of {name} were drawn, paired with similarity {study.Population.Similarity}: pairs of rows are the independent units; {Clusters:N0} of {file.Count:N0} pairs are used, each {often}");
        }
    }

    /// <summary>Profile of a person.</summary>
    public static Profile ProfileOf(double anxiety, double avoidance, double cut) =>
        (Profile)((anxiety >= cut ? 1 : 0) + (avoidance >= cut ? 2 : 0));

    /// <summary>The cluster of a dyad.</summary>
    /// <param name="dyad">Its number, below the study's dyads.</param>
    public long ClusterOf(long dyad)
    {
        long longer = extended * (copies + 1);
        return dyad < longer ? dyad / (copies + 1) : extended + (dyad - longer) / copies;
    }

    /// <summary>The first dyad of a cluster.</summary>
    /// <param name="cluster">Its number, at most <see cref="Clusters"/>, for which it is the number of dyads.</param>
    public long FirstDyadOf(long cluster) => cluster * copies + Math.Min(cluster, extended);

    /// <summary>Whether two studies have the same couples: those of one file, or of parameters that agree.</summary>
    public static bool HaveSameCouples(Study one, Study other) => one.Population.Values.Count > 0 || DependsOn.All(p => one.Focal[p] == other.Focal[p]);

    /// <summary>Draws a dyad.</summary>
    /// <param name="dyad">Its number; beyond the study's dyads, which blocks run to be full, it is some couple.</param>
    public SampledCouple Draw(long dyad)
    {
        var luck = new Luck(study.Seed, study.Replicate, 0);
        if (file is not null)
        {
            long cluster = Math.Min(ClusterOf(dyad), Clusters - 1);
            return FromFile(Couple.Draw(luck, dyad, 0), file.Place(cluster), file.Weight(cluster) / (FirstDyadOf(cluster + 1) - FirstDyadOf(cluster)));
        }
        SampledCouple sampled = default;
        for (int attempt = 0; attempt < Couple.MaximumAttempts; attempt++)
        {
            sampled = attempt == 0 && study.Population.NetSize > 1 ? Candidate(FromNet(dyad)) : Candidate(luck, dyad, attempt);
            if (sampled.Couple.Acceptance < 1 / sampled.Weight) break;
        }
        return sampled;
    }

    /// <summary>The couple whose partner B takes the place of a dyad's partner B: any of the population, on a stream of its own, so that no other draw moves.</summary>
    /// <param name="dyad">The dyad.</param>
    public SampledCouple DrawNewcomer(long dyad)
    {
        var luck = new Luck(study.Seed ^ 0x9E3779B97F4A7C15, study.Replicate, 0);
        if (file is null) return Candidate(luck, dyad, 0);
        var couple = Couple.Draw(luck, dyad, 0);
        return FromFile(couple, file.Any(couple.Row), 1);
    }

    /// <summary>Gives a couple the traits that the population's file has of it.</summary>
    /// <param name="couple">The couple.</param>
    /// <param name="traits">Its bundle.</param>
    /// <param name="lane">Its lane.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public void SetTraits<TLane>(in SampledCouple couple, ref DyadTraits<TLane> traits, int lane)
        where TLane : struct, ILane<TLane>
    {
        if (file is { GivesTraits: true }) file.SetTraits(couple.Row, ref traits, lane);
    }

    /// <summary>Gives a couple the states of day 0 that the population's file has of it.</summary>
    /// <param name="couple">The couple.</param>
    /// <param name="state">Its bundle, settled.</param>
    /// <param name="lane">Its lane.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public void SetStates<TLane>(in SampledCouple couple, ref DyadState<TLane> state, int lane)
        where TLane : struct, ILane<TLane>
    {
        if (file is { GivesStates: true }) file.SetStates(couple.Row, ref state, lane);
    }

    private SampledCouple Candidate(Luck luck, long dyad, int attempt)
    {
        return Candidate(Couple.Draw(luck, dyad, attempt));
    }

    private SampledCouple Candidate(in Couple couple)
    {
        var scores = distribution!.Scores(couple);
        var (a, b) = Profiles(scores);
        return new SampledCouple(couple, scores, a, b, 1 / thinning.Probability(a, b), -1);
    }

    // each net is scrambled by keys of its own; a point of a scrambled net is uniform, so that a couple by itself is drawn as any other
    private Couple FromNet(long dyad)
    {
        long net = Math.Min(ClusterOf(dyad), Clusters - 1);
        uint point = (uint)(dyad - FirstDyadOf(net));
        Span<double> u = stackalloc double[Couple.UniformCount];
        for (int column = 0; column < u.Length; column++)
        {
            var (low, high, _, _) = Philox.Words((uint)net, (uint)(net >> 32) & 0xFFFF | (uint)study.Replicate << 16, (uint)column, 0, study.Seed ^ NetLuck);
            u[columns[column]] = SobolPoints.Coordinate(point, column, (ulong)high << 32 | low);
        }
        return Couple.FromUniforms(u);
    }

    private SampledCouple FromFile(in Couple couple, int place, double weight)
    {
        var scores = file!.Scores(place);
        var (a, b) = Profiles(scores);
        return new SampledCouple(couple, scores, a, b, weight, place);
    }

    private (Profile A, Profile B) Profiles(CoupleScores scores) =>
        (ProfileOf(scores.AnxietyA, scores.AvoidanceA, study.Population.ProfileCut), ProfileOf(scores.AnxietyB, scores.AvoidanceB, study.Population.ProfileCut));
}
