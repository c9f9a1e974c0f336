using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Kernels;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>What a worker can do with a block of dyads, whatever its lane type.</summary>
internal interface IBlockSimulator
{
    /// <summary>Simulates the design points of a pass for a block and fills the result.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="firstDyad">Number of the first dyad.</param>
    /// <param name="dyads">Dyads of the study in this block.</param>
    /// <param name="progress">Called with dyad-days done, after each group of design points that share draws.</param>
    /// <param name="cancellation">Stops between days.</param>
    BlockResult Run(Pass pass, long firstDyad, int dyads, Action<long> progress, CancellationToken cancellation);
}

/// <summary>Sees a block after every day of every design point.</summary>
/// <param name="point">Place of the design point in its pass.</param>
/// <param name="day">The day, from 0.</param>
/// <param name="values">Values of the day.</param>
/// <param name="states">States at the day's end.</param>
/// <param name="last">States on the last day together.</param>
/// <param name="traits">Traits.</param>
/// <param name="draws">Draws of the day.</param>
/// <param name="days">What passed between the kernels.</param>
/// <typeparam name="TLane">The lane type.</typeparam>
internal delegate void DayObserver<TLane>(int point, int day, PointValues<TLane> values, ReadOnlySpan<DyadState<TLane>> states, ReadOnlySpan<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, ReadOnlySpan<DyadDay<TLane>> days)
    where TLane : struct, ILane<TLane>;

/// <summary>
/// Simulates blocks of dyads: draws of a day are made once and serve all design points held together. Owns its memory;
/// nothing is allocated while days pass.
/// </summary>
/// <typeparam name="TLane">The lane type.</typeparam>
internal sealed class BlockSimulator<TLane> : IBlockSimulator
    where TLane : struct, ILane<TLane>
{
    private readonly Study study;
    private readonly Design design;
    private readonly IReadOnlyList<Sampling> samplings;
    private readonly BlockResult result;
    private readonly IReadOnlyList<Measure> measures;
    private readonly IReadOnlyList<int> readings;
    private readonly int[] windowed, changing;
    private readonly int bundles, pointsTogether, trajectoryEvery;
    private readonly LaneArray<DyadTraits<TLane>> traits, replacedTraits;
    private readonly LaneArray<DyadState<TLane>> settled, states, last, replacements;
    private readonly TLane[] unread, starts, sums, frozen;
    private readonly bool[] changes;
    private readonly LaneArray<DyadDay<TLane>> days;
    private readonly LaneArray<DayDraws<TLane>> draws;
    private readonly LaneArray<uint> words;
    private readonly PartnerReplacement? replacement;
    private readonly DayObserver<TLane>? observer;
    private PassPlan? plan;
    private long firstDyad;
    private bool storesTrajectories;

    /// <summary>Allocates for blocks of a fixed size.</summary>
    /// <param name="design">What is simulated.</param>
    /// <param name="samplings">The population of each cell.</param>
    /// <param name="shape">Block size and design points held together.</param>
    /// <param name="observer">Sees every day of every point; may be null.</param>
    public BlockSimulator(Design design, IReadOnlyList<Sampling> samplings, BlockShape shape, DayObserver<TLane>? observer = null)
    {
        study = design.Study;
        this.design = design;
        this.samplings = samplings;
        this.observer = observer;
        bundles = shape.Dyads / TLane.Width;
        pointsTogether = study.CommonLuck ? Math.Min(shape.Points, design.LargestPass) : 1;
        replacement = study.Timeline.OfType<PartnerReplacement>().FirstOrDefault();
        measures = design.Reads;
        readings = design.Readings;
        windowed = [.. measures.Index().Where(m => m.Item.Window is not null).Select(m => m.Index)];
        changing = [.. measures.Index().Where(m => m.Item.IsChange).Select(m => m.Index)];
        trajectoryEvery = study.Trajectories?.Every ?? 0;
        result = new BlockResult(design, shape.Dyads);
        int cells = design.Passes.Max(p => p.Cells);
        traits = new LaneArray<DyadTraits<TLane>>(cells * bundles);
        replacedTraits = new LaneArray<DyadTraits<TLane>>(cells * bundles);
        settled = new LaneArray<DyadState<TLane>>(cells * bundles);
        replacements = new LaneArray<DyadState<TLane>>(cells * bundles);
        starts = new TLane[cells * bundles * changing.Length * 2];
        states = new LaneArray<DyadState<TLane>>(bundles * pointsTogether);
        last = new LaneArray<DyadState<TLane>>(bundles * Math.Max(pointsTogether, cells));
        unread = new TLane[bundles * pointsTogether];
        sums = new TLane[bundles * pointsTogether * windowed.Length * 2];
        frozen = new TLane[bundles * pointsTogether * windowed.Length * 2];
        changes = new bool[study.HorizonDays];
        foreach (var change in study.Timeline.OfType<ParameterChange>().Where(c => c.FromDay > 0 && c.FromDay < study.HorizonDays)) changes[change.FromDay] = true;
        if (study.Pathways.WithdrawnFrom is > 0 and { } withdrawn && withdrawn < study.HorizonDays) changes[withdrawn] = true;
        days = new LaneArray<DyadDay<TLane>>(bundles);
        draws = new LaneArray<DayDraws<TLane>>(bundles);
        words = new LaneArray<uint>(DrawKernel.ScratchWords(shape.Dyads));
    }

    /// <summary>Couples of the last block as they are on day 0.</summary>
    internal ReadOnlySpan<DyadState<TLane>> Settled => settled;

    /// <summary>Values with which the first cell of the last pass settled.</summary>
    internal PointValues<TLane> Starting => plan!.Settling[0];

    /// <summary>What the couples of the last block bring.</summary>
    internal ReadOnlySpan<DyadTraits<TLane>> Traits => traits;

    /// <inheritdoc/>
    public BlockResult Run(Pass pass, long firstDyad, int dyads, Action<long> progress, CancellationToken cancellation)
    {
        if (plan is null || plan.Pass != pass) plan = new PassPlan(design, pass);
        this.firstDyad = firstDyad;
        storesTrajectories = study.Trajectories is { } store && (store.Couples is not { } couples || firstDyad < couples);
        result.Pass = pass;
        result.FirstDyad = firstDyad;
        result.Dyads = dyads;
        result.ClearDoses();
        for (int cell = 0; cell < pass.Cells; cell++) Populate(cell);
        Settle(StreamOf(0), cancellation);
        for (int first = 0; first < plan.Points.Count; first += pointsTogether)
        {
            int count = Math.Min(pointsTogether, plan.Points.Count - first);
            // with independent luck a design point also settles on luck of its own
            if (!study.CommonLuck && first > 0)
            {
                for (int cell = 0; cell < pass.Cells; cell++) Populate(cell);
                Settle(StreamOf(first), cancellation);
            }
            Simulate(first, count, dyads, progress, cancellation);
        }
        return result;
    }

    private Luck StreamOf(int point) => new(study.Seed, study.Replicate, study.CommonLuck ? 0 : (uint)plan!.Points[point].Id + 1);

    private Sampling SamplingOf(int cell) => samplings[plan!.Pass.FirstCell + cell];

    private Span<DyadTraits<TLane>> TraitsOf(int cell, bool isReplaced) => (isReplaced ? replacedTraits : traits).AsSpan(cell * bundles, bundles);

    private void Populate(int cell)
    {
        var sampling = SamplingOf(cell);
        // cells of one population have the same couples
        if (cell > 0 && SamplingOf(cell - 1) == sampling) result.SetCouples(cell, result.Couples(cell - 1));
        else
        {
            var drawn = new SampledCouple[bundles * TLane.Width];
            for (int i = 0; i < drawn.Length; i++) drawn[i] = sampling.Draw(firstDyad + i);
            result.SetCouples(cell, drawn);
        }
        var couples = result.Couples(cell);
        var of = plan!.Cells[cell].Study;
        for (int i = 0; i < couples.Length; i++)
        {
            int bundle = cell * bundles + i / TLane.Width;
            Initialisation.Couple(of.Focal, of.Provider, couples[i].Couple, couples[i].Scores, ref traits[bundle], ref settled[bundle], i % TLane.Width);
            sampling.SetTraits(couples[i], ref traits[bundle], i % TLane.Width);
        }
    }

    private void Settle(Luck luck, CancellationToken cancellation)
    {
        int cells = plan!.Cells.Count;
        for (int day = -study.SettleDays; day < 0; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            DrawKernel.Fill<TLane>(draws, words, luck, firstDyad, day);
            for (int cell = 0; cell < cells; cell++)
                AsemModel.Day(plan.Settling[cell].Focal, plan.Settling[cell].Provider, settled.AsSpan(cell * bundles, bundles), last.AsSpan(cell * bundles, bundles), TraitsOf(cell, false), draws, days, settling: true);
        }
        for (int cell = 0; cell < cells; cell++)
        {
            var couples = result.Couples(cell);
            for (int i = 0; i < couples.Length; i++) SamplingOf(cell).SetStates(couples[i], ref settled[cell * bundles + i / TLane.Width], i % TLane.Width);
            for (int bundle = 0; bundle < bundles; bundle++)
            {
                int at = cell * bundles + bundle;
                FixReadOuts(plan.Settling[cell].Focal, cell, bundle, isFocal: true, ref traits[at].A, ref settled[at].A);
                FixReadOuts(plan.Settling[cell].Provider, cell, bundle, isFocal: false, ref traits[at].B, ref settled[at].B);
                settled[at].DaysTogether = settled[at].TensionSum = settled[at].ConflictDays = TLane.Broadcast(0);
                for (int i = 0; i < changing.Length; i++)
                    for (int person = 0; person < 2; person++)
                        starts[(at * changing.Length + i) * 2 + person] = measures[changing[i]].Of.Read(View(plan.Settling[cell], person, ref settled[at], ref traits[at], 1));
            }
        }
    }

    private void FixReadOuts(in Values<TLane> values, int cell, int bundle, bool isFocal, ref PartnerTraits<TLane> partnerTraits, ref PartnerState<TLane> state)
    {
        TLane anxiety = default, avoidance = default;
        var couples = result.Couples(cell);
        for (int lane = 0; lane < TLane.Width; lane++)
        {
            var scores = couples[bundle * TLane.Width + lane].Scores;
            anxiety = TLane.Insert(anxiety, lane, ScoreDistribution.ToLogit(isFocal ? scores.AnxietyA : scores.AnxietyB));
            avoidance = TLane.Insert(avoidance, lane, ScoreDistribution.ToLogit(isFocal ? scores.AvoidanceA : scores.AvoidanceB));
        }
        Initialisation.FixReadOuts(values, anxiety, avoidance, ref partnerTraits, ref state);
    }

    private void Simulate(int first, int count, int dyads, Action<long> progress, CancellationToken cancellation)
    {
        var luck = StreamOf(first);
        for (int p = 0; p < count; p++)
        {
            var start = settled.AsSpan(plan!.CellOf(first + p) * bundles, bundles);
            start.CopyTo(states.AsSpan(p * bundles, bundles));
            start.CopyTo(last.AsSpan(p * bundles, bundles));
        }
        Array.Fill(unread, TLane.Broadcast(1));
        Array.Clear(sums);
        bool isReplaced = false;
        int reading = 0;
        for (int day = 0; day < study.HorizonDays; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            // what had ended is read with the values of its time
            if (changes[day]) Close(first, count, reading, day - 1, isReplaced);
            if (day == replacement?.FromDay)
            {
                Replace(first, count);
                isReplaced = true;
            }
            DrawKernel.Fill<TLane>(draws, words, luck, firstDyad, day);
            ForcedEvents.Apply<TLane>(study, draws, words, luck, firstDyad, day);
            for (int p = 0; p < count; p++)
            {
                var values = plan!.Timeline[first + p, day];
                var currentTraits = TraitsOf(plan.CellOf(first + p), isReplaced);
                var mine = states.AsSpan(p * bundles, bundles);
                var final = last.AsSpan(p * bundles, bundles);
                AsemModel.Day(values.Focal, values.Provider, mine, final, currentTraits, draws, days, settling: false);
                if (plan.Points[first + p].RecordsDoses) AddDoses(first + p);
                observer?.Invoke(first + p, day, values, mine, final, currentTraits, draws, days);
            }
            if (windowed.Length > 0) AddWindows(first, count, day, isReplaced);
            if (storesTrajectories && (day + 1) % trajectoryEvery == 0)
                for (int p = 0; p < count; p++) ReadTrajectory(first + p, p, day, (day + 1) / trajectoryEvery - 1, isReplaced);
            if (day + 1 == readings[reading])
            {
                for (int p = 0; p < count; p++) Read(first + p, p, day, reading, reading, isReplaced);
                reading++;
            }
        }
        progress((long)count * dyads * study.HorizonDays);
    }

    private void AddDoses(int point)
    {
        int final = readings.Count - 1;
        Span<float> a = result.DoseRows(final, point, 0), b = result.DoseRows(final, point, 1);
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

    private PersonView<TLane> View(PointValues<TLane> values, int person, ref DyadState<TLane> state, ref DyadTraits<TLane> of, int daysRead) =>
        new(person == 0 ? values.Focal : values.Provider, ref state, ref of, isFocal: person == 0, daysRead, study.Population.ProfileCut);

    // bonds that have ended are read for all readings to come, and are not read again
    private void Close(int first, int count, int reading, int day, bool isReplaced)
    {
        for (int p = 0; p < count; p++)
        {
            Freeze(first + p, p, day, isReplaced);
            if (storesTrajectories)
                for (int later = (day + 1) / trajectoryEvery; later < result.TrajectoryDays; later++) ReadTrajectory(first + p, p, day, later, isReplaced);
            Read(first + p, p, day, reading, readings.Count - 1, isReplaced);
            for (int bundle = 0; bundle < bundles; bundle++) unread[p * bundles + bundle] = states[p * bundles + bundle].Intact;
        }
    }

    private Span<DyadState<TLane>> Final(int p)
    {
        var final = last.AsSpan(p * bundles, bundles);
        for (int bundle = 0; bundle < bundles; bundle++)
            Lanes.Copy(TLane.GreaterThan(states[p * bundles + bundle].Intact, TLane.Broadcast(0)), states[p * bundles + bundle], ref final[bundle]);
        return final;
    }

    private void Read(int point, int p, int day, int firstReading, int lastReading, bool isReplaced)
    {
        var final = Final(p);
        var values = plan!.Timeline[point, day];
        int cell = plan.CellOf(point);
        var currentTraits = TraitsOf(cell, isReplaced);
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            int at = bundle * TLane.Width;
            var mask = TLane.GreaterThan(unread[p * bundles + bundle], TLane.Broadcast(0));
            for (int reading = firstReading; reading <= lastReading; reading++)
            {
                for (int person = 0; person < 2; person++)
                {
                    var view = View(values, person, ref final[bundle], ref currentTraits[bundle], readings[reading]);
                    for (int m = 0; m < measures.Count; m++)
                        if (measures[m].Window is null) Write(mask, Value(measures[m], m, view, cell, bundle, person), ref result.Row(reading, point, m, person)[at]);
                }
            }
        }
        for (int reading = firstReading; reading <= lastReading; reading++)
        {
            ReadWindows(point, p, reading);
            if (reading == readings.Count - 1 || !plan.Points[point].RecordsDoses) continue;
            for (int person = 0; person < 2; person++) result.DoseRows(readings.Count - 1, point, person).CopyTo(result.DoseRows(reading, point, person));
        }
    }

    private TLane Value(Measure measure, int m, in PersonView<TLane> view, int cell, int bundle, int person)
    {
        var value = measure.Of.Read(view);
        if (measure.IsChange) value -= starts[((cell * bundles + bundle) * changing.Length + Array.IndexOf(changing, m)) * 2 + person];
        if (!measure.HasThreshold || measure.IsFromReference) return value;
        TLane one = TLane.Broadcast(1), zero = TLane.Broadcast(0);
        var within = one;
        if (measure.Below is { } below) within = TLane.And(TLane.GreaterThan(TLane.Broadcast(below), value), within);
        if (measure.AtLeast is { } least) within = TLane.Select(TLane.GreaterThan(TLane.Broadcast(least), value), zero, within);
        return within;
    }

    private int WindowPlace(int p, int window, int person, int bundle) => ((p * windowed.Length + window) * 2 + person) * bundles + bundle;

    private void AddWindows(int first, int count, int day, bool isReplaced)
    {
        bool any = false;
        foreach (int m in windowed) any |= IsInWindow(measures[m], day);
        if (!any) return;
        for (int p = 0; p < count; p++)
        {
            Freeze(first + p, p, day, isReplaced);
            for (int w = 0; w < windowed.Length; w++)
            {
                if (!IsInWindow(measures[windowed[w]], day)) continue;
                for (int i = WindowPlace(p, w, 0, 0); i < WindowPlace(p, w + 1, 0, 0); i++) sums[i] += frozen[i];
            }
        }
    }

    private static bool IsInWindow(Measure measure, int day) => measure.Window is { } window && day + 1 >= window.First && day + 1 <= window.Last;

    // the value of the day for bonds that are read still; the last one for those that have been closed
    private void Freeze(int point, int p, int day, bool isReplaced)
    {
        if (windowed.Length == 0) return;
        var final = Final(p);
        var values = plan!.Timeline[point, day];
        int cell = plan.CellOf(point);
        var currentTraits = TraitsOf(cell, isReplaced);
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            var mask = TLane.GreaterThan(unread[p * bundles + bundle], TLane.Broadcast(0));
            for (int person = 0; person < 2; person++)
            {
                var view = View(values, person, ref final[bundle], ref currentTraits[bundle], day + 1);
                for (int w = 0; w < windowed.Length; w++)
                {
                    ref var kept = ref frozen[WindowPlace(p, w, person, bundle)];
                    kept = TLane.Select(mask, Value(measures[windowed[w]], windowed[w], view, cell, bundle, person), kept);
                }
            }
        }
    }

    private void ReadWindows(int point, int p, int reading)
    {
        for (int w = 0; w < windowed.Length; w++)
        {
            int read = measures[windowed[w]].DaysRead(readings[reading]);
            for (int person = 0; person < 2; person++)
            {
                var row = result.Row(reading, point, windowed[w], person);
                for (int bundle = 0; bundle < bundles; bundle++)
                    TLane.Store(read == 0 ? TLane.Broadcast(double.NaN) : sums[WindowPlace(p, w, person, bundle)] / TLane.Broadcast(read), ref row[bundle * TLane.Width]);
            }
        }
    }

    private void ReadTrajectory(int point, int p, int day, int place, bool isReplaced)
    {
        if (!result.HasTrajectory(point)) return;
        var final = Final(p);
        var values = plan!.Timeline[point, day];
        var currentTraits = TraitsOf(plan.CellOf(point), isReplaced);
        for (int bundle = 0; bundle < bundles; bundle++)
        {
            var mask = TLane.GreaterThan(unread[p * bundles + bundle], TLane.Broadcast(0));
            for (int person = 0; person < 2; person++)
            {
                var view = View(values, person, ref final[bundle], ref currentTraits[bundle], (place + 1) * trajectoryEvery);
                for (int outcome = 0; outcome < study.Outcomes.Count; outcome++) Write(mask, study.Outcomes[outcome].Read(view), ref result.TrajectoryRow(place, point, outcome, person)[bundle * TLane.Width]);
            }
        }
    }

    private static void Write(TLane mask, TLane value, ref float to) => TLane.Store(TLane.Select(mask, value, TLane.Load(in to)), ref to);

    private void Replace(int first, int count)
    {
        for (int cell = 0; cell < plan!.Cells.Count; cell++)
        {
            var of = plan.Cells[cell].Study;
            for (int i = 0; i < bundles * TLane.Width; i++)
            {
                int bundle = cell * bundles + i / TLane.Width;
                var newcomer = SamplingOf(cell).DrawNewcomer(firstDyad + i);
                Initialisation.Couple(of.Focal, of.Provider, newcomer.Couple, newcomer.Scores, ref replacedTraits[bundle], ref replacements[bundle], i % TLane.Width);
                SamplingOf(cell).SetTraits(newcomer, ref replacedTraits[bundle], i % TLane.Width);
            }
            for (int bundle = cell * bundles; bundle < (cell + 1) * bundles; bundle++) replacedTraits[bundle].A = traits[bundle].A;
        }
        for (int p = 0; p < count; p++)
        {
            int cell = plan.CellOf(first + p);
            for (int bundle = 0; bundle < bundles; bundle++)
            {
                int at = p * bundles + bundle;
                // nothing is learned or given between a bond that has ended and the next; stress from outside goes on
                var stress = states[at].A.ChronicStress;
                Lanes.Copy(TLane.GreaterThan(TLane.Broadcast(0.5), states[at].Intact), last[at], ref states[at]);
                states[at].A.ChronicStress = stress;
                Initialisation.ReplacePartner(plan.Settling[cell].Focal, replacements[cell * bundles + bundle], ref states[at]);
                unread[at] = TLane.Broadcast(1);
            }
        }
    }

    /// <summary>The values of a pass's points on every day.</summary>
    private sealed class PassPlan
    {
        private readonly int arms;

        public PassPlan(Design design, Pass pass)
        {
            Pass = pass;
            arms = design.Arms.Count;
            Cells = [.. design.Cells.Skip(pass.FirstCell).Take(pass.Cells)];
            Points = [.. Cells.SelectMany(design.PointsOf)];
            Settling = [.. Cells.Select(cell => new PointValues<TLane>(new Values<TLane>(cell.Study.Focal), new Values<TLane>(cell.Study.Provider)))];
            Timeline = new TimelinePlan<TLane>(design.Study, Points);
        }

        public Pass Pass { get; }

        public IReadOnlyList<Cell> Cells { get; }

        public IReadOnlyList<DesignPoint> Points { get; }

        public IReadOnlyList<PointValues<TLane>> Settling { get; }

        public TimelinePlan<TLane> Timeline { get; }

        public int CellOf(int point) => point / arms;
    }
}

/// <summary>How work is cut: results do not depend on it.</summary>
/// <param name="Dyads">Dyads per block, a multiple of 16 (of 1 where dyads are simulated one by one).</param>
/// <param name="Points">Design points that share a block's draws in one pass.</param>
public readonly record struct BlockShape(int Dyads, int Points)
{
    /// <summary>The measured best on processors with 1 MiB of second-level cache.</summary>
    public static BlockShape Default => new(64, 64);
}
