using System.Globalization;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>A part of a study's couples. The parts' sums add up to the bits of the whole, however many parts there are.</summary>
/// <param name="Number">Number of the part, from 1.</param>
/// <param name="Count">Number of parts, at least 1.</param>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>Most parts of a study.</summary>
    public const int MaximumCount = 100_000;

    // a part begins where a bundle of the widest lanes does; parts that are left without a couple are legal
    private const int Alignment = 16;

    /// <summary>The whole study.</summary>
    public static Shard Whole => new(1, 1);

    /// <summary>Reads <c>i/n</c>.</summary>
    /// <returns>The part, or null where the text is no such.</returns>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count is >= 1 and <= MaximumCount && number >= 1 && number <= count
            ? new Shard(number, count)
            : null;
    }

    /// <summary>The independent units of the part, from First to before End.</summary>
    /// <param name="sampling">The population.</param>
    public (long First, long End) Units(Sampling sampling)
    {
        long units = sampling.Clusters;
        // units of several couples are cut anywhere
        long step = sampling.LargestCluster == 1 ? Alignment : 1, groups = (units + step - 1) / step;
        return (Bound(Number - 1, Count), Bound(Number, Count));

        long Bound(long part, int parts) => Math.Min(units, (long)((Int128)groups * part / parts) * step);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
