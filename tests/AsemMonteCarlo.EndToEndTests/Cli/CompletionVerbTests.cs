using System.Text.RegularExpressions;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>What bash offers where a user presses the tabulator.</summary>
public sealed partial class CompletionVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("asem ru", "run")]
    [InlineData("asem init qu", "quick")]
    [InlineData("asem run study.yaml --out", "--output")]
    [InlineData("asem run study.yaml --set horiz", "horizon_days=")]
    [InlineData("asem run study.yaml --set safe.bo", "safe.bond.credibility= safe.bond.strength= safe.bond=")]
    [InlineData("asem list path", "pathways")]
    [InlineData("asem cluster sl", "slurm")]
    [InlineData("asem snippets out/quick duck", "duckdb")]
    [InlineData("asem completion b", "bash")]
    [InlineData("asem run stud", "")]
    [InlineData("asem run study.yaml --set stress.level=", "")]
    [InlineData("asem run study.yaml --set stress.level=2", "")]
    [InlineData("asem run study.yaml --set=horiz", "horizon_days=")]
    [InlineData("asem run study.yaml --fail=f", "fast")]
    [InlineData("asem run study.yaml --output=x", "")]
    [InlineData("asem run a:b=c.yaml --out", "--output")]
    public void Bash_completes(string line, string expected) => Assert.Equal(expected, Complete(line).Output.Trim());

    [Theory]
    [InlineData("asem run study.yaml --fail=f", "--fail=fast")]
    [InlineData("asem run study.yaml --set=horiz", "--set=horizon_days=")]
    public void Bash_completes_whole_words_where_no_mark_breaks_them(string line, string expected) => Assert.Equal(expected, Complete(line, "COMP_WORDBREAKS=$' \\t\\n'").Output.Trim());

    [Theory]
    [InlineData("asem run study.yaml --set horiz", "-o nospace")]
    [InlineData("asem list path", "")]
    public void Bash_puts_no_blank_behind_a_key(string line, string asked) => Assert.Equal(asked, Complete(line, "compopt() { printf '%s ' \"$@\" >&2; }").Error.Trim());

    // bash 3.2, which macOS has
    [Fact]
    public void Bash_without_compopt_completes_keys()
    {
        var ended = Complete("asem run study.yaml --set horiz", "enable -n compopt");
        Assert.Equal(("horizon_days=", ""), (ended.Output.Trim(), ended.Error));
    }

    [Fact]
    public void Bash_completes_a_program_named_by_its_path() => Assert.Equal("verify", Complete(Asem.Executable + " veri").Output.Trim());

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Other_shells_have_a_script_that_says_how_it_is_used(string shell) => Assert.StartsWith("# completion of asem in ", Asem.Succeed("completion", shell).Output, StringComparison.Ordinal);

    // what bash does at a tabulator: sets the words, calls the function, takes COMPREPLY
    private Ended Complete(string line, string before = "compopt() { :; }")
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        string script = here.Write("complete.sh", $$"""
            PATH="{{Path.GetDirectoryName(Asem.Executable)}}:$PATH"
            eval "$(asem completion bash)"
            [[ "$(complete -p asem)" == "complete -o default -F _asem asem" ]] || exit 9
            {{before}}
            COMP_LINE="$1" COMP_POINT=${#1}
            COMP_WORDS=("${@:2}")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _asem
            printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -sd' '
            """);
        return Asem.SucceedWith("/bin/bash", [script, line, .. BashWord().Matches(line).Select(m => m.Value)]);
    }

    // the usual COMP_WORDBREAKS end a word, and those that are no blanks are words themselves
    [GeneratedRegex("""[^\s"'@><=;|&(:]+|["'@><=;|&(:]+""")]
    private static partial Regex BashWord();
}
