namespace AsemMonteCarlo.Numerics.Lanes;

/// <summary>Numbers that a kernel broadcasts over its lanes, kept in both precisions: one number each, so that many design points stay in cache.</summary>
public readonly struct Constants
{
    private readonly float[] singles;
    private readonly double[] doubles;

    /// <summary>Keeps a copy of the numbers.</summary>
    public Constants(ReadOnlySpan<double> numbers)
    {
        doubles = numbers.ToArray();
        singles = Array.ConvertAll(doubles, number => (float)number);
    }

    /// <summary>The numbers rounded to single precision.</summary>
    public float[] Singles => singles;

    /// <summary>The numbers in double precision.</summary>
    public double[] Doubles => doubles;
}
