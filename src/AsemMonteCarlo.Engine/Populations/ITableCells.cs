namespace AsemMonteCarlo.Engine.Populations;

/// <summary>Takes the cells of a file of numbers, and what is wrong with them.</summary>
internal interface ITableCells
{
    /// <summary>Whether anything was reported.</summary>
    bool HasErrors { get; }

    /// <summary>Whether further errors are only counted, so that no effort need go into wording them.</summary>
    bool IsFull { get; }

    /// <summary>Reports something that is wrong.</summary>
    void Report(ErrorKind kind, string message);

    /// <summary>Finds the columns among the headers of the file, or reports those that are not there.</summary>
    /// <param name="headers">Headers in the order of the file.</param>
    /// <param name="where">Begins a message.</param>
    /// <returns>For each column its place among the headers, or null.</returns>
    int[]? Find(IReadOnlyList<string> headers, string where);

    /// <summary>Header of a column.</summary>
    string HeaderOf(int column);

    /// <summary>What the column is called elsewhere.</summary>
    string NameOf(int column);

    /// <summary>Takes a cell.</summary>
    /// <param name="column">Which of the columns found.</param>
    /// <param name="row">Row as the user counts it.</param>
    /// <param name="value">The number in it, or not a number.</param>
    /// <param name="text">What is in it, for a message.</param>
    void Add(int column, int row, double value, string? text = null);
}
