using System.CommandLine;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem snippets</c>: the code that shows the ranking of a finished run in other tools.</summary>
internal static class SnippetsVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        string[] tools = [.. Snippet.All.Select(s => s.Tool)];
        var folder = FiguresVerb.Run();
        var tool = new Argument<string?>("tool") { Description = $"{string.Join(", ", tools)}; all of them without.", Arity = ArgumentArity.ZeroOrOne, HelpName = "tool" };
        tool.CompletionSources.Add(tools);
        tool.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !tools.Contains(word)) result.AddError(ErrorKind.UnknownItem, $"there is no snippet for {Words.Quote(word)}{Words.Suggestion(word, tools)} (tools are {string.Join(", ", tools)})");
        });
        var command = new Command("snippets", "Print the code that shows the ranking of a finished run in another tool, from its Parquet tables.") { folder, tool };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path)) return await error.RefuseAsync(ErrorKind.NoSuchFolder, $"{path}: no such folder");
            if (await Selection.OfAsync(path, cancellation) is not { } selection) return await error.RefuseAsync(ErrorKind.WrongVerb, $"{path}: the tables of this folder rank neither pathways nor factors");
            if (parsed.GetValue(tool) is { } one) await output.WriteLineAsync(Snippet.All.First(s => s.Tool == one).In(path, selection));
            else await output.WriteAsync(Text(path, selection));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The end of what a run prints: the code for each tool, or nothing where the run ranks nothing.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A table cannot be read.</exception>
    public static async Task<string> AfterRunAsync(string path, CancellationToken cancellation) =>
        await Selection.OfAsync(path, cancellation) is { } selection ? $"\nThe ranking in other tools (again: asem snippets {ShellWord.Quote(path)}):\n{Text(path, selection)}" : "";

    private static string Text(string path, Selection selection) =>
        string.Concat(Snippet.All.Select(s => $"{s.Title}\n    {s.In(path, selection).Replace("\n", "\n    ", StringComparison.Ordinal)}\n"));
}
