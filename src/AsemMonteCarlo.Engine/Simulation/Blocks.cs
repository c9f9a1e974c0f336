namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>Where the blocks of a part of a study begin and end: each holds whole independent units. A pure function of the study, the part and the shape.</summary>
internal sealed class Blocks
{
    private readonly Sampling sampling;
    private readonly long first, end, unitsPerBlock, firstBlock;

    /// <summary>Cuts a part of the couples into blocks.</summary>
    /// <param name="sampling">The population.</param>
    /// <param name="shard">The part.</param>
    /// <param name="shape">The shape asked for; units of several couples need blocks that hold them.</param>
    public Blocks(Sampling sampling, Shard shard, BlockShape shape)
    {
        this.sampling = sampling;
        (first, end) = shard.Units(sampling);
        int dyads = shape.Dyads;
        if (sampling.LargestCluster > 1) dyads = Enumerable.Range(1, 16).Select(i => 16 * i).Where(d => d >= Math.Min(sampling.LargestCluster, 64)).DefaultIfEmpty(256).OrderBy(d => (double)(d % sampling.LargestCluster) / d).ThenBy(d => Math.Abs(d - shape.Dyads)).First();
        Shape = shape with { Dyads = Math.Max(dyads, (sampling.LargestCluster + 15) / 16 * 16) };
        unitsPerBlock = Shape.Dyads / sampling.LargestCluster;
        // at multiples of a power of two, so that no block's counter carries into the next word
        firstBlock = first / unitsPerBlock;
        Count = end > first ? (end - 1) / unitsPerBlock - firstBlock + 1 : 0;
    }

    /// <summary>The shape in force.</summary>
    public BlockShape Shape { get; }

    /// <summary>Number of blocks.</summary>
    public long Count { get; }

    /// <summary>Couples of all blocks.</summary>
    public long Dyads => StartOf(Count) - StartOf(0);

    /// <summary>First couple and number of couples of a block.</summary>
    public (long First, int Dyads) this[long block] => (StartOf(block), (int)(StartOf(block + 1) - StartOf(block)));

    /// <summary>The couple with which a block begins; of <see cref="Count"/>, where the last one ends.</summary>
    public long StartOf(long block) => sampling.FirstDyadOf(Math.Clamp((firstBlock + block) * unitsPerBlock, first, end));

    /// <summary>The block that begins with a couple, <see cref="Count"/> for where the last one ends, or −1 where none does.</summary>
    public long BlockAt(long dyad)
    {
        long low = 0, high = Count;
        while (low < high)
        {
            long middle = low + (high - low) / 2;
            if (StartOf(middle) < dyad) low = middle + 1;
            else high = middle;
        }
        return StartOf(low) == dyad ? low : -1;
    }
}
