namespace AsemMonteCarlo.Model;

/// <summary>A number that the kernels read by its place in <see cref="Values{TLane}"/>: a parameter or something derived from parameters.</summary>
public abstract class Quantity
{
    private static readonly Lock gate = new();
    private static readonly List<Quantity> all = [];

    private protected Quantity()
    {
        lock (gate)
        {
            Index = all.Count;
            all.Add(this);
        }
    }

    /// <summary>Place in this process's value arrays; means nothing outside it.</summary>
    public int Index { get; }

    /// <summary>How many quantities have been declared so far.</summary>
    internal static int Count
    {
        get
        {
            lock (gate) return all.Count;
        }
    }

    /// <summary>The quantity at a place.</summary>
    internal static Quantity At(int index)
    {
        lock (gate) return all[index];
    }
}

/// <summary>A number computed once per design point from its parameters, so that no kernel repeats it.</summary>
/// <param name="formula">The value, given a reader of parameters.</param>
public sealed class Derived(Func<Func<Parameter, double>, double> formula) : Quantity
{
    /// <summary>The value for one set of parameters.</summary>
    public double Evaluate(Func<Parameter, double> read) => formula(read);
}

/// <summary>An input that only a study's timeline sets, such as the dose of a forced act; 0 unless forced.</summary>
/// <param name="initial">Its value when nothing is forced.</param>
public sealed class Input(double initial) : Quantity
{
    /// <summary>Its value when nothing is forced.</summary>
    public double Initial { get; } = initial;
}
