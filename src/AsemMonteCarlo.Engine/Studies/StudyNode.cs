namespace AsemMonteCarlo.Engine.Studies;

/// <summary>What a node of a study is.</summary>
internal enum StudyNodeKind
{
    Scalar,
    Map,
    List,
}

/// <summary>A scalar, map or list of a study with the place it came from, so that every later check can name it.</summary>
/// <remarks>Overrides replace nodes, which is why the study is not read into the read-only nodes of the YAML library.</remarks>
internal sealed class StudyNode
{
    public required StudyNodeKind Kind { get; init; }

    /// <summary>Text of a scalar.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether a scalar was quoted or a block, and so is text whatever it looks like.</summary>
    public bool IsQuoted { get; init; }

    public List<StudyEntry> Entries { get; } = [];

    public List<StudyNode> Items { get; } = [];

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>The override <c>key=value</c> that gave the node, or null for the file.</summary>
    public string? Override { get; init; }

    /// <summary>Nothing written after a key.</summary>
    public bool IsEmpty => Kind == StudyNodeKind.Scalar && !IsQuoted && Text.Length == 0;

    /// <summary>YAML's words for "no value".</summary>
    public bool IsNull => Kind == StudyNodeKind.Scalar && !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>What the node is, for messages.</summary>
    public string Description => Kind switch
    {
        StudyNodeKind.Map => "a map",
        StudyNodeKind.List => "a list",
        _ when IsNull => "empty",
        _ when IsQuoted => $"the quoted text {Words.Quote(Text)}",
        _ => Words.Quote(Text),
    };

    public StudyEntry? Find(string key) => Entries.Find(e => e.Key.Text == key);
}

/// <summary>A key and its value.</summary>
internal sealed record StudyEntry(StudyNode Key, StudyNode Value);
