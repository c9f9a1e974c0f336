using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads which quantities a population file gives and where they stand in it.</summary>
/// <param name="rows">What the file's rows are.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class ColumnsBinder(PopulationRows rows, StudyProblems problems)
{
    /// <summary>The columns, scores first, or null where something is wrong.</summary>
    public IReadOnlyList<PopulationColumn>? Bind(StudySection section)
    {
        int before = problems.Count;
        var columns = new List<PopulationColumn>();
        foreach (var possible in PopulationColumn.Possible(rows))
        {
            if (section.Take(possible.Key) is { } node) columns.Add(Column(possible, node, section.KeyOf(possible.Key)));
            else if (possible.Quantity.Kind == PopulationQuantityKind.Score) columns.Add(possible);
        }
        section.RejectOthers(OfCouples);
        var scores = columns.Where(c => c.Quantity.Kind == PopulationQuantityKind.Score).GroupBy(c => c.Header).FirstOrDefault(g => g.Count() > 1);
        if (scores is not null)
            problems.Add(ErrorKind.WrongColumns, section.Node, section.Path, $"{string.Join(" and ", scores.Select(c => c.Key))} are all to be read from the column {Words.Quote(scores.Key)}; give each a column of its own");
        return problems.Count == before ? columns : null;
    }

    /// <summary>Says how a key is written that once named a column, or null for other keys.</summary>
    public static string? Respelled(string key) => key is "anxiety_column" or "avoidance_column"
        ? $"{Words.Quote(key)} is written 'population.columns.{key[..key.IndexOf('_', StringComparison.Ordinal)]}'"
        : null;

    private PopulationColumn Column(PopulationColumn column, StudyNode node, string key)
    {
        if (node.Kind != StudyNodeKind.Map) return StudyValues.Text(node, key, problems, out string header) ? column with { Header = header.Trim() } : column;
        var section = new StudySection(node, key, problems);
        var named = column with { Header = section.Text(StudyKeys.ColumnHeader, column.Header).Trim(), Scale = section.Take(StudyKeys.ColumnScale) is { } scale ? Scale(column, scale, section.KeyOf(StudyKeys.ColumnScale.Name)) : null };
        section.RejectOthers();
        return named;
    }

    private (double Low, double High)? Scale(PopulationColumn column, StudyNode node, string key)
    {
        if (!column.Quantity.HasEnds)
        {
            problems.Add(ErrorKind.KeysClash, node, key, $"'{key}' cannot be given: {column.Quantity.Name} has no ends that a scale could be laid over; the file must have it in the unit of the model");
            return null;
        }
        if (node is not { Kind: StudyNodeKind.List, Items.Count: 2 })
        {
            problems.Add(ErrorKind.WrongType, node, key, $"'{key}' must be a list of two numbers, such as [1, 5]: the values of the file at the low and the high end");
            return null;
        }
        bool isLow = StudyValues.Real(node.Items[0], key, StudyKeys.ColumnScaleEnd, problems, out double low);
        if (!StudyValues.Real(node.Items[1], key, StudyKeys.ColumnScaleEnd, problems, out double high) || !isLow) return null;
        if (low != high) return (low, high);
        problems.Add(ErrorKind.Backwards, node, key, $"'{key}' has {Words.Number(low)} at both ends; they must differ");
        return null;
    }

    private string? OfCouples(string key) => rows == PopulationRows.Persons && PopulationColumn.Possible(PopulationRows.Couples).Any(c => c.Key == key)
        ? $"{Words.Quote(key)} is given by files with one row per couple; it needs 'population.rows: couples'"
        : null;
}
