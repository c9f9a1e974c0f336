using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Errors;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Tests.Documentation;
using AsemMonteCarlo.Tests.Tables;

namespace AsemMonteCarlo.Tests.Errors;

/// <summary>
/// Every kind of error is provoked as a user meets it, by a command. Its code stands behind the sentence, the exit code is its own, and the
/// sentence is the documented example, in which … stands for what may differ.
/// </summary>
public sealed class ErrorKindTests : IDisposable
{
    private const string SmallStudy = "dyads: 8\nhorizon_days: 3\nsettle_days: 2\nseed: 1\npathways: {arms: [none, all]}\nstore: {dyads: on}\n";

    private const string Own = "study: {dyads: 8, horizon_days: 4, settle_days: 3}\nfactors: {stress.level: , bond.pace: }\ndesign: {kind: sample, sampling: random, points: 8}\n";
    private const string Foreign = "model: external\ndesign: {kind: sample, sampling: random, points: 8}\n";
    private const string Scores = "anxiety,avoidance\n2,3\n3,2\n4,4\n5,2\n";

    private static readonly Dictionary<ErrorKind, Func<ErrorKindTests, Task<(int ExitCode, string Error)>>> provocations = new()
    {
        [ErrorKind.UnknownVerb] = t => RunAsync("rnu"),
        [ErrorKind.UnknownOption] = t => RunAsync("run", t.Small(), "--output", t["out"], "--thread", "2"),
        [ErrorKind.MissingArgument] = t => RunAsync("run", t.Small()),
        [ErrorKind.OptionValue] = t => RunAsync("run", t.Small(), "--output", t["out"], "--threads", "0"),
        [ErrorKind.OptionsClash] = t => RunAsync("run", t.Small(), "--output", t["out"], "--resume", t["out"]),
        [ErrorKind.UnknownItem] = t => RunAsync("list", "paramters"),
        [ErrorKind.WrongVerb] = t => RunAsync("cluster", "slurm", t.Sensitivity(), "--output", t["out"]),
        [ErrorKind.FileExists] = t => RunAsync("sample", t.Sensitivity(), "--output", t.Write("design.csv", "")),
        [ErrorKind.FileEnding] = t => RunAsync("sample", t.Sensitivity(), "--output", t["design.xlsx"]),
        [ErrorKind.NoSuchFolder] = t => RunAsync("verify", t["quick"]),
        [ErrorKind.LimitsTooSmall] = t => RunAsync("plan", t.Small(), "--max-gb", "1e-12"),

        [ErrorKind.NoSuchFile] = t => t.Small() is var study ? RunAsync("validate", t["smal.yaml"]) : throw new ArgumentException(study),
        [ErrorKind.UnreadableFile] = t => RunAsync("validate", Directory.CreateDirectory(t["studies"]).FullName),
        [ErrorKind.FileTooLarge] = t => t.ValidateAsync(new string('#', (1 << 20) + 1)),
        [ErrorKind.NotText] = t => t.ValidateAsync([0x61, 0xE9]),
        [ErrorKind.InvalidYaml] = t => t.ValidateAsync("dyads: 8\ntitle: \"open\n"),
        [ErrorKind.TooDeep] = t => t.ValidateAsync($"readings: {new string('[', 40)}{new string(']', 40)}"),
        [ErrorKind.UnsupportedYaml] = t => t.ValidateAsync("seed: &luck 1\n"),
        [ErrorKind.DuplicateKey] = t => t.ValidateAsync("seed: 1\ndyads: 8\nseed: 2\n"),
        [ErrorKind.UnknownKey] = t => t.ValidateAsync("seed: 1\nhorizon_days: 30\ndyds: 100\n"),
        [ErrorKind.MissingKey] = t => t.ValidateAsync("timeline:\n  - set: {stress.level: 1}\n"),
        [ErrorKind.WrongType] = t => t.ValidateAsync("dyads: many\n"),
        [ErrorKind.OutOfRange] = t => t.ValidateAsync("horizon_days: 4000\n"),
        [ErrorKind.UnknownWord] = t => t.ValidateAsync("pathways: {of: [safe.bnd]}\n"),
        [ErrorKind.Repeated] = t => t.ValidateAsync("pathways: {of: [safe.bond, safe.bond]}\n"),
        [ErrorKind.KeysClash] = t => t.ValidateAsync("timeline:\n  - {from_day: 9, set: {stress.level: 1}, replace_partner: true}\n"),
        [ErrorKind.MalformedSetting] = t => RunAsync("validate", t.Small(), "--set", "dyads"),
        [ErrorKind.InvalidName] = t => t.ValidateAsync("name: My Study\n"),
        [ErrorKind.TooMany] = t => t.ValidateAsync("sweep: {stress.level: {steps: 100}, stress.rate: {steps: 100}}\n"),
        [ErrorKind.Backwards] = t => t.ValidateAsync("sweep: {stress.level: {from: 2, to: 1, steps: 3}}\n"),
        [ErrorKind.Empty] = t => t.ValidateAsync(""),
        [ErrorKind.MoreErrors] = t => t.ValidateAsync(string.Concat(Enumerable.Range(0, 150).Select(i => $"key{i}: 1\n"))),
        [ErrorKind.StudyTooLarge] = t => t.ValidateAsync("horizon_days: 400\nreadings: {every: 1}\nsweep: {stress.level: {steps: 100}, bond.pace: {steps: 20}}\n"),
        [ErrorKind.DoesNotFit] = t => RunAsync("run", t.Write("study.yaml", "dyads: 1000000000000\nstore: {dyads: on}\n"), "--output", t["out"]),

        [ErrorKind.UnknownName] = t => t.ValidateAsync("parameters: {stress.levle: 1}\n"),
        [ErrorKind.ModeratorOff] = t => t.ValidateAsync("moderators: {fatigue: off}\nparameters: {fatigue.cost: 0.3}\n"),
        [ErrorKind.WrongPlace] = t => t.ValidateAsync("timeline:\n  - {from_day: 9, set: {population.anxiety_mean: 3}}\n"),
        [ErrorKind.ImpossiblePopulation] = t => t.ValidateAsync("parameters: {population.anxiety_mean: 1.6, population.anxiety_sd: 1.6}\n"),
        [ErrorKind.TimelineClash] = t => t.ValidateAsync("timeline:\n  - {from_day: 9, replace_partner: true}\n  - {from_day: 12, replace_partner: true}\n"),

        [ErrorKind.MalformedEstimate] = t => t.ValidateAsync(Own + "outputs: [{id: y, estimate: mean(anxiety@4}]\n"),
        [ErrorKind.UnknownQuantity] = t => t.ValidateAsync(Own + "outputs: [{id: y, estimate: mean(anxeity@4)}]\n"),
        [ErrorKind.DayOutside] = t => t.ValidateAsync(Own + "outputs: [{id: y, estimate: mean(anxiety@9)}]\n"),
        [ErrorKind.ScenariosDiffer] = t => t.ValidateAsync(Own + "outputs: [{id: y, scenarios: {a: {seed: 1}, b: {seed: 2}}, estimate: \"mean(anxiety[a]@4 - anxiety[b]@4)\"}]\n"),
        [ErrorKind.WrongDistribution] = t => t.ValidateAsync(Foreign + "factors: {stiffness: {uniform: [1, 0]}}\n"),
        [ErrorKind.WrongDesign] = t => t.ValidateAsync("model: external\nfactors: {a: {uniform: [0, 1]}, b: {uniform: [0, 1]}, c: {uniform: [0, 1]}, d: {uniform: [0, 1]}}\ndesign: {kind: grid, levels: 1000}\n"),
        [ErrorKind.ModelMismatch] = t => t.ValidateAsync("model: ishigami\nfactors: {}\ndesign: {budget: 1000}\n"),
        [ErrorKind.FailedRun] = t => RunAsync("run", t.Write("study.yaml", "study: {dyads: 8, horizon_days: 4, settle_days: 3}\nfactors: {population.anxiety_mean: {uniform: [1.6, 6.4]}, population.anxiety_sd: {uniform: [0.8, 1.6]}}\ndesign: {points: 64}\noutputs: [{id: y, estimate: mean(anxiety@4)}]\n"), "--output", t["out"], "--fail", "fast"),
        [ErrorKind.NotExtendable] = async t => await RunAsync("analyze", await t.IndicesAsync(storeRuns: false)),

        [ErrorKind.WrongColumns] = t => t.PopulationAsync("scores.csv", "anxeity,avoidance\n2,3\n3,2\n4,4\n5,2\n"),
        [ErrorKind.WrongCell] = t => t.PopulationAsync("scores.csv", Scores.Replace("4,4", "9,4", StringComparison.Ordinal)),
        [ErrorKind.WrongRow] = t => t.PopulationAsync("scores.csv", Scores.Replace("4,4", "4", StringComparison.Ordinal)),
        [ErrorKind.UnreadableParquet] = t => t.PopulationAsync("scores.parquet", Scores),
        [ErrorKind.TooFewRows] = t => t.PopulationAsync("scores.csv", "anxiety,avoidance\n2,3\n"),
        [ErrorKind.OtherPopulation] = t => t.PopulationAsync("scores.csv", Scores, new string('0', 64)),

        [ErrorKind.FolderTaken] = t => t.Write("out/notes.txt", "mine") is var note ? RunAsync("run", t.Small(), "--output", t["out"]) : throw new ArgumentException(note),
        [ErrorKind.FolderInUse] = async t =>
        {
            using var other = FolderLock.Take(Directory.CreateDirectory(t["out"]).FullName);
            return await RunAsync("run", t.Small(), "--resume", t["out"], "--quiet");
        },
        [ErrorKind.NoRun] = t => RunAsync("report", Directory.CreateDirectory(t["quick"]).FullName, "--output", t["quick.html"]),
        [ErrorKind.DamagedManifest] = t => t.SpoiledAsync("manifest.json", text => text.Replace("\"seed\": 1", "\"seed\": 2", StringComparison.Ordinal)),
        [ErrorKind.OtherFormat] = t => t.SpoiledAsync("manifest.json", text => Regex.Replace(text, "\"table_schema_version\": \\d+", "\"table_schema_version\": 99")),
        [ErrorKind.DamagedTable] = t => t.SpoiledAsync("dyads.parquet", bytes => bytes[bytes.Length / 2] ^= 1),
        [ErrorKind.ForeignTable] = t => t.SpoiledAsync("dyads.parquet", bytes =>
        {
            byte[] key = System.Text.Encoding.ASCII.GetBytes(FileSeal.Key);
            int at = bytes.AsSpan().LastIndexOf(key);
            bytes[at + key.Length - 1]++;
        }),
        [ErrorKind.MissingFile] = t => t.ChangedAsync(run => File.Delete(Path.Combine(run, "dyads.parquet"))),
        [ErrorKind.StrayFile] = t => t.ChangedAsync(run => File.WriteAllText(Path.Combine(run, "notes.txt"), "mine")),
        [ErrorKind.ContentDiffers] = t => t.ChangedAsync(run => Resave(run, manifest => manifest with { Study = new JsonObject { ["dyads"] = 9 } })),
        [ErrorKind.OtherColumns] = async t =>
        {
            string run = await t.IndicesAsync(storeRuns: true);
            File.Copy(Path.Combine(run, "indices.parquet"), Path.Combine(run, "runs.parquet"), overwrite: true);
            return await RunAsync("analyze", run);
        },

        [ErrorKind.OtherRun] = async t => await RunAsync("run", t.Small(), "--set", "seed=2", "--resume", await t.FinishedAsync()),
        [ErrorKind.OtherVersion] = async t =>
        {
            string run = await t.FinishedAsync();
            Resave(run, manifest => manifest with { AsemVersion = "0.0.1" });
            return await RunAsync("replay", run, "--point", "0", "--dyad", "0");
        },
        [ErrorKind.OtherStudy] = async t =>
        {
            await RunAsync("cluster", "slurm", t.Small(), "--shards", "2", "--output", t["large"]);
            return await RunAsync("cluster", "slurm", t.Small(), "--shards", "3", "--output", t["large"]);
        },
        [ErrorKind.NotAPart] = async t => await RunAsync("merge", await t.FinishedAsync(), "--output", t["whole"]),
        [ErrorKind.ForeignPart] = async t => await RunAsync("merge", await t.PartAsync(1), await t.PartAsync(2, "--seed", "7"), "--output", t["whole"]),
        [ErrorKind.OverlappingParts] = async t => await t.PartAsync(1) is var part ? await RunAsync("merge", part, part, "--output", t["whole"]) : default,
        [ErrorKind.MissingPart] = async t => await RunAsync("merge", await t.PartAsync(1), "--output", t["whole"]),
        [ErrorKind.OutsideRun] = async t => await RunAsync("replay", await t.FinishedAsync(), "--point", "0", "--dyad", "8"),
        [ErrorKind.ReplayDiffers] = async t =>
        {
            await Rewritten.WriteAsync(await t.FinishedAsync(), t["wrong"], "dyads", batch => batch.Values<long>("day")[0] = 2);
            return await RunAsync("verify", t["wrong"]);
        },

        [ErrorKind.DiskFull] = async t =>
        {
            Assert.SkipUnless(File.Exists("/dev/full"), "a device that is always full is needed");
            await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            return await RunAsync(new StreamWriter(full) { AutoFlush = true }, "list", "schema");
        },
        [ErrorKind.AccessRefused] = t => RunAsync("sample", t.Sensitivity(), "--output", t["nowhere/design.csv"]),
        [ErrorKind.OutOfMemory] = t => RunAsync(new Failing(new InsufficientMemoryException()), "list", "pathways"),
        // the script calls this program, which is a test here, so it fails whether there is a Slurm or not
        [ErrorKind.CommandFailed] = t => RunAsync("cluster", "slurm", t.Small(), "--shards", "2", "--output", t["large"], "--submit"),
        [ErrorKind.Bug] = t => RunAsync(new Failing(new InvalidOperationException("there is no operation sqrt")), "list", "pathways"),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Codes => [.. ErrorKind.All.Select(kind => kind.Code)];

    private string this[string name] => folder[name];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_kind_is_met_with_its_code_its_exit_code_and_the_documented_sentence(string code)
    {
        var kind = ErrorKind.All.Single(k => k.Code == code);
        Assert.True(provocations.TryGetValue(kind, out var provoke), $"nothing provokes {kind}");
        var (exitCode, error) = await provoke(this);
        string said = error.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        string sentence = said.Split('\n').FirstOrDefault(line => line.EndsWith($" [{code}]", StringComparison.Ordinal))?[..^(code.Length + 3)] ?? "";
        Assert.True(sentence.Length > 0, $"{kind} was not said:\n{said}");
        Assert.Matches($"^{string.Join(".*", kind.Example.Split('…').Select(Regex.Escape))}$", sentence);
        Assert.Equal(kind.ExitCode, exitCode);
    }

    [Fact]
    public void Codes_are_in_order_without_gaps_and_say_something()
    {
        foreach (var area in ErrorKind.All.GroupBy(kind => kind.Code[4]))
        {
            Assert.Single(area.Select(kind => kind.Area).Distinct());
            Assert.Equal(Enumerable.Range(1, area.Count()).Select(i => $"ASEM{area.Key}{i:00}"), area.Select(kind => kind.Code));
        }
        Assert.Equal(ErrorKind.All.Select(kind => kind.Code), ErrorKind.All.Select(kind => kind.Code).Order(StringComparer.Ordinal));
        Assert.Equal(ErrorKind.All.Count, ErrorKind.All.Select(kind => kind.Title).Distinct().Count());
        Assert.All(ErrorKind.All, kind => Assert.All(new[] { kind.Meaning, kind.Remedy }, text => Assert.EndsWith(".", text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bug_says_where_it_is()
    {
        var (exitCode, error) = await provocations[ErrorKind.Bug](this);
        Assert.Equal(1, exitCode);
        Assert.Contains(nameof(InvalidOperationException), error, StringComparison.Ordinal);
        Assert.Contains($"   at {typeof(ErrorKindTests).FullName}", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", (await provocations[ErrorKind.OutOfMemory](this)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_tells_programs_the_code_as_well()
    {
        string run = await FinishedAsync();
        File.Move(Path.Combine(run, Manifest.FileName), UnfinishedRun.PathIn(run));
        var (output, error) = (new StringWriter(), new StringWriter());
        using var interruption = new Interruption();
        var failure = new TableException(ErrorKind.DiskFull, "Cannot write 'x': no space.");
        Assert.Equal(1, await ResumeCommand.SayAsync(run, failure, asJson: true, interruption, output, error));
        var said = JsonNode.Parse(output.ToString())!;
        Assert.Equal(("unfinished", "ASEM801", "Cannot write 'x': no space"), ((string)said["event"]!, (string)said["code"]!, (string)said["why"]!));
        Assert.StartsWith("asem: Cannot write 'x': no space [ASEM801]; 0 of 8 couples are done; go on with: asem run --resume ", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(IOException), "ASEM802")]
    [InlineData(typeof(UnauthorizedAccessException), "ASEM802")]
    [InlineData(typeof(OutOfMemoryException), "ASEM803")]
    [InlineData(typeof(ArgumentException), "ASEM805")]
    public void The_kind_of_a_failure_in_a_worker_is_that_of_its_cause(Type cause, string code)
    {
        var failure = new InvalidOperationException("a worker failed", (Exception)Activator.CreateInstance(cause)!);
        Assert.Equal(code, ErrorKind.Of(failure).Code);
    }

    [Fact]
    public void The_command_line_writes_no_sentence_about_an_error_without_a_code()
    {
        string cli = Path.Combine(DocumentFolder.Path, "..", "src", "AsemMonteCarlo.Cli");
        var plain = new Regex("""WriteLine(Async)?\(\$?"asem: (?!interrupted|going on|" \+ (kind|note|Refusal)\b|\{problem\}|\{\(isInterrupted)|AddError\(\$?"|AddError\(string""");
        var found = Directory.EnumerateFiles(cli, "*.cs", SearchOption.AllDirectories).SelectMany(path => File.ReadLines(path).Where(line => plain.IsMatch(line)).Select(line => $"{Path.GetFileName(path)}: {line.Trim()}"));
        Assert.Empty(found);
    }

    private static Task<(int ExitCode, string Error)> RunAsync(params string[] arguments) => RunAsync(TextWriter.Null, arguments);

    private static async Task<(int ExitCode, string Error)> RunAsync(TextWriter output, params string[] arguments)
    {
        var error = new StringWriter { NewLine = "\n" };
        return (await Application.RunAsync(arguments, output, error), error.ToString());
    }

    private static void Resave(string run, Func<Manifest, Manifest> change)
    {
        string path = Path.Combine(run, Manifest.FileName);
        change(Manifest.Load(path)).Save(path);
    }

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], text);
        return folder[name];
    }

    private string Small() => Write("small.yaml", SmallStudy);

    private string Sensitivity() => Write("spring.yaml", Foreign + "factors: {stiffness: {uniform: [0, 1]}}\n");

    private Task<(int ExitCode, string Error)> ValidateAsync(string study) => RunAsync("validate", Write("study.yaml", study));

    private Task<(int ExitCode, string Error)> ValidateAsync(byte[] study)
    {
        File.WriteAllBytes(folder["study.yaml"], study);
        return RunAsync("validate", folder["study.yaml"]);
    }

    private Task<(int ExitCode, string Error)> PopulationAsync(string name, string text, string? hash = null)
    {
        Write(name, text);
        return ValidateAsync($"dyads: 4\npopulation: {{file: {name}{(hash is null ? "" : $", sha256: '{hash}'")}}}\n");
    }

    private async Task<string> FinishedAsync()
    {
        await SucceedAsync("run", Small(), "--output", folder["quick"], "--threads", "1", "--quiet");
        return folder["quick"];
    }

    private async Task<string> PartAsync(int number, params string[] further)
    {
        string part = folder[$"part-{number}"];
        await SucceedAsync(["run", Small(), "--output", part, "--shard", $"{number}/2", "--threads", "1", "--quiet", .. further]);
        return part;
    }

    private async Task<string> IndicesAsync(bool storeRuns)
    {
        string study = Write("ishigami.yaml", "model: ishigami\nfactors: {}\ndesign: {points: 64}\n");
        await SucceedAsync(["run", study, "--output", folder["ishigami"], "--quiet", .. Enumerable.Repeat("--store-runs", storeRuns ? 1 : 0)]);
        return folder["ishigami"];
    }

    private Task<(int ExitCode, string Error)> SpoiledAsync(string name, Func<string, string> change) => ChangedAsync(run =>
    {
        string path = Path.Combine(run, name), text = File.ReadAllText(path), changed = change(text);
        Assert.NotEqual(text, changed);
        File.WriteAllText(path, changed);
    });

    private Task<(int ExitCode, string Error)> SpoiledAsync(string name, Action<byte[]> change) => ChangedAsync(run =>
    {
        string path = Path.Combine(run, name);
        byte[] bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    });

    private async Task<(int ExitCode, string Error)> ChangedAsync(Action<string> change)
    {
        string run = await FinishedAsync();
        change(run);
        return await RunAsync("verify", run);
    }

    private static async Task SucceedAsync(params string[] arguments)
    {
        var (exitCode, error) = await RunAsync(arguments);
        Assert.True(exitCode == 0, $"exit code {exitCode}: {error}");
    }

    /// <summary>An output that fails, as anything may within a command.</summary>
    private sealed class Failing(Exception failure) : StringWriter
    {
        public override Task WriteAsync(string? value) => throw failure;

        public override void Write(string? value) => throw failure;

        public override void Write(char value) => throw failure;

        public override void Write(char[] buffer, int index, int count) => throw failure;
    }
}
