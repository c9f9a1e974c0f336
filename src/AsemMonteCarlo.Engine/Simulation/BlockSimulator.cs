using System.Runtime.CompilerServices;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Kernels;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>What a worker can do with a block of dyads, whatever its lane type.</summary>
internal interface IBlockSimulator
{
    /// <summary>Simulates all design points for a block and fills the result.</summary>
    /// <param name="firstDyad">Number of the first dyad.</param>
    /// <param name="dyads">Dyads of the study in this block.</param>
    /// <param name="progress">Called with dyad-days done, after each group of design points that share a pass.</param>
    /// <param name="cancellation">Stops between days.</param>
    BlockResult Run(long firstDyad, int dyads, Action<long> progress, CancellationToken cancellation);
}

/// <summary>
/// Simulates blocks of dyads: draws of a day are made once and serve all design points held together. Owns its memory;
/// nothing is allocated while days pass.
/// </summary>
/// <typeparam name="TLane">The lane type.</typeparam>
internal sealed class BlockSimulator<TLane> : IBlockSimulator
    where TLane : struct, ILane<TLane>
{
    private readonly Study study;
    private readonly IReadOnlyList<DesignPoint> points;
    private readonly Sampling sampling;
    private readonly TimelinePlan<TLane> timeline;
    private readonly PointValues<TLane> settling;
    private readonly BlockResult result;
    private readonly int bundles, pointsTogether;
    private readonly LaneArray<DyadTraits<TLane>> traits, replacedTraits;
    private readonly LaneArray<DyadState<TLane>> settled, states, last, replacements;
    private readonly TLane[] unread;
    private readonly bool[] changes;
    private readonly LaneArray<DyadDay<TLane>> days;
    private readonly LaneArray<DayDraws<TLane>> draws;
    private readonly LaneArray<uint> words;
    private readonly PartnerReplacement? replacement;

    /// <summary>Allocates for blocks of a fixed size.</summary>
    /// <param name="study">The study.</param>
    /// <param name="points">Its design points.</param>
    /// <param name="sampling">Its population.</param>
    /// <param name="timeline">Its timeline, shared by all workers.</param>
    /// <param name="shape">Block size and design points held together.</param>
    public BlockSimulator(Study study, IReadOnlyList<DesignPoint> points, Sampling sampling, TimelinePlan<TLane> timeline, BlockShape shape)
    {
        this.study = study;
        this.points = points;
        this.sampling = sampling;
        this.timeline = timeline;
        bundles = shape.Dyads / TLane.Width;
        pointsTogether = study.CommonLuck ? Math.Min(shape.Points, points.Count) : 1;
        replacement = study.Timeline.OfType<PartnerReplacement>().FirstOrDefault();
        settling = new PointValues<TLane>(new Values<TLane>(study.Focal), new Values<TLane>(study.Provider));
        result = new BlockResult(points, shape.Dyads);
        traits = new LaneArray<DyadTraits<TLane>>(bundles);
        replacedTraits = new LaneArray<DyadTraits<TLane>>(bundles);
        settled = new LaneArray<DyadState<TLane>>(bundles);
        replacements = new LaneArray<DyadState<TLane>>(bundles);
        states = new LaneArray<DyadState<TLane>>(bundles * pointsTogether);
        last = new LaneArray<DyadState<TLane>>(bundles * pointsTogether);
        unread = new TLane[bundles * pointsTogether];
        changes = new bool[study.HorizonDays];
        foreach (var change in study.Timeline.OfType<ParameterChange>().Where(c => c.FromDay > 0 && c.FromDay < study.HorizonDays)) changes[change.FromDay] = true;
        days = new LaneArray<DyadDay<TLane>>(bundles);
        draws = new LaneArray<DayDraws<TLane>>(bundles);
        words = new LaneArray<uint>(DrawKernel.ScratchWords(shape.Dyads));
    }

    /// <inheritdoc/>
    public BlockResult Run(long firstDyad, int dyads, Action<long> progress, CancellationToken cancellation)
    {
        result.FirstDyad = firstDyad;
        result.Dyads = dyads;
        result.ClearDoses();
        Populate(firstDyad);
        Settle(firstDyad, StreamOf(0), cancellation);
        for (int first = 0; first < points.Count; first += pointsTogether)
        {
            int count = Math.Min(pointsTogether, points.Count - first);
            // with independent luck a design point also settles on luck of its own
            if (!study.CommonLuck && first > 0)
            {
                Populate(firstDyad);
                Settle(firstDyad, StreamOf(first), cancellation);
            }
            Simulate(firstDyad, first, count, dyads, progress, cancellation);
        }
        return result;
    }

    private Luck StreamOf(int point) => new(study.Seed, study.Replicate, study.CommonLuck ? 0 : (uint)points[point].Id + 1);

    private void Populate(long firstDyad)
    {
        for (int i = 0; i < result.Couples.Length; i++)
        {
            var sampled = sampling.Draw(firstDyad + i);
            result.Couples[i] = sampled;
            int bundle = i / TLane.Width;
            Initialisation.Couple(study.Focal, study.Provider, sampled.Couple, sampled.Scores, ref traits[bundle], ref settled[bundle], i % TLane.Width);
        }
    }

    private void Settle(long firstDyad, Luck luck, CancellationToken cancellation)
    {
        for (int day = -study.SettleDays; day < 0; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            DrawKernel.Fill<TLane>(draws, words, luck, firstDyad, day);
            AsemModel.Day(settling.Focal, settling.Provider, settled, last.AsSpan(0, bundles), traits, draws, days, settling: true);
        }
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            FixReadOuts(settling.Focal, bundle, isFocal: true, ref traits[bundle].A, ref settled[bundle].A);
            FixReadOuts(settling.Provider, bundle, isFocal: false, ref traits[bundle].B, ref settled[bundle].B);
            var zero = TLane.Broadcast(0);
            settled[bundle].DaysTogether = settled[bundle].TensionSum = settled[bundle].ConflictDays = zero;
        }
    }

    private void FixReadOuts(in Values<TLane> values, int bundle, bool isFocal, ref PartnerTraits<TLane> partnerTraits, ref PartnerState<TLane> state)
    {
        TLane anxiety = default, avoidance = default;
        for (int lane = 0; lane < TLane.Width; lane++)
        {
            var scores = result.Couples[bundle * TLane.Width + lane].Scores;
            anxiety = TLane.Insert(anxiety, lane, ScoreDistribution.ToLogit(isFocal ? scores.AnxietyA : scores.AnxietyB));
            avoidance = TLane.Insert(avoidance, lane, ScoreDistribution.ToLogit(isFocal ? scores.AvoidanceA : scores.AvoidanceB));
        }
        Initialisation.FixReadOuts(values, anxiety, avoidance, ref partnerTraits, ref state);
    }

    private void Simulate(long firstDyad, int first, int count, int dyads, Action<long> progress, CancellationToken cancellation)
    {
        var luck = StreamOf(first);
        for (int p = 0; p < count; p++) settled.CopyTo(states.AsSpan(p * bundles, bundles));
        for (int p = 0; p < count; p++) settled.CopyTo(last.AsSpan(p * bundles, bundles));
        Array.Fill(unread, TLane.Broadcast(1));
        var currentTraits = traits;
        for (int day = 0; day < study.HorizonDays; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            // what had ended is read with the values of its time
            if (changes[day]) ReadAll(first, count, day - 1, currentTraits);
            if (day == replacement?.FromDay)
            {
                Replace(firstDyad, count);
                currentTraits = replacedTraits;
            }
            DrawKernel.Fill<TLane>(draws, words, luck, firstDyad, day);
            ForcedEvents.Apply<TLane>(study, draws, words, luck, firstDyad, day);
            for (int p = 0; p < count; p++)
            {
                var values = timeline[first + p, day];
                var mine = states.AsSpan(p * bundles, bundles);
                AsemModel.Day(values.Focal, values.Provider, mine, last.AsSpan(p * bundles, bundles), currentTraits, draws, days, settling: false);
                if (points[first + p].RecordsDoses) AddDoses(first + p);
            }
        }
        progress((long)count * dyads * study.HorizonDays);
        ReadAll(first, count, study.HorizonDays - 1, currentTraits);
    }

    private void AddDoses(int point)
    {
        Span<float> a = result.DoseRows(point, 0), b = result.DoseRows(point, 1);
        int stride = bundles * TLane.Width;
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            var intact = days[bundle].Together;
            for (int pathway = 0; pathway < AsemModel.Pathways.Count; pathway++)
            {
                int at = pathway * stride + bundle * TLane.Width;
                TLane.Store(TLane.MultiplyAdd(intact, days[bundle].A.Doses[pathway], TLane.Load(in a[at])), ref a[at]);
                TLane.Store(TLane.MultiplyAdd(intact, days[bundle].B.Doses[pathway], TLane.Load(in b[at])), ref b[at]);
            }
        }
    }

    private void ReadAll(int first, int count, int day, LaneArray<DyadTraits<TLane>> currentTraits)
    {
        for (int p = 0; p < count; p++)
            Read(first + p, day, states.AsSpan(p * bundles, bundles), last.AsSpan(p * bundles, bundles), unread.AsSpan(p * bundles, bundles), currentTraits);
    }

    private void Read(int point, int day, ReadOnlySpan<DyadState<TLane>> current, Span<DyadState<TLane>> final, Span<TLane> open, LaneArray<DyadTraits<TLane>> currentTraits)
    {
        var values = timeline[point, day];
        var zero = TLane.Broadcast(0);
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            Lanes.Copy(TLane.GreaterThan(current[bundle].Intact, zero), current[bundle], ref final[bundle]);
            var a = new PersonView<TLane>(values.Focal, ref final[bundle], ref currentTraits[bundle], isFocal: true, study.HorizonDays, study.Population.ProfileCut);
            var b = new PersonView<TLane>(values.Provider, ref final[bundle], ref currentTraits[bundle], isFocal: false, study.HorizonDays, study.Population.ProfileCut);
            var mask = TLane.GreaterThan(open[bundle], zero);
            for (int outcome = 0; outcome < Outcomes.All.Count; outcome++)
            {
                Write(mask, Outcomes.All[outcome].Read(a), ref Unsafe.Add(ref result.Row(point, outcome, 0), bundle * TLane.Width));
                Write(mask, Outcomes.All[outcome].Read(b), ref Unsafe.Add(ref result.Row(point, outcome, 1), bundle * TLane.Width));
            }
            open[bundle] = current[bundle].Intact;
        }
    }

    private static void Write(TLane mask, TLane value, ref float to) => TLane.Store(TLane.Select(mask, value, TLane.Load(in to)), ref to);

    private void Replace(long firstDyad, int count)
    {
        for (int i = 0; i < result.Couples.Length; i++)
        {
            int bundle = i / TLane.Width;
            // a person from a couple of a stream of its own, so that no other draw moves
            var newcomer = sampling.Candidate(new Luck(study.Seed ^ 0x9E3779B97F4A7C15, study.Replicate, 0), firstDyad + i, 0);
            Initialisation.Couple(study.Focal, study.Provider, newcomer.Couple, newcomer.Scores, ref replacedTraits[bundle], ref replacements[bundle], i % TLane.Width);
        }
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            replacedTraits[bundle].A = traits[bundle].A;
            for (int p = 0; p < count; p++)
            {
                int at = p * bundles + bundle;
                // nothing is learned or given between a bond that has ended and the next; stress from outside goes on
                var stress = states[at].A.ChronicStress;
                Lanes.Copy(TLane.GreaterThan(TLane.Broadcast(0.5), states[at].Intact), last[at], ref states[at]);
                states[at].A.ChronicStress = stress;
                Initialisation.ReplacePartner(settling.Focal, replacements[bundle], ref states[at]);
                unread[at] = TLane.Broadcast(1);
            }
        }
    }
}

/// <summary>How work is cut: results do not depend on it.</summary>
/// <param name="Dyads">Dyads per block, a multiple of 16.</param>
/// <param name="Points">Design points that share a block's draws in one pass.</param>
public readonly record struct BlockShape(int Dyads, int Points)
{
    /// <summary>The measured best on processors with 1 MiB of second-level cache.</summary>
    public static BlockShape Default => new(64, 64);
}
