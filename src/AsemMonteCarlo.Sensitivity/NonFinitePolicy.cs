namespace AsemMonteCarlo.Sensitivity;

/// <summary>What happens to runs that failed: rows whose output (or factor) is missing (NaN) or infinite.</summary>
public enum NonFinitePolicy
{
    /// <summary>What needs them is left out, for that output (and factor) alone, and counted. An index is then one of the rows that stay.</summary>
    Drop,

    /// <summary>They are refused, with the first of them.</summary>
    Refuse,
}
