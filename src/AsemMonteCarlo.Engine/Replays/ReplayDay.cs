using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>A day of one couple, with everything that the kernels read and wrote.</summary>
/// <param name="Day">The day, counted from 1 as in readings.</param>
/// <param name="Values">Values with which outcomes are read: of the day, or of the last day together.</param>
/// <param name="State">State at the day's end, or on the last day together.</param>
/// <param name="Traits">Traits.</param>
/// <param name="Draws">Draws of the day, forced events in place.</param>
/// <param name="Passed">What passed between the kernels.</param>
/// <param name="ProfileCut">Score below which both dimensions must lie for a person to count as secure.</param>
internal sealed record ReplayDay(int Day, PointValues<Scalar> Values, DyadState<Scalar> State, DyadTraits<Scalar> Traits, DayDraws<Scalar> Draws, DyadDay<Scalar> Passed, double ProfileCut)
{
    /// <summary>Whether the couple was together in the morning.</summary>
    public bool WasTogether => Scalar.Extract(Passed.Together, 0) > 0;

    /// <summary>Whether the bond ended on this day.</summary>
    public bool Ended => WasTogether && !(Scalar.Extract(State.Intact, 0) > 0);

    /// <summary>The day as one partner lived it.</summary>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public ReplayPerson Of(int person) => new(this, person == 0);
}

/// <summary>One partner on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="IsFocal">Whether it is the focal person.</param>
internal readonly record struct ReplayPerson(ReplayDay Day, bool IsFocal)
{
    /// <summary>What passed between the kernels about the person.</summary>
    public PartnerDay<Scalar> Passed => IsFocal ? Day.Passed.A : Day.Passed.B;

    /// <summary>What passed between the kernels about the person's partner.</summary>
    public PartnerDay<Scalar> PartnerPassed => IsFocal ? Day.Passed.B : Day.Passed.A;

    /// <summary>State of the person.</summary>
    public PartnerState<Scalar> State => IsFocal ? Day.State.A : Day.State.B;

    /// <summary>Draws of the person.</summary>
    public PartnerDraws<Scalar> Draws => IsFocal ? Day.Draws.A : Day.Draws.B;

    /// <summary>Reads an outcome of the model as a run with its horizon on this day would.</summary>
    public Scalar Read(Outcome outcome)
    {
        var (state, traits) = (Day.State, Day.Traits);
        return outcome.Read(new PersonView<Scalar>(IsFocal ? Day.Values.Focal : Day.Values.Provider, in state, in traits, IsFocal, Day.Day, Day.ProfileCut));
    }
}
