using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Sensitivity;

/// <summary>An uncertain input of a model.</summary>
/// <param name="Name">Name, unique among the factors of a study.</param>
/// <param name="Distribution">How it varies.</param>
/// <param name="Group">Factors with the same group are varied and judged together; null for a factor by itself.</param>
public sealed record Factor(string Name, Distribution Distribution, string? Group = null);
