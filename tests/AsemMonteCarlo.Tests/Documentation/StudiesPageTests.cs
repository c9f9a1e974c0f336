using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Documentation;

public class StudiesPageTests
{
    [Fact]
    public void Examples_are_valid_studies()
    {
        var examples = Regex.Matches(DocumentFolder.Read("studies.md"), "```yaml\n(.*?)```", RegexOptions.Singleline);
        Assert.NotEmpty(examples);
        Assert.All(examples, example => StudyFile.Bind(example.Groups[1].Value, "example", Path.GetTempPath(), []));
    }

    [Fact]
    public void Every_key_of_a_study_is_documented()
    {
        string text = DocumentFolder.Read("studies.md");
        var resolved = StudyText.Resolved(new Study { Name = "any" });
        var sections = new[] { "population", "pathways", "store", "views" };
        var keys = resolved.Select(p => p.Key).Concat(sections.SelectMany(s => resolved[s]!.AsObject().Select(p => $"{s}.{p.Key}"))).Concat(StudyText.Situations.Keys).Concat(StudyText.ArmWords.Select(a => a.Word));
        var missing = keys.Where(key => !text.Contains($"`{key}`", StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }
}
