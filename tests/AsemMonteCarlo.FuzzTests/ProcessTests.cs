using System.Diagnostics;
using System.Globalization;
using System.Text;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.StatisticalTests;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>A sample of hostile input through the real program: exit code 2, place and reason, nothing written, bounded memory.</summary>
[Collection("one after another, on all cores")]
public sealed class ProcessTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Hostile_studies_end_with_2_a_place_and_a_reason_and_write_nothing()
    {
        int cases = Reduced.Size(250, 8), tried = 0;
        double slowest = 0, most = 0;
        var texts = Seeds.Texts("quick.yaml", "sample.yaml", "skill-by-stress.yaml");
        for (int number = 0; tried < cases; number++)
        {
            var dice = new Dice(Fuzzer.Seed + 1, number);
            string text = dice.Chance(0.5) ? Grammar.Studies.Write(dice) : Mutation.Of(dice.Of(texts), texts, dice);
            if (!IsRefused(text)) continue;
            tried++;
            File.WriteAllText(here["study.yaml"], text);
            Refused(string.Create(CultureInfo.InvariantCulture, $"case {number}"), ["run", here["study.yaml"]], 300, ref slowest, ref most);
        }
        Say($"hostile studies through the program: {tried} cases (seed {Fuzzer.Seed + 1})", slowest, most);
    }

    [Fact]
    public void Files_of_100_megabytes_end_with_2_in_bounded_memory()
    {
        double slowest = 0, most = 0;
        int size = 100 * Megabyte;
        string study = here["study.yaml"], small = here.Small(), csv = here["large.csv"], parquet = here["large.parquet"];
        string[] fillings = Reduced.Size(1, 0) == 1 ? [" ", "a: 1\n", "[", "# x\n", "\"", "\0"] : ["a: 1\n"];
        foreach (string filling in fillings)
        {
            Fill(study, "", filling, size);
            foreach (string[] command in (string[][])[["run", study], ["run", small, "--set", "population.file=" + study + ".csv"]])
            {
                if (command.Length > 2) File.Move(study, study + ".csv", overwrite: true);
                Refused(filling, command, 1500, ref slowest, ref most);
            }
        }
        string[] rows = Reduced.Size(1, 0) == 1 ? ["1,2\n", "1,9\n", ",", "x", "\"", "\n"] : [","];
        foreach (string row in rows)
        {
            Fill(csv, row == "," ? "anxiety,avoidance" : "anxiety,avoidance\n", row, size);
            // more rows than are read
            Refused(row, ["run", small, "--set", "population.file=" + csv], 2500, ref slowest, ref most);
        }
        Fill(parquet, "PAR1", "\0", size);
        Refused("parquet", ["run", small, "--set", "population.file=" + parquet], 1500, ref slowest, ref most);
        Say($"files of 100 MB through the program: {2 * fillings.Length + rows.Length + 1} cases", slowest, most);
    }

    [Fact]
    public void Nothing_in_a_study_writes_outside_the_output_folder_or_is_executed()
    {
        string bait = here["escaped"], work = Directory.CreateDirectory(here["work"]).FullName;
        string[] words = ["../escaped", "../../escaped", bait, "..\\escaped", "a/../../escaped", "x\\0/../escaped", "$(touch " + bait + ")", "`touch " + bait + "`", "; touch " + bait, "| touch " + bait, "file://" + bait, "~/escaped", "%2e%2e/escaped", "${HOME}/escaped", "escaped\\n", "<script>touch</script>"];
        string[] studies =
        [
            "name: \"W\"", "title: \"W\"", "population: {file: \"W\"}", "population: {file: \"W.csv\"}", "population: {columns: {\"W\": \"W\"}}", "store: {trajectories: {arms: [\"W\"]}}", "reference: {arm: \"W\"}", "own_outcomes: {\"W\": {of: anxiety}}", "own_groups: {\"W\": {anxiety: {from: 3}}}",
            "sweep: {\"W\": [1, 2]}", "timeline: [{from_day: 1, set: {\"W\": 1}}]", "timeline: [{from_day: 1, force: \"W\"}]", "parameters: {\"W\": 1}", "outcomes: [\"W\"]", "\"W\": 1", "!!python/object/apply:os.system [\"W\"]", "title: !System.Diagnostics.Process \"W\"", "title: !!js/function \"W\"", "title: !include \"W\"", "<<: *W",
        ];
        string[] sensitivities =
        [
            "model: external\nfactors: {\"W\": {uniform: [0, 1]}}", "model: external\nfactors: {a: {uniform: [0, 1], label: \"W\"}}", "model: external\nfactors: {a: {uniform: [0, 1], group: \"W\"}}", "model: external\nfactors: {a: {uniform: [0, 1]}}\noutputs: [{id: \"W\"}]", "model: \"W\"\nfactors: {}", "model: ishigami\nfactors: {}\ntitle: \"W\"\ndesign: {points: 16}",
            "factors: {stress.level: }\nstudy: {dyads: 16, horizon_days: 2, settle_days: 0}\ndesign: {kind: sample, points: 4, randomisations: 1}\noutputs: [{id: o, estimate: \"W\"}]", "factors: {stress.level: }\nstudy: {dyads: 16, horizon_days: 2, settle_days: 0}\ndesign: {kind: sample, points: 4, randomisations: 1}\noutputs: [{id: o, estimate: 'mean(anxiety@1)', groups: {\"W\": 'anxiety@0 > 1'}}]",
        ];
        int every = Reduced.Size(1, 37), number = 0, tried = 0, accepted = 0;
        foreach (string word in words)
            foreach (string shape in studies.Concat(sensitivities))
            {
                if (number++ % every != 0) continue;
                tried++;
                string text = shape.Replace("W", word, StringComparison.Ordinal), folder = Path.Combine(work, "out"), file = here.Write("study.yaml", (sensitivities.Contains(shape) ? "" : "dyads: 16\nhorizon_days: 2\nsettle_days: 0\npathways: {of: [safe.bond, self.efficacy]}\n") + text + "\n");
                string before = Tree(folder);
                var ended = Asem.Run("run", file, "--output", folder, "--quiet");
                Assert.True(ended.ExitCode is 0 or 2, $"{text}: exit code {ended.ExitCode}\n{ended.Error}");
                if (ended.ExitCode == 0)
                {
                    accepted++;
                    if (!sensitivities.Contains(shape))
                    {
                        Asem.Succeed("report", folder, "--output", Path.Combine(folder, "report.html"));
                        Asem.Succeed("figures", folder, "--output", Path.Combine(folder, "figures"));
                    }
                }
                else Assert.False(Directory.Exists(folder), text);
                Assert.Equal(before, Tree(folder));
                Assert.False(File.Exists(bait), text);
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            }
        Say($"paths and commands in studies: {tried} cases, {accepted} accepted", 0, 0);
        Assert.True(accepted > 0, "no study with such words ran");
    }

    [Fact]
    public void Links_in_the_output_folder_are_replaced_and_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        string outside = Directory.CreateDirectory(here["outside"]).FullName, folder = here["run"], kept = Path.Combine(outside, "kept");
        File.WriteAllText(kept, "kept");
        // a folder with links has something in it
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "points.parquet"), kept);
        Assert.Equal(2, Asem.Run("run", here.Small(), "--output", folder, "--quiet").ExitCode);
        Directory.Delete(folder, recursive: true);
        // where a run is gone on with, links may lie under every name that it writes
        string[] names = [.. Directory.GetFiles(here.RunSmall()).Select(f => Path.GetFileName(f))];
        Directory.CreateDirectory(folder);
        foreach (string name in names.Append("unfinished.json")) File.CreateSymbolicLink(Path.Combine(folder, name + ".partial"), kept);
        Asem.Succeed("run", here.Small(), "--resume", folder, "--quiet");
        Assert.Equal("kept", File.ReadAllText(kept));
        Assert.Single(Directory.GetFileSystemEntries(outside));
        Asem.Succeed("verify", folder, "--simulate", "0");
        File.CreateSymbolicLink(here["page.html.partial"], kept);
        Asem.Succeed("report", folder, "--output", here["page.html"]);
        Assert.Equal("kept", File.ReadAllText(kept));
    }

    private static bool IsRefused(string text)
    {
        try
        {
            StudyFile.Bind(text, "study", "", []);
            return false;
        }
        catch (StudyException)
        {
            return !Engine.Sensitivities.SensitivityStudyFile.IsOne(text);
        }
    }

    private static void Say(string what, double slowest, double most)
    {
        string said = slowest == 0 ? what : string.Create(CultureInfo.InvariantCulture, $"{what}; slowest {slowest:F1} s, most memory {most:F0} MB");
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        Console.WriteLine(said);
    }

    private static void Fill(string path, string before, string filling, int size)
    {
        using var stream = new StreamWriter(path, append: false, new UTF8Encoding(false));
        stream.Write(before);
        string block = string.Concat(Enumerable.Repeat(filling, Megabyte / filling.Length));
        for (int written = 0; written < size; written += block.Length) stream.Write(block);
    }

    private void Refused(string what, string[] command, double megabytes, ref double slowest, ref double most)
    {
        string folder = here["out"];
        var watch = Stopwatch.StartNew();
        using var process = Asem.StartInterruptible([], [.. command, "--output", folder, "--quiet"]);
        double peak = 0;
        using (var timer = new Timer(_ => peak = Math.Max(peak, Peak(process.Id)), null, 0, 5))
        {
            var ended = Asem.End(process);
            Assert.True(ended.ExitCode == 2, $"{what}: exit code {ended.ExitCode}\n{ended.Error[..Math.Min(2000, ended.Error.Length)]}");
            Assert.NotEmpty(ended.ErrorLines);
            Assert.All(ended.ErrorLines, line =>
            {
                // FILE:LINE:COLUMN: reason, FILE: reason, or --set key=value: reason
                Assert.Matches("^.+: .+", line);
                Assert.Null(Reasons.Defect(line));
            });
        }
        Assert.False(Directory.Exists(folder), what);
        slowest = Math.Max(slowest, watch.Elapsed.TotalSeconds);
        most = Math.Max(most, peak);
        Assert.True(peak < megabytes, string.Create(CultureInfo.InvariantCulture, $"{what}: {peak:F0} MB"));
    }

    // the most memory that a process has had so far, where the system says it
    private static double Peak(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', '\t').First(word => word.Length > 0 && char.IsAsciiDigit(word[0])), CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0;
        }
    }

    // every file and folder but the output, with its size
    private string Tree(string output) => string.Join('\n', Directory.EnumerateFileSystemEntries(here[""], "*", SearchOption.AllDirectories).Where(e => !e.StartsWith(output, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(e => $"{e} {(File.Exists(e) ? new FileInfo(e).Length : -1)}"));
}
