using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Propositions;

namespace AsemMonteCarlo.Tests.Documentation;

public class TracePageTests
{
    private const string Head = """
        # Trace

        From every claim of the theory to its passage, the equations ([model.md](model.md)), the parameters on its causal path, the code that declares and reads them and
        the experiment that tests it; and from every parameter back. Generated: `asem trace --markdown`. C holds by construction of the equations, E must emerge, – is left out.


        """;

    /// <summary>With ASEM_UPDATE_DOCS=1 the page is rewritten instead.</summary>
    [Fact]
    public void The_page_is_what_the_verb_prints()
    {
        var set = PropositionsVerb.Claims();
        string path = Path.Combine(DocumentFolder.Path, "trace.md"), fresh = Head.ReplaceLineEndings("\n") + TraceVerb.Markdown(Trace.Claims(set.Propositions), Trace.Parameters(set)).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("ASEM_UPDATE_DOCS") == "1") File.WriteAllText(path, fresh);
        else Assert.True(File.Exists(path) && File.ReadAllText(path) == fresh, "docs/trace.md is out of date: run the tests once with the environment variable ASEM_UPDATE_DOCS=1");
    }
}
