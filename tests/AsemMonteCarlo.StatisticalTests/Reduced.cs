namespace AsemMonteCarlo.StatisticalTests;

/// <summary>Sizes of the slow tests: full, or reduced where the environment variable ASEM_REDUCED is 1.</summary>
internal static class Reduced
{
    /// <summary>The full or the reduced size.</summary>
    public static int Size(int full, int reduced) => Environment.GetEnvironmentVariable("ASEM_REDUCED") == "1" ? reduced : full;
}
