namespace AsemMonteCarlo.Sensitivity.GivenData;

/// <summary>The methods that screen or work on given data, for lists that help to choose.</summary>
public static class Methods
{
    /// <summary>All of them, in the order in which a study would use them.</summary>
    public static IReadOnlyList<EstimatorInfo> All { get; } =
    [
        new("trajectory", "morris",
            "Runs of a Morris design of trajectories (MorrisDesign.Trajectories).",
            "Nothing of the model. Intervals of mu: at least 64 independent trajectories, with common luck at least 8 replicates. mu_star is raised by noise and sigma holds it; replicates correct sigma.",
            "N (g + 1) runs for N trajectories of g groups; memory does not grow with N.",
            "Morris 1991; Campolongo, Cariboni and Saltelli 2007"),
        new("radial", "morris",
            "Runs of a radial design (MorrisDesign.Radial).",
            "As trajectory; effects are differences over a quarter to three quarters of a factor's range.",
            "N (g + 1) runs for N blocks of g groups; memory does not grow with N.",
            "Campolongo, Saltelli and Cariboni 2011"),
        new("neighbours", "rank",
            "Any rows, whatever the design; factors with many values.",
            "Smooth E[Y | X]. Intervals: at least 2,048 independent rows; on quasi-random rows they are too wide and promise nothing. Noise counts as variance unless its variance is given.",
            "No runs of its own; N log N per factor and output, one factor and one output in memory at a time.",
            "Chatterjee 2021; Gamboa, Gremaud, Klein and Lagnoux 2022, equation 11"),
        new("one_way", "rank",
            "Any rows; factors with few values (at least 4 rows per value), in any coding.",
            "As neighbours, without smoothness. Intervals are too wide where no category differs.",
            "No runs of its own; N log N per factor and output.",
            "Chatterjee 2021; one-way analysis of variance"),
        new("slices", "pawn",
            "Any rows, at least 2 per slice; some hundred to tell small effects.",
            "Fragile: values depend on the number of slices and rows and are never 0; read them beside the dummy's. No intervals; p-values are exact for independent rows.",
            "No runs of its own; N (log N + dummies) per factor and output.",
            "Pianosi and Wagener 2018"),
        new("kolmogorov_smirnov", "regional",
            "Any rows, and which of them behave as stated (or how far, as weights).",
            "Ordered factors. Sees what a factor does by itself, not through interactions alone. No intervals; p-values are exact up to a product of sample sizes of a million, else the limit, for independent rows.",
            "No runs of its own; N log N per factor, up to a million steps for an exact p-value.",
            "Spear and Hornberger 1980; Saltelli et al. 2008, section 5.2"),
        new("held_out", "prim",
            "Any rows with design ids, and which of them are cases of interest; about 100 cases or more.",
            "Conditions that are ends of factors or excluded categories. Intervals: rows that did not make the box, independent (exact) or in at least 64 effective clusters.",
            "No runs of its own; N d / alpha; all factors in memory.",
            "Friedman and Fisher 1999; Bryant and Lempert 2010"),
        new("forward_orthogonal", "sparse_pce",
            "Any rows, a few hundred for smooth models, with the distributions of all factors.",
            "Independent factors; a smooth model: kinks and jumps cost accuracy, as the leave-one-out error says. No intervals.",
            "No runs of its own; N x candidates x terms per output; N x candidates in memory, twice.",
            "Sudret 2008; Blatman and Sudret 2011; Chen, Billings and Luo 1989"),
    ];
}
