using System.Globalization;
using AsemMonteCarlo.Engine.Answers;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>What a study must hold in memory whatever the number of its couples.</summary>
internal static class StudySize
{
    /// <summary>Most sums of a study; each takes about a hundred bytes per worker.</summary>
    public const long MaximumSums = 100_000_000;

    /// <summary>Most bytes of what is read of the smallest block of couples.</summary>
    public const long MaximumBlockBytes = 1L << 30;

    private const int SmallestBlock = 16;

    /// <summary>Why a study is too large, or null.</summary>
    public static string? Problem(Design design)
    {
        long sums = StudySums.Count(design), bytes = BlockResult.Bytes(design, SmallestBlock);
        if (sums > MaximumSums) return string.Create(CultureInfo.InvariantCulture, $"the study would keep {sums:N0} sums, at most {MaximumSums:N0} are possible: use fewer cells (sweep), readings, outcomes, own_outcomes, own_groups or doses");
        return bytes <= MaximumBlockBytes ? null
            : string.Create(CultureInfo.InvariantCulture, $"the study would hold {bytes / 1e9:F1} GB for every {SmallestBlock} couples, at most {MaximumBlockBytes / 1e9:F1} GB are possible: store trajectories on fewer days (store.trajectories.every) or of fewer arms, or use fewer readings");
    }
}
