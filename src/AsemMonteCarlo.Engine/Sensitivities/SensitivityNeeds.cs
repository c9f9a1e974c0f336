using AsemMonteCarlo.Engine.Runs;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>What a study of sensitivity takes at least, reckoned before it starts.</summary>
internal static class SensitivityNeeds
{
    /// <summary>Bytes that a design of a study of sensitivity holds in memory for methods that learn from all rows at once; 0 for the others, which hold sums.</summary>
    /// <param name="study">The study at one of its designs.</param>
    public static double Held(SensitivityStudy study) =>
        study.Design.Kind.IsGivenData ? (double)SensitivityDesign.Create(study).Rows * (study.Factors.Count + study.Outputs.Count) * sizeof(double) : 0;

    /// <summary>Says in one sentence what a study of sensitivity lacks here; null where it fits.</summary>
    /// <param name="study">The study.</param>
    /// <param name="room">What there is.</param>
    public static string? Lacking(SensitivityStudy study, RunRoom room)
    {
        double rows = 0, held = 0;
        for (int stage = 0; stage < study.Designs.Count; stage++)
        {
            var at = study.At(stage);
            rows += (double)SensitivityDesign.Create(at).Rows * at.Design.Replicates;
            held = Math.Max(held, Held(at));
            // which groups later designs have is known when this one has run
            if (at.Design.Keep is not null) break;
        }
        double memory = RunNeeds.ProgramBytes + held, disk = RunNeeds.Copies * rows * study.Outputs.Count * sizeof(double);
        return memory > room.Memory ? RunNeeds.TooLarge(memory, "memory for the rows that its method learns from", room.Memory, $"take fewer points ({DesignKeys.Points.Path})")
            : disk > room.Disk ? RunNeeds.TooLarge(disk, "disk for its runs", room.Disk, $"take fewer points ({DesignKeys.Points.Path}), or name a folder on a larger disk")
            : null;
    }
}
