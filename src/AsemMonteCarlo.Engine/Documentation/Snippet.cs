using System.Globalization;

namespace AsemMonteCarlo.Engine.Documentation;

/// <summary>How one tool shows a ranking from a table. All tools are declared here.</summary>
/// <param name="Tool">Name on the command line.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Language">Language of the code, as Markdown has it.</param>
/// <param name="Tested">Whether a test runs the code with the tool itself.</param>
/// <param name="Code">The code for a selection and the path of its table's file.</param>
internal sealed record Snippet(string Tool, string Title, string Language, bool Tested, Func<Selection, string, string> Code)
{
    /// <summary>The tools.</summary>
    public static IReadOnlyList<Snippet> All { get; } =
    [
        new("duckdb", "DuckDB", "sql", true, (s, file) =>
            $"SELECT {Join(s.Columns, c => Sql(c, '"'))} FROM {SqlText(Literal(file, "*?[", c => $"[{c}]"))}\nWHERE {Condition(s, '"')}\nORDER BY {(s.BySize ? $"abs({s.OrderBy})" : s.OrderBy)}{(s.Descending ? " DESC" : "")};"),
        new("polars", "Polars", "python", false, (s, file) =>
            $"import polars as pl\nprint(pl.read_parquet({Quote(file)}{(file.AsSpan().ContainsAny("*?[") ? ", glob=False" : "")}).filter({Join(s.Where, w => $"{w.Column}={Value(w.Value)}")}).sort({(s.BySize ? $"pl.col({Quote(s.OrderBy)}).abs()" : Quote(s.OrderBy))}{(s.Descending ? ", descending=True" : "")}).select({Join(s.Columns, Quote)}))"),
        new("pandas", "pandas", "python", false, (s, file) =>
            $"import pandas as pd\nt = pd.read_parquet({Quote(file)}, filters=[{Join(s.Where, w => $"({Quote(w.Column)}, \"==\", {Value(w.Value)})")}])\nprint(t.sort_values({Quote(s.OrderBy)}{(s.BySize ? ", key=abs" : "")}{(s.Descending ? ", ascending=False" : "")})[[{Join(s.Columns, Quote)}]])"),
        new("r", "R", "r", false, (s, file) =>
            $"library(dplyr)\narrow::read_parquet({Quote(file)}) |> filter({Join(s.Where, w => $"{w.Column} == {Value(w.Value)}")}) |> arrange({Wrapped("desc", s.Descending, Wrapped("abs", s.BySize, s.OrderBy))}) |> select({Join(s.Columns, c => c)})"),
        new("spark", "Spark", "python", false, (s, file) =>
            $"{(s.BySize ? "from pyspark.sql import functions\n" : "")}spark.read.parquet({Quote(Literal(file, "*?[]{}\\", c => $"\\{c}"))}).where({Quote(Condition(s, '`'))}).orderBy({(s.BySize ? $"functions.abs({Quote(s.OrderBy)})" : Quote(s.OrderBy))}{(s.Descending ? ", ascending=False" : "")}).select({Join(s.Columns, Quote)}).show()"),
        new("polars-node", "Polars in Node", "js", true, (s, file) =>
            $"import pl from \"nodejs-polars\";\nconst is = (column, value) => pl.col(column).eq(pl.lit(value));\nconsole.log(pl.readParquet({Quote(file)}).filter({string.Join(".and(", s.Where.Select(w => $"is({Quote(w.Column)}, {Value(w.Value)})"))}{new string(')', s.Where.Count - 1)}).sort({(s.BySize ? $"pl.col({Quote(s.OrderBy)}).abs()" : Quote(s.OrderBy))}{(s.Descending ? ", true" : "")}).select({Join(s.Columns, Quote)}).writeCSV().toString());"),
        new("node", "JavaScript", "js", true, (s, file) =>
            $"import {{ asyncBufferFromFile, parquetReadObjects }} from \"hyparquet\";\nimport {{ compressors }} from \"hyparquet-compressors\";\nconst rows = await parquetReadObjects({{ file: await asyncBufferFromFile({Quote(file)}), compressors }});\nfor (const r of rows.filter(r => {string.Join(" && ", s.Where.Select(w => $"r.{w.Column} {(w.Value is long ? "==" : "===")} {Value(w.Value)}"))}).sort((a, b) => {string.Join(" - ", ((string[])(s.Descending ? ["b", "a"] : ["a", "b"])).Select(r => Wrapped("Math.abs", s.BySize, $"{r}.{s.OrderBy}")))}))\n  console.log([{Join(s.Columns, c => "r." + c)}].join());"),
    ];

    /// <summary>The code for a table in a folder.</summary>
    public string In(string folder, Selection selection) => Code(selection, Path.Combine(folder, selection.File).Replace(Path.DirectorySeparatorChar, '/'));

    private static string Wrapped(string function, bool isOn, string what) => isOn ? $"{function}({what})" : what;

    private static string Join<T>(IEnumerable<T> items, Func<T, string> one) => string.Join(", ", items.Select(one));

    private static string Condition(Selection selection, char quote) =>
        string.Join(" AND ", selection.Where.Select(w => $"{Sql(w.Column, quote)} = {(w.Value is long ? Value(w.Value) : SqlText((string)w.Value))}"));

    // words of SQL that are names of columns too
    private static string Sql(string column, char quote) => column is "group" or "view" or "index" or "order" ? $"{quote}{column}{quote}" : column;

    private static string SqlText(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // a path that is not to be read as a pattern; DuckDB parts patterns at backslashes, so a path with a backslash and one of *?[ is beyond it
    private static string Literal(string path, string special, Func<char, string> escaped) => string.Concat(path.Select(c => special.Contains(c, StringComparison.Ordinal) ? escaped(c) : c.ToString()));

    // a text of Python, JavaScript and R alike; beyond U+FFFF their escapes differ, and plain characters do not
    private static string Quote(string text) => $"\"{string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))}\"";

    private static string Value(object value) => value is long number ? number.ToString(CultureInfo.InvariantCulture) : Quote((string)value);
}
