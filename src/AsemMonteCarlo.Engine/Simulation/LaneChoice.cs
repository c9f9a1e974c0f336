using System.Numerics;
using System.Runtime.Intrinsics;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>The lane types that can run the model here, and which one does. Results are the same bits on all single-precision ones.</summary>
public static class LaneChoice
{
    /// <summary>Environment variable that forces a lane type by name.</summary>
    public const string Variable = "ASEM_LANES";

    /// <summary>Names of the lane types that this processor and runtime offer, the fastest first.</summary>
    public static IReadOnlyList<string> Available
    {
        get
        {
            var names = new List<string>();
            if (Vector512.IsHardwareAccelerated) names.Add(Wide512.Name);
            if (Vector.IsHardwareAccelerated && !names.Contains(Wide.Name)) names.Add(Wide.Name);
            names.Add(Scalar.Name);
            names.Add(Precise.Name);
            return names;
        }
    }

    /// <summary>The name in force: the forced one, else the fastest.</summary>
    /// <exception cref="StudyException">The forced name is not available here.</exception>
    public static string Current
    {
        get
        {
            string? forced = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(forced)) return Available[0];
            if (Available.Contains(forced)) return forced;
            throw new StudyException([new StudyError(ErrorKind.OptionValue, $"environment variable {Variable}", 0, 0, Variable, $"'{forced}' is not available here; allowed are {string.Join(", ", Available)}")]);
        }
    }

    /// <summary>Creates one simulator per worker with a lane type.</summary>
    internal static IReadOnlyList<IBlockSimulator> Create(string name, int workers, Design design, IReadOnlyList<Sampling> samplings, BlockShape shape)
    {
        if (name == Wide512.Name) return Create<Wide512>(workers, design, samplings, shape);
        if (name == Scalar.Name) return Create<Scalar>(workers, design, samplings, shape);
        if (name == Precise.Name) return Create<Precise>(workers, design, samplings, shape);
        return Create<Wide>(workers, design, samplings, shape);
    }

    private static IReadOnlyList<IBlockSimulator> Create<TLane>(int workers, Design design, IReadOnlyList<Sampling> samplings, BlockShape shape)
        where TLane : struct, ILane<TLane>
        => [.. Enumerable.Range(0, workers).Select(_ => new BlockSimulator<TLane>(design, samplings, shape))];
}
