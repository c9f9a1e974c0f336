using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Model.Populations;

/// <summary>Standard normal draws behind one partner's traits.</summary>
/// <param name="Anxiety">For chronic anxiety.</param>
/// <param name="Avoidance">For chronic avoidance.</param>
/// <param name="SpecificSelf">For the specific model of self.</param>
/// <param name="SpecificOthers">For the specific model of others.</param>
/// <param name="Closeness">For the preference for closeness.</param>
/// <param name="Skill">For what the skills have in common.</param>
/// <param name="SafeSkill">For safe skill.</param>
/// <param name="SoftSkill">For soft skill.</param>
/// <param name="SelfSkill">For skill in enhancing the self.</param>
/// <param name="OthersSkill">For skill in enhancing the model of others.</param>
/// <param name="Reading">For reading.</param>
/// <param name="Willingness">For willingness.</param>
/// <param name="Inconsistency">For inconsistency.</param>
/// <param name="Stress">For chronic stress at the start.</param>
/// <param name="Liking">For the liking of the partner at the start.</param>
/// <param name="Commitment">For the disposition to commit.</param>
public readonly record struct PartnerNormals(double Anxiety, double Avoidance, double SpecificSelf, double SpecificOthers, double Closeness, double Skill, double SafeSkill, double SoftSkill, double SelfSkill, double OthersSkill, double Reading, double Willingness, double Inconsistency, double Stress, double Liking, double Commitment);

/// <summary>A couple as drawn: standard normals, before any parameter gives them a meaning.</summary>
/// <param name="A">Partner A.</param>
/// <param name="B">Partner B.</param>
/// <param name="Fit">For fit.</param>
/// <param name="Conflict">For proneness to conflict.</param>
/// <param name="Acceptance">Uniform in (0, 1), for a sampling design that takes some couples more often than others.</param>
/// <param name="Row">Uniform in (0, 1), for a population read from a file: orders its rows, or picks one.</param>
public readonly record struct Couple(PartnerNormals A, PartnerNormals B, double Fit, double Conflict, double Acceptance, double Row)
{
    /// <summary>Attempts available to a sampling design that rejects couples.</summary>
    public const int MaximumAttempts = 4096;

    /// <summary>Uniform numbers behind one partner.</summary>
    public const int PartnerUniforms = 16;

    /// <summary>Uniform numbers behind a couple.</summary>
    public const int UniformCount = 2 * PartnerUniforms + 4;

    /// <summary>
    /// Draws a couple: a pure function of (seed, replicate, dyad, attempt). Counter as for days, with attempt in the place
    /// of day + 2¹⁶; days therefore start at −2¹⁶ + 4096 at the earliest.
    /// </summary>
    /// <param name="luck">Seed and replicate; populations are common to all design points.</param>
    /// <param name="dyad">Number of the dyad, 0 ≤ dyad &lt; 2⁴⁸.</param>
    /// <param name="attempt">Attempt, below <see cref="MaximumAttempts"/>.</param>
    public static Couple Draw(Luck luck, long dyad, int attempt)
    {
        Span<double> u = stackalloc double[UniformCount];
        Uniforms(luck, dyad, attempt, DrawOwner.PartnerA, u[..PartnerUniforms]);
        Uniforms(luck, dyad, attempt, DrawOwner.PartnerB, u[PartnerUniforms..(2 * PartnerUniforms)]);
        Uniforms(luck, dyad, attempt, DrawOwner.Couple, u[(2 * PartnerUniforms)..]);
        return FromUniforms(u);
    }

    /// <summary>The couple of given uniform numbers.</summary>
    /// <param name="u"><see cref="UniformCount"/> numbers in (0, 1): partner A's in the order of <see cref="PartnerNormals"/>, partner B's, then fit, conflict, acceptance, row.</param>
    public static Couple FromUniforms(ReadOnlySpan<double> u) =>
        new(Partner(u[..PartnerUniforms]), Partner(u[PartnerUniforms..(2 * PartnerUniforms)]), DoubleFunctions.NormalQuantile(u[^4]), DoubleFunctions.NormalQuantile(u[^3]), u[^2], u[^1]);

    private static PartnerNormals Partner(ReadOnlySpan<double> u)
    {
        Span<double> z = stackalloc double[PartnerUniforms];
        for (int i = 0; i < z.Length; i++) z[i] = DoubleFunctions.NormalQuantile(u[i]);
        return new PartnerNormals(z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7], z[8], z[9], z[10], z[11], z[12], z[13], z[14], z[15]);
    }

    private static void Uniforms(Luck luck, long dyad, int attempt, DrawOwner owner, Span<double> to)
    {
        uint c1 = (uint)(dyad >> 32) & 0xFFFF | (uint)luck.Replicate << 16, c2 = 4 * (uint)attempt + (uint)owner;
        for (int block = 0; 4 * block < to.Length; block++)
        {
            var (x0, x1, x2, x3) = Philox.Words((uint)dyad, c1, c2, (uint)block, luck.Seed);
            to[4 * block] = Uniform(x0);
            to[4 * block + 1] = Uniform(x1);
            to[4 * block + 2] = Uniform(x2);
            to[4 * block + 3] = Uniform(x3);
        }
    }

    private static double Uniform(uint word) => (word + 0.5) * 2.3283064365386963e-10;
}
