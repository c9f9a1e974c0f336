namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>Estimators of first-order and total indices from pick-freeze runs. Each uses all pairs of rows that were run.</summary>
public enum SobolEstimator
{
    /// <summary>The most accurate on Sobol' points of the rows that were run, as measured: <see cref="Pooled"/> with BA rows, <see cref="Saltelli"/> without.</summary>
    Best,

    /// <summary>First order by f(B)(f(AB) − f(A)), total by Jansen's formula (Saltelli et al. 2010, Computer Physics Communications 181, table 2, rows b and f).</summary>
    Saltelli,

    /// <summary>Both by squared differences (Jansen 1999, Computer Physics Communications 117, equations 3 and 4).</summary>
    Jansen,

    /// <summary>Covariance over the pooled variance of the pair (Janon et al. 2014, ESAIM: Probability and Statistics 18, equation 6; Monod et al. 2006).</summary>
    JanonMonod,

    /// <summary>Correlation of the pair (Martinez 2011; Baudin et al. 2017, Handbook of uncertainty quantification, section on Martinez' estimator).</summary>
    Martinez,

    /// <summary>First order by the product of differences (f(AB) − f(A))(f(B) − f(BA)); small where the factor does little. Needs BA rows (Azzini, Mara and Rosati 2021, Environmental Modelling and Software 144).</summary>
    AzziniRosati,

    /// <summary>As <see cref="AzziniRosati"/>, with the variance from all pairs of rows that share no factor, of every group. Needs BA rows.</summary>
    Pooled,
}

/// <summary>What an index of a noisy model is about.</summary>
public enum Estimand
{
    /// <summary>A model without noise, run once per row. Run on a noisy model, noise counts as interaction.</summary>
    Deterministic,

    /// <summary>E[Y | X]: noise is taken out by products across replicates. Needs two or more.</summary>
    Mean,

    /// <summary>Y at one luck that all rows of a point share, averaged over luck.</summary>
    CommonLuck,
}

/// <summary>How luck (what the noise of a run hangs on) was given out.</summary>
public enum Luck
{
    /// <summary>Every run has its own.</summary>
    Independent,

    /// <summary>A replicate has one luck for all rows of a point.</summary>
    SharedByRows,
}
