using System.Globalization;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>Collects the cells of a population file, checking each, and what is wrong with them.</summary>
/// <param name="columns">What is read.</param>
internal sealed class PopulationCells(IReadOnlyList<PopulationColumn> columns) : ITableCells
{
    private const int MaximumErrors = 20, MaximumHeaders = 20;

    private readonly List<double>[] values = [.. columns.Select(_ => new List<double>())];
    private readonly List<Finding> errors = [];
    private int omitted;

    public string HeaderOf(int column) => columns[column].Header;

    public string NameOf(int column) => columns[column].Key;

    /// <summary>Rows of which every cell could be used, as long as there are no errors.</summary>
    public int Rows => values[0].Count;

    public bool HasErrors => errors.Count > 0;

    public bool IsFull => errors.Count >= MaximumErrors;

    /// <summary>The first errors, and how many more there are.</summary>
    public IEnumerable<Finding> Errors => omitted == 0 ? errors : errors.Append(new(ErrorKind.MoreErrors, string.Create(CultureInfo.InvariantCulture, $"and {omitted} more errors")));

    /// <summary>Values of each column in the unit of its quantity.</summary>
    public IReadOnlyList<double[]> Values => [.. values.Select(v => v.ToArray())];

    public void Report(ErrorKind kind, string message)
    {
        if (errors.Count < MaximumErrors) errors.Add(new(kind, message));
        else omitted++;
    }

    /// <summary>Finds the columns among the headers of the file, or reports those that are not there once.</summary>
    /// <param name="headers">Headers in the order of the file.</param>
    /// <param name="where">Begins a message.</param>
    /// <returns>For each column its place among the headers, or null.</returns>
    public int[]? Find(IReadOnlyList<string> headers, string where)
    {
        var missing = new HashSet<string>();
        var found = new int[columns.Count];
        string all = string.Join(", ", headers.Take(MaximumHeaders).Select(Words.Quote));
        for (int i = 0; i < found.Length; i++)
        {
            string header = columns[i].Header;
            var places = Enumerable.Range(0, headers.Count).Where(place => headers[place] == header).ToList();
            if (places.Count == 1) found[i] = places[0];
            else if (missing.Add(header))
            {
                string said = places.Count == 0
                    ? $"there is no column {Words.Quote(header)}{Words.Suggestion(header, headers)} (columns are {all})"
                    : $"there are two columns {Words.Quote(header)}; each column needs a name of its own";
                Report(ErrorKind.WrongColumns, where + said);
            }
        }
        return missing.Count == 0 ? found : null;
    }

    /// <summary>Takes a cell.</summary>
    /// <param name="column">Which of the columns.</param>
    /// <param name="row">Row as the user counts it.</param>
    /// <param name="value">The number in it, or not a number.</param>
    /// <param name="text">What is in it, for a message.</param>
    public void Add(int column, int row, double value, string? text = null)
    {
        var asked = columns[column];
        if (asked.Smallest <= value && value <= asked.Largest)
        {
            values[column].Add(asked.FromFile(value));
            return;
        }
        if (IsFull)
        {
            Report(ErrorKind.WrongCell, "");
            return;
        }
        text ??= Words.Number(value);
        string what = text.Length == 0 ? "is empty" : double.IsNaN(value) ? $"{Words.Quote(text)} is not a number" : $"{Words.Shorten(text)} is outside the range";
        string hint = text.Contains(',', StringComparison.Ordinal) ? " with a point before decimals" : "";
        Report(ErrorKind.WrongCell, string.Create(CultureInfo.InvariantCulture, $"row {row}, column {Words.Quote(asked.Header)}: {what}; {asked.Key} goes from {Words.Number(asked.Smallest)} to {Words.Number(asked.Largest)}{hint}"));
    }
}
