using System.CommandLine;
using System.Reflection;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem completion</c>: the script by which a shell completes verbs, options and values.</summary>
internal static class CompletionVerb
{
    private const string Prefix = "completion/";

    public static Command Create(TextWriter output)
    {
        string[] shells = ["bash", "zsh", "fish", "pwsh"];
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", shells)}.", HelpName = "shell" };
        shell.CompletionSources.Add(shells);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !shells.Contains(word)) result.AddError(ErrorKind.UnknownItem, $"there is no completion for the shell {Words.Quote(word)}{Words.Suggestion(word, shells)} (shells are {string.Join(", ", shells)})");
        });
        var command = new Command("completion", "Print the script by which a shell completes verbs, options, names of studies and keys of --set; its first line says how to use it.") { shell };
        command.SetAction(async (parsed, _) =>
        {
            using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + parsed.GetRequiredValue(shell))!);
            await output.WriteAsync(await script.ReadToEndAsync(CancellationToken.None));
            return ExitCode.Done;
        });
        return command;
    }
}
