namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>The variance-based estimators, for lists that help to choose.</summary>
public static class Methods
{
    /// <summary>All of them, those of one family together.</summary>
    public static IReadOnlyList<EstimatorInfo> All { get; } =
    [
        new("pooled", "sobol", "pick_freeze with both: true", "finite variance; independent factors or groups", "N(2g + 2) runs; memory does not grow with N", "Azzini, Mara and Rosati 2021, with the variance from all pairs that share no factor"),
        new("azzini_rosati", "sobol", "pick_freeze with both: true", "finite variance; independent factors or groups", "N(2g + 2) runs", "Azzini, Mara and Rosati 2021"),
        new("saltelli", "sobol", "pick_freeze", "finite variance; independent factors or groups", "N(g + 2) runs", "Saltelli et al. 2010, rows b and f of table 2"),
        new("jansen", "sobol", "pick_freeze", "finite variance; independent factors or groups", "N(g + 2) runs", "Jansen 1999"),
        new("janon_monod", "sobol", "pick_freeze", "finite variance; independent factors or groups", "N(g + 2) runs", "Janon et al. 2014; Monod et al. 2006"),
        new("martinez", "sobol", "pick_freeze", "finite variance; independent factors or groups", "N(g + 2) runs", "Martinez 2011"),
        new("goda", "shapley", "chains", "finite variance; independent factors or groups", "N(g + 1) runs; memory does not grow with N", "Goda 2021, averaged with the reversed chain"),
        new("all_combinations", "coalitions", "coalitions: factors of two values, at most 16 of them", "nothing of the model; intervals: points whose luck is independent", "N · 2^k runs for N points; memory does not grow with N", "Shapley 1953; Grabisch and Roubens 1999"),
        new("moebius", "shapley", "mixtures", "finite variance; independent factors or groups; at most 16 of them", "N · 2^g runs", "Plischke, Rabitti and Borgonovo 2021"),
    ];
}
