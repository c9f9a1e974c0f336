using System.Text.RegularExpressions;
using AsemMonteCarlo.EndToEndTests.Cli;
using AsemMonteCarlo.EndToEndTests.Install;

namespace AsemMonteCarlo.EndToEndTests.Documentation;

/// <summary>
/// Commands of the documents, run in the order of a page in a folder like that of a clone. They are run as they stand, but smaller: fewer couples and draws.
/// Commands for a scheduler run in the suite of reliability, those that make and install packages in tests of their own.
/// </summary>
public sealed partial class DocumentedCommandsTests : IDisposable
{
    // asem as the pages call it; what would take minutes is made small
    private const string Prelude = """
        set -euo pipefail
        asem() {
          case "$1" in
            run | plan)
              if [[ "$2" == configs/* ]] && ! grep -q '^model:' "$2"; then set -- "$@" --set dyads=16; fi ;;
            robustness)
              set -- robustness "$2" --draws 2 --couples 16 ;;
            propositions)
              if [[ "$2" == --output ]]; then set -- "$@" P05; fi ;;
            targets)
              if [[ "$2" == --output ]]; then set -- "$@" --use fitted; fi ;;
            calibrate)
              set -- calibrate --output "$3" --draws 8 --waves 0 --elite 4 --members 2 --recover 0 ;;
          esac
          "$ASEM" "$@"
        }
        dotnet() {
          [[ "$1" == run && "$2" == --project && "$4 $5 $6" == "-c Release --" ]] || { echo "dotnet $*: not known here" >&2; return 1; }
          local project="$3"
          shift 6
          case "$project" in
            src/AsemMonteCarlo.Cli) asem "$@" ;;
            samples/*) "$BUILT/${project#samples/}/release/${project#samples/}" "$@" ;;
            *) echo "$project: not known here" >&2; return 1 ;;
          esac
        }

        """;

    private static readonly string root = Dotnet.Repository;
    private static readonly string[] copied = ["configs", "samples", "docs"], besides = ["README.md", "CONTRIBUTING.md"];
    private static readonly HashSet<string> expected = ["README.md", "docs/start.md", "docs/studies.md", "docs/sensitivity.md", "docs/library.md"];
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    public static TheoryData<string> Pages => [.. Documents().Where(page => Blocks(page).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_of_a_page_succeed_in_its_order(string page)
    {
        string place = here["clone"];
        foreach (string folder in copied) Copy(Path.Combine(root, folder), Path.Combine(place, folder));
        // what a page takes for granted
        File.Copy(Path.Combine(place, "configs", "quick.yaml"), Path.Combine(place, "study.yaml"));
        File.WriteAllLines(Path.Combine(place, "scores.csv"), Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{1.5 + i % 7 * 0.7},{1.2 + i % 5}")).Prepend("anxiety,avoidance"));
        string script = Prelude + string.Join('\n', Blocks(page).SelectMany(block => block.Split('\n')).Where(line => !Elsewhere().IsMatch(line)));
        foreach (string folder in Made().Matches(script).Select(m => m.Groups[1].Value).Distinct().Where(folder => !Begun(script, folder)))
            Asem.Succeed("run", Path.Combine(place, "configs", "quick.yaml"), "--output", Path.Combine(place, folder), "--set", "dyads=48", "--quiet");
        string executable = Asem.Built("AsemMonteCarlo.Cli", "asem");
        var ended = Asem.RunWith("bash", place, new() { ["ASEM"] = executable, ["BUILT"] = Path.GetFullPath(Path.Combine(executable, "..", "..", "..")) }, "-c", script);
        Assert.True(ended.ExitCode == 0, $"{page}: exit code {ended.ExitCode}\n{ended.Error}\n{ended.Output[^Math.Min(2000, ended.Output.Length)..]}");
    }

    [Fact]
    public void Pages_with_commands_are_found()
    {
        string[] pages = [.. Pages.Select(page => page.Data)];
        Assert.Superset(expected, pages.ToHashSet());
        // only what needs a scheduler, makes packages or is itself a suite of tests is left to others
        var others = pages.SelectMany(Blocks).SelectMany(block => block.Split('\n')).Where(line => Elsewhere().IsMatch(line));
        Assert.All(others, line => Assert.Matches("slurm|/shared/large|^dotnet (test|pack|tool|publish)|^\\.ci/run|benchmarks/", line));
    }

    private static IEnumerable<string> Documents() =>
        besides.Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md").Select(path => "docs/" + Path.GetFileName(path)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Blocks(string page) => Fence().Matches(File.ReadAllText(Path.Combine(root, page))).Select(m => m.Groups[1].Value);

    // whether the page itself makes a folder that it reads
    private static bool Begun(string script, string folder) => Regex.IsMatch(script, $@"(-o|--output) {Regex.Escape(folder)}(\s|$)", RegexOptions.Multiline);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(dotnet (test|pack|tool|publish) |\.ci/run|asem cluster |asem status /|bash /|benchmarks/|dotnet run --project benchmarks/)")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^asem (?:run --resume|report|figures|verify|diff|replay) (out/\S+)", RegexOptions.Multiline)]
    private static partial Regex Made();
}
