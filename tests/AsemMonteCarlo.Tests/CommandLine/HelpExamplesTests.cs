using System.CommandLine;
using AsemMonteCarlo.Cli;

namespace AsemMonteCarlo.Tests.CommandLine;

/// <summary>The help of every verb ends with commands that can be typed.</summary>
public sealed class HelpExamplesTests
{
    [Fact]
    public void Every_verb_has_examples_and_each_is_a_right_command_line()
    {
        using var interruption = new Interruption();
        var root = Application.Root(TextWriter.Null, TextWriter.Null, interruption);
        var commands = Below(root).ToList();
        Assert.True(commands.Count > 25);
        foreach (var command in commands)
        {
            Assert.NotEmpty(HelpExamples.Of(command));
            foreach (string example in HelpExamples.Of(command))
            {
                Assert.StartsWith("asem ", example, StringComparison.Ordinal);
                var parsed = root.Parse(example["asem ".Length..]);
                Assert.True(parsed.Errors.Count == 0 || example.EndsWith("--help", StringComparison.Ordinal), $"{example}: {string.Join("; ", parsed.Errors)}");
                if (command is not RootCommand && !example.EndsWith("--help", StringComparison.Ordinal)) Assert.Same(command, parsed.CommandResult.Command);
            }
        }
    }

    [Fact]
    public async Task Help_of_every_verb_ends_with_its_examples()
    {
        using var interruption = new Interruption();
        foreach (var command in Below(Application.Root(TextWriter.Null, TextWriter.Null, interruption)))
        {
            var output = new StringWriter();
            string[] path = [.. command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(c => c.Name), .. command is RootCommand ? (string[])[] : [command.Name]];
            Assert.Equal(ExitCode.Done, await Application.RunAsync([.. path, "--help"], output, TextWriter.Null));
            Assert.EndsWith("Examples:\n" + string.Concat(HelpExamples.Of(command).Select(e => $"  {e}\n")), output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<Command> Below(Command command) => [command, .. command.Subcommands.SelectMany(Below)];
}
