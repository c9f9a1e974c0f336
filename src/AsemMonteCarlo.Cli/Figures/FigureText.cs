using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Words that figures and reports share.</summary>
internal static class FigureText
{
    /// <summary>What intervals are, in one sentence.</summary>
    public static string Intervals(FinishedRun run) => AnswerView.Format($"Intervals ({run.Level:P0}) are Monte Carlo error at these parameters: they say nothing about whether the parameters or the equations are right.");

    /// <summary>The group and who is counted, in words.</summary>
    public static string Who(string group, View view) => (group == FinishedRun.Everyone ? "everyone" : $"{group.Replace('_', ' ')} at the start") + view switch
    {
        View.Intact => ", bond intact in all arms compared",
        View.NoDissolution => ", bonds cannot end",
        _ => "",
    };

    /// <summary>An outcome's name in words.</summary>
    public static string Outcome(string name) => name.Replace('_', ' ');

    /// <summary>Which way an outcome is better, in words; nothing for outcomes without a better end.</summary>
    public static string Sign(string outcome) => AsemModelOutcome(outcome) is { IsOnScale: true } ? "negative: less insecure with it" : "";

    /// <summary>Name of a figure's files: its family, then outcome, group and view where they are not the first.</summary>
    public static string Name(string family, string outcome = "", string group = FinishedRun.Everyone, View view = View.All)
    {
        string name = string.Join('-', new[] { family, outcome, group == FinishedRun.Everyone && view == View.All ? "" : group, view == View.All ? "" : AnswerTables.NameOf(view) }.Where(part => part.Length > 0));
        // studies allow no other names, but a folder from elsewhere could try a path
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
    }

    /// <summary>Names in a list: <c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    /// <summary>A sentence begins with a capital letter.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A number of things in words of the house.</summary>
    public static string Count(long number, string thing) => Words.Count(number, thing);

    private static Outcome? AsemModelOutcome(string name) => Model.Outcomes.All.FirstOrDefault(o => o.Name == name);
}
