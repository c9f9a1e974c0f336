using System.Text;
using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Documentation;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>A report: one HTML file that holds everything it shows. Switches are radio buttons that the style sheet listens to; its one script draws figures that answer to the pointer in the place of drawings, which stay for print and where scripts are off.</summary>
internal static class ReportPage
{
    // an HTML file that mail and browsers take without complaint
    private const int MostBytes = 2_500_000;

    // numbers behind a figure that are longer stand in the tables only
    private const int MostData = 250_000;

    private sealed record Family(string Id, string Title, IReadOnlyList<Figure> Figures)
    {
        public IReadOnlyList<(string Name, string Legend, Func<Figure, string> Of, IReadOnlyList<string> Values)> Switches { get; } =
        [
            .. new (string Name, string Legend, Func<Figure, string> Of)[] { ("outcome", "Outcome", f => f.Outcome), ("group", "Who", f => f.Group), ("view", "Counted", f => f.View) }
                .Select(s => (s.Name, s.Legend, s.Of, Values: (IReadOnlyList<string>)[.. Figures.Select(s.Of).Distinct()])).Where(s => s.Values.Count > 1),
        ];

        public string Option(string name, string value) => $"{Id}-{name}-{Switches.First(s => s.Name == name).Values.ToList().IndexOf(value)}";
    }

    /// <summary>Makes the page.</summary>
    /// <param name="content">What it says.</param>
    public static string Make(ReportContent content)
    {
        var figures = content.Figures;
        var shown = Fitting(figures);
        var families = figures.Select(f => f.Family).Distinct().Select(id => new Family(id, content.Heading(id), [.. shown.Where(f => f.Family == id)])).Where(f => f.Figures.Count > 0).ToList();
        string sheet = ReportStyle.Sheet(families.SelectMany(Rules));
        string? script = shown.Count > 0 ? MarkupText.ScriptContent(ReportScript.Text) : null;
        var page = new MarkupText();
        page.Open("html", ("lang", "en")).Line().Open("head");
        page.Empty("meta", ("charset", "utf-8")).Line();
        page.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportStyle.Policy(sheet, script))).Line();
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Empty("link", ("rel", "icon"), ("href", "data:,")).Line();
        page.Leaf("title", content.Title + " – report").Line().Style(sheet).Close().Line();
        page.Open("body").Leaf("a", "To the answer", ("class", "skip"), ("href", "#answer")).Line();
        Head(page, content, families);
        page.Open("main").Line();
        Answer(page, content);
        foreach (var family in families) Section(page, content, family);
        Note(page, figures.Count - shown.Count);
        Tables(page, content);
        foreach (var part in content.Parts) Part(page, part);
        Study(page, content);
        Repeat(page, content);
        Scope(page, content);
        if (script is not null) page.Leaf("p", ReportScript.Credit, ("class", "small")).Line();
        page.Close().Line();
        if (script is not null) page.Data(ReportScript.Colours, ("id", "chart-colours")).Line().Script(ReportScript.Text).Line();
        page.Close().Line().Close().Line();
        return "<!DOCTYPE html>\n" + page;
    }

    // figures of everyone come first where not all fit; the order on the page stays
    private static HashSet<Figure> Fitting(IReadOnlyList<Figure> figures)
    {
        var fitting = new HashSet<Figure>();
        int bytes = ReportScript.Text.Length;
        foreach (var figure in figures.OrderBy(f => f.Group is FinishedRun.Everyone or "" ? 0 : 1))
        {
            string data = figure.Data.Csv();
            int size = Encoding.UTF8.GetByteCount(figure.Inline().ToString()) + (data.Length <= MostData ? data.Length * 3 / 2 : 0) + (Chart(figure)?.Length ?? 0) + 2000;
            if (bytes + size > MostBytes) continue;
            bytes += size;
            fitting.Add(figure);
        }
        return fitting;
    }

    // data that would fill the page is left to the drawing
    private static string? Chart(Figure figure) => figure.Chart is { } data && ReportScript.Json(data) is { Length: <= MostData } json ? json : null;

    private static IEnumerable<string> Rules(Family family) =>
        from s in family.Switches
        from value in s.Values
        let option = family.Option(s.Name, value)
        select $"#{family.Id}:has(#{option}:checked) .variant:not(.{option}){{display:none}}";

    private static void Head(MarkupText page, ReportContent content, List<Family> families)
    {
        page.Open("header").Leaf("p", content.Of, ("class", "small"));
        page.Leaf("h1", content.Title).Leaf("p", content.Shape, ("class", "small"));
        page.Leaf("p", AnswerView.Format($"Study {content.Name}; digest {content.Manifest.Digest}; asem {content.Manifest.AsemVersion}, model {content.Manifest.ModelVersion}."), ("class", "small"));
        page.Open("nav", ("aria-label", "Contents")).Open("ul");
        foreach (var (id, title) in new[] { ("answer", "Answer") }.Concat(families.Select(f => (f.Id, f.Title))).Concat(content.Tables.Count > 0 ? [("tables", "Tables")] : []).Concat(content.Parts.Select(p => (p.Id, p.Title))).Concat(content.Study is null ? [] : [("study", "Study")]).Concat([("repeat", "How to repeat it"), ("scope", "Scope")]))
            page.Open("li").Leaf("a", title, ("href", "#" + id)).Close();
        page.Close().Close().Close().Line();
    }

    private static void Answer(MarkupText page, ReportContent content)
    {
        page.Open("section", ("id", "answer"), ("aria-labelledby", "answer-heading")).Leaf("h2", "The answer", ("id", "answer-heading")).Line();
        foreach (var (i, paragraph) in content.Answer.Index()) page.Leaf("p", paragraph, ("class", i == 0 ? "lead" : null)).Line();
        page.Leaf("h3", "What is uncertain").Open("ul").Line();
        foreach (string one in content.Uncertain) page.Leaf("li", one).Line();
        page.Close();
        page.Leaf("p", content.Reading, ("class", "note")).Close().Line();
    }

    private static void Section(MarkupText page, ReportContent content, Family family)
    {
        page.Open("section", ("id", family.Id), ("aria-labelledby", family.Id + "-heading")).Leaf("h2", family.Title, ("id", family.Id + "-heading")).Line();
        if (family.Switches.Count > 0)
        {
            page.Open("form", ("class", "switch"), ("autocomplete", "off"));
            foreach (var (name, legend, _, values) in family.Switches)
            {
                page.Open("fieldset").Leaf("legend", legend);
                foreach (var (i, value) in values.Index())
                    page.Open("label").Empty("input", ("type", "radio"), ("name", $"{family.Id}-{name}"), ("id", family.Option(name, value)), ("checked", i == 0 ? "checked" : null)).Text(" " + Label(name, value)).Close().Text(" ");
                page.Close().Line();
            }
            page.Close().Line();
        }
        foreach (var figure in family.Figures) Figure(page, content, family, figure);
        Absent(page, family);
        page.Close().Line();
    }

    private static string Label(string name, string value) => name switch
    {
        "view" => value switch { "all" => "everyone, ended bonds too", "intact" => "bond intact in all arms compared", _ => "bonds cannot end" },
        "group" => value == FinishedRun.Everyone ? "everyone" : value.Replace('_', ' '),
        _ => FigureText.Outcome(value),
    };

    private static string Classes(Family family, Func<string, string> value) => string.Join(' ', family.Switches.Select(s => family.Option(s.Name, value(s.Name))).Prepend("variant"));

    private static void Figure(MarkupText page, ReportContent content, Family family, Figure figure)
    {
        page.Open("figure", ("class", Classes(family, name => family.Switches.First(s => s.Name == name).Of(figure))), ("id", "figure-" + figure.Name)).Line();
        page.Open("div", ("class", "frame"), ("tabindex", "0"), ("role", "group"), ("aria-label", figure.Title)).Add(figure.Inline()).Close().Line();
        if (Chart(figure) is { } chart) page.Data(chart, ("class", "chart-data")).Line();
        page.Open("figcaption").Leaf("p", $"{figure.Title}. {figure.Subtitle}.", ("class", "title"));
        page.Open("p").Leaf("strong", "It shows: ").Text(figure.Shows).Close().Open("p").Leaf("strong", "Not to conclude: ").Text(figure.NotThis).Close();
        string data = figure.Data.Csv();
        if (data.Length <= MostData) page.Open("p").Leaf("a", $"Numbers behind it ({figure.Name}.csv)", ("href", Uri("text/csv", data)), ("download", figure.Name + ".csv")).Close();
        else page.Leaf("p", $"The numbers behind it are many: asem figures {ShellWord.Quote(content.FolderPath)} --output FOLDER writes them as {figure.Name}.csv.");
        page.Close().Close().Line();
    }

    // a choice of which the run has nothing says so
    private static void Absent(MarkupText page, Family family)
    {
        IEnumerable<string[]> choices = [[]];
        foreach (var s in family.Switches) choices = choices.SelectMany(c => s.Values.Select(v => (string[])[.. c, v])).ToList();
        foreach (string[] choice in choices)
            if (!family.Figures.Any(f => family.Switches.Zip(choice).All(x => x.First.Of(f) == x.Second)))
                page.Leaf("p", "The run has no such figure, or it had no room here; asem figures draws every figure that there is.", ("class", Classes(family, name => choice[family.Switches.Index().First(s => s.Item.Name == name).Index]) + " absent")).Line();
    }

    private static void Note(MarkupText page, int left)
    {
        if (left > 0) page.Leaf("p", $"{FigureText.Count(left, "figure")} had no room in one file; asem figures draws them all.", ("class", "note")).Line();
    }

    private static void Tables(MarkupText page, ReportContent content)
    {
        if (content.Tables.Count == 0) return;
        page.Open("section", ("id", "tables"), ("aria-labelledby", "tables-heading")).Leaf("h2", "Tables", ("id", "tables-heading")).Line();
        if (content.Tables.SelectMany(t => t.Rows).SelectMany(r => r).Any(AnswerView.HasFew)) page.Leaf("p", AnswerView.FewNote, ("class", "small"));
        foreach (var table in content.Tables) Table(page, table);
        page.Close().Line();
    }

    private static void Part(MarkupText page, ReportPart part)
    {
        page.Open("section", ("id", part.Id), ("aria-labelledby", part.Id + "-heading")).Leaf("h2", part.Title, ("id", part.Id + "-heading")).Line();
        foreach (string paragraph in part.Paragraphs) page.Leaf("p", paragraph).Line();
        foreach (var table in part.Tables) Table(page, table);
        page.Close().Line();
    }

    private static void Table(MarkupText page, ReportTable table)
    {
        // outside what scrolls, so that it is read whole
        page.Leaf("p", table.Caption, ("class", "caption"), ("id", table.Id));
        page.Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-labelledby", table.Id)).Open("table", ("aria-labelledby", table.Id)).Open("thead").Open("tr");
        foreach (string column in table.Columns) page.Leaf("th", column, ("scope", "col"));
        page.Close().Close().Open("tbody").Line();
        foreach (var row in table.Rows)
        {
            page.Open("tr");
            foreach (var (i, cell) in row.Index())
            {
                if (i == 0) page.Leaf("th", cell, ("scope", "row"));
                // an interval breaks before its bracket and never inside
                else if (cell.Contains('[', StringComparison.Ordinal)) page.Leaf("td", cell.Replace(", ", ",\u00A0", StringComparison.Ordinal).Replace("~ ", "~\u00A0", StringComparison.Ordinal), ("class", "interval"));
                else page.Leaf("td", cell, ("class", cell.Length > 60 ? "text" : null));
            }
            page.Close().Line();
        }
        page.Close().Close().Close().Line();
    }

    private static void Study(MarkupText page, ReportContent content)
    {
        if (content.Study is not { } study) return;
        page.Open("section", ("id", "study"), ("aria-labelledby", "study-heading")).Leaf("h2", "The study", ("id", "study-heading")).Line();
        page.Open("p").Text(study.Introduction + " ").Leaf("a", study.File, ("href", Uri(study.Type, study.Text)), ("download", study.File)).Close();
        page.Open("details").Leaf("summary", "Every key and value").Leaf("pre", study.Text, ("tabindex", "0"), ("aria-label", "The study")).Close().Close().Line();
    }

    private static void Repeat(MarkupText page, ReportContent content)
    {
        var manifest = content.Manifest;
        page.Open("section", ("id", "repeat"), ("aria-labelledby", "repeat-heading")).Leaf("h2", "How to repeat it", ("id", "repeat-heading")).Line();
        page.Leaf("p", content.Study is { } study ? $"Save {study.File} above, and with the same version of asem:" : "With the same version of asem:");
        page.Leaf("pre", content.Commands, ("tabindex", "0"), ("aria-label", "Commands"));
        page.Leaf("p", content.Repeats);
        page.Open("dl");
        void Term(string term, string value) => page.Leaf("dt", term).Leaf("dd", value).Line();
        Term("digest", manifest.Digest.ToString());
        Term("asem", manifest.AsemVersion);
        Term("model", manifest.ModelVersion);
        Term("registry", manifest.RegistryHash);
        Term("table schema", AnswerView.Format($"{manifest.TableSchemaVersion}"));
        Term("seed", AnswerView.Format($"{manifest.Seed}"));
        if (manifest.Counts.TryGetValue("dyad_days", out long dyadDays) && dyadDays > 0) Term("dyad-days", AnswerView.Format($"{dyadDays:N0}"));
        foreach (string key in new[] { "runtime", "lanes", "threads" })
            if (manifest.Run[key] is { } value) Term(key, value.ToString());
        page.Close().Line();
        Table(page, ReportTables.Files(manifest));
        page.Close().Line();
    }

    private static void Scope(MarkupText page, ReportContent content) =>
        page.Open("section", ("id", "scope"), ("aria-labelledby", "scope-heading")).Leaf("h2", "Scope", ("id", "scope-heading")).Leaf("p", content.Scope).Close().Line();

    private static string Uri(string type, string content) => $"data:{type};charset=utf-8;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(content));
}
