using System.Globalization;
using System.Text.Json;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>Whatever happens to a folder of results, every verb that reads it works or says what is wrong, and writes nothing but what it was asked for.</summary>
[Collection("one after another, on all cores")]
public sealed class FolderTests
{
    private const string Whole = "whole", First = "part-1", Second = "part-2", Unfinished = "unfinished", Sensitivity = "sensitivity";

    private static readonly Limits limits = new(20, 1000);

    private static readonly Lazy<Dictionary<string, Dictionary<string, byte[]>>> folders = new(() => MakeAsync().GetAwaiter().GetResult());

    private static readonly string[] strangers = ["x", "points.parquet", "manifest.json", "part-0-16.sums.parquet", "x.partial", "unfinished.json", "../x", "columns.parquet"];

    private sealed record Damage(string Folder, Dictionary<string, byte[]?> Files, string[] Arguments, bool Writes)
    {
        public override string ToString() => $"{string.Join(' ', Arguments)}\n{string.Join('\n', Files.Select(f => $"{Folder}/{f.Key}: {(f.Value is null ? "deleted" : f.Key.EndsWith(".json", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetString(f.Value) : f.Value.Length + " bytes")}"))}";
    }

    [Fact]
    public void Damaged_folders() =>
        Fuzzer.Run("damaged folders", 6_000, 60, limits, Make, Check, damage => damage.ToString());

    [Fact]
    public void Manifests() =>
        Fuzzer.Run("manifests", 60_000, 800, new Limits(2, 256), dice => Text(dice.Of([Whole, First, Sensitivity]), Manifest.FileName, dice, [.. folders.Value.Values.Select(f => Json(f))]), text =>
        {
            string path = Path.Combine(Seeds.Folder, Manifest.FileName);
            File.WriteAllBytes(path, text);
            var manifest = Manifest.Load(path);
            return manifest.Study is not null;
        }, System.Text.Encoding.UTF8.GetString);

    private static Damage Make(Dice dice)
    {
        string name = dice.Of([Whole, Whole, Whole, First, Unfinished, Unfinished, Sensitivity]);
        var folder = folders.Value[name];
        string[] texts = [.. folders.Value.Values.Select(Json)];
        var files = new Dictionary<string, byte[]?>();
        for (int count = dice.From(1, 2); count > 0; count--)
        {
            string json = folder.Keys.Single(k => k.EndsWith(".json", StringComparison.Ordinal));
            string file = dice.Chance(0.5) ? json : dice.Of([.. folder.Keys]);
            files[file] = file == json ? Text(name, file, dice, texts) : dice.Below(6) switch
            {
                0 => null,
                1 => dice.Of([.. folder.Values]),
                2 => folder[file][..dice.Below(folder[file].Length)],
                3 => [],
                _ => Mutation.Of(folder[file], dice),
            };
        }
        if (dice.Chance(0.1)) files[dice.Of([.. strangers.Where(s => !s.Contains('/', StringComparison.Ordinal))])] = dice.Of([[], [.. "x"u8], .. folder.Values]);
        string[] arguments = dice.Below(10) switch
        {
            0 => ["verify", "IN", "--simulate", dice.Of(["0", "4"])],
            1 => ["verify", "IN", "--digest"],
            2 => ["replay", "IN", "--point", dice.Of(["0", "3", "9223372036854775807"]), "--dyad", dice.Of(["0", "5", "0..2", "9223372036854775807"]), dice.Of(["--json", "--person=focal"])],
            3 => ["figures", "IN", "--output", "OUT"],
            4 => ["report", "IN", "--output", "OUT.html"],
            5 => ["merge", "IN", Second, "--output", "OUT"],
            6 => ["analyze", "IN", "--output", "OUT.parquet"],
            7 => ["status", "IN"],
            8 => ["snippets", "IN"],
            _ => ["run", "--resume", "IN", "--quiet", "--threads", "1"],
        };
        return new Damage(name, files, arguments, arguments[0] is "figures" or "report" or "merge" or "analyze");
    }

    private static byte[] Text(string folder, string file, Dice dice, string[] texts)
    {
        string text = System.Text.Encoding.UTF8.GetString(folders.Value[folder][file]);
        if (dice.Chance(0.1)) return Mutation.Of(folders.Value[folder][file], dice);
        text = Mutation.Of(text, texts, dice);
        if (dice.Chance(0.2)) return System.Text.Encoding.UTF8.GetBytes(text);
        // a text that is signed anew is read on
        try
        {
            string path = Path.Combine(Seeds.Folder, "signed.json");
            JsonSerializer.Deserialize<Manifest>(text, TableFormat.Json)!.Save(path);
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or NotSupportedException or ArgumentException or TableException)
        {
            return System.Text.Encoding.UTF8.GetBytes(text);
        }
    }

    private static bool Check(Damage damage)
    {
        string here = Directory.CreateDirectory(Path.Combine(Seeds.Folder, "case")).FullName;
        try
        {
            string input = Path.Combine(here, "in"), part = Path.Combine(here, Second), output = Path.Combine(here, "out");
            Write(input, folders.Value[damage.Folder]);
            if (damage.Arguments.Contains(Second)) Write(part, folders.Value[Second]);
            foreach (var (file, bytes) in damage.Files)
            {
                if (bytes is null) File.Delete(Path.Combine(input, file));
                else File.WriteAllBytes(Path.Combine(input, file), bytes);
            }
            string[] arguments = [.. damage.Arguments.Select(a => a == "IN" ? input : a == Second ? part : a.StartsWith("OUT", StringComparison.Ordinal) ? output + a[3..] : a)];
            using StringWriter said = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
            int code = Application.RunAsync(arguments, said, error).GetAwaiter().GetResult();
            Assert.True(code is 0 or 1 or 2, $"exit code {code}");
            if (code != 0)
            {
                Assert.True(error.ToString().Trim().Length > 0 || damage.Arguments[0] == "status", "no reason was given");
                foreach (string line in error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    if (Reasons.Defect(line.Replace(here, "", StringComparison.Ordinal)) is { } defect) throw new InvalidOperationException(defect);
                Assert.True(Directory.GetFileSystemEntries(here).All(e => Path.GetFileName(e) is "in" or Second), "something was written although the verb failed");
            }
            else if (!damage.Writes) Assert.True(Directory.GetFileSystemEntries(here).All(e => Path.GetFileName(e) is "in" or Second), "something was written beside the folder");
            return code == 0;
        }
        finally
        {
            Directory.Delete(here, recursive: true);
        }
    }

    private static void Write(string folder, Dictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    private static string Json(Dictionary<string, byte[]> folder) => System.Text.Encoding.UTF8.GetString(folder.Single(f => f.Key.EndsWith(".json", StringComparison.Ordinal)).Value);

    private static async Task<Dictionary<string, Dictionary<string, byte[]>>> MakeAsync()
    {
        const string study = "name: small\nseed: 7\nhorizon_days: 6\nsettle_days: 2\ndyads: 64\npathways: {of: [safe.bond, self.efficacy]}\nstore: {dyads: on, trajectories: {every: 3, couples: 4}}\noutcomes: [anxiety, avoidance, insecurity]\n";
        string here = Directory.CreateTempSubdirectory("asem-fuzz-folders-").FullName;
        try
        {
            string file = Path.Combine(here, "small.yaml"), function = Path.Combine(here, "function.yaml");
            await File.WriteAllTextAsync(file, study);
            await File.WriteAllTextAsync(function, "model: ishigami\nfactors: {}\ndesign: {kind: pick_freeze, points: 16, randomisations: 4}\n");
            string In(string name) => Path.Combine(here, name);
            async Task Do(params string[] arguments)
            {
                using StringWriter said = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
                Assert.True(await Application.RunAsync(arguments, said, error) == 0, error.ToString());
            }
            await Do("run", file, "--output", In(Whole), "--quiet", "--threads", "1");
            await Do("run", file, "--output", In(First), "--quiet", "--threads", "1", "--shard", "1/2");
            await Do("run", file, "--output", In(Second), "--quiet", "--threads", "1", "--shard", "2/2");
            await Do("run", function, "--output", In(Sensitivity), "--quiet", "--threads", "1", "--store-runs");
            using var stop = new CancellationTokenSource();
            try
            {
                await StudyRun.ExecuteAsync(StudyFile.Load(file, ["dyads=4096"]), In(Unfinished), new RunOptions { Threads = 1, CommitInterval = TimeSpan.Zero, OnCommit = _ => stop.Cancel(), Finish = stop.Token });
                Assert.Fail("the run was to be interrupted");
            }
            catch (RunInterruptedException)
            {
            }
            return ((string[])[Whole, First, Second, Sensitivity, Unfinished]).ToDictionary(name => name, name => Directory.GetFiles(In(name)).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes));
        }
        finally
        {
            Directory.Delete(here, recursive: true);
        }
    }
}
