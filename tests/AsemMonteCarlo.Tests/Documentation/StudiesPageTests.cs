using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Documentation;

public class StudiesPageTests
{
    [Theory]
    [InlineData("studies.md")]
    [InlineData("start.md")]
    public void Examples_are_valid_studies(string page)
    {
        var examples = Regex.Matches(DocumentFolder.Read(page), "```yaml\n(.*?)```", RegexOptions.Singleline);
        Assert.NotEmpty(examples);
        Assert.All(examples, example => StudyFile.Bind(example.Groups[1].Value, "example", Path.GetTempPath(), []));
    }

    [Fact]
    public void Every_key_of_a_study_is_explained_beside_the_tables_of_keys()
    {
        string text = Regex.Replace(DocumentFolder.Read("studies.md"), "<!-- generated: study_keys.*?<!-- /generated -->", "", RegexOptions.Singleline);
        var keys = StudyKeys.All.Where(key => !key.IsPlaceholder).Select(key => key.Name).Concat(StudyKeys.Situations.Select(s => s.Word)).Concat(StudyKeys.Arms.Words);
        Assert.Empty(keys.Where(key => !Regex.IsMatch(text, $@"[`\s{{.\-]{Regex.Escape(key)}[`:=.\s]")).Distinct());
    }
}
