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

    /// <summary>A script of the program's own, which is not escaped. A page is HTML and XML at once: it stands in a section of XML whose ends are comments of the script.</summary>
    /// <exception cref="ArgumentException">It holds a sign that would end it.</exception>
    public MarkupText Script(string script)
    {
        text.Append("<script>").Append(ScriptContent(script)).Append("</script>");
        return this;
    }

    /// <summary>The content of a script element as browsers see it, of which a policy names the hash.</summary>
    /// <param name="script">The script.</param>
    public static string ScriptContent(string script) => ((string[])["]]>", "</script", "<script", "<!--"]).Any(end => script.Contains(end, StringComparison.OrdinalIgnoreCase))
        ? throw new ArgumentException("A script does not end itself.", nameof(script)) : $"/*<![CDATA[*/{script}/*]]>*/";

    /// <summary>Data for a script, which no browser runs.</summary>
    /// <param name="json">JSON in which every sign of markup is escaped.</param>
    /// <param name="attributes">Attributes.</param>
    /// <exception cref="ArgumentException">It has a sign of markup.</exception>
    public MarkupText Data(string json, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        if (json.AsSpan().ContainsAny('<', '&', '>')) throw new ArgumentException("Signs of markup are escaped in data.", nameof(json));
        Open("script", [("type", "application/json"), .. attributes]);
        text.Append(json);
        return Close();
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
