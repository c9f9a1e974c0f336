namespace AsemMonteCarlo.FuzzTests;

/// <summary>Random choices of one case: a function of the seed and the case's number alone (SplitMix64).</summary>
internal sealed class Dice(ulong seed, long number)
{
    private ulong state = Mixed(seed ^ Mixed((ulong)number + 0x9E3779B97F4A7C15));

    /// <summary>The number of the case.</summary>
    public long Number => number;

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        state += 0x9E3779B97F4A7C15;
        return Mixed(state);
    }

    /// <summary>A number from 0 to before <paramref name="end"/>.</summary>
    public int Below(int end) => end <= 1 ? 0 : (int)(Bits() % (ulong)end);

    /// <summary>A number from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public int From(int first, int last) => first + Below(last - first + 1);

    /// <summary>A number from 0 to before 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Whether something of this chance happens.</summary>
    public bool Chance(double chance) => Unit() < chance;

    /// <summary>One of some things.</summary>
    public T Of<T>(IReadOnlyList<T> things) => things[Below(things.Count)];

    /// <summary>A number of few digits as a rule, seldom large.</summary>
    public int Few(int most) => Math.Min(most, (int)Math.Exp(Unit() * Math.Log(most + 1.0)));

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
