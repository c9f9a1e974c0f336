using System.Globalization;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>What is done where a row of the design has two results.</summary>
internal enum DuplicateRows
{
    /// <summary>The file is refused.</summary>
    Refuse,

    /// <summary>The first counts.</summary>
    First,
}

/// <summary>Results of another program: CSV or Parquet, one line for each row of a design in any order, with the column <c>design_id</c>, perhaps <c>replicate</c>, and any number of outputs.</summary>
/// <param name="Outputs">Names of the outputs.</param>
/// <param name="Values">Value of (row · replicates + replicate) · outputs + output; NaN where there is none.</param>
/// <param name="Missing">Runs without a result.</param>
/// <param name="NotFinite">Results that are empty, NaN or infinite.</param>
internal sealed record ResultsFile(IReadOnlyList<string> Outputs, double[] Values, long Missing, long NotFinite)
{
    private const int MaximumBytes = 1 << 30;
    private const long MaximumValues = 1 << 27;
    private const string Id = "design_id", Replicate = "replicate";

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file, told apart by its ending.</param>
    /// <param name="study">The study of which the design is.</param>
    /// <param name="duplicates">What is done with duplicates.</param>
    /// <param name="missing">What is done with missing results.</param>
    /// <exception cref="StudyException">It cannot be read, or does not fit the design.</exception>
    public static ResultsFile Read(string path, SensitivityStudy study, DuplicateRows duplicates, NonFinitePolicy missing)
    {
        var problems = new StudyProblems(path);
        bool isParquet = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        if (!isParquet && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) problems.Add(ErrorKind.FileEnding, "", "the name of the file ends neither in .csv nor in .parquet; results are read from CSV or Parquet, told apart by the ending");
        problems.ThrowIfAny();
        if (BoundedFile.Read(path, path, MaximumBytes, out var problem) is not { } bytes)
        {
            problems.Add(problem!.Kind, "", problem.Message);
            problems.ThrowIfAny();
            throw new InvalidOperationException();
        }
        var cells = new Cells(study, isParquet, duplicates);
        if (isParquet) ParquetNumbers.Read(bytes, cells);
        else CsvNumbers.Read(bytes, cells);
        cells.Finish(missing);
        foreach (var error in cells.Errors) problems.Add(error.Kind, "", error.Message);
        problems.ThrowIfAny();
        return new ResultsFile(cells.Outputs, cells.Values, cells.Missing, cells.NotFinite);
    }

    private sealed class Cells(SensitivityStudy study, bool isParquet, DuplicateRows duplicates) : ITableCells
    {
        private const int MaximumErrors = 20;

        private readonly List<string> columns = [];
        private readonly long rows = SensitivityDesign.Create(study).Rows;
        private readonly int replicates = study.Design.Replicates;
        private bool[] seen = [];
        private long run = -1;
        private int row = -1, replicate, omitted;
        private bool isSkipped;
        private double[] ofRow = [];
        private int taken;

        public List<Finding> Errors { get; } = [];

        public bool HasErrors => Errors.Count > 0;

        public bool IsFull => Errors.Count >= MaximumErrors;

        public IReadOnlyList<string> Outputs { get; private set; } = [];

        public double[] Values { get; private set; } = [];

        public long Missing { get; private set; }

        public long NotFinite { get; private set; }

        public void Report(ErrorKind kind, string message)
        {
            if (Errors.Count < MaximumErrors) Errors.Add(new(kind, message));
            else omitted++;
        }

        public int[]? Find(IReadOnlyList<string> headers, string where)
        {
            string all = string.Join(", ", headers.Take(MaximumErrors).Select(Words.Quote));
            foreach (var twice in headers.GroupBy(h => h).Where(g => g.Count() > 1)) Report(ErrorKind.WrongColumns, $"{where}there are two columns {Words.Quote(twice.Key)}; each column needs a name of its own");
            if (!headers.Contains(Id)) Report(ErrorKind.WrongColumns, $"{where}there is no column '{Id}'{Words.Suggestion(Id, headers)} (columns are {all}); it joins results to rows of the design, as asem sample wrote them");
            if (replicates > 1 && !headers.Contains(Replicate)) Report(ErrorKind.WrongColumns, $"{where}there is no column '{Replicate}' (columns are {all}); the design has {replicates} replicates of each row, numbered from 0");
            string[] own = [Id, Replicate, .. study.Factors.Select(f => f.Name)];
            Outputs = study.Outputs.Count > 0 ? [.. study.Outputs.Select(o => o.Name)] : [.. headers.Where(h => !own.Contains(h))];
            foreach (string output in Outputs)
                if (!headers.Contains(output)) Report(ErrorKind.WrongColumns, $"{where}there is no column {Words.Quote(output)}{Words.Suggestion(output, headers)} (columns are {all}); the study names it as an output");
            if (Outputs.Count == 0) Report(ErrorKind.WrongColumns, $"{where}there is no column beside '{Id}' and the factors, so there is no output");
            if (Outputs.Count > 0 && rows > MaximumValues / replicates / Outputs.Count) Report(ErrorKind.TooMany, string.Create(CultureInfo.InvariantCulture, $"{where}the design has {rows:N0} rows, for which at most {MaximumValues:N0} results are read in one file; analyse fewer points or outputs"));
            if (HasErrors) return null;
            columns.Add(Id);
            if (headers.Contains(Replicate)) columns.Add(Replicate);
            columns.AddRange(Outputs);
            Values = new double[checked(rows * replicates * Outputs.Count)];
            Array.Fill(Values, double.NaN);
            seen = new bool[checked(rows * replicates)];
            ofRow = new double[Outputs.Count];
            return [.. columns.Select(c => headers.ToList().IndexOf(c))];
        }

        public string HeaderOf(int column) => columns[column];

        public string NameOf(int column) => columns[column];

        public void Add(int column, int row, double value, string? text = null)
        {
            if (row != this.row)
            {
                (this.row, run, replicate, isSkipped, taken) = (row, -1, 0, false, 0);
            }
            if (columns[column] is Id or Replicate)
            {
                bool isId = columns[column] == Id;
                long most = isId ? rows : replicates;
                if (!(value >= 0 && value < most && double.IsInteger(value)))
                {
                    isSkipped = true;
                    Report(ErrorKind.WrongCell, IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $"row {row}, column '{columns[column]}': {Words.Quote(text ?? Words.Number(value))} is no {(isId ? "row of the design" : "replicate")}; they go from 0 to {most - 1}"));
                    return;
                }
                if (isId) run = (long)value;
                else replicate = (int)value;
                return;
            }
            int output = column - (columns.Count - Outputs.Count);
            if (text is not null && double.IsNaN(value) && text.Length > 0 && !IsWordForNothing(text)) Report(ErrorKind.WrongCell, IsFull ? "" : $"row {row}, column {Words.Quote(columns[column])}: {Words.Quote(text)} is not a number; leave it empty where a run failed");
            ofRow[output] = value;
            if (++taken < Outputs.Count || isSkipped || run < 0) return;
            long at = run * replicates + replicate;
            if (seen[at])
            {
                if (duplicates == DuplicateRows.Refuse) Report(ErrorKind.WrongRow, string.Create(CultureInfo.InvariantCulture, $"row {row}: design row {run}{(replicates > 1 ? $", replicate {replicate}," : "")} has a result already; give each one result, or let the first count with --duplicates first"));
                return;
            }
            seen[at] = true;
            for (int i = 0; i < ofRow.Length; i++)
            {
                Values[at * ofRow.Length + i] = ofRow[i];
                if (!double.IsFinite(ofRow[i])) NotFinite++;
            }
        }

        public void Finish(NonFinitePolicy missing)
        {
            if (HasErrors)
            {
                if (omitted > 0) Errors.Add(new(ErrorKind.MoreErrors, string.Create(CultureInfo.InvariantCulture, $"and {omitted} more errors")));
                return;
            }
            Missing = seen.LongCount(s => !s);
            if (missing == NonFinitePolicy.Refuse && Missing + NotFinite > 0) Report(ErrorKind.TooFewRows, string.Create(CultureInfo.InvariantCulture, $"{Missing} of {seen.Length} runs have no result and {NotFinite} results are empty, NaN or infinite; all are needed with --missing refuse"));
            if (Missing == seen.Length) Report(ErrorKind.TooFewRows, $"the file has no results{(isParquet ? "" : " below the header")}");
        }

        private static bool IsWordForNothing(string text) => text.Trim('-', '+').ToUpperInvariant() is "NAN" or "NA" or "NULL" or "INF" or "INFINITY";
    }
}
