using System.CommandLine;

namespace AsemMonteCarlo.Cli;

/// <summary>How every verb that reads a study names it.</summary>
internal static class StudyArgument
{
    public static Argument<string> Study() => new("study") { Description = "Path of the study, a YAML file." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides anything in the study: a dotted key (dyads=100, population.profile_cut=3.5), or a parameter, pathway or moderator by its name (stress.level=2, safe.bond=0.5, fatigue=off). May be repeated.",
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
