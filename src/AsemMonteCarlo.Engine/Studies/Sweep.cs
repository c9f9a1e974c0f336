using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>One axis of a sweep: a parameter (or a pathway's strength) and the values it takes.</summary>
/// <param name="Name">Name in studies and tables: the parameter's, with <c>provider.</c> before it where only the provider's varies.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="ProviderOnly">Whether only the focal person's provider takes the values.</param>
/// <param name="Values">The values, each once, in the order given.</param>
public sealed record SweepAxis(string Name, Parameter Parameter, bool ProviderOnly, IReadOnlyList<double> Values);

/// <summary>The scenario that others are compared with: an arm, in the same cell of the sweep or in one fixed cell.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="At">Place of the value on each axis of the sweep, in their order; null for the cell that is compared.</param>
public sealed record ReferenceScenario(string Arm, IReadOnlyList<int>? At);
