using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AsemMonteCarlo.Cli;

/// <summary>The examples below the help of each verb.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<string, string[]> examples = new()
    {
        ["asem"] = ["asem init quick", "asem run quick.yaml --output out/quick", "asem report out/quick --output quick.html", "asem run --help"],
        ["plan"] = ["asem plan quick.yaml", "asem plan large.yaml --max-hours 0.5"],
        ["run"] = ["asem run quick.yaml --output out/quick", "asem run quick.yaml -o out/stressed --set stress.level=2 --set fatigue=off", "asem run --resume out/quick"],
        ["merge"] = ["asem merge out/part1 out/part2 --output out/whole"],
        ["cluster"] = ["asem cluster slurm --help"],
        ["cluster slurm"] = ["asem cluster slurm large.yaml --shards 64 --output /shared/large --submit"],
        ["status"] = ["asem status out/quick", "asem status /shared/large --missing"],
        ["sample"] = ["asem sample sensitivity.yaml --output design.csv", "asem sample sensitivity.yaml -o design.parquet --set design.points=512"],
        ["analyze"] = ["asem analyze study.yaml --results results.csv", "asem analyze out/sensitivity --output indices.parquet"],
        ["propositions"] = ["asem propositions", "asem propositions P05 P09"],
        ["targets"] = ["asem targets --use fitted"],
        ["trace"] = ["asem trace P09", "asem trace stress.level"],
        ["calibrate"] = ["asem calibrate --output out/fit --recover 50"],
        ["robustness"] = ["asem robustness quick.yaml --draws 5"],
        ["controls"] = ["asem controls P05 P09"],
        ["validate"] = ["asem validate quick.yaml", "asem validate quick.yaml --set dyads=1000"],
        ["list"] = ["asem list parameters", "asem list keys --json"],
        ["init"] = ["asem init quick", "asem init sensitivity --output mine.yaml", "asem init --list"],
        ["verify"] = ["asem verify out/quick", "asem verify out/quick --simulate 1000", "asem verify out/quick --digest"],
        ["diff"] = ["asem diff out/quick out/stressed"],
        ["selftest"] = ["asem selftest"],
        ["replay"] = ["asem replay out/quick --point 1023 --dyad 7 --without safe.bond"],
        ["figures"] = ["asem figures out/quick --output out/quick-figures"],
        ["report"] = ["asem report out/quick --output out/quick.html"],
        ["snippets"] = ["asem snippets out/quick", "asem snippets out/quick duckdb"],
        ["completion"] = ["asem completion bash", "asem completion pwsh"],
    };

    /// <summary>The examples of a verb, or of the program.</summary>
    public static IReadOnlyList<string> Of(Command command) => examples.GetValueOrDefault(Name(command)) ?? [];

    /// <summary>Puts the examples below the help of every verb.</summary>
    /// <param name="root">The program.</param>
    public static void AddTo(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().First());
        var help = new HelpOption("--help", "-h") { Recursive = true };
        help.Action = new Below((SynchronousCommandLineAction)help.Action!);
        root.Options.Insert(0, help);
    }

    private static string Name(Command command) =>
        command is RootCommand ? "asem" : string.Join(' ', command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(Name).Append(command.Name));

    private sealed class Below(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        // help is asked for because something else is missing
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in Of(parseResult.CommandResult.Command)) output.WriteLine("  " + example);
            return code;
        }
    }
}
