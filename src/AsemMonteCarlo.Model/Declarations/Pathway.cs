namespace AsemMonteCarlo.Model;

/// <summary>The side of the theory to which a pathway belongs (Arriaga et al. 2018, figure 1).</summary>
public enum PathwaySide
{
    /// <summary>Buffering of anxious reactions (table 1, safe strategies).</summary>
    BufferSafe,

    /// <summary>Buffering of avoidant reactions (table 1, soft strategies).</summary>
    BufferSoft,

    /// <summary>Enhancing the model of self (table 2, confidence building).</summary>
    EnhanceSelf,

    /// <summary>Enhancing the model of others (table 2, positive dependence).</summary>
    EnhanceOthers,
}

/// <summary>
/// One of the ten pathways by which a partner makes a person more secure (Arriaga et al. 2018, tables 1 and 2). Its one
/// strength runs from 0 (switched off: a lesion) over 1 (default) to 2.
/// </summary>
public sealed class Pathway
{
    /// <summary>Declares a pathway.</summary>
    /// <param name="id">Dotted name, the key in studies.</param>
    /// <param name="symbol">Symbol of its strength in the model's document.</param>
    /// <param name="side">The side of the theory.</param>
    /// <param name="target">What it acts on.</param>
    /// <param name="help">The process in one sentence.</param>
    /// <param name="amplifier">Whether it only strengthens other pathways.</param>
    public Pathway(string id, string symbol, PathwaySide side, string target, string help, bool amplifier = false)
    {
        Id = id;
        Side = side;
        Target = target;
        Help = help;
        IsAmplifier = amplifier;
        Group = new ParameterGroup(id, help, side switch { PathwaySide.BufferSafe or PathwaySide.BufferSoft => "7.7", PathwaySide.EnhanceSelf => "7.8", _ => "7.9" });
        Strength = Group.Real("strength", symbol, 1, (0, 2), $"Strength of {id}: 0 is off, 1 the default.", role: ParameterRole.Partner);
    }

    /// <summary>Dotted name, the key in studies.</summary>
    public string Id { get; }

    /// <summary>The side of the theory.</summary>
    public PathwaySide Side { get; }

    /// <summary>What it acts on.</summary>
    public string Target { get; }

    /// <summary>The process in one sentence.</summary>
    public string Help { get; }

    /// <summary>Whether it only strengthens other pathways and has no effect alone, by construction.</summary>
    public bool IsAmplifier { get; }

    /// <summary>Parameters declared with the pathway.</summary>
    public ParameterGroup Group { get; }

    /// <summary>Its strength as enacted by a provider.</summary>
    public Parameter Strength { get; }

    /// <summary>Dose of an act forced by the timeline, added to what the provider gives of itself.</summary>
    public Input Forced { get; } = new(0);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
