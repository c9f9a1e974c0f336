using System.Globalization;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.EndToEndTests.Tables;

/// <summary>A column as a reader found it.</summary>
/// <param name="Type">Word for its type, as <c>columns.parquet</c> has it.</param>
/// <param name="Values">Its values, as <see cref="TableText"/> writes them.</param>
internal sealed record ReadColumn(string Type, IReadOnlyList<string> Values);

/// <summary>A table as a reader found it: columns in file order, and metadata where the reader gives it.</summary>
internal sealed record ReadTable(IReadOnlyList<KeyValuePair<string, ReadColumn>> Columns, IReadOnlyDictionary<string, string>? Metadata);

/// <summary>Values as text that tells any two of them apart: floating-point numbers by their bits. <c>Node/read.mjs</c> writes the same.</summary>
internal static class TableText
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        string text => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal),
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => $"r{BitConverter.DoubleToInt64Bits(number):x16}",
        float number => $"s{BitConverter.SingleToInt32Bits(number):x8}",
        bool flag => flag ? "true" : "false",
        _ => $"{value.GetType().Name} {value}",
    };

    public static string Of(ColumnType type) => type.ToString().ToLowerInvariant();

    /// <summary>What <c>Node/read.mjs</c> printed, by file.</summary>
    public static Dictionary<string, ReadTable> Parse(string printed)
    {
        var tables = new Dictionary<string, ReadTable>();
        var columns = new List<KeyValuePair<string, ReadColumn>>();
        var metadata = new Dictionary<string, string>();
        var values = new List<string>();
        foreach (string line in printed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            switch (line[0])
            {
                case '#':
                    tables.Add(line[2..], new(columns = [], metadata = []));
                    break;
                case '@':
                    columns.Add(new(words[1], new(words[2], values = [])));
                    break;
                case '=':
                    metadata.Add(words[1], Regex.Replace(line[(words[1].Length + 3)..], @"\\(.)", m => m.Groups[1].Value == "n" ? "\n" : m.Groups[1].Value));
                    break;
                default:
                    values.Add(line);
                    break;
            }
        }
        return tables;
    }
}
