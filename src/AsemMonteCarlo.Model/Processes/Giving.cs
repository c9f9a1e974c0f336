using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Processes;

/// <summary>Being needed and being able to help is evidence for the giver too (Arriaga et al. 2018, "Reduced attachment avoidance…"; Simpson et al. 2003 as cited there).</summary>
public static class Giving
{
    /// <summary>The process.</summary>
    public static readonly ParameterGroup Group = new("giving", "What giving support means to the giver", "7.10");

    /// <summary>Weight.</summary>
    public static readonly Declared<Parameter> Weight = Group.Real("weight", "d_g", 0.6, (0, 2), "Weight as evidence per unit of practical support given.", unit: "evidence");

    /// <summary>Value.</summary>
    public static readonly Declared<Parameter> Value = Group.Real("value", "e_n", 0.6, (0, 2), "Latent evidence of having been needed and able.");

    /// <summary>Adds the evidence of a dose of support given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TLane>(in Values<TLane> p, ref PartnerDay<TLane> giver, TLane given)
        where TLane : struct, ILane<TLane>
    {
        var weight = p[Weight] * given;
        giver.Others.Add(weight, p[Value]);
        giver.Competence.Add(weight * TLane.Broadcast(0.5), p[Value]);
    }
}
