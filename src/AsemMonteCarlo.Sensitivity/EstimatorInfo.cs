namespace AsemMonteCarlo.Sensitivity;

/// <summary>What a user must know to choose an estimator: a line of a list, not behaviour.</summary>
/// <param name="Name">Name of the estimator, as in <see cref="SensitivityIndex.Estimator"/>.</param>
/// <param name="Method">Family, as in <see cref="SensitivityIndex.Method"/>.</param>
/// <param name="Needs">The runs or the design that it needs.</param>
/// <param name="Assumes">What must hold for its estimate and its interval.</param>
/// <param name="Cost">Runs of the model, then work and memory of the analysis; N rows, d factors, g groups.</param>
/// <param name="Source">Article that it is taken from.</param>
public sealed record EstimatorInfo(string Name, string Method, string Needs, string Assumes, string Cost, string Source);
