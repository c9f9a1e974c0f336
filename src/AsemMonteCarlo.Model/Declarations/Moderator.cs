namespace AsemMonteCarlo.Model;

/// <summary>A mechanism beside the pathways that a study can switch off. Off means: the parameters named here take their neutral values.</summary>
/// <param name="Id">Key in studies.</param>
/// <param name="Help">The mechanism in one sentence.</param>
/// <param name="Source">Passage of the theory.</param>
/// <param name="Neutral">The parameters that carry it, each with the value at which the mechanism is absent.</param>
public sealed record Moderator(string Id, string Help, string Source, IReadOnlyList<(Parameter Parameter, double Value)> Neutral)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
