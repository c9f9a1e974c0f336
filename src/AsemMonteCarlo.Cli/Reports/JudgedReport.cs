using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>Claims of the theory and published figures, each judged: as a report of their own, and as a part of the report of a run.</summary>
internal static class JudgedReport
{
    private const string Claims = "The claims, each tried as an experiment", Anchors = "Published figures beside simulated ones";

    private static readonly string[] ofFiles = ["--file", "--targets", "--ensemble"];

    /// <summary>Reads a report of their own from a folder.</summary>
    /// <param name="path">Folder that asem propositions or asem targets wrote.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A table is missing or damaged.</exception>
    public static async Task<ReportContent> ReadAsync(string path, CancellationToken cancellation)
    {
        var manifest = Manifest.Load(Path.Combine(path, Manifest.FileName));
        bool ofClaims = ExperimentFolder.WhatIn(manifest) == PropositionTable.Schema.Name;
        var part = await PartAsync(path, cancellation);
        string[] set = [.. manifest.Study["set"]?.AsArray().Select(s => (string)s!) ?? []];
        var options = ExperimentFolder.Options(manifest);
        string verb = ofClaims ? "propositions" : "targets";
        return new ReportContent
        {
            FolderPath = path,
            Manifest = manifest,
            Of = ofClaims ? "Claims of the theory, tried by AsemMonteCarlo" : "Published figures beside AsemMonteCarlo",
            Title = ofClaims ? "Which claims of the theory hold in its model?" : "Does the model show what studies have found?",
            Name = verb,
            Shape = FigureText.Count(part.Tables.Sum(t => t.Rows.Count), ofClaims ? "claim" : "figure"),
            Answer = part.Paragraphs,
            Uncertain = [ofClaims ? "Intervals are Monte Carlo error at these parameters and hold for all claims of the file together." : "Intervals (95 %) are Monte Carlo error at these parameters.",
                "Other acceptable parameters and other functional forms judge some of them otherwise: the column on the ensemble says for how many sets, where it was asked for (--members).",
                ofClaims ? "A claim that holds by construction says nothing new about couples; one that must emerge can fail." : "A figure that the model is fitted to is no test of it; predicted ones are."],
            Reading = "Read it as what a formalisation of the theory shows, not as evidence about couples.",
            Tables = [],
            Parts = [part with { Paragraphs = [] }],
            Study = null,
            Commands = $"asem {verb}{string.Concat((options ?? []).Select(o => " " + ShellWord.Quote(o)))}{string.Concat(set.Select(s => $" --set {ShellWord.Quote(s)}"))} --output again\nasem verify again --digest",
            Repeats = $"{(options is null ? $"The folder is of an earlier version: names of {(ofClaims ? "claims" : "figures")}, a file of one's own and other options, if some were given, belong into the first line too. " : options.Any(ofFiles.Contains) ? "Files of one's own that the first line names are needed there. " : "")}The {(ofClaims ? "claims" : "figures")} stood in a file with the SHA-256 {(string?)manifest.Study["sha256"]}. The second line then prints {manifest.Digest}.",
            Scope = ReportContent.ModelScope,
        };
    }

    /// <summary>Reads them as a part of a report.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">A table is missing or damaged.</exception>
    public static async Task<ReportPart> PartAsync(string path, CancellationToken cancellation) =>
        ExperimentFolder.WhatIn(Manifest.Load(Path.Combine(path, Manifest.FileName))) == PropositionTable.Schema.Name ? await ClaimsAsync(path, cancellation) : await AnchorsAsync(path, cancellation);

    private static async Task<ReportPart> ClaimsAsync(string path, CancellationToken cancellation)
    {
        var rows = new List<(string Verdict, string[] Cells)>();
        await foreach (var batch in FolderTables.ReadAsync(path, PropositionTable.Schema.Name, cancellation))
            for (int i = 0; i < batch.Rows; i++)
            {
                var row = new Row(batch, i);
                bool tried = row.Text("left_out").Length == 0;
                string expects = !tried ? "" : row.Text("expects") switch { "above" => "> ", "below" => "< −", _ => "within ±" } + row.Plain("smallest");
                rows.Add((row.Text("verdict"), [row.Text("id"), row.Text("claim"), row.Text("verdict"), tried ? row.Interval() : "–", expects, row.Text("unit"), row.Text("kind"), row.Ensemble("ensemble_supported", "supported"), row.Studies(), tried ? row.Text("passage") : row.Text("left_out")]));
            }
        string[] order = ["supported", "contradicted", "trivial", "undecided", "left out"];
        return new ReportPart("claims", Claims, [$"{FigureText.Count(rows.Count, "claim")}: {Shares(rows.Select(r => r.Verdict), order)}."],
            [WithoutEmpty("table-claims", "Claims of the theory. Constructed: holds by the equations as they are written; emergent: could fail. The estimate is beyond the smallest effect of interest where the claim expects it, beyond it on the other side, within it, or its interval leaves that open.",
                ["id", "claim", "verdict", "estimate", "expected", "unit", "kind", "over the ensemble", "in studies of that size", "passage, or why it is left out"], [.. rows.Select(r => r.Cells)])]);
    }

    private static async Task<ReportPart> AnchorsAsync(string path, CancellationToken cancellation)
    {
        var rows = new List<(string Use, string Met, string[] Cells)>();
        await foreach (var batch in FolderTables.ReadAsync(path, TargetTable.Schema.Name, cancellation))
            for (int i = 0; i < batch.Rows; i++)
            {
                var row = new Row(batch, i);
                bool tried = row.Text("left_out").Length == 0;
                string met = !tried ? "left out" : batch.Values<bool?>("met")[i] == true ? "met" : "missed", low = row.Plain("band_low"), high = row.Plain("band_high");
                string band = !tried ? "" : low.Length == 0 ? "≤ " + high : high.Length == 0 ? "≥ " + low : $"{low} … {high}";
                rows.Add((row.Text("use"), met, [row.Text("id"), row.Text("quantity"), met, tried ? row.Interval() : "–", band, row.Text("mark"), row.Ensemble("ensemble_met", "met"), row.Studies(), tried ? row.Text("source") : row.Text("left_out")]));
            }
        var uses = rows.GroupBy(r => r.Use).ToList();
        return new ReportPart("anchors", Anchors, [.. uses.Select(u => $"{FigureText.Capital(u.Key)}: {FigureText.Count(u.Count(), "figure")}, {Shares(u.Select(r => r.Met), ["met", "missed", "left out"])}.")],
            [.. uses.Select(u => WithoutEmpty("table-anchors-" + u.Key, $"Published figures, {u.Key}. Met: the simulated value lies in the band around the published one.", ["id", "figure", "", "simulated", "band", "known by", "over the ensemble", "in studies of that size", "source, or why it is left out"], [.. u.Select(r => r.Cells)]))]);
    }

    // what was not asked for has a column without content
    private static ReportTable WithoutEmpty(string id, string caption, string[] columns, IReadOnlyList<string[]> rows)
    {
        int[] kept = [.. Enumerable.Range(0, columns.Length).Where(c => rows.Any(r => r[c].Length > 0))];
        return new ReportTable(id, caption, [.. kept.Select(c => columns[c])], [.. rows.Select(r => (IReadOnlyList<string>)[.. kept.Select(c => r[c])])]);
    }

    private static string Shares(IEnumerable<string> found, string[] order) => string.Join(", ", found.GroupBy(f => f).OrderBy(g => Array.IndexOf(order, g.Key)).Select(g => AnswerView.Format($"{g.Count()} {g.Key}")));

    private readonly record struct Row(TableBatch Batch, int At)
    {
        public string Text(string column) => Batch.Schema.Columns.First(c => c.Name == column).Type == ColumnType.Text ? Batch.Values<string?>(column)[At] ?? "" : "";

        public string Plain(string column) => Real(column) is { } value ? AnswerView.Format($"{value:0.####}").Replace('-', '−') : "";

        public string Interval()
        {
            if (Real("value") is not { } value) return "undefined";
            int digits = Math.Abs(value) >= 0.1 ? 3 : 4;
            return Real("low") is { } low && Real("high") is { } high ? $"{AnswerView.Signed(value, digits)} [{AnswerView.Signed(low, digits)}, {AnswerView.Signed(high, digits)}]" : AnswerView.Signed(value, digits);
        }

        public string Ensemble(string column, string verdict) => Batch.Values<long>("ensemble_members")[At] is > 0 and var members ? AnswerView.Format($"{Batch.Values<long>(column)[At]} of {members} {verdict}") : "";

        public string Studies() => Real("published_sign") is { } sign && Batch.Values<long?>("published_couples")[At] is { } couples ? AnswerView.Format($"sign {sign:P0}, p < .05 {Real("published_significant") ?? double.NaN:P0} ({Words.Count(couples, "couple")})") : "";

        private double? Real(string column) => Batch.Values<double?>(column)[At];
    }
}
