using AsemMonteCarlo.Model.Kernels;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;
using static AsemMonteCarlo.Model.Populations.PopulationParameters;

namespace AsemMonteCarlo.Model.Populations;

/// <summary>Traits and states of couples before they settle, and what is fixed once they have.</summary>
public static class Initialisation
{
    // felt unpredictability times closeness wanted of an average person, with which scores are turned into beliefs; what it
    // misses for a given person goes into the read-out's offset
    private const double ReferenceUnpredictability = 0.15;

    /// <summary>Writes one couple into a lane of traits and of states.</summary>
    /// <param name="a">Parameters of partner A.</param>
    /// <param name="b">Parameters of partner B.</param>
    /// <param name="couple">The couple as drawn.</param>
    /// <param name="scores">Chronic scores on day 0.</param>
    /// <param name="traits">Bundle of traits.</param>
    /// <param name="state">Bundle of states.</param>
    /// <param name="lane">Lane of the couple.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public static void Couple<TLane>(ParameterSet a, ParameterSet b, in Couple couple, in CoupleScores scores, ref DyadTraits<TLane> traits, ref DyadState<TLane> state, int lane)
        where TLane : struct, ILane<TLane>
    {
        DyadTraits<Precise> t = default;
        DyadState<Precise> s = default;
        Partner(a, couple.A, scores.AnxietyA, scores.AvoidanceA, ref t.A, ref s.A);
        Partner(b, couple.B, scores.AnxietyB, scores.AvoidanceB, ref t.B, ref s.B);
        t.Fit = Precise.Broadcast(a[FitSpread] * couple.Fit);
        t.ConflictProneness = Precise.Broadcast(a[ConflictSpread] * couple.Conflict);
        s.Tension = Precise.Broadcast(0.15);
        s.Intact = Precise.Broadcast(1);
        Insert<DyadTraits<Precise>, DyadTraits<TLane>, TLane>(ref t, ref traits, lane);
        Insert<DyadState<Precise>, DyadState<TLane>, TLane>(ref s, ref state, lane);
    }

    /// <summary>
    /// Ends settling: the read-outs' offsets are set so that chronic scores equal the drawn ones, and the sums for outcomes
    /// start from zero.
    /// </summary>
    /// <param name="values">Values of the partner's design point.</param>
    /// <param name="anxietyLogit">Drawn anxiety in logits.</param>
    /// <param name="avoidanceLogit">Drawn avoidance in logits.</param>
    /// <param name="traits">The partner's traits.</param>
    /// <param name="state">The partner's state.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public static void FixReadOuts<TLane>(in Values<TLane> values, TLane anxietyLogit, TLane avoidanceLogit, ref PartnerTraits<TLane> traits, ref PartnerState<TLane> state)
        where TLane : struct, ILane<TLane>
    {
        var zero = TLane.Broadcast(0);
        var self = TLane.Broadcast(0.5) * (ChronicOrientation.ChronicBelief(values, traits.GeneralSelf, state.Worth) + ChronicOrientation.ChronicBelief(values, traits.GeneralSelf, state.Competence));
        var others = ChronicOrientation.ChronicBelief(values, traits.GeneralOthers, state.Others);
        var closeness = Closeness.Wanted(values, traits.ClosenessPreference, traits.GeneralOthers + state.Others.SpecificShift, state.RelationalNeed);
        traits.AnxietyOffset = anxietyLogit - ChronicOrientation.AnxietyLogit(values, zero, self, others, state.Unpredictability, closeness);
        traits.AvoidanceOffset = avoidanceLogit - ChronicOrientation.AvoidanceLogit(values, zero, self, others);
        state.EffortGiven = state.StateAnxietySum = state.StateAvoidanceSum = zero;
    }

    /// <summary>
    /// Puts another person in the place of partner B. Partner A keeps the general models; the specific ones start from
    /// them with the initial confidence, and the bond begins anew.
    /// </summary>
    /// <param name="values">Values of partner A.</param>
    /// <param name="fresh">A couple before it has settled; its partner B is the newcomer.</param>
    /// <param name="state">The couple, updated in place.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public static void ReplacePartner<TLane>(in Values<TLane> values, in DyadState<TLane> fresh, ref DyadState<TLane> state)
        where TLane : struct, ILane<TLane>
    {
        var kept = state.A;
        state.A = fresh.A;
        state.A.Worth = Restart(values, kept.Worth);
        state.A.Competence = Restart(values, kept.Competence);
        state.A.Others = Restart(values, kept.Others);
        state.A.PersonalNeed = kept.PersonalNeed;
        state.A.ChronicStress = kept.ChronicStress;
        state.A.Fatigue = kept.Fatigue;
        state.A.EffortGiven = kept.EffortGiven;
        state.A.StateAnxietySum = kept.StateAnxietySum;
        state.A.StateAvoidanceSum = kept.StateAvoidanceSum;
        // the provider's effort goes on being counted, whoever the provider is
        var given = state.B.EffortGiven;
        state.B = fresh.B;
        state.B.EffortGiven = given;
        state.Tension = fresh.Tension;
        state.Intact = TLane.Broadcast(1);
    }

    private static Belief<TLane> Restart<TLane>(in Values<TLane> values, in Belief<TLane> belief)
        where TLane : struct, ILane<TLane>
        => new()
        {
            SpecificShift = belief.GeneralShift,
            GeneralShift = belief.GeneralShift,
            Confidence = TLane.Min(values[Learning.InitialConfidence], values[Learning.MaximumConfidence]),
            SurpriseTrace = TLane.Broadcast(0),
        };

    private static void Partner(ParameterSet p, in PartnerNormals n, double anxietyScore, double avoidanceScore, ref PartnerTraits<Precise> t, ref PartnerState<Precise> s)
    {
        double anxiety = ScoreDistribution.ToLogit(anxietyScore), avoidance = ScoreDistribution.ToLogit(avoidanceScore);
        double slope = p[ChronicOrientation.Slope], cross = p[ChronicOrientation.CrossFeed];
        // chronic beliefs that the scores imply: the read-outs solved for S and O
        double ra = (p[AnxietyNeutral] - anxiety) / slope, rv = (p[AvoidanceNeutral] - avoidance) / slope;
        double self = Saturate(((1 - cross) * ra - cross * rv) / (1 - 2 * cross));
        double others = Saturate(((1 - cross) * rv - cross * ra) / (1 - 2 * cross));
        double xi = p[ChronicOrientation.GeneralWeight];
        // the gap shrinks toward the ends so that both levels stay within them
        double gapSelf = (1 - Math.Abs(self)) * Saturate(p[SpecificSpread] * n.SpecificSelf);
        double gapOthers = (1 - Math.Abs(others)) * Saturate(p[SpecificSpread] * n.SpecificOthers);
        t.GeneralSelf = Precise.Broadcast(self - (1 - xi) * gapSelf);
        t.GeneralOthers = Precise.Broadcast(others - (1 - xi) * gapOthers);
        t.AnxietyOffset = Precise.Broadcast(p[AnxietyNeutral] - p[ChronicOrientation.UnpredictabilityWeight] * ReferenceUnpredictability);
        t.AvoidanceOffset = Precise.Broadcast(p[AvoidanceNeutral]);
        t.ClosenessPreference = Precise.Broadcast(p[ClosenessMean] + p[ClosenessSpread] * n.Closeness);
        double common = Math.Sqrt(p[SkillCommon]) * n.Skill, own = Math.Sqrt(1 - p[SkillCommon]);
        Precise Skill(Parameter level, double normal) => Precise.Broadcast(2 * Logistic(p[SkillLevel] + p[level] + p[SkillSpread] * (common + own * normal)));
        t.SafeSkill = Skill(PopulationParameters.SafeSkill, n.SafeSkill);
        t.SoftSkill = Skill(PopulationParameters.SoftSkill, n.SoftSkill);
        t.SelfSkill = Skill(PopulationParameters.SelfSkill, n.SelfSkill);
        t.OthersSkill = Skill(PopulationParameters.OthersSkill, n.OthersSkill);
        t.Reading = Precise.Broadcast(Logistic(p[ReadingLevel] + p[ReadingSpread] * n.Reading));
        t.Willingness = Precise.Broadcast(p[WillingnessLevel] + p[WillingnessSpread] * n.Willingness);
        t.Inconsistency = Precise.Broadcast(p[InconsistencyMean] * DoubleFunctions.Exp(p[InconsistencySpread] * n.Inconsistency));
        t.CommitmentDisposition = Precise.Broadcast(p[CommitmentSpread] * n.Commitment);

        s.Worth = s.Competence = Belief(p, gapSelf);
        s.Others = Belief(p, gapOthers);
        s.Trust = Precise.Broadcast(0.4);
        s.Unpredictability = Precise.Broadcast(0.3);
        s.PersonalNeed = s.RelationalNeed = Precise.Broadcast(0.2);
        s.Fatigue = Precise.Broadcast(0.1);
        s.ChronicStress = Precise.Broadcast(n.Stress);
        s.Liking = Precise.Broadcast(p[LikingMean] + n.Liking);
        s.Satisfaction = Precise.Broadcast(0.5);
        s.Commitment = Precise.Broadcast(0.7);
    }

    private static Belief<Precise> Belief(ParameterSet p, double gap) => new()
    {
        SpecificShift = Precise.Broadcast(gap),
        Confidence = Precise.Broadcast(Math.Min(p[Learning.InitialConfidence], p[Learning.MaximumConfidence])),
    };

    private static double Saturate(double x) => Precise.Extract(Functions.Saturate(Precise.Broadcast(x)), 0);

    private static double Logistic(double x) => Precise.Extract(Functions.Logistic(Precise.Broadcast(x)), 0);

    private static void Insert<TFrom, TTo, TLane>(ref TFrom from, ref TTo to, int lane)
        where TFrom : struct
        where TTo : struct
        where TLane : struct, ILane<TLane>
    {
        var source = Lanes.Of<TFrom, Precise>(ref from);
        var target = Lanes.Of<TTo, TLane>(ref to);
        for (int i = 0; i < target.Length; i++) target[i] = TLane.Insert(target[i], lane, Precise.Extract(source[i], 0));
    }
}
