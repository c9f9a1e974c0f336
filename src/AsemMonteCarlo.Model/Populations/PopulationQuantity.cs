using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Kernels;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Populations;

/// <summary>What a quantity of a population is to the model.</summary>
public enum PopulationQuantityKind
{
    /// <summary>A chronic score on day 0, from which beliefs are placed.</summary>
    Score,

    /// <summary>A trait, kept throughout.</summary>
    Trait,

    /// <summary>A state on day 0, from which it goes on; settling does not change it.</summary>
    State,
}

/// <summary>A quantity of real persons or couples that a population can give instead of having it drawn.</summary>
public sealed class PopulationQuantity
{
    private readonly int focal, provider;

    private PopulationQuantity(string name, PopulationQuantityKind kind, bool isOfCouple, (double From, double To) range, bool hasEnds, string unit, string help, (int Focal, int Provider) fields)
    {
        (Name, Kind, IsOfCouple, HasEnds, Unit, Help) = (name, kind, isOfCouple, hasEnds, unit, help);
        (Minimum, Maximum) = range;
        (focal, provider) = fields;
    }

    private delegate ref Precise Place<T>(ref T of);

    /// <summary>Chronic anxiety.</summary>
    public static PopulationQuantity Anxiety { get; } = Score("anxiety", "Chronic attachment anxiety.");

    /// <summary>Chronic avoidance.</summary>
    public static PopulationQuantity Avoidance { get; } = Score("avoidance", "Chronic attachment avoidance.");

    /// <summary>Every quantity that a population can give.</summary>
    public static IReadOnlyList<PopulationQuantity> All { get; } =
    [
        Anxiety,
        Avoidance,
        Trait("safe_skill", (0, 2), "1", "Skill in safe strategies; 1 for the average person.", (ref t) => ref t.SafeSkill),
        Trait("soft_skill", (0, 2), "1", "Skill in soft strategies; 1 for the average person.", (ref t) => ref t.SoftSkill),
        Trait("self_skill", (0, 2), "1", "Skill in enhancing the model of self; 1 for the average person.", (ref t) => ref t.SelfSkill),
        Trait("others_skill", (0, 2), "1", "Skill in enhancing the model of others; 1 for the average person.", (ref t) => ref t.OthersSkill),
        Trait("reading", (0, 1), "1", "Skill in reading which insecurity is active.", (ref t) => ref t.Reading),
        Trait("willingness", (-10, 10), "logit", "Willingness to respond apart from commitment, satisfaction and avoidance.", (ref t) => ref t.Willingness, hasEnds: false),
        Trait("inconsistency", (0, 10), "1", "Day-to-day inconsistency of own warmth.", (ref t) => ref t.Inconsistency, hasEnds: false),
        Trait("closeness_preference", (-10, 10), "logit", "Preference for closeness.", (ref t) => ref t.ClosenessPreference, hasEnds: false),
        State("trust", (ref s) => ref s.Trust),
        State("satisfaction", (ref s) => ref s.Satisfaction),
        State("commitment", (ref s) => ref s.Commitment),
        CoupleTrait("fit", (-6, 6), "1", "How well the two fit; 0 for the average couple.", (ref t) => ref t.Fit),
        CoupleTrait("conflict_proneness", (-10, 10), "logit", "Proneness to conflict; 0 for the average couple.", (ref t) => ref t.ConflictProneness),
        CoupleState("tension", (ref s) => ref s.Tension),
    ];

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>What it is to the model.</summary>
    public PopulationQuantityKind Kind { get; }

    /// <summary>Whether a couple has one of it; each partner has one otherwise.</summary>
    public bool IsOfCouple { get; }

    /// <summary>Smallest value taken.</summary>
    public double Minimum { get; }

    /// <summary>Largest value taken.</summary>
    public double Maximum { get; }

    /// <summary>Whether the range is that of the quantity itself, so that another scale can be laid over it. The others have no ends; their range only holds off what no person has.</summary>
    public bool HasEnds { get; }

    /// <summary>Unit.</summary>
    public string Unit { get; }

    /// <summary>The construct in one sentence.</summary>
    public string Help { get; }

    /// <summary>Gives one couple its value of a trait.</summary>
    /// <param name="traits">The bundle of the couple.</param>
    /// <param name="isFocal">Whether it is partner A's; without meaning for a quantity of the couple.</param>
    /// <param name="lane">Lane of the couple.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    /// <exception cref="InvalidOperationException">The quantity is no trait.</exception>
    public void Set<TLane>(ref DyadTraits<TLane> traits, bool isFocal, int lane, double value)
        where TLane : struct, ILane<TLane>
    {
        if (Kind != PopulationQuantityKind.Trait) throw new InvalidOperationException($"{Name} is no trait");
        ref var field = ref Lanes.Of<DyadTraits<TLane>, TLane>(ref traits)[isFocal ? focal : provider];
        field = TLane.Insert(field, lane, value);
    }

    /// <summary>Gives one couple its value of a state.</summary>
    /// <param name="state">The bundle of the couple.</param>
    /// <param name="isFocal">Whether it is partner A's; without meaning for a quantity of the couple.</param>
    /// <param name="lane">Lane of the couple.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    /// <exception cref="InvalidOperationException">The quantity is no state.</exception>
    public void Set<TLane>(ref DyadState<TLane> state, bool isFocal, int lane, double value)
        where TLane : struct, ILane<TLane>
    {
        if (Kind != PopulationQuantityKind.State) throw new InvalidOperationException($"{Name} is no state");
        ref var field = ref Lanes.Of<DyadState<TLane>, TLane>(ref state)[isFocal ? focal : provider];
        field = TLane.Insert(field, lane, value);
    }

    private static PopulationQuantity Score(string name, string help) =>
        new(name, PopulationQuantityKind.Score, isOfCouple: false, (1, 7), hasEnds: true, "points on 1–7", help, (-1, -1));

    private static PopulationQuantity Trait(string name, (double From, double To) range, string unit, string help, Place<PartnerTraits<Precise>> place, bool hasEnds = true)
    {
        DyadTraits<Precise> traits = default;
        return new(name, PopulationQuantityKind.Trait, isOfCouple: false, range, hasEnds, unit, help, (Field(ref traits, ref place(ref traits.A)), Field(ref traits, ref place(ref traits.B))));
    }

    private static PopulationQuantity CoupleTrait(string name, (double From, double To) range, string unit, string help, Place<DyadTraits<Precise>> place)
    {
        DyadTraits<Precise> traits = default;
        int field = Field(ref traits, ref place(ref traits));
        return new(name, PopulationQuantityKind.Trait, isOfCouple: true, range, hasEnds: false, unit, help, (field, field));
    }

    private static PopulationQuantity State(string name, Place<PartnerState<Precise>> place)
    {
        DyadState<Precise> state = default;
        return new(AsemModel.PartnerStates.Single(s => s.Name == name), isOfCouple: false, (Field(ref state, ref place(ref state.A)), Field(ref state, ref place(ref state.B))));
    }

    private static PopulationQuantity CoupleState(string name, Place<DyadState<Precise>> place)
    {
        DyadState<Precise> state = default;
        int field = Field(ref state, ref place(ref state));
        return new(AsemModel.CoupleStates.Single(s => s.Name == name), isOfCouple: true, (field, field));
    }

    private PopulationQuantity(State state, bool isOfCouple, (int Focal, int Provider) fields)
        : this(state.Name, PopulationQuantityKind.State, isOfCouple, (state.Minimum, state.Maximum), hasEnds: true, state.Unit, state.Help, fields)
    {
    }

    // every lane type has the fields at the same places
    private static int Field<T>(ref T of, ref Precise field)
        where T : struct
        => (int)(Unsafe.ByteOffset(ref Unsafe.As<T, Precise>(ref of), ref field) / Unsafe.SizeOf<Precise>());
}
