using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>One partner of a bundle of couples on one day.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
internal readonly ref struct DayView<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Values with which outcomes are read.</summary>
    public readonly PointValues<TLane> Values;

    /// <summary>States at the day's end; where the bond has ended, of no use.</summary>
    public readonly ref DyadState<TLane> State;

    /// <summary>States on the last day together.</summary>
    public readonly ref DyadState<TLane> Last;

    /// <summary>Traits.</summary>
    public readonly ref DyadTraits<TLane> Traits;

    /// <summary>What passed between the kernels.</summary>
    public readonly ref DyadDay<TLane> Passed;

    /// <summary>Draws of the day, forced events in place.</summary>
    public readonly ref DayDraws<TLane> Draws;

    /// <summary>0 for the focal person, 1 for the partner.</summary>
    public readonly int Person;

    private readonly int day;
    private readonly double profileCut;

    /// <summary>Looks at one partner of a bundle of couples.</summary>
    /// <param name="values">Values with which outcomes are read.</param>
    /// <param name="state">States at the day's end.</param>
    /// <param name="last">States on the last day together.</param>
    /// <param name="traits">Traits.</param>
    /// <param name="passed">What passed between the kernels.</param>
    /// <param name="draws">Draws of the day.</param>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    /// <param name="day">The day, counted from 1; 0 before the first.</param>
    /// <param name="profileCut">Score below which both dimensions must lie for a person to count as secure.</param>
    public DayView(PointValues<TLane> values, ref readonly DyadState<TLane> state, ref readonly DyadState<TLane> last, ref readonly DyadTraits<TLane> traits, ref readonly DyadDay<TLane> passed, ref readonly DayDraws<TLane> draws, int person, int day, double profileCut)
    {
        Values = values;
        State = ref Unsafe.AsRef(in state);
        Last = ref Unsafe.AsRef(in last);
        Traits = ref Unsafe.AsRef(in traits);
        Passed = ref Unsafe.AsRef(in passed);
        Draws = ref Unsafe.AsRef(in draws);
        Person = person;
        this.day = day;
        this.profileCut = profileCut;
    }

    /// <summary>The person with states as they stand, or as they stood on the last day together.</summary>
    public PersonView<TLane> Of(ref DyadState<TLane> state) => new(Person == 0 ? Values.Focal : Values.Provider, ref state, ref Traits, Person == 0, Math.Max(1, day), profileCut);
}

/// <summary>
/// A number of one person on one day that experiments can speak of: an outcome of the model, a state, a trait, or what
/// passed on the day. Names are those of outcomes and of replays.
/// </summary>
/// <param name="name">Name.</param>
/// <param name="isOfTheDay">Whether it exists only on days on which the couple was together in the morning; else it keeps its last value after the end of the bond.</param>
internal abstract class DayQuantity(string name, bool isOfTheDay)
{
    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it exists only on days together.</summary>
    public bool IsOfTheDay { get; } = isOfTheDay;

    /// <summary>Every quantity by name.</summary>
    public static IReadOnlyDictionary<string, DayQuantity> All { get; } = List().ToDictionary(q => q.Name, StringComparer.Ordinal);

    /// <summary>The value in every lane.</summary>
    /// <param name="view">The person and the day.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public abstract TLane Read<TLane>(in DayView<TLane> view)
        where TLane : struct, ILane<TLane>;

    private static IEnumerable<DayQuantity> List()
    {
        foreach (var outcome in Outcomes.All) yield return new OutcomeQuantity(outcome);
        yield return new DailyReport("daily_anxiety", isAnxiety: true);
        yield return new DailyReport("daily_avoidance", isAnxiety: false);
        yield return Couple("situation.together", (ref d) => ref d.Together);
        yield return Couple("situation.conflict", (ref d) => ref d.Conflict);
        yield return Couple("situation.conflict_size", (ref d) => ref d.ConflictSize);
        yield return Couple("situation.joint_activity", (ref d) => ref d.JointActivity);
        yield return Partner("situation.asked", (ref d) => ref d.Asked);
        yield return Partner("situation.stressor", (ref d) => ref d.Stressor);
        yield return new StressorSizeQuantity();
        yield return Partner("situation.load", (ref d) => ref d.Load);
        yield return Partner("situation.sharing", (ref d) => ref d.Sharing);
        yield return Partner("situation.challenge", (ref d) => ref d.Challenge);
        yield return Partner("situation.success", (ref d) => ref d.Success);
        yield return Partner("situation.support_offered", (ref d) => ref d.SupportOffered);
        yield return Partner("reading.sent", (ref d) => ref d.Sent);
        yield return Partner("reading.model_of_others", (ref d) => ref d.ModelOfOthers);
        yield return Partner("reading.warmth_latent", (ref d) => ref d.SignalLatent);
        yield return Partner("reading.warmth", (ref d) => ref d.Signal);
        yield return Partner("reaction.closeness", (ref d) => ref d.Closeness);
        yield return Partner("reaction.chronic_anxiety", (ref d) => ref d.Anxiety);
        yield return Partner("reaction.chronic_avoidance", (ref d) => ref d.Avoidance);
        yield return Partner("reaction.orientation", (ref d) => ref d.Orientation);
        yield return Partner("reaction.strength", (ref d) => ref d.Reaction);
        yield return Partner("reaction.hyperactivation", (ref d) => ref d.Hyperactivation);
        yield return Partner("reaction.anxiety_before_buffering", (ref d) => ref d.AnxietyBeforeBuffering);
        yield return Partner("reaction.avoidance_before_buffering", (ref d) => ref d.AvoidanceBeforeBuffering);
        yield return Partner("effort.capacity", (ref d) => ref d.Capacity);
        yield return Partner("effort.buffering_received", (ref d) => ref d.EffortReceived);
        yield return Partner("effort.enhancing_left", (ref d) => ref d.EnhancingEffort);
        yield return Partner("effort.enhancing_let_in", (ref d) => ref d.ReceivedEffort);
        yield return Partner("effort.enhancing_received", (ref d) => ref d.EnhancingSpent);
        yield return Partner("effort.pressure", (ref d) => ref d.Pressure);
        yield return Partner("effort.calming", (ref d) => ref d.Calming);
        yield return Partner("effort.reasons", (ref d) => ref d.Reasons);
        int doses = Place((ref PartnerDay<Scalar> d) => ref Unsafe.As<PathwayDoses<Scalar>, Scalar>(ref d.Doses));
        foreach (var (i, pathway) in AsemModel.Pathways.Index())
        {
            yield return new PassedQuantity($"received.{pathway.Id}", doses + i, ofPartner: false);
            yield return new PassedQuantity($"given.{pathway.Id}", doses + i, ofPartner: true);
        }
        foreach (var quantity in Evidence("worth", (ref d) => ref d.Worth)) yield return quantity;
        foreach (var quantity in Evidence("competence", (ref d) => ref d.Competence)) yield return quantity;
        foreach (var quantity in Evidence("others", (ref d) => ref d.Others)) yield return quantity;
        foreach (var (i, state) in AsemModel.PartnerStates.Index()) yield return new StateQuantity($"state.{state.Name}", i, isCouple: false);
        foreach (var (i, state) in AsemModel.CoupleStates.Index()) yield return new StateQuantity($"state.{state.Name}", i, isCouple: true);
        yield return Sum("effort_given", (ref s) => ref s.EffortGiven);
        yield return Sum("state_anxiety_sum", (ref s) => ref s.StateAnxietySum);
        yield return Sum("state_avoidance_sum", (ref s) => ref s.StateAvoidanceSum);
        yield return CoupleSum("days_together", (ref s) => ref s.DaysTogether);
        yield return CoupleSum("tension_sum", (ref s) => ref s.TensionSum);
        yield return CoupleSum("conflict_days", (ref s) => ref s.ConflictDays);
        foreach (var (i, draw) in Enum.GetValues<PartnerDraw>().Index()) yield return new DrawQuantity($"draw.{Snake(draw.ToString())}", i, isCouple: false);
        foreach (var (i, draw) in Enum.GetValues<CoupleDraw>().Where(d => d != CoupleDraw.ForcedOccasion).Index()) yield return new DrawQuantity($"draw.{Snake(draw.ToString())}", i, isCouple: true);
        yield return Trait("general_self", (ref t) => ref t.GeneralSelf);
        yield return Trait("general_others", (ref t) => ref t.GeneralOthers);
        yield return Trait("closeness_preference", (ref t) => ref t.ClosenessPreference);
        yield return Trait("safe_skill", (ref t) => ref t.SafeSkill);
        yield return Trait("soft_skill", (ref t) => ref t.SoftSkill);
        yield return Trait("self_skill", (ref t) => ref t.SelfSkill);
        yield return Trait("others_skill", (ref t) => ref t.OthersSkill);
        yield return Trait("reading", (ref t) => ref t.Reading);
        yield return Trait("willingness", (ref t) => ref t.Willingness);
        yield return Trait("inconsistency", (ref t) => ref t.Inconsistency);
        int partners = 2 * (Unsafe.SizeOf<PartnerTraits<Scalar>>() / Unsafe.SizeOf<Scalar>());
        yield return new TraitQuantity("trait.fit", partners, isCouple: true);
        yield return new TraitQuantity("trait.conflict_proneness", partners + 1, isCouple: true);
    }

    private static string Snake(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private delegate ref Scalar Field<T>(ref T of);

    private delegate ref Evidence<Scalar> EvidenceField(ref PartnerDay<Scalar> of);

    // structs of lanes have one layout whatever the lane type: a field is told by how many lanes stand before it
    private static int Place<T>(Field<T> field)
        where T : struct
    {
        T of = default;
        return (int)(Unsafe.ByteOffset(ref Unsafe.As<T, byte>(ref of), ref Unsafe.As<Scalar, byte>(ref field(ref of))) / Unsafe.SizeOf<Scalar>());
    }

    private static PassedQuantity Partner(string name, Field<PartnerDay<Scalar>> field) => new(name, Place(field), ofPartner: false);

    private static CoupleDayQuantity Couple(string name, Field<DyadDay<Scalar>> field) => new(name, Place(field));

    private static TraitQuantity Trait(string name, Field<PartnerTraits<Scalar>> field) => new($"trait.{name}", Place(field), isCouple: false);

    private static StateQuantity Sum(string name, Field<PartnerState<Scalar>> field) => new($"state.{name}", Place(field), isCouple: false);

    // behind the fields of both partners
    private static StateQuantity CoupleSum(string name, Field<DyadState<Scalar>> field) => new($"state.{name}", Place(field) - 2 * Unsafe.SizeOf<PartnerState<Scalar>>() / Unsafe.SizeOf<Scalar>(), isCouple: true);

    private static IEnumerable<DayQuantity> Evidence(string name, EvidenceField field)
    {
        int place = Place((ref PartnerDay<Scalar> d) => ref field(ref d).Weight);
        yield return new PassedQuantity($"meaning.{name}_weight", place, ofPartner: false);
        yield return new PassedQuantity($"meaning.{name}_sum", place + 1, ofPartner: false);
        yield return new LatentQuantity($"meaning.{name}_latent", place);
    }

    private sealed class OutcomeQuantity(Outcome outcome) : DayQuantity(outcome.Name, isOfTheDay: false)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            var intact = TLane.GreaterThan(view.State.Intact, TLane.Broadcast(0));
            return TLane.Select(intact, outcome.Read(view.Of(ref view.State)), outcome.Read(view.Of(ref view.Last)));
        }
    }

    private sealed class DailyReport(string name, bool isAnxiety) : DayQuantity(name, isOfTheDay: false)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            var person = view.Of(ref view.State);
            return isAnxiety ? Outcomes.DailyAnxiety(person) : Outcomes.DailyAvoidance(person);
        }
    }

    private sealed class PassedQuantity(string name, int place, bool ofPartner) : DayQuantity(name, isOfTheDay: true)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            ref var passed = ref (view.Person == 0) != ofPartner ? ref view.Passed.A : ref view.Passed.B;
            return StateLanes.Of<PartnerDay<TLane>, TLane>(ref passed)[place];
        }
    }

    // NaN without evidence
    private sealed class LatentQuantity(string name, int place) : DayQuantity(name, isOfTheDay: true)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            var passed = StateLanes.Of<PartnerDay<TLane>, TLane>(ref view.Person == 0 ? ref view.Passed.A : ref view.Passed.B);
            return passed[place + 1] / passed[place];
        }
    }

    private sealed class CoupleDayQuantity(string name, int place) : DayQuantity(name, isOfTheDay: true)
    {
        public override TLane Read<TLane>(in DayView<TLane> view) => StateLanes.Of<DyadDay<TLane>, TLane>(ref view.Passed)[place];
    }

    private sealed class StateQuantity(string name, int place, bool isCouple) : DayQuantity(name, isOfTheDay: false)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            int lanes = Unsafe.SizeOf<PartnerState<TLane>>() / Unsafe.SizeOf<TLane>();
            int at = isCouple ? 2 * lanes + place : view.Person * lanes + place;
            var intact = TLane.GreaterThan(view.State.Intact, TLane.Broadcast(0));
            return TLane.Select(intact, StateLanes.Of<DyadState<TLane>, TLane>(ref view.State)[at], StateLanes.Of<DyadState<TLane>, TLane>(ref view.Last)[at]);
        }
    }

    private sealed class TraitQuantity(string name, int place, bool isCouple) : DayQuantity(name, isOfTheDay: false)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            int lanes = Unsafe.SizeOf<PartnerTraits<TLane>>() / Unsafe.SizeOf<TLane>();
            return StateLanes.Of<DyadTraits<TLane>, TLane>(ref view.Traits)[isCouple ? place : view.Person * lanes + place];
        }
    }

    private sealed class DrawQuantity(string name, int place, bool isCouple) : DayQuantity(name, isOfTheDay: true)
    {
        public override TLane Read<TLane>(in DayView<TLane> view)
        {
            int lanes = Unsafe.SizeOf<PartnerDraws<TLane>>() / Unsafe.SizeOf<TLane>();
            return StateLanes.Of<DayDraws<TLane>, TLane>(ref view.Draws)[isCouple ? 2 * lanes + place : view.Person * lanes + place];
        }
    }

    private sealed class StressorSizeQuantity() : DayQuantity("situation.stressor_size", isOfTheDay: true)
    {
        public override TLane Read<TLane>(in DayView<TLane> view) => view.Person == 0 ? view.Passed.A.Stressor * view.Draws.A.StressorSize : view.Passed.B.Stressor * view.Draws.B.StressorSize;
    }
}
