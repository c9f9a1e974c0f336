using System.Globalization;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>Something wrong with the text of an estimate.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">One sentence.</param>
internal sealed class ExpressionException(ErrorKind kind, string message) : CodedException(kind, message);

/// <summary>A node of an estimate or of an expression over rows.</summary>
internal abstract record Expression
{
    /// <summary>Nodes below.</summary>
    public abstract IEnumerable<Expression> Parts { get; }

    /// <summary>The node and every node below.</summary>
    public IEnumerable<Expression> All => Parts.SelectMany(p => p.All).Prepend(this);

    /// <inheritdoc/>
    public sealed override string ToString() => Write();

    /// <summary>The expression written out, the same for the same meaning.</summary>
    protected abstract string Write();
}

/// <summary>A number.</summary>
/// <param name="Value">The number.</param>
internal sealed record NumberExpression(double Value) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [];

    /// <inheritdoc/>
    protected override string Write() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A quantity of a person.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="Scenario">Name of the scenario; empty where there is one.</param>
/// <param name="First">First day, −1 for the day of the row.</param>
/// <param name="Last">Last day of a mean, <paramref name="First"/> for one day.</param>
internal sealed record ReferenceExpression(DayQuantity Quantity, string Scenario, int First, int Last) : Expression
{
    /// <summary>Whether it is the value of the row's own day.</summary>
    public bool IsOfRow => First < 0;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [];

    /// <inheritdoc/>
    protected override string Write() => string.Create(CultureInfo.InvariantCulture, $"{Quantity.Name}{(IsOfRow ? "" : First == Last ? $"@{First}" : $"@{First}..{Last}")}{(Scenario.Length > 0 ? $"[{Scenario}]" : "")}");
}

/// <summary>An operation on rows, or on estimates.</summary>
/// <param name="Name">Operator or name of a function.</param>
/// <param name="Arguments">What it is applied to.</param>
internal sealed record OperationExpression(string Name, IReadOnlyList<Expression> Arguments) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => Arguments;

    /// <inheritdoc/>
    protected override string Write() => $"{Name}({string.Join(", ", Arguments)})";
}

/// <summary>A statistic over rows.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Columns">What it is made from: the first is what is explained, or the only one.</param>
/// <param name="Where">Rows that count, or null for all.</param>
internal sealed record AggregateExpression(string Kind, IReadOnlyList<Expression> Columns, Expression? Where) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => Where is null ? Columns : [.. Columns, Where];

    /// <inheritdoc/>
    protected override string Write() => $"{Kind}({string.Join(", ", Columns)}{(Where is null ? "" : $" where {Where}")})";
}

/// <summary>Reads estimates and expressions over rows.</summary>
internal sealed class ExpressionReader
{
    private static readonly string[] aggregates = ["mean", "sd", "variance", "correlation", "slope", "beta", "r2"];
    private static readonly string[] functions = ["abs", "min", "max", "partner", "observed", "within", "between", "yesterday", "tomorrow", "assigned"];
    private static readonly string[] daily = ["within", "between", "yesterday", "tomorrow"];
    private static readonly string[] words = ["on", "beyond", "where", "and", "or", "not"];

    // the tree is walked by recursion; the shipped expressions have at most a tenth of this
    private const int MaximumTokens = 1000, MaximumDepth = 64;

    private readonly string text;
    private readonly IReadOnlyList<string> scenarios;
    private readonly int horizon;
    private readonly bool rowsAreDays;
    private readonly List<string> tokens = [];
    private int at, depth;

    private ExpressionReader(string text, IReadOnlyList<string> scenarios, int horizon, bool rowsAreDays)
    {
        this.text = text;
        this.scenarios = scenarios;
        this.horizon = horizon;
        this.rowsAreDays = rowsAreDays;
        Split();
    }

    private string Token => at < tokens.Count ? tokens[at] : "";

    /// <summary>Reads an estimate: arithmetic of statistics over rows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scenarios">Names of the scenarios; empty for one without a name.</param>
    /// <param name="horizon">Last day.</param>
    /// <param name="rowsAreDays">Whether a row is a person and a day.</param>
    /// <exception cref="ExpressionException">It cannot be read.</exception>
    public static Expression Estimate(string text, IReadOnlyList<string> scenarios, int horizon, bool rowsAreDays) => new ExpressionReader(text, scenarios, horizon, rowsAreDays).Whole(overRows: false);

    /// <summary>Reads an expression over rows.</summary>
    public static Expression OverRows(string text, IReadOnlyList<string> scenarios, int horizon, bool rowsAreDays) => new ExpressionReader(text, scenarios, horizon, rowsAreDays).Whole(overRows: true);

    private Expression Whole(bool overRows)
    {
        var expression = Either(overRows);
        if (at < tokens.Count) throw Wrong(ErrorKind.MalformedEstimate, $"{Words.Quote(Token)} is not expected here");
        return expression;
    }

    private void Split()
    {
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }
            int start = i;
            if (char.IsAsciiDigit(c) || c == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                // the two dots of a stretch of days end a number
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.' && !(i + 1 < text.Length && text[i + 1] == '.'))) i++;
            }
            else if (char.IsAsciiLetter(c))
            {
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '.')) i++;
            }
            else if (text.AsSpan(i) is var rest && (rest.StartsWith("..") || rest.StartsWith("<=") || rest.StartsWith(">="))) i += 2;
            else if ("+-*/()<>@[],".Contains(c)) i++;
            else throw Wrong(ErrorKind.MalformedEstimate, $"the character {Words.Quote(c.ToString())} has no meaning here");
            tokens.Add(text[start..i]);
            if (tokens.Count > MaximumTokens) throw Wrong(ErrorKind.TooMany, string.Create(CultureInfo.InvariantCulture, $"this has more than {MaximumTokens:N0} names, numbers and signs, the most that an expression has"));
        }
    }

    private Expression Either(bool rows) => Chain(rows, Both, "or");

    private Expression Both(bool rows) => Chain(rows, Compared, "and");

    private Expression Compared(bool rows)
    {
        var left = Sum(rows);
        if (Token is not ("<" or "<=" or ">" or ">=")) return left;
        if (!rows) throw Wrong(ErrorKind.MalformedEstimate, "a comparison belongs into where, or within a statistic such as mean(…)");
        string name = Take();
        return new OperationExpression(name, [left, Sum(rows)]);
    }

    private Expression Sum(bool rows) => Chain(rows, Product, "+", "-");

    private Expression Product(bool rows) => Chain(rows, Signed, "*", "/");

    private Expression Chain(bool rows, Func<bool, Expression> next, params string[] names)
    {
        var left = next(rows);
        while (names.Contains(Token))
        {
            string name = Take();
            if (!rows && name is "and" or "or" && !rows) throw Wrong(ErrorKind.MalformedEstimate, $"'{name}' belongs into where");
            left = new OperationExpression(name, [left, next(rows)]);
        }
        return left;
    }

    private Expression Signed(bool rows)
    {
        if (++depth > MaximumDepth) throw Wrong(ErrorKind.TooDeep, $"brackets and signs stand more than {MaximumDepth} deep within each other");
        var signed = Token is "-" or "not" ? new OperationExpression(Take() is "not" ? "not" : "negative", [Signed(rows)]) : Simple(rows);
        depth--;
        return signed;
    }

    private Expression Simple(bool rows)
    {
        string token = Token;
        if (token.Length == 0) throw Wrong(ErrorKind.MalformedEstimate, "something is missing at the end");
        if (token == "(")
        {
            Take();
            var inner = Either(rows);
            Expect(")");
            return inner;
        }
        if (char.IsAsciiDigit(token[0]) || token[0] == '.') return new NumberExpression(Number());
        if (!char.IsAsciiLetter(token[0])) throw Wrong(ErrorKind.MalformedEstimate, $"{Words.Quote(token)} is not expected here");
        Take();
        if (Token == "(") return rows ? Function(token) : Aggregate(token);
        if (!rows) throw Wrong(ErrorKind.MalformedEstimate, $"{Words.Quote(token)} stands outside of any statistic; statistics are {string.Join(", ", aggregates)}");
        return Reference(token);
    }

    private OperationExpression Function(string name)
    {
        if (!functions.Contains(name)) throw Wrong(ErrorKind.UnknownQuantity, aggregates.Contains(name) ? $"{name}(…) cannot stand within another statistic" : $"there is no function {Words.Quote(name)}{Words.Suggestion(name, functions, $"functions are {string.Join(", ", functions)}")}");
        if (!rowsAreDays && daily.Contains(name)) throw Wrong(ErrorKind.MalformedEstimate, $"{name}(…) needs rows of days: write rows: days 100..127");
        var arguments = Arguments();
        int needed = name is "min" or "max" or "assigned" ? 2 : 1;
        if (arguments.Count != needed) throw Wrong(ErrorKind.MalformedEstimate, $"{name}(…) takes {needed} {(needed == 1 ? "expression" : "expressions")}, not {arguments.Count}");
        if (name == "assigned" && !(arguments is [NumberExpression k, NumberExpression n] && k.Value >= 1 && k.Value <= n.Value && double.IsInteger(k.Value) && double.IsInteger(n.Value)))
            throw Wrong(ErrorKind.MalformedEstimate, "assigned(k, n) takes two whole numbers: condition k of n, 1 ≤ k ≤ n");
        return new OperationExpression(name, arguments);
    }

    private List<Expression> Arguments()
    {
        Expect("(");
        var list = new List<Expression> { Either(true) };
        while (Token == ",")
        {
            Take();
            list.Add(Either(true));
        }
        Expect(")");
        return list;
    }

    private AggregateExpression Aggregate(string kind)
    {
        if (!aggregates.Contains(kind)) throw Wrong(ErrorKind.UnknownQuantity, $"there is no statistic {Words.Quote(kind)}{Words.Suggestion(kind, aggregates, $"statistics are {string.Join(", ", aggregates)}")}");
        Expect("(");
        var columns = new List<Expression> { Either(true) };
        if (kind == "correlation")
        {
            Expect(",");
            columns.Add(Either(true));
        }
        else if (kind is "slope" or "beta" or "r2")
        {
            Expect("on");
            columns.Add(Either(true));
            if (kind != "r2" && Token == "beyond" || kind == "r2" && Token == ",")
            {
                do
                {
                    Take();
                    columns.Add(Either(true));
                }
                while (Token == ",");
            }
        }
        Expression? where = null;
        if (Token == "where")
        {
            Take();
            where = Either(true);
        }
        Expect(")");
        return new AggregateExpression(kind, columns, where);
    }

    private ReferenceExpression Reference(string name)
    {
        if (!DayQuantity.All.TryGetValue(name, out var quantity)) throw Wrong(ErrorKind.UnknownQuantity, $"there is no quantity {Words.Quote(name)}{Words.Suggestion(name, [.. DayQuantity.All.Keys, .. words])} (outcomes, and what asem replay shows)");
        int first = -1, last = -1;
        if (Token == "@")
        {
            Take();
            first = last = Day();
            if (Token == "..")
            {
                Take();
                last = Day();
                if (last <= first || first == 0) throw Wrong(ErrorKind.DayOutside, string.Create(CultureInfo.InvariantCulture, $"the days {first}..{last} of {name} are no stretch of days from 1 on"));
            }
            if (first == 0 && quantity.IsOfTheDay) throw Wrong(ErrorKind.DayOutside, $"{name} belongs to a day and has no value @0, before the first");
        }
        else if (!rowsAreDays) throw Wrong(ErrorKind.DayOutside, $"{name} needs a day: {name}@{horizon}, or {name}@1..{horizon} for a mean over days");
        string scenario = "";
        if (Token == "[")
        {
            Take();
            scenario = Take();
            Expect("]");
        }
        // what was before the first day is told by the first scenario
        if (scenario.Length == 0 && scenarios.Count > 1 && first == 0) scenario = scenarios[0];
        if (scenario.Length == 0 && scenarios.Count > 1) throw Wrong(ErrorKind.UnknownQuantity, $"{name} needs a scenario in brackets: {string.Join(", ", scenarios.Select(s => $"[{s}]"))}");
        if (scenario.Length > 0 && !scenarios.Contains(scenario)) throw Wrong(ErrorKind.UnknownQuantity, $"there is no scenario {Words.Quote(scenario)}{Words.Suggestion(scenario, scenarios, $"scenarios are {string.Join(", ", scenarios)}")}");
        return new ReferenceExpression(quantity, scenario.Length == 0 && scenarios.Count == 1 ? scenarios[0] : scenario, first, last);
    }

    private int Day()
    {
        double day = Number();
        if (day != Math.Floor(day) || day > horizon) throw Wrong(ErrorKind.DayOutside, string.Create(CultureInfo.InvariantCulture, $"day {day} does not exist; days are 0 … {horizon}"));
        return (int)day;
    }

    private double Number()
    {
        string token = Take();
        return double.TryParse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : throw Wrong(ErrorKind.MalformedEstimate, $"{Words.Quote(token)} is no number");
    }

    private string Take()
    {
        if (at >= tokens.Count) throw Wrong(ErrorKind.MalformedEstimate, "something is missing at the end");
        return tokens[at++];
    }

    private void Expect(string token)
    {
        if (Token != token) throw Wrong(ErrorKind.MalformedEstimate, Token.Length == 0 ? $"'{token}' is missing at the end" : $"'{token}' is expected before {Words.Quote(Token)}");
        at++;
    }

    private ExpressionException Wrong(ErrorKind kind, string message) => new(kind, $"{message}, in {Words.Quote(Words.Shorten(text, 120))}");
}
