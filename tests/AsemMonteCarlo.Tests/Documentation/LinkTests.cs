using System.Text.RegularExpressions;

namespace AsemMonteCarlo.Tests.Documentation;

/// <summary>Links between documents and to code.</summary>
public sealed partial class LinkTests
{
    private static readonly string root = Path.GetDirectoryName(DocumentFolder.Path)!;

    [Fact]
    public void Every_link_to_a_file_or_heading_resolves()
    {
        var broken = new List<string>();
        int links = 0;
        foreach (string page in Pages())
        {
            string text = Code().Replace(File.ReadAllText(page), "");
            foreach (Match link in Link().Matches(text))
            {
                string to = link.Groups[1].Value;
                if (to.Contains("://", StringComparison.Ordinal)) continue;
                links++;
                string[] parts = to.Split('#', 2);
                string file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
                if (!Path.Exists(file)) broken.Add($"{page}: {to}: no such file");
                else if (parts.Length == 2 && !Headings(file).Contains(parts[1])) broken.Add($"{page}: {to}: no such heading");
            }
        }
        Assert.True(links > 100, $"{links} links");
        Assert.Empty(broken);
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(root, "*.md")
            .Concat(Directory.EnumerateFiles(DocumentFolder.Path, "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "src"), "README.md", SearchOption.AllDirectories));

    // as the usual renderers name them
    private static HashSet<string> Headings(string file) =>
        [.. Heading().Matches(Code().Replace(File.ReadAllText(file), "")).Select(m => Other().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M} _-]")]
    private static partial Regex Other();
}
