using System.Globalization;
using System.Text;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>Acceptable parameter sets of a calibration, the lowest loss first: a CSV file with a column for each parameter.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Members">Their values in each set.</param>
internal sealed record Ensemble(IReadOnlyList<Parameter> Parameters, IReadOnlyList<IReadOnlyList<double>> Members)
{
    /// <summary>Reads an ensemble.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="name">What the user calls it.</param>
    /// <exception cref="StudyException">It is no ensemble.</exception>
    public static Ensemble Parse(string text, string name)
    {
        var problems = new StudyProblems(name);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var parameters = new List<Parameter>();
        foreach (string column in lines.Length == 0 ? [] : lines[0].Split(','))
        {
            if (Registry.Parameters.TryGetValue(column, out var parameter)) parameters.Add(parameter);
            else problems.Add(ErrorKind.UnknownName, column, problems.IsFull ? "" : Registry.UnknownParameter(column), 1);
        }
        var members = new List<IReadOnlyList<double>>();
        for (int line = 1; line < lines.Length; line++)
        {
            string[] cells = lines[line].Split(',');
            var values = new double[parameters.Count];
            if (cells.Length != parameters.Count) problems.Add(ErrorKind.WrongRow, "", $"{Words.Count(cells.Length, "value")} stand under {Words.Count(parameters.Count, "parameter")}", line + 1);
            else
            {
                for (int k = 0; k < values.Length; k++)
                    if (!double.TryParse(cells[k], NumberStyles.Float, CultureInfo.InvariantCulture, out values[k]) || !(values[k] >= parameters[k].Minimum && values[k] <= parameters[k].Maximum))
                        problems.Add(ErrorKind.WrongCell, parameters[k].Name, $"{Words.Quote(cells[k])} is no value of {parameters[k].Name}; allowed are {Words.Number(parameters[k].Minimum)} … {Words.Number(parameters[k].Maximum)}", line + 1, k + 1);
            }
            members.Add(values);
        }
        if (members.Count == 0) problems.Add(ErrorKind.Empty, "", "an ensemble has a line of parameters and at least one line of values");
        problems.ThrowIfAny();
        return new Ensemble(parameters, members);
    }

    /// <summary>The text of the file.</summary>
    public string ToText()
    {
        var text = new StringBuilder(string.Join(',', Parameters)).Append('\n');
        foreach (var member in Members) text.Append(string.Join(',', member.Select(Words.Number))).Append('\n');
        return text.ToString();
    }

    /// <summary>A set with the values of a member in place of defaults; what a study sets itself stays.</summary>
    /// <param name="set">The set.</param>
    /// <param name="member">Number of the member.</param>
    public ParameterSet In(ParameterSet set, int member)
    {
        for (int k = 0; k < Parameters.Count; k++)
            if (set[Parameters[k]] == Parameters[k].Default) set = set.With(Parameters[k], Members[member][k]);
        return set;
    }
}
