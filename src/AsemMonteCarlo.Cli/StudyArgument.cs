using System.CommandLine;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary>How every verb that reads a study names it.</summary>
internal static class StudyArgument
{
    public static Argument<string> Study() => new("study") { Description = "Path of the study, a YAML file." };

    public static Option<string[]> Set()
    {
        var set = new Option<string[]>("--set")
        {
            Description = "Overrides anything in the study: a dotted key (dyads=100, population.profile_cut=3.5), or a parameter, pathway or moderator by its name (stress.level=2, safe.bond=0.5, fatigue=off). May be repeated.",
            HelpName = "key=value",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        set.CompletionSources.Add(_ => StudyOverrides.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name + "=")));
        return set;
    }
}
