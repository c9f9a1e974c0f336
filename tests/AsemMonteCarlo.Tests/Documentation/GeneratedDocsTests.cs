using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Documentation;

public class GeneratedDocsTests
{
    public static TheoryData<string> Documents => [.. Directory.EnumerateFiles(DocumentFolder.Path, "*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>With ASEM_UPDATE_DOCS=1 the document is rewritten instead.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Tables_of_a_document_follow_the_declarations(string name)
    {
        string path = Path.Combine(DocumentFolder.Path, name), written = File.ReadAllText(path), fresh = GeneratedDocs.Refresh(written);
        if (Environment.GetEnvironmentVariable("ASEM_UPDATE_DOCS") == "1") File.WriteAllText(path, fresh);
        else Assert.True(written == fresh, $"docs/{name} is out of date: run the tests once with the environment variable ASEM_UPDATE_DOCS=1");
    }

    [Fact]
    public void Every_generated_table_stands_in_some_document()
    {
        var names = Documents.Select(row => DocumentFolder.Read(row.Data)).SelectMany(text => Regex.Matches(text, "<!-- generated: (.*?) -->").Select(m => m.Groups[1].Value));
        Assert.Equal(GeneratedDocs.Names.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_of_a_process_is_used_in_the_text_of_the_model()
    {
        // outside the generated tables, by its symbol
        string text = Regex.Replace(DocumentFolder.Read("model.md"), "<!-- generated: .*?<!-- /generated -->", "", RegexOptions.Singleline);
        var missing = AsemModel.Parameters.Where(p => !text.Contains(p.Symbol, StringComparison.Ordinal)).Select(p => $"{p.Symbol} ({p.Name})");
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_parameter_names_a_section_of_the_model_with_its_equations()
    {
        var sections = Regex.Matches(DocumentFolder.Read("model.md"), @"^#{2,3} (\d+(?:\.\d+)?) ", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Empty(AsemModel.Groups.SelectMany(g => g.Section.Split(", ")).Except(sections));
    }

    [Fact]
    public void Every_citation_resolves_in_the_bibliography()
    {
        string bibliography = DocumentFolder.Read("references.bib");
        var keys = Regex.Matches(bibliography, @"^@\w+\{([^,\s]+),", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(keys.Distinct(), keys);
        var cited = Documents.SelectMany(row => Regex.Matches(DocumentFolder.Read(row.Data), @"\[@([^\]]+)\]").SelectMany(m => Regex.Split(m.Groups[1].Value, @";\s*@"))).ToHashSet();
        Assert.NotEmpty(cited);
        Assert.Empty(cited.Except(keys));
    }

    [Fact]
    public void A_stale_table_is_replaced_and_the_text_around_it_kept()
    {
        string fresh = GeneratedDocs.Refresh("before\n<!-- generated: outcomes -->\nstale\n<!-- /generated -->\nafter\n");
        Assert.StartsWith("before\n<!-- generated: outcomes -->\n\n| outcome |", fresh, StringComparison.Ordinal);
        Assert.EndsWith("|\n\n<!-- /generated -->\nafter\n", fresh, StringComparison.Ordinal);
        Assert.DoesNotContain("stale", fresh, StringComparison.Ordinal);
        Assert.Equal(fresh, GeneratedDocs.Refresh(fresh));
    }

    [Theory]
    [InlineData("<!-- generated: outcome -->\n<!-- /generated -->")]
    [InlineData("<!-- generated: outcomes -->\n")]
    [InlineData("<!-- generated: outcomes -->\n<!-- generated: states -->\n<!-- /generated -->")]
    public void A_block_without_a_known_name_or_an_end_is_refused(string document) =>
        Assert.Throws<FormatException>(() => GeneratedDocs.Refresh(document));
}
