namespace AsemMonteCarlo.Sensitivity;

/// <summary>One sensitivity index, of any method: a row of the tidy table.</summary>
/// <param name="Method">Family of the index, such as <c>sobol</c>, <c>morris</c>, <c>shapley</c>.</param>
/// <param name="Index">The index, such as <c>first_order</c>, <c>total</c>, <c>mu_star</c>.</param>
/// <param name="Estimator">How it was estimated, such as <c>jansen</c>.</param>
/// <param name="Estimand">What is estimated, as to noise: <c>mean</c> (of E[Y | X]), <c>common_luck</c>, <c>deterministic</c>.</param>
/// <param name="Factors">The factors (or groups) that it is of; none for an index of the whole, such as the share of noise.</param>
/// <param name="Estimate">The estimate; NaN where it cannot be computed.</param>
/// <param name="Low">Lower end of the interval; NaN where none is given.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Coverage of the interval, in (0, 1); NaN where it is not promised.</param>
/// <param name="Runs">Runs of the model that it rests on.</param>
/// <param name="Seed">Seed of the design.</param>
public sealed record SensitivityIndex(string Method, string Index, string Estimator, string Estimand, IReadOnlyList<string> Factors, double Estimate, double Low, double High, double Level, long Runs, ulong Seed)
{
    /// <summary>Number of factors.</summary>
    public int Order => Factors.Count;
}
