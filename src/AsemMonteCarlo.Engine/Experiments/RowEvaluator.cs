using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>
/// Evaluates expressions over the rows of an experiment: row ((2c + p) · days + d) is person p of couple c on the d-th day, or
/// the person alone with one "day". Undefined values are NaN.
/// </summary>
internal sealed class RowEvaluator
{
    private readonly IReadOnlyDictionary<string, Panel> panels;
    private readonly ExperimentRows rows;
    private readonly Panel any;
    private readonly bool[] counts;
    private readonly Dictionary<(Expression Expression, int Shift), double[]> known = [];

    /// <summary>Prepares the rows.</summary>
    /// <param name="panels">Panels by scenario.</param>
    /// <param name="rows">What a row is.</param>
    public RowEvaluator(IReadOnlyDictionary<string, Panel> panels, ExperimentRows rows)
    {
        this.panels = panels;
        this.rows = rows;
        any = panels.Values.First();
        counts = new bool[Count];
        bool onlyFocal = panels.Values.Any(p => p.Study.RecipientsPerDyad == 1);
        for (int row = 0; row < Count; row++) counts[row] = !onlyFocal || row / rows.Days % 2 == 0;
        if (!rows.AreDays) return;
        foreach (var panel in panels.Values)
        {
            var together = panel[Together(rows)];
            int length = together.Length / (2 * any.Couples);
            for (int row = 0; row < Count; row++) counts[row] &= together[row / rows.Days * length + row % rows.Days + rows.Margin] > 0;
        }
    }

    /// <summary>Rows, those that do not count included.</summary>
    public int Count => any.Couples * 2 * rows.Days;

    /// <summary>Couples.</summary>
    public int Couples => any.Couples;

    /// <summary>Rows of one couple.</summary>
    public int RowsPerCouple => 2 * rows.Days;

    /// <summary>Whether a row counts: the person is analysed and, on rows of days, together with the partner in every scenario.</summary>
    public IReadOnlyList<bool> Counts => counts;

    /// <summary>Weight of a row's couple.</summary>
    public double WeightOf(int row) => any.Weights[row / RowsPerCouple];

    /// <summary>What the expression needs to be kept of every scenario, by scenario.</summary>
    public static IEnumerable<(string Scenario, PanelRequest Request)> Needs(Expression expression, ExperimentRows rows) =>
        expression.All.OfType<ReferenceExpression>().Select(r => (r.Scenario, RequestOf(r, rows)));

    /// <summary>Whether the couple was together, on every day of the rows.</summary>
    public static PanelRequest Together(ExperimentRows rows) => new(DayQuantity.All["situation.together"], rows.First - rows.Margin, rows.Last + rows.Margin, true);

    /// <summary>Restricts the rows that count.</summary>
    public void Restrict(Expression where)
    {
        var met = Evaluate(where);
        for (int row = 0; row < counts.Length; row++) counts[row] &= met[row] > 0;
        known.Clear();
    }

    /// <summary>Values of an expression by row.</summary>
    public double[] Evaluate(Expression expression) => Evaluate(expression, 0);

    private double[] Evaluate(Expression expression, int shift)
    {
        if (known.TryGetValue((expression, shift), out var values)) return values;
        values = expression switch
        {
            NumberExpression number => Constant(number.Value),
            ReferenceExpression reference => Read(reference, shift),
            OperationExpression operation => Operate(operation, shift),
            _ => throw new InvalidOperationException($"{expression} is no expression over rows"),
        };
        known[(expression, shift)] = values;
        return values;
    }

    private double[] Constant(double value)
    {
        var values = new double[Count];
        Array.Fill(values, value);
        return values;
    }

    private double[] Read(ReferenceExpression reference, int shift)
    {
        var kept = panels[reference.Scenario][RequestOf(reference, rows)];
        int length = kept.Length / (2 * Couples);
        var values = new double[Count];
        for (int row = 0; row < values.Length; row++)
            values[row] = reference.IsOfRow ? kept[row / rows.Days * length + row % rows.Days + rows.Margin + shift] : kept[row / rows.Days];
        return values;
    }

    private static PanelRequest RequestOf(ReferenceExpression reference, ExperimentRows rows) => reference.IsOfRow
        ? new PanelRequest(reference.Quantity, rows.First - rows.Margin, rows.Last + rows.Margin, true)
        : new PanelRequest(reference.Quantity, reference.First, reference.Last, false);

    private double[] Operate(OperationExpression operation, int shift)
    {
        if (operation.Name == "assigned") return Assigned((int)((NumberExpression)operation.Arguments[0]).Value, (int)((NumberExpression)operation.Arguments[1]).Value);
        if (operation.Name is "yesterday" or "tomorrow") return Evaluate(operation.Arguments[0], shift + (operation.Name == "yesterday" ? -1 : 1));
        var a = Evaluate(operation.Arguments[0], shift);
        switch (operation.Name)
        {
            case "partner": return Partner(a);
            case "within": return Centre(a, between: false);
            case "between": return Centre(a, between: true);
            case "observed": return Observe(operation.Arguments[0], a, shift);
        }
        var b = operation.Arguments.Count > 1 ? Evaluate(operation.Arguments[1], shift) : a;
        var values = new double[a.Length];
        for (int row = 0; row < values.Length; row++) values[row] = Apply(operation.Name, a[row], b[row]);
        return values;
    }

    /// <summary>Arithmetic of numbers; comparisons and logic give 1 or 0.</summary>
    public static double Apply(string name, double a, double b) => name switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => b == 0 ? double.NaN : a / b,
        "negative" => -a,
        "abs" => Math.Abs(a),
        "min" => Math.Min(a, b),
        "max" => Math.Max(a, b),
        _ when double.IsNaN(a) || double.IsNaN(b) => double.NaN,
        "<" => a < b ? 1 : 0,
        "<=" => a <= b ? 1 : 0,
        ">" => a > b ? 1 : 0,
        ">=" => a >= b ? 1 : 0,
        "and" => a > 0 && b > 0 ? 1 : 0,
        "or" => a > 0 || b > 0 ? 1 : 0,
        "not" => a > 0 ? 0 : 1,
        _ => throw new InvalidOperationException($"there is no operation {name}"),
    };

    // couples are exchangeable, so that turns are as good as lots
    private double[] Assigned(int condition, int conditions)
    {
        var values = new double[Count];
        for (int row = 0; row < values.Length; row++) values[row] = row / RowsPerCouple % conditions == condition - 1 ? 1 : 0;
        return values;
    }

    private double[] Partner(double[] of)
    {
        var values = new double[of.Length];
        int days = rows.Days;
        for (int row = 0; row < of.Length; row++) values[row] = of[row / days % 2 == 0 ? row + days : row - days];
        return values;
    }

    private double[] Centre(double[] of, bool between)
    {
        var values = new double[of.Length];
        for (int start = 0; start < of.Length; start += rows.Days)
        {
            double sum = 0, number = 0;
            for (int row = start; row < start + rows.Days; row++)
            {
                if (!counts[row] || double.IsNaN(of[row])) continue;
                sum += of[row];
                number++;
            }
            for (int row = start; row < start + rows.Days; row++) values[row] = number == 0 ? double.NaN : between ? sum / number : of[row] - sum / number;
        }
        return values;
    }

    // noise is a function of who is asked what and when, not of the scenario, so that scenarios stay paired
    private double[] Observe(Expression what, double[] of, int shift)
    {
        bool isDaily = what.All.OfType<ReferenceExpression>().Any(r => r.IsOfRow);
        var parameters = any.Study.Focal;
        double spread = isDaily ? parameters[Measurement.DailyNoise] : Math.Sqrt(Variance(of) * (1 / parameters[Measurement.Reliability] - 1));
        ulong key = any.Study.Seed ^ Hash(string.Join(' ', what.All.OfType<ReferenceExpression>().Select(r => r with { Scenario = "" })));
        var values = new double[of.Length];
        for (int row = 0; row < of.Length; row++)
        {
            uint day = isDaily ? (uint)(rows.First + row % rows.Days + shift) : 0;
            var (word, _, _, _) = Philox.Words((uint)(row / rows.Days), any.Study.Replicate, day, 0, key);
            values[row] = of[row] + spread * DoubleFunctions.NormalQuantile((word + 0.5) / 4294967296.0);
        }
        return values;
    }

    private double Variance(double[] of)
    {
        double weight = 0, sum = 0, squares = 0;
        for (int row = 0; row < of.Length; row++)
        {
            if (!counts[row] || double.IsNaN(of[row])) continue;
            double w = WeightOf(row);
            weight += w;
            sum += w * of[row];
            squares += w * of[row] * of[row];
        }
        return weight == 0 ? 0 : Math.Max(0, squares / weight - sum / weight * (sum / weight));
    }

    // FNV-1a
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}

/// <summary>What a row of an experiment is.</summary>
/// <param name="AreDays">Whether a row is a person and a day; else a person.</param>
/// <param name="First">First day of rows of days.</param>
/// <param name="Last">Last day.</param>
/// <param name="Margin">Days kept before the first and behind the last, for yesterday and tomorrow.</param>
internal readonly record struct ExperimentRows(bool AreDays, int First, int Last, int Margin)
{
    /// <summary>A person.</summary>
    public static ExperimentRows Persons => new(false, 0, 0, 0);

    /// <summary>Days of a person; 1 where a row is a person.</summary>
    public int Days => AreDays ? Last - First + 1 : 1;
}
