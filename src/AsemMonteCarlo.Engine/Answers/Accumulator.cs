using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Statistics;
using AsemMonteCarlo.Sensitivity.Coalitions;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>Groups of recipients: everyone, then by profile at the start, which never depends on an arm.</summary>
public static class Groups
{
    /// <summary>Names in the order of tables; place 1 + profile is that profile.</summary>
    public static readonly IReadOnlyList<string> Names = ["all", "secure", "anxious", "avoidant", "fearful"];

    /// <summary>Place of a profile.</summary>
    public static int Of(Profile profile) => 1 + (int)profile;
}

/// <summary>
/// Sums everything that a study reports, dyad by dyad. The dyad is the independent unit: what its recipients contribute is
/// added before it is squared. All sums are exact, so accumulators merge in any order to the same bits.
/// </summary>
public sealed class Accumulator
{
    private readonly IReadOnlyList<DesignPoint> points;
    private readonly IReadOnlyList<Statistic> statistics;
    private readonly int persons, k, outcomeCount = Outcomes.All.Count, intact, effort, stats;
    private readonly int[] pointOf, pointWithoutDissolution;
    private readonly RatioSums[] summaries, effects, doses, starts, startSquares, intactInAll;
    private readonly double[] values, shapley, interactions, top, bottom;
    private readonly int[] groupOfPerson = new int[2];

    /// <summary>An empty accumulator.</summary>
    /// <param name="study">The study.</param>
    /// <param name="points">Its design points.</param>
    public Accumulator(Study study, IReadOnlyList<DesignPoint> points)
    {
        this.points = points;
        statistics = Statistic.Of(study);
        stats = statistics.Count;
        k = study.Pathways.Of.Count;
        persons = study.RecipientsPerDyad;
        intact = Place(Outcomes.Intact);
        effort = Place(Outcomes.ProviderEffort);
        Pathways = [.. study.Pathways.Of.Select(p => AsemModel.Pathways.ToList().IndexOf(p))];
        pointOf = Index(points, dissolutionOff: false);
        pointWithoutDissolution = Index(points, dissolutionOff: true);
        BufferMask = Mask(study, buffers: true);
        summaries = new RatioSums[2 * Groups.Names.Count * points.Count * outcomeCount];
        effects = new RatioSums[3 * Groups.Names.Count * outcomeCount * stats];
        doses = new RatioSums[Groups.Names.Count * points.Count * AsemModel.Pathways.Count];
        starts = new RatioSums[Groups.Names.Count * 3];
        startSquares = new RatioSums[Groups.Names.Count * 3];
        intactInAll = new RatioSums[Groups.Names.Count];
        values = new double[1 << k];
        shapley = new double[k];
        interactions = new double[k * (k - 1) / 2];
        top = new double[2 * stats];
        bottom = new double[2 * stats];
        Horizon = study.HorizonDays;
        HasAllCoalitions = study.Pathways.Arms.HasFlag(PathwayArms.AllCoalitions);
    }

    /// <summary>Statistics in the order of their places.</summary>
    public IReadOnlyList<Statistic> Statistics => statistics;

    /// <summary>Recipients counted per dyad: 2, or 1 where roles differ.</summary>
    public int RecipientsPerDyad => persons;

    /// <summary>Dyads added.</summary>
    public long Dyads { get; private set; }

    private int[] Pathways { get; }

    private int BufferMask { get; }

    private int Horizon { get; }

    private bool HasAllCoalitions { get; }

    private int Everything => (1 << k) - 1;

    /// <summary>Mean of an outcome at one design point; the view is all or intact.</summary>
    public RatioSums Summary(View view, int group, int point, int outcome) => summaries[SummaryPlace(view, group, point) + outcome];

    /// <summary>A statistic about pathways.</summary>
    public RatioSums Effect(View view, int group, int outcome, int statistic) => effects[EffectPlace(view, group, outcome) + statistic];

    /// <summary>Doses of a pathway (by its place in the model) received per year at a design point that records them.</summary>
    public RatioSums Dose(int group, int point, int pathway) => doses[(group * points.Count + point) * AsemModel.Pathways.Count + pathway];

    /// <summary>Score at the start: 0 anxiety, 1 avoidance, 2 insecurity.</summary>
    public RatioSums Start(int group, int dimension) => starts[group * 3 + dimension];

    /// <summary>Standard deviation of a score at the start.</summary>
    public double StartSpread(int group, int dimension)
    {
        double mean = starts[group * 3 + dimension].Value, square = startSquares[group * 3 + dimension].Value;
        return Math.Sqrt(Math.Max(0, square - mean * mean));
    }

    /// <summary>Share of recipients whose bond is intact under all arms.</summary>
    public RatioSums IntactInAllArms(int group) => intactInAll[group];

    /// <summary>Adds the dyads of a block.</summary>
    public void Add(BlockResult block)
    {
        Dyads += block.Dyads;
        for (int dyad = 0; dyad < block.Dyads; dyad++)
        {
            var couple = block.Couples[dyad];
            groupOfPerson[0] = Groups.Of(couple.A);
            groupOfPerson[1] = Groups.Of(couple.B);
            AddStarts(couple);
            AddEffects(block, dyad, couple.Weight);
        }
        for (int group = 0; group < Groups.Names.Count; group++) AddSummaries(block, group);
    }

    /// <summary>Adds the dyads of another accumulator of the same study.</summary>
    public void Add(Accumulator other)
    {
        Dyads += other.Dyads;
        Merge(summaries, other.summaries);
        Merge(effects, other.effects);
        Merge(doses, other.doses);
        Merge(starts, other.starts);
        Merge(startSquares, other.startSquares);
        Merge(intactInAll, other.intactInAll);
    }

    private static void Merge(RatioSums[] to, RatioSums[] from)
    {
        for (int i = 0; i < to.Length; i++) to[i].Add(from[i]);
    }

    private void AddStarts(in SampledCouple couple)
    {
        var s = couple.Scores;
        for (int group = 0; group < Groups.Names.Count; group++)
        {
            for (int dimension = 0; dimension < 3; dimension++)
            {
                double sum = 0, squares = 0, count = 0;
                for (int person = 0; person < persons; person++)
                {
                    if (!Belongs(person, group)) continue;
                    double anxiety = person == 0 ? s.AnxietyA : s.AnxietyB, avoidance = person == 0 ? s.AvoidanceA : s.AvoidanceB;
                    double score = dimension switch { 0 => anxiety, 1 => avoidance, _ => 0.5 * (anxiety + avoidance) };
                    sum += score;
                    squares += score * score;
                    count++;
                }
                starts[group * 3 + dimension].Add(couple.Weight * sum, couple.Weight * count);
                startSquares[group * 3 + dimension].Add(couple.Weight * squares, couple.Weight * count);
            }
        }
    }

    // dyads innermost: every sum is fetched once per block, and outcomes are read in the order in which they lie
    private void AddSummaries(BlockResult block, int group)
    {
        var members = Members(block, group);
        if (members.Length == 0) return;
        Span<bool> everywhere = stackalloc bool[members.Length];
        everywhere.Fill(true);
        for (int point = 0; point < points.Count; point++)
        {
            if (!points[point].DissolutionOff)
                for (int i = 0; i < members.Length; i++) everywhere[i] &= block[point, intact, 0, members[i].Dyad] > 0;
            var isIntact = block.Outcome(point, intact, 0);
            RatioSums everyone = default, together = default;
            foreach (var m in members)
            {
                everyone.AddDenominator(m.Recipients);
                if (isIntact[m.Dyad] > 0) together.AddDenominator(m.Recipients);
            }
            int place = SummaryPlace(View.All, group, point), intactPlace = SummaryPlace(View.Intact, group, point);
            for (int outcome = 0; outcome < outcomeCount; outcome++)
            {
                // the denominators are those of every outcome at this point
                RatioSums all = everyone, survivors = together;
                ReadOnlySpan<float> focal = block.Outcome(point, outcome, 0), partner = block.Outcome(point, outcome, 1);
                foreach (var m in members)
                {
                    double sum = m.Weight * (m.First * (double)focal[m.Dyad] + m.Second * (double)partner[m.Dyad]);
                    all.AddNumerator(sum, m.Recipients);
                    if (isIntact[m.Dyad] > 0) survivors.AddNumerator(sum, m.Recipients);
                }
                summaries[place + outcome].Add(all);
                summaries[intactPlace + outcome].Add(survivors);
            }
            if (!points[point].RecordsDoses) continue;
            for (int pathway = 0; pathway < AsemModel.Pathways.Count; pathway++)
            {
                ref var sums = ref doses[(group * points.Count + point) * AsemModel.Pathways.Count + pathway];
                foreach (var m in members)
                    sums.Add(m.Weight * (m.First * (double)block.Dose(point, pathway, 0, m.Dyad) + m.Second * (double)block.Dose(point, pathway, 1, m.Dyad)) * 365 / Horizon, m.Recipients);
            }
        }
        for (int i = 0; i < members.Length; i++) intactInAll[group].Add(everywhere[i] ? members[i].Recipients : 0, members[i].Recipients);
    }

    private Member[] Members(BlockResult block, int group)
    {
        var members = new List<Member>(block.Dyads);
        for (int dyad = 0; dyad < block.Dyads; dyad++)
        {
            var couple = block.Couples[dyad];
            int first = group == 0 || Groups.Of(couple.A) == group ? 1 : 0, second = persons == 2 && (group == 0 || Groups.Of(couple.B) == group) ? 1 : 0;
            if (first + second > 0) members.Add(new Member(dyad, first, second, couple.Weight, couple.Weight * (first + second)));
        }
        return [.. members];
    }

    /// <summary>A dyad with recipients in a group: which of its persons belong, its weight, and the weight of its recipients.</summary>
    private readonly record struct Member(int Dyad, int First, int Second, double Weight, double Recipients);

    private void AddEffects(BlockResult block, int dyad, double weight)
    {
        if (stats == 0) return;
        bool intactEverywhere = true;
        foreach (int point in pointOf)
            if (point >= 0) intactEverywhere &= block[point, intact, 0, dyad] > 0;
        for (int outcome = 0; outcome < outcomeCount; outcome++)
        {
            Compute(block, dyad, outcome, pointOf);
            AddEffects(weight, outcome, View.All, _ => true);
            AddEffects(weight, outcome, View.Intact, s => s.NeedsAllCoalitions ? intactEverywhere : IsIntactIn(block, dyad, s));
            if (pointWithoutDissolution[Everything] < 0) continue;
            Compute(block, dyad, outcome, pointWithoutDissolution);
            AddEffects(weight, outcome, View.NoDissolution, s => !s.NeedsAllCoalitions);
        }
    }

    private void Compute(BlockResult block, int dyad, int outcome, int[] index)
    {
        for (int person = 0; person < persons; person++)
        {
            if (HasAllCoalitions && index == pointOf) Attribute(block, dyad, outcome, person, index);
            for (int i = 0; i < stats; i++) (top[person * stats + i], bottom[person * stats + i]) = Compute(block, dyad, outcome, person, index, statistics[i]);
        }
    }

    private void AddEffects(double weight, int outcome, View view, Func<Statistic, bool> counts)
    {
        for (int i = 0; i < stats; i++)
        {
            if (!counts(statistics[i])) continue;
            for (int group = 0; group < Groups.Names.Count; group++)
            {
                double sum = 0, count = 0;
                for (int person = 0; person < persons; person++)
                {
                    if (!Belongs(person, group)) continue;
                    sum += top[person * stats + i];
                    count += bottom[person * stats + i];
                }
                if (sum != 0 || count != 0) effects[EffectPlace(view, group, outcome) + i].Add(weight * sum, weight * count);
            }
        }
    }

    private void Attribute(BlockResult block, int dyad, int outcome, int person, int[] index)
    {
        for (int coalition = 0; coalition < values.Length; coalition++) values[coalition] = block[index[coalition], outcome, person, dyad];
        CoalitionGame.ToDividends(values);
        CoalitionGame.Shapley(values, shapley);
        CoalitionGame.Interactions(values, interactions);
    }

    private (double Top, double Bottom) Compute(BlockResult block, int dyad, int outcome, int person, int[] index, Statistic s)
    {
        double At(int coalition, int what) => block[index[coalition], what, person, dyad];
        double Difference(int with, int without, int what) => At(with, what) - At(without, what);
        double DoseAt(int coalition) => points[index[coalition]].RecordsDoses ? block.Dose(index[coalition], Pathways[s.First], person, dyad) * 365.0 / Horizon : 0;
        int single = s.First < 0 ? 0 : 1 << s.First, rest = Everything & ~single;
        if (s.NeedsAllCoalitions && index == pointWithoutDissolution) return (0, 0);
        return s.Kind switch
        {
            StatisticKind.Total => (Difference(Everything, 0, outcome), 1),
            StatisticKind.Alone => (Difference(single, 0, outcome), 1),
            StatisticKind.LeftOut => (Difference(Everything, rest, outcome), 1),
            StatisticKind.PerActAlone => (Difference(single, 0, outcome), DoseAt(single)),
            StatisticKind.PerActLeftOut => (Difference(Everything, rest, outcome), DoseAt(Everything)),
            StatisticKind.PerEffortAlone => (Difference(single, 0, outcome), Difference(single, 0, effort)),
            StatisticKind.PerEffortLeftOut => (Difference(Everything, rest, outcome), Difference(Everything, rest, effort)),
            StatisticKind.Shapley => (shapley[s.First], 1),
            StatisticKind.ShapleyDifference => (shapley[s.First] - shapley[s.Second], 1),
            StatisticKind.Dividend => (values[1 << s.First | 1 << s.Second], 1),
            StatisticKind.Interaction => (interactions[CoalitionGame.Pair(s.First, s.Second, k)], 1),
            StatisticKind.BufferingOnly => (Difference(BufferMask, 0, outcome), 1),
            StatisticKind.EnhancingOnly => (Difference(Everything & ~BufferMask, 0, outcome), 1),
            StatisticKind.Synergy => (Difference(Everything, BufferMask, outcome) - Difference(Everything & ~BufferMask, 0, outcome), 1),
            _ => throw new InvalidOperationException(),
        };
    }

    private bool IsIntactIn(BlockResult block, int dyad, Statistic s)
    {
        int single = s.First < 0 ? 0 : 1 << s.First;
        var (with, without) = s.Kind switch
        {
            StatisticKind.Total => (Everything, 0),
            StatisticKind.LeftOut or StatisticKind.PerActLeftOut or StatisticKind.PerEffortLeftOut => (Everything, Everything & ~single),
            _ => (single, 0),
        };
        return block[pointOf[with], intact, 0, dyad] > 0 && block[pointOf[without], intact, 0, dyad] > 0;
    }

    private bool Belongs(int person, int group) => group == 0 || groupOfPerson[person] == group;

    private int SummaryPlace(View view, int group, int point) => (((view == View.All ? 0 : 1) * Groups.Names.Count + group) * points.Count + point) * outcomeCount;

    private int EffectPlace(View view, int group, int outcome) => (((int)view * Groups.Names.Count + group) * outcomeCount + outcome) * stats;

    private static int Place(Outcome outcome) => Outcomes.All.ToList().IndexOf(outcome);

    private int[] Index(IReadOnlyList<DesignPoint> list, bool dissolutionOff)
    {
        var index = new int[1 << k];
        Array.Fill(index, -1);
        for (int i = 0; i < list.Count; i++)
            if (list[i].DissolutionOff == dissolutionOff) index[list[i].Coalition] = i;
        return index;
    }

    private static int Mask(Study study, bool buffers)
    {
        int mask = 0;
        for (int i = 0; i < study.Pathways.Of.Count; i++)
            if (Statistic.IsBuffer(study.Pathways.Of[i]) == buffers) mask |= 1 << i;
        return mask;
    }
}
