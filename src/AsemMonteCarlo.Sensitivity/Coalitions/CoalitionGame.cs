namespace AsemMonteCarlo.Sensitivity.Coalitions;

/// <summary>
/// Exact attribution over all 2ᵏ on/off combinations of k switches: v(S) is known for every coalition S, nothing is sampled.
/// </summary>
/// <remarks>Sources: Shapley (1953, A value for n-person games), Harsanyi (1963, A simplified bargaining model for the n-person
/// cooperative game) for dividends, Grabisch and Roubens (1999, An axiomatic approach to the concept of interaction among
/// players in cooperative games) for the interaction index. Bit i of a coalition's number is switch i.</remarks>
public static class CoalitionGame
{
    /// <summary>Largest number of switches.</summary>
    public const int MaximumSwitches = 20;

    /// <summary>Turns values v(S) into Harsanyi dividends d(S) = Σ_{T⊆S} (−1)^{|S|−|T|} v(T), in place.</summary>
    /// <param name="values">2ᵏ values, coalition number as index.</param>
    /// <exception cref="ArgumentException">The length is not a power of two up to 2²⁰.</exception>
    public static void ToDividends(Span<double> values)
    {
        Switches(values.Length);
        for (int step = 1; step < values.Length; step <<= 1)
            for (int coalition = 0; coalition < values.Length; coalition++)
                if ((coalition & step) != 0) values[coalition] -= values[coalition ^ step];
    }

    /// <summary>Shapley values φ_i = Σ_{S∋i} d(S)/|S|; they sum to v(all) − v(none).</summary>
    /// <param name="dividends">2ᵏ dividends.</param>
    /// <param name="shapley">k values, overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Shapley(ReadOnlySpan<double> dividends, Span<double> shapley)
    {
        if (shapley.Length != Switches(dividends.Length)) throw new ArgumentException("one value per switch is needed", nameof(shapley));
        shapley.Clear();
        for (int coalition = 1; coalition < dividends.Length; coalition++)
        {
            double share = dividends[coalition] / System.Numerics.BitOperations.PopCount((uint)coalition);
            for (int rest = coalition; rest != 0; rest &= rest - 1) shapley[System.Numerics.BitOperations.TrailingZeroCount(rest)] += share;
        }
    }

    /// <summary>Shapley interaction indices I_ij = Σ_{S⊇ij} d(S)/(|S| − 1), the interaction averaged over what else is on.</summary>
    /// <param name="dividends">2ᵏ dividends.</param>
    /// <param name="interactions">k(k − 1)/2 values in the order of <see cref="Pair"/>, overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Interactions(ReadOnlySpan<double> dividends, Span<double> interactions)
    {
        int k = Switches(dividends.Length);
        if (interactions.Length != k * (k - 1) / 2) throw new ArgumentException("one value per pair of switches is needed", nameof(interactions));
        interactions.Clear();
        for (int coalition = 3; coalition < dividends.Length; coalition++)
        {
            int size = System.Numerics.BitOperations.PopCount((uint)coalition);
            if (size < 2) continue;
            double share = dividends[coalition] / (size - 1);
            for (int rest = coalition; rest != 0; rest &= rest - 1)
            {
                int i = System.Numerics.BitOperations.TrailingZeroCount(rest);
                for (int others = rest & (rest - 1); others != 0; others &= others - 1)
                    interactions[Pair(i, System.Numerics.BitOperations.TrailingZeroCount(others), k)] += share;
            }
        }
    }

    /// <summary>Place of the pair i &lt; j among the k(k − 1)/2 pairs, ordered by i, then j.</summary>
    public static int Pair(int i, int j, int k) => i * (2 * k - i - 1) / 2 + j - i - 1;

    private static int Switches(int length)
    {
        if (length < 1 || length > 1 << MaximumSwitches || !System.Numerics.BitOperations.IsPow2(length))
            throw new ArgumentException($"{length} values are not those of all coalitions of at most {MaximumSwitches} switches");
        return System.Numerics.BitOperations.Log2((uint)length);
    }
}
