using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Documentation;

/// <summary>
/// Tables of the documents that follow from declarations. In a document a table stands between the lines
/// <c>&lt;!-- generated: NAME --&gt;</c> and <c>&lt;!-- /generated --&gt;</c>.
/// </summary>
internal static class GeneratedDocs
{
    private const string Start = "<!-- generated: ", StartEnd = " -->", End = "<!-- /generated -->";

    private const string KeyBlock = "study_keys";

    private static readonly Dictionary<string, Action<StringBuilder>> blocks = new()
    {
        [KeyBlock] = text => Keys(text, StudyKeys.Roots),
        ["parameters"] = Parameters,
        ["pathways"] = Pathways,
        ["moderators"] = Moderators,
        ["forms"] = Forms,
        ["quantities"] = Quantities,
        ["states"] = States,
        ["outcomes"] = AllOutcomes,
        ["tables"] = Tables,
        ["replay"] = Replay,
        ["design_keys"] = text => Keys(text, DesignKeys.All),
        ["output_keys"] = OutputKeys,
        ["factor_sets"] = FactorSets,
        ["errors"] = Errors,
        ["snippets"] = Snippets,
    };

    static GeneratedDocs()
    {
        foreach (var root in StudyKeys.Roots)
        {
            var below = StudyKeys.All.Where(key => key.Path.StartsWith(root.Path + ".", StringComparison.Ordinal)).ToList();
            if (below.Count > 0) blocks.Add($"{KeyBlock} {root.Path}", text => Keys(text, below));
        }
    }

    /// <summary>Names of the tables.</summary>
    public static IReadOnlyCollection<string> Names => blocks.Keys;

    /// <summary>The document with every generated table made anew; nothing else is touched.</summary>
    /// <param name="document">Markdown with line ends <c>\n</c>.</param>
    /// <exception cref="FormatException">A block has no end, or a name that no table has.</exception>
    public static string Refresh(string document)
    {
        var text = new StringBuilder();
        int at = 0;
        while (document.IndexOf(Start, at, StringComparison.Ordinal) is >= 0 and var start)
        {
            int nameAt = start + Start.Length, nameEnd = document.IndexOf(StartEnd, nameAt, StringComparison.Ordinal);
            string name = nameEnd < 0 ? "" : document[nameAt..nameEnd];
            if (!blocks.TryGetValue(name, out var write)) throw new FormatException($"no generated table is called '{name}'; there are {string.Join(", ", blocks.Keys)}");
            int end = document.IndexOf(End, nameEnd, StringComparison.Ordinal);
            int next = document.IndexOf(Start, nameEnd, StringComparison.Ordinal);
            if (end < 0 || next >= 0 && next < end) throw new FormatException($"the generated table '{name}' has no end; write {End} below it");
            text.Append(document, at, nameEnd + StartEnd.Length - at).Append("\n\n");
            write(text);
            at = end;
        }
        return text.Append(document, at, document.Length - at).ToString();
    }

    private static void Parameters(StringBuilder text)
    {
        foreach (var group in AsemModel.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"**`{group.Name}`**: {group.Help}.\n\n");
            Header(text, "parameter", "symbol", "default", "range", "unit", "whose", "varies", "source", "meaning");
            foreach (var p in group.Parameters)
                Row(text, Code(p.Name), p.Symbol, Number(p.Default), $"{Number(p.Minimum)} … {Number(p.Maximum)}", p.Unit, p.Role == ParameterRole.Partner ? "each partner" : "both", p.Varies.ToString()!, p.Source, p.Help);
            text.Append('\n');
        }
    }

    private static void Pathways(StringBuilder text)
    {
        Header(text, "pathway", "strength", "side", "acts on", "amplifier", "what the partner does");
        foreach (var p in AsemModel.Pathways) Row(text, Code(p.Id), p.Strength.Symbol, Side(p.Side), p.Target, p.IsAmplifier ? "yes" : "", p.Help);
        text.Append('\n');
    }

    private static void Moderators(StringBuilder text)
    {
        Header(text, "moderator", "mechanism", "off means", "passage");
        foreach (var m in AsemModel.Moderators) Row(text, Code(m.Id), m.Help, string.Join(", ", m.Neutral.Select(n => $"{Code(n.Parameter.Name)} = {Number(n.Value)}")), m.Source);
        text.Append('\n');
    }

    private static void Forms(StringBuilder text)
    {
        Header(text, "topic", "form", "in words", "source");
        foreach (var topic in AsemModel.FormTopics)
        {
            Row(text, $"**{Code(topic.Id)}**", "", topic.Help, "");
            foreach (var form in topic.Forms) Row(text, "", Code(form.Name) + (form.IsDefault ? " (default)" : ""), form.Equation, form.Source);
        }
        text.Append('\n');
    }

    private static void States(StringBuilder text)
    {
        Header(text, "state", "of", "symbol", "range", "unit", "meaning");
        foreach (var (of, states) in new[] { ("partner", AsemModel.PartnerStates), ("couple", AsemModel.CoupleStates) })
            foreach (var s in states) Row(text, Code(s.Name), of, s.Symbol, $"{Number(s.Minimum)} … {Number(s.Maximum)}", s.Unit, s.Help);
        text.Append('\n');
    }

    private static void Keys(StringBuilder text, IEnumerable<StudyKey> keys)
    {
        Header(text, "key", "default", "allowed", "meaning");
        // an item without keys of its own is told by its list
        foreach (var key in keys.Where(key => !key.IsPlaceholder || key is SectionKey or EitherKey)) Row(text, Code(key.Path), key.DefaultText, key.Allowed, key.Help);
        text.Append('\n');
    }

    private static void Quantities(StringBuilder text)
    {
        Header(text, "quantity", "of", "kind", "range", "unit", "can be scaled", "meaning");
        foreach (var q in PopulationQuantity.All)
            Row(text, Code(q.Name), q.IsOfCouple ? "couple" : "partner", Word(q.Kind), $"{Number(q.Minimum)} … {Number(q.Maximum)}", q.Unit, q.HasEnds ? "yes" : "", q.Help);
        text.Append('\n');
    }

    private static void AllOutcomes(StringBuilder text)
    {
        Header(text, "outcome", "unit", "range", "meaning");
        foreach (var o in Outcomes.All) Row(text, Code(o.Name), o.Unit, $"{Number(o.Minimum)} … {Number(o.Maximum)}", o.Help);
        text.Append('\n');
    }

    private static void Tables(StringBuilder text)
    {
        var any = new Study { Name = "any" };
        TableSchema[] schemas =
        [
            AnswerTables.PathwaysSchema, AnswerTables.ScenariosSchema, AnswerTables.SummariesSchema, AnswerTables.ExposureSchema, AnswerTables.PopulationSchema, AnswerTables.OutcomesSchema,
            AnswerTables.CellsSchema(any), AnswerTables.PointsSchema, AnswerTables.DyadsSchema(any), AnswerTables.TrajectoriesSchema(any), IndicesTable.Schema, IndicesTable.BoxesSchema, IndicesTable.ConvergenceSchema, PropositionTable.Schema, TargetTable.Schema, ColumnsTable.Schema,
        ];
        foreach (var schema in schemas)
        {
            text.Append(CultureInfo.InvariantCulture, $"### `{schema.Name}.parquet`\n\n{schema.Meaning} Key: {string.Join(", ", schema.Key.Select(Code))}.\n\n");
            Columns(text, schema);
        }
    }

    private static void OutputKeys(StringBuilder text)
    {
        Header(text, "key", "meaning");
        foreach (var key in SensitivitySchema.OutputKeys) Row(text, Code(key.Name), key.Help);
        text.Append('\n');
    }

    private static void FactorSets(StringBuilder text)
    {
        Header(text, "name", "stands for", "parameters");
        foreach (var (name, set) in FactorTarget.Sets) Row(text, Code(name), set.IsGroup ? $"{set.Help}, judged as one" : set.Help, set.Targets.Count.ToString(CultureInfo.InvariantCulture));
        text.Append('\n');
    }

    private static void Errors(StringBuilder text)
    {
        foreach (var area in ErrorKind.All.GroupBy(kind => kind.Area))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {area.Key}\n\n");
            foreach (var kind in area)
                text.Append(CultureInfo.InvariantCulture, $"### {kind.Code}: {kind.Title}\n\n```\n{kind.Say(kind.Example)}\n```\n\n{kind.Meaning}\n\n**What to do.** {kind.Remedy} Exit code {kind.ExitCode}.\n\n");
        }
    }

    private static void Snippets(StringBuilder text)
    {
        foreach (var s in Snippet.All) text.Append(CultureInfo.InvariantCulture, $"{s.Title} ({(s.Tested ? "tested" : "not tested")}):\n\n```{s.Language}\n{s.In("out/quick", Selection.Usual)}\n```\n\n");
    }

    private static void Replay(StringBuilder text) => Columns(text, ReplayColumns.Schema(isDouble: false));

    private static void Columns(StringBuilder text, TableSchema schema)
    {
        Header(text, "column", "type", "unit", "values", "may be missing", "meaning");
        foreach (var c in schema.Columns) Row(text, Code(c.Name), Word(c.Type), c.Unit, c.Range, c.Nullable ? "yes" : "", c.Meaning);
        text.Append('\n');
    }

    private static void Header(StringBuilder text, params string[] names)
    {
        Row(text, names);
        text.Append('|').Insert(text.Length, "---|", names.Length).Append('\n');
    }

    private static void Row(StringBuilder text, params string[] cells)
    {
        text.Append('|');
        foreach (string cell in cells) text.Append(' ').Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
        text.Append('\n');
    }

    private static string Code(string name) => $"`{name}`";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Side(PathwaySide side) => side switch
    {
        PathwaySide.BufferSafe => "buffer, safe",
        PathwaySide.BufferSoft => "buffer, soft",
        PathwaySide.EnhanceSelf => "enhance, self",
        _ => "enhance, others",
    };

    private static string Word(PopulationQuantityKind kind) => kind switch
    {
        PopulationQuantityKind.Score => "score, required",
        PopulationQuantityKind.Trait => "trait",
        _ => "state on day 0",
    };

    private static string Word(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Integer => "integer",
        ColumnType.Real => "real",
        ColumnType.Single => "single",
        _ => "flag",
    };
}
