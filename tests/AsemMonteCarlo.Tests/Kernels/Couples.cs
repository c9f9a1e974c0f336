using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>A few couples on one lane each, whose days can be looked into and interfered with.</summary>
internal sealed class Couples
{
    private readonly uint[] words;
    private readonly ulong seed;

    public Couples(int count, ParameterSet parameters, ulong seed = 1)
    {
        this.seed = seed;
        Traits = new DyadTraits<Scalar>[count];
        States = new DyadState<Scalar>[count];
        Last = new DyadState<Scalar>[count];
        Draws = new DayDraws<Scalar>[count];
        Days = new DyadDay<Scalar>[count];
        words = new uint[DrawKernel.ScratchWords(count)];
        var scores = new ScoreDistribution(parameters);
        for (int i = 0; i < count; i++)
        {
            var couple = Couple.Draw(new Luck(seed, 0, 0), i, 0);
            Initialisation.Couple(parameters, parameters, couple, scores.Scores(couple), ref Traits[i], ref States[i], 0);
        }
    }

    public DyadTraits<Scalar>[] Traits { get; }

    public DyadState<Scalar>[] States { get; }

    public DyadState<Scalar>[] Last { get; }

    public DayDraws<Scalar>[] Draws { get; }

    public DyadDay<Scalar>[] Days { get; }

    /// <summary>One day, with the draws changed before it if asked.</summary>
    public Couples Day(int day, ParameterSet a, ParameterSet? b = null, Action<DayDraws<Scalar>[]>? change = null)
    {
        DrawKernel.Fill<Scalar>(Draws, words, new Luck(seed, 0, 0), 0, day);
        change?.Invoke(Draws);
        AsemModel.Day(new Values<Scalar>(a), new Values<Scalar>(b ?? a), States, Last, Traits, Draws, Days, settling: false);
        return this;
    }

    /// <summary>The same couples after some days.</summary>
    public static Couples After(int days, int count, ParameterSet start, ParameterSet? lived = null)
    {
        var couples = new Couples(count, start);
        for (int day = 0; day < days; day++) couples.Day(day, lived ?? start);
        return couples;
    }

    /// <summary>Bits of all fields of a struct of lanes.</summary>
    public static uint[] Bits<T>(T value)
        where T : struct
        => [.. StateLanes.Of<T, Scalar>(ref value).ToArray().Select(x => BitConverter.SingleToUInt32Bits((float)Scalar.Extract(x, 0)))];

    /// <summary>The number in a lane.</summary>
    public static double Number(Scalar value) => Scalar.Extract(value, 0);
}
