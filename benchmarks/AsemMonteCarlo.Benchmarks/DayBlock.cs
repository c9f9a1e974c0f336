using System.Diagnostics;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>A block of couples that lives through days, whatever its lane type.</summary>
internal interface IDayBlock
{
    /// <summary>Makes the draws of a day.</summary>
    void Draw(int day);

    /// <summary>Lives through the day of the last draws at every design point.</summary>
    void Live();

    /// <summary>Starts again from day 0 and lives through days, one set of draws a day for all design points.</summary>
    void Run(int days);
}

/// <summary>The inner loop of the engine and nothing else: draws, then the day's kernels for every design point.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
internal sealed class DayBlock<TLane> : IDayBlock
    where TLane : struct, ILane<TLane>
{
    private readonly int bundles;
    private readonly Values<TLane>[] values;
    private readonly LaneArray<DyadTraits<TLane>> traits;
    private readonly LaneArray<DyadState<TLane>> start, states, last;
    private readonly LaneArray<DyadDay<TLane>> days;
    private readonly LaneArray<DayDraws<TLane>> draws;
    private readonly LaneArray<uint> words;

    /// <summary>Draws couples of the default population; design points are spread over the combinations of the ten pathways.</summary>
    public DayBlock(int dyads, int points)
    {
        var study = StudyFile.Bind("{}", "benchmark", "", []);
        var all = new Design(study).Points.ToList();
        var sampling = new Sampling(study);
        bundles = dyads / TLane.Width;
        values = [.. Enumerable.Range(1, points).Select(i => new Values<TLane>(all[i * all.Count / points - 1].Focal))];
        traits = new LaneArray<DyadTraits<TLane>>(bundles);
        start = new LaneArray<DyadState<TLane>>(bundles);
        states = new LaneArray<DyadState<TLane>>(bundles * points);
        last = new LaneArray<DyadState<TLane>>(bundles * points);
        days = new LaneArray<DyadDay<TLane>>(bundles);
        draws = new LaneArray<DayDraws<TLane>>(bundles);
        words = new LaneArray<uint>(DrawKernel.ScratchWords(dyads));
        for (int i = 0; i < dyads; i++)
        {
            var couple = sampling.Draw(i);
            Initialisation.Couple(study.Focal, study.Provider, couple.Couple, couple.Scores, ref traits[i / TLane.Width], ref start[i / TLane.Width], i % TLane.Width);
        }
        Reset();
    }

    /// <summary>Values of each design point.</summary>
    public ReadOnlySpan<Values<TLane>> Values => values;

    /// <summary>Traits, one element per bundle.</summary>
    public ReadOnlySpan<DyadTraits<TLane>> Traits => traits;

    /// <summary>States on day 0, one element per bundle.</summary>
    public ReadOnlySpan<DyadState<TLane>> Start => start;

    /// <summary>States, one element per design point and bundle.</summary>
    public ReadOnlySpan<DyadState<TLane>> States => states;

    /// <summary>States on the last day together.</summary>
    public ReadOnlySpan<DyadState<TLane>> Last => last;

    public void Draw(int day) => DrawKernel.Fill<TLane>(draws, words, new Luck(1, 0, 0), 0, day);

    public void Live()
    {
        for (int p = 0; p < values.Length; p++)
            AsemModel.Day(values[p], values[p], states.AsSpan(p * bundles, bundles), last.AsSpan(p * bundles, bundles), traits, draws, days, settling: false);
    }

    public void Run(int days)
    {
        Reset();
        for (int day = 0; day < days; day++)
        {
            Draw(day);
            Live();
        }
    }

    private void Reset()
    {
        for (int p = 0; p < values.Length; p++)
        {
            start.CopyTo(states.AsSpan(p * bundles, bundles));
            start.CopyTo(last.AsSpan(p * bundles, bundles));
        }
    }
}

/// <summary>Blocks by the name of their lane type.</summary>
internal static class DayBlocks
{
    private const int WarmMilliseconds = 700;

    /// <summary>Lane types of this machine.</summary>
    public static IEnumerable<string> Lanes => LaneChoice.Available;

    /// <summary>Repeats an action until the compiler has had its time: what has run a few dozen times is compiled anew, in the background, after a tenth of a second without other work for the compiler.</summary>
    public static void Warm(Action action)
    {
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < WarmMilliseconds) action();
    }

    /// <summary>Makes a block.</summary>
    public static IDayBlock Create(string lanes, int dyads, int points) =>
        lanes == Wide512.Name ? new DayBlock<Wide512>(dyads, points)
        : lanes == Scalar.Name ? new DayBlock<Scalar>(dyads, points)
        : lanes == Precise.Name ? new DayBlock<Precise>(dyads, points)
        : new DayBlock<Wide>(dyads, points);
}
