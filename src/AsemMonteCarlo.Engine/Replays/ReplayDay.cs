using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A day of one couple, with everything that the kernels read and wrote.</summary>
/// <param name="day">The day, counted from 1 as in readings.</param>
internal abstract class ReplayDay(int day)
{
    /// <summary>The day, counted from 1 as in readings.</summary>
    public int Day { get; } = day;

    /// <summary>Whether the couple was together in the morning.</summary>
    public abstract bool WasTogether { get; }

    /// <summary>Whether the bond ended on this day.</summary>
    public abstract bool Ended { get; }

    /// <summary>A number of the day, in the precision of the replay; NaN where there is none.</summary>
    /// <param name="quantity">What is read; outcomes as a run with its horizon on this day would read them.</param>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public abstract double Read(DayQuantity quantity, int person);

    /// <summary>The day as one partner lived it.</summary>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public ReplayPerson Of(int person) => new(this, person);
}

/// <summary>A day in the precision of a lane type.</summary>
/// <param name="day">The day, counted from 1 as in readings.</param>
/// <param name="values">Values with which outcomes are read: of the day, or of the last day together.</param>
/// <param name="state">State at the day's end, or on the last day together.</param>
/// <param name="traits">Traits.</param>
/// <param name="draws">Draws of the day, forced events in place.</param>
/// <param name="passed">What passed between the kernels.</param>
/// <param name="profileCut">Score below which both dimensions must lie for a person to count as secure.</param>
/// <typeparam name="TLane">The lane type.</typeparam>
internal sealed class ReplayDay<TLane>(int day, PointValues<TLane> values, DyadState<TLane> state, DyadTraits<TLane> traits, DayDraws<TLane> draws, DyadDay<TLane> passed, double profileCut) : ReplayDay(day)
    where TLane : struct, ILane<TLane>
{
    /// <summary>Draws of the day, forced events in place.</summary>
    public DayDraws<TLane> Draws => draws;

    /// <inheritdoc/>
    public override bool WasTogether => TLane.Extract(passed.Together, 0) > 0;

    /// <inheritdoc/>
    public override bool Ended => WasTogether && !(TLane.Extract(state.Intact, 0) > 0);

    /// <inheritdoc/>
    public override double Read(DayQuantity quantity, int person) =>
        TLane.Extract(quantity.Read(new DayView<TLane>(values, in state, in state, in traits, in passed, in draws, person, Day, profileCut)), 0);
}

/// <summary>One partner on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Person">0 for the focal person, 1 for the partner.</param>
internal readonly record struct ReplayPerson(ReplayDay Day, int Person);
