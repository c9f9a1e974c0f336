using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>Evidence of one day for one belief: a total weight, and the sum of weight · latent evidence.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct Evidence<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Total weight, in units of evidence.</summary>
    public TLane Weight;

    /// <summary>Sum of weight · latent evidence.</summary>
    public TLane Sum;

    /// <summary>Adds evidence of a given weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLane weight, TLane latent)
    {
        Weight += weight;
        Sum = TLane.MultiplyAdd(weight, latent, Sum);
    }
}

/// <summary>What passes between the kernels of one day about one partner. Masks of situations are 0 or 1.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct PartnerDay<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Closeness wanted, 0…1.</summary>
    public TLane Closeness;

    /// <summary>Chronic anxiety as a share of its scale, 0…1.</summary>
    public TLane Anxiety;

    /// <summary>Chronic avoidance as a share of its scale, 0…1.</summary>
    public TLane Avoidance;

    /// <summary>Anxiety less avoidance, in logits.</summary>
    public TLane Orientation;

    /// <summary>Today's load from outside stress, 0…1.</summary>
    public TLane Load;

    /// <summary>1 where an outside stressor occurred.</summary>
    public TLane Stressor;

    /// <summary>1 where the partner made a large request of this person.</summary>
    public TLane Asked;

    /// <summary>Warmth that this person sends, before saturation.</summary>
    public TLane Sent;

    /// <summary>Level of the model of others, −1…1: the relationship-specific belief.</summary>
    public TLane ModelOfOthers;

    /// <summary>Warmth of the partner as perceived, before saturation.</summary>
    public TLane SignalLatent;

    /// <summary>Warmth of the partner as perceived, −1…1.</summary>
    public TLane Signal;

    /// <summary>Momentary hyperactivated insecurity before the partner buffers, 0…1.</summary>
    public TLane AnxietyBeforeBuffering;

    /// <summary>Momentary deactivated insecurity before the partner buffers, 0…1.</summary>
    public TLane AvoidanceBeforeBuffering;

    /// <summary>Strength of today's insecure reaction, 0…1.</summary>
    public TLane Reaction;

    /// <summary>Share of the reaction that is hyperactivated, 0…1.</summary>
    public TLane Hyperactivation;

    /// <summary>What this person has to give today, 0…1.</summary>
    public TLane Capacity;

    /// <summary>Calming and half of the defusing received, by authenticity.</summary>
    public TLane Calming;

    /// <summary>Effort that the partner spent on buffering this person today: 0…2, more where acts are forced.</summary>
    public TLane EffortReceived;

    /// <summary>Effort left for enhancing, 0…1.</summary>
    public TLane EnhancingEffort;

    /// <summary>Effort that the partner spent on enhancing acts today; several on a day cost each its own. Amplifiers are ways of doing them.</summary>
    public TLane EnhancingSpent;

    /// <summary>Effort for enhancing that momentary insecurity and tension let in, 0…1.</summary>
    public TLane ReceivedEffort;

    /// <summary>How much an act is felt as overstepping, per squared unit.</summary>
    public TLane Pressure;

    /// <summary>1 where good news was shared.</summary>
    public TLane Sharing;

    /// <summary>1 where a challenge was taken up.</summary>
    public TLane Challenge;

    /// <summary>1 where a challenge, if there was one, was met.</summary>
    public TLane Success;

    /// <summary>1 where help with a stressor was offered by the partner.</summary>
    public TLane SupportOffered;

    /// <summary>Soft dose of the kind that explains requests.</summary>
    public TLane Reasons;

    /// <summary>Evidence about own worth.</summary>
    public Evidence<TLane> Worth;

    /// <summary>Evidence about own competence.</summary>
    public Evidence<TLane> Competence;

    /// <summary>Evidence about others.</summary>
    public Evidence<TLane> Others;

    /// <summary>Doses received by pathway, in the order of the theory's tables, in full acts.</summary>
    public PathwayDoses<TLane> Doses;
}

/// <summary>Doses of the ten pathways received on a day, in acts of a fully able, average skilled provider.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
[InlineArray(10)]
public struct PathwayDoses<TLane>
    where TLane : struct, ILane<TLane>
{
    // The inline array's only element; read through the indexer.
    private TLane first;
}

/// <summary>What passes between the kernels of one day.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct DyadDay<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Partner A.</summary>
    public PartnerDay<TLane> A;

    /// <summary>Partner B.</summary>
    public PartnerDay<TLane> B;

    /// <summary>1 where the bond was intact in the morning.</summary>
    public TLane Together;

    /// <summary>1 where a conflict of interest broke out.</summary>
    public TLane Conflict;

    /// <summary>Severity of the conflict, 0 without one.</summary>
    public TLane ConflictSize;

    /// <summary>1 where a joint activity took place.</summary>
    public TLane JointActivity;
}
