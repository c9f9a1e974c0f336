using System.Globalization;
using System.Security.Cryptography;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>
/// Real persons or couples from a file: CSV (comma, RFC 4180 quotes, UTF-8, one header row) or Parquet (flat columns of
/// numbers). Which of the two is told by the ending of its name.
/// </summary>
/// <param name="Values">Values in the unit of their quantity, for each column asked for, in the order of the file.</param>
/// <param name="Hash">SHA-256 of the file in lower-case hex.</param>
public sealed record PopulationFile(IReadOnlyList<double[]> Values, string Hash)
{
    /// <summary>Rows read at most.</summary>
    internal const int MaximumRows = 1 << 24;

    private const int MaximumBytes = 256 << 20;
    private const string CsvEnding = ".csv", ParquetEnding = ".parquet";

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="rows">What its rows are.</param>
    /// <param name="columns">What is read from it.</param>
    /// <exception cref="StudyException">The file cannot be read, or values are missing or out of range; carries the first 20 errors. Rows of CSV count as in a spreadsheet, with the header as row 1; rows of Parquet from 1.</exception>
    public static PopulationFile Read(string path, PopulationRows rows, IReadOnlyList<PopulationColumn> columns)
    {
        var problems = new StudyProblems(path);
        var file = Read(path, path, new StudyNode { Kind = StudyNodeKind.Scalar }, rows, columns, problems);
        problems.ThrowIfAny();
        return file!;
    }

    /// <summary>Reads a file that a study names.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="place">Where the user names it.</param>
    /// <param name="rows">What its rows are.</param>
    /// <param name="columns">What is read from it.</param>
    /// <param name="problems">Receives what is wrong.</param>
    internal static PopulationFile? Read(string path, string name, StudyNode place, PopulationRows rows, IReadOnlyList<PopulationColumn> columns, StudyProblems problems)
    {
        bool isParquet = Path.GetExtension(path).Equals(ParquetEnding, StringComparison.OrdinalIgnoreCase);
        if (!isParquet && !Path.GetExtension(path).Equals(CsvEnding, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(ErrorKind.FileEnding, place, "population.file", $"{Words.Quote(name)} ends neither in {CsvEnding} nor in {ParquetEnding}; a population is read from CSV or Parquet, told apart by the ending");
            return null;
        }
        if (BoundedFile.Read(path, name, MaximumBytes, out var problem) is not { } bytes)
        {
            problems.Add(problem!.Kind, place, "population.file", problem.Message);
            return null;
        }
        var cells = new PopulationCells(columns);
        if (isParquet) ParquetNumbers.Read(bytes, cells);
        else CsvNumbers.Read(bytes, cells);
        int needed = rows == PopulationRows.Couples ? FileCouples.MinimumCouples : 2 * FileCouples.MinimumCouples;
        if (!cells.HasErrors && cells.Rows < needed)
            cells.Report(ErrorKind.TooFewRows, string.Create(CultureInfo.InvariantCulture, $"the file has {cells.Rows} {(cells.Rows == 1 ? "row" : "rows")}{(isParquet ? "" : " below the header")}; it needs at least {needed} {(rows == PopulationRows.Couples ? "couples" : "persons")}"));
        foreach (var error in cells.Errors) problems.Add(new StudyError(error.Kind, name, 0, 0, "population.file", error.Message));
        return cells.HasErrors ? null : new PopulationFile(cells.Values, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
