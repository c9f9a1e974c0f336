using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.GivenData;
using AsemMonteCarlo.Sensitivity.Surrogates;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Indices that need no design of their own, of rows that are plain draws from the factors' distributions.</summary>
/// <param name="Factors">The factors.</param>
/// <param name="Columns">Values, one column per factor.</param>
/// <param name="Output">Means over replicates, one per row; NaN where a run failed.</param>
/// <param name="NoiseVariance">Variance that noise adds to <paramref name="Output"/>; 0 where replicates do not tell it.</param>
internal sealed record GivenDataIndices(IReadOnlyList<Factor> Factors, double[][] Columns, double[] Output, double NoiseVariance)
{
    // of more a surrogate takes minutes, and gains little
    private const int FewestChaosRows = 64, MostChaosRows = 4096;

    /// <summary>Rank-based first-order indices of every factor by itself.</summary>
    public IReadOnlyList<SensitivityIndex> Rank(DesignOptions design, string estimand) =>
        RankFirstOrder.Indices([.. Factors.Select(f => f.Name)], Columns, Output, design.Level, estimand: estimand, seed: design.Seed, independentRows: design.Sampling == Sensitivity.Designs.PointKind.Random, noiseVariance: NoiseVariance);

    /// <summary>A surrogate of the first rows with its leave-one-out error; null with too few of them.</summary>
    public PolynomialChaos? Surrogate()
    {
        int rows = Math.Min(Output.Length, MostChaosRows);
        return Output.AsSpan(0, rows).ToArray().Count(double.IsFinite) < FewestChaosRows ? null
            : PolynomialChaos.Fit(Factors, [.. Columns.Select(c => c[..rows])], Output.AsSpan(0, rows), new PolynomialChaosOptions { MaximumDegree = 10, HyperbolicNorm = 0.5, MaximumInteraction = 2 });
    }

    /// <summary>The plain rows of a study that was run.</summary>
    /// <param name="study">The study at one of its designs.</param>
    /// <param name="output">The output.</param>
    /// <param name="runs">Outputs of a row, or null where it was not run.</param>
    public static GivenDataIndices Of(SensitivityStudy study, int output, Func<long, RowOutputs?> runs)
    {
        var design = SensitivityDesign.Create(study);
        int replicates = study.Design.Replicates, outputs = study.Outputs.Count;
        var rows = new List<double[]>();
        var means = new List<double>();
        double within = 0;
        long degrees = 0;
        for (long block = 0; block < design.Blocks && runs(block * design.RowsPerBlock) is not null; block++)
            foreach (int member in design.PlainRows)
            {
                long id = block * design.RowsPerBlock + member;
                if (runs(id)?.Values is not { } ofRow) continue;
                double[] values = new double[study.Factors.Count];
                design.Row(id, values);
                rows.Add(values);
                double mean = 0;
                for (int r = 0; r < replicates; r++) mean += ofRow[r * outputs + output] / replicates;
                means.Add(mean);
                if (replicates < 2 || !double.IsFinite(mean)) continue;
                for (int r = 0; r < replicates; r++) within += (ofRow[r * outputs + output] - mean) * (ofRow[r * outputs + output] - mean);
                degrees += replicates - 1;
            }
        return new GivenDataIndices(study.Factors, [.. study.Factors.Select((_, k) => rows.Select(r => r[k]).ToArray())], [.. means], degrees == 0 ? 0 : within / degrees / replicates);
    }
}
