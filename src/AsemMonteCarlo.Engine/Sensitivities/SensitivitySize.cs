using System.Globalization;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>How large a study of sensitivity may be, whatever the number of its points.</summary>
internal static class SensitivitySize
{
    /// <summary>Most factors.</summary>
    public const int MaximumFactors = 2000;

    /// <summary>Most outputs; one for each of its days and groups.</summary>
    public const int MaximumOutputs = 1000;

    /// <summary>Most designs one after another.</summary>
    public const int MaximumDesigns = 64;

    /// <summary>Most values of the rows of a point; 64 points are run together, in 8 bytes a value.</summary>
    public const long MaximumValues = 1 << 21;

    /// <summary>Most sums that estimates are made of; each takes some 100 bytes.</summary>
    public const long MaximumSums = 1 << 22;

    /// <summary>Most dyad-days of a design, so that they can be counted.</summary>
    public const long MaximumDyadDays = 1L << 62;

    // random points are cut into as many blocks
    private const int Blocks = 64, LargestPower = 20;

    /// <summary>Why a design of a study is too large, or null; to be asked before it is laid out.</summary>
    /// <param name="study">The study at one of its designs.</param>
    public static string? Problem(SensitivityStudy study)
    {
        var design = study.Design;
        long groups = study.Groups, outputs = Math.Max(1, study.Outputs.Count);
        long rows = design.Kind == DesignKind.Morris || design.Kind == DesignKind.Chains ? groups + 1
            : design.Kind == DesignKind.Mixtures || design.Kind == DesignKind.Coalitions ? 1L << (int)Math.Min(groups, LargestPower)
            : design.Kind.IsGivenData ? 1
            : 2 * groups + 2;
        long values = rows * outputs * design.Replicates;
        if (values > MaximumValues) return string.Create(CultureInfo.InvariantCulture, $"a point of the design has {rows:N0} rows and {values:N0} values of outputs, at most {MaximumValues:N0} are possible: use fewer groups, outputs or replicates");
        long parts = design.Sampling == Sensitivity.Designs.PointKind.Random ? Blocks : design.Randomisations, twice = design.Replicates > 1 ? 2 : 1;
        long sums = design.Kind.IsGivenData ? 0
            : design.Kind == DesignKind.Morris ? groups * outputs * (4 + design.Replicates)
            : outputs * parts * twice * (4 * rows + (design.Kind == DesignKind.PickFreeze && design.SecondOrder ? 4 * groups * groups : 0));
        if (sums > MaximumSums) return string.Create(CultureInfo.InvariantCulture, $"the design would keep {sums:N0} sums, at most {MaximumSums:N0} are possible: use fewer groups, outputs or randomisations, or leave out 'second_order'");
        var dyadDays = (Int128)(design.Kind == DesignKind.Grid || design.Budget is not null ? 1 : design.Points) * rows * design.Replicates * study.DyadDaysPerRun;
        return dyadDays <= MaximumDyadDays ? null : string.Create(CultureInfo.InvariantCulture, $"the design would simulate {(double)dyadDays:G3} dyad-days, at most {(double)MaximumDyadDays:G3} can be counted: use fewer points, replicates or couples");
    }
}
