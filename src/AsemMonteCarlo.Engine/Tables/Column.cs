using System.Diagnostics.CodeAnalysis;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>The logical types a column may have; the numbers are part of the content digest and are never reused.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the words for the types.")]
public enum ColumnType
{
    /// <summary>UTF-8 text.</summary>
    Text = 1,

    /// <summary>Signed 64-bit integer.</summary>
    Integer = 2,

    /// <summary>64-bit floating point.</summary>
    Real = 3,

    /// <summary>32-bit floating point.</summary>
    Single = 4,

    /// <summary>True or false.</summary>
    Flag = 5,
}

/// <summary>One column of a table and everything a reader needs to understand it.</summary>
/// <param name="Name">snake_case, or the dotted name of a parameter.</param>
/// <param name="Type">Logical type.</param>
/// <param name="Nullable">Whether a value may be missing.</param>
/// <param name="Unit">Unit of the values, "1" for pure numbers, empty for text.</param>
/// <param name="Range">Allowed values in words or interval notation; empty for any.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Source">Citation key, "assumed", or empty.</param>
public sealed record Column(
    string Name, ColumnType Type, bool Nullable, string Unit, string Range, string Meaning, string Source);
