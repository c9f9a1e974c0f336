using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model;

/// <summary>
/// Something reported about a person at the end of the horizon, or at the end of the bond if that comes first. A program may
/// derive outcomes of its own; studies that are written to a folder report those of the model only.
/// </summary>
public abstract class Outcome
{
    /// <summary>Declares an outcome.</summary>
    /// <param name="name">Name in studies, tables and reports: a–z, 0–9 and single <c>_</c>; none of the model's for an outcome of one's own.</param>
    /// <param name="unit">Unit.</param>
    /// <param name="minimum">Smallest possible value.</param>
    /// <param name="maximum">Largest possible value.</param>
    /// <param name="help">What it means, in one sentence.</param>
    /// <param name="onScale">Whether it is a score of insecurity on 1–7, for which less is better.</param>
    protected Outcome(string name, string unit, double minimum, double maximum, string help, bool onScale = false)
    {
        Name = name;
        Unit = unit;
        Minimum = minimum;
        Maximum = maximum;
        Help = help;
        IsOnScale = onScale;
    }

    /// <summary>Name in studies, tables and reports.</summary>
    public string Name { get; }

    /// <summary>Unit.</summary>
    public string Unit { get; }

    /// <summary>Smallest possible value.</summary>
    public double Minimum { get; }

    /// <summary>Largest possible value.</summary>
    public double Maximum { get; }

    /// <summary>What it means, in one sentence.</summary>
    public string Help { get; }

    /// <summary>Whether it is a score of insecurity on 1–7, for which less is better.</summary>
    public bool IsOnScale { get; }

    /// <summary>Reads the outcome of one person off the states.</summary>
    /// <param name="view">The person, the partner, the couple.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    public abstract TLane Read<TLane>(in PersonView<TLane> view)
        where TLane : struct, ILane<TLane>;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>One person of a bundle of couples as an outcome sees it.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
public readonly ref struct PersonView<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Values of the person's design point.</summary>
    public readonly Values<TLane> Values;

    /// <summary>The couple, on the last day together.</summary>
    public readonly ref readonly DyadState<TLane> Couple;

    /// <summary>The person.</summary>
    public readonly ref readonly PartnerState<TLane> Person;

    /// <summary>The partner.</summary>
    public readonly ref readonly PartnerState<TLane> Partner;

    /// <summary>The person's traits.</summary>
    public readonly ref readonly PartnerTraits<TLane> Traits;

    /// <summary>Days simulated.</summary>
    public readonly TLane Horizon;

    /// <summary>Score below which both dimensions must lie for a person to count as secure.</summary>
    public readonly TLane SecureCut;

    /// <summary>Looks at one partner of a couple.</summary>
    /// <param name="values">Values of the person's design point.</param>
    /// <param name="couple">The couple.</param>
    /// <param name="traits">The couple's traits.</param>
    /// <param name="isFocal">True for partner A, false for partner B.</param>
    /// <param name="horizon">Days simulated, at least 1.</param>
    /// <param name="secureCut">Score below which both dimensions must lie for a person to count as secure.</param>
    public PersonView(scoped in Values<TLane> values, ref readonly DyadState<TLane> couple, ref readonly DyadTraits<TLane> traits, bool isFocal, int horizon, double secureCut)
    {
        Values = values;
        Couple = ref couple;
        Person = ref isFocal ? ref couple.A : ref couple.B;
        Partner = ref isFocal ? ref couple.B : ref couple.A;
        Traits = ref isFocal ? ref traits.A : ref traits.B;
        Horizon = TLane.Broadcast(horizon);
        SecureCut = TLane.Broadcast(secureCut);
    }
}
