using System.Text;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>Whatever a text says, its reader takes it or says in sentences why not, within bounds of time and memory; what it takes can be laid out.</summary>
[Collection("one after another, on all cores")]
public sealed class TextTests
{
    private static readonly Limits limits = new(2, 256);
    private static readonly IReadOnlyList<string> studies = Seeds.Texts("pathways.yaml", "quick.yaml", "large.yaml", "sample.yaml", "secure.yaml", "skill-by-stress.yaml", "time-course.yaml", "real-sample.yaml");
    private static readonly IReadOnlyList<string> sensitivities = Seeds.Texts("sensitivity.yaml", "agenda.yaml", "ishigami.yaml", "g-function.yaml", "spring.yaml");
    private static readonly IReadOnlyList<string> experiments = Seeds.Texts("experiments/targets.yaml", "experiments/propositions.yaml", "experiments/predictions.yaml");
    private static readonly IReadOnlyList<string> all = [.. studies, .. sensitivities, .. experiments];

    [Fact]
    public void Studies_written_by_their_schema() =>
        Fuzzer.Run("studies by schema", 60_000, 1_500, limits, Grammar.Studies.Write, Study, text => text, Mutation.Smaller);

    [Fact]
    public void Studies_with_edits() =>
        Fuzzer.Run("studies with edits", 80_000, 2_000, limits, dice => Mutation.Of(dice.Of(studies), all, dice), Study, text => text, Mutation.Smaller);

    [Fact]
    public void Studies_with_damaged_bytes() =>
        Fuzzer.Run("studies with damaged bytes", 30_000, 300, limits, dice => Mutation.Of(Encoded(dice.Of(studies), dice), dice), bytes =>
        {
            string file = Path.Combine(Seeds.Folder, "study.yaml");
            File.WriteAllBytes(file, bytes);
            return Laid(StudyFile.Load(file, []));
        }, Convert.ToBase64String);

    [Fact]
    public void Settings() =>
        Fuzzer.Run("settings", 100_000, 2_000, limits, dice =>
        {
            string[] settings = [.. Enumerable.Range(0, 1 + dice.Few(6)).Select(_ => Grammar.Studies.Setting(dice, 0.3))];
            return dice.Chance(0.2) ? [.. settings.Select(s => Mutation.Of(s, settings, dice))] : settings;
        }, settings => Laid(StudyFile.Bind("{}", "study", Seeds.Folder, settings)), settings => string.Join('\n', settings), settings => Enumerable.Range(0, settings.Length).Where(_ => settings.Length > 1).Select(i => settings.Where((_, at) => at != i).ToArray()));

    [Fact]
    public void Sensitivity_studies_written_by_their_schema() =>
        Fuzzer.Run("sensitivity by schema", 40_000, 800, limits, Grammar.Sensitivities.Write, Sensitivity, text => text, Mutation.Smaller);

    [Fact]
    public void Sensitivity_studies_with_edits() =>
        Fuzzer.Run("sensitivity with edits", 40_000, 600, limits, dice => Mutation.Of(dice.Of(sensitivities), all, dice), Sensitivity, text => text, Mutation.Smaller);

    [Fact]
    public void Files_of_experiments_with_edits() =>
        Fuzzer.Run("experiments with edits", 4_000, 40, limits, dice => (Kind: dice.Below(2), Text: Mutation.Of(Part(experiments[dice.Below(2)], dice), all, dice)), input =>
        {
            var source = ExperimentSource.Of(input.Text, "file.yaml");
            if (input.Text.Contains("targets:", StringComparison.Ordinal)) return TargetFile.Read(source, []) is not null;
            return PropositionFile.Read(source, []) is not null;
        }, input => input.Text, input => Mutation.Smaller(input.Text).Select(text => (input.Kind, text)));

    [Fact]
    public void Ensembles_with_edits()
    {
        string ensemble = string.Join('\n', File.ReadLines(Path.Combine(Seeds.Shipped, "experiments", "ensemble.csv")).Take(4));
        Fuzzer.Run("ensembles with edits", 60_000, 300, limits, dice => Mutation.Of(ensemble, all, dice), text => Ensemble.Parse(text, "ensemble.csv").Members.All(m => m.All(double.IsFinite)) ? true : throw new InvalidOperationException("a set is not finite"), text => text, Mutation.Smaller);
    }

    [Fact]
    public void Expressions()
    {
        string[] tokens = ["(", ")", "+", "-", "*", "/", "<", ">=", "and", "or", "not", "mean", "sd", "slope", "beta", "r2", "correlation", "on", "beyond", "where", ",", "@", "..", "[", "]", "anxiety", "avoidance", "conflict", "1", "0", "5", "10", "1e9", "99999999999999999999", ".5", "min", "max", "abs", "yesterday", "tomorrow", "assigned", "all", "none", "x", "é", "\0", "mean(", "anxiety@1", "anxiety@1..5[all]", "anxiety@0"];
        Fuzzer.Run("expressions", 300_000, 3_000, limits, dice => string.Concat(Enumerable.Range(0, 1 + dice.Few(60)).Select(_ => dice.Of(tokens) + (dice.Chance(0.5) ? " " : ""))), text =>
        {
            bool accepted = false;
            foreach (bool areDays in (bool[])[false, true])
                foreach (var read in (Func<string, IReadOnlyList<string>, int, bool, Expression>[])[ExpressionReader.Estimate, ExpressionReader.OverRows])
                    try
                    {
                        accepted |= read(text, ["all", "none"], 20, areDays).All.Any();
                    }
                    catch (ExpressionException wrong)
                    {
                        if (Reasons.Defect(wrong.Message) is { } defect) throw new InvalidOperationException(defect);
                    }
            return accepted;
        }, text => text, Mutation.Smaller);
    }

    [Fact]
    public void Accepted_studies_run() =>
        Fuzzer.Run("accepted studies run", 1_500, 40, new Limits(30, 4000), dice =>
        {
            string text = Grammar.Studies.Write(dice);
            return (text, Folder: "run" + dice.Bits());
        }, input =>
        {
            var study = StudyFile.Bind(input.text, "study", Seeds.Folder, ["dyads=16"]);
            var design = new Design(study);
            if ((long)design.PointCount * study.HorizonDays > 60_000 || StudySums.Count(design) > 200_000) return false;
            string output = Path.Combine(Seeds.Folder, input.Folder);
            StudyRun.ExecuteAsync(study, output, new RunOptions { Threads = 1 }).GetAwaiter().GetResult();
            Directory.Delete(output, recursive: true);
            return true;
        }, input => input.text);

    private static bool Study(string text) => Laid(StudyFile.Bind(text, "study", Seeds.Folder, []));

    /// <summary>Lays out a study and reads it again from its resolved text.</summary>
    private static bool Laid(Study study)
    {
        var design = new Design(study);
        Assert.True(design.PointCount > 0);
        StudyRunner.BlocksOf(design, study.Dyads);
        var resolved = StudyText.Resolved(study);
        var again = StudyFile.Bind(resolved.ToJsonString(), "study", Seeds.Folder, []);
        Assert.True(JsonNode.DeepEquals(resolved, StudyText.Resolved(again)), "a study that was read again is another one");
        return true;
    }

    private static bool Sensitivity(string text)
    {
        if (!SensitivityStudyFile.IsOne(text)) return false;
        var study = SensitivityStudyFile.Read(ExperimentSource.Of(text, "study.yaml"), []);
        for (int stage = 0; stage < study.Designs.Count; stage++)
        {
            var design = SensitivityDesign.Create(study.At(stage));
            Assert.True(design.Rows > 0);
            design.Row(0, new double[study.Factors.Count]);
            design.Row(design.Rows - 1, new double[study.Factors.Count]);
            if (study.Designs[stage].Keep is not null) break;
        }
        return true;
    }

    // a file of hundreds of experiments takes long to read: some of its entries
    private static string Part(string text, Dice dice)
    {
        string[] lines = text.Split('\n');
        int list = Array.FindIndex(lines, l => l.StartsWith("targets:", StringComparison.Ordinal) || l.StartsWith("propositions:", StringComparison.Ordinal));
        int[] entries = [.. Enumerable.Range(list + 1, lines.Length - list - 1).Where(i => lines[i].StartsWith("  - ", StringComparison.Ordinal))];
        int first = dice.Below(entries.Length), last = Math.Min(entries.Length - 1, first + 1 + dice.Few(5));
        return string.Join('\n', [.. lines[..(list + 1)], .. lines[entries[first]..(last + 1 < entries.Length ? entries[last] : lines.Length)]]);
    }

    private static byte[] Encoded(string text, Dice dice) => dice.Below(8) switch
    {
        0 => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
        1 => Encoding.Unicode.GetBytes(text),
        2 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
        3 => Encoding.BigEndianUnicode.GetBytes(text),
        4 => Encoding.UTF32.GetBytes(text),
        5 => Encoding.Latin1.GetBytes(text + "é"),
        _ => Encoding.UTF8.GetBytes(text),
    };
}
