using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Model.Kernels;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>
/// The Attachment Security Enhancement Model on one page: what it consists of, and a day (Arriaga, Kumashiro, Simpson and
/// Overall 2018, Revising working models across time, Personality and Social Psychology Review 22, 71–96).
/// </summary>
public static class AsemModel
{
    /// <summary>Version of the equations; a change of it changes results for the same study and seed.</summary>
    public const string Version = "1.2";

    /// <summary>The ten pathways in the order of the theory's tables 1 and 2; bit i of a coalition is pathway i.</summary>
    public static readonly IReadOnlyList<Pathway> Pathways =
    [
        SafeBond.Pathway, SafeDeescalate.Pathway, SoftDisengage.Pathway, SoftReasons.Pathway, SelfValidation.Pathway,
        SelfEfficacy.Pathway, SelfAttribution.Pathway, OthersActivity.Pathway, OthersSupport.Pathway, OthersExpectation.Pathway,
    ];

    /// <summary>All parameter groups: the processes, then the population.</summary>
    public static readonly IReadOnlyList<ParameterGroup> Groups =
    [
        ChronicOrientation.Group, Closeness.Group, Stress.Group, Situations.Group, Signal.Group, Appraisal.Group, Provision.Group, Fatigue.Group,
        BufferedEpisode.Group, .. Pathways.Take(4).Select(p => p.Group), Enhancement.Group, .. Pathways.Skip(4).Select(p => p.Group),
        Ripple.Group, Giving.Group, Learning.Group, Bond.Group, Dissolution.Group, Measurement.Group, PopulationParameters.Group,
    ];

    /// <summary>All parameters in the order of their groups.</summary>
    public static readonly IReadOnlyList<Parameter> Parameters = [.. Groups.SelectMany(g => g.Parameters)];

    /// <summary>Inputs that only a timeline sets.</summary>
    public static readonly IReadOnlyList<Input> Inputs = [.. Pathways.Select(p => p.Forced), OthersSupport.Perceived];

    /// <summary>What the kernels read beside parameters.</summary>
    public static readonly IReadOnlyList<Derived> DerivedQuantities =
    [
        ChronicOrientation.OwnSlope, ChronicOrientation.OtherSlope, Stress.SharedInnovation, Stress.OwnInnovation, Stress.StressorLogit, Stress.LoadLogit,
        Learning.InverseSquaredThreshold, Learning.DiagnosticLogit, Learning.DiagnosticExtra, Bond.LikingInnovation,
    ];

    /// <summary>Mechanisms beside the pathways that a study can switch off.</summary>
    public static readonly IReadOnlyList<Moderator> Moderators =
    [
        new("ripple.self_to_others", "A stronger model of self improves the model of others.", "Reduced attachment anxiety through an enhanced model of self", [(Ripple.SelfToOthers, 0)]),
        new("ripple.others_to_self", "A stronger model of others improves the model of self.", "Reduced attachment avoidance through enhanced models of others", [(Ripple.OthersToSelf, 0)]),
        new("fatigue", "Giving tires, and the anxious notice what is perfunctory.", "Effectiveness of partner buffering strategies", [(Fatigue.Cost, 0), (Fatigue.Detection, 0)]),
        new("provider_insecurity", "The avoidant give less, the anxious overstep, and both project.", "Overview of the ASEM; safe and soft strategies", [(Provision.FromAvoidance, 0), (Provision.Projection, 0), (Enhancement.Intrusion, 0)]),
        new("mismatch", "Reassurance given to avoidance and distance given to anxiety backfire.", "Safe strategies by a partner", [(BufferedEpisode.Mismatch, 0)]),
        new("negativity_bias", "The anxious revise more after bad surprises.", "Anxious responses and working models", [(Learning.Negativity, 0)]),
        new("assimilation", "Small isolated surprises are absorbed by the existing model.", "New situations; Bretherton and Munholland 2008 as cited there", [(Learning.Assimilation, 0)]),
        new("dissolution", "A bond can end.", "Protecting a relationship bond", [(Dissolution.Hazard, -1e6)]),
    ];

    /// <summary>Topics on which a study can choose among functional forms.</summary>
    public static readonly IReadOnlyList<FormTopic> FormTopics =
    [
        Learning.Rule, Saturation.Topic, Fatigue.Topic, Learning.Generalising, Dissolution.Topic, Learning.NegativityBias,
    ];

    /// <summary>State variables of each partner, in the order of the fields of <see cref="PartnerState{TLane}"/> (sums for outcomes left out).</summary>
    public static readonly IReadOnlyList<State> PartnerStates =
    [
        .. Belief("worth", "W", "own worth"), .. Belief("competence", "C", "own competence"), .. Belief("others", "O", "how depending on the partner turns out"),
        new("trust", "T", -1, 1, "1", "Recent warmth of the partner as perceived."),
        new("unpredictability", "U", 0, 2, "1", "Mean absolute deviation of the partner's warmth from its recent mean."),
        new("goal_validation", "V", -1, 1, "1", "Perceived validation of own goals."),
        new("state_anxiety", "x_a", 0, 1, "1", "Momentary hyperactivated insecurity."),
        new("state_avoidance", "x_v", 0, 1, "1", "Momentary deactivated insecurity."),
        new("personal_need", "P", -1, 1, "1", "Recent satisfaction of the personal need."),
        new("relational_need", "R", -1, 1, "1", "Recent satisfaction of the relational need."),
        new("fatigue", "f", 0, 1, "1", "Fatigue from giving."),
        new("chronic_stress", "c", -160, 160, "standard deviations", "Chronic stress."),
        new("liking", "χ", -160, 160, "standard deviations", "Liking of the partner apart from what happens between them."),
        new("satisfaction", "Q", -1, 1, "1", "Satisfaction with the relationship."),
        new("commitment", "K", 0, 1, "1", "Commitment."),
    ];

    /// <summary>State variables of the couple.</summary>
    public static readonly IReadOnlyList<State> CoupleStates =
    [
        new("tension", "τ", 0, 1, "1", "Relational tension."),
        new("intact", "1_I", 0, 1, "1", "1 while the bond lasts."),
    ];

    /// <summary>Number of quantities that <see cref="Values{TLane}"/> holds; initialised after all of them are declared.</summary>
    internal static readonly int QuantityCount = Quantity.Count;

    /// <summary>One day of one design point for a block of couples.</summary>
    /// <remarks>
    /// The order is the schedule of the model's document: situations and reactions; buffering; enhancing; the bond; and at
    /// night, unless the couple is still settling, learning. Lanes whose bond has ended go on computing and are read from
    /// <paramref name="last"/> afterwards.
    /// </remarks>
    /// <param name="a">Values of partner A.</param>
    /// <param name="b">Values of partner B.</param>
    /// <param name="states">One element per bundle, updated in place.</param>
    /// <param name="last">States on the last day together.</param>
    /// <param name="traits">One element per bundle.</param>
    /// <param name="draws">Draws of the day, one element per bundle.</param>
    /// <param name="days">Scratch, one element per bundle; holds the day's doses afterwards.</param>
    /// <param name="settling">True before day 0: beliefs are held and no bond ends.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    /// <exception cref="ArgumentException">A span is shorter than <paramref name="states"/>.</exception>
    public static void Day<TLane>(in Values<TLane> a, in Values<TLane> b, Span<DyadState<TLane>> states, Span<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days, bool settling)
        where TLane : struct, ILane<TLane>
    {
        if (last.Length < states.Length || traits.Length < states.Length || draws.Length < states.Length || days.Length < states.Length)
            throw new ArgumentException("every bundle needs its last state, traits, draws and scratch", nameof(states));
        if (a.HasAlternatives || b.HasAlternatives) Day<TLane, ChosenForms>(a, b, states, last, traits, draws, days, settling);
        else Day<TLane, DefaultForms>(a, b, states, last, traits, draws, days, settling);
        a.KeepAlive();
        b.KeepAlive();
    }

    /// <summary>The day in the forms of a type, for what knows them.</summary>
    internal static void Day<TLane, TForms>(in Values<TLane> a, in Values<TLane> b, Span<DyadState<TLane>> states, Span<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days, bool settling)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        SituationKernel.Run<TLane, TForms>(a, b, states, traits, draws, days);
        BufferingKernel.Run<TLane, TForms>(a, b, states, traits, draws, days);
        EnhancingKernel.Run<TLane, TForms>(a, b, states, traits, draws, days);
        BondKernel.Run<TLane, TForms>(a, b, states, last, traits, draws, days, canEnd: !settling);
        if (!settling) LearningKernel.Run<TLane, TForms>(a, b, states, traits, draws, days);
    }

    private static State[] Belief(string name, string symbol, string what) =>
    [
        new($"{name}_specific_shift", $"m_{symbol} − g_{symbol}(0)", -2, 2, "1", $"Relationship-specific belief about {what}, less the general one at the start."),
        new($"{name}_general_shift", $"g_{symbol} − g_{symbol}(0)", -2, 2, "1", $"General belief about {what}, less its start."),
        new($"{name}_confidence", $"n_{symbol}", 1, 200, "evidence", $"Confidence in the specific belief about {what}."),
        new($"{name}_surprise_trace", $"a_{symbol}", -2, 2, "1", $"Trace of recent surprise about {what}."),
    ];
}
