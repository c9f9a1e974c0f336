using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Sensitivity.Designs;

/// <summary>Random words of designs: what they are for is the last counter field, so that no use shares words with another.</summary>
internal static class Streams
{
    public const uint RandomPoint = 0x53440001, Scramble = 0x53440002, Shuffle = 0x53440003, Permutation = 0x53440004;

    public static (uint X0, uint X1, uint X2, uint X3) Words(uint row, uint column, uint purpose, ulong seed, uint part = 0) =>
        Philox.Words(row, column, part, purpose, seed);

    /// <summary>(k + ½)·2⁻⁵² for 52 random bits k: strictly within (0, 1), and exact.</summary>
    public static double Uniform(uint high, uint low) => ((((ulong)high << 32 | low) >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>(k + ½)·2⁻³² for 32 bits k: strictly within (0, 1), and exact.</summary>
    public static double Uniform(uint bits) => (bits + 0.5) * (1.0 / (1L << 32));
}
