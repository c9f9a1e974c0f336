using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Coalitions;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>
/// Sums what a study reports about one cell, dyad by dyad. The independent unit is the dyad, or the row of a population file
/// with all dyads made from it: what its recipients contribute is added before it is squared. All sums are exact, so
/// accumulators merge in any order to the same bits. Readings, groups, measures and arms have the places that they have in
/// the study and its design.
/// </summary>
public sealed class Accumulator
{
    private readonly IReadOnlyList<RecipientGroup> groups;
    private readonly IReadOnlyList<Measure> reported;
    private readonly IReadOnlyList<int> readingDays;
    private readonly IReadOnlyList<Statistic> statistics;
    private readonly Contrast[] contrasts, contrastsWithoutDissolution;
    private readonly int persons, k, arms, measures, readings, stats, intact, effort;
    private readonly int[] pathways, coalitions, doseArms, summarised;
    private readonly bool hasAllCoalitions, hasNoDissolution;
    private readonly RatioSums[] summaries, effects, doses, starts, startSquares, intactInAll;
    private readonly double[] values, shapley, interactions, top, bottom, unitTop, unitBottom;

    /// <summary>An empty accumulator.</summary>
    /// <param name="design">The study's design.</param>
    public Accumulator(Design design)
    {
        var study = design.Study;
        Study = study;
        groups = design.Groups;
        reported = design.Measures;
        readingDays = design.Readings;
        statistics = Statistic.Of(design);
        stats = statistics.Count;
        k = study.Pathways.Of.Count;
        arms = design.Arms.Count;
        persons = study.RecipientsPerDyad;
        measures = reported.Count;
        readings = readingDays.Count;
        intact = design.IntactRead;
        effort = design.EffortRead;
        pathways = [.. study.Pathways.Of.Select(p => AsemModel.Pathways.ToList().IndexOf(p))];
        hasAllCoalitions = study.Pathways.Arms.HasFlag(PathwayArms.AllCoalitions);
        hasNoDissolution = study.DissolutionOffView;
        coalitions = hasAllCoalitions ? [.. Enumerable.Range(0, 1 << k).Select(c => design.PlaceOf(c))] : [];
        contrasts = [.. statistics.Select(s => Resolve(design, s, dissolutionOff: false))];
        contrastsWithoutDissolution = hasNoDissolution ? [.. statistics.Select(s => Resolve(design, s, dissolutionOff: true))] : [];
        doseArms = Places(design, design.RecordsDoses);
        summarised = Places(design, design.IsSummarised);
        MainArms = [.. Enumerable.Range(0, arms).Where(a => !design.Arms[a].DissolutionOff)];
        var sizes = Sizes(design);
        summaries = new RatioSums[sizes.Summaries];
        effects = new RatioSums[sizes.Effects];
        doses = new RatioSums[sizes.Doses];
        starts = new RatioSums[groups.Count * 3];
        startSquares = new RatioSums[groups.Count * 3];
        intactInAll = new RatioSums[groups.Count];
        values = new double[coalitions.Length];
        shapley = new double[k];
        interactions = new double[k * (k - 1) / 2];
        top = new double[2 * stats];
        bottom = new double[2 * stats];
        unitTop = new double[effects.Length];
        unitBottom = new double[effects.Length];
    }

    /// <summary>The study.</summary>
    public Study Study { get; }

    /// <summary>Statistics in the order of their places.</summary>
    public IReadOnlyList<Statistic> Statistics => statistics;

    /// <summary>Recipients counted per dyad: 2, or 1 where roles differ.</summary>
    public int RecipientsPerDyad => persons;

    /// <summary>Dyads added.</summary>
    public long Dyads { get; private set; }

    private int[] MainArms { get; }

    /// <summary>Number of sums of a cell, each of <see cref="RatioSums"/>.</summary>
    internal static long Count(Design design)
    {
        var (summaries, effects, doses) = Sizes(design);
        return summaries + effects + doses + 7L * design.Groups.Count;
    }

    /// <summary>Every sum, for storing and merging; the places are those of every accumulator of the same study.</summary>
    internal IReadOnlyList<RatioSums[]> Sums => [summaries, effects, doses, starts, startSquares, intactInAll];

    /// <summary>Mean of a measure in one arm whose levels are reported; the view is all or intact.</summary>
    public RatioSums Summary(View view, int reading, int group, int arm, int measure) => summaries[SummaryPlace(view, reading, group, arm) + measure];

    /// <summary>A statistic about pathways.</summary>
    public RatioSums Effect(View view, int reading, int group, int measure, int statistic) =>
        view == View.NoDissolution && !hasNoDissolution ? default : effects[EffectPlace(view, reading, group, measure) + statistic];

    /// <summary>Doses of a pathway (by its place in the model) received per year up to a reading in an arm that records them.</summary>
    public RatioSums Dose(int reading, int group, int arm, int pathway) => doses[DosePlace(reading, group, arm) + pathway];

    /// <summary>Score at the start: 0 anxiety, 1 avoidance, 2 insecurity.</summary>
    public RatioSums Start(int group, int dimension) => starts[group * 3 + dimension];

    /// <summary>Standard deviation of a score at the start.</summary>
    public double StartSpread(int group, int dimension)
    {
        double mean = starts[group * 3 + dimension].Value, square = startSquares[group * 3 + dimension].Value;
        return Math.Sqrt(Math.Max(0, square - mean * mean));
    }

    /// <summary>Share of recipients whose bond is intact under all arms at the horizon.</summary>
    public RatioSums IntactInAllArms(int group) => intactInAll[group];

    /// <summary>Adds the dyads of a block.</summary>
    /// <param name="block">The block, which holds whole units.</param>
    /// <param name="cell">Place of this accumulator's cell in the block's pass.</param>
    /// <param name="endsUnit">For each dyad of the block whether its independent unit ends with it; dyads of one unit follow each other.</param>
    public void Add(BlockResult block, int cell, bool[] endsUnit)
    {
        Dyads += block.Dyads;
        var couples = block.Couples(cell);
        var members = groups.Select(group => Members(group, couples, endsUnit)).ToArray();
        AddEffects(block, cell, couples, endsUnit);
        for (int group = 0; group < groups.Count; group++)
        {
            if (members[group].Length == 0) continue;
            AddStarts(couples, group, members[group]);
            AddSummaries(block, cell, group, members[group]);
        }
    }

    /// <summary>Adds the dyads of another accumulator of the same study and cell.</summary>
    public void Add(Accumulator other)
    {
        Dyads += other.Dyads;
        foreach (var (to, from) in Sums.Zip(other.Sums))
            for (int i = 0; i < to.Length; i++) to[i].Add(from[i]);
    }

    /// <summary>Counts dyads whose sums were added by other means.</summary>
    internal void AddDyads(long dyads) => Dyads += dyads;

    /// <summary>Place of a measure that is an outcome of the model as it stands, −1 where the study does not report it.</summary>
    public static int Place(Study study, Outcome outcome)
    {
        for (int m = 0; m < study.Outcomes.Count; m++)
            if (study.Outcomes[m] == outcome) return m;
        return -1;
    }

    private void AddStarts(SampledCouple[] couples, int group, Member[] members)
    {
        for (int dimension = 0; dimension < 3; dimension++)
        {
            double sum = 0, squares = 0, count = 0;
            foreach (var m in members)
            {
                var s = couples[m.Dyad].Scores;
                double first = Score(s.AnxietyA, s.AvoidanceA, dimension), second = Score(s.AnxietyB, s.AvoidanceB, dimension);
                sum += m.Weight * (m.First * first + m.Second * second);
                squares += m.Weight * (m.First * first * first + m.Second * second * second);
                count += m.Recipients;
                if (!m.EndsUnit) continue;
                starts[group * 3 + dimension].Add(sum, count);
                startSquares[group * 3 + dimension].Add(squares, count);
                sum = squares = count = 0;
            }
        }
    }

    private static double Score(double anxiety, double avoidance, int dimension) => dimension switch { 0 => anxiety, 1 => avoidance, _ => 0.5 * (anxiety + avoidance) };

    // dyads innermost: every sum is fetched once per block, and outcomes are read in the order in which they lie
    private void AddSummaries(BlockResult block, int cell, int group, Member[] members)
    {
        int last = readings - 1;
        Span<bool> everywhere = new bool[members.Length];
        everywhere.Fill(true);
        foreach (int arm in MainArms)
        {
            var isIntact = Intact(block, last, cell, arm);
            for (int i = 0; i < members.Length; i++) everywhere[i] &= isIntact[members[i].Dyad] > 0;
        }
        for (int reading = 0; reading < readings; reading++)
        {
            int days = readingDays[reading];
            for (int arm = 0; arm < arms; arm++)
            {
                int point = cell * arms + arm;
                if (summarised[arm] >= 0)
                {
                    var isIntact = Intact(block, reading, cell, arm);
                    int place = SummaryPlace(View.All, reading, group, arm), intactPlace = SummaryPlace(View.Intact, reading, group, arm);
                    for (int measure = 0; measure < measures; measure++)
                    {
                        if (reported[measure].DaysRead(days) == 0) continue;
                        AddSummary(ref summaries[place + measure], ref summaries[intactPlace + measure], isIntact, block.Outcome(reading, point, measure, 0), block.Outcome(reading, point, measure, 1), members);
                    }
                }
                if (doseArms[arm] < 0) continue;
                for (int pathway = 0; pathway < AsemModel.Pathways.Count; pathway++)
                    AddMean(ref doses[DosePlace(reading, group, arm) + pathway], block.Doses(reading, point, pathway, 0), block.Doses(reading, point, pathway, 1), 365.0 / days, members);
            }
        }
        double top = 0, bottom = 0;
        for (int i = 0; i < members.Length; i++)
        {
            top += everywhere[i] ? members[i].Recipients : 0;
            bottom += members[i].Recipients;
            if (!members[i].EndsUnit) continue;
            intactInAll[group].Add(top, bottom);
            top = bottom = 0;
        }
    }

    private static void AddSummary(ref RatioSums all, ref RatioSums survivors, ReadOnlySpan<float> isIntact, ReadOnlySpan<float> focal, ReadOnlySpan<float> partner, Member[] members)
    {
        double top = 0, bottom = 0, intactTop = 0, intactBottom = 0;
        foreach (var m in members)
        {
            double sum = m.Weight * (m.First * (double)focal[m.Dyad] + m.Second * (double)partner[m.Dyad]);
            top += sum;
            bottom += m.Recipients;
            if (isIntact[m.Dyad] > 0)
            {
                intactTop += sum;
                intactBottom += m.Recipients;
            }
            if (!m.EndsUnit) continue;
            all.Add(top, bottom);
            survivors.Add(intactTop, intactBottom);
            top = bottom = intactTop = intactBottom = 0;
        }
    }

    private static void AddMean(ref RatioSums sums, ReadOnlySpan<float> focal, ReadOnlySpan<float> partner, double factor, Member[] members)
    {
        double top = 0, bottom = 0;
        foreach (var m in members)
        {
            top += m.Weight * (m.First * (double)focal[m.Dyad] + m.Second * (double)partner[m.Dyad]) * factor;
            bottom += m.Recipients;
            if (!m.EndsUnit) continue;
            sums.Add(top, bottom);
            top = bottom = 0;
        }
    }

    private Member[] Members(RecipientGroup group, SampledCouple[] couples, bool[] endsUnit)
    {
        var members = new List<Member>(endsUnit.Length);
        for (int dyad = 0; dyad < endsUnit.Length; dyad++)
        {
            int first = group.Contains(couples[dyad], 0) ? 1 : 0, second = persons == 2 && group.Contains(couples[dyad], 1) ? 1 : 0;
            double weight = couples[dyad].Weight;
            if (first + second > 0) members.Add(new Member(dyad, first, second, weight, weight * (first + second), endsUnit[dyad]));
            // a unit ends with its last member, who need not be its last dyad
            else if (endsUnit[dyad] && members.Count > 0) members[^1] = members[^1] with { EndsUnit = true };
        }
        return [.. members];
    }

    /// <summary>A dyad with recipients in a group: which of its persons belong, its weight, the weight of its recipients, and whether its unit ends with it.</summary>
    private readonly record struct Member(int Dyad, int First, int Second, double Weight, double Recipients, bool EndsUnit);

    private void AddEffects(BlockResult block, int cell, SampledCouple[] couples, bool[] endsUnit)
    {
        if (stats == 0) return;
        var belongs = new bool[groups.Count * 2];
        for (int dyad = 0; dyad < block.Dyads; dyad++)
        {
            for (int group = 0; group < groups.Count; group++)
                for (int person = 0; person < persons; person++) belongs[group * 2 + person] = groups[group].Contains(couples[dyad], person);
            for (int reading = 0; reading < readings; reading++) AddEffects(block, cell, dyad, reading, couples[dyad].Weight, belongs);
            if (endsUnit[dyad]) EndUnit();
        }
    }

    private void AddEffects(BlockResult block, int cell, int dyad, int reading, double weight, bool[] belongs)
    {
        bool intactEverywhere = true;
        foreach (int arm in coalitions) intactEverywhere &= Intact(block, reading, cell, arm)[dyad] > 0;
        for (int measure = 0; measure < measures; measure++)
        {
            if (reported[measure].DaysRead(readingDays[reading]) == 0) continue;
            for (int person = 0; person < persons; person++)
            {
                if (hasAllCoalitions) Attribute(block, reading, cell, dyad, measure, person);
                for (int i = 0; i < stats; i++) (top[person * stats + i], bottom[person * stats + i]) = Compute(block, reading, cell, dyad, measure, person, statistics[i], contrasts[i]);
            }
            AddEffects(View.All, reading, measure, weight, belongs, null);
            AddEffects(View.Intact, reading, measure, weight, belongs, i => statistics[i].IsAverage || statistics[i].NeedsAllCoalitions ? intactEverywhere : IsIntact(block, reading, cell, dyad, contrasts[i]));
            if (!hasNoDissolution) continue;
            for (int person = 0; person < persons; person++)
                for (int i = 0; i < stats; i++) (top[person * stats + i], bottom[person * stats + i]) = Compute(block, reading, cell, dyad, measure, person, statistics[i], contrastsWithoutDissolution[i]);
            AddEffects(View.NoDissolution, reading, measure, weight, belongs, i => contrastsWithoutDissolution[i].IsRun);
        }
    }

    private void AddEffects(View view, int reading, int measure, double weight, bool[] belongs, Func<int, bool>? counts)
    {
        for (int i = 0; i < stats; i++)
        {
            if (counts is not null && !counts(i)) continue;
            for (int group = 0; group < groups.Count; group++)
            {
                double sum = 0, count = 0;
                for (int person = 0; person < persons; person++)
                {
                    if (!belongs[group * 2 + person]) continue;
                    sum += top[person * stats + i];
                    count += bottom[person * stats + i];
                }
                if (sum == 0 && count == 0) continue;
                int place = EffectPlace(view, reading, group, measure) + i;
                unitTop[place] += weight * sum;
                unitBottom[place] += weight * count;
            }
        }
    }

    private void EndUnit()
    {
        for (int i = 0; i < effects.Length; i++)
        {
            if (unitTop[i] == 0 && unitBottom[i] == 0) continue;
            effects[i].Add(unitTop[i], unitBottom[i]);
            unitTop[i] = unitBottom[i] = 0;
        }
    }

    private void Attribute(BlockResult block, int reading, int cell, int dyad, int measure, int person)
    {
        for (int coalition = 0; coalition < values.Length; coalition++) values[coalition] = block.Outcome(reading, cell * arms + coalitions[coalition], measure, person)[dyad];
        CoalitionGame.ToDividends(values);
        CoalitionGame.Shapley(values, shapley);
        CoalitionGame.Interactions(values, interactions);
    }

    private (double Top, double Bottom) Compute(BlockResult block, int reading, int cell, int dyad, int measure, int person, Statistic s, Contrast contrast)
    {
        switch (s.Kind)
        {
            case StatisticKind.Shapley: return (shapley[s.First], 1);
            case StatisticKind.ShapleyDifference: return (shapley[s.First] - shapley[s.Second], 1);
            case StatisticKind.Interaction: return (interactions[CoalitionGame.Pair(s.First, s.Second, k)], 1);
        }
        if (!contrast.IsRun) return (0, 0);
        double difference = Difference(measure);
        return s.Kind switch
        {
            StatisticKind.PerActAlone or StatisticKind.PerActLeftOut => (difference, block.Doses(reading, cell * arms + contrast.With[0], pathways[s.First], person)[dyad] * 365.0 / readingDays[reading]),
            StatisticKind.PerEffortAlone or StatisticKind.PerEffortLeftOut => (difference, Difference(effort)),
            _ => (difference, 1),
        };

        double Difference(int what)
        {
            double sum = 0;
            foreach (int arm in contrast.With) sum += block.Outcome(reading, cell * arms + arm, what, person)[dyad];
            foreach (int arm in contrast.Without) sum -= block.Outcome(reading, cell * arms + arm, what, person)[dyad];
            return sum;
        }
    }

    private bool IsIntact(BlockResult block, int reading, int cell, int dyad, Contrast contrast)
    {
        foreach (int arm in contrast.With)
            if (Intact(block, reading, cell, arm)[dyad] <= 0) return false;
        foreach (int arm in contrast.Without)
            if (Intact(block, reading, cell, arm)[dyad] <= 0) return false;
        return true;
    }

    private ReadOnlySpan<float> Intact(BlockResult block, int reading, int cell, int arm) => block.Outcome(reading, cell * arms + arm, intact, 0);

    private int SummaryPlace(View view, int reading, int group, int arm) =>
        ((((view == View.All ? 0 : 1) * readings + reading) * groups.Count + group) * (summaries.Length / (2 * readings * groups.Count * measures)) + summarised[arm]) * measures;

    private int EffectPlace(View view, int reading, int group, int measure) => ((((int)view * readings + reading) * groups.Count + group) * measures + measure) * stats;

    private int DosePlace(int reading, int group, int arm) => ((reading * groups.Count + group) * (doses.Length / (readings * groups.Count * AsemModel.Pathways.Count)) + doseArms[arm]) * AsemModel.Pathways.Count;

    private static (long Summaries, long Effects, long Doses) Sizes(Design design)
    {
        var study = design.Study;
        long each = (long)design.Readings.Count * design.Groups.Count, measures = design.Measures.Count;
        return (2 * each * design.Arms.Count(design.IsSummarised) * measures,
            (study.DissolutionOffView ? 3 : 2) * each * measures * Statistic.Of(design).Count,
            each * design.Arms.Count(design.RecordsDoses) * AsemModel.Pathways.Count);
    }

    private static Contrast Resolve(Design design, Statistic statistic, bool dissolutionOff)
    {
        var (with, without) = statistic.Terms(design.Study, dissolutionOff);
        int[] plus = [.. with.Select(design.PlaceOf)], minus = [.. without.Select(design.PlaceOf)];
        bool isRun = plus.Concat(minus).All(arm => arm >= 0) && !(dissolutionOff && statistic.IsAverage);
        return new Contrast(isRun ? plus : [], isRun ? minus : [], isRun);
    }

    private static int[] Places(Design design, Func<Arm, bool> has)
    {
        int next = 0;
        return [.. design.Arms.Select(arm => has(arm) ? next++ : -1)];
    }

    /// <summary>Places of the arms that are added and subtracted, and whether they are run.</summary>
    private readonly record struct Contrast(int[] With, int[] Without, bool IsRun);
}
