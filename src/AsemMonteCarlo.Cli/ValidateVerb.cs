using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem validate</c>: reads a study and says what it would run.</summary>
internal static class ValidateVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var study = StudyArgument.Study();
        var set = StudyArgument.Set();
        var command = new Command("validate", "Check a study and say what it would run. Every problem is listed with its place.") { study, set };
        command.SetAction(async (parsed, _) =>
        {
            if (ExperimentArgument.SensitivityOrNull(parsed.GetRequiredValue(study)) is { } source)
            {
                var read = SensitivityStudyFile.Read(source, parsed.GetValue(set) ?? []);
                for (int stage = 0; stage < read.Designs.Count; stage++)
                    if (SensitivityDesign.Create(read.At(stage)).Warning is { } warning) await error.WriteLineAsync($"Note: {warning}.");
                await output.WriteLineAsync($"{read.Name}: valid; {string.Join(", then ", read.Designs.Select((_, stage) => SensitivityView.Size(read.At(stage))))}{(read.CanRun ? "" : ", computed by another program")}");
                return ExitCode.Done;
            }
            var loaded = StudyFile.Load(parsed.GetRequiredValue(study), parsed.GetValue(set) ?? []);
            var design = new Design(loaded);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{loaded.Name}: valid; {Words.Count(design.PointCount, "design point")} × {Words.Count(loaded.Dyads, "couple")} × {Words.Count(loaded.HorizonDays, "day")} = {(double)design.PointCount * loaded.Dyads * loaded.HorizonDays:N0} dyad-days"));
            return ExitCode.Done;
        });
        return command;
    }
}
