namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>What bash offers where a user presses the tabulator.</summary>
public sealed class CompletionVerbTests : IDisposable
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
    public void Bash_completes(string line, string expected) => Assert.Equal(expected, Complete("asem", line));

    [Fact]
    public void Bash_completes_a_program_named_by_its_path() => Assert.Equal("verify", Complete(Asem.Executable, Asem.Executable + " veri"));

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Other_shells_have_a_script_that_says_how_it_is_used(string shell) => Assert.StartsWith("# completion of asem in ", Asem.Succeed("completion", shell).Output, StringComparison.Ordinal);

    // what bash does at a tabulator: sets the words, calls the function, takes COMPREPLY
    private string Complete(string program, string line)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        string script = here.Write("complete.sh", $$"""
            PATH="{{Path.GetDirectoryName(Asem.Executable)}}:$PATH"
            eval "$(asem completion bash)"
            [[ "$(complete -p asem)" == "complete -o default -F _asem asem" ]] || exit 9
            compopt() { :; }
            COMP_LINE="$1" COMP_POINT=${#1}
            read -ra COMP_WORDS <<<"$1"
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _asem
            printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -sd' '
            """);
        Assert.NotEmpty(program);
        return Asem.SucceedWith("/bin/bash", script, line).Output.Trim();
    }
}
