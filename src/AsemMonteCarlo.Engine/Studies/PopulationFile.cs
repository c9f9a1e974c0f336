using System.Globalization;
using System.Security.Cryptography;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Scores of real persons from a CSV file: comma, RFC 4180 quotes, UTF-8, one header row, one person a row.</summary>
/// <param name="Scores">Anxiety and avoidance on 1–7, in the order of the file; at least two persons.</param>
/// <param name="Hash">SHA-256 of the file in lower-case hex.</param>
public sealed record PopulationFile(IReadOnlyList<(double Anxiety, double Avoidance)> Scores, string Hash)
{
    private const int MaximumBytes = 256 << 20, MaximumErrors = 20;

    /// <summary>Reads a file of scores.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="anxietyColumn">Header of the anxiety scores.</param>
    /// <param name="avoidanceColumn">Header of the avoidance scores.</param>
    /// <exception cref="StudyException">The file cannot be read or scores are missing or outside 1–7; carries the first 20 errors, rows counted as in a spreadsheet.</exception>
    public static PopulationFile Read(string path, string anxietyColumn, string avoidanceColumn)
    {
        var problems = new StudyProblems(path);
        var file = Read(path, path, new StudyNode { Kind = StudyNodeKind.Scalar }, anxietyColumn, avoidanceColumn, problems);
        problems.ThrowIfAny();
        return file!;
    }

    /// <summary>Reads a file that a study names.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="place">Where the user names it.</param>
    /// <param name="anxietyColumn">Header of the anxiety scores.</param>
    /// <param name="avoidanceColumn">Header of the avoidance scores.</param>
    /// <param name="problems">Receives what is wrong.</param>
    internal static PopulationFile? Read(string path, string name, StudyNode place, string anxietyColumn, string avoidanceColumn, StudyProblems problems)
    {
        if (BoundedFile.Read(path, name, MaximumBytes, out string problem) is not { } bytes)
        {
            problems.Add(place, "population.file", problem);
            return null;
        }
        var errors = new List<string>();
        int omitted = 0;
        void Report(string message)
        {
            if (errors.Count < MaximumErrors) errors.Add(message);
            else omitted++;
        }
        var scores = BoundedFile.Decode(bytes) is { } text ? Rows(text, anxietyColumn, avoidanceColumn, Report) : [];
        if (scores.Count == 0 && errors.Count == 0) Report("the file is not UTF-8 text; save it as CSV UTF-8");
        if (omitted > 0) errors.Add(string.Create(CultureInfo.InvariantCulture, $"and {omitted} more errors"));
        foreach (string error in errors) problems.Add(new StudyError(name, 0, 0, "population.file", error));
        return errors.Count > 0 ? null : new PopulationFile(scores, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static List<(double Anxiety, double Avoidance)> Rows(string text, string anxietyColumn, string avoidanceColumn, Action<string> report)
    {
        var scores = new List<(double, double)>();
        string[] header = [];
        int row = 0, anxiety = -1, avoidance = -1;
        foreach (var (fields, broken) in CsvReader.Rows(text))
        {
            row++;
            string where = string.Create(CultureInfo.InvariantCulture, $"row {row}");
            if (broken is not null)
            {
                report($"{where}: {broken}");
                return scores;
            }
            if (row == 1)
            {
                header = [.. fields.Select(f => f.Trim())];
                if (header.Length == 1 && header[0].AsSpan().IndexOfAny(';', '\t') >= 0)
                {
                    report($"row 1: columns must be separated by commas; the header is {Words.Quote(header[0])}");
                    return scores;
                }
                anxiety = Column(header, anxietyColumn, report);
                avoidance = Column(header, avoidanceColumn, report);
                if (anxiety < 0 || avoidance < 0) return scores;
                continue;
            }
            if (fields.Count != header.Length)
            {
                report(string.Create(CultureInfo.InvariantCulture, $"{where}: {(fields is [""] ? "is blank" : $"has {fields.Count} fields")}; the header has {header.Length}"));
                continue;
            }
            bool isRead = Score(fields[anxiety], $"{where}, column '{anxietyColumn}'", report, out double a);
            if (Score(fields[avoidance], $"{where}, column '{avoidanceColumn}'", report, out double v) && isRead) scores.Add((a, v));
        }
        if (row == 0) report("the file is empty; it needs a header row and at least 2 persons");
        else if (row < 3) report(string.Create(CultureInfo.InvariantCulture, $"the file has {row - 1} rows below the header; it needs at least 2 persons"));
        return scores;
    }

    private static int Column(string[] header, string column, Action<string> report)
    {
        int found = Array.IndexOf(header, column);
        string columns = string.Join(", ", header.Take(20).Select(Words.Quote));
        if (found < 0)
        {
            report($"row 1: there is no column {Words.Quote(column)}{Words.Suggestion(column, header)} (columns are {columns})");
        }
        else if (Array.LastIndexOf(header, column) != found)
        {
            report($"row 1: there are two columns {Words.Quote(column)}; each column needs a name of its own");
            return -1;
        }
        return found;
    }

    private static bool Score(string field, string where, Action<string> report, out double score)
    {
        string text = field.Trim();
        bool isNumber = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out score) && double.IsFinite(score);
        if (isNumber && score is >= 1 and <= 7) return true;
        string what = text.Length == 0 ? "is empty" : isNumber ? $"{text} is outside the scale" : $"{Words.Quote(text)} is not a number";
        report($"{where}: {what}; scores go from 1 to 7{(text.Contains(',', StringComparison.Ordinal) ? " with a point before decimals" : "")}");
        return false;
    }
}
