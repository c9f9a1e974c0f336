namespace AsemMonteCarlo.Model.Processes;

/// <summary>Evidence that strengthens one model flows over to the other (Arriaga et al. 2018, "Reduced attachment anxiety…", "Reduced attachment avoidance…").</summary>
public static class Ripple
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("ripple", "Flow of evidence between the models of self and of others", "7.8, 7.9");

    /// <summary>From the model of self to the model of others.</summary>
    public static readonly Declared<Parameter> SelfToOthers = Group.Real("self_to_others", "ρ_so", 0.12, (0, 0.5), "Share of the weight of enhancing evidence about the self that counts for others too.");

    /// <summary>From the model of others to the model of self.</summary>
    public static readonly Declared<Parameter> OthersToSelf = Group.Real("others_to_self", "ρ_os", 0.12, (0, 0.5), "Share of the weight of enhancing evidence about others that counts for the self too.");
}
