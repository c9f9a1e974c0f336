using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>One partner's draws of a day, already in the distribution in which the equations use them.</summary>
/// <remarks>Event draws are logistic: an event with log odds x occurs where x + draw &gt; 0, so a raised rate only adds events.</remarks>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct PartnerDraws<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>See <see cref="PartnerDraw.StressInnovation"/>.</summary>
    public TLane StressInnovation;

    /// <summary>See <see cref="PartnerDraw.Stressor"/>.</summary>
    public TLane Stressor;

    /// <summary>See <see cref="PartnerDraw.StressorSize"/>.</summary>
    public TLane StressorSize;

    /// <summary>See <see cref="PartnerDraw.SignalNoise"/>.</summary>
    public TLane SignalNoise;

    /// <summary>See <see cref="PartnerDraw.RequestMade"/>.</summary>
    public TLane RequestMade;

    /// <summary>See <see cref="PartnerDraw.ReadingNoise"/>.</summary>
    public TLane ReadingNoise;

    /// <summary>See <see cref="PartnerDraw.Sharing"/>.</summary>
    public TLane Sharing;

    /// <summary>See <see cref="PartnerDraw.Challenge"/>.</summary>
    public TLane Challenge;

    /// <summary>See <see cref="PartnerDraw.Success"/>.</summary>
    public TLane Success;

    /// <summary>See <see cref="PartnerDraw.SupportOffered"/>.</summary>
    public TLane SupportOffered;

    /// <summary>See <see cref="PartnerDraw.Diagnostic"/>.</summary>
    public TLane Diagnostic;

    /// <summary>See <see cref="PartnerDraw.MeaningSelf"/>.</summary>
    public TLane MeaningSelf;

    /// <summary>See <see cref="PartnerDraw.MeaningOthers"/>.</summary>
    public TLane MeaningOthers;

    /// <summary>See <see cref="PartnerDraw.Liking"/>.</summary>
    public TLane Liking;

    /// <summary>1 where forced acts towards this person take place, 0 elsewhere; 1 everywhere unless a rate is asked for.</summary>
    public TLane ForcedOccasion;
}

/// <summary>A day's draws of a bundle of couples.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public struct DayDraws<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Draws of partner A.</summary>
    public PartnerDraws<TLane> A;

    /// <summary>Draws of partner B.</summary>
    public PartnerDraws<TLane> B;

    /// <summary>See <see cref="CoupleDraw.SharedStress"/>.</summary>
    public TLane SharedStress;

    /// <summary>See <see cref="CoupleDraw.Conflict"/>.</summary>
    public TLane Conflict;

    /// <summary>See <see cref="CoupleDraw.ConflictSize"/>.</summary>
    public TLane ConflictSize;

    /// <summary>See <see cref="CoupleDraw.JointActivity"/>.</summary>
    public TLane JointActivity;

    /// <summary>See <see cref="CoupleDraw.Ending"/>.</summary>
    public TLane Ending;
}

/// <summary>Makes the draws of a day from counters: a pure function of (seed, stream, replicate, dyad, owner, day, purpose).</summary>
/// <remarks>
/// Counter: c0 = dyad, low 32 bits; c1 = dyad, high 16 bits, and replicate, 16 bits, above them; c2 = 4·(day + 2¹⁶) + owner,
/// 32 bits; c3 = block of four purposes, 8 bits, and stream, 24 bits, above them (0 for common luck, 1 + design point where
/// independent luck is asked for). Key = seed, 64 bits.
/// </remarks>
public static class DrawKernel
{
    private const int PartnerBlocks = 4, CoupleBlocks = 2;

    /// <summary>Words of scratch that <see cref="Fill"/> needs for a number of dyads.</summary>
    public static int ScratchWords(int dyads) => 4 * PartnerBlocks * dyads;

    /// <summary>Fills the draws of one day for consecutive dyads.</summary>
    /// <param name="draws">One element per bundle.</param>
    /// <param name="scratch">At least <see cref="ScratchWords"/> words.</param>
    /// <param name="luck">Seed, replicate and stream.</param>
    /// <param name="firstDyad">Number of the first dyad, at most 2⁴⁸; the block must not cross a multiple of 2³².</param>
    /// <param name="day">The day, from −2¹⁶ + 4096 (earlier places of the counter belong to the population); days before 0 settle the couple.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public static void Fill<TLane>(Span<DayDraws<TLane>> draws, Span<uint> scratch, Luck luck, long firstDyad, int day)
        where TLane : struct, ILane<TLane>
    {
        int dyads = draws.Length * TLane.Width;
        Words(scratch, PartnerBlocks, dyads, luck, firstDyad, day, DrawOwner.PartnerA);
        for (int bundle = 0; bundle < draws.Length; bundle++) Partner(ref draws[bundle].A, scratch, dyads, bundle * TLane.Width);
        Words(scratch, PartnerBlocks, dyads, luck, firstDyad, day, DrawOwner.PartnerB);
        for (int bundle = 0; bundle < draws.Length; bundle++) Partner(ref draws[bundle].B, scratch, dyads, bundle * TLane.Width);
        Words(scratch, CoupleBlocks, dyads, luck, firstDyad, day, DrawOwner.Couple);
        for (int bundle = 0; bundle < draws.Length; bundle++) Couple(ref draws[bundle], scratch, dyads, bundle * TLane.Width);
    }

    /// <summary>The words of one owner on one day: word w of dyad i is at [w · dyads + i].</summary>
    /// <param name="scratch">At least 4 · blocks · dyads words.</param>
    /// <param name="blocks">Blocks of four purposes.</param>
    /// <param name="dyads">Dyads.</param>
    /// <param name="luck">Seed, replicate and stream.</param>
    /// <param name="firstDyad">Number of the first dyad.</param>
    /// <param name="day">The day.</param>
    /// <param name="owner">Whose draws.</param>
    public static void Words(Span<uint> scratch, int blocks, int dyads, Luck luck, long firstDyad, int day, DrawOwner owner)
    {
        uint c1 = (uint)(firstDyad >> 32) & 0xFFFF | (uint)luck.Replicate << 16;
        uint c2 = 4 * (uint)(day + 65536) + (uint)owner;
        for (int block = 0; block < blocks; block++)
            Numerics.Streams.Philox.Fill(scratch[(4 * block * dyads)..], dyads, (uint)firstDyad, c1, c2, (uint)block | luck.Stream << 8, luck.Seed);
    }

    private static void Partner<TLane>(ref PartnerDraws<TLane> to, ReadOnlySpan<uint> words, int dyads, int at)
        where TLane : struct, ILane<TLane>
    {
        to.StressInnovation = Normal<TLane>(words, (int)PartnerDraw.StressInnovation * dyads + at);
        to.Stressor = Logistic<TLane>(words, (int)PartnerDraw.Stressor * dyads + at);
        to.StressorSize = Exponential<TLane>(words, (int)PartnerDraw.StressorSize * dyads + at);
        to.SignalNoise = Normal<TLane>(words, (int)PartnerDraw.SignalNoise * dyads + at);
        to.RequestMade = Logistic<TLane>(words, (int)PartnerDraw.RequestMade * dyads + at);
        to.ReadingNoise = Normal<TLane>(words, (int)PartnerDraw.ReadingNoise * dyads + at);
        to.Sharing = Logistic<TLane>(words, (int)PartnerDraw.Sharing * dyads + at);
        to.Challenge = Logistic<TLane>(words, (int)PartnerDraw.Challenge * dyads + at);
        to.Success = Logistic<TLane>(words, (int)PartnerDraw.Success * dyads + at);
        to.SupportOffered = Logistic<TLane>(words, (int)PartnerDraw.SupportOffered * dyads + at);
        to.Diagnostic = Logistic<TLane>(words, (int)PartnerDraw.Diagnostic * dyads + at);
        to.MeaningSelf = Normal<TLane>(words, (int)PartnerDraw.MeaningSelf * dyads + at);
        to.MeaningOthers = Normal<TLane>(words, (int)PartnerDraw.MeaningOthers * dyads + at);
        to.Liking = Normal<TLane>(words, (int)PartnerDraw.Liking * dyads + at);
        to.ForcedOccasion = TLane.Broadcast(1);
    }

    private static void Couple<TLane>(ref DayDraws<TLane> to, ReadOnlySpan<uint> words, int dyads, int at)
        where TLane : struct, ILane<TLane>
    {
        to.SharedStress = Normal<TLane>(words, (int)CoupleDraw.SharedStress * dyads + at);
        to.Conflict = Logistic<TLane>(words, (int)CoupleDraw.Conflict * dyads + at);
        to.ConflictSize = Exponential<TLane>(words, (int)CoupleDraw.ConflictSize * dyads + at);
        to.JointActivity = Logistic<TLane>(words, (int)CoupleDraw.JointActivity * dyads + at);
        to.Ending = Logistic<TLane>(words, (int)CoupleDraw.Ending * dyads + at);
    }

    private static TLane Normal<TLane>(ReadOnlySpan<uint> words, int at)
        where TLane : struct, ILane<TLane>
        => TLane.NormalQuantile(TLane.Uniform(in words[at]));

    private static TLane Exponential<TLane>(ReadOnlySpan<uint> words, int at)
        where TLane : struct, ILane<TLane>
        => TLane.Broadcast(0) - TLane.Log(TLane.Uniform(in words[at]));

    private static TLane Logistic<TLane>(ReadOnlySpan<uint> words, int at)
        where TLane : struct, ILane<TLane>
    {
        var u = TLane.Uniform(in words[at]);
        return TLane.Log(u / (TLane.Broadcast(1) - u));
    }
}

/// <summary>Which stream of luck a run reads.</summary>
/// <param name="Seed">The study's seed.</param>
/// <param name="Replicate">Replicate number.</param>
/// <param name="Stream">0 for luck common to all design points, 1 + design point for independent luck; at most 2²⁴ − 1.</param>
public readonly record struct Luck(ulong Seed, ushort Replicate, uint Stream);
