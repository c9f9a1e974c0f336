namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>What the runs of a row of a design gave.</summary>
/// <param name="Values">Outputs [replicate][output]; NaN where there is none.</param>
/// <param name="Failures">By replicate, why the run failed, in words, or null; null where all succeeded.</param>
internal sealed record RowOutputs(double[] Values, string?[]? Failures = null);
