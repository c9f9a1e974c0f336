using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Kinds of designs that a sensitivity study can have.</summary>
/// <param name="Name">Name, as written in studies.</param>
/// <param name="Help">What it is.</param>
/// <param name="Runs">Runs of the model for N points, d factors and g groups.</param>
/// <param name="Grows">Whether N points are the first N of 2N, so that a study can be extended.</param>
/// <param name="Gives">What is estimated from it.</param>
internal sealed record DesignKind(string Name, string Help, string Runs, bool Grows, string Gives)
{
    /// <summary>Rows A, B and mixtures.</summary>
    public static readonly DesignKind PickFreeze = new("pick_freeze", "Two independent samples A and B, and their mixtures group by group (Saltelli 2002).", "N(2g + 2); N(g + 2) with both: false", true, "first-order, total and second-order indices of factors and groups; noise share with replicates");

    /// <summary>Chains from A to B.</summary>
    public static readonly DesignKind Chains = new("chains", "Chains from A to B in which one group after another changes, in random order (Goda 2021).", "N(g + 1)", true, "Shapley effects of factors and groups, for any number of them");

    /// <summary>All mixtures of A and B.</summary>
    public static readonly DesignKind Mixtures = new("mixtures", "All mixtures of A and B, for at most 16 groups.", "N · 2^g", true, "first-order and total indices, Shapley effects and interactions of every order up to three (Plischke et al. 2021)");

    /// <summary>Trajectories.</summary>
    public static readonly DesignKind Morris = new("morris", "Trajectories on a grid along which one group moves at a time (Morris 1991).", "N(g + 1)", true, "screening: mu, mu_star and sigma of elementary effects");

    /// <summary>Plain points.</summary>
    public static readonly DesignKind Sample = new("sample", "Points of a random, Latin hypercube or Sobol' sample.", "N", true, "given-data indices: rank-based first order, PAWN with its dummy, sparse polynomial chaos; with cases regional analysis and a PRIM box");

    /// <summary>All combinations of values.</summary>
    public static readonly DesignKind Grid = new("grid", "Every combination of some values of each factor, the middles of equally probable slices.", "levels^d", false, "given-data indices, as sample; for few factors");

    /// <summary>All combinations of switches.</summary>
    public static readonly DesignKind Coalitions = new("coalitions", "All on/off combinations of factors of two values, again at every point with other luck.", "N · 2^k", true, "what each switch adds, in the output's unit: Shapley values, effects alone and last, interactions");

    /// <summary>Whether rows are analysed by methods on given data.</summary>
    public bool IsGivenData => this == Sample || this == Grid;

    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<DesignKind> All = [PickFreeze, Chains, Mixtures, Morris, Sample, Grid, Coalitions];
}

/// <summary>How a study of sensitivity lays out its runs.</summary>
internal sealed record DesignOptions
{
    /// <summary>Kind.</summary>
    public DesignKind Kind { get; init; } = DesignKind.PickFreeze;

    /// <summary>Points (pick-freeze, sample) or trajectories (Morris), at least 4.</summary>
    public long Points { get; init; } = 1024;

    /// <summary>Values of each factor in a grid.</summary>
    public int Levels { get; init; } = 5;

    /// <summary>Seed of the design.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Kind of points.</summary>
    public PointKind Sampling { get; init; } = PointKind.Sobol;

    /// <summary>Independent scramblings among which quasi-random points are dealt, for intervals.</summary>
    public int Randomisations { get; init; } = 16;

    /// <summary>Whether mixtures of B with A are run too.</summary>
    public bool Both { get; init; } = true;

    /// <summary>Whether pairs of groups are judged.</summary>
    public bool SecondOrder { get; init; }

    /// <summary>Runs of every row; two or more take the noise out.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>Whether the rows of a point share their luck.</summary>
    public Luck Luck { get; init; } = Luck.Independent;

    /// <summary>Estimator of variance-based indices.</summary>
    public SobolEstimator Estimator { get; init; } = SobolEstimator.Best;

    /// <summary>Coverage of intervals.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Most dyad-days that the runs may simulate, which bounds the points; null for no bound.</summary>
    public long? Budget { get; init; }

    /// <summary>A group goes on to the next design if it has at least this share of the largest index for some output; null where every group does.</summary>
    public double? Keep { get; init; }

    /// <summary>When a study that grows by doubling stops before it has all its points; null where it has them in any case.</summary>
    public (StopRule Rule, double Tolerance, long First)? Stop { get; init; }
}
