using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>What a row of a population file is.</summary>
public enum PopulationRows
{
    /// <summary>A person; persons are paired.</summary>
    Persons,

    /// <summary>A couple.</summary>
    Couples,
}

/// <summary>Where a quantity of the population stands in a file.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="IsOfProvider">Whether it is partner B's in a file of couples; otherwise it is a person's, partner A's or the couple's.</param>
/// <param name="Header">Header of the column.</param>
/// <param name="Scale">Values of the file that stand for the ends of the quantity's range, or null where the file has the quantity's own unit. The low one may be the larger number.</param>
public sealed record PopulationColumn(PopulationQuantity Quantity, bool IsOfProvider, string Header, (double Low, double High)? Scale = null)
{
    private const string ProviderPrefix = "partner_";

    /// <summary>Name by which studies call it.</summary>
    public string Key => IsOfProvider ? ProviderPrefix + Quantity.Name : Quantity.Name;

    /// <summary>Smallest value that the file may have.</summary>
    public double Smallest => Scale is { } scale ? Math.Min(scale.Low, scale.High) : Quantity.Minimum;

    /// <summary>Largest value that the file may have.</summary>
    public double Largest => Scale is { } scale ? Math.Max(scale.Low, scale.High) : Quantity.Maximum;

    /// <summary>All columns that a file can have, each under its key as header, scores first.</summary>
    /// <param name="rows">What its rows are.</param>
    public static IReadOnlyList<PopulationColumn> Possible(PopulationRows rows)
    {
        var own = PopulationQuantity.All.Where(q => rows == PopulationRows.Couples || !q.IsOfCouple).Select(q => Plain(q, isOfProvider: false));
        var provider = PopulationQuantity.All.Where(q => rows == PopulationRows.Couples && !q.IsOfCouple).Select(q => Plain(q, isOfProvider: true));
        return [.. own.Concat(provider).OrderBy(c => c.Quantity.Kind == PopulationQuantityKind.Score ? 0 : 1)];
    }

    /// <summary>The columns that a file must have, each under its key as header.</summary>
    /// <param name="rows">What its rows are.</param>
    public static IReadOnlyList<PopulationColumn> Required(PopulationRows rows) => [.. Possible(rows).Where(c => c.Quantity.Kind == PopulationQuantityKind.Score)];

    /// <summary>A value of the file in the unit of the quantity.</summary>
    /// <param name="value">From <see cref="Smallest"/> to <see cref="Largest"/>.</param>
    public double FromFile(double value) => Scale is not { } scale ? value : Quantity.Minimum + (value - scale.Low) / (scale.High - scale.Low) * (Quantity.Maximum - Quantity.Minimum);

    private static PopulationColumn Plain(PopulationQuantity quantity, bool isOfProvider)
    {
        var column = new PopulationColumn(quantity, isOfProvider, "");
        return column with { Header = column.Key };
    }
}
