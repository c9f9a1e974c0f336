using System.Diagnostics;
using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>Texts of the largest sizes that are read, in shapes that make work grow faster than the text.</summary>
[Collection("one after another, on all cores")]
public sealed class SizeTests
{
    private const int Study = 1 << 20, Experiments = 4 << 20;

    /// <summary>Pieces that are repeated up to the size: what stands before, the piece with {0} for its number, what stands behind.</summary>
    private static readonly (string Name, string Before, string Piece, string After)[] shapes =
    [
        ("keys", "", "k{0}: 1\n", ""), ("the same key", "", "a: 1\n", ""), ("lists in lists", "", "[", ""), ("lists in lists, closed", "", "[", "CLOSE"), ("maps in maps", "", "{{a: ", ""), ("steps", "", "- ", ""), ("asked keys", "", "? ", ""), ("keys of keys", "", "? {0}\n: ", ""),
        ("anchors", "", "a{0}: &b{0} x\n", ""), ("aliases", "a: &a [x]\nb: [", "*a,", "]"), ("tags", "", "!t{0} ", ""), ("quotes", "", "\"", ""), ("single quotes", "", "'", ""), ("one quoted text", "title: \"", "x", "\""), ("escapes", "title: \"", "\\u0041", "\""),
        ("open quotes", "title: \"", "x y ", ""), ("line breaks in quotes", "title: \"", "x\n", "\""), ("a block", "title: |\n", " line\n", ""), ("a folded block", "title: >\n", " line\n\n", ""), ("comments", "", "# comment\n", "a: 1"), ("spaces", "", " ", "a: 1"), ("tabs", "", "\t", "a: 1"), ("blank lines", "", "\n", "a: 1"),
        ("documents", "", "--- a\n", ""), ("directives", "", "%TAG !a{0}! !b\n", "---\na: 1"), ("colons", "", ": ", ""), ("one word", "", "a", ""), ("words", "a: ", "word ", ""), ("commas", "[", ",", "]"), ("braces", "", "{{}}", ""), ("a flow map", "{{", "k{0}: 1, ", "}"), ("flow keys without values", "{{", "k{0}, ", "}"),
        ("explicit flow keys", "[", "? a : b, ", "]"), ("long keys", "", "k{0}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: 1\n", ""), ("brackets and colons", "", "[a]: ", ""), ("dashes", "", "-", ""), ("questions", "", "?", ""), ("exclamations", "", "!", ""), ("stars", "", "*", ""),
        ("ampersands", "", "&", ""), ("percents", "", "%", ""), ("bars", "a: ", "|", ""), ("returns", "", "\r", "a: 1"), ("emoji", "title: ", "\U0001F600", ""),
        ("doses", "pathways:\n  doses: [", "0.1{0}, ", "]"), ("axes", "sweep:\n", "  k{0}: [1]\n", ""), ("values of an axis", "sweep:\n  stress.level: [", "0.1{0}, ", "]"), ("readings", "horizon_days: 3660\nreadings: [", "{0}, ", "]"), ("the same reading", "readings: [", "5, ", "]"),
        ("changes", "timeline:\n", "  - {{from_day: 1, set: {{stress.level: 1}}}}\n", ""), ("forced acts", "horizon_days: 3660\ntimeline:\n", "  - {{from_day: 1, force: safe.bond, every: 2, rate: 0.{0}}}\n", ""), ("replaced partners", "timeline:\n", "  - {{from_day: 1, replace_partner: true}}\n", ""), ("own outcomes", "own_outcomes:\n", "  o{0}: {{of: anxiety}}\n", ""), ("own groups", "own_groups:\n", "  g{0}: {{anxiety: {{from: 3}}}}\n", ""),
        ("names of arms", "store: {{trajectories: {{arms: [", "a{0}, ", "]}}}}"), ("outcomes", "outcomes: [", "anxiety, ", "]"), ("columns", "population:\n  columns:\n", "    c{0}: x\n", ""), ("parameters", "parameters:\n", "  stress.levl{0}: 1\n", ""), ("places of a reference", "reference:\n  at:\n", "    c{0}: 1\n", ""),
        ("strengths", "pathways:\n  strengths:\n", "    safe.bnd{0}: 1\n", ""), ("pathways", "pathways: {{of: [", "safe.bond, ", "]}}"),
    ];

    private static readonly (string Name, string Before, string Piece, string After)[] experiments =
    [
        ("factors", "model: external\nfactors:\n", "  f{0}: {{uniform: [0, 1]}}\n", ""), ("factors of one group", "model: external\nfactors:\n", "  f{0}: {{uniform: [0, 1], group: g}}\n", ""), ("wrong factors", "factors:\n", "  f{0}: {{uniform: [0, 1]}}\n", ""), ("outputs", "model: external\nfactors:\n  a: {{uniform: [0, 1]}}\noutputs:\n", "  - {{id: o{0}}}\n", ""),
        ("own outputs", "factors:\n  stress:\noutputs:\n", "  - {{id: o{0}, estimate: mean(anxiety@1)}}\n", ""), ("days", "factors:\n  stress:\noutputs:\n  - {{id: o, estimate: mean(anxiety@day), days: [", "1, ", "]}}"), ("other days", "factors:\n  stress:\nstudy: {{horizon_days: 3660}}\noutputs:\n  - {{id: o, estimate: mean(anxiety@day), days: [", "{0}, ", "]}}"),
        ("groups", "factors:\n  stress:\noutputs:\n  - id: o\n    estimate: mean(anxiety@1)\n    groups:\n", "      g{0}: anxiety@0 > 1\n", ""), ("scenarios", "factors:\n  stress:\noutputs:\n  - id: o\n    estimate: mean(anxiety@1)\n    scenarios:\n", "      s{0}: {{on: [all]}}\n", ""), ("designs", "factors:\n  stress:\ndesign:\n", "  - {{kind: morris}}\noutputs: []\n", ""),
        ("many designs", "model: ishigami\nfactors: {{}}\ndesign:\n", "  - {{kind: morris, points: 4}}\n", ""), ("brackets", "factors:\n  stress:\noutputs:\n  - {{id: o, estimate: '", "(", "'}}"), ("sums", "factors:\n  stress:\noutputs:\n  - {{id: o, estimate: 'mean(anxiety@1)", "+1", "'}}"), ("signs", "factors:\n  stress:\noutputs:\n  - {{id: o, estimate: '", "-", "'}}"),
        ("arguments", "factors:\n  stress:\noutputs:\n  - {{id: o, estimate: 'slope(anxiety@1 on anxiety@0 beyond 1", ",1", ")'}}"), ("values of a distribution", "model: external\nfactors:\n  f: {{discrete: [", "{0}, ", "]}}"), ("a common study", "factors:\n  stress:\noutputs:\n  - {{id: a, estimate: mean(anxiety@1), scenarios: {{a: , b: , c: , d: , e: }}}}\nstudy:\n", "  k{0}: 1\n", ""),
        ("targets", "targets:\n", "  - {{id: t{0}, estimate: mean(anxiety@1)}}\n", ""), ("claims", "propositions:\n", "  - {{id: p{0}, estimate: mean(anxiety@1)}}\n", ""), ("names on", "factors:\n  stress:\noutputs:\n  - {{id: a, estimate: mean(anxiety@1), scenarios: {{a: {{on: [", "all, ", "]}}}}}}"), ("timelines", "factors:\n  stress:\noutputs:\n  - id: a\n    estimate: mean(anxiety@1)\n    study:\n      timeline:\n", "        - {{from_day: 1, set: {{stress.level: 1}}}}\n", ""),
    ];

    [Fact]
    public void Studies_as_large_as_are_read() =>
        Fuzzer.Run("large studies", shapes.Length * 2, shapes.Length, new Limits(5, 1500), dice => (int)dice.Number, number =>
        {
            var shape = shapes[number % shapes.Length];
            string text = Text(shape, Study >> Reduced.Size(3 * (number / shapes.Length), 4));
            if (SensitivityStudyFile.IsOne(text)) return false;
            return new Design(StudyFile.Bind(text, "study", Seeds.Folder, [])).PointCount > 0;
        }, number => shapes[number % shapes.Length].Name);

    [Fact]
    public void Files_of_experiments_as_large_as_are_read() =>
        Fuzzer.Run("large files of experiments", experiments.Length * 2, experiments.Length, new Limits(20, 6000), dice => (int)dice.Number, number =>
        {
            var shape = experiments[number % experiments.Length];
            var source = ExperimentSource.Of(Text(shape, Experiments >> Reduced.Size(3 * (number / experiments.Length), 6)), "file.yaml");
            if (shape.Name == "targets") return TargetFile.Read(source, []) is not null;
            if (shape.Name == "claims") return PropositionFile.Read(source, []) is not null;
            return SensitivityStudyFile.IsOne(source.Text) && SensitivityStudyFile.Read(source, []) is not null;
        }, number => experiments[number % experiments.Length].Name);

    [Fact]
    public void Settings_as_long_as_a_command_line_takes()
    {
        string[] keys = ["title", "pathways.doses", "readings", "stress.level", "timeline", "timeline.0.set", "a.b.c.d", "sweep", "population.file", "name"];
        Fuzzer.Run("long settings", keys.Length * 4, keys.Length, new Limits(2, 1000), dice => (int)dice.Number, number =>
        {
            string value = (number / keys.Length) switch { 0 => new string('x', 120_000), 1 => new string('[', 120_000), 2 => "[" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},")) + "]", _ => string.Concat(Enumerable.Repeat("{a: ", 30_000)) };
            return StudyFile.Bind("{}", "study", Seeds.Folder, [$"{keys[number % keys.Length]}={value}"]).Dyads > 0;
        }, number => keys[number % keys.Length]);
    }

    [Fact]
    public void Populations_as_large_as_are_read()
    {
        // one line, many columns, one long header or field, many rows, nothing closed, blanks
        (string Before, string Piece)[] tables =
        [
            ("", ","), ("anxiety,avoidance", ","), ("", "x"), ("anxiety,avoidance\n", "1,2\n"), ("anxiety,avoidance\n", "\n"), ("anxiety,avoidance\n", "9,\n"), ("\"", "x"), ("\"", "\"\""), ("anxiety,avoidance\n\"", "1\n"), ("", "\""), ("", "\r"), ("", "h{0},"), ("", "anxiety,"), ("anxiety,avoidance\n1,", "2"), ("anxiety,avoidance\n", "1"), ("", "anxious"),
        ];
        int size = Reduced.Size(100 << 20, 1 << 20);
        Fuzzer.Run("large populations", tables.Length, tables.Length, new Limits(20, 80.0 * size / 1e6 + 100), dice => (int)dice.Number, number =>
        {
            string path = Path.Combine(Seeds.Folder, "large.csv");
            File.WriteAllText(path, Text((tables[number].Piece, tables[number].Before, tables[number].Piece, ""), size));
            try
            {
                return PopulationFile.Read(path, PopulationRows.Persons, PopulationColumn.Required(PopulationRows.Persons)).Values.Count > 0;
            }
            finally
            {
                File.Delete(path);
            }
        }, number => tables[number].ToString());
    }

    private static string Text((string Name, string Before, string Piece, string After) shape, int size)
    {
        string before = shape.Before.Replace("{{", "{", StringComparison.Ordinal), after = shape.After.Replace("}}", "}", StringComparison.Ordinal);
        var text = new StringBuilder(before, size + 100);
        int count = 0;
        for (; text.Length + after.Length < size - 200; count++)
            if (shape.Piece.Contains("{0}", StringComparison.Ordinal) || shape.Piece.Contains("{{", StringComparison.Ordinal)) text.AppendFormat(CultureInfo.InvariantCulture, shape.Piece, count);
            else text.Append(shape.Piece);
        return text.Append(after == "CLOSE" ? new string(']', count) : after).ToString();
    }
}
