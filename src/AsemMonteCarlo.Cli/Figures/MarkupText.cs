using System.Globalization;
using System.Text;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>
/// Writes elements of SVG and HTML. Every text and every value of an attribute is escaped here and nowhere else, so that no label of a study
/// can become markup; names of elements and attributes are the program's own.
/// </summary>
internal sealed class MarkupText
{
    private readonly StringBuilder text = new();
    private readonly Stack<string> open = new();

    /// <summary>Opens an element.</summary>
    /// <param name="name">Name of the element.</param>
    /// <param name="attributes">Attributes; one without a value is left out.</param>
    public MarkupText Open(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Tag(name, attributes);
        text.Append('>');
        open.Push(name);
        return this;
    }

    /// <summary>Closes the element opened last.</summary>
    public MarkupText Close()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element without content.</summary>
    public MarkupText Empty(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Tag(name, attributes);
        text.Append("/>");
        return this;
    }

    /// <summary>An element with a text and nothing else.</summary>
    public MarkupText Leaf(string name, string content, params ReadOnlySpan<(string Name, object? Value)> attributes) => Open(name, attributes).Text(content).Close();

    /// <summary>A text.</summary>
    public MarkupText Text(string content)
    {
        Escape(content);
        return this;
    }

    /// <summary>A line break in the markup, for those who read it.</summary>
    public MarkupText Line()
    {
        text.Append('\n');
        return this;
    }

    /// <summary>Markup that another writer has made.</summary>
    public MarkupText Add(MarkupText other)
    {
        text.Append(other.ToString());
        return this;
    }

    /// <summary>A style sheet of the program's own, which is not escaped: browsers read the content of a style element as it stands, in HTML as in SVG where it has no markup.</summary>
    public MarkupText Style(string sheet)
    {
        if (sheet.AsSpan().ContainsAny('<', '&')) throw new ArgumentException("A style sheet has no markup.", nameof(sheet));
        text.Append("<style>").Append(sheet).Append("</style>");
        return this;
    }

    /// <summary>What was written; every element must be closed.</summary>
    public override string ToString() => open.Count == 0 ? text.ToString() : throw new InvalidOperationException($"The element {open.Peek()} is not closed.");

    private void Tag(string name, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is null) continue;
            text.Append(' ').Append(attribute).Append("=\"");
            // a hundredth of a pixel is finer than any screen
            Escape(value is double number ? Math.Round(number, 2).ToString("0.##", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!);
            text.Append('"');
        }
    }

    private void Escape(string content)
    {
        foreach (var rune in content.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': text.Append("&amp;"); break;
                case '<': text.Append("&lt;"); break;
                case '>': text.Append("&gt;"); break;
                case '"': text.Append("&quot;"); break;
                case '\'': text.Append("&#39;"); break;
                // what XML cannot hold at all
                case < ' ' and not '\n' or 0x7F or 0xFFFE or 0xFFFF: text.Append('␣'); break;
                default: text.Append(rune.ToString()); break;
            }
        }
    }
}
