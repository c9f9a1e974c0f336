using System.Globalization;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>Reads numbers from CSV.</summary>
internal static class CsvNumbers
{
    /// <summary>Reads all rows, up to the first that breaks the format.</summary>
    public static void Read(byte[] bytes, ITableCells cells)
    {
        if (BoundedFile.Decode(bytes) is not { } text)
        {
            cells.Report(ErrorKind.NotText, "the file is not UTF-8 text; save it as CSV UTF-8");
            return;
        }
        int fieldsInRow = 0, row = 0;
        int[] places = [];
        foreach (var (fields, broken) in CsvReader.Rows(text))
        {
            row++;
            string? wrong = broken ?? (row > PopulationFile.MaximumRows ? string.Create(CultureInfo.InvariantCulture, $"the file goes on; at most {PopulationFile.MaximumRows - 1} rows below the header are read") : null);
            if (wrong is not null)
            {
                cells.Report(broken is null ? ErrorKind.FileTooLarge : ErrorKind.WrongRow, string.Create(CultureInfo.InvariantCulture, $"row {row}: {wrong}"));
                return;
            }
            if (row == 1)
            {
                string[] headers = [.. fields.Select(f => f.Trim())];
                if (headers.Length == 1 && headers[0].AsSpan().IndexOfAny(';', '\t') >= 0)
                {
                    cells.Report(ErrorKind.WrongRow, $"row 1: columns must be separated by commas; the header is {Words.Quote(headers[0])}");
                    return;
                }
                if (cells.Find(headers, "row 1: ") is not { } found) return;
                (places, fieldsInRow) = (found, headers.Length);
            }
            else if (fields.Count != fieldsInRow)
            {
                cells.Report(ErrorKind.WrongRow, cells.IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $"row {row}: {(fields is [""] ? "is blank" : $"has {fields.Count} fields")}; the header has {fieldsInRow}"));
            }
            else
            {
                for (int i = 0; i < places.Length; i++)
                {
                    string field = fields[places[i]].Trim();
                    cells.Add(i, row, Number(field), field);
                }
            }
        }
        if (row == 0) cells.Report(ErrorKind.TooFewRows, "the file is empty; it needs a header row");
    }

    private static double Number(string field) =>
        double.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : double.NaN;
}
