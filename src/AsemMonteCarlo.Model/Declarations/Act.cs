namespace AsemMonteCarlo.Model;

/// <summary>What the kernels read of a pathway, by places that the compiler knows.</summary>
/// <param name="pathway">The pathway.</param>
public readonly struct Act(Pathway pathway)
{
    /// <summary>Its strength as enacted by a provider.</summary>
    public readonly Declared<Parameter> Strength = pathway.Strength;

    /// <summary>Dose forced by the timeline.</summary>
    public readonly Declared<Input> Forced = pathway.Forced;
}
