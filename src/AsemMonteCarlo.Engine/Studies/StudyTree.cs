using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>
/// Reads the small part of YAML that studies use. Built on the library's parser and not on its documents, which stop at the
/// first duplicate key and resolve aliases before they could be refused.
/// </summary>
internal sealed class StudyTree
{
    /// <summary>Maps and lists within each other at most.</summary>
    public const int MaximumDepth = 32;

    private readonly Parser parser;
    private readonly StudyProblems problems;
    private readonly string? source;
    private ErrorKind broken = ErrorKind.InvalidYaml;

    private StudyTree(string text, StudyProblems problems, string? source)
    {
        parser = new Parser(new StringReader(text));
        this.problems = problems;
        this.source = source;
    }

    /// <summary>Reads one document.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="source">The override that gives the text, or null for a file.</param>
    /// <returns>The root, or null where the text is no YAML or holds nothing; then a problem was added.</returns>
    public static StudyNode? Parse(string text, StudyProblems problems, string? source = null)
    {
        var tree = new StudyTree(text, problems, source);
        try
        {
            return tree.Document();
        }
        catch (YamlException broken)
        {
            if (Tab(text) is { } tab) tree.Report(tree.broken, tab, "this is not valid YAML: a tab stands before a key; indentation is made of blanks");
            else tree.Report(tree.broken, broken.Start, $"this is not valid YAML: {Sentence(broken.Message)}{Hint(broken.Message)}");
            return null;
        }
    }

    private StudyNode? Document()
    {
        Move();
        Move();
        StudyNode? root = null;
        if (parser.Current is DocumentStart)
        {
            Move();
            root = Node(1);
            if (root is null) return null;
            Move();
            if (parser.Current is DocumentStart second)
            {
                Report(ErrorKind.UnsupportedYaml, second.Start, "a second document begins here; a study is one document");
                return null;
            }
        }
        if (root is { IsEmpty: false }) return root;
        problems.Add(ErrorKind.Empty, new StudyNode { Kind = StudyNodeKind.Scalar, Line = 1, Column = 1, Override = source }, "", "the study is empty; write {} for a study with every default");
        return null;
    }

    /// <summary>Reads the node that begins at the current event and moves past it; null where it cannot be used.</summary>
    private StudyNode? Node(int depth)
    {
        var current = parser.Current!;
        if (current is NodeEvent node)
        {
            if (!node.Anchor.IsEmpty) Report(ErrorKind.UnsupportedYaml, node.Start, $"anchors (&{Words.Shorten(node.Anchor.Value)}) are not allowed; write the value out where it is used");
            if (!node.Tag.IsEmpty) Report(ErrorKind.UnsupportedYaml, node.Start, $"tags ({Words.Shorten(node.Tag.Value)}) are not allowed; types follow from the keys");
        }
        if (current is MappingStart or SequenceStart && depth > MaximumDepth)
        {
            broken = ErrorKind.TooDeep;
            throw new YamlException(current.Start, current.End, string.Create(CultureInfo.InvariantCulture, $"nested more than {MaximumDepth} deep"));
        }
        switch (current)
        {
            case Scalar scalar:
                Move();
                return new StudyNode { Kind = StudyNodeKind.Scalar, Text = scalar.Value, IsQuoted = scalar.Style != ScalarStyle.Plain, Line = (int)scalar.Start.Line, Column = (int)scalar.Start.Column, Override = source };
            case MappingStart start:
                return Map(start, depth);
            case SequenceStart start:
                return List(start, depth);
            case AnchorAlias alias:
                Report(ErrorKind.UnsupportedYaml, alias.Start, $"aliases (*{Words.Shorten(alias.Value.Value)}) are not allowed; write the value out where it is used");
                Move();
                return null;
            default:
                throw new YamlException(current.Start, current.End, "a value is expected here");
        }
    }

    private StudyNode Map(MappingStart start, int depth)
    {
        var map = Collection(StudyNodeKind.Map, start);
        var first = new Dictionary<string, StudyNode>();
        Move();
        while (parser.Current is not MappingEnd)
        {
            var at = parser.Current!.Start;
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is null || value is null) continue;
            if (key.Kind != StudyNodeKind.Scalar) Report(ErrorKind.WrongType, at, $"a key is {key.Description}; it must be a word");
            else if (first.TryAdd(key.Text, key)) map.Entries.Add(new StudyEntry(key, value));
            else Report(ErrorKind.DuplicateKey, at, string.Create(CultureInfo.InvariantCulture, $"duplicate key {Words.Quote(key.Text)}; it stands on line {first[key.Text].Line} already"), key.Text);
        }
        Move();
        return map;
    }

    private StudyNode List(SequenceStart start, int depth)
    {
        var list = Collection(StudyNodeKind.List, start);
        Move();
        while (parser.Current is not SequenceEnd)
        {
            if (Node(depth + 1) is { } item) list.Items.Add(item);
        }
        Move();
        return list;
    }

    private void Move()
    {
        try
        {
            parser.MoveNext();
        }
        catch (Exception failure) when (failure is not YamlException)
        {
            // the library's scanner fails in other ways too on some broken texts
            var at = parser.Current?.End ?? new Mark();
            throw new YamlException(at, at, "what follows here is neither a key nor a value", failure);
        }
    }

    private StudyNode Collection(StudyNodeKind kind, ParsingEvent start) => new() { Kind = kind, Line = (int)start.Start.Line, Column = (int)start.Start.Column, Override = source };

    private void Report(ErrorKind kind, Mark at, string message, string key = "") =>
        problems.Add(kind, new StudyNode { Kind = StudyNodeKind.Scalar, Line = Math.Max(1, (int)at.Line), Column = Math.Max(1, (int)at.Column), Override = source }, key, message);

    // the library names another place for a tab, mostly the beginning
    private static Mark? Tab(string text)
    {
        foreach (var (i, line) in text.Split('\n').Index())
        {
            int blank = line.AsSpan().IndexOfAnyExcept(' ', '\t'), tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && tab < blank && line[blank] != '#') return new Mark(0, i + 1, tab + 1);
        }
        return null;
    }

    private static string Hint(string message) => message.Contains("invalid mapping", StringComparison.Ordinal) ? "; a text with ': ' in it needs quotes" : "";

    // the library begins some of its messages with the place, which stands in front of ours already
    private static string Sentence(string message)
    {
        int place = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return Words.Shorten(place < 0 ? message : message[(place + 3)..], 200);
    }
}
