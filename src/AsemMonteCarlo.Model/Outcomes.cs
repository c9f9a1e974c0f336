using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>Every outcome, one declaration each.</summary>
public static class Outcomes
{
    /// <summary>Chronic anxiety.</summary>
    public static readonly Outcome Anxiety = new AnxietyOutcome();

    /// <summary>Chronic avoidance.</summary>
    public static readonly Outcome Avoidance = new AvoidanceOutcome();

    /// <summary>Both dimensions.</summary>
    public static readonly Outcome Insecurity = new InsecurityOutcome();

    /// <summary>Together and secure.</summary>
    public static readonly Outcome TogetherAndSecure = new TogetherAndSecureOutcome();

    /// <summary>Bond intact.</summary>
    public static readonly Outcome Intact = new IntactOutcome();

    /// <summary>Own satisfaction.</summary>
    public static readonly Outcome Satisfaction = new SatisfactionOutcome();

    /// <summary>The provider's satisfaction.</summary>
    public static readonly Outcome ProviderSatisfaction = new ProviderSatisfactionOutcome();

    /// <summary>The provider's effort.</summary>
    public static readonly Outcome ProviderEffort = new ProviderEffortOutcome();

    /// <summary>All outcomes in the order of tables and reports.</summary>
    public static readonly IReadOnlyList<Outcome> All =
    [
        Anxiety, Avoidance, Insecurity, TogetherAndSecure, Intact, new ModelOfSelfOutcome(), new ModelOfOthersOutcome(), new StateAnxietyOutcome(),
        new StateAvoidanceOutcome(), new TensionOutcome(), new ConflictDaysOutcome(), new TrustOutcome(), new GoalValidationOutcome(), Satisfaction,
        new CommitmentOutcome(), new BalanceOutcome(), ProviderEffort, ProviderSatisfaction, new ProviderFatigueOutcome(),
    ];

    /// <summary>Chronic anxiety on 1–7.</summary>
    public static TLane AnxietyScore<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
        => Score(AnxietyLogit(v));

    /// <summary>Chronic avoidance on 1–7.</summary>
    public static TLane AvoidanceScore<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
        => Score(AvoidanceLogit(v));

    /// <summary>Anxiety on 1–7 as a diary of this day would have it, without error: the chronic logit and the momentary state.</summary>
    public static TLane DailyAnxiety<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
        => Score(Measurement.Daily(v.Values, AnxietyLogit(v), v.Person.StateAnxiety));

    /// <summary>Avoidance on 1–7 as a diary of this day would have it, without error.</summary>
    public static TLane DailyAvoidance<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
        => Score(Measurement.Daily(v.Values, AvoidanceLogit(v), v.Person.StateAvoidance));

    private static TLane AnxietyLogit<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
    {
        var closeness = Closeness.Wanted(v.Values, v.Traits.ClosenessPreference, v.Traits.GeneralOthers + v.Person.Others.SpecificShift, v.Person.RelationalNeed);
        var (self, others) = Models(v);
        return ChronicOrientation.AnxietyLogit(v.Values, v.Traits.AnxietyOffset, self, others, v.Person.Unpredictability, closeness);
    }

    private static TLane AvoidanceLogit<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
    {
        var (self, others) = Models(v);
        return ChronicOrientation.AvoidanceLogit(v.Values, v.Traits.AvoidanceOffset, self, others);
    }

    private static (TLane Self, TLane Others) Models<TLane>(in PersonView<TLane> v)
        where TLane : struct, ILane<TLane>
        => (TLane.Broadcast(0.5) * (ChronicOrientation.ChronicBelief(v.Values, v.Traits.GeneralSelf, v.Person.Worth) + ChronicOrientation.ChronicBelief(v.Values, v.Traits.GeneralSelf, v.Person.Competence)),
            ChronicOrientation.ChronicBelief(v.Values, v.Traits.GeneralOthers, v.Person.Others));

    private static TLane Score<TLane>(TLane logit)
        where TLane : struct, ILane<TLane>
        => TLane.MultiplyAdd(Functions.Logistic(logit), TLane.Broadcast(6), TLane.Broadcast(1));

    private sealed class AnxietyOutcome() : Outcome("anxiety", "points on 1–7", 1, 7, "Chronic attachment anxiety.", onScale: true)
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => AnxietyScore(view);
    }

    private sealed class AvoidanceOutcome() : Outcome("avoidance", "points on 1–7", 1, 7, "Chronic attachment avoidance.", onScale: true)
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => AvoidanceScore(view);
    }

    private sealed class InsecurityOutcome() : Outcome("insecurity", "points on 1–7", 1, 7, "Mean of chronic anxiety and avoidance: the two dimensions are on one scale and the theory ranks neither above the other.", onScale: true)
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => TLane.Broadcast(0.5) * (AnxietyScore(view) + AvoidanceScore(view));
    }

    private sealed class TogetherAndSecureOutcome() : Outcome("together_and_secure", "share", 0, 1, "The bond is intact and both dimensions lie below the cut.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view)
            => TLane.And(TLane.GreaterThan(view.SecureCut, TLane.Max(AnxietyScore(view), AvoidanceScore(view))), view.Couple.Intact);
    }

    private sealed class IntactOutcome() : Outcome("intact", "share", 0, 1, "The bond is intact at the end.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Couple.Intact;
    }

    private sealed class ModelOfSelfOutcome() : Outcome("model_of_self", "belief on −1…1", -1, 1, "Relationship-specific model of self: mean of own worth and own competence.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view)
            => TLane.MultiplyAdd(TLane.Broadcast(0.5), view.Person.Worth.SpecificShift + view.Person.Competence.SpecificShift, view.Traits.GeneralSelf);
    }

    private sealed class ModelOfOthersOutcome() : Outcome("model_of_others", "belief on −1…1", -1, 1, "Relationship-specific model of others.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Traits.GeneralOthers + view.Person.Others.SpecificShift;
    }

    private sealed class StateAnxietyOutcome() : Outcome("state_anxiety", "share of the largest reaction", 0, 1, "Momentary anxious insecurity at the day's end, mean over the days together.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Person.StateAnxietySum / TLane.Max(view.Couple.DaysTogether, TLane.Broadcast(1));
    }

    private sealed class StateAvoidanceOutcome() : Outcome("state_avoidance", "share of the largest reaction", 0, 1, "Momentary avoidant insecurity at the day's end, mean over the days together.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Person.StateAvoidanceSum / TLane.Max(view.Couple.DaysTogether, TLane.Broadcast(1));
    }

    private sealed class TensionOutcome() : Outcome("tension", "share of the largest tension", 0, 1, "Relational tension of the couple, mean over the days together.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Couple.TensionSum / TLane.Max(view.Couple.DaysTogether, TLane.Broadcast(1));
    }

    private sealed class ConflictDaysOutcome() : Outcome("conflict_days", "share of days", 0, 1, "Days with a conflict of interest among the days together.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Couple.ConflictDays / TLane.Max(view.Couple.DaysTogether, TLane.Broadcast(1));
    }

    private sealed class TrustOutcome() : Outcome("trust", "perceived warmth", -2, 1, "Recent warmth of the partner as perceived, less half its felt unpredictability.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => TLane.MultiplyAdd(view.Person.Unpredictability, TLane.Broadcast(-0.5), view.Person.Trust);
    }

    private sealed class GoalValidationOutcome() : Outcome("goal_validation", "−1…1", -1, 1, "Perceived validation of own goals by the partner.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Person.GoalValidation;
    }

    private sealed class SatisfactionOutcome() : Outcome("satisfaction", "−1…1", -1, 1, "The person's own satisfaction with the relationship.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Person.Satisfaction;
    }

    private sealed class CommitmentOutcome() : Outcome("commitment", "0…1", 0, 1, "The person's own commitment.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Person.Commitment;
    }

    private sealed class BalanceOutcome() : Outcome("imbalance", "share", 0, 0.5, "Distance of investment in the relation from its optimum of one half.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view)
        {
            TLane scale = TLane.Broadcast(1.0 / 6), one = TLane.Broadcast(1);
            var investment = Bond.RelationalInvestment(view.Values, view.Person.PersonalNeed, view.Person.RelationalNeed, (AnxietyScore(view) - one) * scale, (AvoidanceScore(view) - one) * scale);
            return TLane.Abs(investment - TLane.Broadcast(0.5));
        }
    }

    private sealed class ProviderEffortOutcome() : Outcome("provider_effort", "full-effort days per year", 0, 366, "Effort that the partner spent on buffering and enhancing, none after the end of the bond.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Partner.EffortGiven * TLane.Broadcast(365) / view.Horizon;
    }

    private sealed class ProviderSatisfactionOutcome() : Outcome("provider_satisfaction", "−1…1", -1, 1, "The partner's satisfaction with the relationship.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Partner.Satisfaction;
    }

    private sealed class ProviderFatigueOutcome() : Outcome("provider_fatigue", "0…1", 0, 1, "The partner's fatigue from giving.")
    {
        public override TLane Read<TLane>(in PersonView<TLane> view) => view.Partner.Fatigue;
    }
}
